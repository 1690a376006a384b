"""Reading a release of the immigration courts, beside what others would do with the same files.

    python -m bench.courtdata [--cases N] [--full] [--eoir]

An invented release with spoilt lines in it is written; then each way turns its three large tables into Parquet (eoir:
into PostgreSQL), in a process of its own, so that CPU seconds and peak memory are its own. `--full` is 2,000,000 cases,
2.5 million proceedings and 8 million hearings, once. `--grow N` reads N times as many with ours alone. `--eoir` fetches
PyPI eoir 0.0.1.
"""

# ruff: noqa: ICN001, PLC0415, S603, S608, T201  (a command prints; each way loads its own library and no other's)

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FULL, SMALL = 2_000_000, 50_000
TABLES = ("A_TblCase", "B_TblProceeding", "tbl_schedule")
ROUNDS = 3
FATES = {"rows": 10, "shifted": 9, "N/A kept": 10, "births": 10}
HEADS = "".join(f"{key:>{width}}" for key, width in FATES.items())
AIM = "aim: ours at most 1.0 times the CPU of DuckDB's bare conversion, peak under 1 GB, eoir at least 10 times ours"


class Spent(NamedTuple):
    """CPU seconds (user and system, children too), peak memory in MB, and what the way printed."""

    cpu: float
    peak: float
    said: str


# --- the ways: each turns the tables of a release into files of a folder -------------------------------------------


def floor(release: Path, out: Path) -> None:
    """`wc -l`: reading the bytes and nothing else."""
    subprocess.run(
        ["/usr/bin/wc", "-l", *(text(release, name) for name in TABLES)], check=True, stdout=subprocess.DEVNULL
    )
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
    import pandas as engine
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name in TABLES:
        chunks = engine.read_csv(
            text(release, name),
            sep="\t",
            quoting=3,
            encoding="latin-1",
            dtype=str,
            on_bad_lines="skip",
            chunksize=200_000,
        )
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

EOIR = """
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
    if not done["success"]:
        print(f"eoir: {name} failed: {done['error'].strip().splitlines()[0]}")
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""


def text(release: Path, name: str) -> Path:
    """Where the release has that table."""
    return release / "EOIR Case Data" / f"{name}.csv"


# --- measuring -----------------------------------------------------------------------------------------------------


def spent(command: list[str], **environment: str) -> Spent:
    """What a process costs; it prints its own peak last, for the kernel's figure begins with the parent's."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **environment})
        _, outcome, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(outcome)
        said.seek(0)
        words = said.read().rstrip()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {words[-500:]}")
    words, _, peak = words.rpartition("VmHWM:")
    return Spent(usage.ru_utime + usage.ru_stime, int(peak.split()[0]) / 1024, words.strip())


def peak() -> None:
    """Print the most memory that this process has held (Linux)."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    print(next(line for line in status if line.startswith("VmHWM:")))


def way(name: str, release: Path) -> tuple[Spent, dict[str, str]]:
    """One way, once; and what became of the rows of cases in what it wrote."""
    with tempfile.TemporaryDirectory() as out:
        cost = spent([sys.executable, "-m", "bench.courtdata", "--way", name, str(release), out])
        files = sorted(Path(out).rglob("A_TblCase/case_million=*/*.parquet")) or sorted(
            Path(out).glob("A_TblCase.parquet")
        )
        return cost, fate(files) if files else {}


def fate(files: list[Path]) -> dict[str, str]:
    """Rows of A_TblCase, those that stand shifted, and the birth months and N/A codes that are left."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    names = ["CASE_TYPE", "CASEPRIORITY_CODE", "C_BIRTHDATE"]
    tables = [pq.read_table(file, columns=names, partitioning=None) for file in files]
    rows = sum(map(len, tables))
    straight = sum(
        pc.sum(pc.is_in(t["CASE_TYPE"], value_set=pc.cast(["RMV", "WHO"], "string"))).as_py() or 0 for t in tables
    )
    kept = sum(pc.sum(pc.equal(t["CASEPRIORITY_CODE"], "N/A")).as_py() or 0 for t in tables)
    born = sum(len(t) - t["C_BIRTHDATE"].null_count for t in tables)
    return {"rows": f"{rows:,}", "shifted": f"{rows - straight:,}", "N/A kept": f"{kept:,}", "births": f"{born:,}"}


