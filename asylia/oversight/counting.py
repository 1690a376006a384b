"""One query a measure counts every unit, period and stratum; what comes after is arithmetic on small numbers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from asylia.oversight.counted import Arm, Arms, Counted, Setting
from asylia.oversight.errors import OversightError
from asylia.oversight.measure import Measure
from asylia.oversight.periods import LETTER, after, run, start_of
from asylia.oversight.store import AsOf

PROGRAMME, ALL, UNKNOWN = "programme", "all", "unknown"
PERIOD = "period_"

Sums = npt.NDArray[np.int64]  # of each Count in turn: denominator, numerator
Cells = Mapping[dt.date, Mapping[tuple[Any, ...], Sums]]  # by period and stratum
Columns = Mapping[str, npt.NDArray[Any]]


class Window(NamedTuple):
    """The days that are counted together, both inside, and the starts of the periods that were pooled."""

    start: dt.date
    end: dt.date
    periods: Sequence[dt.date]


class Unit(NamedTuple):
    """One part of a measure for one unit: what was counted, in which days."""

    unit: str
    of: str
    part: str
    window: Window
    counted: Counted

    @classmethod
    def of_nothing(cls, start: dt.date, end: dt.date, settings: Mapping[str, Setting]) -> Unit:
        """The programme, of which nothing was counted."""
        return cls(PROGRAMME, ALL, "", Window(start, end, (start,)), Counted(arms={}, settings=settings))


def count(measure: Measure, tables: AsOf, units: Sequence[str]) -> Iterator[Unit]:
    """Every unit and part of a measure. The programme as a whole is always there, even with nothing in it.

    Raises OversightError when the population lacks a column that the declaration names.
    """
    as_of = tables.as_of.date()
    with prepared(measure, tables, units).cache() as rows:
        taken = columns(rows, measure, units) if measure.frame else {}
        cells = {unit: cells_of(rows, measure, unit) for unit in units}
    starts = periods_of(measure, cells, as_of)
    for unit in units:
        places = whereabouts(taken, unit)
        for of in sorted(cells[unit]) if unit != PROGRAMME else [ALL]:
            here = cells[unit].get(of, {})
            for part in measure.parts:
                which = [at for at, each in enumerate(measure.counts) if each.part == part]
                window = windowed(measure, which, here, starts, as_of)
                frame = framed(measure, which, taken, places.get(of), window) if measure.frame else {}
                yield Unit(unit, of, part, window, summed(measure, which, here, starts, window, frame=frame))


# --- the query


def prepared(measure: Measure, tables: AsOf, units: Sequence[str]) -> ir.Table:
    """The population's rows that are counted at all: units, period, strata, and whether each Count counts them."""
    rows = measure.population(tables)
    needed = {"day", *measure.strata, *measure.frame, *(unit for unit in units if unit != PROGRAMME)}
    if lacking := needed - set(rows.columns):
        raise OversightError(f"{measure.id}: its population has no column {', '.join(sorted(lacking))}.")
    # Spark truncates a day to a moment and says it is a day: by way of a moment both engines give a day.
    starts = rows.day.cast("date").truncate(LETTER[measure.grain.period]).cast("timestamp").cast("date")
    told: dict[str, Any] = {PERIOD: starts}
    told |= {f"u_{unit}": code(rows, unit) for unit in units if unit != PROGRAMME}
    told |= {f"s_{name}": rows[name] for name in measure.strata} | {f"f_{name}": rows[name] for name in measure.frame}
    for at, each in enumerate(measure.counts):
        among = each.denominator(rows).fill_null(False)
        told |= {f"d{at}": among, f"n{at}": among & each.numerator(rows).fill_null(False)}
    chosen = rows.select(**told)
    return chosen.filter(ibis.or_(*(chosen[f"d{at}"] for at in range(len(measure.counts)))))


def code(rows: ir.Table, unit: str) -> ir.StringValue:
    """Which of the units a row belongs to; `unknown` where the record does not say."""
    column = rows[unit]
    if column.type().is_boolean():
        column = ibis.ifelse(column, "yes", "no")
    return column.cast("string").nullif("").fill_null(UNKNOWN)


def sums(rows: ir.Table, measure: Measure, unit: str) -> ir.Table:
    """The counts of every period and stratum of one kind of unit."""
    keys = [*([] if unit == PROGRAMME else [f"u_{unit}"]), PERIOD, *(f"s_{name}" for name in measure.strata)]
    flags = [f"{flag}{at}" for at in range(len(measure.counts)) for flag in "dn"]
    return rows.group_by(keys).agg(**{flag: rows[flag].cast("int64").sum() for flag in flags})


