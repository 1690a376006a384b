"""All measurements in one run, printed and kept in docs/benchmarks.md.

    python -m bench [--full]

`--full` lets the record grow to ten million entries on each engine before its appends are measured (an hour, 30 GB of
disk); without it, to one million.
"""

import argparse
import ast
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
GROWN = 1_000_000
PARTS = {
    "core": "The pure core",
    "ledger": "The record, beside `eventsourcing` 9.5.6 (whose recorder hashes and seals nothing)",
    "clients": "Sixteen clients at once, beside plain inserts",
    "log": "The log over the record: keeping up, proving, verifying",
    "grown": "Appending to a large record, beside a small one",
    "shell": "One whole command through the shell",
    "page": "Opening a case of 300 events",
    "board": "The overseer's board from kept rows, with 70,000 cases",
    "notices": "Printing notices, beside WeasyPrint printing an equal page",
    "portal": "The person's own pages, with 70,000 people",
    "simulator": "Simulating, recording and measuring a programme of 70,000 people",
    "oversight": "All measures over growing event tables",
    "courtdata": "Reading a release of the immigration courts, beside DuckDB, Polars and pandas on the same files",
}
HEAD = """# Benchmarks

Made by `make bench` on {day}: {cores} cores, {machine}, Python {python}. The machine was shared: read the ratios,
which are measured side by side in one run, before the absolute figures, and the load under which each part began.
Each line names its aim.
"""


def main() -> int:
    """Run each part in a process of its own; returns 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed; write docs/benchmarks.md.")
    parser.add_argument("--full", action="store_true", help="grow a record to ten million entries (an hour, 30 GB)")
    given = {} if parser.parse_args().full else {"grown": [str(GROWN)]}
    today = datetime.now(UTC).date().isoformat()
    page = [HEAD.format(day=today, cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version())]
    failed = 0
    for name, title in PARTS.items():
        print(f"{title}\n", flush=True)  # noqa: T201
        load = f"Load when it began: {os.getloadavg()[0]:.0f}."
        command = [sys.executable, "-m", f"bench.{name}", *given.get(name, [])]
        done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=False)  # noqa: S603
        print(done.stdout, flush=True)  # noqa: T201
        failed |= done.returncode
        page.append(f"## {title}\n\n{says(name)}\n\n{load}\n\n```\n{done.stdout.rstrip()}\n```\n")
    PAGE.write_text("\n".join(page), "utf-8")
    return 1 if failed else 0


def says(name: str) -> str:
    """What a part says of itself: its module's own words."""
    return ast.get_docstring(ast.parse((ROOT / "bench" / f"{name}.py").read_text("utf-8"))) or ""


if __name__ == "__main__":
    sys.exit(main())
