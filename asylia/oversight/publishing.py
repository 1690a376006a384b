"""What a public release says: the counts of one quarter, all in one table, protected together, never finer.

Only counts are protected, so only counts, and what follows from them as printed, leave: shares, and the states that the
printed counts themselves show. Officers are in no release; places with few people are told together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from asylia.oversight.counting import ALL, PROGRAMME, count
from asylia.oversight.errors import OversightError
from asylia.oversight.measure import Grain, Measure
from asylia.oversight.store import Store
from asylia.publish.cells import Cell, Printed, Table, check, protect
from asylia.publish.held import Held

PUBLIC = ("site", "language", "nationality", "age_group")  # each beside the programme; two of them are never crossed
LISTED = 50  # a place or group with fewer people in every measure is told with the others
OTHERS = "others"
COUNTS = ("numerator", "denominator")

Division = tuple[str, str, str, str]  # measure, part, arm, kind of unit
Watch = Callable[[int, int], None]  # how many small counts are safe, and of how many


class Key(NamedTuple):
    """Which figure: a group of people counted one way, in one place."""

    measure: str
    part: str
    arm: str
    unit: str
    of: str


class Exact(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it is, which stays inside."""

    key: Key
    version: int
    numerator: int
    denominator: int


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as printed."""

    key: Key
    version: int
    numerator: int | Held
    denominator: int | Held

    @property
    def shown(self) -> tuple[int | Held, int | Held]:
        """Both counts."""
        return self.numerator, self.denominator


class Vintage(msgspec.Struct, frozen=True, kw_only=True):
    """One vintage of a release: what it said, and, kept inside, what that was made from."""

    release: str
    vintage: int
    quarter: dt.date
    as_of: dt.datetime
    exact: tuple[Exact, ...]
    figures: tuple[Figure, ...] = ()


def published(measures: Sequence[Measure]) -> list[Measure]:
    """Those that leave at all: not what only the overseer sees, nor what cannot be measured."""
    return [each for each in measures if each.privacy.visibility == "public" and not each.lacks]


# --- counting


def exact(
    measures: Sequence[Measure], store: Store, as_of: dt.datetime, quarter: dt.date,
    listed: Iterable[tuple[str, str]] = (),
) -> list[Exact]:  # fmt: skip
    """The counts of a quarter, as recorded by a moment; `listed`: places that an earlier vintage named."""
    found = [each for measure in published(measures) for each in of_measure(measure, store, as_of, quarter)]
    return gathered(found, small_places(found) - set(listed))


def of_measure(measure: Measure, store: Store, as_of: dt.datetime, quarter: dt.date) -> Iterator[Exact]:
    """A measure's counts by programme and by each public division of it."""
    whole = msgspec.structs.replace(measure, grain=Grain(period="quarter"), frame=(), strata=(), history=False)
    units = [unit for unit in measure.units if unit in PUBLIC]
    for unit in count(whole, store.at(as_of), [PROGRAMME, *units]):
        if quarter not in unit.counted.starts:
            continue
        for arm, told in unit.counted.series[list(unit.counted.starts).index(quarter)].items():
            yield Exact(
                key=Key(measure.id, unit.part, arm, unit.unit, unit.of), version=measure.version,
                numerator=told.numerator, denominator=told.denominator,
            )  # fmt: skip


def small_places(found: Iterable[Exact]) -> set[tuple[str, str]]:
    """Places and groups in which no measure counts enough people; one alone takes the next smallest with it."""
    most: dict[tuple[str, str], int] = defaultdict(int)
    for each in found:
        if each.key.unit != PROGRAMME:
            place = each.key.unit, each.key.of
            most[place] = max(most[place], each.denominator)
    small = {place for place, people in most.items() if people < LISTED}
    for unit in {unit for unit, _ in small}:
        of_unit = sorted((place for place in most if place[0] == unit), key=lambda place: (most[place], place))
        if len([place for place in small if place[0] == unit]) == 1:
            small |= set(of_unit[:2])
    return small


def gathered(found: Iterable[Exact], small: set[tuple[str, str]]) -> list[Exact]:
    """The same figures, those of small places added together."""
    told: dict[Key, Exact] = {}
    for each in found:
        key = each.key._replace(of=OTHERS) if (each.key.unit, each.key.of) in small else each.key
        before = told.get(key)
        told[key] = msgspec.structs.replace(
            each,
            key=key,
            numerator=each.numerator + (before.numerator if before else 0),
            denominator=each.denominator + (before.denominator if before else 0),
        )
    return sorted(told.values(), key=lambda each: each.key)


# --- one table


