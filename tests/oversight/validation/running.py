"""Measures on many replications of a world at once: one query counts them all, each is then judged on its own.

A replication is a programme: its sites' rows and the programme's own are judged as asylia/oversight/computing.py judges
them (the same functions), families and earlier periods included.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import pyarrow as pa

from asylia.oversight.computing import Judging, across, q_values, with_average
from asylia.oversight.counting import ALL, PROGRAMME, Unit, count
from asylia.oversight.measure import Measure, Verdict
from asylia.oversight.store import Store, in_memory

Key = tuple[str, str, str, str]  # measure, part, unit, of
Past = dict[Key, list[tuple[dt.date, tuple[str, ...]]]]  # the last day of each earlier row, and what it crossed


class Judged(NamedTuple):
    """What one replication's measures say: verdicts and counts by measure, part, unit and of; breaches by measure."""

    verdicts: dict[Key, Verdict]
    units: dict[Key, Unit]
    breaches: dict[str, list[str]]  # "rule case"


def replication(site: str) -> str:
    """The replication that a site belongs to."""
    return site.partition("/")[0]


def by_replication(measure: Measure) -> Measure:
    """The same measure, its population told by replication too."""

    def population(tables):
        rows = measure.population(tables)
        return rows.mutate(regime=rows.site.split("/")[0])

    return msgspec.structs.replace(measure, population=population)


def judged(
    measures: Sequence[Measure],
    tables: Mapping[str, pa.Table],
    moments: Sequence[dt.datetime],
    *,
    officers: bool = False,
) -> dict[str, Judged]:
    """What each replication's measures say at the last of these moments; earlier ones are its history."""
    store = in_memory(tables)
    past: dict[str, Past] = defaultdict(lambda: defaultdict(list))
    told: dict[str, Judged] = {}
    for moment in moments:
        told = {
            rep: concluded(each, broken, past[rep]) for rep, each, broken in found(measures, store, moment, officers)
        }
    store.engine.disconnect()
    return told


def found(
    measures: Sequence[Measure], store: Store, moment: dt.datetime, officers: bool
) -> Iterator[tuple[str, list[Judging], dict[str, list[tuple[str, str, str]]]]]:
    """Yield each replication with what its units' counts say, and the (rule, case, site) that were broken in it."""
    tables = store.at(moment)
    judging: dict[str, list[Judging]] = defaultdict(list)
    broken: dict[str, dict[str, list[tuple[str, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for measure in measures:
        for rep, units in units_of(measure, tables, officers=officers).items():
            each = [Judging(measure, unit, measure.find(unit.counted)) for unit in units]
            each = list(across(each)) if measure.across else each
            judging[rep] += [with_average(one, each) for one in each]
        for rule in measure.rules:
            for row in rule.broken(tables).to_pyarrow().to_pylist():
                broken[replication(row["site"])][measure.id].append((rule.id, row["case"], row["site"]))
    for rep, each in judging.items():
        yield rep, each, broken.get(rep, {})


def units_of(measure: Measure, tables, *, officers: bool) -> dict[str, list]:
    """Every unit of a measure by replication, its programme first."""
    kinds = {"site", "officer"} if officers else {"site"}
    told: dict[str, list] = defaultdict(list)
    for unit in count(by_replication(measure), tables, ["regime", *(u for u in measure.units if u in kinds)]):
        if unit.unit == "regime":
            told[unit.of].append(unit._replace(unit=PROGRAMME, of=ALL))
        else:
            told[replication(unit.of)].append(unit)
    return told


def concluded(judging: Sequence[Judging], broken: Mapping[str, Sequence[tuple[str, str, str]]], past: Past) -> Judged:
    """The verdicts of one replication, its families paid for; they are added to its past."""
    verdicts, units = {}, {}
    for each, q in zip(judging, q_values(judging), strict=True):
        unit, key = each.of, (each.measure.id, each.of.part, each.of.unit, each.of.of)
        here = [rule for rule, _, site in broken.get(each.measure.id, ()) if unit.of in (ALL, site)]
        says = f"{len(here)} broken" if here and unit.part == each.measure.parts[0] else ""
        before = next((crossed for end, crossed in reversed(past[key]) if end < unit.window.start), ())
        verdict = each.measure.conclude(each.found, unit.counted.arms, q=q, before=before, broken=says)
        past[key].append((unit.window.end, verdict.crossed))
        verdicts[key], units[key] = verdict, unit
    cases = {measure: [f"{rule} {case}" for rule, case, _ in rows] for measure, rows in broken.items()}
    return Judged(verdicts, units, cases)
