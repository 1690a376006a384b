"""The kinds of question that are asked of a release: a share, parts of a whole, a wait, a distance, two releases."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import msgspec

from asylia.courtdata import estimates
from asylia.courtdata.cases import whereabouts
from asylia.courtdata.cohort import programme
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.places import Place, places_of
from asylia.courtdata.store import Store

DIMENSIONS = MappingProxyType({  # what rows can be divided by, and the code table that explains it
    "court": "tblLookupBaseCity", "port": "tblLookupHloc", "month": None, "nationality": "tblLookupAlienNat",
    "age": None, "language": "tblLanguage", "representation": None, "sex": None, "outcome": None,
})  # fmt: skip
MADE_OF = {"representation": "represented"}  # the column of cases(), where it bears another name

Condition: TypeAlias = Callable[[ir.Table], ir.BooleanValue]


@dataclass(frozen=True, slots=True)
class Setting:
    """What figures are read from: the release, the day that counts, and a later release where two are held together."""

    store: Store
    day: dt.date
    later: Store | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: the group it is about, numerator and denominator, the value and its 95 % interval.

    `value` is a share from 0 to 1, or a number of days or kilometres, as the analysis says; None where it cannot be
    said. `left_out` counts cases whose dates or places do not allow an answer; they are in no denominator.
    """

    by: dict[str, str]
    part: str | None = None
    numerator: int
    denominator: int
    value: float | None
    low: float | None = None
    high: float | None = None
    left_out: int = 0
    curve: tuple[tuple[int, float, float, float], ...] = ()  # day, share still waiting, its interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(ABC):
    """What every question says of itself; `reads` are the columns of cases() that it needs.

    `unit_of_value` is share, days or km.
    """

    name: str
    title: str
    reads: tuple[str, ...]
    numerator: str
    denominator: str
    definition: str
    source: str
    unit_of_value: str = "share"

    @abstractmethod
    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:
        """What is counted, as an expression: the query that whoever has the release can run again."""

    @abstractmethod
    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """The figures, one a group, in the order of the groups; `told` is a table of cases as cases() gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Analysis):
    """How many of those asked about have something."""

    counted: Condition
    among: Condition = lambda told: ibis.literal(True)  # noqa: ARG005

    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:  # noqa: ARG002
        """By group: those counted, and the whole that they are counted among."""
        asked = self.among(told)
        marked = told.mutate(whole_=asked.cast("int64"), counted_=(asked & self.counted(told)).cast("int64"))
        return grouped(marked, by, counted=ibis._.counted_.sum(), whole=ibis._.whole_.sum())

    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """One row a group."""
        counts = read(self.counts(told, by, setting), by)
        return [figure(each, by, None, each["counted"], each["whole"]) for each in counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Analysis):
    """How those asked about divide into the values of one column."""

    of: str
    among: Condition = lambda told: ibis.literal(True)  # noqa: ARG005

    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:  # noqa: ARG002
        """By group and value (`part_`): those counted."""
        asked = told.filter(self.among(told)).mutate(part_=ibis._[self.of].cast("string").fill_null("unknown"))
        return grouped(asked, [*self.inside(by), "part_"], counted=ibis._.count())

    def inside(self, by: Sequence[str]) -> list[str]:
        """What else the rows are divided by."""
        return [name for name in by if name != self.of]

    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """One row a group and value; the values of a group add up to its denominator."""
        inside = self.inside(by)
        counts = read(self.counts(told, by, setting), [*inside, "part_"])
        whole: dict[tuple[str, ...], int] = {}
        for each in counts:
            group = tuple(each[name] for name in inside)
            whole[group] = whole.get(group, 0) + each["counted"]
        return [
            figure(each, inside, each["part_"], each["counted"], whole[tuple(each[name] for name in inside)])
            for each in counts
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Analysis):
    """How long it took from the notice to something, those counted who still wait (Kaplan-Meier)."""

    until: str
    unit_of_value: str = "days"

    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:
        """By group and days since the notice (`days_`): cases, and those of them for whom it happened then."""
        end = told[self.until].fill_null(ibis.literal(setting.day))
        timed = told.mutate(days_=end.delta(told.noticed, unit="D"), over_=told[self.until].notnull().cast("int64"))
        return grouped(timed, [*by, "days_"], over=ibis._.over_.sum(), cases=ibis._.count())

    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """One row a group: the median in days and its interval; the curve beside."""
        counts = read(self.counts(told, by, setting), [*by, "days_"])
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for each in counts:
            groups.setdefault(tuple(each[name] for name in by), []).append(each)
        return [self._row(dict(zip(by, group, strict=True)), each) for group, each in groups.items()]

    def _row(self, group: dict[str, str], counts: list[dict[str, Any]]) -> Row:
        good = sorted((each for each in counts if int(each["days_"]) >= 0), key=lambda each: int(each["days_"]))
        over = [each["over"] for each in good]
        waiting = estimates.Waiting(
            [int(each["days_"]) for each in good], over,
            [each["cases"] - done for each, done in zip(good, over, strict=True)],
        )  # fmt: skip
        value, low, high = waiting.median()
        contradicting = sum(each["cases"] for each in counts) - waiting.cases
        return Row(
            by=group, numerator=waiting.events, denominator=waiting.cases, value=value, low=low, high=high,
            left_out=contradicting, curve=tuple(waiting.curve()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance(Analysis):
    """How far the court is from the port that people were returned through."""

    unit_of_value: str = "km"

    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:  # noqa: ARG002
        """By group, port and place of hearing: cases."""
        return grouped(told.filter(told.by_location), [*self.inside(by), "port", "place"], cases=ibis._.count())

    def inside(self, by: Sequence[str]) -> list[str]:
        """What else the rows are divided by."""
        return [name for name in by if name != "port"]

    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """One row a group: the middle distance; numerator: those for whom it is over 100 km; no interval."""
        inside = self.inside(by)
        counts = read(self.counts(told, by, setting), [*inside, "port", "place"])
        where = places_of(setting.store)
        groups: dict[tuple[str, ...], list[tuple[float | None, int]]] = {}
        for each in counts:
            groups.setdefault(tuple(each[name] for name in inside), []).append((apart(each, where), each["cases"]))
        return [self._row(dict(zip(inside, group, strict=True)), found) for group, found in groups.items()]

    def _row(self, group: dict[str, str], found: list[tuple[float | None, int]]) -> Row:
        known = [(km, cases) for km, cases in found if km is not None]
        counted = sum(cases for _, cases in known)
        far = sum(cases for km, cases in known if km > FAR)
        half = estimates.middle([km for km, _ in known], [cases for _, cases in known]) if known else None
        left_out = sum(cases for _, cases in found) - counted
        return Row(by=group, numerator=far, denominator=counted, value=half, left_out=left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Analysis):
    """What a later release shows of cases that were pending at a location of the programme in the earlier one."""

    def counts(self, told: ir.Table, by: Sequence[str], setting: Setting) -> ir.Table:
        """By group: cases asked about, those that the later release has, and those that are elsewhere in it."""
        both = self.matched(told, setting)
        return grouped(both, by, moved=ibis._.moved_.sum(), there=ibis._.there_.sum(), cases=ibis._.count())

    def rows(self, told: ir.Table, by: Sequence[str], setting: Setting) -> list[Row]:
        """One row a group: those whose location is now elsewhere; `left_out` are not in the later release at all."""
        return [
            msgspec.structs.replace(
                figure(each, by, None, each["moved"], each["there"]), left_out=each["cases"] - each["there"]
            )
            for each in read(self.counts(told, by, setting), by)
        ]

    def matched(self, told: ir.Table, setting: Setting) -> ir.Table:
        """The cases asked about; `there_` is 1 for one that the later release has, `moved_` for one that is elsewhere.

        Raises StoreError when there is no later release.
        """
        if setting.later is None:
            raise StoreError(f"{self.name} holds two releases together: name the later one's store with --later.")
        ports = list(programme().ports)
        pending = told.filter(~told.completed & told.place.isin(ports))
        then = whereabouts(setting.later, pending.select("IDNCASE"))
        both = pending.left_join(then, "IDNCASE").drop("IDNCASE_right")
        elsewhere = both.place_then.notin(ports).fill_null(False) | both.next_then.notin(ports).fill_null(False)
        return both.mutate(there_=both.there_.fill_null(0), moved_=elsewhere.cast("int64"))


FAR = 100.0  # km


def apart(each: dict[str, Any], where: dict[str, Place]) -> float | None:
    """Kilometres from the port to the city of the hearing; None where one of them is not known."""
    port, court = where.get(f"port {each['port']}"), where.get(each["place"])
    if port is None or court is None:
        return None
    return estimates.distance(port.north, port.east, court.north, court.east)


def grouped(table: ir.Table, by: Sequence[str], **sums: Any) -> ir.Table:
    """Sums by group; a value that is not there is `unknown`, so that no case goes missing."""
    named = {name: table[name].cast("string").fill_null("unknown") for name in by}
    return table.mutate(**named).group_by(list(by)).agg(**sums) if by else table.agg(**sums)


def read(counts: ir.Table, by: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of sums by group, sorted by group; sums are whole numbers."""
    rows = counts.execute().to_dict("records")
    whole = [{name: each[name] if name in by else int(each[name] or 0) for name in each} for each in rows]
    return sorted(whole, key=lambda each: [str(each[name]) for name in by])


