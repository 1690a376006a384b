"""What a publication counts, as cells of one table: every figure of every analysis, by every division."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from asylia.courtdata.gathered import Case
from asylia.courtdata.kinds import AGE_GROUPS, EVERYONE, Counted, Kind, Members, parts_of
from asylia.courtdata.onetable import Atom, Day, Division, OneTable, Together
from asylia.courtdata.questions import Analysis, Parts
from asylia.publish.cells import LEAST, Cell

LISTED = 50  # a court, nationality or language with fewer cases is counted under OTHERS
OTHERS = "all others"

ALL, HEARD = Counted(EVERYONE), Counted("missed-hearings", whole=True)
AT_A_PORT, MOVED, COMPLETED = Counted("transferred", whole=True), Counted("transferred"), Counted("completed")
OF_GROUPS = ("completed", "relief", "removal-orders", "in-absentia", "represented", "children", "transferred")
OF_ALL = (ALL, AT_A_PORT, *(Counted(name) for name in OF_GROUPS))  # what is counted by court, month, ...
BY_KIND: Mapping[str, Mapping[str, Callable[[Kind], bool]]] = {
    "": {"": lambda kind: True},  # noqa: ARG005
    "age": {age: lambda kind, age=age: kind.age == age for age in AGE_GROUPS},  # type: ignore[misc]
    "representation": {
        "represented": lambda kind: kind.represented, "not represented": lambda kind: not kind.represented,
    },
}  # fmt: skip


class Line(NamedTuple):
    """One figure of a publication: where it stands, and the cells that it is made of."""

    analysis: str
    division: str  # empty: of all together
    group: str
    part: str
    numerator: Cell
    denominator: Cell


class Groups(NamedTuple):
    """The values of a column that are listed, in order; every other is counted under OTHERS."""

    listed: tuple[str, ...]

    def of(self, value: str) -> str:
        """Under what a value is counted."""
        return value if value in self.listed else OTHERS

    @property
    def named(self) -> tuple[str, ...]:
        """All groups; OTHERS is there whether it has anyone or not."""
        return (*self.listed, OTHERS)


def common(values: Iterable[str]) -> Groups:
    """The values that are common enough to be listed."""
    return Groups(tuple(sorted(value for value, count in Counter(values).items() if count >= LISTED)))


def months(cases: Iterable[Case]) -> Groups:
    """Every month from the first to the last with enough cases, those between with whatever they have."""
    known = sorted(month for month, count in Counter(case.month for case in cases).items() if count >= LEAST)
    return Groups(tuple(calendar(known[0], known[-1])) if known else ())


def calendar(first: str, last: str) -> Iterator[str]:
    """Every month from one to another."""
    while first <= last:
        yield first
        first = f"{dt.date.fromisoformat(f'{first}-01') + dt.timedelta(days=31):%Y-%m}"


class Counting:
    """The counts of one day, as they are put into the table."""

    def __init__(self, into: OneTable, named: str, cases: Sequence[Case], members: Members) -> None:
        self.into, self.named, self.cases, self.members = into, named, cases, members
        self.day = Day(into, named, Counter(case.kind for case in cases), members)
        self.told = {members[count]: count for count in reversed(OF_ALL) if count in members}  # one name for one set
        self.everyone = self.day.whole(ALL) or ""

    def by_kind(self, analyses: Iterable[Analysis], divisions: Iterable[str] = BY_KIND) -> Iterator[Line]:
        """Figures that a case's kind decides: of all together, by age and by representation."""
        for each in analyses:
            parts = parts_of(each) if isinstance(each, Parts) else ("",)
            for division in divisions if Counted(each.name, whole=True) in self.members else ():
                for group, among in BY_KIND[division].items():
                    label = f" by {division} {group}" if division else ""
                    whole = self.day.whole(Counted(each.name, whole=True), among, label)
                    for part in parts:
                        counted = self.day.whole(Counted(each.name, part), among, label)
                        yield from line(each.name, division, group, part, counted, whole)

    def divide(
        self, name: str, group: Callable[[Case], Atom], groups: Iterable[Atom], *,
        divided: Sequence[Counted] = OF_ALL, can_be: Callable[[Atom, Together], bool] = lambda group, of: True,  # noqa: ARG005
    ) -> Division:  # fmt: skip
        """The same cases divided one more way, by these counts."""
        counts = Counter((group(case), self.day.together(case.kind, divided)) for case in self.cases)
        return self.day.division(name, divided, counts, groups, can_be)

    def by_group(self, division: Division, name: str, groups: Mapping[str, Callable[[Atom], bool]]) -> Iterator[Line]:
        """Figures of every divided question, a line a group."""
        for group, chosen in groups.items():
            for analysis in OF_GROUPS:
                whole = division.cell(self.told[self.members[Counted(analysis, whole=True)]], f"{name} {group}", chosen)
                counted = division.cell(Counted(analysis), f"{name} {group}", chosen)
                yield from line(analysis, name, group, "", counted, whole)


def line(  # noqa: PLR0917
    analysis: str, division: str, group: str, part: str, counted: Cell | None, whole: Cell | None
) -> Iterator[Line]:
    """The figure, unless what it says is always so: nobody, or everyone, whatever the cases are."""
    if counted and whole and counted != whole:
        yield Line(analysis, division, group, part, counted, whole)
