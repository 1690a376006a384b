"""All measures over event tables of growing size, each in a process of its own.

    python -m bench.oversight [--full] [--folder FOLDER]

Two years of an invented programme of 14 sites are written as event tables (one row an event); then every measure is
computed once, as `asylia oversight measure` does: Parquet in, rows out. Wall and CPU seconds (all threads) and peak
memory are of that process, its start apart. `--full` goes on to ten million events; without it, to one million.
"""

# ruff: noqa: PLC0415, S603, T201  (a command prints; what only the measured process needs is loaded there)

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SIZES = (10**5, 10**6)
FULL = 10**7
AIM = 30.0  # seconds for all measures on ten million events
PARTIES = 3  # a week at each site, in each lot of people that is written


def main() -> None:
    """Write, measure, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.oversight", description=__doc__)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        print(json.dumps(measured(given.measure)))
        return
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as temporary:
        folder = given.folder or Path(temporary)
        print(
            f"{'events':>12}{'people':>10}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'rows out':>10}   slowest", flush=True
        )
        for size in (*SIZES, *((FULL,) if given.full else ())):
            tables, rows, people = written(folder, size)
            command = [sys.executable, "-m", "bench.oversight", "--measure", str(tables)]
            told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            slow = ", ".join(f"{name} {seconds:.1f}" for name, seconds in told["slowest"])
            figures = f"{told['wall']:>9.1f}{told['cpu']:>9.1f}{told['peak']:>9.0f}{told['rows']:>10,}"
            print(f"{rows:>12,}{people:>10,}{figures}   {slow}", flush=True)
        print(f"\nAim: all measures on 10,000,000 events in less than {AIM:.0f} s.")


def written(folder: Path, size: int) -> tuple[Path, int, int]:
    """Event tables with at least so many rows: lots of people, each lot with cases and families of its own."""
    import pyarrow.parquet as pq

    from tests.oversight.worlds.flow import tables
    from tests.oversight.worlds.world import People, World

    world = World(
        sites=14, weeks=104, parties=PARTIES, officers=20, waiting=True, headquarters=(0.9, 0.2), drawn=(0.3, 0.1),
        overturned=(0.05, 0.05), wrong=(0.05, 0.05), officer_spread=0.3, monitor=0.1,
    )  # fmt: skip
    home = folder / f"tables-{size}"
    rows = people = lot = 0
    while rows < size:
        met = People(world, 1, seed=lot)
        for name, table in tables(met).items():
            (home / name).mkdir(parents=True, exist_ok=True)
            pq.write_table(apart(table, lot), home / name / f"{lot}.parquet", compression="zstd")
            rows += table.num_rows
        people, lot = people + met.n, lot + 1
    return home, rows, people


def apart(table: pa.Table, lot: int) -> pa.Table:
    """The rows of a lot, its cases and families its own."""
    import pyarrow.compute as pc

    for name in ("case", "family"):
        column = table.column(name)
        own = pc.if_else(pc.equal(column, ""), column, pc.binary_join_element_wise(f"{lot}-", column, ""))
        table = table.set_column(table.schema.get_field_index(name), name, own)
    return table


def measured(folder: Path) -> dict[str, object]:
    """All measures once, in this process."""
    import datetime as dt

    from asylia.oversight.computing import compute_all
    from asylia.oversight.registry import measures
    from asylia.oversight.store import duckdb, parquet

    every = list(measures().values())
    started, cpu = time.perf_counter(), time.process_time()
    marks: list[tuple[str, float]] = []
    store = parquet(folder, duckdb())
    as_of = dt.datetime(2029, 1, 15, tzinfo=dt.UTC)
    told = compute_all(every, store, as_of, watch=lambda name, *_: marks.append((name, time.perf_counter())))
    ended = [(name, after - at) for (name, at), (_, after) in pairwise(marks)]
    return {
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": len(told.rows),
        "slowest": sorted(ended, key=lambda each: -each[1])[:4],
    }


if __name__ == "__main__":
    main()
