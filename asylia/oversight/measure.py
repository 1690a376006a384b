"""The declaration of a measure, from which its tile, page, row, CSV, methodology and generated tests are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
from numpy.linalg import LinAlgError

from asylia.oversight.counted import NUMBERS, Arms, Counted, Found, Setting
from asylia.oversight.periods import Period
from asylia.oversight.registry import statistic_named
from asylia.oversight.status import Limit, Status

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Tables(Protocol):
    """The event tables as they were known at one moment: rows recorded later are not there."""

    as_of: dt.datetime

    def __getitem__(self, name: str) -> ir.Table: ...


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted among what, as conditions on a row of the population.

    A row counts in the numerator only when it is in the denominator, so no numerator can exceed it. Counts of one part
    with different arms are compared with each other; a measure with several parts gives a row for each.
    """

    denominator: Callable[[ir.Table], ir.BooleanValue]
    numerator: Callable[[ir.Table], ir.BooleanValue]
    arm: str = "all"
    part: str = ""


class Grain(msgspec.Struct, frozen=True, kw_only=True):
    """The period, and how many are pooled: back from the last until every arm has `until` in its denominator.

    `closed`: only periods that are over; otherwise the running one is the last.
    """

    period: Period = "month"
    until: int = 0
    most: int = 12
    closed: bool = False


class Multiplicity(msgspec.Struct, frozen=True, kw_only=True):
    """How many looks are paid for: Benjamini-Hochberg over p within a family, or e-BH over e-values."""

    family: str
    method: Literal["bh", "e-bh"] = "bh"
    q: float = 0.05


