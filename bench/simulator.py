"""The simulator: people who live through a plan, alone; then recorded on a real ledger; then measured.

    python -m bench.simulator [PEOPLE] [PLAN]

`lived` is the loop, the people and the real core, with nothing kept. `recorded` adds the second process, which appends
to the record: its wall time is that of the slower of both. `measured` gathers the event tables from that record and
computes every measure and the ladder as of the end. CPU time is of all processes; where neighbours fill the cores and
the disk, it is the steadier. Growth: the same plan with a tenth of the people and with four times as many, lived alone.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from asylia.ledger import Ledger
from asylia.simulating import record_at, recorded
from asylia.simulator.plan import Plan
from asylia.simulator.reading import read_plan
from asylia.simulator.running import run

PEOPLE = 70_000
AIMS = {"lived": "50,000 events/s on one core", "all": "4 minutes on two cores, 2 GB"}


def cpu() -> float:
    """Seconds of CPU of this process and of those it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def megabytes(who: int) -> int:
    """The most memory that was held."""
    return resource.getrusage(who).ru_maxrss // 1024


@contextmanager
def phase(name: str) -> Iterator[Callable[[str], None]]:
    """Time what is done, and print it with what it says of itself."""
    began, spent = time.perf_counter(), cpu()
    said: list[str] = []
    yield said.append
    wall = time.perf_counter() - began
    print(f"{name:<22}{wall:8.1f} s wall {cpu() - spent:8.1f} s CPU   {' '.join(said)}", flush=True)


def lived(plan: Plan, people: int, aim: str = "") -> None:
    """The event loop, the people and the core, nothing kept: events a second of CPU."""
    with phase(f"lived, {people:,}") as say:
        spent = time.process_time()
        count = run(plan, people=people)
        each = count.events / (time.process_time() - spent)
        say(f"{count.events:,} events, {each:,.0f} events/s of CPU{aim}; {megabytes(resource.RUSAGE_SELF)} MB")


def measured(plan: Plan, folder: Path) -> None:
    """The event tables gathered from the record; every measure and the ladder as of the end."""
    from asylia.oversight import store  # noqa: PLC0415 (what counts is loaded when it is measured)
    from asylia.oversight.computing import compute_all  # noqa: PLC0415
    from asylia.oversight.gathering import gather  # noqa: PLC0415
    from asylia.oversight.ladder_counting import ladders  # noqa: PLC0415
    from asylia.oversight.registry import measures  # noqa: PLC0415

    end = dt.datetime.combine(plan.begins + dt.timedelta(days=plan.days), dt.time(), dt.UTC)
    with phase("gathered") as say:
        with closing(Ledger.open(record_at(folder), folder)) as ledger, closing(ledger.connect()) as connection:
            done = gather(ledger, connection, folder, end)
        say(f"{done.rows:,} rows of {done.cases:,} cases")
    tables = store.parquet(folder / "oversight" / "tables", store.duckdb())
    with phase("measured") as say:
        rows, breaches = compute_all(list(measures().values()), tables, end)
        say(f"{len(rows)} rows, {len(breaches):,} broken rules")
    with phase("ladder") as say:
        say(f"{len(ladders(tables.at(end)))} ladders")


def whole(plan: Plan, people: int) -> None:
    """Simulated, recorded and measured."""
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name, phase("all of it") as say:
        folder = Path(name)
        with phase(f"recorded, {people:,}") as said:
            _, entries = recorded(plan, folder, seed=None, people=people)
            said(f"{entries:,} entries")
        measured(plan, folder)
        say(f"(aim {AIMS['all']}); {megabytes(resource.RUSAGE_SELF)} and {megabytes(resource.RUSAGE_CHILDREN)} MB")


def main(people: int = PEOPLE, name: str = "us_mpp_2019_practised") -> None:
    """Measures and prints."""
    plan = read_plan(Path(name))
    print(f"{plan.title}; load when it began: {os.getloadavg()[0]:.0f}")
    lived(plan, people // 10)
    lived(plan, people, f" (aim {AIMS['lived']})")
    whole(plan, people)
    lived(plan, people * 4)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE, *sys.argv[2:3])
