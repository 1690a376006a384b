"""The house in which a story is played: founded as a demonstration, its clock the story's, its draws seeded."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from asylia.accounts.staff import found
from asylia.ledger.durable import kept
from asylia.shell.house import House, founded


class StoryClock:
    """Tells the time of the story: as late as the latest moment set."""

    def __init__(self) -> None:
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """The story's moment, in UTC."""
        return self.now

    def set(self, at: dt.datetime) -> None:
        """Let it be that moment; a clock does not go back, so what is told of earlier is recorded now."""
        self.now = max(self.now, at.astimezone(dt.UTC))

    def turn_back(self) -> None:
        """Let another story begin at a time of its own."""
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)


def theatre(home: Path, place: str = "") -> House:
    """The house in `home`, founded where there is none.

    Raises:
        ValueError: `home` holds a live record, into which no story is played.
    """
    house = founded(home, StoryClock(), replay=True)
    found(demonstration=True, place=place)
    return house


def clock_of(house: House) -> StoryClock:
    """The story clock of a house opened by `theatre`."""
    if not isinstance(house.clock, StoryClock):
        raise TypeError("this house has a clock of its own: open it with theatre()")
    return house.clock


def seeded(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same for the same seed: SHAKE-256, one block after another."""
    block = 0

    def draw(size: int) -> bytes:
        nonlocal block
        block += 1
        return hashlib.shake_256(f"{seed}\x1f{block}".encode()).digest(size)

    return draw


def plant_draw(house: House, seed: str, period: str) -> None:
    """Put the seed of a month's draw where the house keeps it, unless one is there (review.draw)."""
    kept(house.home / "draw" / f"{period}.seed", hashlib.sha256(f"{seed}\x1f{period}".encode()).digest)
