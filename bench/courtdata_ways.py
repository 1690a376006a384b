"""Ways to turn a release's three large tables into something that can be asked: ours, and what others would do.

    python -m bench.courtdata_ways NAME RELEASE OUT

Each way reads the same files, all columns of them, and loads its own library and no other's.
"""

# ruff: noqa: ICN001, PLC0415, S603, S608, T201  (a command prints; each way loads its own library and no other's)

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TABLES = ("A_TblCase", "B_TblProceeding", "tbl_schedule")


def text(release: Path, name: str) -> Path:
    """Where the release has that table."""
    return release / "EOIR Case Data" / f"{name}.csv"


def floor(release: Path, out: Path) -> None:
    """`wc -l`: reading the bytes and nothing else."""
    files = [text(release, name) for name in TABLES]
    subprocess.run(["/usr/bin/wc", "-l", *files], check=True, stdout=subprocess.DEVNULL)
    del out


def ours(release: Path, out: Path) -> None:
    """All columns typed, every check, sorted; prints what became of the lines."""
    from asylia.courtdata.accounting import remarks
    from asylia.courtdata.ingest import ingest

    for name, table in ingest(release, out, only=TABLES).tables.items():
        for remark in remarks(table):
            print(f"asylia says of {name}: {remark}")


def duckdb(release: Path, out: Path) -> None:
    """Types as DuckDB guesses them; lines it cannot read are passed over, else it reads none."""
    _duckdb(release, out, "")


def duckdb_text(release: Path, out: Path) -> None:
    """The same, every column as text."""
    _duckdb(release, out, ", all_varchar=true")


def _duckdb(release: Path, out: Path, option: str) -> None:
    import duckdb as engine

    connection = engine.connect()
    connection.execute("SET enable_progress_bar = false")
    for name in TABLES:
        how = f"delim='\t', quote='', escape='', header=true, ignore_errors=true{option}"
        read = f"read_csv('{text(release, name)}', {how})"
        target = f"'{out}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        connection.execute(f"COPY (SELECT * FROM {read}) TO {target}")


def polars(release: Path, out: Path) -> None:
    """All columns as text."""
    import polars as engine

    for name in TABLES:
        engine.scan_csv(
            text(release, name), separator="\t", quote_char=None, infer_schema=False, truncate_ragged_lines=True,
            encoding="utf8-lossy",
        ).sink_parquet(out / f"{name}.parquet", compression="zstd")  # fmt: skip


def pandas(release: Path, out: Path) -> None:
    """All columns as text, 200,000 rows at a time; whole tables would not fit."""
    import pandas as engine  # type: ignore[import-untyped]
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name in TABLES:
        chunks = engine.read_csv(
            text(release, name), sep="\t", quoting=3, encoding="latin-1", dtype=str, on_bad_lines="skip",
            chunksize=200_000,
        )  # fmt: skip
        writer = None
        for chunk in chunks:
            table = pa.Table.from_pandas(chunk, preserve_index=False)
            schema = pa.schema([(column, pa.string()) for column in table.column_names])
            writer = writer or pq.ParquetWriter(out / f"{name}.parquet", schema, compression="zstd")
            writer.write_table(table.cast(schema))
        if writer:
            writer.close()


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "wc -l": floor, "asylia": ours, "DuckDB": duckdb, "DuckDB, text": duckdb_text, "Polars": polars, "pandas": pandas,
}  # fmt: skip


def said_last() -> None:
    """Print the most memory that this process has held (Linux), as the last of all lines."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    print(next(line for line in status if line.startswith("VmHWM:")))


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    said_last()
