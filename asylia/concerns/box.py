"""The box: what is kept of reports and answers, in one SQLite file of the channel's own.

No table has a number that counts up or a time of day; rows lie in the order of digests, so that their place tells
nothing of when they came. Nothing is ever deleted, and every write sets the file's own times to the beginning of its
period.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE report (leaf BLOB PRIMARY KEY, period TEXT NOT NULL, due TEXT NOT NULL, mailbox BLOB NOT NULL,
  parcel BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX report_mailbox ON report (mailbox);
CREATE TABLE answer (id BLOB PRIMARY KEY, mailbox BLOB NOT NULL, period TEXT NOT NULL, sender TEXT NOT NULL,
  sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX answer_mailbox ON answer (mailbox);
CREATE TABLE day (period TEXT PRIMARY KEY, leaves BLOB NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE beat (one INTEGER PRIMARY KEY CHECK (one = 1), chance BLOB NOT NULL);
"""
KEPT = ("report", "answer", "day")
PRAGMAS = {"journal_mode=DELETE": "delete", "synchronous=EXTRA": "3", "secure_delete=ON": "1", "temp_store=MEMORY": "2"}


class Box:
    """The database of a channel; one connection, one writer, threads in turn."""

    def __init__(self, path: Path) -> None:
        """Open the box, or make it."""
        self._path, self._turn = path, threading.Lock()
        new = not path.exists()
        if new:
            path.touch(mode=0o600)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # A journal that is deleted leaves no file behind that tells when it was written; EXTRA makes its end durable.
        for pragma, want in PRAGMAS.items():
            row = (
                self._db.execute(f"PRAGMA {pragma}").fetchone()
                or self._db.execute(f"PRAGMA {pragma.partition('=')[0]}").fetchone()
            )
            if str(row[0]) != want:
                raise sqlite3.OperationalError(f"PRAGMA {pragma} was not taken")
        if new:
            self._db.executescript(SCHEMA + "".join(_refuse(table) for table in KEPT))
        self._db.execute("PRAGMA trusted_schema=OFF")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def writing(self, period: str) -> Iterator[sqlite3.Connection]:
        """One transaction; afterwards the file says it was written when the period began."""
        with self._turn:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self.age(period)

    def age(self, period: str) -> None:
        """Set the times of the file, and of the folder where its journal was, to the beginning of a period."""
        began = begins(period)
        for path in (self._path, self._path.parent):
            os.utime(path, (began, began))

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """What a query finds."""
        with self._turn:
            return self._db.execute(query, values).fetchall()

    def beat(self, period: str) -> None:
        """Write chance.

        The one time of a file that cannot be set (of its last change) is then that of the last beat.
        """
        with self.writing(period) as db:
            db.execute("INSERT OR REPLACE INTO beat VALUES (1, randomblob(32))")

    def tidy(self, period: str) -> None:
        """Write the file anew, so that free pages and their order tell nothing of what came when."""
        with self._turn:
            self._db.execute("VACUUM")
            self.age(period)


def _refuse(table: str) -> str:
    """Triggers by which nothing in a table is changed or deleted, by whoever has the program."""
    return "".join(
        f"CREATE TRIGGER {table}_{what.lower()} BEFORE {what} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'nothing is deleted'); END;"
        for what in ("UPDATE", "DELETE")
    )


def day_of(period: str) -> dt.date:
    """The first day of a period."""
    year, _, rest = period.partition("-")
    return dt.date.fromisocalendar(int(year), int(rest[1:]), 1) if rest[:1] == "W" else dt.date.fromisoformat(period)


def begins(period: str) -> float:
    """The first second of a period, UTC."""
    return dt.datetime.combine(day_of(period), dt.time(), dt.UTC).timestamp()