def cells_of(rows: ir.Table, measure: Measure, unit: str) -> Mapping[str, Cells]:
    """The same, fetched, by unit, period and stratum."""
    told: dict[str, dict[dt.date, dict[tuple[Any, ...], Sums]]] = defaultdict(lambda: defaultdict(dict))
    flags = [f"{flag}{at}" for at in range(len(measure.counts)) for flag in "dn"]
    for row in sums(rows, measure, unit).to_pyarrow().to_pylist():
        stratum = tuple(row[f"s_{name}"] for name in measure.strata)
        of = ALL if unit == PROGRAMME else row[f"u_{unit}"]
        told[of][row[PERIOD]][stratum] = np.array([row[flag] for flag in flags], dtype=np.int64)
    return told


def columns(rows: ir.Table, measure: Measure, units: Sequence[str]) -> Columns:
    """What a statistic wants row by row."""
    flags = [f"{flag}{at}" for at in range(len(measure.counts)) for flag in "dn"]
    names = [PERIOD, *(f"u_{unit}" for unit in units if unit != PROGRAMME), *(f"f_{n}" for n in measure.frame), *flags]
    taken = rows.select(*dict.fromkeys(names)).to_pyarrow()
    return {name: taken.column(name).to_numpy() for name in taken.column_names}


# --- after the query


def periods_of(measure: Measure, cells: Mapping[str, Mapping[str, Cells]], as_of: dt.date) -> list[dt.date]:
    """The starts of all periods from the first in which anything was counted to the last that is told of."""
    last = start_of(as_of, measure.grain.period)
    if measure.grain.closed:
        last = after(last, measure.grain.period, -1)
    seen = [period for of in cells.values() for here in of.values() for period in here]
    return run(min([*seen, last]), last, measure.grain.period)


def windowed(
    measure: Measure, which: Sequence[int], here: Cells, starts: Sequence[dt.date], as_of: dt.date
) -> Window:  # fmt: skip
    """Back from the last period until every arm has enough, or as many periods are pooled as may be."""
    grain = measure.grain
    so_far = np.zeros(len(which), dtype=np.int64)
    taken = 0
    for start in reversed(starts[-grain.most :] if grain.until else starts[-1:]):
        taken += 1
        for cell in here.get(start, {}).values():
            so_far += cell[[2 * at for at in which]]
        if grain.until and so_far.min() >= grain.until:
            break
    periods = starts[len(starts) - taken :]
    end = after(periods[-1], grain.period) - dt.timedelta(days=1)
    return Window(periods[0], min(end, as_of), periods)


def summed(
    measure: Measure, which: Sequence[int], here: Cells, starts: Sequence[dt.date], window: Window, *,
    frame: Columns,
) -> Counted:  # fmt: skip
    """The counts of a window, within each stratum, and of every period."""
    empty = np.zeros(2 * len(measure.counts), dtype=np.int64)

    def arms(parts: Sequence[Sums]) -> Arms:
        total = sum(parts, start=empty)
        return {measure.counts[at].arm: Arm(int(total[2 * at + 1]), int(total[2 * at])) for at in which}

    inside: dict[tuple[Any, ...], list[Sums]] = defaultdict(list)
    for start in window.periods:
        for stratum, cell in here.get(start, {}).items():
            inside[stratum].append(cell)
    return Counted(
        arms=arms([cell for cells in inside.values() for cell in cells]),
        strata={stratum: arms(cells) for stratum, cells in inside.items()} if measure.strata else {},
        series=[arms(list(here.get(start, {}).values())) for start in starts],
        starts=starts, frame=frame, settings=measure.settings,
    )  # fmt: skip


def whereabouts(taken: Columns, unit: str) -> Mapping[str, npt.NDArray[np.int64]]:
    """Which rows of the frame belong to which of the units."""
    if not taken:
        return {}
    if unit == PROGRAMME:
        return {ALL: np.arange(len(taken[PERIOD]))}
    names, which = np.unique(taken[f"u_{unit}"].astype(str), return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(names) + 1))
    return {str(name): order[ends[at] : ends[at + 1]] for at, name in enumerate(names)}


def framed(
    measure: Measure, which: Sequence[int], taken: Columns, places: npt.NDArray[np.int64] | None, window: Window
) -> Columns:  # fmt: skip
    """The rows of one unit and part; besides the columns asked for, `arm` and `numerator` of each, and its `period`."""
    chosen = np.arange(0) if places is None else places
    periods = taken[PERIOD][chosen]
    inside = periods <= np.datetime64(window.periods[-1])
    if not measure.history:
        inside &= periods >= np.datetime64(window.start)
    inside &= np.logical_or.reduce([taken[f"d{at}"][chosen] for at in which])
    chosen = chosen[inside]
    arm = np.full(len(chosen), "", dtype=object)
    numerator = np.zeros(len(chosen), dtype=np.int64)
    for at in which:
        arm[taken[f"d{at}"][chosen].astype(bool)] = measure.counts[at].arm
        numerator |= taken[f"n{at}"][chosen].astype(np.int64)
    told = {name: taken[f"f_{name}"][chosen] for name in measure.frame}
    return {**told, "arm": arm, "numerator": numerator, "period": taken[PERIOD][chosen]}
