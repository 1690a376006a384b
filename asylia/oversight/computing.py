"""From event tables to rows: what was counted of every unit is judged alone, then with its family and its past."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from asylia.oversight.counted import Arms, Found
from asylia.oversight.counting import ALL, PROGRAMME, UNKNOWN, Unit, count
from asylia.oversight.definition import definition, query
from asylia.oversight.measure import Measure, Verdict
from asylia.oversight.periods import start_of
from asylia.oversight.registry import statistic_named
from asylia.oversight.row import Breach, Row
from asylia.oversight.statistics.e_values import average, e_benjamini_hochberg
from asylia.oversight.statistics.funnel import funnel, shrunk
from asylia.oversight.statistics.multiplicity import benjamini_hochberg
from asylia.oversight.statistics.rates import rate
from asylia.oversight.status import Status
from asylia.oversight.store import AsOf, Store

OFFICER = "officer"  # rows for that officer and a quality lead only; made where the deployment asks for them

Watch: TypeAlias = Callable[[str, int, int], None]  # what is being measured, how many are done, and of how many
Key: TypeAlias = tuple[str, int, str, str, str]  # measure, version, part, unit, of


class Computed(NamedTuple):
    """All rows of one moment, the worst first; and every class-A breach that the record then showed."""

    rows: list[Row]
    breaches: list[Breach]


class Judging(NamedTuple):
    """One unit on its way to a row."""

    measure: Measure
    of: Unit
    found: Found


def compute(
    measure: Measure, store: Store, as_of: dt.datetime, history: Sequence[Row] = (), *, officers: bool = False
) -> list[Row]:  # fmt: skip
    """The rows of one measure as of a moment. Its family is its own rows: compute_all() judges whole families."""
    return compute_all([measure], store, as_of, history, officers=officers).rows


def compute_all(
    measures: Sequence[Measure], store: Store, as_of: dt.datetime, history: Sequence[Row] = (), *,
    officers: bool = False, watch: Watch = lambda what, done, of: None,  # noqa: ARG005
) -> Computed:  # fmt: skip
    """The rows of these measures as of a moment.

    `history` are rows of earlier editions, for rules of two periods. Raises OversightError, naming the measure, when it
    cannot be counted.
    """
    tables = store.at(as_of)
    judging: list[Judging] = []
    breaches: list[Breach] = []
    for done, measure in enumerate(measures):
        watch(measure.id, done, len(measures))
        breaches += broken(measure, tables)
        judging += judged(measure, tables, officers=officers)
    paid = q_values(judging)
    past = by_key(history)
    rows = [row(each, q, breaches, past, tables.as_of) for each, q in zip(judging, paid, strict=True)]
    rows = among_places(rows, {measure.id for measure in measures if measure.picture == "funnel"})
    watch("", len(measures), len(measures))
    return Computed(in_order(rows), sorted(breaches, key=lambda each: (each.since, each.rule, each.case)))


def among_places(rows: Sequence[Row], pictured: Collection[str]) -> list[Row]:
    """Rows whose picture is a funnel of places, each with what it needs: the spread between them, how far each lies.

    `between.tau` and `between.target` on all of them; `between.z` on a place's own (Spiegelhalter 2005), and
    `between.shrunk`, its share drawn towards the others (empirical Bayes).
    """
    told = list(rows)
    for id, part in {(each.measure, each.part) for each in rows if each.measure in pictured}:
        own = [at for at, each in enumerate(rows) if (each.measure, each.part) == (id, part)]
        places = [at for at in own if rows[at].unit == "site" and rows[at].of != UNKNOWN and rows[at].denominator]
        counts = [rows[at].numerator or 0 for at in places], [rows[at].denominator or 0 for at in places]
        found, drawn = funnel(*counts), shrunk(*counts)
        if found is None or drawn is None:
            continue
        own_numbers = dict(zip(places, zip(found.z_spread, drawn.rates, strict=True), strict=True))
        for at in own:
            more: dict[str, float | None] = {"between.tau": found.tau, "between.target": found.target}
            more |= dict(zip(("between.z", "between.shrunk"), own_numbers.get(at, ()), strict=False))
            told[at] = msgspec.structs.replace(rows[at], values={**rows[at].values, **more})
    return told


def in_order(rows: Iterable[Row]) -> list[Row]:
    """As a board shows them: not measurable first, the programme before its places."""
    states = list(Status)
    return sorted(rows, key=lambda r: (states.index(r.status), r.measure, r.part, r.unit != PROGRAMME, r.unit, r.of))


def judged(measure: Measure, tables: AsOf, *, officers: bool) -> list[Judging]:
    """What each unit's counts say, alone and among all units of its kind."""
    units = [unit for unit in measure.units if unit != OFFICER or officers]
    if measure.lacks:
        return [unseen(measure, tables)]
    counted = list(count(measure, tables, units))
    told = [Judging(measure, unit, measure.find(unit.counted)) for unit in counted]
    told = list(across(told)) if measure.across else told
    return [with_average(each, told) for each in told]


