"""Keeps the log up with the record: once, or again and again beside the pages, which never wait for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

from asylia.ledger.clock import newest_signed, put_back
from asylia.ledger.engine import Connection
from asylia.ledger.errors import AtWork, LedgerError, WrongSetup
from asylia.ledger.ledger import Ledger
from asylia.ledger.logkey import LogKeys, keys_path, make_log, read_log
from asylia.ledger.publisher import publish
from asylia.ledger.sequencer import SEQUENCER, Clock, Sequencer, Turn, now, said, tree_of
from asylia.ledger.witnesses import Asking, read_witnesses

PAUSE = 2.0  # seconds between turns: an entry has its checkpoint in well under ten
AGAIN = 5.0  # seconds until the next try after a failure that may pass


def log_of(home: Path, kind: str) -> LogKeys:
    """The log of this home, made at its first use; `kind` begins its name."""
    return read_log(home) if keys_path(home).exists() else make_log(home, kind)


def once(ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, clock: Clock = now) -> Turn:
    """One turn: numbers, signs, asks witnesses, and publishes where it is due. Raises AtWork, LogBroken, Tampered."""
    with ledger.engine.alone(connection, SEQUENCER):
        return _turn(ledger, connection, home, keys, clock, Asking(tree_of(home)))


def _turn(  # noqa: PLR0917 (what a turn needs)
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, clock: Clock, asking: Asking
) -> Turn:
    done = Sequencer(ledger.engine, connection, keys, tree_of(home), clock).turn()
    asking.cosign(ledger.engine, connection, read_witnesses(home))
    publish(ledger.engine, connection, home, keys, clock, asking)
    return done


def follow(  # noqa: PLR0917 (what a process of its own is given)
    ledger: Ledger, home: Path, kind: str, stop: Event, tell: Callable[[str], None], clock: Clock = now
) -> None:
    """Turn after turn, until `stop` is set or the log and the record disagree (LogBroken, Tampered).

    The key is read anew for each turn, since it may have been replaced. A database that is busy or gone is asked
    again; where another sequencer is at work this one waits for its place.
    """
    failed, asking = "", Asking(tree_of(home))
    while not stop.is_set():
        try:
            with closing(ledger.connect()) as connection, ledger.engine.alone(connection, SEQUENCER):
                failed, before = "", newest_signed(ledger.engine, connection)
                while not stop.is_set():
                    if put_back(before, clock()):
                        tell(f"the clock was put back: it said {said(before or clock())}, and says {said(clock())}")
                    before = clock()
                    _turn(ledger, connection, home, log_of(home, kind), clock, asking)
                    stop.wait(PAUSE)
        except (AtWork, WrongSetup, OSError, ledger.engine.error) as error:
            if str(error) != failed:
                why = str(error) if isinstance(error, LedgerError) else type(error).__name__  # a driver quotes rows
                tell(f"the log waits: {why}")
            failed = str(error)
            stop.wait(AGAIN)
