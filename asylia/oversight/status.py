"""What a measure can say of itself, and the limits by which it says so; nothing is green for want of a number."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Status(StrEnum):
    """The six states of a row, in the order in which they are shown."""

    NOT_MEASURABLE = "not measurable"  # red: what it needs is not there, and that is itself the finding
    ALARM = "alarm"
    WATCH = "watch"
    INSUFFICIENT = "insufficient"  # too few to say anything
    SUPPRESSED = "suppressed"  # could be said, and is not, because it would tell of a person
    OK = "ok"


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """One number held against one limit.

    `of` is estimate, lower, upper, p, q, e_value, numerator, denominator, an arm's count (`positive.numerator`), or a
    further number that the measure's statistic returns (`tau`). A part that has no such arm never crosses its bound.
    """

    of: str
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    outside: tuple[float, float] | None = None

    def holds(self, numbers: Mapping[str, float | None]) -> bool | None:
        """Whether the number crosses the bound; None when there is no such number."""
        if "." in self.of and self.of not in numbers:
            return False
        number = numbers.get(self.of)
        if number is None:
            return None
        crossed = [
            self.above is not None and number > self.above,
            self.at_least is not None and number >= self.at_least,
            self.below is not None and number < self.below,
            self.at_most is not None and number <= self.at_most,
            self.outside is not None and not self.outside[0] <= number <= self.outside[1],
        ]
        return any(crossed)


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A rule for a state: every bound must hold, in so many periods one after the other.

    `says` is the rule in words, for the page and the methodology; `found` is what is said when it holds, with the
    numbers by name in braces (`{negative.numerator} of {negative.denominator}`).
    """

    says: str
    found: str
    bounds: tuple[Bound, ...]
    periods: int = 1  # 1, or 2: crossed in the period before, too

    def holds(self, numbers: Mapping[str, float | None]) -> bool | None:
        """Whether all bounds hold; None when that cannot be told."""
        told = [bound.holds(numbers) for bound in self.bounds]
        if False in told:
            return False
        return None if None in told else True
