"""The log: every committed entry gets one number, the tree grows by them alone, and nothing false is signed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from asylia.ledger import AtWork, Ledger, LogBroken, Tampered, WrongSetup, examine, merkle
from asylia.ledger.engine import Connection, schema_text
from asylia.ledger.follow import follow, log_of, once
from asylia.ledger.ledger import SCHEMA_VERSION
from asylia.ledger.logkey import LogKeys, key_path, make_log, read_log, rotate
from asylia.ledger.note import Checkpoint, Note, Verifier, opened
from asylia.ledger.publisher import public_folder, publish, write_bundles
from asylia.ledger.sequencer import SEQUENCER, Sequencer, tree_of
from asylia.ledger.sqlite import statements
from asylia.ledger.tiles import tile_path
from asylia.ledger.witnesses import Asking
from tests.ledger.conftest import append, event

START = dt.datetime(2022, 1, 12, 15, 40, 7, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    return START


@contextmanager
def at_work(engine, connection, home, keys, clock):
    """The sequencer of this record, between two of its statements; raises AtWork while another one is."""
    with engine.alone(connection, SEQUENCER):
        yield Sequencer(engine, connection, keys, tree_of(home), clock)


@pytest.fixture
def home(ledger: Ledger, tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def keys(home: Path) -> LogKeys:
    return log_of(home, "demonstration")


def leaves(ledger: Ledger, connection: Connection) -> list[tuple[int, str, int]]:
    return ledger.engine.run(connection, "SELECT leaf, stream, version FROM ledger_leaves ORDER BY leaf")


def digests(ledger: Ledger, connection: Connection) -> list[bytes]:
    sql = "SELECT digest FROM ledger_leaves l JOIN ledger_events e USING (stream, version) ORDER BY leaf"
    return [bytes(digest) for (digest,) in ledger.engine.run(connection, sql)]


def unlocked(ledger: Ledger, connection: Connection, sql: str) -> None:
    """As the database's owner, with its triggers off."""
    if ledger.engine.kind == "sqlite":
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql)
    else:
        tables = ("events", "leaves", "checkpoints")
        for table in tables:
            connection.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL".encode())
        connection.execute(sql.encode())


