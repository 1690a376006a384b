"""The record on SQLite: WAL, synchronous=FULL, 16 kB pages, every setting read back before it is trusted."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from types import TracebackType

from asylia.ledger.durable import make_folder
from asylia.ledger.engine import Check, DuplicateError, Row, schema_text
from asylia.ledger.errors import AtWork, NoTransaction, OutOfSpace, WrongSetup

PAGE_SIZE = 16384
OLDEST = (3, 37)  # STRICT tables
WAIT = 5.0  # seconds to wait for another writer

# An I/O error inside a PRAGMA is raised only when its row is fetched, a refused one is silent: so read back.
SETTINGS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged rows when the power fails
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,  # deleted content (drafts, keys) is overwritten, not merely unlinked
}
READ_ONLY: dict[str, str | int] = {"page_size": PAGE_SIZE, "encoding": "UTF-8"}
MENDING = {
    "journal_mode": "keep the file on a local disk; network disks cannot share a write-ahead log",
    "page_size": "create the record before anything else writes to its file",
    "encoding": "create the record before anything else writes to its file",
}
# A key that exists, said by the table or by our trigger; any other refused value is a mistake of the program.
TAKEN = (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_TRIGGER)

# OR FAIL: one row a statement, so a refused row leaves nothing to undo, and SQLite keeps no journal of it.
ENTRIES = "INSERT OR FAIL INTO ledger_events (stream, version, entry, digest, under, sealed) VALUES (?, ?, ?, ?, ?, ?)"
PENDING = (
    "INSERT OR FAIL INTO ledger_pending (stream, version) "
    "SELECT stream, version FROM ledger_events WHERE stream = ? AND version >= ?"
)


class Sqlite:
    """One SQLite file, readable by its owner alone."""

    kind = "sqlite"
    error: type[Exception] = sqlite3.Error

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.url = f"sqlite:///{path}"

    def connect(self) -> sqlite3.Connection:
        if sqlite3.sqlite_version_info < OLDEST:
            raise WrongSetup(f"this Python's SQLite is {sqlite3.sqlite_version}; 3.37 or newer is needed")
        if not self.path.exists():
            raise WrongSetup(f"there is no {self.path.name}; create the record first")
        connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        try:
            self.prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def prepare(self, connection: sqlite3.Connection) -> None:
        for name, wanted in SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
            found = setting(connection, name)
            if found != wanted:
                raise WrongSetup(f"SQLite's {name} is {found}, not {wanted}; is {self.path.name} on a network disk?")

    def lost(self, connection: sqlite3.Connection) -> bool:  # noqa: ARG002 (a file does not go away)
        return False

    def make(self) -> None:
        """An empty file gets its page size before anything else: WAL mode fixes it for good."""
        if self.path.exists() and self.path.stat().st_size:
            return
        make_folder(self.path.parent)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path.chmod(0o600)  # Django may have touched it first
        with closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            connection.execute("PRAGMA journal_mode = wal").fetchall()

    def install(self, connection: sqlite3.Connection, script: str, application_role: str | None) -> None:  # noqa: ARG002 (a file has no roles)
        if setting(connection, "page_size") != PAGE_SIZE:
            _repage(connection)
            self.prepare(connection)
        with self.transaction(connection):
            for statement in statements(script):
                connection.execute(statement)

    def tables(self, connection: sqlite3.Connection) -> set[str]:
        return {name for (name,) in self.run(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")}

    def run(self, connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
        try:
            return _plain(connection).execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise said_plainly(error) from error

    def execute(self, connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> None:
        self.run(connection, sql, values)

    def stream(self, connection: sqlite3.Connection, sql: str) -> Iterator[Row]:
        with closing(_plain(connection)) as cursor:
            yield from cursor.execute(sql)

    def insert_entries(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        self.insert(connection, ENTRIES, rows)
        self.execute(connection, PENDING, rows[0][:2])

    def insert(self, connection: sqlite3.Connection, sql: str, rows: Sequence[Row]) -> None:
        try:
            connection.executemany(sql, rows)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode in TAKEN:
                raise DuplicateError(str(error)) from error
            raise
        except sqlite3.OperationalError as error:
            raise said_plainly(error) from error

    def transaction(self, connection: sqlite3.Connection) -> AbstractContextManager[None]:
        return Transaction(connection)

    def require_transaction(self, connection: sqlite3.Connection) -> None:
        if not connection.in_transaction:
            raise NoTransaction("the record is written inside a transaction: BEGIN IMMEDIATE first")

    def lock(self, connection: sqlite3.Connection, names: Iterable[str]) -> None:  # noqa: ARG002 (one lock for all)
        """BEGIN IMMEDIATE is the lock; a write of no rows takes it where the caller said only BEGIN."""
        self.require_transaction(connection)
        self.run(connection, "DELETE FROM ledger_pending WHERE 0")

    @contextmanager
    def alone(self, connection: sqlite3.Connection, name: str) -> Iterator[None]:  # noqa: ARG002 (a file beside it)
        """A lock on a file beside the record: it ends with its process, whatever becomes of that."""
        with os.fdopen(os.open(f"{self.path}-{name}", os.O_CREAT | os.O_RDWR, 0o600)) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AtWork(f"another {name} is at work on this record") from None
            yield

    def identity(self, connection: sqlite3.Connection) -> str:  # noqa: ARG002 (a file is its path)
        return str(self.path.resolve())

    def examine(self, connection: sqlite3.Connection) -> list[Check]:
        wanted = {**SETTINGS, **READ_ONLY}
        checks = [
            _compared(
                f"SQLite {name}", wanted[name], setting(connection, name), MENDING.get(name, "open it with the ledger")
            )
            for name in wanted
        ]
        mode = self.path.stat().st_mode & 0o777
        alone = Check(
            "database file is its owner's alone", not mode & 0o077, f"{mode:o}", f"chmod 600 {self.path.name}"
        )
        return [*checks, alone, _sound(connection), _tables_and_triggers(connection)]

    def scrub(self, connection: sqlite3.Connection, table: str) -> None:  # noqa: ARG002 (one log for all)
        """secure_delete has overwritten the row in its page; the write-ahead log still has the old page."""
        ((busy, _, _),) = self.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise WrongSetup(
                "the key store was busy: its write-ahead log still holds the old key; run the erasure again"
            )


class Transaction:
    """BEGIN IMMEDIATE to COMMIT or ROLLBACK, in this thread's time only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if failed is None:
            try:
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as refused:
                self._undo()
                raise said_plainly(refused) from refused
        else:
            self._undo()

    def _undo(self) -> None:
        if self._connection.in_transaction:  # SQLite has already undone it after some errors
            self._connection.execute("ROLLBACK")


