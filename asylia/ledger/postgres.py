"""The record on PostgreSQL 15+: one prepared statement for entries however many, advisory locks by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, TypeAlias

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from asylia.ledger.engine import Check, DuplicateError, Row, schema_text
from asylia.ledger.errors import AtWork, NoTransaction, OutOfSpace, WrongSetup

Session: TypeAlias = "psycopg.Connection[Any]"

WAIT = "5s"  # for a lock

# Both tables in one statement, one journey to the server. Measured: arrays are quicker than COPY from 2 rows to 512.
ENTRIES = (
    b"WITH entered AS (INSERT INTO ledger_events (stream, version, entry, digest, under, sealed) %b "
    b"RETURNING stream, version) INSERT INTO ledger_pending SELECT stream, version FROM entered"
)
ONE = ENTRIES.replace(b"%b", b"VALUES (%b, %b, %b, %b, %b, %b)")
MANY = ENTRIES.replace(
    b"%b", b"SELECT * FROM unnest(%b::text[], %b::int8[], %b::bytea[], %b::bytea[], %b::text[], %b::bytea[])"
)

# Read committed, so that what is read after waiting for a lock is what the lock's last holder wrote.
SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": WAIT,
    "default_transaction_isolation": "read committed",
}


# A machine that fell silent is known as such after four seconds, not after the two hours that TCP waits by itself.
SILENCE = {"keepalives_idle": "2", "keepalives_interval": "1", "keepalives_count": "2", "tcp_user_timeout": "4000"}
SERVER = {"fsync": "on", "full_page_writes": "on"}
OLDEST = 150000
APPEND_ONLY = (
    "ledger_events", "ledger_keys", "ledger_reads",
    "ledger_fences", "ledger_leaves", "ledger_checkpoints", "ledger_cosignatures",
)  # fmt: skip
IN_ORDER = ("ledger_fences", "ledger_leaves", "ledger_checkpoints")  # tables whose next row follows from the last
RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


class Postgres:
    """One PostgreSQL database, reached as the role named in its address."""

    kind = "postgres"
    error: type[Exception] = psycopg.Error

    def __init__(self, url: str) -> None:
        self.url = url

    def make(self) -> None:
        """The database is made by the one who runs the server."""

    def connect(self) -> Session:
        connection = psycopg.connect(**reaching(self.url), autocommit=True)
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

    def lost(self, connection: Session) -> bool:
        return connection.closed

    def install(self, connection: Session, script: str, application_role: str | None) -> None:
        with self.transaction(connection):
            connection.execute(script.encode())
            if application_role:
                connection.execute(_grants(application_role))

    def tables(self, connection: Session) -> set[str]:
        found = self.run(connection, "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))")
        return {name for (name,) in found}

    def run(self, connection: Session, text: str, values: Sequence[object] = ()) -> list[Row]:
        return _plain(connection).execute(placed(text), values or None).fetchall()

    def execute(self, connection: Session, text: str, values: Sequence[object] = ()) -> None:
        _plain(connection).execute(placed(text), values or None)

    def stream(self, connection: Session, text: str) -> Iterator[Row]:
        with connection.transaction(), psycopg.ServerCursor(connection, "ledger", row_factory=tuple_row) as cursor:
            cursor.itersize = 500
            yield from cursor.execute(placed(text))

    def insert_entries(self, connection: Session, rows: Sequence[Row]) -> None:
        try:
            if len(rows) == 1:
                _plain(connection).execute(ONE, rows[0], prepare=True)
            else:
                _plain(connection).execute(MANY, [list(column) for column in zip(*rows, strict=True)], prepare=True)
        except psycopg.Error as error:
            raise said_plainly(error) from error

    def insert(self, connection: Session, text: str, rows: Sequence[Row]) -> None:
        try:
            _plain(connection).executemany(placed(text), rows)
        except psycopg.Error as error:
            raise said_plainly(error) from error

    @contextmanager
    def transaction(self, connection: Session) -> Iterator[None]:
        try:
            with connection.transaction():
                yield
        except psycopg.Error as error:
            raise said_plainly(error) from error

    def require_transaction(self, connection: Session) -> None:
        begun = connection.info.transaction_status is TransactionStatus.INTRANS
        if connection.autocommit and not begun:  # without autocommit the next statement begins one
            raise NoTransaction("the record is written inside a transaction: BEGIN first")

    def lock(self, connection: Session, names: Iterable[str]) -> None:
        """One advisory lock a name, taken in the order of their numbers, so that no two callers wait in a ring."""
        self.require_transaction(connection)
        numbers = sorted({lock_number(name) for name in names})
        self.execute(connection, "SELECT pg_advisory_xact_lock(number) FROM unnest(?::int8[]) AS number", (numbers,))

    @contextmanager
    def alone(self, connection: Session, name: str) -> Iterator[None]:
        """An advisory lock of this connection: it ends with it, on the server's side too."""
        number = (lock_number(name),)
        ((held,),) = self.run(connection, "SELECT pg_try_advisory_lock(?)", number)
        if not held:
            raise AtWork(f"another {name} is at work on this record")
        try:
            yield
        finally:
            if not connection.closed:
                self.run(connection, "SELECT pg_advisory_unlock(?)", number)

    def identity(self, connection: Session) -> str:
        ((system, database),) = self.run(
            connection, "SELECT system_identifier::text, current_database()::text FROM pg_control_system()"
        )
        return f"{system}/{database}"

    def examine(self, connection: Session) -> list[Check]:
        return [*_server(connection), *_triggers(connection), *_rights(connection)]

    def scrub(self, connection: Session, table: str) -> None:
        """Rewrites the table's file without replaced rows; the server's WAL holds them until it is reused."""
        connection.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(table)))