class OneTable:
    """Every count of a release and how they add up, so that no figure gives away what another holds back.

    Two counts that agree in every place of a division are one cell: whoever knows that they count the same people may
    use it, and so the audit does. Counts of an earlier vintage join by how much they have grown.
    """

    def __init__(self) -> None:
        self.counts: dict[Cell, int] = {}
        self.sums: dict[tuple[Cell, tuple[Cell, ...]], None] = {}
        self.cells: dict[tuple[str, Key], tuple[Cell, Cell]] = {}  # of a vintage's figure: numerator, denominator
        self._same: dict[tuple[object, ...], Cell] = {}

    def table(self) -> Table:
        """As the room publish wants it."""
        names = dict.fromkeys(cell for pair in self.cells.values() for cell in pair)
        return Table(self.counts, list(self.sums), tuple(names))

    def add(self, vintage: str, found: Sequence[Exact]) -> None:
        """The figures of a vintage: each numerator within its denominator, each division adding up to the programme."""
        for key, parts in divided(found).items():
            counted, among = (self._column(vintage, key, parts, which) for which in COUNTS)
            for each, pair in zip(parts, zip(counted, among, strict=True), strict=True):
                self.cells[vintage, each.key] = pair
                self._within(*pair)
        for key, parts in divided(found).items():
            whole = Key(*key[:3], PROGRAMME, ALL)
            if key[3] != PROGRAMME:
                for which, total in enumerate(self.cells[vintage, whole]):
                    self._sum(total, tuple(self.cells[vintage, each.key][which] for each in parts))

    def grow(self, before: str, now: str, old: Sequence[Exact], new: Sequence[Exact]) -> None:
        """Where no count of a division fell since a vintage, who knows that the record only grows can use it."""
        later = {each.key: each for each in new}
        for parts in divided(old).values():
            for which, name in enumerate(COUNTS):
                if all(getattr(each, name) <= getattr(later[each.key], name) for each in parts):
                    for each in parts:
                        self._within(self.cells[before, each.key][which], self.cells[now, each.key][which])

    def _column(self, vintage: str, key: Division, parts: Sequence[Exact], which: str) -> list[Cell]:
        """One count in every place of a division; the programme is known again by its sites."""
        told = []
        values = tuple((each.key.of, getattr(each, which)) for each in parts)
        for each in parts:
            own = " ".join((vintage, *each.key, which))
            same = own if key[3] == PROGRAMME else (vintage, key[3], values, each.key.of)
            told.append(self._same.setdefault((same,), own))
            self.counts.setdefault(told[-1], getattr(each, which))
        return told

    def _within(self, part: Cell, whole: Cell) -> None:
        """Those of one cell are among those of another."""
        if part != whole:
            rest = f"{whole} without {part}"
            self.counts[rest] = self.counts[whole] - self.counts[part]
            self._sum(whole, (part, rest))

    def _sum(self, total: Cell, parts: tuple[Cell, ...]) -> None:
        self.sums[total, parts] = None


def divided(found: Sequence[Exact]) -> dict[Division, list[Exact]]:
    """Figures by the division they belong to, in the order of their places."""
    told: dict[Division, list[Exact]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.key):
        key = each.key
        told[key.measure, key.part, key.arm, key.unit].append(each)
    return told


# --- printing


def protected(new: Vintage, earlier: Sequence[Vintage], watch: Watch = lambda safe, of: None) -> Vintage:  # noqa: ARG005
    """A vintage as it may be printed, beside every earlier vintage of the same release.

    Raises NotSafe, naming the figure, when what was printed before leaves no safe way.
    """
    into = OneTable()
    for each in (*earlier, new):
        into.add(named(each), each.exact)
    for old, after in pairwise((*earlier, new)):
        into.grow(named(old), named(after), old.exact, after.exact)
    already = {
        cell: shown
        for each in earlier
        for figure in each.figures
        for cell, shown in zip(into.cells[named(each), figure.key], figure.shown, strict=True)
    }
    table = into.table()
    safe = protect(table, watch, already)
    check(table, safe)
    figures = (printed(each, into.cells[named(new), each.key], safe.printed) for each in new.exact)
    return msgspec.structs.replace(new, figures=tuple(figures))


def named(each: Vintage) -> str:
    """How the cells of a vintage are called."""
    return f"v{each.vintage}"


def printed(each: Exact, cells: tuple[Cell, Cell], shown: Printed) -> Figure:
    """A figure from what is printed of its cells."""
    return Figure(key=each.key, version=each.version, numerator=shown[cells[0]], denominator=shown[cells[1]])


def require_every_row(new: Vintage, earlier: Sequence[Vintage]) -> None:
    """Refuse a vintage in which a row of an earlier one has vanished. Raises OversightError, which names it."""
    there = {each.key for each in new.exact}
    for before in earlier:
        if gone := {each.key for each in before.exact} - there:
            row = " ".join(filter(None, min(gone)))
            raise OversightError(
                f"Release {new.release}: the row {row} of vintage {before.vintage} would vanish from it. "
                "What was published stays: keep the measure that counted it."
            )


def require_new(new: Vintage, earlier: Sequence[Vintage]) -> None:
    """Refuse a vintage that says what the last one said. Raises OversightError, also when a row would vanish."""
    require_every_row(new, earlier)
    if not new.exact:
        raise OversightError(f"Release {new.release}: nothing was counted in that quarter.")
    if earlier and earlier[-1].exact == new.exact:
        raise OversightError(f"Release {new.release}: nothing has changed since vintage {earlier[-1].vintage}.")
