"""From a simulated record to event tables: what each event costs, and how much memory that takes.

    python -m bench.gathering [--people N] [--data FOLDER]

A plan is lived through into a record (in FOLDER, kept, or thrown away); then the tables are made from it as
`asylia oversight measure` makes them, by as many processes as there are cores. CPU is that of all of them.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

from asylia.ledger import Ledger
from asylia.oversight.gathering import gather
from asylia.simulating import record_at, recorded
from asylia.simulator.reading import PLANS, read_plan

AIM = 2048  # MB, of all processes together


def main() -> None:
    """Simulate where there is no record yet, gather, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.gathering", description=__doc__)
    asked.add_argument("--people", type=int, default=3_000)
    asked.add_argument("--data", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as thrown_away:
        home = (given.data or Path(thrown_away)).absolute()
        if not (home / "asylia.sqlite3").exists():
            recorded(read_plan(PLANS / "us_mpp_2019_practised.toml"), home, seed=1, people=given.people)
        shutil.rmtree(home / "oversight", ignore_errors=True)
        measure(home)


def measure(home: Path) -> None:
    """Gather the whole record of a home once."""
    with closing(Ledger.open(record_at(home), home)) as ledger, closing(ledger.connect()) as raw:
        ((events,),) = ledger.engine.run(raw, "SELECT COUNT(*) FROM ledger_events")
        before, began = cpu(), time.perf_counter()
        found = gather(ledger, raw, home, dt.datetime.now(dt.UTC))
        took, spent = time.perf_counter() - began, cpu() - before
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = own + child * (os.cpu_count() or 1)
    size = sum(each.stat().st_size for each in (home / "oversight").rglob("*.parquet") if each.is_file())
    print(f"{events:,} events of {found.cases:,} cases became {found.rows:,} rows, {size / 1e6:.0f} MB of Parquet")
    print(f"{spent / events * 1e6:.1f} us of CPU an event ({spent:.1f} s CPU, {took:.1f} s by the clock)")
    print(f"at most {peak:.0f} MB, all processes together (aim {AIM})")


def cpu() -> float:
    """CPU seconds of this process and those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
