"""The case band: whose case this is, what is due and by whom, and the stage it has reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

When = Literal["", "today", "overdue"]


@dataclass(frozen=True)
class Chip:
    """When something is due, always in words: `Overdue 18 h`, `Today 17:00`, `Wed 10 Mar, 17:00`."""

    says: str
    when: When = ""


@dataclass(frozen=True)
class Due:
    """What is due: by when, what, from whom, what follows; a button only for the one whose turn it is."""

    chip: Chip
    what: str
    who: str
    then: str = ""
    rule: str = ""
    url: str = ""
    button: str = ""


@dataclass(frozen=True)
class Fact:
    """One fact of the band."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of the track: done on a day, now, or ahead."""

    name: str
    when: str
    state: Literal["done", "now", "ahead"]


@dataclass(frozen=True)
class Tab:
    """One page of the case."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Band:
    """Everything that stands above a case page."""

    name: str
    number: str
    facts: Sequence[Fact] = ()
    due: Due | None = None
    stages: Sequence[Stage] = ()
    tabs: Sequence[Tab] = ()
    opened: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Line:
    """One entry of the record as a line: `moves` marks those that move the stage.

    Lines with the same `run` that follow one another may be shown as one, up to entry `until`.
    """

    at: datetime
    says: str
    by: str
    entry: int
    event: str = ""
    moves: bool = False
    words: str = ""
    language: str = ""
    url: str = ""
    run: str = ""
    until: int = 0

    @property
    def entries(self) -> str:
        """The entry's number, or the first and the last of a run shown as one line."""
        return f"{self.entry}–{self.until}" if self.until else str(self.entry)

    @property
    def time(self) -> str:
        """Hours and minutes, of the zone that `at` carries."""
        return f"{self.at:%H:%M}"


@dataclass(frozen=True)
class Day:
    """The lines of one day under its heading."""

    day: date
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def heading(self) -> str:
        """`Monday 8 March`."""
        return f"{self.day:%A} {self.day.day} {self.day:%B}"


def chip(due: datetime, now: datetime) -> Chip:
    """Say a due time beside `now`; both carry the zone of the place, which is the reader's."""
    if due < now:
        return Chip(f"Overdue {_length(now - due)}", "overdue")
    if due.date() == now.date():
        return Chip(f"Today {due:%H:%M}", "today")
    return Chip(f"{due:%a} {due.day} {due:%b}, {due:%H:%M}")


def _length(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h" if hours else f"{int(span.total_seconds() // 60)} min"