def across(told: Sequence[Judging]) -> Iterator[Judging]:
    """The numbers that a unit has only among the others of its kind (a funnel) added to its own."""
    groups: dict[tuple[str, str], list[Judging]] = defaultdict(list)
    for each in told:
        groups[each.of.part, each.of.unit].append(each)
    for (_, unit), group in groups.items():
        if unit == PROGRAMME:
            yield from group
            continue
        more = statistic_named(group[0].measure.across)([each.of.counted for each in group])
        yield from (each._replace(found=each.found.and_then(other)) for each, other in zip(group, more, strict=True))


def with_average(each: Judging, told: Sequence[Judging]) -> Judging:
    """The programme's row gets the mean of its sites' e-values, too: the rest do not thin out a rise at one site."""
    if each.of.unit != PROGRAMME or each.found.e_value is None:
        return each
    sites = [o.found.e_value for o in told if o.of.unit == "site" and o.of.part == each.of.part]
    mean = average([e for e in sites if e is not None])
    values = {**each.found.values, "e_sites": mean}
    return each._replace(found=msgspec.structs.replace(each.found, values=values))


def unseen(measure: Measure, tables: AsOf) -> Judging:
    """The programme's row of a measure whose fact the record lacks."""
    day = tables.as_of.date()
    return Judging(measure, Unit.of_nothing(start_of(day, measure.grain.period), day, measure.settings), Found())


def q_values(judging: Sequence[Judging]) -> list[float | None]:
    """Each row's q among its family; officers are a family of their own. Without a family a row has none.

    A row with too few to say anything is not looked at, so no other pays for it: how many there are says nothing of the
    outcome.
    """
    families: dict[tuple[str, str, bool], list[int]] = defaultdict(list)
    told: list[float | None] = [None] * len(judging)
    for at, each in enumerate(judging):
        looked_at = all(arm.denominator >= each.measure.enough for arm in each.of.counted.arms.values())
        if looked_at and (paid := each.measure.multiplicity):
            families[paid.family, paid.method, each.of.unit == OFFICER].append(at)
    for (_, method, _), members in families.items():
        found = [judging[at].found for at in members]
        if method == "bh":
            q = benjamini_hochberg([each.p for each in found])
        else:
            q = e_benjamini_hochberg([each.e_value for each in found])
        for at, value in zip(members, q, strict=True):
            told[at] = value
    return told


def by_key(history: Iterable[Row]) -> Mapping[Key, list[Row]]:
    """Earlier rows of each unit, the latest last."""
    told: dict[Key, list[Row]] = defaultdict(list)
    for each in sorted(history, key=lambda row: (row.end, row.data_as_of)):
        told[each.measure, each.version, each.part, each.unit, each.of].append(each)
    return told


