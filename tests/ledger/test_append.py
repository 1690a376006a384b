"""What is appended is read back as it was, in order, once, or not at all; on both engines."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from asylia.ledger import (
    Conflict,
    Head,
    KeyTaken,
    Ledger,
    NoTransaction,
    Recorded,
    Remembered,
    Tampered,
    WrongSetup,
    canonical,
    new_id,
)
from asylia.ledger.engine import Connection
from asylia.ledger.entry import entry_digest, stream_digest
from tests.ledger.conftest import RECORDED, append, event

HARD = {
    "accents": "Jose\u0301 \u00e9",
    "arabic": "\u200f\u0623\u062e\u0627\u0641\u200f",
    "emoji": "\U0001f64f\U0001f3fd",
    "long": "x" * 1_000_000,
    "control": "\x01\t\r\n\x7f\u2028",
    "nested": {"a": [1, {"b": None}], "Z": True, "10": -(2**53) + 1},
}


def test_events_come_back_as_they_were(ledger: Ledger, connection: Connection) -> None:
    given = [event(**HARD), event(name="interview.held/1", claim=1), event(name="case.closed/1")]
    with ledger.transaction(connection):
        done = ledger.append(connection, "case/1", 0, given, RECORDED)
    read = ledger.read(connection, "case/1")
    assert read == done
    assert [found.version for found in read] == [1, 2, 3]
    assert read[0].fields == given[0].fields
    assert read[0].recorded == RECORDED
    assert [read[1].prev, read[2].prev] == [read[0].digest, read[1].digest]
    assert ledger.read(connection, "case/1", after=2) == read[2:]
    assert ledger.read(connection, "case/none") == []


def test_streams_and_heads(ledger: Ledger, connection: Connection) -> None:
    for stream in ("case/b", "case/a", "case/B", "staff/1", "casework/1"):
        append(ledger, connection, stream, event(), event())
    assert ledger.streams(connection, "case/") == ["case/B", "case/a", "case/b"]
    assert ledger.streams(connection, "") == ["case/B", "case/a", "case/b", "casework/1", "staff/1"]
    assert ledger.heads(connection, "case/") == [("case/B", 2), ("case/a", 2), ("case/b", 2)]
    assert ledger.heads(connection, "none/") == []
    assert ledger.head(connection, "case/a") == 2
    assert ledger.head(connection, "case/z") == 0


@pytest.mark.parametrize(("after", "found"), [(0, 1), (2, 1)])
def test_a_stream_that_moved_on_is_a_conflict(ledger: Ledger, connection: Connection, after: int, found: int) -> None:
    append(ledger, connection, "case/1", event())
    with pytest.raises(Conflict) as caught, ledger.transaction(connection):
        ledger.append(connection, "case/1", after, [event()], RECORDED)
    assert (caught.value.stream, caught.value.expected, caught.value.found) == ("case/1", after, found)
    assert ledger.head(connection, "case/1") == 1


def test_after_a_head_that_was_read_the_entry_follows_it(ledger: Ledger, connection: Connection) -> None:
    with ledger.transaction(connection):
        (first,) = ledger.append(connection, "case/1", Head(0, stream_digest("case/1")), [event()], RECORDED)
        (second,) = ledger.append(connection, "case/1", Head(1, first.digest), [event()], RECORDED)
    assert (first.version, second.version, second.prev) == (1, 2, first.digest)
    assert ledger.verify(connection).good


def test_a_head_that_is_no_longer_the_newest_is_a_conflict(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", event(), event())
    first, _ = ledger.read(connection, "case/1")
    with pytest.raises(Conflict) as caught, ledger.transaction(connection):
        ledger.append(connection, "case/1", Head(1, first.digest), [event()], RECORDED)
    assert (caught.value.stream, caught.value.expected, caught.value.found) == ("case/1", 1, None)
    assert ledger.head(connection, "case/1") == 2


def test_nothing_is_written_outside_a_transaction(ledger: Ledger, connection: Connection) -> None:
    with pytest.raises(NoTransaction):
        ledger.append(connection, "case/1", 0, [event()], RECORDED)
    with pytest.raises(NoTransaction):
        ledger.lock(connection, ["family/1"])
    with pytest.raises(NoTransaction):
        ledger.remember(connection, "k", b"d", b"a")


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_a_connection_without_autocommit_is_in_a_transaction(ledger: Ledger, connection: Connection) -> None:
    """Django's atomic() only switches autocommit off; the first statement begins the transaction."""
    connection.autocommit = False
    ledger.append(connection, "case/1", 0, [event()], RECORDED)
    connection.rollback()
    assert ledger.head(connection, "case/1") == 0
    ledger.lock(connection, ["family/1"])
    ledger.append(connection, "case/1", 0, [event()], RECORDED)
    connection.commit()
    assert ledger.head(connection, "case/1") == 1