def test_entries_are_numbered_in_order_and_signed_for(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    append(ledger, connection, "case/2", event(), event())
    append(ledger, connection, "case/1", event())
    turn = once(ledger, connection, home, keys, clock)
    assert turn.numbered == 3
    append(ledger, connection, "case/1", event())
    turn = once(ledger, connection, home, keys, clock)
    assert leaves(ledger, connection) == [(0, "case/1", 1), (1, "case/2", 1), (2, "case/2", 2), (3, "case/1", 2)]
    expected = merkle.root(merkle.of_leaves(digests(ledger, connection)), 4)
    assert turn.checkpoint == Checkpoint(keys.origin, 4, expected)
    assert keys.origin.startswith("demonstration/")
    notes = ledger.engine.run(connection, "SELECT note FROM ledger_checkpoints ORDER BY size")
    assert [opened(note, {keys.origin: keys.known})[0].size for (note,) in notes] == [3, 4]
    assert once(ledger, connection, home, keys, clock).numbered == 0
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_checkpoints") == [(2,)]
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_pending") == [(0,)]


def test_an_empty_record_has_the_empty_trees_checkpoint(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 0
    append(ledger, connection, "case/1", event())
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 1


def test_the_tree_is_the_same_however_it_grew(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    roots = {}
    for number, more in enumerate((1, 254, 1, 2, 300, 700), 1):
        append(ledger, connection, f"case/{number}", *[event(number=n) for n in range(more)])
        checkpoint = once(ledger, connection, home, keys, clock).checkpoint
        roots[checkpoint.size] = checkpoint.root
    tree = merkle.of_leaves(digests(ledger, connection))
    assert roots == {size: merkle.root(tree, size) for size in (1, 255, 256, 258, 558, 1258)}
    files = tree_of(home)
    for leaf, size in ((0, 1), (255, 256), (256, 258), (557, 558), (600, 1258), (1257, 1258), (3, 1258)):
        assert merkle.inclusion(files.tree(size), leaf, size) == merkle.inclusion(tree, leaf, size)
    for old, size in ((1, 255), (255, 1258), (256, 258), (558, 1258)):
        assert merkle.consistency(files.tree(size), old, size) == merkle.consistency(tree, old, size)
    shutil.rmtree(home / "log" / "tree" / "tile")  # a new machine: made again from the entries
    append(ledger, connection, "case/9", event())
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 1259
    assert files.root(1258) == roots[1258]


def test_tiles_are_named_as_the_specification_says() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(2, 0, 12) == "tile/2/000.p/12"
    assert tile_path("entries", 1000) == "tile/entries/x001/000"


def test_what_is_not_committed_waits(ledger: Ledger, connection: Connection, home: Path, keys: LogKeys) -> None:
    append(ledger, connection, "case/1", event())
    with closing(ledger.connect()) as writer:
        if ledger.engine.kind == "postgres":
            with ledger.transaction(writer):
                ledger.append(writer, "case/2", 0, [event()], "2022-01-12T15:40:07.125Z")
                assert once(ledger, connection, home, keys, clock).checkpoint.size == 1
        append(ledger, writer, "case/3", event())
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 2 + (ledger.engine.kind == "postgres")


def test_there_is_one_sequencer_at_a_time(ledger: Ledger, connection: Connection, home: Path, keys: LogKeys) -> None:
    append(ledger, connection, "case/1", event())
    with at_work(ledger.engine, connection, home, keys, clock) as first:
        first.turn()
        with closing(ledger.connect()) as other, pytest.raises(AtWork):
            once(ledger, other, home, keys, clock)
    with closing(ledger.connect()) as other:
        assert once(ledger, other, home, keys, clock).checkpoint.size == 1


def test_a_sequencer_whose_lock_was_lost_writes_nothing_more(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    append(ledger, connection, "case/1", event())
    with at_work(ledger.engine, connection, home, keys, clock) as stale:
        stale.turn()
        append(ledger, connection, "case/1", event())
        with ledger.transaction(connection):  # its successor, on another machine, has begun
            ledger.engine.insert(connection, "INSERT INTO ledger_fences (token, taken) VALUES (?, ?)", [(2, "x")])
        with pytest.raises(Exception, match="append-only"):
            stale.turn()
    assert len(leaves(ledger, connection)) == 1
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_pending") == [(1,)]
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 2


REFUSED = [
    "INSERT INTO ledger_leaves VALUES (7, 'case/1', 2, 1)",
    "INSERT INTO ledger_leaves VALUES (1, 'case/1', 1, 1)",
    "INSERT INTO ledger_leaves VALUES (1, 'case/1', 2, 9)",
    "INSERT INTO ledger_fences VALUES (9, 'x')",
    "INSERT INTO ledger_checkpoints VALUES (1, 'x', 'x', 1)",
    "INSERT INTO ledger_checkpoints VALUES (2, 'x', 'x', 9)",
    "UPDATE ledger_leaves SET stream = 'case/9'",
    "DELETE FROM ledger_leaves",
    "DELETE FROM ledger_checkpoints",
    "UPDATE ledger_checkpoints SET note = 'x'",
    "DELETE FROM ledger_fences",
    "DELETE FROM ledger_cosignatures",
]


def test_the_logs_tables_take_the_next_row_and_no_other(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    append(ledger, connection, "case/1", event())
    once(ledger, connection, home, keys, clock)
    with ledger.transaction(connection):
        connection.execute("INSERT INTO ledger_cosignatures VALUES ('w', 1, 1, 'x')")
    for sql in REFUSED:
        with pytest.raises(ledger.engine.error, match=r"append-only|duplicate"):
            connection.execute(sql)


# --- what must not be signed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE ledger_events SET entry = digest WHERE version = 2", "case/1 version 2: the entry is not written"),
        (
            "UPDATE ledger_events SET digest = (SELECT digest FROM ledger_events WHERE stream = 'case/0') "
            "WHERE version = 2",
            "case/1 version 2: the entry's bytes",
        ),
        ("DELETE FROM ledger_events WHERE version = 2", "case/1 version 2: leaf 2 .* no longer has it"),
        ("UPDATE ledger_events SET stream = 'case/8' WHERE version = 2", "case/1 version 2: leaf 2"),
    ],
)
def test_a_new_leaf_is_computed_from_stored_bytes_before_anything_is_signed(  # noqa: PLR0917
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, sql: str, what: str
) -> None:
    append(ledger, connection, "case/0", event())
    append(ledger, connection, "case/1", event())
    once(ledger, connection, home, keys, clock)
    append(ledger, connection, "case/1", event())
    unlocked(ledger, connection, sql)
    with pytest.raises(Tampered, match=what):
        once(ledger, connection, home, keys, clock)
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_checkpoints") == [(1,)]


def test_a_tree_that_does_not_give_the_signed_root_is_not_built_upon(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    append(ledger, connection, "case/1", event(), event(), event())
    once(ledger, connection, home, keys, clock)
    tile = home / "log" / "tree" / tile_path(0, 0, 3)
    good = tile.read_bytes()
    append(ledger, connection, "case/1", event())
    for bad in (bytes([good[0] ^ 1]) + good[1:], good[:-1], b""):
        tile.write_bytes(bad)
        with pytest.raises(LogBroken):
            once(ledger, connection, home, keys, clock)
    tile.write_bytes(good)
    assert once(ledger, connection, home, keys, clock).checkpoint.size == 4


def test_an_old_copy_put_back_is_noticed_before_a_second_history_is_signed(
    sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    home, record = tmp_path / "home", tmp_path / "record.sqlite3"
    keys = make_log(home, "demonstration")
    with closing(sqlite_ledger.connect()) as connection:
        append(sqlite_ledger, connection, "case/1", event())
        once(sqlite_ledger, connection, home, keys, clock)
        with closing(sqlite3.connect(tmp_path / "copy")) as copy:
            connection.backup(copy)
        append(sqlite_ledger, connection, "case/1", event())
        once(sqlite_ledger, connection, home, keys, clock)
    for name in ("record.sqlite3-wal", "record.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy", record)
    with closing(sqlite_ledger.connect()) as connection:
        with pytest.raises(LogBroken, match="an old copy was put back"):
            once(sqlite_ledger, connection, home, keys, clock)
        append(sqlite_ledger, connection, "case/1", event(), event())
        with pytest.raises(LogBroken, match="an old copy was put back"):
            once(sqlite_ledger, connection, home, keys, clock)
        (home / "log" / "tree" / "checkpoint").unlink()  # even then the tiles remember
        with pytest.raises(LogBroken, match="not what the record gives"):
            once(sqlite_ledger, connection, home, keys, clock)


# --- keys ----------------------------------------------------------------------------------------------------------


def test_the_key_lies_apart_closed_to_others_and_can_be_replaced(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    assert key_path(home).stat().st_mode & 0o777 == 0o600
    append(ledger, connection, "case/1", event())
    before = once(ledger, connection, home, keys, clock).checkpoint
    old_secret = key_path(home).read_text()
    newer = rotate(home)
    assert read_log(home) == newer
    assert (newer.origin, newer.known[0]) == (keys.origin, keys.signer.verifier)
    assert old_secret not in key_path(home).read_text()
    (handover,) = (public_folder(home) / "handover").iterdir()
    assert Note.parse(handover.read_text()).signed_by(newer.known).keys() == set(newer.known)
    append(ledger, connection, "case/1", event())
    after = once(ledger, connection, home, newer, clock).checkpoint
    assert (before.size, after.size) == (1, 2)
    key_path(home).chmod(0o644)
    with pytest.raises(WrongSetup, match="chmod 600"):
        read_log(home)
    with pytest.raises(WrongSetup, match="a log already"):
        make_log(home, "asylia")


@pytest.mark.parametrize("text", ["", "nonsense", "PRIVATE+KEY+a+00000000+AAAA"])
def test_a_damaged_key_is_said_plainly(home: Path, keys: LogKeys, text: str) -> None:
    key_path(home).write_text(text)
    with pytest.raises(WrongSetup, match="cannot be read"):
        read_log(home)


def test_a_key_that_is_not_the_logs_is_refused(home: Path, keys: LogKeys, tmp_path: Path) -> None:
    shutil.copy(key_path(home), tmp_path / "kept")
    make_log(tmp_path / "other", "demonstration")
    shutil.copy(key_path(tmp_path / "other"), key_path(home))
    with pytest.raises(WrongSetup, match="not among its public keys"):
        read_log(home)


# --- what is public ------------------------------------------------------------------------------------------------


def test_checkpoints_become_public_on_a_fixed_clock(
    ledger: Ledger, connection: Connection, home: Path, request: pytest.FixtureRequest
) -> None:
    before = os.umask(0o077)  # as a deployment starts
    request.addfinalizer(lambda: os.umask(before))
    keys = log_of(home, "demonstration")
    times = [START, START + dt.timedelta(minutes=19), START + dt.timedelta(minutes=20)]
    sizes = []
    for moment in times:
        append(ledger, connection, "case/1", *[event(number=n) for n in range(200)])
        once(ledger, connection, home, keys, lambda moment=moment: moment)
        path = public_folder(home) / "checkpoint"
        sizes.append(opened(path.read_bytes(), {keys.origin: keys.known})[0].size)
    assert sizes == [200, 200, 600]
    assert path.stat().st_mtime == START.replace(hour=16, minute=0, second=0).timestamp()
    found = {str(file.relative_to(public_folder(home))) for file in public_folder(home).rglob("*") if file.is_file()}
    assert found == {
        "checkpoint", "keys", "tile/0/000.p/200", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
    }  # fmt: skip
    assert all(file.stat().st_mode & 0o044 for file in public_folder(home).rglob("*"))
    assert not any(b"case" in file.read_bytes() for file in public_folder(home).rglob("*") if file.is_file())
    assert Verifier.parse((public_folder(home) / "keys").read_text().strip()) == keys.signer.verifier


def test_nothing_smaller_than_what_is_public_is_published(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys
) -> None:
    append(ledger, connection, "case/1", event())
    once(ledger, connection, home, keys, clock)
    later = Checkpoint(keys.origin, 9, bytes(32))
    path = public_folder(home) / "checkpoint"
    path.write_text(f"{later}\n{keys.signer.line(str(later))}")
    os.utime(path, (0, 0))
    with pytest.raises(LogBroken, match="9 leaves are public"):
        publish(ledger.engine, connection, home, keys, clock, Asking(tree_of(home)))


def test_entry_bundles_hash_to_the_leaves(
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, tmp_path: Path
) -> None:
    append(ledger, connection, "case/1", *[event(number=n) for n in range(300)])
    size = once(ledger, connection, home, keys, clock).checkpoint.size
    write_bundles(ledger.engine, connection, size, tmp_path / "named")
    assert {path.name for path in (tmp_path / "named").rglob("*") if path.is_file()} == {"000", "44"}
    found = []
    for name in ("tile/entries/000", "tile/entries/001.p/44"):
        data = (tmp_path / "named" / name).read_bytes()
        while data:
            length = int.from_bytes(data[:2], "big")
            found.append(merkle.leaf_hash(data[2 : 2 + length]))
            data = data[2 + length :]
    assert found == digests(ledger, connection)


# --- what the doctor says ------------------------------------------------------------------------------------------


def test_the_doctor_knows_a_log_that_is_well_and_one_that_is_not(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    url, home = f"sqlite:///{tmp_path}/record.sqlite3", tmp_path / "home"
    keys = make_log(home, "demonstration")
    with closing(sqlite_ledger.connect()) as connection:
        append(sqlite_ledger, connection, "case/1", event(), event())
        once(sqlite_ledger, connection, home, keys, clock)
        append(sqlite_ledger, connection, "case/1", event())
        found = {check.name: check for check in examine(url, home)}
        late = {name for name, check in found.items() if not check.ok}
        assert late == {"the log keeps up"}, "it was recorded in 2022 and waits since"
        assert found["log gives the roots it signed"].found == "2 leaves, 2 public"
        connection.execute("DELETE FROM ledger_pending")  # an entry kept from the log
        assert {check.name for check in examine(url, home) if not check.ok} == {
            "every entry is in the log or waits for it"
        }
    tile = home / "log" / "tree" / tile_path(0, 0, 2)
    tile.write_bytes(bytes(64))
    assert "log gives the roots it signed" in {check.name for check in examine(url, home) if not check.ok}


# --- the log beside a record at work -------------------------------------------------------------------------------


def test_an_entry_has_its_checkpoint_within_ten_seconds(ledger: Ledger, home: Path, keys: LogKeys) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=follow, args=(ledger, home, "demonstration", stop, lambda _: None))
    worker.start()
    with closing(ledger.connect()) as connection:
        for number in range(1, 3):
            append(ledger, connection, f"case/{number}", event())
            since = time.monotonic()
            while not ledger.engine.run(connection, "SELECT 1 FROM ledger_checkpoints WHERE size = ?", (number,)):
                assert time.monotonic() - since < 10
                time.sleep(0.05)
    stop.set()
    worker.join()


# --- upgrading -----------------------------------------------------------------------------------------------------


def test_a_record_of_the_first_schema_is_upgraded_in_place(tmp_path: Path) -> None:
    url, home = f"sqlite:///{tmp_path}/record.sqlite3", tmp_path / "home"
    ledger = Ledger.create(url, home)
    with closing(ledger.connect()) as connection:
        for table in ("fences", "leaves", "checkpoints", "cosignatures"):
            connection.execute(f"DROP TABLE ledger_{table}")
        connection.execute("UPDATE ledger_schema SET version = 1")
        fresh = sqlite3.connect(":memory:")
        for statement in statements(schema_text("sqlite", "ledger").split("-- The record on SQLite, from")[0]):
            fresh.execute(statement)
        listed = "SELECT name, sql FROM sqlite_schema WHERE name LIKE 'ledger%' ORDER BY name"
        assert connection.execute(listed).fetchall() == fresh.execute(listed).fetchall()  # it is as version 1 made it
        append(ledger, connection, "case/1", event())
    with pytest.raises(WrongSetup, match="run `asylia ledger upgrade`"):
        Ledger.open(url, home)
    assert Ledger.upgrade(url) == (1, SCHEMA_VERSION)
    assert Ledger.upgrade(url) == (SCHEMA_VERSION, SCHEMA_VERSION)
    opened_again = Ledger.open(url, home)
    with closing(opened_again.connect()) as connection:
        keys = make_log(home, "demonstration")
        assert once(opened_again, connection, home, keys, clock).numbered == 1  # what waited since version 1


@pytest.mark.postgres
def test_a_record_of_the_first_schema_is_upgraded_on_postgres(postgres_url: str, tmp_path: Path) -> None:
    ledger = Ledger.create(postgres_url, tmp_path / "home")
    with closing(ledger.connect()) as connection:
        for table in ("fences", "leaves", "checkpoints", "cosignatures"):
            connection.execute(f"DROP TABLE ledger_{table}".encode())
        for name in ("fence", "leaf", "checkpoint"):
            connection.execute(f"DROP FUNCTION ledger_next_{name}()".encode())
        connection.execute("UPDATE ledger_schema SET version = 1")
        append(ledger, connection, "case/1", event())
    assert Ledger.upgrade(postgres_url) == (1, SCHEMA_VERSION)
    with closing(ledger.connect()) as connection:
        keys = make_log(tmp_path / "home", "demonstration")
        assert once(ledger, connection, tmp_path / "home", keys, clock).checkpoint.size == 1
