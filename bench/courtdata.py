"""Reading a release of the immigration courts, beside what others would do with the same files.

    python -m bench.courtdata [--cases N] [--full] [--eoir] [--grow N] [--folder FOLDER]

An invented release with spoilt lines in it is written; each way then turns its three large tables into Parquet, in a
process of its own, so that CPU seconds (user and system, all threads) and peak memory are its own. What each lost is
counted against the release as it was before a line of it was spoilt. Then one question of the press is asked of the
store and of the text. `--full` is 2,000,000 cases, 2.5 million proceedings and 8 million hearings. `--grow N` lets ours
read N times as many, too. `--eoir` fetches PyPI eoir 0.0.1 and lets it load the same release, clean, into PostgreSQL.
`--folder` keeps what is written, for the next time.
"""

# ruff: noqa: PLC0415, S603, T201  (a command prints; what only some measurements need is loaded there)

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from asylia.courtdata.ingest import ingest
from bench import courtdata_question as asking
from bench.courtdata_lost import SPOILT, Lost, Truth, lost
from bench.courtdata_ways import TABLES, WAYS, text

FULL, SMALL = 2_000_000, 50_000
ROUNDS = 3
LOST = ("missing", "made up", "wrong", "cells wrong", "padded")


class Spent(NamedTuple):
    """CPU seconds (user and system, children too), peak memory in MB, and what the way printed."""

    cpu: float
    peak: float
    said: str


def main() -> None:
    """Write the release, measure each way in turn, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.courtdata", description=__doc__)
    asked.add_argument("--cases", type=int, default=SMALL)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--grow", type=int, default=1)
    asked.add_argument("--eoir", action="store_true")
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    cases = FULL if given.full else given.cases
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as temporary:
        folder = given.folder or Path(temporary)
        rounds = 1 if given.full else ROUNDS
        whole = conversion(folder, cases, rounds)
        question(folder, cases, rounds)
        if given.eoir:
            beside_eoir(folder, cases)
        growth(folder, cases, given.grow, whole)


# --- the files -----------------------------------------------------------------------------------------------------


def written(folder: Path, cases: int, *, spoilt: bool = True) -> tuple[Path, Truth]:
    """An invented release of that size, one line in some thousands spoilt, and what is true of those lines."""
    from tests.courtdata.generator import write_release
    from tests.courtdata.traps import Spoiler
    from tests.courtdata.world import World

    release = folder / f"{'spoilt' if spoilt else 'clean'}-{cases}"
    kept = release / "truth.pickle"  # ours, of this run or an earlier one
    if not kept.exists():
        spoiler = Spoiler(every=max(200, cases // 100))
        write_release(release, World(cases=cases), spoil=spoiler if spoilt else None)
        kept.write_bytes(pickle.dumps(spoiler.expected))
    return release, pickle.loads(kept.read_bytes())  # noqa: S301


# --- measuring -----------------------------------------------------------------------------------------------------


def spent(command: list[str], **environment: str) -> Spent:
    """What a process costs; it prints its own peak last, for the kernel's figure begins with the parent's."""
    compiled = str(Path(tempfile.gettempdir()) / "asylia-bench-pyc")  # nobody's first start is measured
    surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, **environment}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=surroundings)
        _, outcome, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(outcome)
        said.seek(0)
        words = said.read().rstrip()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {words[-500:]}")
    words, _, peak = words.rpartition("VmHWM:")
    return Spent(usage.ru_utime + usage.ru_stime, int(peak.split()[0]) / 1024, words.strip())


def way(name: str, release: Path, out: Path) -> Spent:
    """One way, once, into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    return spent([sys.executable, "-m", "bench.courtdata_ways", name, str(release), str(out)])


def conversion(folder: Path, cases: int, rounds: int) -> Spent:
    """Each way on the same files, the least of some rounds, and what it lost. Gives what ours cost."""
    release, truth = written(folder, cases)
    clean, _ = written(folder, cases, spoilt=False)
    size = sum(text(release, name).stat().st_size for name in TABLES) / 1e6
    print(f"{cases:,} cases, {size:,.0f} MB of text; rows and cells of {' and '.join(SPOILT)} beside the truth\n")
    print(f"{'':13}{'CPU s':>8}{'of DuckDB':>11}{'peak MB':>9}  " + "".join(f"{head:>12}" for head in LOST), flush=True)
    costs: dict[str, Spent] = {}
    losses: dict[str, Lost] = {}
    for turn in range(rounds):
        for name in WAYS:
            out = folder / "out"
            cost = way(name, release, out)
            costs[name] = min(cost, costs.get(name, cost))
            if not turn and name != "wc -l":
                losses[name] = lost(clean, truth, {table: files(out, table) for table in SPOILT})
            shutil.rmtree(out)
    for name, cost in costs.items():
        shown = "".join(f"{count:12,}" for count in losses.get(name, ()))
        print(f"{name:13}{cost.cpu:8.2f}{cost.cpu / costs['DuckDB'].cpu:11.2f}{cost.peak:9.0f}  {shown}".rstrip())
    print(f"\n{costs['asylia'].said}")
    least = min(costs["DuckDB"].cpu, costs["DuckDB, text"].cpu)
    print(f"ours to DuckDB, text: {costs['asylia'].cpu / costs['DuckDB, text'].cpu:.2f}", end=" ")
    print(f"(aim 1.0); to the cheaper of both: {costs['asylia'].cpu / least:.2f}", flush=True)
    return costs["asylia"]


