"""One event in its case: the file before and after it, what was known of the person, and what the case remembers."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, TypeAlias, TypedDict
from zoneinfo import ZoneInfo

from asylia.core.decider import CaseEvent
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.standing import exclusions
from asylia.oversight import codes
from asylia.oversight.beside import Beside
from asylia.oversight.fact import AgeGroup, Fact

HOUR = 3600.0
BORN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")

zone_named = cache(ZoneInfo)


class Person(TypedDict):
    """What a row says of the person, as known then."""

    case: str
    family: str
    site: str
    regime: str
    language: str
    nationality: str
    represented: bool
    vulnerable: bool
    placed: bool


class Head(Person):
    """The columns that every row of a case has."""

    recorded: dt.datetime
    at: dt.datetime
    day: dt.date
    age_group: AgeGroup


class By(TypedDict):
    """Who did it, under a pseudonym, and at which office."""

    officer: str
    office: str


class Memory:
    """What rows of one case rest on that the case file does not keep; begun anew whenever its stream is read anew."""

    def __init__(self) -> None:
        self.excluded: dict[str, dt.datetime] = {}  # since when the record shows an exclusion
        self.spell = 0
        self.held_since: dt.datetime | None = None
        self.break_since: dict[int, dt.datetime] = {}
        self.break_seconds: dict[int, float] = {}
        self.restrained: set[int] = set()
        self.locks: dict[int, int] = {}
        self.rates: dict[tuple[int, int, str], float] = {}  # of drawing, by claim, determination and level
        self.standing_open: set[int] = set()  # claims that are open
        self.port_refused: dt.datetime | None = None
        self.person: Person | None = None
        self.known: tuple[object, ...] = ()


Looks: TypeAlias = Callable[[str], Sequence[dt.datetime]]


class Seen:
    """One event of one case. `looks` gives the moments at which a member of staff looked at the case, oldest first."""

    __slots__ = ("_head", "before", "beside", "event", "file", "looks", "memory", "recorded")

    def __init__(
        self, before: CaseFile, event: CaseEvent, file: CaseFile, recorded: dt.datetime, *,
        memory: Memory, beside: Beside, looks: Looks,
    ) -> None:  # fmt: skip
        self.before = before
        self.event = event
        self.file = file
        self.recorded = recorded
        self.memory = memory
        self.beside = beside
        self.looks = looks
        self._head: Head | None = None

    @property
    def who(self) -> Author:
        """Who says it."""
        return self.event.who

    @property
    def at(self) -> dt.datetime:
        """When it happened (UTC)."""
        return self.event.who.at

    @property
    def role(self) -> str:
        """The desk it was said or done from."""
        return self.event.who.role

    @property
    def regime(self) -> Regime:
        """The regime of the case."""
        return self.beside.regimes[self.file.regime]

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment by the clock of the place of the case."""
        return moment.astimezone(zone_named(self.file.zone))

    @property
    def head(self) -> Head:
        """The columns that every row of this event has."""
        if self._head is None:
            day = self.local(self.at).date()
            self._head = {
                **self._person(), "recorded": self.recorded, "at": self.at, "day": day,
                "age_group": age_group(self.file.born, day),
            }  # fmt: skip
        return self._head

    def _person(self) -> Person:
        """What is known of the person; made anew only where something it rests on has changed."""
        file, memory = self.file, self.memory
        rests_on = (
            file.family, file.place, file.regime, file.best_language, file.nationalities, file.counsel,
            file.screening, file.placed,
        )  # fmt: skip
        if memory.person is None or rests_on != memory.known:  # of what has not changed only the identity is compared
            memory.known = rests_on
            memory.person = {
                "case": file.id,
                "family": self.beside.family(file.family),
                "site": self.place(file.place),
                "regime": file.regime,
                "language": codes.language(file.best_language),
                "nationality": nationality(file),
                "represented": bool(file.counsel),
                "vulnerable": self._vulnerable(),
                "placed": bool(file.placed),
            }
        return memory.person

    def _vulnerable(self) -> bool:
        screening = self.file.screening
        return screening is not None and any(screening.present(each, True) for each in self.regime.vulnerability.listed)

    @property
    def by(self) -> By:
        """Who did it, as a pseudonym, and at which office."""
        return self.of(self.who.by, self.role)

    def of(self, id: str, role: str = "") -> By:
        """A member of staff, as a pseudonym, and their office then."""
        return {"officer": self.beside.pseudonym(id, role), "office": self.beside.office(id, self.recorded)}

    @property
    def hours_held(self) -> float | None:
        """Hours held without a break until now, or None."""
        since = self.memory.held_since
        return None if since is None else (self.at - since).total_seconds() / HOUR

    @property
    def waits(self) -> str:
        """Where the person is, as the record shows: held, outside or at_large."""
        if self.file.custody.held_since is not None:
            return "held"
        return "outside" if self.file.custody.outside else "at_large"

    def place(self, name: str) -> str:
        """The name of a place that the record knew then; `other` for anything else."""
        return self.beside.place(name, self.recorded)

    def understood(self, language: str) -> bool:
        """Whether that language is recorded as understood."""
        return language in self.file.languages

    def exclusions(self) -> tuple[str, ...]:
        """The exclusions that the record shows after this event."""
        return exclusions(self.file, self.regime)


# One maker an event: the rows that it makes. Each is given the kind of event it stands beside.
Maker: TypeAlias = Callable[[Seen, Any], Iterator[Fact]]
Makers: TypeAlias = dict[type, Maker]


def makers(events: Iterable[type], maker: Maker) -> Makers:
    """The same maker for several events."""
    return dict.fromkeys(events, maker)


def nationality(file: CaseFile) -> str:
    """The first nationality recorded, where it is a country's code."""
    first = file.nationalities[0].country if file.nationalities else ""
    return first if len(first) == 2 and first.isascii() and first.isupper() else ""


def age_group(born: str, day: dt.date) -> AgeGroup:
    """The age on a day by year, year and month, or day of birth; the youngest it may be (age in doubt is a child)."""
    last = _last_day_of_birth(born)
    if last is None:
        return "unknown"
    years = day.year - last[0] - ((day.month, day.day) < last[1:])
    if years < 1:
        return "under_1"
    return "1_to_4" if years < 5 else "5_to_17" if years < 18 else "adult"


@lru_cache(maxsize=4096)
def _last_day_of_birth(born: str) -> tuple[int, int, int] | None:
    """Year, month and day of the last day on which the person may have been born, or None where nothing is known."""
    found = BORN.fullmatch(born.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    return int(year), int(month or 12), int(day or 31)