class Privacy(msgspec.Struct, frozen=True, kw_only=True):
    """Who may see rows. Rows of officers are private whatever stands here, and suppressed under `officer_enough`."""

    visibility: Literal["public", "overseer"] = "public"
    officer_enough: int = 50
    finest: Period = "month"  # no finer period is published


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A class-A rule: the cases that broke it, each an alarm with an owner and a time to answer.

    `broken` gives a table with columns case, site and since (UTC), and perhaps ended (answered or mended), one row a
    breach. Breaches that are open, and those of the row's own days, make it an alarm.
    """

    id: str  # a safeguard (`fear.referral`) or a rule of the core
    says: str
    broken: Callable[[Tables], ir.Table]
    owner: str  # a role
    hours: int  # from `since` to the answer's due time


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A tiny table of rows that proves the measure: CSV by table, and what the measure must say of it.

    A column `times` repeats a row; columns that are not given are empty. `expect` holds a Row's fields for the unit.
    """

    says: str
    rows: Mapping[str, str]
    as_of: dt.datetime
    expect: Mapping[str, object]
    unit: str = "programme"
    of: str = "all"
    part: str = ""
    breaches: tuple[tuple[str, str], ...] | None = None  # (rule, case), sorted


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario in which the alarm must fire, and how often."""

    scenario: str
    power: float


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the question or the method comes from; `verified` only if it was read there."""

    cite: str
    verified: bool = False


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A status, why, and the limits that were crossed."""

    found: Found
    status: Status
    reason: str
    crossed: tuple[str, ...]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure. Words are for people; everything else is what is computed, and changes only with the version."""

    # what is asked
    id: str
    version: int
    title: str
    question: str
    why: str
    alarm_class: Literal["A", "B", "C"]  # a broken rule, a sequential monitor, a periodic comparison
    # what is counted
    tables: tuple[str, ...]  # those it reads
    population: Callable[[Tables], ir.Table]  # a row a thing counted: `day`, a column a unit
    population_says: str
    counts: tuple[Count, ...]
    numerator_says: str
    denominator_says: str
    units: tuple[str, ...] = ("programme", "site")
    grain: Grain = Grain()
    strata: tuple[str, ...] = ()  # columns of the population
    frame: tuple[str, ...] = ()  # columns of the population that the statistic wants row by row
    history: bool = False  # whether the statistic wants the frame of all time, not of the pooled periods only
    rules: tuple[Rule, ...] = ()  # class A
    lacks: str = ""  # the fact that the record does not have; the measure is then not measurable, and says so
    # how it is judged: names of registered statistics; one that finds all three is named three times
    estimate: str
    interval: str
    test: str = ""
    across: str = ""  # a statistic over all units at once, whose numbers are added to each
    method_says: str
    scale: Literal["share", "points", "ratio", "hours", "number"] = "share"  # how pages write the estimate
    settings: Mapping[str, Setting] = {}
    multiplicity: Multiplicity | None = None
    enough: int = 1  # in every arm's denominator; fewer are insufficient
    not_measurable: tuple[Limit, ...] = ()
    alarm: tuple[Limit, ...] = ()
    watch: tuple[Limit, ...] = ()
    direction: Literal["parity", "lower is better", "higher is better", "context"]  # a context is never a target
    # what must be said with it
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    privacy: Privacy = Privacy()
    counter_measures: tuple[str, ...] = ()
    sources: tuple[Source, ...]
    examples: tuple[Example, ...]
    silent_in: tuple[str, ...] = ("N0",)  # scenarios in which it must not fire
    fires_in: tuple[Effect, ...] = ()
    picture: Literal[
        "paired bars", "mirrored bars", "dots", "funnel", "survival", "ladder", "p-chart", "list", "step", "lines",
        "chance",
    ]  # fmt: skip
    owner: str = "overseer"
    checked_by: str = "nobody yet"
    next_review: dt.date

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts in their order."""
        return tuple(dict.fromkeys(count.part for count in self.counts)) or ("",)

    def judge(self, counted: Counted, before: tuple[str, ...] = ()) -> Verdict:
        """What one unit's counts say alone; `before`: what was crossed in the period before. Costs no query."""
        found = self.find(counted)
        return self.conclude(found, counted.arms, q=found.p, before=before)

    def find(self, counted: Counted) -> Found:
        """The estimate with its interval and test; a number that is not finite is no number."""
        if any(arm.denominator == 0 for arm in counted.arms.values()) and not self.frame:
            return Found()
        counted = msgspec.structs.replace(counted, settings=self.settings)
        found = Found()
        for name in dict.fromkeys(filter(None, (self.estimate, self.interval, self.test))):
            with suppress(ArithmeticError, LinAlgError):  # what has no solution has no number, and the row says so
                found = found.and_then(statistic_named(name)(counted))
        return found

    def conclude(
        self, found: Found, arms: Arms, *, q: float | None, before: tuple[str, ...] = (), broken: str = ""
    ) -> Verdict:
        """The status: the worst that can be shown, and ok only when every limit could be held against a number."""
        numbers = named(found, arms, q)
        crossed = tuple(limit.says for limit in (*self.alarm, *self.watch) if limit.holds(numbers))

        def say(status: Status, reason: str) -> Verdict:
            return Verdict(found=found, status=status, reason=reason, crossed=crossed)

        def reached(limits: tuple[Limit, ...]) -> Limit | None:
            return next((a for a in limits if a.says in crossed and (a.periods == 1 or a.says in before)), None)

        if self.lacks:
            return say(Status.NOT_MEASURABLE, self.lacks)
        if broken:
            return say(Status.ALARM, broken)
        if blind := next((limit for limit in self.not_measurable if limit.holds(numbers)), None):
            return say(Status.NOT_MEASURABLE, in_words(blind.found, found, arms))
        if short := next((name for name, arm in arms.items() if arm.denominator < self.enough), None):
            among = self.denominator_says if short == "all" else f"{self.denominator_says}: {short}"
            return say(Status.INSUFFICIENT, f"{arms[short].denominator} of {self.enough} needed ({among}).")
        if alarm := reached(self.alarm):
            return say(Status.ALARM, in_words(alarm.found, found, arms))
        if watch := reached(self.watch):
            return say(Status.WATCH, in_words(watch.found, found, arms))
        if once := next((limit for limit in self.alarm if limit.says in crossed), None):
            return say(Status.WATCH, f"{in_words(once.found, found, arms)} In one period so far.")
        if missing := next(unknown(self, numbers), None):
            return say(Status.INSUFFICIENT, f"No {missing} can be worked out from these counts.")
        return say(Status.OK, "")


def named(found: Found, arms: Arms, q: float | None) -> dict[str, float | None]:
    """Every number that a bound can be held against."""
    counts = {f"{name}.{what}": getattr(arm, what) for name, arm in arms.items() for what in arm.__struct_fields__}
    sums = {what: sum(getattr(arm, what) for arm in arms.values()) for what in ("numerator", "denominator")}
    told = {name: getattr(found, name) for name in NUMBERS}
    return {**found.values, **counts, **sums, **told, "q": q}


def unknown(measure: Measure, numbers: Mapping[str, float | None]) -> Iterator[str]:
    """The numbers for want of which a limit could not be held."""
    if numbers["estimate"] is None:
        yield "estimate"
    for limit in (*measure.not_measurable, *measure.alarm, *measure.watch):
        if limit.holds(numbers) is None:
            yield from (bound.of for bound in limit.bounds if numbers.get(bound.of) is None)


class _Missing:
    def __format__(self, how: str) -> str:
        return "unknown"


def in_words(template: str, found: Found, arms: Arms) -> str:
    """A sentence with the numbers in their places."""
    told = {name: getattr(found, name) for name in NUMBERS} | dict(found.values)
    numbers = {name: _Missing() if value is None else value for name, value in told.items()}
    return template.format_map({**numbers, **arms})