def reaching(address: str) -> dict[str, Any]:
    """The parts of an address, as libpq names them, with bounded waits; what the address itself says goes first.

    It may name several machines (`host=a,b,c`): each is tried in turn, and the one that writes is taken. Raises
    psycopg.ProgrammingError for what is no address.
    """
    parts = conninfo_to_dict(address)
    machines = str(parts.get("host", "")).count(",") + 1
    waits = {"connect_timeout": str(max(2, 5 // machines)), **SILENCE}
    return {"target_session_attrs": "read-write", **waits, **parts}


def setting(connection: Session, name: str) -> str:
    """The value in force of one setting."""
    ((value,),) = _plain(connection).execute("SELECT current_setting(%s)", (name,)).fetchall()
    return str(value)


def _server(connection: Session) -> Iterator[Check]:
    version = connection.info.server_version
    yield Check("PostgreSQL version", version >= OLDEST, str(version), "PostgreSQL 15 or newer")
    for name, wanted in {**SERVER, **SETTINGS}.items():
        found = setting(connection, name)
        yield Check(f"PostgreSQL {name}", found == wanted, found, f"must be {wanted}: set it in postgresql.conf")


def _triggers(connection: Session) -> Iterator[Check]:
    """For all times (A), doing as we wrote: before update, delete and truncate (58), or each inserted row (7)."""
    mend = "stop writing, verify the record against receipts held outside, then ask who altered the triggers"
    sql = (
        "SELECT relname::text, tgenabled::text, tgtype::int, prosrc FROM pg_trigger "
        "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE relname = ANY (?) AND NOT tgisinternal AND tgqual IS NULL"
    ).replace("?", "%s")
    refuse, *next_ = schema_text("postgres", "ledger").split("$$")[1::2]
    wanted = {table: [["A", 58, refuse]] for table in APPEND_ONLY}
    for table, body in zip(IN_ORDER, next_, strict=True):
        wanted[table].insert(0, ["A", 7, body])
    found = _plain(connection).execute(sql.encode(), (list(APPEND_ONLY),)).fetchall()
    for table in APPEND_ONLY:
        here = sorted((rest for name, *rest in found if name == table), key=itemgetter(1))
        yield Check(f"{table} is append-only", here == wanted[table], f"{len(here)} triggers", mend)


def _rights(connection: Session) -> Iterator[Check]:
    mend = "connect as the role named to create (application_role), which neither owns the tables nor is superuser"
    sql = "SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ((role, above_all),) = _plain(connection).execute(sql.encode()).fetchall()
    yield Check("application role is no superuser", not above_all, role, mend)
    for table in APPEND_ONLY:
        sql = "SELECT right_ FROM unnest(%s::text[]) AS right_ WHERE has_table_privilege(current_user, %s, right_)"
        held = [right for (right,) in _plain(connection).execute(sql.encode(), (RIGHTS, table)).fetchall()]
        sql = "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass"
        ((owner,),) = _plain(connection).execute(sql.encode(), (table,)).fetchall()
        found = ", ".join(held) + (" and ownership" if owner else "")
        yield Check(f"{role} may only read and append {table}", held == RIGHTS[:2] and not owner, found, mend)


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


def _grants(role: str) -> sql.Composed:
    return sql.SQL(
        "GRANT SELECT ON ledger_schema TO {role};"
        "GRANT SELECT, INSERT ON {tables} TO {role};"
        "GRANT SELECT, INSERT, DELETE ON ledger_pending TO {role}"
    ).format(role=sql.Identifier(role), tables=sql.SQL(", ").join(map(sql.Identifier, APPEND_ONLY)))


def said_plainly(error: psycopg.Error) -> Exception:
    """The error in the ledger's words, where it has some."""
    if isinstance(error, psycopg.errors.UniqueViolation):
        return DuplicateError(str(error))
    if isinstance(error, psycopg.errors.DiskFull):
        return OutOfSpace("the disk of the record is full: this was not recorded, nothing before it is lost")
    return error
