"""A publication: every answer about one release as it may be printed, its counts protected together as one table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from asylia.courtdata import estimates
from asylia.courtdata.analyses import ANALYSES, NAMED
from asylia.courtdata.cases import PENDING
from asylia.courtdata.cohort import programme
from asylia.courtdata.compare import Comparison, compare
from asylia.courtdata.counting import (
    ALL,
    AT_A_PORT,
    BY_KIND,
    LISTED,
    OF_GROUPS,
    OTHERS,
    Counting,
    Line,
    common,
    line,
    months,
)  # fmt: skip
from asylia.courtdata.dividing import BETWEEN, NEW, by_later, by_month, by_place, by_value, equal, month_of
from asylia.courtdata.gathered import GONE, Case, gather
from asylia.courtdata.kinds import AGE_GROUPS, members, outcomes
from asylia.courtdata.onetable import OneTable
from asylia.courtdata.places import Place, places_of
from asylia.courtdata.presets import Preset, presets
from asylia.courtdata.questions import DIMENSIONS
from asylia.courtdata.report import Account, accounted
from asylia.courtdata.store import Store
from asylia.publish.cells import Printed, check, protect
from asylia.publish.held import Held

Watch = Callable[[str, int, int], None]  # what is being done, how much of it is done, and of how much
RELEASE, LATER, VANISHED = "", "later", "vanished"  # besides a preset's name: what a figure is part of
ENOUGH = 50  # a share is printed only when it is out of at least so many


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as printed: counts rounded to 10 or held back, a share only from printed counts.

    `of` is the release itself (RELEASE), a preset by its name, the later release (LATER), or what VANISHED.
    """

    of: str
    analysis: str
    division: str
    group: str
    says: str  # what the group's code means
    part: str
    numerator: int | Held
    denominator: int | Held
    share: float | None
    low: float | None
    high: float | None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed, and what it rests on."""

    release: str
    released: dt.date
    sha256: str | None
    later: dt.date | None
    figures: tuple[Figure, ...]
    presets: dict[str, Preset]
    accounts: tuple[Account, ...]
    alarm: bool
    places: dict[str, Place]  # where the listed courts are, by code; and the ports, as `port CODE`


def publication(store: Store, later: Store | None = None, watch: Watch = lambda what, done, of: None) -> Publication:  # noqa: ARG005
    """All answers about a release, and how a later one differs from it.

    Raises StoreError when a table is missing, and NotSafe, which names the count, when they cannot be printed safely.
    """
    into, told = OneTable(), members(ANALYSES)
    watch("counting", 0, 1)
    changed = compare(store, later) if later else None
    whole = Counting(into, "", gather(store, released(store), later), told)
    lines = {RELEASE: list(of_release(whole, store, later))}
    asked = answerable(store, later)
    for day in sorted({preset.as_of for preset in asked.values()}):
        of_day = list(of_preset_day(whole, store, later, day, [p for p in asked.values() if p.as_of == day]))
        lines |= {name: picked(of_day, preset) for name, preset in asked.items() if preset.as_of == day}
    if later and changed:
        lines[LATER] = list(of_later(whole, store, later))
        lines[VANISHED] = list(of_vanished(into, changed))
        if (gone := f"{ALL} by {GONE}") in into.counts:
            into.within(gone, VANISHED)
    table = into.table()
    protected = protect(table, lambda done, of: watch("checking that nobody can be told", done, of))
    check(table, protected)
    places = {
        **court_places(whole.cases, places_of(store)),
        **{n: p for n, p in places_of(store).items() if n.startswith("port ")},
    }
    says = meanings(store, places)
    figures = [printed(of, each, protected.printed, says) for of, some in lines.items() for each in some]
    return Publication(
        release=store.manifest.source.name, released=released(store), sha256=store.manifest.source.sha256,
        later=released(later) if later else None, figures=tuple(figures), presets=asked,
        accounts=tuple(accounted(store)), alarm=any(alarming(each) for each in figures), places=places,
    )  # fmt: skip


def alarming(each: Figure) -> bool:
    """Whether a figure tells that closed history disappeared: an alarm for fewer than 10 would itself tell of them."""
    closed = each.of == VANISHED and each.division == "" and each.part.startswith("completed")
    return closed and (isinstance(each.numerator, int) or each.numerator is Held.BESIDE)


def released(store: Store) -> dt.date:
    """The day of a release."""
    return dt.date.fromisoformat(store.manifest.source.released)


def answerable(store: Store, later: Store | None) -> dict[str, Preset]:
    """The presets that this release can tell of, and those of two releases where there is a later one."""
    return {
        name: preset for name, preset in presets().items()
        if preset.as_of <= released(store) and (later is not None or BETWEEN not in preset.analyses)
    }  # fmt: skip


def of_release(counting: Counting, store: Store, later: Store | None) -> Iterator[Line]:
    """Every figure of the release itself."""
    yield from counting.by_kind(ANALYSES)
    for name in ("nationality", "language", "sex"):
        yield from by_value(counting, name)
    yield from by_place(counting, places_of(store))
    yield from by_month(counting, released(store))
    if later:
        yield from by_later(counting)


def of_preset_day(
    whole: Counting, store: Store, later: Store | None, day: dt.date, asked: Sequence[Preset]
) -> Iterator[Line]:
    """The figures of the questions printed of one day."""
    names = {name for preset in asked for name in preset.analyses}
    cases = gather(store, day, later if BETWEEN in names else None)
    counting = Counting(whole.into, f"as of {day}: ", cases, whole.members)
    earlier_is_part(counting, whole)
    yield from counting.by_kind([NAMED[name] for name in sorted(names)], [""])
    if NEW in names:
        groups = months(cases)
        division = counting.divide(
            "month", lambda c: (groups.of(c.month),), [(g,) for g in groups.named], divided=(ALL,)
        )
        for month in groups.named:
            cell = division.cell(ALL, month_of(month), equal(0, month))
            yield from line(NEW, "", "", month, cell, counting.everyone)
            if cell and month != OTHERS and (then := f"{ALL} by {month_of(month)}") in whole.into.counts:
                whole.into.within(cell, then)
    if BETWEEN in names:
        yield from by_later(counting)


def earlier_is_part(earlier: Counting, whole: Counting) -> None:
    """The cases of an earlier day are among those of the release, at the same ages and at the same ports."""
    for age, among in BY_KIND["age"].items():
        earlier.into.within(*(each.day.some(age, ALL, among) for each in (earlier, whole)))
    earlier.into.within(*(each.day.some("at a port", AT_A_PORT, lambda kind: True) for each in (earlier, whole)))  # noqa: ARG005


def picked(lines: Iterable[Line], preset: Preset) -> list[Line]:
    """The lines that answer a preset."""
    return [each for each in lines if each.analysis in preset.analyses]


def of_later(whole: Counting, store: Store, later: Store) -> Iterator[Line]:
    """What a later release says of the same day."""
    day = released(store)
    counting = Counting(whole.into, f"the later release, as of {day}: ", gather(later, day), whole.members)
    yield from counting.by_kind([NAMED[name] for name in OF_GROUPS], [""])


def of_vanished(into: OneTable, changed: Comparison) -> Iterator[Line]:
    """Cases that the later release does not have: of every kind, not of the programme alone."""
    gone = {
        by: {each.value: each.cases for each in changed.groups if each.by == by} for by in ("court", "outcome", "age")
    }
    listed = tuple(sorted(court for court, count in gone["court"].items() if count >= LISTED))
    courts = {**{c: gone["court"][c] for c in listed}, OTHERS: changed.gone - sum(gone["court"][c] for c in listed)}
    divided = {
        "court": courts,
        "outcome": {each: gone["outcome"].get(each, 0) for each in outcomes()},
        "age": {each: gone["age"].get(each, 0) for each in AGE_GROUPS},
    }
    whole = into.add("vanished", changed.gone)
    into.published[frozenset({whole})] = whole
    for by, counts in divided.items():
        atoms = {group: into.add(f"vanished: {by} {group}", count) for group, count in counts.items()}
        into.total(whole, list(atoms.values()))
        for group, atom in atoms.items():
            yield Line("vanished", by, group, "", into.publish(f"vanished by {by} {group}", [atom]) or "", whole)
        if by == "outcome":
            over = into.publish("vanished, completed", (atom for group, atom in atoms.items() if group != PENDING))
            yield Line("vanished", "", "", "completed", over or "", whole)
    rows = into.add("vanished: completed proceedings", changed.gone_proceedings)
    yield Line(
        "vanished",
        "",
        "",
        "completed proceedings",
        into.publish("vanished, completed proceedings", [rows]) or "",
        whole,
    )


def court_places(cases: Iterable[Case], where: Mapping[str, Place]) -> dict[str, Place]:
    """Where each listed court is: the city of most of its cases' hearings, where that is known."""
    found = {}
    for court in common(case.court for case in cases).listed:
        seen = Counter(case.place for case in cases if case.court == court and case.place in where)
        if seen:
            found[court] = where[max(sorted(seen), key=lambda place: seen[place])]
    return found


def meanings(store: Store, places: Mapping[str, Place]) -> dict[str, Mapping[str, str]]:
    """What the codes of each division mean; a court is called by its city where that is known."""
    ports = {code: port.says for code, port in programme().ports.items()}
    tables = {name: table for name, table in DIMENSIONS.items() if table}
    told = {name: store.meanings(table) for name, table in tables.items()}
    return {**told, "port": ports, "court": {**told["court"], **{code: at.says for code, at in places.items()}}}


def printed(of: str, each: Line, shown: Printed, says: Mapping[str, Mapping[str, str]]) -> Figure:
    """A figure from what is printed of its cells."""
    counted, whole = shown[each.numerator], shown[each.denominator]
    value: tuple[float | None, float | None, float | None] = None, None, None
    if isinstance(counted, int) and isinstance(whole, int) and whole >= ENOUGH and of != VANISHED:
        value = estimates.share(min(counted, whole), whole) or value
    return Figure(
        of=of, analysis=each.analysis, division=each.division, group=each.group,
        says=says.get(each.division, {}).get(each.group, ""), part=each.part, numerator=counted, denominator=whole,
        share=value[0], low=value[1], high=value[2],
    )  # fmt: skip
