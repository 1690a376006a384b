"""A store of one release as Ibis tables: typed rows, rows with their codes explained, lines that were mended."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from asylia.courtdata.manifest import Manifest, StoredTable, StoreError
from asylia.courtdata.schema import Type, tables

IBIS: dict[Type, str] = {
    Type.INTEGER: "int64",
    Type.NUMBER: "float64",
    Type.MOMENT: "timestamp(3)",
    Type.MONTH: "date",
    Type.CLOCK: "string",
    Type.FLAG: "boolean",
    Type.CODE: "string",
    Type.TEXT: "string",
}
DECISIONS = {"DEC_CODE": "C", "OTHER_COMP": "O"}  # which type of decision each column of B_TblProceeding records


class Store:
    """One release on disk, read through Ibis.

    `backend` is any Ibis backend that reads Parquet (`ibis.duckdb.connect()`, `ibis.pyspark.connect(session)`); DuckDB
    in memory when left out. The same expressions run on each. Raises StoreError when `path` holds no release.
    """

    def __init__(self, path: str | Path, backend: Any = None) -> None:
        self.path = Path(path)
        self.manifest = Manifest.read(self.path)
        self.backend = backend if backend is not None else ibis.duckdb.connect()
        self._read: dict[str, ir.Table] = {}

    @property
    def folder(self) -> Path:
        """The folder that holds this release's Parquet files."""
        return self.path / self.manifest.folder

    def account(self, name: str) -> StoredTable:
        """How many rows that table has and what became of each; StoreError for a table that is not in the store."""
        try:
            return self.manifest.tables[name]
        except KeyError:
            held = ", ".join(sorted(self.manifest.tables))
            raise StoreError(f"{self.path} holds no table {name}; it holds {held}.") from None

    def table(self, name: str) -> ir.Table:
        """One row a row of the release, named and typed as schema.toml says, whatever the release called them.

        Columns the release lacks are there and empty; columns the schema lacks follow as text. Tables with a case
        also have `case_million` (IDNCASE // 1,000,000), by which their files are divided: a filter on it saves reading.
        """
        if name not in self._read:
            self.account(name)
            self._read[name] = self._complete(name, self._parquet(name, self.folder / name))
        return self._read[name]

    def decoded(self, name: str) -> ir.Table:
        """The table and a column `<NAME>_says` for each code that a table of the release, or else ours, explains.

        DEC_CODE and OTHER_COMP are explained by their whole key: case type, code and type of decision. A code that
        nothing explains has an empty explanation; no row is lost or doubled.
        """
        told = self.table(name)
        for column in tables()[name].columns if name in tables() else ():
            if column.explained_by:
                told = self._explain(told, column.name, column.explained_by)
        return told

    def lines(self, name: str) -> ir.Table:
        """Lines of a table that were mended or set aside, one row each, as they stand in the source file.

        `fate` (repaired, quarantined), `line` (number of the first), `lines` (how many), `what` (the rule or reason),
        `column` (whose value was set aside), `verbatim` (bytes).
        """
        self.account(name)
        return self._parquet(f"{name}_lines", self.folder / "lines" / name)

    def meanings(self, code_table: str) -> dict[str, str]:
        """What the codes of a code table mean: the release's own words, else ours; empty for a table nobody has."""
        meanings = self._meanings(code_table, "says")
        if meanings is None:
            return {}
        return {row["code_"]: row["says"] for row in meanings.execute().to_dict("records") if row["says"]}

    def named(self, name: str) -> str:
        """What a table of this release is called in queries."""
        return f"{self.manifest.folder}_{name}".replace("-", "_")

    def _parquet(self, name: str, folder: Path) -> ir.Table:
        """Every Parquet file under a folder. DuckDB wants a pattern, Spark the folder; both see the partitions."""
        named = self.named(name)
        if self.backend.name == "duckdb":
            return self.backend.read_parquet(f"{folder}/**/*.parquet", table_name=named, hive_partitioning=True)
        return self.backend.read_parquet(str(folder), table_name=named)

    def _complete(self, name: str, read: ir.Table) -> ir.Table:
        missing = set(self.account(name).missing)
        known = tables()[name].columns if name in tables() else ()
        return read.mutate(**{c.name: ibis.null(dt.dtype(IBIS[c.type])) for c in known if c.name in missing})

    def _explain(self, told: ir.Table, column: str, by: str) -> ir.Table:
        says = f"{column}_says"
        if by == "tblLookupCourtDecision" and by in self.manifest.tables and column in DECISIONS:
            meanings = self._decisions(DECISIONS[column], says)
            return told.left_join(
                meanings, [meanings.case_type_ == told.CASE_TYPE, told[column] == meanings.code_]
            ).drop("case_type_", "code_")
        meanings = self._meanings(by, says)
        if meanings is None:
            return told
        return told.left_join(meanings, told[column].cast("string") == meanings.code_).drop("code_")

    def _meanings(self, by: str, says: str) -> ir.Table | None:
        """Code and meaning, once each: of the release's own code table where the store has it, else of ours."""
        table = tables().get(by)
        if table and table.code and table.says and by in self.manifest.tables:
            source = self.table(by)
            pairs = source.select(code_=source[table.code].cast("string"), meaning=source[table.says])
        elif rows := _codes().get(by):
            pairs = ibis.memtable({"code_": [code for code, _ in rows], "meaning": [said for _, said in rows]})
        else:
            return None
        return pairs.filter(pairs.code_.notnull()).group_by("code_").agg(**{says: pairs.meaning.min()})

    def _decisions(self, kind: str, says: str) -> ir.Table:
        source = self.table("tblLookupCourtDecision")
        return (
            source.filter(source.strDecType == kind)
            .group_by(case_type_=source.strCaseType, code_=source.strDecCode)
            .agg(**{says: source.strDecDescription.min()})
        )


@cache
def _codes() -> dict[str, list[tuple[str, str]]]:
    """Codes and meanings by table, of codes.csv beside this file: for a release without its code tables."""
    found: dict[str, list[tuple[str, str]]] = {}
    text = files("asylia.courtdata").joinpath("codes.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["table"], []).append((row["code"], row["says"]))
    return found
