"""The doctor finds a healthy record healthy, and names each thing that is not as it must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from asylia.ledger import Check, Ledger, WrongSetup, examine
from asylia.ledger.follow import once
from asylia.ledger.logkey import make_log
from asylia.ledger.sqlite import PAGE_SIZE, Sqlite, setting
from tests.ledger.conftest import append, event
from tests.postgres import address, durable, postgres_database

APP = "asylia_app"


def wrong(checks: list[Check]) -> dict[str, str]:
    """What is not as it must be, and what was found."""
    return {check.name: check.found for check in checks if not check.ok}


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, Path]:
    """A record on SQLite: its address and its home folder."""
    url, home = f"sqlite:///{tmp_path}/record.sqlite3", tmp_path / "home"
    made = Ledger.create(url, home)
    connection = made.connect()
    append(made, connection, "case/1", event())
    connection.close()
    made.close()
    return url, home


def test_a_record_on_sqlite_as_made_is_healthy(place: tuple[str, Path]) -> None:
    checks = examine(*place)
    assert wrong(checks) == {}
    assert {"SQLite journal_mode", "SQLite synchronous", "SQLite page_size", "SQLite trusted_schema"} <= {
        check.name for check in checks
    }


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("DROP TRIGGER ledger_events_update", "ledger_events_update"),
        ("DROP TRIGGER ledger_reads_delete", "ledger_reads_delete"),
        ("CREATE TRIGGER quiet AFTER INSERT ON ledger_events BEGIN SELECT 1; END", "quiet"),
        ("ALTER TABLE ledger_keys ADD COLUMN more TEXT", "ledger_keys"),
        ("DROP INDEX ledger_reads_stream", "ledger_reads_stream"),
    ],
)
def test_an_altered_schema_is_named(place: tuple[str, Path], sql: str, name: str) -> None:
    connection = sqlite3.connect(place[0].removeprefix("sqlite:///"))
    connection.execute(sql)
    connection.close()
    assert wrong(examine(*place)) == {"tables and triggers unaltered": name}


def test_a_trigger_made_toothless_is_named(place: tuple[str, Path]) -> None:
    connection = sqlite3.connect(place[0].removeprefix("sqlite:///"))
    connection.execute("DROP TRIGGER ledger_events_delete")
    connection.execute("CREATE TRIGGER ledger_events_delete BEFORE DELETE ON ledger_events BEGIN SELECT 1; END")
    connection.close()
    assert wrong(examine(*place)) == {"tables and triggers unaltered": "ledger_events_delete"}


def test_open_files_and_foreign_versions_are_named(place: tuple[str, Path]) -> None:
    url, home = place
    path = Path(url.removeprefix("sqlite:///"))
    path.chmod(0o644)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE ledger_schema SET version = 3")
    connection.commit()
    connection.close()
    assert wrong(examine(url, home)) == {"database file is its owner's alone": "644", "schema version": "3"}
    with pytest.raises(WrongSetup, match="schema version 3"):
        Ledger.open(url, home)


def test_a_key_store_out_of_reach_is_named(place: tuple[str, Path]) -> None:
    url, home = place
    kek = home / "keys" / "kek"
    kek.chmod(0o644)
    assert "chmod 600" in wrong(examine(url, home))["key store can be reached"]
    kek.chmod(0o600)
    kek.write_bytes(bytes(32))
    assert "does not fit" in wrong(examine(url, home))["key store can be reached"]
    kek.write_bytes(b"short")
    assert "not 32 bytes" in wrong(examine(url, home))["key store can be reached"]
    kek.unlink()
    assert "no key-encryption key" in wrong(examine(url, home))["key store can be reached"]


def test_keys_in_the_records_database_are_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.sqlite3"
    Ledger.create(url, tmp_path / "home", keystore_url=url)
    assert list(wrong(examine(url, tmp_path / "home", keystore_url=url))) == ["keys are not in the record's database"]


def test_no_record_is_said_plainly(tmp_path: Path) -> None:
    assert list(wrong(examine(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path))) == ["record can be reached"]
    sqlite3.connect(tmp_path / "empty.sqlite3").execute("CREATE TABLE other (id INTEGER)").connection.close()
    assert "record is there" in wrong(examine(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path))
    (tmp_path / "text").write_text("this is no database, only a text that is long enough to be taken for one" * 99)
    assert list(wrong(examine(f"sqlite:///{tmp_path}/text", tmp_path))) == ["record can be reached"]


def test_a_file_begun_with_small_pages_is_rewritten(tmp_path: Path) -> None:
    """Django's migrations may have come first."""
    (tmp_path / "touched.sqlite3").touch(0o644)
    Ledger.create(f"sqlite:///{tmp_path}/touched.sqlite3", tmp_path / "other").close()
    assert wrong(examine(f"sqlite:///{tmp_path}/touched.sqlite3", tmp_path / "other")) == {}
    path = tmp_path / "record.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("CREATE TABLE django_migrations (id INTEGER)")
    connection.close()
    path.chmod(0o600)
    Ledger.create(f"sqlite:///{path}", tmp_path / "home")
    assert wrong(examine(f"sqlite:///{path}", tmp_path / "home")) == {}


