"""Torn and rotten files of SQLite: a prefix with all that was checkpointed, or it is said; never a wrong row.

What lies in the write-ahead log alone when that is torn may be gone: SQLite ends at the first frame whose checksum
fails. What the log signed for (docs/ledger.md) shows the loss to those outside.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from asylia.ledger.doctor import examine
from asylia.ledger.sqlite import PAGE_SIZE
from asylia.shell.submitting import submit
from tests.faults.conftest import Site
from tests.faults.journal import Given
from tests.shell.people import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
CHANCE = Random(2019)  # noqa: S311 (which bit falls is no secret)
RECORD = "asylia.sqlite3"
STEP = 512  # bytes: what a disk writes at once
TAIL = 64 * 1024
# What nobody is shown as the record, or as what it shows: sessions, codes of sign-in, looks (the doctor digests those).
BESIDE = ("django_", "accounts_", "shell_", "ledger_reads", "ledger_keys", "sqlite_")


class Torn(NamedTuple):
    """The files as they lay when the power went: checkpointed rows in one, the newest commands in the other."""

    site: Site
    database: bytes
    log: bytes
    shown: dict[str, list[tuple[object, ...]]]

    def found(self, number: int, database: bytes, log: bytes) -> tuple[list[str], bool]:
        """What is violated when it starts on these files; and whether every row is as it was."""
        home = self.site.home.parent / f"torn{number}"
        shutil.copytree(self.site.home, home, ignore=lambda *_: [f"{RECORD}-wal", f"{RECORD}-shm"])
        (home / RECORD).write_bytes(database)
        (home / f"{RECORD}-wal").write_bytes(log)
        violated = self.site.checked(home, self.site.path)
        same = not violated and rows_or_none(home / RECORD) == self.shown
        if not (violated or same) and not log:  # an index leads elsewhere, while every row is found by another way
            violated = [each.name for each in examine(f"sqlite:///{home / RECORD}", home) if not each.ok]
        shutil.rmtree(home)
        return violated, same


@pytest.fixture
def torn(site) -> Torn:
    """Two cases are checkpointed, and what the log signed; twelve commands follow in the write-ahead log."""
    desk, other = Desk(site.house), Desk(site.house).open().make_open_to_hearing()
    desk.open()
    told(site, desk, 1)
    site.sequence()
    site.witness()
    raw = site.house.raw()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
    for number in range(2, 14):
        told(site, desk if number % 2 else other, number, acknowledged=False)
    files = [(site.home / f"{RECORD}{end}").read_bytes() for end in ("", "-wal")]
    return Torn(site, *files, rows(site.home / RECORD))


def told(site: Site, desk: Desk, number: int, *, acknowledged: bool = True) -> None:
    """A statement of fear in the journal; one that the disk may lose again is not said to be acknowledged."""
    words = {"words": f"Tengo miedo, {number}. {site.journal.canary}", "language": "es"}
    given, key = Given("ReportFear", "sloane", desk.at.isoformat(), desk.case, words), f"key-{number}"
    site.journal.sent(key, given, seen=desk.file.version)
    answer = submit(site.house, given.command(), desk.case, key=key)
    if acknowledged:
        site.journal.answered(key, answer)


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the record and of its read models."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        kept = [each for each in names if not each.startswith(BESIDE)]
        return {each: sorted(connection.execute(f"SELECT * FROM {each}"), key=repr) for each in kept}  # noqa: S608


def rows_or_none(database: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """Every row, or None where SQLite itself says that the file is malformed."""
    try:
        return rows(database)
    except sqlite3.DatabaseError:
        return None


def flipped(data: bytes, begin: int = 0) -> bytes:
    """The same bytes with one bit the other way, where something is written: most of a new file is room."""
    at = CHANCE.choice([place for place in range(begin, len(data)) if data[place]])
    return data[:at] + bytes([data[at] ^ 1 << CHANCE.randrange(8)]) + data[at + 1 :]


@pytest.mark.parametrize("every", [16, pytest.param(1, marks=pytest.mark.long)])
def test_a_log_cut_at_any_sector_gives_a_prefix_with_all_that_was_checkpointed(torn, every):
    ends = range(max(0, len(torn.log) - TAIL), len(torn.log), STEP)[::every]
    for number, end in enumerate(ends):
        violated, same = torn.found(number, torn.database, torn.log[:end])
        assert violated == []
        assert not same, "a command is gone, whole"
    print(f"{len(ends)} cuts")  # noqa: T201


@pytest.mark.parametrize("bits", [12, pytest.param(172, marks=pytest.mark.long)])
def test_a_bit_that_falls_in_the_log_gives_a_prefix_with_all_that_was_checkpointed(torn, bits):
    assert [torn.found(each, torn.database, flipped(torn.log))[0] for each in range(bits)] == [[]] * bits


@pytest.mark.parametrize("bits", [12, pytest.param(200, marks=pytest.mark.long)])
def test_a_bit_that_falls_in_the_database_is_named_or_changes_no_row(torn, bits):
    """The start, the verifier, a rebuild or the doctor names it; else nothing is different."""
    torn.site.house.raw().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    whole, named = (torn.site.home / RECORD).read_bytes(), 0
    for number in range(bits):
        violated, same = torn.found(number, flipped(whole), b"")
        assert violated or same, "a row is another one, and nothing says so"
        named += bool(violated)
    print(f"{bits} bits: {named} named, {bits - named} changed no row")  # noqa: T201
    assert named


def test_the_doctor_names_a_file_whose_pages_are_not_sound(torn):
    """A page that the tree of a table leads to is overwritten, as a disk does that writes in the wrong place."""
    home = torn.site.home.parent / "unsound"
    shutil.copytree(torn.site.home, home, ignore=lambda *_: [f"{RECORD}-wal", f"{RECORD}-shm"])
    with closing(sqlite3.connect(home / RECORD)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'caseload_duerow'").fetchone()
    with (home / RECORD).open("r+b") as file:
        file.seek((page - 1) * PAGE_SIZE)
        file.write(torn.database[:PAGE_SIZE])
    wrong = {each.name for each in examine(f"sqlite:///{home / RECORD}", home) if not each.ok}
    assert wrong & {"pages of the file are sound", "record can be reached"}
