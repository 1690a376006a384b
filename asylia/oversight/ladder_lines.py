"""How the ladder's sections are filled: counts by code as lines, and times as waits."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from asylia.oversight.ladder import Line, Wait
from asylia.oversight.statistics.rates import wilson
from asylia.oversight.statistics.survival import kaplan_meier

if TYPE_CHECKING:
    import ibis.expr.types as ir

Rows = list[dict[str, Any]]
CODES = {
    "": "not recorded", "in_person": "in person", "phone": "by telephone", "video": "by video",
    "turned_away_at_port": "turned away at the port", "not_let_in": "not let in at the court",
}  # fmt: skip


def line(id: str, label: str, count: int, *, within: int | None = None, of: int | None = None,
         of_what: str = "") -> Line:  # fmt: skip
    """A line with its share and Wilson interval; with `of` 0 it says that there is nothing to count from."""
    if within is None or of is None:
        return Line(id=id, label=label, count=count)
    bounds = wilson(within, of)
    if bounds is None:
        return Line(id=id, label=label, count=count, within=within, of=of, of_what=of_what, why="none to count")
    return Line(
        id=id, label=label, count=count, within=within, of=of, of_what=of_what, lower=bounds.low, upper=bounds.high,
    )  # fmt: skip


def fetched(expression: ir.Table) -> Rows:
    """The rows of a small result."""
    rows: Rows = expression.to_pyarrow().to_pylist()
    return rows


def tally(table: ir.Table, *by: str) -> Rows:
    """How many rows (`count`) there are by these columns, most first, then by name."""
    rows = fetched(table.group_by(by).aggregate(count=table.count()))
    return sorted(rows, key=lambda row: (-row["count"], *(str(row[name]) for name in by)))


def summed(rows: Iterable[Mapping[str, Any]], column: str) -> Rows:
    """A tally by more columns, by one of them alone; most first, then by name."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[column]] += row["count"]
    return [{column: name, "count": count} for name, count in sorted(sums.items(), key=lambda it: (-it[1], str(it[0])))]


def how_many(table: ir.Table) -> int:
    """How many rows there are."""
    return int(table.count().to_pyarrow().as_py())


def hours_until(end: dt.datetime, start: dt.datetime) -> float:
    """Hours from one moment to another, none below zero: a report may be dated after the moment of asking."""
    return max(0.0, (end - start).total_seconds() / 3600)


def said(code: str | None) -> str:
    """A code in words."""
    return CODES.get(code or "", (code or "").replace("_", " "))


def shares(id: str, rows: Iterable[Mapping[str, Any]], column: str, of_what: str, prefix: str = "") -> list[Line]:
    """A line a row: its share of all of them together."""
    rows = list(rows)
    among = summed_up(rows)
    return [
        line(
            f"{id}.{row[column] or 'not_recorded'}", _capital(f"{prefix}{said(row[column])}"), row["count"],
            within=row["count"], of=among, of_what=of_what,
        )
        for row in rows
    ]  # fmt: skip


def part(id: str, label: str, some: Rows, rows: Rows, of_what: str) -> Line:
    """One line: the counts of some of a tally's rows, of them all."""
    within = summed_up(some)
    return line(id, label, within, within=within, of=summed_up(rows), of_what=of_what)


def summed_up(rows: Iterable[Mapping[str, Any]]) -> int:
    """The counts of a tally's rows together."""
    return sum(row["count"] for row in rows)


def wait(id: str, label: str, hours: Sequence[float], over: Sequence[bool]) -> Wait:
    """The median of how long it took, those for whom it is not over counted as waiting."""
    found = kaplan_meier(hours, over)
    ended = sum(map(bool, over))
    counted = Wait(id=id, label=label, over=ended, waiting=len(over) - ended, why="nobody yet")
    if found is None:
        return counted
    if found.median is None:
        return replace(counted, why="not yet half")
    return replace(counted, median=found.median, lower=found.low, upper=found.high, why="")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
