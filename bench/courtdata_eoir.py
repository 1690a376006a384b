"""PyPI eoir 0.0.1 into PostgreSQL: what its own client costs, and which cells it makes nothing of."""

# ruff: noqa: S603, S608

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import psycopg
from psycopg import sql

from asylia.courtdata.schema import tables
from bench import courtdata
from bench.courtdata_ways import TABLES, text
from tests.postgres import postgres_database

# Its own functions, in its own environment; its tables as its own SQL makes them.
LOAD = """
import sys
from pathlib import Path
from eoir.core.clean import clean_single_file
from eoir.core.db import get_connection
from eoir.settings import METADATA_DIR
with get_connection() as connection:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'bklg'").fetchone():
        connection.execute("CREATE ROLE bklg")
    connection.execute(Path(METADATA_DIR, "foia_tables.sql").read_text().replace("(%s)", "x"))
for name in sys.argv[2:]:
    done = clean_single_file(Path(sys.argv[1], "EOIR Case Data", f"{name}.csv"), "x")
    if done["success"]:
        print(f"table {name} {done['table_name']}")
    else:
        print(f"eoir: {name} failed: {done['error'].strip().splitlines()[0]}")
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""
Nothing = dict[str, dict[str, int]]


def eoir(release: Path, folder: Path) -> tuple[courtdata.Spent, Nothing]:
    """Load a release; what it cost, and by table and column how many cells that hold something are null after it."""
    python = folder / "eoir" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "eoir")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", "eoir==0.0.1"], check=True)
    with postgres_database() as url:
        parts = urlsplit(url)
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0].replace("/", "%2F")
        where = {"POSTGRES_HOST": host, "POSTGRES_USER": parts.username or "", "POSTGRES_DB": parts.path[1:]}
        cost = courtdata.spent([str(python), "-c", LOAD, str(release), *TABLES], **where, LOG_LEVEL="ERROR")
        loaded = [line.split()[1:] for line in cost.said.splitlines() if line.startswith("table ")]
        with psycopg.connect(url) as connection:
            nothing = {name: _nothing(connection, release, name, target) for name, target in loaded}
    return cost, nothing


def _nothing(connection: psycopg.Connection, release: Path, name: str, target: str) -> dict[str, int]:
    """By column, the most first; all of them together under the empty name. Its columns go by place, not by name."""
    theirs = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [target]
    ).fetchall()
    kept = sql.SQL(", ").join(sql.SQL("count({})").format(sql.Identifier(column)) for (column,) in theirs)
    there = connection.execute(sql.SQL("SELECT {} FROM {}").format(kept, sql.Identifier(target))).fetchone() or ()
    read = f"read_csv('{text(release, name)}', delim='\t', quote='', escape='', header=true, all_varchar=true)"
    here = duckdb.connect().execute(f"SELECT count(nullif(rtrim(COLUMNS(*)), '')) FROM {read}")
    columns = [column.name for column in tables()[name].columns]
    counts = zip(columns, here.fetchone() or (), there, strict=True)
    gone = {column: said - kept for column, said, kept in counts if said > kept}
    return {"": sum(gone.values()), **dict(sorted(gone.items(), key=lambda each: -each[1]))}
