"""The record on PostgreSQL 15+: prepared inserts, COPY for batches, advisory locks by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from asylia.ledger.engine import DuplicateError, Row, schema_text
from asylia.ledger.errors import NoTransaction, OutOfSpace, WrongSetup

Session: TypeAlias = "psycopg.Connection[Any]"

WAIT = "5s"  # for a lock
COPY_FROM = 8  # rows from which COPY is quicker than prepared inserts

# Read committed, so that what is read after waiting for a lock is what the lock's last holder wrote.
SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": WAIT,
    "default_transaction_isolation": "read committed",
}


class Postgres:
    """One PostgreSQL database, reached as the role named in its address."""

    kind = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url

    def connect(self) -> Session:
        connection = psycopg.connect(self.url, autocommit=True)
        try:
            self.prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def prepare(self, connection: Session) -> None:
        for name, wanted in SETTINGS.items():
            self.execute(connection, f"SET SESSION {name} = '{wanted}'")
            found = setting(connection, name)
            if found != wanted:
                raise WrongSetup(f"PostgreSQL's {name} is {found}, not {wanted}")

    def install(self, connection: Session, schema: str, application_role: str | None) -> None:
        with self.transaction(connection):
            connection.execute(schema_text(self.kind, schema).encode())
            if application_role:
                connection.execute(_grants(application_role))

    def tables(self, connection: Session) -> set[str]:
        found = self.run(connection, "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))")
        return {name for (name,) in found}

    def run(self, connection: Session, text: str, values: Sequence[object] = ()) -> list[Row]:
        with _said_plainly():
            return _plain(connection).execute(placed(text), values or None).fetchall()

    def execute(self, connection: Session, text: str, values: Sequence[object] = ()) -> None:
        with _said_plainly():
            _plain(connection).execute(placed(text), values or None)

    def stream(self, connection: Session, text: str) -> Iterator[Row]:
        with connection.transaction(), psycopg.ServerCursor(connection, "ledger", row_factory=tuple_row) as cursor:
            cursor.itersize = 500
            yield from cursor.execute(placed(text))

    def insert(self, connection: Session, text: str, rows: Sequence[Row]) -> None:
        try:
            with _said_plainly():
                if len(rows) >= COPY_FROM:
                    _copy(connection, text, rows)
                elif rows:
                    _plain(connection).executemany(placed(text), rows)
        except psycopg.errors.UniqueViolation as error:
            raise DuplicateError(str(error)) from error

    @contextmanager
    def transaction(self, connection: Session) -> Iterator[None]:
        with _said_plainly(), connection.transaction():
            yield

    def require_transaction(self, connection: Session) -> None:
        if connection.info.transaction_status is not TransactionStatus.INTRANS:
            raise NoTransaction("the record is written inside a transaction: BEGIN first")

    def lock(self, connection: Session, names: Iterable[str]) -> None:
        """One advisory lock a name, taken in the order of their numbers, so that no two callers wait in a ring."""
        self.require_transaction(connection)
        numbers = sorted({lock_number(name) for name in names})
        with _said_plainly():
            _plain(connection).executemany("SELECT pg_advisory_xact_lock(%s)", [(number,) for number in numbers])

    def scrub(self, connection: Session, table: str) -> None:
        """Rewrites the table's file without replaced rows; the server's WAL holds them until it is reused."""
        connection.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(table)))


def setting(connection: Session, name: str) -> str:
    """The value in force of one setting."""
    ((value,),) = _plain(connection).execute("SELECT current_setting(%s)", (name,)).fetchall()
    return str(value)


def lock_number(name: str) -> int:
    """The 64-bit number of a name's advisory lock."""
    return int.from_bytes(sha256(b"asylia lock " + name.encode()).digest()[:8], "big", signed=True)


@lru_cache(maxsize=64)
def placed(text: str) -> bytes:
    """SQL with psycopg's placeholder for the ledger's `?`."""
    return text.replace("?", "%s").encode()


def _plain(connection: Session) -> psycopg.Cursor[Row]:
    """A cursor that binds on the server and gives tuples, however the caller's connection makes its own."""
    return psycopg.Cursor(connection, row_factory=tuple_row)


def _copy(connection: Session, text: str, rows: Sequence[Row]) -> None:
    table, columns = _target(text)
    with _plain(connection).copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
        copy.set_types(_types(rows[0]))
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=64)
def _target(text: str) -> tuple[str, str]:
    """Table and columns of INSERT INTO table (columns) VALUES ..."""
    ((table, columns),) = re.findall(r"INSERT INTO (\w+) \(([\w, ]+)\)", text)
    return table, columns


def _types(row: Row) -> list[str]:
    return [{str: "text", int: "int8", bytes: "bytea"}[type(value)] for value in row]


def _grants(role: str) -> sql.Composed:
    return sql.SQL(
        "GRANT SELECT ON ledger_schema TO {role};"
        "GRANT SELECT, INSERT ON ledger_events, ledger_pending, ledger_keys, ledger_reads TO {role}"
    ).format(role=sql.Identifier(role))


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.DiskFull as error:
        raise OutOfSpace("the disk of the record is full: this was not recorded, nothing before it is lost") from error