def test_a_connection_made_elsewhere_is_set_up(place: tuple[str, Path]) -> None:
    connection = sqlite3.connect(place[0].removeprefix("sqlite:///"), isolation_level=None)
    Ledger.open(*place).prepare(connection)
    assert setting(connection, "synchronous") == 2
    assert setting(connection, "page_size") == PAGE_SIZE
    connection.close()


def test_an_old_sqlite_is_refused(place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(WrongSetup, match="or newer is needed"):
        Ledger.open(*place)


def test_a_setting_that_does_not_take_is_refused() -> None:
    """A database in memory has no write-ahead log, and says so only when asked."""
    connection = sqlite3.connect(":memory:")
    with pytest.raises(WrongSetup, match="journal_mode is memory"):
        Sqlite(":memory:").prepare(connection)
    connection.close()


# --- PostgreSQL ------------------------------------------------------------------------------------------------


@pytest.fixture
def server_place(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """A record on PostgreSQL: its owner's address, its application's, and its home folder."""
    with durable(), postgres_database(APP) as url:
        Ledger.create(url, tmp_path / "home", application_role=APP)
        yield url, address(url, urlsplit(url).path.lstrip("/"), APP), tmp_path / "home"


@pytest.mark.postgres
def test_a_record_on_postgres_as_made_is_healthy_to_its_application(server_place: tuple[str, str, Path]) -> None:
    owner, app, home = server_place
    assert wrong(examine(app, home)) == {}
    assert {name for name in wrong(examine(owner, home)) if "superuser" in name or "read and append" in name}
    ledger = Ledger.open(app, home)
    connection = ledger.connect()
    append(ledger, connection, "case/1", event(), event())
    with ledger.transaction(connection):
        ledger.remember(connection, "k", b"d", b"a")
    ledger.record_read(
        connection, recorded="2022-01-12T15:40:00.000Z", staff="staff/1", page="p", purpose="q", shown=True
    )
    assert ledger.verify(connection).entries == 2
    assert once(ledger, connection, home, make_log(home, "demonstration")).numbered == 2  # with no more rights
    assert wrong(examine(app, home)) == {}
    connection.close()
    ledger.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("ALTER TABLE ledger_events DISABLE TRIGGER ledger_events_append_only", "ledger_events is append-only"),
        ("ALTER TABLE ledger_events ENABLE TRIGGER ledger_events_append_only", "ledger_events is append-only"),
        ("DROP TRIGGER ledger_keys_append_only ON ledger_keys", "ledger_keys is append-only"),
        (
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "ledger_reads is append-only",
        ),
        (f"GRANT DELETE ON ledger_events TO {APP}", f"{APP} may only read and append ledger_events"),
        (f"REVOKE INSERT ON ledger_reads FROM {APP}", f"{APP} may only read and append ledger_reads"),
        (f"ALTER ROLE {APP} SUPERUSER", "application role is no superuser"),
        (f"ALTER ROLE {APP} SET synchronous_commit = off", None),
        ("ALTER SYSTEM SET full_page_writes = off", "PostgreSQL full_page_writes"),
    ],
)
def test_a_record_on_postgres_made_unsafe_is_named(
    server_place: tuple[str, str, Path], sql: str, name: str | None
) -> None:
    owner, app, home = server_place
    with psycopg.connect(owner, autocommit=True) as connection:
        try:
            connection.execute(sql.encode())
            connection.execute("SELECT pg_reload_conf()")
            named = wrong(examine(app, home))
        finally:
            connection.execute("ALTER SYSTEM RESET full_page_writes")
            connection.execute(f"ALTER ROLE {APP} NOSUPERUSER".encode())
            connection.execute(f"ALTER ROLE {APP} RESET ALL".encode())
    assert name in named if name else named == {}


@pytest.mark.postgres
def test_keys_have_a_database_of_their_own(tmp_path: Path) -> None:
    with postgres_database() as url, postgres_database() as keys:
        ledger = Ledger.create(url, tmp_path / "home", keystore_url=keys)
        connection = ledger.connect()
        append(ledger, connection, "case/1", event())
        ledger.keys.destroy("person/1", "2023-01-01T00:00:00.000Z")
        assert ledger.read(connection, "case/1")[0].fields is None
        assert ledger.engine.tables(connection) == {
            "ledger_schema",
            "ledger_events",
            "ledger_pending",
            "ledger_keys",
            "ledger_reads",
            "ledger_fences",
            "ledger_leaves",
            "ledger_checkpoints",
            "ledger_cosignatures",
        }
        connection.close()
        ledger.close()
        apart = "keys are not in the record's database"
        assert apart not in wrong(examine(url, tmp_path / "home", keystore_url=keys))
    with postgres_database() as url:
        Ledger.create(url, tmp_path / "other", keystore_url=url).keys.close()
        assert apart in wrong(examine(url, tmp_path / "other", keystore_url=url))
