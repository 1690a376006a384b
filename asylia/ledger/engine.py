"""What the ledger asks of a database, said once; SQLite and PostgreSQL answer it in their own files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib.resources import files
from typing import Any, NamedTuple, Protocol, TypeAlias

Connection: TypeAlias = Any
"""A sqlite3.Connection or psycopg.Connection, given by the caller (often Django's), never closed here."""

Row: TypeAlias = tuple[Any, ...]


class Check(NamedTuple):
    """One thing the doctor looked at; `mend` says what to do when it is not as it must be."""

    name: str
    ok: bool
    found: str
    mend: str


class Engine(Protocol):
    """One database. SQL is written once, with `?` for values; transactions belong to the caller."""

    kind: str
    url: str  # its address, as engine_for takes it
    error: type[Exception]  # what its driver raises

    def make(self) -> None:
        """Makes an empty database where the engine can."""

    def connect(self) -> Connection:
        """A connection of its own, set up and read back; raises WrongSetup when a setting did not take."""

    def prepare(self, connection: Connection) -> None:
        """Sets up a connection made by someone else; raises WrongSetup when a setting did not take."""

    def lost(self, connection: Connection) -> bool:
        """Whether the connection was ended from the other side; another one is then made."""

    def install(self, connection: Connection, script: str, application_role: str | None) -> None:
        """Runs the script that makes tables, in one transaction; grants what the role may do with the record's."""

    def tables(self, connection: Connection) -> set[str]:
        """Names of the tables that exist."""

    def run(self, connection: Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement."""

    def execute(self, connection: Connection, sql: str, values: Sequence[object] = ()) -> None:
        """One statement that gives no rows."""

    def stream(self, connection: Connection, sql: str) -> Iterator[Row]:
        """Rows of one statement, all of one moment, without holding them in memory."""

    def insert(self, connection: Connection, sql: str, rows: Sequence[Row]) -> None:
        """Inserts rows; `sql` is INSERT INTO table (columns) VALUES (?, ...). Raises DuplicateError."""

    def insert_entries(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Inserts (stream, version, entry, digest, under, sealed) of one stream, its next; each is pending too.

        Raises DuplicateError.
        """

    def transaction(self, connection: Connection) -> AbstractContextManager[None]:
        """A write transaction: commits at the end, or undoes everything."""

    def require_transaction(self, connection: Connection) -> None:
        """Raises NoTransaction outside a transaction."""

    def lock(self, connection: Connection, names: Iterable[str]) -> None:
        """Waits for the names' locks and holds them until the transaction ends."""

    def alone(self, connection: Connection, name: str) -> AbstractContextManager[None]:
        """Nobody else holds `name` until the end; raises AtWork when somebody does."""

    def identity(self, connection: Connection) -> str:
        """Which database this is, so that two addresses of the same one are known as such."""

    def examine(self, connection: Connection) -> list[Check]:
        """The doctor's findings on the record's database."""

    def scrub(self, connection: Connection, table: str) -> None:
        """After an erasure: no earlier version of a row stays in the table's files."""


class DuplicateError(Exception):
    """An insert met a key that exists; the ledger says which one in its own words."""


def schema_text(kind: str, schema: str, above: int = 0) -> str:
    """The SQL that makes `schema` (ledger or keystore) on an engine; of the ledger: from the version `above` on."""
    names = [f"{schema}-{kind}.sql"] if schema == "keystore" else [f"{kind}.sql", f"{kind}-2.sql"][above:]
    return "\n".join((files("asylia.ledger") / "schema" / name).read_text() for name in names)


def engine_for(url: str) -> Engine:
    """The engine of a sqlite:///path or postgresql://... address; raises ValueError for any other."""
    if url.startswith("sqlite:///"):
        from asylia.ledger.sqlite import Sqlite  # noqa: PLC0415 (the engines know this module)

        return Sqlite(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from asylia.ledger.postgres import Postgres  # noqa: PLC0415 (SQLite alone needs no psycopg)

        return Postgres(url)
    raise ValueError("a ledger's address reads sqlite:///path or postgresql://user@host/name")