def row(
    each: Judging, q: float | None, breaches: Sequence[Breach], past: Mapping[Key, Sequence[Row]], as_of: dt.datetime
) -> Row:  # fmt: skip
    """One unit's row."""
    measure, unit = each.measure, each.of
    window = unit.window
    key = measure.id, measure.version, unit.part, unit.unit, unit.of
    before = next((old.crossed for old in reversed(past.get(key, ())) if old.end < window.start), ())
    arms = unit.counted.arms
    verdict = measure.conclude(each.found, arms, q=q, before=before, broken=told_of(breaches, measure, unit))
    if unit.unit == OFFICER and sum(arm.denominator for arm in arms.values()) < measure.privacy.officer_enough:
        arms, q, verdict = {}, None, withheld(measure)
    found = verdict.found
    return Row(
        measure=measure.id, version=measure.version, part=unit.part, unit=unit.unit, of=unit.of,
        start=window.start, end=window.end, pooled=len(window.periods), arms=arms, numerator=total(arms, "numerator"),
        denominator=total(arms, "denominator"), estimate=found.estimate, lower=found.lower, upper=found.upper,
        p=found.p, q=q, e_value=found.e_value, values={**found.values, **spans(arms)}, method=measure.method_says,
        status=verdict.status, reason=verdict.reason, crossed=verdict.crossed, data_as_of=as_of,
        definition=definition(measure), query="" if measure.lacks else query(measure),
    )  # fmt: skip


def spans(arms: Arms) -> dict[str, float | None]:
    """Between which shares each of several groups lies (`positive.lower`, `positive.upper`), for the pictures."""
    told = {name: rate(arm.numerator, arm.denominator) for name, arm in arms.items()} if len(arms) > 1 else {}
    lower = {f"{name}.lower": found.low for name, found in told.items() if found}
    return lower | {f"{name}.upper": found.high for name, found in told.items() if found}


def withheld(measure: Measure) -> Verdict:
    """Too few to be said of one person."""
    reason = f"Fewer than {measure.privacy.officer_enough} of one person are not shown."
    return Verdict(found=Found(), status=Status.SUPPRESSED, reason=reason, crossed=())


def total(arms: Arms, what: str) -> int | None:
    """Over all arms; None when nothing may be told."""
    return sum(getattr(arm, what) for arm in arms.values()) if arms else None


# --- class A


def broken(measure: Measure, tables: AsOf) -> list[Breach]:
    """Every case that broke a rule of the measure, by the record of that moment."""
    told = []
    for rule in measure.rules if not measure.lacks else ():
        for found in rule.broken(tables).to_pyarrow().to_pylist():
            since = found["since"] if found["since"].tzinfo else found["since"].replace(tzinfo=dt.UTC)
            told.append(
                Breach(
                    measure=measure.id, version=measure.version, rule=rule.id, case=found["case"],
                    of=found["site"] or UNKNOWN, since=since.astimezone(dt.UTC), ended=found.get("ended"),
                    owner=rule.owner, due=since.astimezone(dt.UTC) + dt.timedelta(hours=rule.hours),
                )
            )  # fmt: skip
    return told


def told_of(breaches: Iterable[Breach], measure: Measure, unit: Unit) -> str:
    """In words: the breaches of a unit that are open, or began in its days. They count once, in the first part."""
    if unit.unit not in (PROGRAMME, "site") or unit.part != measure.parts[0]:
        return ""
    here = [
        each.rule
        for each in breaches
        if each.measure == measure.id
        and unit.of in (ALL, each.of)
        and (each.ended is None or each.since.date() >= unit.window.start)
    ]
    says = {rule.id: rule.says for rule in measure.rules}
    found = sorted(Counter(here).items())
    return " ".join(f"{rule} broken {n} time{'s' * (n > 1)}: {says[rule].rstrip('.')}." for rule, n in found)
