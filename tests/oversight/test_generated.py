"""Tests that every measure gets from its declaration alone: eleven kinds (two more run its scenarios: validation/)."""

import csv
import datetime as dt
import io
import json
import math
from functools import cache

import msgspec
import pyarrow as pa
import pytest

from asylia.oversight import declaring
from asylia.oversight.computing import compute_all
from asylia.oversight.counted import Arm, Counted
from asylia.oversight.definition import require_entered
from asylia.oversight.registry import measures
from asylia.oversight.status import Status
from asylia.oversight.store import duckdb, from_csv, in_memory, schema
from asylia.oversight.tables import TABLES
from asylia.oversight.telling import FIELDS, as_json, csv_of

LATER = dt.timedelta(days=30)
each_measure = pytest.mark.parametrize("measure", measures().values(), ids=measures().keys())


@cache
def engine():
    """One DuckDB for all: each store writes its rows over the last one's."""
    return duckdb()


def rows_of(measure, tables, as_of, **more):
    """The rows of a store of these tables."""
    return compute_all([measure], in_memory(tables, engine()), as_of, **more)


@cache
def told_of(name):
    """What a measure says of its world, once."""
    measure = measures()[name]
    return rows_of(measure, *world(measure))


def world(measure):
    """The tables of all its examples together, each with cases of its own, and the latest moment among them."""
    told = {}
    for number, example in enumerate(measure.examples):
        for name, rows in from_csv(example.rows, example.as_of).items():
            there = [told[name]] if name in told else []
            told[name] = pa.concat_tables([*there, changed(rows, "case", lambda case, of=number: f"{of}-{case}")])
    return told, max(example.as_of for example in measure.examples)


def changed(rows, column, change):
    """The same rows, the values of a column of text changed where there are any."""
    place = rows.schema.get_field_index(column)
    if place < 0:
        return rows
    return rows.set_column(place, column, pa.array([v and change(v) for v in rows[column].to_pylist()], pa.string()))


def without_moment(rows):
    """What rows say, in a fixed order."""
    plain = [msgspec.structs.asdict(msgspec.structs.replace(row, query="")) for row in rows]
    return sorted(plain, key=lambda row: (row["part"], row["unit"], row["of"]))


def defined(row):
    """A row that says something or why it does not, with no number that is none."""
    numbers = [row.estimate, row.lower, row.upper, row.p, row.q, row.e_value, *row.values.values()]
    assert all(each is None or math.isfinite(each) for each in numbers), row
    assert isinstance(row.status, Status)
    assert row.reason or row.status is Status.OK, row
    assert row.status is not Status.OK or row.estimate is not None, row


# --- 1 schema, 2 worked examples


@each_measure
def test_the_declaration_is_whole(measure):
    found = (declaring.words, declaring.names, declaring.counted, declaring.judged)
    assert [defect for look in found for defect in look(measure)] == []


@each_measure
def test_every_example_says_what_it_is_said_to(measure):
    assert [each for example in measure.examples for each in declaring.differences(measure, example)] == []


# --- 3 one row, wherever it is shown


@each_measure
def test_api_and_csv_show_the_same_row(measure):
    rows = told_of(measure.id).rows
    shown = list(csv.DictReader(io.StringIO(csv_of(rows), newline="")))
    assert len(shown) == len(rows)
    for row, line in zip(rows, shown, strict=True):
        api = json.loads(json.dumps(as_json(row)))
        assert msgspec.convert(api, type(row)) == row
        for name in FIELDS:
            cell = line[name].removeprefix("'")
            assert cell == ("" if api[name] is None else str(api[name])), name


# --- 4 what must not matter


@each_measure
def test_order_of_rows_names_of_officers_and_the_zone_of_whoever_asks_do_not_matter(measure):
    tables, as_of = world(measure)
    turned = {name: relabelled(rows.take(list(reversed(range(rows.num_rows))))) for name, rows in tables.items()}
    elsewhere = as_of.astimezone(dt.timezone(dt.timedelta(hours=-9)))
    engine().raw_sql("SET TimeZone = 'Pacific/Kiritimati'")
    try:
        told = rows_of(measure, turned, elsewhere)
    finally:
        engine().raw_sql("SET TimeZone = 'UTC'")
    assert without_moment(told.rows) == without_moment(told_of(measure.id).rows)


