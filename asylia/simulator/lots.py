"""Lots: chances that have names, so that the same question about the same person falls the same under every plan.

A lot is a keyed BLAKE2b digest of its name. Nothing is drawn in an order: asking more or fewer questions changes no
other answer, and the answer is the same in every process.
"""

from bisect import bisect
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from math import log
from statistics import NormalDist
from typing import Generic, TypeVar

T = TypeVar("T")

_WHOLE = 1 << 53
_NORMAL = NormalDist().inv_cdf


class Lots:
    """The lots of one thing: a person, a party, an officer, a claim."""

    __slots__ = ("_key",)

    def __init__(self, *name: str | int) -> None:
        self._key = blake2b("\x1f".join(map(str, name)).encode(), digest_size=16).digest()

    def of(self, *name: str | int) -> "Lots":
        """The lots of something inside this."""
        return Lots(self._key.hex(), *name)

    def bytes(self, what: str, size: int) -> bytes:
        """Up to 64 bytes that look random."""
        return blake2b(what.encode(), key=self._key, digest_size=size).digest()

    def share(self, what: str) -> float:
        """A number in (0, 1), as if drawn evenly."""
        number = int.from_bytes(blake2b(what.encode(), key=self._key, digest_size=7).digest(), "big") >> 3
        return (number + 0.5) / _WHOLE

    def happens(self, what: str, chance: float) -> bool:
        """Whether something of this chance happens; a greater chance never undoes what a smaller one gives."""
        return self.share(what) < chance

    def normal(self, what: str) -> float:
        """A number as if drawn from the standard normal distribution."""
        return _NORMAL(self.share(what))

    def wait(self, what: str, mean: float) -> int:
        """A time as if drawn from the exponential distribution of that mean, in the mean's unit, at least 1."""
        return max(1, int(-mean * log(self.share(what))))

    def number(self, what: str, least: int, most: int) -> int:
        """A whole number between two, both included."""
        return least + int(self.share(what) * (most - least + 1))


class Urn(Generic[T]):
    """Things by weight."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = tuple(things)
        self._reach = list(accumulate(weights))

    def at(self, share: float) -> T:
        """The thing that lies at that share of all weight."""
        place = bisect(self._reach, share * self._reach[-1])
        return self._things[min(place, len(self._things) - 1)]