def test_appending_nothing_still_notices_a_conflict(ledger: Ledger, connection: Connection) -> None:
    with ledger.transaction(connection):
        assert ledger.append(connection, "case/1", 0, [], RECORDED) == []
    with pytest.raises(Conflict), ledger.transaction(connection):
        ledger.append(connection, "case/1", 3, [], RECORDED)


def test_an_undone_transaction_leaves_nothing(ledger: Ledger, connection: Connection) -> None:
    def page_that_fails() -> None:
        with ledger.transaction(connection):
            ledger.append(connection, "case/1", 0, [event()], RECORDED)
            ledger.remember(connection, "form-1", b"digest", b"case/1:1")
            raise RuntimeError("the page failed")

    with pytest.raises(RuntimeError):
        page_that_fails()
    assert ledger.read(connection, "case/1") == []
    assert ledger.remembered(connection, "form-1") is None
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_pending") == [(0,)]


def test_every_entry_waits_for_the_log(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", event(), event())
    pending = ledger.engine.run(connection, "SELECT stream, version FROM ledger_pending ORDER BY version")
    assert pending == [("case/1", 1), ("case/1", 2)]


def test_large_batches_of_one_stream(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", *[event(number=number) for number in range(250)])
    read = ledger.read(connection, "case/1")
    assert [found.fields["number"] for found in read if found.fields] == list(range(250))


def test_a_form_is_answered_once(ledger: Ledger, connection: Connection) -> None:
    with ledger.transaction(connection):
        ledger.remember(connection, "form-1", b"digest", b"case/1:1")
    assert ledger.remembered(connection, "form-1") == Remembered(b"digest", b"case/1:1")
    with pytest.raises(KeyTaken), ledger.transaction(connection):
        ledger.remember(connection, "form-1", b"other", b"case/1:2")
    assert ledger.remembered(connection, "form-1") == Remembered(b"digest", b"case/1:1")


def test_reads_are_kept(ledger: Ledger, connection: Connection) -> None:
    at = {"recorded": RECORDED, "staff": "staff/1"}
    ledger.record_read(connection, page="case", purpose="review", shown=True, stream="case/1", **at)
    ledger.record_read(connection, page="queue", purpose="assign", shown=True, ids=["case/1", "case/2"], **at)
    ledger.record_read(connection, page="case", purpose="none", shown=False, stream="case/2", **at)
    assert [(read.stream, read.outcome, read.ids) for read in ledger.reads(connection)] == [
        ("case/1", "shown", []),
        (None, "shown", ["case/1", "case/2"]),
        ("case/2", "denied", []),
    ]
    assert [read.page for read in ledger.reads(connection, "case/2")] == ["case"]


def test_a_read_that_cannot_be_recorded_is_an_error(ledger: Ledger, connection: Connection) -> None:
    """Whoever shows a page learns of it, and shows nothing."""
    with pytest.raises(ledger.engine.error):
        ledger.record_read(connection, recorded=RECORDED, staff=None, page="case", purpose="review", shown=True)  # type: ignore[arg-type]
    assert ledger.reads(connection) == []


def test_locks_make_families_wait(ledger: Ledger, connection: Connection) -> None:
    """A mother's return and her son's claim: the second reads only what the first has written."""
    seen: list[int] = []
    inside = threading.Event()

    def second() -> None:
        other = ledger.connect()
        inside.wait()
        with ledger.transaction(other):
            ledger.lock(other, ["family/2", "family/1"])
            seen.append(ledger.head(other, "case/mother"))
        other.close()

    thread = threading.Thread(target=second)
    thread.start()
    with ledger.transaction(connection):
        ledger.lock(connection, ["family/1", "family/2", "family/1"])
        inside.set()
        thread.join(0.2)
        ledger.append(connection, "case/mother", 0, [event()], RECORDED)
    thread.join(5)
    assert seen == [1]


def test_eight_writers_never_fork_a_stream(ledger: Ledger) -> None:
    """Without a lock around reading and writing, a chain becomes a tree."""

    def write() -> None:
        connection = ledger.connect()
        for _ in range(10):
            with ledger.transaction(connection):
                ledger.lock(connection, ["family/1"])
                ledger.append(connection, "case/1", ledger.head(connection, "case/1"), [event()], RECORDED)
        connection.close()
        ledger.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = ledger.connect()
    assert [found.version for found in ledger.read(connection, "case/1")] == list(range(1, 81))
    connection.close()


def test_a_race_without_locks_has_one_winner(ledger: Ledger) -> None:
    """Both read version 0; whoever is second learns of it, on either engine."""
    barrier, outcomes = threading.Barrier(2), []

    def write() -> None:
        connection = ledger.connect()
        barrier.wait()
        try:
            with ledger.transaction(connection):
                ledger.append(connection, "case/1", 0, [event()], RECORDED)
            outcomes.append("recorded")
        except Conflict:
            outcomes.append("conflict")
        connection.close()
        ledger.close()

    ledger.keys.ensure(["person/1"])
    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "recorded"]


def test_callers_row_factory_does_not_matter(sqlite_ledger: Ledger) -> None:
    connection = sqlite_ledger.connect()
    connection.row_factory = sqlite3.Row
    append(sqlite_ledger, connection, "case/1", event())
    assert isinstance(sqlite_ledger.read(connection, "case/1")[0], Recorded)
    connection.close()


def test_a_deferred_transaction_takes_the_write_lock_when_it_locks(sqlite_ledger: Ledger) -> None:
    one, two = sqlite_ledger.connect(), sqlite_ledger.connect()
    two.execute("PRAGMA busy_timeout = 0")
    one.execute("BEGIN")
    sqlite_ledger.lock(one, ["family/1"])
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        two.execute("BEGIN IMMEDIATE")
    one.close(), two.close()


DAMAGE = {
    "its content does not open": "UPDATE ledger_events SET sealed = "
    "(SELECT sealed FROM ledger_events WHERE version = 3) WHERE version = 2",
    "this entry is missing": "DELETE FROM ledger_events WHERE version = 2",
    "does not have the digest": "UPDATE ledger_events SET entry = x'00' WHERE version = 2",
    "belongs to another place": "UPDATE ledger_events SET (entry, digest) = "
    "(SELECT entry, digest FROM ledger_events WHERE version = 3) WHERE version = 2",
}


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("what", DAMAGE)
def test_damage_stops_reading(sqlite_ledger: Ledger, sqlite_connection: Connection, what: str, after: int) -> None:
    append(sqlite_ledger, sqlite_connection, "case/1", event(), event(), event())
    without_triggers(sqlite_connection)
    sqlite_connection.execute(DAMAGE[what])
    with pytest.raises(Tampered, match=f"case/1 version 2: .*{what}"):
        sqlite_ledger.read(sqlite_connection, "case/1", after)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"prev": "A" * 43}, "does not follow the one before"),
        ({"prev": "?"}, "does not follow the one before"),
        ({"version": "2"}, "is not written as the format says"),
        ({"at": 3}, "is not written as the format says"),
    ],
)
def test_a_forged_entry_stops_reading(
    sqlite_ledger: Ledger, sqlite_connection: Connection, members: dict[str, object], what: str
) -> None:
    append(sqlite_ledger, sqlite_connection, "case/1", event(), event())
    without_triggers(sqlite_connection)
    forged = canonical({**json.loads(sqlite_ledger.read(sqlite_connection, "case/1")[1].entry), **members})
    change = "UPDATE ledger_events SET entry = ?, digest = ? WHERE version = 2"
    sqlite_connection.execute(change, (forged, entry_digest(forged)))
    with pytest.raises(Tampered, match=f"case/1 version 2: .*{what}"):
        sqlite_ledger.read(sqlite_connection, "case/1", after=1)


