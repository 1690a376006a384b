"""What a way of reading made of a release, held against what is true of it: rows lost and made up, cells that differ.

The truth is the same invented release before a line of it was spoilt, and what the spoiler says of the lines it spoilt.
"""

# ruff: noqa: S608  (names of columns and files of our own)

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb

from asylia.courtdata.schema import Column, Type, tables
from bench.courtdata_ways import text
from tests.courtdata.traps import Expected

SPOILT = ("A_TblCase", "B_TblProceeding")
Truth = dict[str, Expected]


class Lost(NamedTuple):
    """Rows of the truth that are not there; rows that are in no truth; rows and cells that say something else."""

    missing: int = 0
    invented: int = 0
    wrong_rows: int = 0
    wrong_cells: int = 0
    padded: int = 0  # cells that kept blanks at their end, and so meet no code table

    def __add__(self, other: tuple[int, ...]) -> Lost:  # type: ignore[override]
        return Lost(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def lost(clean: Path, truth: Truth, found: dict[str, str]) -> Lost:
    """Hold Parquet files (a pattern a table) against the truth; SPOILT tables alone, for in others no line is."""
    total = Lost()
    for name in SPOILT:
        total += _of_table(clean, name, truth[name], found[name])
    return total


def _of_table(clean: Path, name: str, expected: Expected, found: str) -> Lost:
    table = tables()[name]
    key = table.key
    connection = duckdb.connect()
    read = f"read_csv('{text(clean, name)}', delim='\t', quote='', escape='', header=true, all_varchar=true)"
    connection.execute(f"CREATE TABLE truth AS SELECT * FROM {read}")
    for told, values in expected.values.items():
        for column, value in values.items():
            connection.execute(f'UPDATE truth SET "{column}" = ? WHERE {key} = ?', [value, str(told)])
    connection.execute(f"CREATE VIEW found AS SELECT * FROM read_parquet('{found}', hive_partitioning=false)")
    differ = [f"{said(c, 'f')} IS DISTINCT FROM {said(c, 't')}" for c in table.columns]
    padding = [f"""CAST(f."{c.name}" AS VARCHAR) LIKE '% '""" for c in table.columns]
    number = f"try_cast(f.{key} AS BIGINT)"
    row = connection.execute(
        f"""WITH held AS (
            SELECT t.{key} AS there, f.is_there AS read,
                {" + ".join(f"({each})::INT" for each in differ)} AS cells,
                {" + ".join(f"coalesce({each}, false)::INT" for each in padding)} AS padded
            FROM truth t FULL JOIN (SELECT *, true AS is_there FROM found) f ON CAST(t.{key} AS BIGINT) = {number}
        ) SELECT count_if(read IS NULL), count_if(there IS NULL), count_if(cells > 0 AND there NOT NULL AND read),
            coalesce(sum(cells) FILTER (there NOT NULL AND read), 0), coalesce(sum(padded) FILTER (read), 0)
        FROM held"""
    ).fetchone()
    return Lost(*map(int, row or ()))


def said(column: Column, side: str) -> str:
    """A cell as it must be, whatever a reader made of its type: SQL."""
    name = f'{side}."{column.name}"'
    text_of = f"nullif(rtrim(CAST({name} AS VARCHAR), ' '), '')"
    match column.type:
        case Type.INTEGER:
            return f"try_cast({text_of} AS BIGINT)"
        case Type.MOMENT:
            return f"try_cast({text_of} AS TIMESTAMP)"
        case Type.MONTH:  # 4/1974, or the first day of that month
            return f"coalesce(strftime(try_cast({text_of} AS DATE), '%-m/%Y'), {text_of})"
        case Type.FLAG:
            return f"CASE {text_of} WHEN 'false' THEN '0' WHEN 'true' THEN '1' ELSE {text_of} END"
        case Type.NUMBER:
            return f"try_cast({text_of} AS DOUBLE)"
        case _:
            return text_of
