"""What became of a release's rows in words, and a line that grows while they are read."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from asylia.courtdata.manifest import Manifest, StoredTable
from asylia.courtdata.release import Release

WIDTH = 30


class Bar:
    """A line on stderr that grows: share of the text, rows, rows a second, time left. Nothing where nobody watches."""

    def __init__(self, release: Release, only: Sequence[str]) -> None:
        names = {name.casefold() for name in only} or {name.casefold() for name in release.members}
        self.size = sum(m.bytes for name, m in release.members.items() if name.casefold() in names)
        self.read = self.rows = 0
        self.began = self.shown = time.monotonic()

    def watch(self, table: str, size: int, rows: int) -> None:
        """Add what was just read; draws at most ten times a second."""
        self.read += size
        self.rows += rows
        now = time.monotonic()
        if now - self.shown > 0.1:
            self.shown = now
            self.draw(table, now - self.began)

    def draw(self, table: str, spent: float) -> None:
        """Draw the line anew."""
        if sys.stderr.isatty():
            share = min(self.read / max(self.size, 1), 1.0)
            left = f"{clock(spent / share - spent)} left" if share > 0.01 else ""
            filled = int(WIDTH * share)
            said = f"{self.rows:,} rows, {self.rows / max(spent, 0.1):,.0f} a second {left}"
            print(f"\r\x1b[K[{'#' * filled:.<{WIDTH}}] {said} {table}"[:84], end="", file=sys.stderr, flush=True)  # noqa: T201

    def done(self) -> None:
        """Take the line away."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)  # noqa: T201


def clock(seconds: float) -> str:
    """A time as 1:05 or 2:01:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def summary(manifest: Manifest, store: Path) -> list[str]:
    """What became of the rows, in lines of at most 80 columns where names allow it."""
    tables = manifest.tables
    total = sum(table.rows for table in tables.values())
    good = sum(table.good for table in tables.values())
    mended = sum(sum(table.repaired.values()) for table in tables.values())
    apart = sum(sum(table.quarantined.values()) for table in tables.values())
    said = [
        f"Release of {manifest.source.released} ({manifest.source.released_says}) in {store}:",
        f"{total:,} rows in {len(tables)} tables = {good:,} good + {mended:,} repaired + {apart:,} quarantined.",
    ]
    for name, table in tables.items():
        said += [f"  {name}: {line}" for line in remarks(table)]
    if manifest.absent:
        said.append(f"Not in this release: {', '.join(manifest.absent)}.")
    if manifest.ignored:
        said.append(f"No tables, left alone: {', '.join(manifest.ignored)}.")
    return said


def remarks(table: StoredTable) -> list[str]:
    """What there is to say of one table; nothing where all is well."""
    said = []
    if not table.known:
        said.append("a table never seen before, kept as text")
    if table.repaired:
        said.append("repaired " + counted(table.repaired))
    if table.quarantined:
        said.append("quarantined " + counted(table.quarantined))
    if not table.agrees:
        said.append(f"Count.txt says {table.counted:,} rows, {table.rows:,} were read")
    if table.duplicate_keys:
        said.append(f"{table.duplicate_keys:,} rows bear a key that another row has")
    if table.without_case:
        said.append(f"{table.without_case:,} rows belong to a case that is not in A_TblCase")
    if table.known and table.unknown:
        said.append(f"columns never seen before, kept as text: {', '.join(table.unknown)}")
    if table.missing:
        said.append(f"columns it lacks, left empty: {', '.join(table.missing)}")
    return said


def counted(what: dict[str, int]) -> str:
    """Rules with how often each was met."""
    return ", ".join(f"{times:,} {rule}" for rule, times in sorted(what.items()))
