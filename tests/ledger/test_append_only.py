"""Nothing recorded is changed or removed: the database itself refuses it."""

from __future__ import annotations

import pytest

from asylia.ledger import Ledger
from asylia.ledger.engine import Connection
from tests.ledger.conftest import RECORDED, append, event

SAME = "stream, version, entry, digest, under, sealed FROM ledger_events WHERE version = 1"

REFUSED = [
    "UPDATE ledger_events SET sealed = entry",
    "UPDATE ledger_events SET version = 9 WHERE version = 2",
    "DELETE FROM ledger_events",
    "DELETE FROM ledger_events WHERE version = 2",
    f"INSERT INTO ledger_events (stream, version, entry, digest, under, sealed) SELECT {SAME}",
    "UPDATE ledger_keys SET answer = command_digest",
    "DELETE FROM ledger_keys",
    "INSERT INTO ledger_keys SELECT key, command_digest, answer FROM ledger_keys",
    "UPDATE ledger_reads SET outcome = 'denied'",
    "DELETE FROM ledger_reads",
]
ON_SQLITE = [
    f"INSERT OR REPLACE INTO ledger_events (stream, version, entry, digest, under, sealed) SELECT {SAME}",
    f"REPLACE INTO ledger_events (stream, version, entry, digest, under, sealed) SELECT {SAME}",
    "INSERT OR REPLACE INTO ledger_events (rowid, stream, version, entry, digest, under, sealed) "
    "SELECT rowid, stream, 3, entry, digest, under, sealed FROM ledger_events WHERE version = 1",
    f"INSERT INTO ledger_events (stream, version, entry, digest, under, sealed) SELECT {SAME} "
    "ON CONFLICT DO UPDATE SET under = 'person/2'",
    "INSERT INTO ledger_events SELECT stream, 7, entry, digest, under, sealed FROM ledger_events WHERE version = 1",
    "UPDATE OR REPLACE ledger_events SET version = 1 WHERE version = 2",
    "INSERT OR REPLACE INTO ledger_keys SELECT key, command_digest, command_digest FROM ledger_keys",
    "INSERT OR REPLACE INTO ledger_reads SELECT id, recorded, 'staff/9', stream, page, purpose, outcome, ids "
    "FROM ledger_reads",
]
ON_POSTGRES = [
    "TRUNCATE ledger_events",
    "TRUNCATE ledger_events, ledger_keys, ledger_reads",
    f"INSERT INTO ledger_events (stream, version, entry, digest, under, sealed) SELECT {SAME} "
    "ON CONFLICT (stream, version) DO UPDATE SET under = 'person/2'",
    "SET session_replication_role = replica; DELETE FROM ledger_events",
]


@pytest.fixture
def kept(ledger: Ledger, connection: Connection) -> Ledger:
    append(ledger, connection, "case/1", event(), event())
    with ledger.transaction(connection):
        ledger.remember(connection, "form-1", b"digest", b"case/1:2")
    ledger.record_read(connection, recorded=RECORDED, staff="staff/1", page="case", purpose="review", shown=True)
    if ledger.engine.kind == "postgres":  # even with every right, the triggers stand
        connection.execute("GRANT ALL ON ledger_events, ledger_keys, ledger_reads TO CURRENT_USER")
    return ledger


def everything(ledger: Ledger, connection: Connection) -> list[object]:
    """Every row of the three tables."""
    tables = ("ledger_events", "ledger_keys", "ledger_reads")
    return [ledger.engine.run(connection, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]  # noqa: S608


def assert_refused(ledger: Ledger, connection: Connection, sql: str) -> None:
    """The database refuses, and every row is as it was."""
    before = everything(ledger, connection)
    with pytest.raises(ledger.engine.error, match=r"append-only|unique|UNIQUE|duplicate"):
        connection.execute(sql)
    assert everything(ledger, connection) == before


@pytest.mark.parametrize("sql", REFUSED)
def test_change_and_removal_are_refused(kept: Ledger, connection: Connection, sql: str) -> None:
    assert_refused(kept, connection, sql)


@pytest.mark.parametrize("sql", ON_SQLITE)
@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_the_back_doors_of_sqlite_are_shut(kept: Ledger, connection: Connection, sql: str) -> None:
    assert_refused(kept, connection, sql)


@pytest.mark.postgres
@pytest.mark.parametrize("sql", ON_POSTGRES)
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_the_back_doors_of_postgres_are_shut(kept: Ledger, connection: Connection, sql: str) -> None:
    assert_refused(kept, connection, sql)


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_even_the_owner_keeps_only_the_rights_of_a_writer(ledger: Ledger, connection: Connection) -> None:
    """A superuser passes by rights; the grants say what everyone else has."""
    sql = (
        "SELECT relname::text, string_agg(DISTINCT privilege_type, ' ' ORDER BY privilege_type) "
        "FROM pg_class, aclexplode(relacl) WHERE relname LIKE 'ledger_%' AND relkind = 'r' "
        "AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE') GROUP BY 1 ORDER BY 1"
    )
    held = connection.execute(sql).fetchall()
    appends = "INSERT SELECT"
    assert held == [
        ("ledger_checkpoints", appends),
        ("ledger_cosignatures", appends),
        ("ledger_events", appends),
        ("ledger_fences", appends),
        ("ledger_keys", appends),
        ("ledger_leaves", appends),
        ("ledger_reads", appends),
        ("ledger_schema", "SELECT"),
    ]
