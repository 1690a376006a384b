"""Keeps the log up with the record: once, or again and again beside the pages, which never wait for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

from asylia.ledger.engine import Connection
from asylia.ledger.errors import AtWork, LedgerError, WrongSetup
from asylia.ledger.ledger import Ledger
from asylia.ledger.logkey import LogKeys, key_path, make_log, read_log
from asylia.ledger.publisher import publish
from asylia.ledger.sequencer import SEQUENCER, Clock, Sequencer, Turn, at_work, now, tree_of

PAUSE = 2.0  # seconds between turns: an entry has its checkpoint in well under ten
AGAIN = 5.0  # seconds until the next try after a failure that may pass


def log_of(home: Path, kind: str) -> LogKeys:
    """The log of this home, made at its first use; `kind` begins its name."""
    return read_log(home) if key_path(home).exists() else make_log(home, kind)


def once(ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, clock: Clock = now) -> Turn:
    """One turn: numbers, signs, and publishes where it is due. Raises AtWork, LogBroken, Tampered."""
    with at_work(ledger.engine, connection, home, keys, clock) as sequencer:
        turn = sequencer.turn()
        publish(ledger.engine, connection, home, keys, clock)
        return turn


def follow(  # noqa: PLR0917 (what a process of its own is given)
    ledger: Ledger, home: Path, kind: str, stop: Event, tell: Callable[[str], None], clock: Clock = now
) -> None:
    """Turn after turn, until `stop` is set or the log and the record disagree (LogBroken, Tampered).

    The key is read anew for each turn, since it may have been replaced. A database that is busy or gone is asked
    again; where another sequencer is at work this one waits for its place.
    """
    failed = ""
    while not stop.is_set():
        try:
            with closing(ledger.connect()) as connection, ledger.engine.alone(connection, SEQUENCER):
                failed = ""
                while not stop.is_set():
                    keys = log_of(home, kind)
                    Sequencer(ledger.engine, connection, keys, tree_of(home), clock).turn()
                    publish(ledger.engine, connection, home, keys, clock)
                    stop.wait(PAUSE)
        except (AtWork, WrongSetup, OSError, ledger.engine.error) as error:
            if str(error) != failed:
                said = str(error) if isinstance(error, LedgerError) else type(error).__name__  # a driver quotes rows
                tell(f"the log waits: {said}")
            failed = str(error)
            stop.wait(AGAIN)
