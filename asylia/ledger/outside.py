"""How far the log is held outside the agency: its newest checkpoints, who saw them, and since when nobody has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from asylia.ledger.engine import Connection, Engine
from asylia.ledger.entry import read_entry
from asylia.ledger.logkey import read_log
from asylia.ledger.note import Checkpoint, Note
from asylia.ledger.publisher import PERIOD, public_folder, published
from asylia.ledger.sequencer import last_checkpoint
from asylia.ledger.witnesses import read_witnesses, seen_by, unwitnessed_since

SLACK = dt.timedelta(minutes=10)  # past the hour in which a public checkpoint is made
LAG = dt.timedelta(seconds=60)  # an entry has its checkpoint in under ten; what waits longer waits for someone
OLDEST = 1000  # waiting entries looked at for the oldest

SIGNED = "SELECT signed FROM ledger_checkpoints WHERE size = ?"
WAITING = "SELECT count(*) FROM ledger_pending"
ENTRIES = (
    "SELECT e.entry FROM ledger_pending p JOIN ledger_events e ON e.stream = p.stream AND e.version = p.version LIMIT ?"
)


class Seen(NamedTuple):
    """A witness by name, and the largest tree that it signed (-1: none)."""

    name: str
    size: int


class Outside(NamedTuple):
    """The newest checkpoint, when the log signed it, who saw how much, and since when some witness has not."""

    checkpoint: Checkpoint | None
    signed: str
    witnesses: tuple[Seen, ...]
    unwitnessed: str | None
    waiting: int


class Public(NamedTuple):
    """The public checkpoint, the hour it was due, and when each witness says it saw it; `late`: another one is due."""

    checkpoint: Checkpoint
    at: dt.datetime
    seen: tuple[tuple[str, dt.datetime], ...]
    late: bool


def outside(engine: Engine, connection: Connection, home: Path) -> Outside:
    """What the record and its log say; raises LedgerError where there is no log, or it is not this one's."""
    keys, named = read_log(home), read_witnesses(home)
    last = last_checkpoint(engine, connection, keys)
    rows = engine.run(connection, SIGNED, (last.size,)) if last else []
    seen = tuple(Seen(each.key.name, seen_by(engine, connection, each.key)) for each in named)
    since = unwitnessed_since(engine, connection, named)
    ((waiting,),) = engine.run(connection, WAITING)
    return Outside(last, rows[0][0] if rows else "", seen, since, waiting)


def public(home: Path, now: dt.datetime) -> Public | None:
    """What anyone may fetch, read from files alone; None before the first. Raises LedgerError and BadNote."""
    checkpoint = published(home, read_log(home))
    if checkpoint is None:
        return None
    path = public_folder(home) / "checkpoint"
    at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    witnesses = [each.key for each in read_witnesses(home)]
    signed = Note.parse(path.read_bytes()).signed_by(witnesses)
    seen = tuple((key.name, dt.datetime.fromtimestamp(time, dt.UTC)) for key, time in signed.items() if time)
    return Public(checkpoint, at, seen, now - at > dt.timedelta(seconds=PERIOD) + SLACK)


def lag(engine: Engine, connection: Connection, now: dt.datetime) -> dt.timedelta:
    """How long the oldest of the waiting entries has waited for a number in the log."""
    rows = engine.run(connection, ENTRIES, (OLDEST,))
    recorded = (dt.datetime.fromisoformat(read_entry(row[0]).recorded) for row in rows)
    return max((now - each for each in recorded), default=dt.timedelta())
