"""A destroyed key is gone from every byte; keys lie apart from the record, wrapped, and come from the system."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from asylia.ledger import KeyDestroyed, KeyMissing, Ledger, WrongSetup
from asylia.ledger.engine import Connection
from asylia.ledger.keystore import MAX_AGE, REMEMBERED, KeyStore, kek_path
from tests.ledger.conftest import RECORDED, append, event

CANARY = "canary-7f3a words of a person \u0639"


def bytes_on_disk(folder: Path) -> bytes:
    """Every byte of every file under `folder`: databases, write-ahead logs, keys."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_content_lies_open_anywhere(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    connection = sqlite_ledger.connect()
    append(sqlite_ledger, connection, "case/1", event(words=CANARY))
    sqlite_ledger.export(connection, tmp_path / "export.jsonl")
    found = bytes_on_disk(tmp_path)
    assert CANARY.encode() not in found
    assert b"canary" not in found
    assert sqlite_ledger.read(connection, "case/1")[0].fields == event(words=CANARY).fields
    connection.close()


def test_a_destroyed_key_leaves_no_byte_and_opens_nothing(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    connection = sqlite_ledger.connect()
    append(sqlite_ledger, connection, "case/1", event("person/1"), event("person/2"))
    keys = sqlite_ledger.keys
    ((wrapped,),) = keys.engine.run(keys.connection, "SELECT wrapped FROM keystore_keys WHERE id = 'person/1'")
    assert wrapped in bytes_on_disk(tmp_path)
    keys.destroy("person/1", "2023-01-01T00:00:00.000Z")
    assert wrapped not in bytes_on_disk(tmp_path)
    assert wrapped[12:28] not in bytes_on_disk(tmp_path)
    assert keys.destroyed("person/1") == "2023-01-01T00:00:00.000Z"
    assert keys.destroyed("person/2") is None
    assert [found.fields is None for found in sqlite_ledger.read(connection, "case/1")] == [True, False]
    connection.close()


def test_nothing_is_sealed_under_a_destroyed_key(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", event("person/1"))
    ledger.keys.destroy("person/1", RECORDED)
    ledger.keys.destroy("person/1", "2024-01-01T00:00:00.000Z")  # again: the first time stands
    assert ledger.keys.destroyed("person/1") == RECORDED
    with pytest.raises(KeyDestroyed, match="person/1"):
        append(ledger, connection, "case/1", event("person/1"))
    assert ledger.head(connection, "case/1") == 1
    with pytest.raises(KeyMissing):
        ledger.keys.destroy("person/none", RECORDED)
    with pytest.raises(KeyMissing):
        ledger.keys.destroyed("person/none")


def test_drafts_and_search_digests(ledger: Ledger) -> None:
    keys = ledger.keys
    sealed = keys.seal("person/1", b"a draft", b"draft/staff/1")
    assert keys.unseal("person/1", sealed, b"draft/staff/1") == b"a draft"
    assert keys.seal("person/1", b"a draft", b"draft/staff/1") != sealed
    with pytest.raises(InvalidTag):
        keys.unseal("person/1", sealed, b"draft/staff/2")
    assert keys.mac("index/names", b"jose") == keys.mac("index/names", b"jose")
    assert keys.mac("index/names", b"jose") != keys.mac("index/other", b"jose")
    keys.destroy("person/1", RECORDED)
    assert keys.unseal("person/1", sealed, b"draft/staff/1") is None


def test_many_keys_are_made_at_once(ledger: Ledger) -> None:
    names = [f"person/{number}" for number in range(50)]
    ledger.keys.ensure([*names, *names])
    first = ledger.keys.mac("person/7", b"x")
    ledger.keys.ensure(names)
    assert ledger.keys.mac("person/7", b"x") == first
    assert ledger.keys.engine.run(ledger.keys.connection, "SELECT count(*) FROM keystore_keys") == [(50,)]


def test_threads_that_make_one_key_make_the_same(ledger: Ledger) -> None:
    found, barrier = [], threading.Barrier(4)

    def use() -> None:
        barrier.wait()
        found.append(ledger.keys.mac("person/1", b"x"))
        ledger.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_key_destroyed_by_another_process_is_forgotten_within_a_minute(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Two stores stand for two processes; time is handed in."""
    now = [0.0]
    here = sqlite_ledger.keys
    there = KeyStore(here.engine, kek_path(tmp_path / "home").read_bytes(), lambda: now[0])
    here.ensure(["person/1"])
    assert there.key("person/1") is not None
    here.destroy("person/1", RECORDED)
    now[0] = MAX_AGE - 1
    assert there.key("person/1") is not None
    now[0] = MAX_AGE + 1
    assert there.key("person/1") is None
    there.close()


def test_few_keys_stay_in_memory(sqlite_ledger: Ledger) -> None:
    names = [f"person/{number}" for number in range(REMEMBERED + 10)]
    sqlite_ledger.keys.ensure(names)
    for name in names:
        sqlite_ledger.keys.key(name)
    assert len(sqlite_ledger.keys._cache) <= REMEMBERED
    sqlite_ledger.close()
    assert sqlite_ledger.keys._cache == {}


def test_a_wrapped_key_put_in_anothers_place_does_not_open(sqlite_ledger: Ledger) -> None:
    keys = sqlite_ledger.keys
    keys.ensure(["person/1", "person/2"])
    swap = "UPDATE keystore_keys SET wrapped = (SELECT wrapped FROM keystore_keys WHERE id = 'person/1')"
    keys.engine.execute(keys.connection, swap)
    with pytest.raises(WrongSetup, match="does not fit"):
        keys.key("person/2")


def test_the_wrong_home_folder_is_said_plainly(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    connection = sqlite_ledger.connect()
    append(sqlite_ledger, connection, "case/1", event())
    other = Ledger.create(f"sqlite:///{tmp_path}/other.sqlite3", tmp_path / "elsewhere")
    other.engine = sqlite_ledger.engine
    with pytest.raises(KeyMissing, match="home folder"):
        other.read(connection, "case/1")
    other.close()
    connection.close()


def test_the_key_encryption_key_is_its_owners_alone(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    assert kek_path(tmp_path / "home").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "home" / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "home" / "keys" / "keystore.sqlite3").stat().st_mode & 0o777 == 0o600
    assert len(kek_path(tmp_path / "home").read_bytes()) == 32
