"""An invented release with known truth: `python -m tests.courtdata.generator FOLDER [--cases N] [--later] [--zip]`.

It looks like the courts' own: a folder of tab-separated .csv without quotes, code tables in Lookup/, Count.txt.
Without `traps` it is clean; tests/courtdata/traps.py spoils it in ways that are known to the row.
"""

from __future__ import annotations

import argparse
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from asylia.courtdata.schema import tables
from tests.courtdata.printing import chunk, small_table
from tests.courtdata.world import LATER, RELEASED, Arrays, World

DATA, LOOKUP = "EOIR Case Data", "Lookup"
SECOND = 86_400
Spoil = Callable[[str, bytes], bytes]  # table, clean lines -> spoilt lines


@dataclass(slots=True)
class Release:
    """A written release: where it is, how many rows each table has, and (small worlds) what is true of each case."""

    path: Path
    rows: dict[str, int] = field(default_factory=dict)
    facts: Arrays = field(default_factory=dict)  # one row a case, see World.facts; empty above 100,000 cases
    clean: dict[str, pa.Table] = field(default_factory=dict)  # each table as text, before any trap; likewise


def write_release(
    folder: Path, world: World | None = None, *, newline: bytes = b"\r\n", spoil: Spoil | None = None
) -> Release:
    """Write a release of every table into `folder`; its files bear the day of the release."""
    world = world or World()
    release = Release(folder)
    for place in (DATA, LOOKUP):
        (folder / place).mkdir(parents=True, exist_ok=True)
    large: set[str] = set()
    for first, last in world.chunks():
        facts = world.facts(first, last)
        made = chunk(world, facts)
        for name, table in made.items():
            write(release, name, table, newline, spoil, append=name in large)
        large |= set(made)
        remember(release, facts, made, small=world.cases <= 100_000)
    for name in tables().keys() - large:
        write(release, name, small_table(name), newline, spoil, append=False)
        release.clean[name] = small_table(name)
    counts = "".join(f"{name}\t{rows}\n" for name, rows in sorted(release.rows.items()))
    (folder / "Count.txt").write_text(counts, "ascii")
    for path in folder.rglob("*"):
        os.utime(path, (at := (LATER if world.later else RELEASED) * SECOND, at))
    return release


def write(release: Release, name: str, table: pa.Table, newline: bytes, spoil: Spoil | None, *, append: bool) -> None:
    """Append one table's rows to its file, under a header when they are the first."""
    path = file_of(release.path, name)
    sink = pa.BufferOutputStream()
    options = pa.csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    pa.csv.write_csv(table, sink, options)
    lines = sink.getvalue().to_pybytes()
    before = release.rows.get(name, 0) if append else 0
    if spoil:
        lines = spoil(name, lines)
    header = b"" if append else "\t".join(table.column_names).encode() + b"\n"
    with path.open("ab" if append else "wb") as file:
        file.write((header + lines).replace(b"\n", newline))
    release.rows[name] = before + len(table)


def remember(release: Release, facts: Arrays, made: dict[str, pa.Table], *, small: bool) -> None:
    """Keep what is true, of small worlds."""
    if small:
        release.facts = {name: np.r_[release.facts[name], new] if release.facts else new for name, new in facts.items()}
        for name, table in made.items():
            release.clean[name] = pa.concat_tables([release.clean[name], table]) if name in release.clean else table


def file_of(folder: Path, name: str) -> Path:
    """Where a release keeps that table."""
    known = tables().get(name)
    return folder / (LOOKUP if known and known.kind == "lookup" else DATA) / f"{name}.csv"


def zipped(folder: Path, target: Path) -> Path:
    """The folder as one zip, deflated; members bear the folder's name, as the courts' do."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in files_in(folder):
            archive.write(path, path.relative_to(folder))
    return target


def files_in(folder: Path) -> Iterator[Path]:
    """Every file under a folder, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def main() -> None:
    """Write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--cases", type=int, default=400, help="2,000,000 gives 2.5 M proceedings and 8 M hearings")
    asked.add_argument("--seed", type=int, default=2019)
    asked.add_argument("--later", action="store_true", help="the same cases four months on: some moved, some gone")
    asked.add_argument("--zip", action="store_true", help="beside the folder, FOLDER.zip")
    given = asked.parse_args()
    write_release(given.folder, World(given.cases, given.seed, given.later))
    if given.zip:
        zipped(given.folder, given.folder.with_suffix(".zip"))


if __name__ == "__main__":
    main()