def files(out: Path, table: str) -> str:
    """The Parquet files that a way made of a table: a pattern."""
    (store,) = [*out.glob("release-*"), None][:1]
    return str(store / table / "**" / "*.parquet" if store else out / f"{table}.parquet")


def question(folder: Path, cases: int, rounds: int) -> None:
    """The question, from the store and from the text, each in a process of its own; medians of some rounds."""
    release, _ = written(folder, cases, spoilt=False)
    store = folder / f"store-{cases}"
    if not store.exists():
        ingest(release, store)
    print(f"\nthe question, {cases:,} cases: {', '.join(asking.FIGURES)}\n")
    print(f"{'':19}{'CPU s':>8}{'of SQL':>8}{'start s':>9}{'peak MB':>9}   figures", flush=True)
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in asking.WAYS}
    figures = {}
    for turn in range(2 * ROUNDS - 1):
        for name in asking.WAYS:
            if turn < rounds or name.endswith("store"):
                command = [sys.executable, "-m", "bench.courtdata_question", name, str(release), str(store)]
                cost = spent(command)
                told = json.loads(cost.said.splitlines()[-1])
                taken[name].append((told["question"], told["start"], cost.peak))
                figures[name] = told["figures"]
    cost = way("wc -l", release, folder / "out")
    print(f"{'wc -l':19}{cost.cpu:8.2f}")
    middle = {name: sorted(each)[len(each) // 2] for name, each in taken.items()}
    for name, (cpu, start, peak) in middle.items():
        of_sql = cpu / middle["SQL by hand, store"][0]
        print(f"{name:19}{cpu:8.2f}{of_sql:8.2f}{start:9.2f}{peak:9.0f}   {figures[name]}")
    print("aim: ours at most 1.2 of the SQL; start is process, imports and Ibis's first use", flush=True)


def growth(folder: Path, cases: int, most: int, whole: Spent) -> None:
    """Ours on a tenth, on the whole, and on more."""
    print("\nhow cost grows    cases      CPU s   s a million rows   peak MB")
    for part in sorted({cases // 10, cases, cases * most}):
        release, _ = written(folder, part)
        counts = dict(line.split("\t") for line in (release / "Count.txt").read_text("ascii").splitlines())
        rows = sum(int(counts[name]) for name in TABLES)
        cost = whole if part == cases else way("asylia", release, folder / "out")
        print(f"{'':13}{part:>10,}{cost.cpu:11.2f}{cost.cpu / rows * 1e6:19.2f}{cost.peak:10.0f}", flush=True)
    shutil.rmtree(folder / "out", ignore_errors=True)
    print("aim: peak under 1 GB whatever the size, cost in step with the rows")


def beside_eoir(folder: Path, cases: int) -> None:
    """Ours and eoir on the same lines, none of them spoilt: eoir gives up a table at the first line it cannot load."""
    from bench.courtdata_eoir import eoir

    clean, _ = written(folder, cases, spoilt=False)
    (theirs, nothing), own = eoir(clean, folder), way("asylia", clean, folder / "out")
    print(f"\n{cases:,} cases, no line spoilt: eoir {theirs.cpu:.2f} CPU s, its server not counted;", end=" ")
    print(f"asylia {own.cpu:.2f}: {theirs.cpu / own.cpu:.1f} times less (aim 10)")
    for table, cells in nothing.items():
        print(f"eoir made nothing of {cells.pop(''):,} cells of {table}:", end=" ")
        print(", ".join(f"{column} {count:,}" for column, count in list(cells.items())[:5]))
    said = eoir(written(folder, cases)[0], folder)[0].said.splitlines()
    print("Of the spoilt release eoir says:", *(line for line in said if "failed" in line), sep="\n", flush=True)


if __name__ == "__main__":
    main()