def totals(table: ir.Table, by: Sequence[str], **sums: Any) -> list[dict[str, Any]]:
    """Sums by group, read."""
    return read(grouped(table, by, **sums), by)


def figure(each: dict[str, Any], by: Sequence[str], part: str | None, numerator: int, denominator: int) -> Row:
    """A row with its share and interval."""
    value, low, high = estimates.share(numerator, denominator) or (None, None, None)
    return Row(
        by={name: each[name] for name in by}, part=part, numerator=numerator, denominator=denominator,
        value=value, low=low, high=high,
    )  # fmt: skip


def needed(analyses: Iterable[Analysis], by: Sequence[str]) -> set[str]:
    """The columns of cases() that these analyses need, their rows so divided."""
    return {column for each in analyses for column in each.reads} | {MADE_OF.get(name, name) for name in by}


def divided(told: ir.Table, by: Sequence[str]) -> ir.Table:
    """The table with what rows can be divided by, as it is printed. Raises StoreError for what they cannot."""
    for name in by:
        if name not in DIMENSIONS:
            raise StoreError(f"Rows cannot be divided by {name}; they can by {', '.join(DIMENSIONS)}.")
    if "month" in told.columns:
        told = told.mutate(month=told.month.strftime("%Y-%m"))
    if "represented" in told.columns:
        told = told.mutate(representation=ibis.ifelse(told.represented, "represented", "not represented"))
    return told
