"""The event tables as an engine reads them, at any moment: DuckDB in this process, or Spark, over Parquet or rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from asylia.oversight.errors import OversightError
from asylia.oversight.fact import Kind, Table
from asylia.oversight.parquet import TYPES
from asylia.oversight.tables import TABLES


class Store:
    """Every event table, and the engine that reads it. A table that holds nothing yet is empty, not missing."""

    def __init__(self, engine: Any, folder: Path | None = None) -> None:
        self.engine = engine
        self.tables: dict[str, ir.Table] = {}
        self._folder = folder

    def table(self, name: str) -> ir.Table:
        """A table by name. Raises OversightError when no event table is called that."""
        if name not in TABLES:
            raise OversightError(f"no event table is named {name}; there are: {', '.join(sorted(TABLES))}.")
        if name not in self.tables:
            self.tables[name] = self._read(name)
        return self.tables[name]

    def _read(self, name: str) -> ir.Table:
        if self._folder is not None and any(self._folder.glob(f"{name}/*.parquet")):
            return self.engine.read_parquet(f"{self._folder}/{name}/*.parquet", table_name=name)
        nothing = schema(TABLES[name]).empty_table()
        return self.engine.create_table(name, nothing, temp=True, overwrite=True)

    def at(self, moment: dt.datetime) -> AsOf:
        """The tables as they were known then. Raises OversightError for a moment without its zone."""
        if moment.tzinfo is None:
            raise OversightError(f"{moment} says no zone: write it as {moment.isoformat()}+00:00.")
        return AsOf(self, moment.astimezone(dt.UTC))


class AsOf:
    """The tables of one moment: rows recorded later are not there. A measure's Tables."""

    def __init__(self, store: Store, as_of: dt.datetime) -> None:
        self.store, self.as_of = store, as_of

    def __getitem__(self, name: str) -> ir.Table:
        """A table by name. Raises OversightError when no event table is called that."""
        table = self.store.table(name)
        return table.filter(table.recorded <= ibis.literal(self.as_of))


def duckdb() -> Any:
    """DuckDB in memory, reading every moment as UTC."""
    warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)  # Ibis 12 on DuckDB 2: theirs to mend
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET TimeZone = 'UTC'")
    return engine


def spark(master: str) -> Any:
    """Spark at a master (`local[*]`, `spark://host:7077`). Raises OversightError where it is not installed."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that few install
    except ImportError:
        raise OversightError("Spark is not installed: pip install 'asylia[spark]', and Java 17 or newer.") from None
    quiet = SparkSession.builder.master(master).appName("asylia oversight")
    quiet = quiet.config("spark.ui.showConsoleProgress", "false").config("spark.sql.session.timeZone", "UTC")
    return ibis.pyspark.connect(quiet.getOrCreate())


def parquet(folder: Path, engine: Any) -> Store:
    """The store that the record's extraction wrote: a folder of Parquet files for each table that has rows.

    Raises OversightError when there is no such folder.
    """
    if not folder.is_dir():
        raise OversightError(f"{folder} holds no event tables: `asylia oversight measure` makes them from the record.")
    return Store(engine, folder.resolve())  # a link, which leads elsewhere once the tables are gathered anew


def in_memory(rows: Mapping[str, pa.Table], engine: Any | None = None) -> Store:
    """A store of a few rows, for examples, tests and validation. Raises OversightError for an unknown table."""
    engine = engine or duckdb()
    store = Store(engine)
    for name in rows:
        store.table(name)
        store.tables[name] = engine.create_table(name, rows[name], temp=True, overwrite=True)
    return store


def schema(table: Table) -> pa.Schema:
    """The types of a table's columns."""
    return pa.schema([pa.field(column.name, TYPES[column.kind]) for column in table.columns])


# --- rows written by hand, in a measure's examples


def from_csv(texts: Mapping[str, str], recorded: dt.datetime) -> dict[str, pa.Table]:
    """Tables from CSV by name; `times` repeats a row (case and family get a number), what is not given is empty.

    A row without `recorded` was recorded then. Raises OversightError, which names table, line and column.
    """
    told = {}
    for name, text in texts.items():
        if name not in TABLES:
            raise OversightError(f"no event table is named {name}; there are: {', '.join(sorted(TABLES))}.")
        told[name] = pa.Table.from_pylist(_rows(TABLES[name], text, recorded), schema=schema(TABLES[name]))
    return told


def _rows(table: Table, text: str, recorded: dt.datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    reader = csv.DictReader(io.StringIO(text.strip(), newline=""), skipinitialspace=True)
    if strange := set(reader.fieldnames or ()) - {column.name for column in table.columns} - {"times"}:
        raise OversightError(f"table {table.name} has no column {min(strange)}.")
    for line, row in enumerate(reader, 2):
        told: dict[str, Any] = {
            column.name: _value(table, line, column.name, column.kind, row.get(column.name)) for column in table.columns
        }
        told["recorded"] = told["recorded"] or recorded
        told["at"] = told["at"] or told["recorded"]
        told["day"] = told["day"] or told["at"].date()
        times = int(row.get("times") or 1)
        rows += [told] if times == 1 else [_numbered(told, n) for n in range(times)]
    return rows


def _numbered(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {**row, **{name: f"{row[name]}-{n}" for name in ("case", "family") if row.get(name)}}


def _value(table: Table, line: int, name: str, kind: Kind, said: str | None) -> object:
    """A cell as a value; nothing for an empty one."""
    if not said:
        return None
    try:
        match kind:
            case "count":
                return int(said)
            case "share":
                return float(said)
            case "yes_no":
                return {"yes": True, "no": False}[said]
            case "day":
                return dt.date.fromisoformat(said)
            case "moment":
                moment = dt.datetime.fromisoformat(said)
                return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            case _:
                return said
    except (ValueError, KeyError):
        raise OversightError(
            f"table {table.name}, line {line}: {said} is no {kind.replace('_', ' or ')} ({name})."
        ) from None