def test_reading_on_from_an_entry_that_is_gone(sqlite_ledger: Ledger, sqlite_connection: Connection) -> None:
    append(sqlite_ledger, sqlite_connection, "case/1", event(), event(), event())
    assert sqlite_ledger.read(sqlite_connection, "case/1", after=7) == []
    without_triggers(sqlite_connection)
    sqlite_connection.execute("DELETE FROM ledger_events WHERE version = 1")
    with pytest.raises(Tampered, match="case/1 version 1: this entry is missing"):
        sqlite_ledger.read(sqlite_connection, "case/1", after=1)


def without_triggers(connection: Connection) -> None:
    """What someone who owns the database can do first."""
    for kind in ("insert", "update", "delete"):
        connection.execute(f"DROP TRIGGER ledger_events_{kind}")


def test_seeded_salts_give_the_same_entries_and_never_the_same_seal(tmp_path: Path) -> None:
    """A demonstration can be replayed entry for entry; keys and nonces still come from the system."""
    entries, sealed = [], []
    for name in ("one", "two"):
        made = Ledger.create(f"sqlite:///{tmp_path}/{name}.sqlite3", tmp_path / name, entropy=bytes)
        connection = made.connect()
        append(made, connection, "case/1", event())
        entries += [found.entry for found in made.read(connection, "case/1")]
        sealed += made.engine.run(connection, "SELECT sealed FROM ledger_events")
        connection.close()
        made.close()
    assert entries[0] == entries[1]
    assert sealed[0] != sealed[1]


