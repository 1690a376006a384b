"""All measurements in one run, printed and kept in docs/benchmarks.md."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = {
    "core": "The pure core",
    "ledger": "The record, beside `eventsourcing` 9.5.6 (whose recorder hashes and seals nothing)",
    "log": "The log over the record: keeping up, proving, verifying",
    "shell": "One whole command through the shell",
    "page": "Opening a case of 300 events",
}
HEAD = """# Benchmarks

Made by `make bench` on {day}: {cores} cores, {machine}, Python {python}. The machine was shared: read the ratios,
which are measured side by side in one run, before the absolute figures. Each line names its aim.
"""


def main() -> int:
    """Run each part in a process of its own; returns 1 when one of them failed."""
    today = datetime.now(UTC).date().isoformat()
    page = [HEAD.format(day=today, cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version())]
    failed = 0
    for name, title in PARTS.items():
        print(f"{title}\n", flush=True)  # noqa: T201
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, text=True, stdout=subprocess.PIPE)  # noqa: S603, PLW1510
        print(done.stdout, flush=True)  # noqa: T201
        failed |= done.returncode
        page.append(f"## {title}\n\n```\n{done.stdout.rstrip()}\n```\n")
    PAGE.write_text("\n".join(page), "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