def eoir(release: Path, folder: Path) -> Spent:
    """PyPI eoir 0.0.1 into PostgreSQL: its own client's cost, without the server's."""
    from urllib.parse import parse_qs, urlsplit

    from tests.postgres import postgres_database

    python = folder / "eoir" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "eoir")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", "eoir==0.0.1"], check=True)
    with postgres_database() as url:
        parts = urlsplit(url)
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0].replace("/", "%2F")
        where = {"POSTGRES_HOST": host, "POSTGRES_USER": parts.username or "", "POSTGRES_DB": parts.path[1:]}
        return spent([str(python), "-c", EOIR, str(release), *TABLES], **where, LOG_LEVEL="ERROR")


def written(folder: Path, cases: int) -> Path:
    """An invented release of that size, one line in some thousands spoilt."""
    from tests.courtdata.generator import write_release
    from tests.courtdata.traps import Spoiler
    from tests.courtdata.world import World

    write_release(folder, World(cases=cases), spoil=Spoiler(every=max(200, cases // 100)))
    return folder


def main() -> None:
    """Write the release, measure each way in turn, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.courtdata", description=__doc__)
    asked.add_argument("--cases", type=int, default=SMALL)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--grow", type=int, default=1)
    asked.add_argument("--eoir", action="store_true")
    asked.add_argument("--way", nargs=3, metavar=("NAME", "RELEASE", "OUT"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.way:
        WAYS[given.way[0]](Path(given.way[1]), Path(given.way[2]))
        peak()
        return
    cases = FULL if given.full else given.cases
    with tempfile.TemporaryDirectory(prefix="asylia-bench-", dir=os.environ.get("TMPDIR")) as temporary:
        whole = compare(Path(temporary), cases, 1 if given.full else ROUNDS)
        grow(Path(temporary), cases, given.grow, whole)
        if given.eoir:
            beside_eoir(Path(temporary), cases // 10)
    print(AIM)


def compare(folder: Path, cases: int, rounds: int) -> Spent:
    """Each way on the same files; the least of some rounds, for the machine is shared. Gives what ours cost."""
    release = written(folder / "release", cases)
    size = sum(text(release, name).stat().st_size for name in TABLES) / 1e6
    print(f"{cases:,} cases, {size:,.0f} MB of text. What became of A_TblCase's rows stands on the right.\n")
    print(f"{'':13}{'CPU s':>8}{'of DuckDB':>11}{'peak MB':>9}   {HEADS}", flush=True)
    costs: dict[str, Spent] = {}
    fates: dict[str, dict[str, str]] = {}
    for _ in range(rounds):
        for name in WAYS:
            cost, fates[name] = way(name, release)
            costs[name] = min(cost, costs.get(name, cost))
    for name, cost in costs.items():
        shown = "".join(f"{fates[name].get(key, ''):>{width}}" for key, width in FATES.items())
        print(f"{name:13}{cost.cpu:8.2f}{cost.cpu / costs['DuckDB'].cpu:11.2f}{cost.peak:9.0f}   {shown}".rstrip())
    print(f"\n{costs['asylia'].said}", flush=True)
    return costs["asylia"]


def grow(folder: Path, cases: int, most: int, whole: Spent) -> None:
    """Ours on a tenth, on the whole, and on more."""
    print("\nhow cost grows    cases      CPU s   s a million rows   peak MB")
    for part in sorted({cases // 10, cases, cases * most}):
        release = folder / "release" if part == cases else written(folder / f"of-{part}", part)
        counts = dict(line.split("\t") for line in (release / "Count.txt").read_text("ascii").splitlines())
        rows = sum(int(counts[name]) for name in TABLES)
        cost = whole if part == cases else way("asylia", release)[0]
        print(f"{'':13}{part:>10,}{cost.cpu:11.2f}{cost.cpu / rows * 1e6:19.2f}{cost.peak:10.0f}", flush=True)


def beside_eoir(folder: Path, cases: int) -> None:
    """Ours and eoir on the same lines, none of them spoilt: eoir gives up a table at the first line it cannot load."""
    from tests.courtdata.generator import write_release
    from tests.courtdata.world import World

    release = folder / "clean"
    write_release(release, World(cases=cases))
    theirs, own = eoir(release, folder), way("asylia", release)[0]
    print(f"\n{cases:,} cases, no line spoilt: eoir {theirs.cpu:.2f} CPU s, its server not counted;")
    print(f"asylia {own.cpu:.2f},", end=" ")
    print(f"{theirs.cpu / own.cpu:.1f} times less. Of spoilt lines eoir says:")
    said = eoir(folder / "release", folder).said.splitlines()
    print("\n".join(line for line in said if line.startswith("eoir:")))


if __name__ == "__main__":
    main()