def relabelled(rows):
    """The same rows, every officer under another pseudonym."""
    for column in ("officer", "first_officer"):
        rows = changed(rows, column, lambda who: f"x{who[::-1]}")
    return rows


# --- 5 nobody, one, all alike


@each_measure
def test_an_empty_programme_is_never_green(measure):
    told = rows_of(measure, {}, dt.datetime(2027, 3, 9, tzinfo=dt.UTC))
    assert {row.unit for row in told.rows} == {"programme"}
    assert told.breaches == []
    for row in told.rows:
        defined(row)
        assert row.status in (Status.INSUFFICIENT, Status.NOT_MEASURABLE)


@each_measure
def test_all_alike_has_a_defined_state(measure):
    tables, as_of = world(measure)
    alike = {name: many(rows.slice(0, 1), 40) for name, rows in tables.items()}
    for row in rows_of(measure, alike, as_of, officers=True).rows:
        defined(row)


def many(row, times):
    """A row so many times, each in a case of its own."""
    numbers = iter(range(times))
    return changed(pa.concat_tables([row] * times), "case", lambda case: f"{case}-{next(numbers)}")


@each_measure
def test_one_case_of_an_unknown_place_has_a_defined_state(measure):
    tables, as_of = world(measure)
    told = rows_of(
        measure, {name: changed(rows.slice(0, 1), "site", lambda _: None) for name, rows in tables.items()}, as_of
    )
    for row in told.rows:
        defined(row)
        assert row.unit != "site" or row.of == "unknown"
    assert all(breach.of == "unknown" for breach in told.breaches)


COUNTS = [(0, 0), (0, 1), (1, 1), (0, 60), (60, 60), (1, 60), (30, 60)]


@pytest.mark.parametrize("measure", [each for each in measures().values() if not each.frame], ids=lambda each: each.id)
def test_every_pair_of_counts_has_a_defined_state(measure):
    for part in measure.parts:
        arms = [each.arm for each in measure.counts if each.part == part]
        for one in COUNTS:
            for other in COUNTS:
                counts = dict(zip(arms, [Arm(*one), Arm(*other), *([Arm(*other)] * len(arms))], strict=False))
                counted = Counted(arms=counts, series=[counts], starts=[dt.date(2027, 3, 1)])
                verdict = measure.judge(counted)
                assert verdict.status is not Status.OK or verdict.found.estimate is not None
                assert verdict.status is not Status.OK or all(arm.denominator for arm in counts.values())


# --- 7, 8 silence and power: the scenarios themselves are in validation/


@each_measure
def test_its_scenarios_are_declared(measure):
    assert measure.lacks or measure.silent_in
    assert all(0 < effect.power <= 1 for effect in measure.fires_in)


# --- 9 definition, 10 counts, 11 as of


@each_measure
def test_a_changed_definition_has_a_new_version(measure):
    require_entered(measure)


@each_measure
def test_no_numerator_exceeds_its_denominator(measure):
    for row in told_of(measure.id).rows:
        assert all(0 <= arm.numerator <= arm.denominator for arm in row.arms.values())


@each_measure
def test_as_of_an_old_day_the_old_row_comes_back(measure):
    """What was recorded later is not there, whatever it says of earlier days."""
    tables, as_of = world(measure)
    later = {name: shifted(rows, as_of + LATER) for name, rows in tables.items()}
    both = {name: pa.concat_tables([rows, later[name]]) for name, rows in tables.items()}
    assert without_moment(rows_of(measure, both, as_of).rows) == without_moment(told_of(measure.id).rows)


def shifted(rows, recorded):
    """The same rows, recorded at another moment."""
    moments = pa.array([recorded] * rows.num_rows, pa.timestamp("us", tz="UTC"))
    return rows.set_column(rows.schema.get_field_index("recorded"), "recorded", moments)


def test_the_schema_of_every_table_has_what_every_measure_needs():
    for name, table in TABLES.items():
        assert {"recorded", "at", "day"} <= set(schema(table).names), name