def setting(connection: sqlite3.Connection, name: str) -> str | int:
    """The value in force of one PRAGMA."""
    row = connection.execute(f"PRAGMA {name}").fetchone()
    value: str | int = row[0]
    return value


def _compared(name: str, wanted: str | int, found: str | int, mend: str) -> Check:
    return Check(name, found == wanted, str(found), f"must be {wanted}: {mend}")


def _sound(connection: sqlite3.Connection) -> Check:
    """Whether every page is where it must be, and every index leads to its rows; what a row says the verifier checks.

    Not quick_check, which is several times as fast: it passes over an index that leads to no row.
    """
    ((found,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
    mend = "stop the server, keep the file, put a copy back and hold it against the checkpoints kept outside"
    return Check("pages of the file are sound", found == "ok", found, mend)


def _tables_and_triggers(connection: sqlite3.Connection) -> Check:
    """Compares the ledger's part of the schema, word for word, with what its own file makes."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in statements(schema_text("sqlite", "ledger")):
            fresh.execute(statement)
        wanted, found = _schema(fresh), _schema(connection)
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    mend = "stop writing, verify the record against receipts held outside, then ask who altered the schema"
    return Check("tables and triggers unaltered", not wrong, ", ".join(wrong) or "as made", mend)


def _schema(connection: sqlite3.Connection) -> dict[str, str | None]:
    sql = "SELECT name, sql FROM sqlite_schema WHERE tbl_name LIKE 'ledger\\_%' ESCAPE '\\'"
    return dict(_plain(connection).execute(sql).fetchall())


def statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit the transaction that it runs in."""
    found, buffer = [], ""
    for line in script.splitlines(keepends=True):
        buffer += line
        if sqlite3.complete_statement(buffer):
            found.append(buffer.strip())
            buffer = ""
    return found


def _repage(connection: sqlite3.Connection) -> None:
    """Rewrites a file that another program began with smaller pages."""
    connection.execute("PRAGMA journal_mode = delete").fetchall()
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("VACUUM")


def _plain(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """A cursor that gives tuples, whatever row factory the caller's connection has."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor


def said_plainly(error: sqlite3.OperationalError) -> Exception:
    """The error in the ledger's words, where it has some."""
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return OutOfSpace("the disk of the record is full: this was not recorded, nothing before it is lost")
    return error
