"""A killed process, a full disk, a lost server: nothing half written, nothing acknowledged lost, a plain error."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from asylia.ledger import Ledger, OutOfSpace
from asylia.ledger.engine import Connection
from tests.ledger.conftest import RECORDED, append, event

# A writer that appends three events and remembers a form, in one transaction, and is killed before its Nth statement.
# Acknowledged transactions are printed, as a browser would be told.
WRITER = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from asylia.ledger import Ledger
from asylia.ledger.sqlite import Sqlite
from tests.ledger.conftest import RECORDED, event

ledger = Ledger.open(sys.argv[2], sys.argv[3])
connection = ledger.connect()
left = int(sys.argv[4])

def counted(call):
    def one(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return one

if isinstance(ledger.engine, Sqlite):
    connection.set_trace_callback(counted(lambda statement: None))
else:
    for name in ("run", "execute", "insert", "insert_entries", "lock"):
        setattr(ledger.engine, name, counted(getattr(ledger.engine, name)))

with ledger.transaction(connection):
    ledger.lock(connection, ["family/1"])
    head = ledger.head(connection, "case/1")
    ledger.append(connection, "case/1", head, [event(number=head + more) for more in range(3)], RECORDED)
    ledger.append(connection, "case/2", ledger.head(connection, "case/2"), [event()], RECORDED)
    ledger.remember(connection, f"form-{head}", b"digest", b"answer")
    counted(lambda: None)()
counted(lambda: None)()
print("acknowledged", flush=True)
"""


def written(ledger: Ledger, connection: Connection) -> tuple[int, int, int, int]:
    """How many entries, and forms, and entries waiting for the log there are."""
    count = ledger.engine.run(
        connection, "SELECT (SELECT count(*) FROM ledger_keys), (SELECT count(*) FROM ledger_pending)"
    )
    return ledger.head(connection, "case/1"), ledger.head(connection, "case/2"), count[0][0], count[0][1]


def test_a_process_killed_between_any_two_statements_writes_all_or_nothing(
    ledger: Ledger, connection: Connection, tmp_path: Path
) -> None:
    ledger.keys.ensure(["person/1"])
    url = getattr(ledger.engine, "url", f"sqlite:///{tmp_path}/record.sqlite3")
    root = str(Path(__file__).parents[2])
    done, killed = 0, 0
    for statement in range(1, 60):
        command = [sys.executable, "-c", WRITER, root, url, str(tmp_path / "home"), str(statement)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
        killed += ended.returncode != 0
        done += ended.stdout.count("acknowledged")
        first, second, forms, waiting = written(ledger, connection)
        assert (first, second, waiting) == (3 * forms, forms, 4 * forms), "half a transaction"
        assert forms >= done, "an acknowledged transaction is gone"
        done = forms  # killed after its commit and before it could say so: written, not acknowledged
        if ended.returncode == 0:
            break
    else:
        pytest.fail("the writer never came to its end")
    assert killed >= 8
    assert ledger.verify(connection).good


@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_a_full_file_is_a_plain_error_and_loses_nothing(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", event())
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    acknowledged = fill(ledger, connection)
    assert ledger.head(connection, "case/1") == acknowledged
    assert ledger.verify(connection).entries == acknowledged
    connection.execute("PRAGMA max_page_count = 1000000")
    append(ledger, connection, "case/1", event())
    assert ledger.head(connection, "case/1") == acknowledged + 1
    assert ledger.verify(connection).good


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("size", ["600k", "900k", "1300k"])
def test_a_full_disk_is_a_plain_error_and_loses_nothing(tmp_path: Path, size: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        ledger = Ledger.create(f"sqlite:///{disk}/record.sqlite3", tmp_path / "home")
        connection = ledger.connect()
        append(ledger, connection, "case/1", event())
        acknowledged = fill(ledger, connection)
        assert ledger.head(connection, "case/1") == acknowledged
        assert ledger.verify(connection).entries == acknowledged
        subprocess.run(["mount", "-o", "remount,size=20M", disk], check=True)
        append(ledger, connection, "case/1", event())
        connection.close()
        again = ledger.connect()
        assert ledger.verify(again).entries == acknowledged + 1
        again.close()
        ledger.close()
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def fill(ledger: Ledger, connection: Connection) -> int:
    """Appends until there is no room; the number of entries acknowledged, the first included."""
    acknowledged = 1
    while acknowledged < 5000:
        try:
            append(ledger, connection, "case/1", event(words="x" * 5000))
        except OutOfSpace:
            return acknowledged
        acknowledged += 1
    pytest.fail("the disk never was full")


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_a_connection_cut_before_the_commit_writes_nothing(ledger: Ledger, connection: Connection) -> None:
    def cut() -> None:
        with ledger.transaction(connection):
            ledger.append(connection, "case/1", 0, [event()], RECORDED)
            with psycopg.connect(ledger.engine.url, autocommit=True) as other:  # type: ignore[attr-defined]
                other.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))

    with pytest.raises(psycopg.OperationalError):
        cut()
    again = ledger.connect()
    assert ledger.head(again, "case/1") == 0
    again.close()


@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_a_write_ahead_log_cut_anywhere_gives_a_prefix(ledger: Ledger, connection: Connection, tmp_path: Path) -> None:
    """What a torn write leaves behind: the record opens as it stood after some commit, or not at all."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for _ in range(4):
        append(ledger, connection, "case/1", event())
    log = (tmp_path / "record.sqlite3-wal").read_bytes()
    database = (tmp_path / "record.sqlite3").read_bytes()
    heads = set()
    for length in range(0, len(log), 4096):
        copy = tmp_path / f"cut-{length}" / "record.sqlite3"
        copy.parent.mkdir()
        copy.write_bytes(database)
        copy.with_name("record.sqlite3-wal").write_bytes(log[:length])
        cut = Ledger.open(f"sqlite:///{copy}", tmp_path / "home")
        opened = cut.connect()
        report = cut.verify(opened)
        assert report.good
        assert [found.version for found in cut.read(opened, "case/1")] == list(range(1, report.entries + 1))
        heads.add(report.entries)
        opened.close()
        cut.close()
    assert heads == {0, 1, 2, 3}


def test_a_busy_record_says_so_after_five_seconds(sqlite_ledger: Ledger) -> None:
    one, two = sqlite_ledger.connect(), sqlite_ledger.connect()
    assert two.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    two.execute("PRAGMA busy_timeout = 10")
    with sqlite_ledger.transaction(one), pytest.raises(sqlite3.OperationalError, match="locked"):
        append(sqlite_ledger, two, "case/1", event())
    append(sqlite_ledger, two, "case/1", event())
    one.close()
    two.close()


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_a_locked_family_says_so_after_five_seconds(ledger: Ledger, connection: Connection) -> None:
    other = ledger.connect()
    assert other.execute("SHOW lock_timeout").fetchone() == ("5s",)
    other.execute("SET lock_timeout = '10ms'")

    def wait() -> None:
        with ledger.transaction(other):
            ledger.lock(other, ["family/1"])

    with ledger.transaction(connection):
        ledger.lock(connection, ["family/1"])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            wait()
    wait()
    other.close()
