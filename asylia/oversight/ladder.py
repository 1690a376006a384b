"""The programme's ladder as data: each rung with its denominator and interval, and what stands beside it.

The command, the board and the release all read these types and nothing else; ladder_counting.py makes them from the
tables, ladder_telling.py writes them as plain text. A share is never given without the two counts that it is made of.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from asylia.publish import page

Cut = Literal["programme", "week", "place", "language", "family", "vulnerability"]

# Below this share asked, every figure after the question describes only part of the people (M10's own threshold).
ASKED_AT_LEAST = 0.95


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `count` is all of them; of a share, `within` of the `of` that `of_what` names are among them.

    `count - within` got here without the step before (a fear may be said unasked), and are never hidden in the share.
    `lower` and `upper` bound the share (Wilson, 95 %), each from 0 to 1. `why` says why there is no share.
    """

    id: str
    label: str
    count: int
    of_what: str = ""
    within: int | None = None
    of: int | None = None
    lower: float | None = None
    upper: float | None = None
    why: str = ""

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing can be divided."""
        return self.within / self.of if self.of and self.within is not None else None

    @property
    def beside(self) -> int:
        """How many are here that the denominator does not hold."""
        return 0 if self.within is None else self.count - self.within


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """How long something took, in hours: the median of all who waited, those still waiting counted (Kaplan-Meier).

    `median`, `lower` and `upper` (95 %) are None where that point is not reached; `why` then says so.
    """

    id: str
    label: str
    over: int
    waiting: int
    median: float | None = None
    lower: float | None = None
    upper: float | None = None
    why: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Some lines under one heading; `counts` names what each is one of, `note` what the reader must know."""

    id: str
    title: str
    counts: str
    lines: tuple[Line, ...] = ()
    waits: tuple[Wait, ...] = ()
    note: str = ""


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """The ladder of a programme, or of the part of it that `cut` and `value` name, as the record stood at `as_of`.

    `since`: only of those encountered from that day on.
    """

    as_of: dt.datetime
    since: dt.date | None
    cut: Cut
    value: str
    rungs: Section
    sections: tuple[Section, ...] = ()
    banner: str = ""

    def rung(self, id: str) -> Line:
        """The rung of that name. Raises KeyError where the ladder has none."""
        found = {each.id: each for each in self.rungs.lines}
        return found[id]


def banner(encountered: int, asked: int) -> str:
    """What stands above every rate where too few were asked about fear; empty where enough were, or nobody came."""
    if encountered == 0 or asked / encountered >= ASKED_AT_LEAST:
        return ""
    return (
        f"{page.count(encountered - asked)} of {page.count(encountered)} people were not asked about fear."
        " Every rate below describes only those who were allowed to speak."
    )