def test_ids_sort_by_time() -> None:
    start = datetime(2022, 1, 12, 15, 40, tzinfo=UTC)
    made = [
        new_id(lambda step=step: start + timedelta(milliseconds=step), lambda size: b"\xff" * size)
        for step in range(50)
    ]
    assert made == sorted(made)
    assert {len(one) for one in made} == {26}
    assert made[0] == "01fs7f4a40" + "z" * 16


def test_a_second_record_is_not_made_over_the_first(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.sqlite3"
    with pytest.raises(WrongSetup, match="already"):
        Ledger.create(url, tmp_path / "home")
    with pytest.raises(WrongSetup, match=r"there is no other.sqlite3; create the record first"):
        Ledger.open(f"sqlite:///{tmp_path}/other.sqlite3", tmp_path / "home")
    assert not (tmp_path / "other.sqlite3").exists()
    sqlite3.connect(tmp_path / "empty.sqlite3").execute("CREATE TABLE other (id INTEGER)").connection.close()
    with pytest.raises(WrongSetup, match="no record at this address"):
        Ledger.open(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path / "home")
    with pytest.raises(WrongSetup, match="key-encryption key"):
        Ledger.open(url, tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="sqlite:///path"):
        Ledger.open("mysql://x", tmp_path)
    assert Ledger.open(url, tmp_path / "home").engine.kind == "sqlite"


def test_an_unknown_member_of_an_entry_is_hashed_kept_and_ignored(sqlite_ledger: Ledger) -> None:
    """A later format may add members; this program still reads and verifies what it knows."""
    connection = sqlite_ledger.connect()
    append(sqlite_ledger, connection, "case/1", event())
    (first,) = sqlite_ledger.read(connection, "case/1")
    ((under, sealed),) = sqlite_ledger.engine.run(connection, "SELECT under, sealed FROM ledger_events")
    later = canonical({**json.loads(first.entry), "stamp": "later"})
    connection.execute("DROP TRIGGER ledger_events_delete")
    connection.execute("DELETE FROM ledger_events")
    row = ("case/1", 1, later, entry_digest(later), under, sealed)
    connection.execute("INSERT INTO ledger_events VALUES (?, ?, ?, ?, ?, ?)", row)
    assert sqlite_ledger.read(connection, "case/1")[0].fields == first.fields
    assert sqlite_ledger.verify(connection).good
    connection.close()
