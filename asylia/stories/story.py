"""A story as it was read: people, courts, and what happens in the order of the file."""

import datetime as dt
from typing import Annotated, Any, TypeAlias

import msgspec

from asylia.core.event import Moment, Role, TimeOfDay


class Certified(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Training of a person of the story, in one standard, from a day until a day (inclusive)."""

    standard: str
    from_day: dt.date = msgspec.field(name="from")
    until_day: dt.date | None = msgspec.field(name="until", default=None)
    hours: int = 0
    mode: str = ""
    trainer: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Someone who acts in the story, at one desk. Everyone in a story is invented."""

    id: str
    desk: Role
    name: str = ""
    office: str = ""
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    certificates: tuple[Certified, ...] = ()
    custody_post_until: dt.date | None = None
    detailed_from: str = ""


class Court(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A court and when it sits: weekdays (0 = Monday), hours of its own clock, days closed."""

    id: str
    zone: str
    weekdays: tuple[Annotated[int, msgspec.Meta(ge=0, le=6)], ...]
    opens: TimeOfDay
    closes: TimeOfDay
    closed: tuple[dt.date, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command: what is done (`do`), by whom, when, with what; and what must come of it.

    `at` None: one minute after the step before. `refused` are among the rules broken, `first` is the rule of
    record, `breaches` are safeguards that a historical regime let pass.
    """

    do: str
    by: str
    at: Moment | None = None
    with_: dict[str, Any] = msgspec.field(name="with", default={})
    in_: str = msgspec.field(name="in", default="")
    as_: str = msgspec.field(name="as", default="")
    refused: tuple[str, ...] = ()
    first: str = ""
    breaches: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the record must show after the steps above it, at a moment; None is not looked at.

    Of lists each entry must be there, and an empty list means that there is none.
    """

    at: Moment | None = None
    in_: str = msgspec.field(name="in", default="")
    outcome: str | None = None
    signed: str | None = None
    final: bool | None = None
    stage: str | None = None
    placement: str | None = None
    open_claims: int | None = None
    held: bool | None = None
    outside: bool | None = None
    officer: str | None = None
    drawn: str | None = None
    alarms: tuple[str, ...] | None = None
    due: tuple[str, ...] | None = None
    reviews: tuple[str, ...] | None = None
    exclusions: tuple[str, ...] | None = None
    file: str = ""
    line: int = 0


Happening: TypeAlias = Step | Look


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A whole story.

    `seed` makes its ids the same on every machine; `drawn` says that its first decision is drawn for review.
    """

    file: str
    title: str
    source: str
    regime: str
    seed: str
    drawn: bool
    people: tuple[Person, ...]
    courts: tuple[Court, ...]
    happenings: tuple[Happening, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its commands, without the looks."""
        return tuple(each for each in self.happenings if isinstance(each, Step))

    def person(self, id: str) -> Person | None:
        """The person of that id, or None."""
        return next((each for each in self.people if each.id == id), None)
