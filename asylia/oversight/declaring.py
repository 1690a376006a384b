"""Reads a measure file and says the first thing wrong with it: where, what, and how to mend it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import ibis.expr.types as ir
from ibis.common.exceptions import IbisError

from asylia.oversight.computing import compute_all
from asylia.oversight.counted import NUMBERS
from asylia.oversight.counting import prepared
from asylia.oversight.definition import SOME_DAY, nothing
from asylia.oversight.errors import OversightError
from asylia.oversight.measure import Example, Measure
from asylia.oversight.registry import measures, statistic_named
from asylia.oversight.row import Breach, Row
from asylia.oversight.store import from_csv, in_memory
from asylia.oversight.tables import TABLES

WORDS = ("title", "question", "why", "population_says", "numerator_says", "denominator_says", "method_says", "owner")
LISTS = ("sources", "limits", "assumptions", "examples", "units", "counts", "tables")
SAID = ("numerator", "denominator", "q", *NUMBERS)


def load(path: Path) -> Measure:
    """The measure that a file declares, whole and right.

    Raises OversightError with the first defect, and Python's own words where the file does not even run.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.exists():
        raise OversightError(f"{path}: there is no Python file of that name.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as slip:
        raise OversightError(f"{path}, line {slip.lineno}: {slip.msg}.") from None
    except Exception as failed:  # noqa: BLE001 - whatever a file does when it is run is a defect of the file
        raise OversightError(f"{path}: {type(failed).__name__}: {failed}.") from None
    measure = getattr(module, "MEASURE", None)
    if not isinstance(measure, Measure):
        raise OversightError(f"{path}: it holds no MEASURE: it needs MEASURE = Measure(...).")
    if not path.name.startswith(f"{measure.id.lower()}_"):
        raise OversightError(f"{path}: it declares {measure.id}: name it {measure.id.lower()}_<name>.py.")
    check(measure)
    return measure


def check(measure: Measure) -> None:
    """Refuse a declaration with a defect. Raises OversightError, which names the measure and the field."""
    looks = (words, names, counted, judged, proved)  # each only once the one before finds nothing
    if defect := next(chain.from_iterable(look(measure) for look in looks), None):
        raise OversightError(f"{measure.id}: {defect}")


def words(measure: Measure) -> Iterator[str]:
    """What people must be told, and is not."""
    if measure.version < 1:
        yield f"version is {measure.version}: the first is 1."
    for name in WORDS:
        if not getattr(measure, name).strip():
            yield f"{name} is empty: say it in a sentence."
    for name in LISTS:
        if not getattr(measure, name):
            yield f"{name} is empty: it needs at least one."
    if measure.alarm_class == "A" and not measure.rules and not measure.lacks:
        yield "class A needs rules: which cases broke what, who answers, and within how many hours."
    if not measure.alarm and not measure.rules and not measure.lacks and measure.direction != "context":
        yield "it has no limit for an alarm: without one it would always be green."


def names(measure: Measure) -> Iterator[str]:
    """Names that nothing bears."""
    for table in measure.tables:
        if table not in TABLES:
            yield f"no event table is named {table}; there are: {', '.join(sorted(TABLES))}."
    for statistic in filter(None, (measure.estimate, measure.interval, measure.test, measure.across)):
        try:
            statistic_named(statistic)
        except OversightError as unknown:
            yield str(unknown)
    for other in measure.counter_measures:
        if other not in {*measures(), *(f"M{n:02}" for n in range(1, 25))}:
            yield f"its counter-measure {other} is no measure."
    for unit in measure.units:
        if not unit.isidentifier():
            yield f"{unit!r} is no kind of unit: name a column of the population, or programme."


def counted(measure: Measure) -> Iterator[str]:
    """Whether its population and counts can be counted at all."""
    arms = [(each.part, each.arm) for each in measure.counts]
    for part, arm in arms:
        if arms.count((part, arm)) > 1:
            yield f"two counts have the part {part!r} and the arm {arm!r}: give each a name of its own."
    try:
        if not isinstance(population := measure.population(nothing().at(SOME_DAY)), ir.Table):
            yield f"population gives {type(population).__name__}, not a table."
            return
        prepared(measure, nothing().at(SOME_DAY), measure.units).schema()
        for rule in measure.rules:
            if lacking := {"case", "site", "since"} - set(rule.broken(nothing().at(SOME_DAY)).columns):
                yield f"rule {rule.id}: its table has no column {min(lacking)}."
    except OversightError as wrong:
        yield str(wrong).removeprefix(f"{measure.id}: ")
    except (IbisError, AttributeError, TypeError, ValueError, KeyError) as wrong:
        yield f"what it counts cannot be asked of the tables ({type(wrong).__name__}: {first_line(wrong)})."


def judged(measure: Measure) -> Iterator[str]:
    """Limits that could never be held against anything."""
    arms = {f"{each.arm}.{what}" for each in measure.counts for what in ("numerator", "denominator")}
    for limit in (*measure.not_measurable, *measure.alarm, *measure.watch):
        if not limit.says.strip() or not limit.bounds:
            yield "a limit has no words, or no bounds."
        if limit.periods not in (1, 2):
            yield f"a limit holds over {limit.periods} periods: it may be 1 or 2."
        for bound in limit.bounds:
            given = [getattr(bound, name) for name in bound.__struct_fields__ if name != "of"]
            if all(each is None for each in given):
                yield f"the bound on {bound.of} bounds nothing: give above, at_least, below, at_most or outside."
            if bound.of == "q" and measure.multiplicity is None:
                yield "a limit asks for q, and it names no family: give it a Multiplicity."
            if "." in bound.of and bound.of not in arms:
                yield f"a limit asks for {bound.of}, and no arm is named so."


def proved(measure: Measure) -> Iterator[str]:
    """Whether its examples say what they are said to."""
    for example in measure.examples:
        try:
            yield from differences(measure, example)
        except OversightError as wrong:
            yield f"example “{example.says}”: {wrong}"


def differences(measure: Measure, example: Example) -> Iterator[str]:
    """What an example expects and does not get."""
    rows, breaches = worked(measure, example)
    if unknown := example.expect.keys() - set(Row.__struct_fields__):
        yield f"example “{example.says}” expects {min(unknown)}, which no row has."
        return
    unit = (example.unit, example.of, example.part)
    found = next((row for row in rows if (row.unit, row.of, row.part) == unit), None)
    if found is None:
        yield f"example “{example.says}” expects a row of {' '.join(filter(None, unit))}, and there is none."
        return
    for name, value in example.expect.items():
        got = getattr(found, name)
        if not same(value, got):
            yield f"example “{example.says}” expects {name} {value}, and it is {got} ({found.reason or 'ok'})"
    cases = tuple(sorted((each.rule, each.case) for each in breaches))
    if example.breaches is not None and cases != tuple(sorted(example.breaches)):
        yield f"example “{example.says}” expects the breaches {example.breaches}, and they are {cases}"


def worked(measure: Measure, example: Example) -> tuple[list[Row], list[Breach]]:
    """The rows and breaches that an example's tables give, those of officers among them."""
    store = in_memory(from_csv(example.rows, example.as_of))
    told = compute_all([measure], store, example.as_of, officers=True)
    return told.rows, told.breaches


def same(expected: object, got: object) -> bool:
    """Equal; numbers to four digits, as examples write them."""
    if isinstance(expected, float) and isinstance(got, float):
        return abs(expected - got) <= 1e-4 * max(1.0, abs(expected))
    return expected == got or (expected is None and got is None)


def first_line(wrong: Exception) -> str:
    """The first line of what a library says."""
    return (str(wrong).strip().splitlines() or [""])[0]
