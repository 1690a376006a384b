"""Failing plainly: a database that is full, busy, gone or in a knot, said in words for whoever sent the form."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error as DjangoError

from asylia.ledger import Conflict, KeyTaken, LedgerError, OutOfSpace

FULL = "the disk of the record is full: this was not recorded, nothing before it is lost"
BUSY = "others are writing at this moment: nothing was recorded, send it again"
LOST = "the record did not answer: send the same form again; if it was recorded, that is the answer"
MOVED = "others wrote about the same case again and again: nothing was recorded, send it again"

IN_A_KNOT = frozenset({"40001", "40P01"})  # serialization failure, deadlock: PostgreSQL asks for another try
LOCK_NOT_AVAILABLE = "55P03"
DISK_FULL = "53100"


class SendAgain(LedgerError):
    """It could not be recorded now, or nobody knows whether it was: the same form, sent again, gets the answer."""


class GaveWay(LedgerError):
    """This transaction made way for another one that wrote the same; begun again, it sees what that one wrote."""


@contextmanager
def failing_plainly() -> Iterator[None]:
    """Raises OutOfSpace, SendAgain or GaveWay for what a driver, Django or the ledger says in its own words."""
    try:
        yield
    except (Conflict, KeyTaken) as error:
        raise GaveWay(MOVED) from error
    except (DjangoError, sqlite3.Error, psycopg.Error) as error:
        plain = _plain(error.__cause__ if isinstance(error, DjangoError) else error)
        if plain is None:
            raise
        raise plain from error


def _plain(error: BaseException | None) -> LedgerError | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its detail
        return {
            sqlite3.SQLITE_FULL: OutOfSpace(FULL),
            sqlite3.SQLITE_BUSY: SendAgain(BUSY),
            sqlite3.SQLITE_IOERR: SendAgain(LOST),  # after a commit whose sync failed nobody knows what the disk holds
            sqlite3.SQLITE_CANTOPEN: SendAgain(LOST),
        }.get(code)
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate in IN_A_KNOT:
        return GaveWay(MOVED)
    if error.sqlstate == LOCK_NOT_AVAILABLE:
        return SendAgain(BUSY)
    if error.sqlstate == DISK_FULL:
        return OutOfSpace(FULL)
    gone = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return SendAgain(LOST) if gone else None
