"""The sequencer: gives committed entries their numbers in the log, grows the tree, and signs what it has become.

It works after the commit, on a connection of its own, so that no command waits for it. One is at work at a time: a
lock says so, and a fence, checked by the database in every write, holds where a lock was lost unnoticed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from asylia.ledger import entry as form
from asylia.ledger.durable import put
from asylia.ledger.engine import Connection, Engine, Row
from asylia.ledger.errors import LogBroken, Tampered
from asylia.ledger.logkey import LogKeys, log_folder
from asylia.ledger.note import BadNote, Checkpoint, Note, opened
from asylia.ledger.tiles import Tiles

BATCH = 2048  # entries numbered in one transaction: on SQLite nobody else writes meanwhile
CHUNK = 4096  # entries read back at a time
SEQUENCER = "sequencer"

# Within a stream the lowest version first: its successor cannot be committed before it, so order in the log is order.
NUMBER = (
    "INSERT INTO ledger_leaves (leaf, stream, version, fence) "
    "SELECT ? - 1 + row_number() OVER (ORDER BY stream, version), stream, version, ? "
    "FROM (SELECT stream, version FROM ledger_pending ORDER BY stream, version LIMIT ?) AS waiting ORDER BY 1"
)
NUMBERED = (
    "DELETE FROM ledger_pending WHERE (stream, version) IN (SELECT stream, version FROM ledger_leaves WHERE leaf >= ?)"
)
WAITING = "SELECT 1 FROM ledger_pending LIMIT 1"
COUNT = "SELECT coalesce(max(leaf) + 1, 0) FROM ledger_leaves"
STORED = (
    "SELECT l.leaf, l.stream, l.version, e.entry, e.digest FROM ledger_leaves l "
    "LEFT JOIN ledger_events e ON e.stream = l.stream AND e.version = l.version "
    "WHERE l.leaf >= ? AND l.leaf < ? ORDER BY l.leaf"
)
FENCE = "SELECT coalesce(max(token), 0) + 1 FROM ledger_fences"
TAKE_FENCE = "INSERT INTO ledger_fences (token, taken) VALUES (?, ?)"
LAST = "SELECT note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1"
SIGNED = "INSERT INTO ledger_checkpoints (size, note, signed, fence) VALUES (?, ?, ?, ?)"

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The system's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


class Turn(NamedTuple):
    """What one turn did."""

    numbered: int
    checkpoint: Checkpoint


class Sequencer:
    """The one that is at work: made only by whoever holds the engine's `alone` for SEQUENCER."""

    def __init__(self, engine: Engine, connection: Connection, keys: LogKeys, tiles: Tiles, clock: Clock) -> None:
        self.engine = engine
        self.connection = connection
        self.keys = keys
        self.tiles = tiles
        self.clock = clock
        self._fence = 0

    def turn(self) -> Turn:
        """Numbers what was committed, grows the tree and signs it; raises LogBroken and Tampered, signing nothing."""
        numbered = sum(self._number())
        return Turn(numbered, self._sign())

    def _number(self) -> Iterator[int]:
        """Numbers what is waiting, a batch a transaction; rows still in flight are not seen, and wait."""
        while self.engine.run(self.connection, WAITING):
            self._take_fence()
            with self.engine.transaction(self.connection):
                first = self._count()
                self.engine.execute(self.connection, NUMBER, (first, self._fence, BATCH))
                self.engine.execute(self.connection, NUMBERED, (first,))
                numbered = self._count() - first
            yield numbered

    def _count(self) -> int:
        ((leaves,),) = self.engine.run(self.connection, COUNT)
        return int(leaves)

    def _sign(self) -> Checkpoint:
        kept, size, last = remembered(self.tiles, self.keys), self._count(), self.last()
        check_remembered(kept, last, size)
        if last is not None and last.size == size:
            if not (self.tiles.folder / "tile").exists():  # a new machine, and nothing new to sign
                grow(self.engine, self.connection, self.tiles, last, size)
            return last
        grow(self.engine, self.connection, self.tiles, last, size)
        checkpoint = Checkpoint(self.keys.origin, size, self.tiles.root(size))
        text = str(checkpoint)
        note = str(Note(text, (self.keys.signer.line(text),)))
        self._take_fence()
        with self.engine.transaction(self.connection):
            self.engine.insert(self.connection, SIGNED, [(size, note, said(self.clock()), self._fence)])
        put(memory(self.tiles), note.encode())
        return checkpoint

    def last(self) -> Checkpoint | None:
        """The newest checkpoint this log signed; raises LogBroken when it did not."""
        return last_checkpoint(self.engine, self.connection, self.keys)

    def _take_fence(self) -> None:
        """Once a turn of work: whoever was at work before can write nothing from here on."""
        if not self._fence:
            with self.engine.transaction(self.connection):
                ((token,),) = self.engine.run(self.connection, FENCE)
                self.engine.insert(self.connection, TAKE_FENCE, [(token, said(self.clock()))])
            self._fence = token


def memory(tiles: Tiles) -> Path:
    """The newest checkpoint, kept outside the database too: a database put back from a copy does not know it."""
    return tiles.folder / "checkpoint"


def remembered(tiles: Tiles, keys: LogKeys) -> Checkpoint | None:
    """What is remembered there; read before the database, which may be ahead of it. Raises LogBroken."""
    try:
        path = memory(tiles)
        return opened(path.read_bytes(), {keys.origin: keys.known})[0] if path.exists() else None
    except BadNote as bad:
        raise LogBroken(f"log/tree/checkpoint is not this log's: {bad}") from None


def check_remembered(kept: Checkpoint | None, last: Checkpoint | None, size: int) -> None:
    """Raises LogBroken where the record, of `size` leaves and the checkpoint `last`, is older than what was signed."""
    if kept is None:
        return
    if last is None or kept.size > min(last.size, size) or (kept.size == last.size and kept.root != last.root):
        raise LogBroken(f"the log signed {kept.size} leaves, the record knows of {size}: an old copy was put back")


def tree_of(home: Path) -> Tiles:
    """The tree's files, as they grow; what is public is copied from them on a fixed clock."""
    return Tiles(log_folder(home) / "tree")


def last_checkpoint(engine: Engine, connection: Connection, keys: LogKeys) -> Checkpoint | None:
    """The newest checkpoint the log signed, None before the first; raises LogBroken when it did not sign it."""
    rows = engine.run(connection, LAST)
    try:
        return opened(rows[0][0], {keys.origin: keys.known})[0] if rows else None
    except BadNote as bad:
        raise LogBroken(f"the newest checkpoint in the record is not this log's: {bad}") from None


def grow(engine: Engine, connection: Connection, tiles: Tiles, last: Checkpoint | None, size: int) -> None:
    """Brings the tree's files from the last checkpoint to `size`, from stored bytes; raises LogBroken, Tampered.

    What is there must give the last checkpoint's root. Without files (a new machine) the tree is made again from all
    entries, and must meet that root on its way.
    """
    start = last.size if last is not None else 0
    if last is not None and not (tiles.folder / "tile").exists():
        for first in range(0, start, CHUNK):
            tiles.grow(first, stored_leaves(engine, connection, first, min(first + CHUNK, start)))
    if last is not None and tiles.root(start) != last.root:
        raise LogBroken(f"the tree's files do not give the root that was signed for {start} leaves")
    for first in range(start, size, CHUNK):
        tiles.grow(first, stored_leaves(engine, connection, first, min(first + CHUNK, size)))


def stored_leaves(engine: Engine, connection: Connection, start: int, end: int) -> list[bytes]:
    """The leaf hashes of a span of the log, each computed from its entry's stored bytes; raises Tampered."""
    rows = engine.run(connection, STORED, (start, end))
    if [row[0] for row in rows] != list(range(start, end)):
        raise LogBroken(f"the record does not have each leaf from {start} to {end} once")
    return [_leaf(row) for row in rows]


def _leaf(row: Row) -> bytes:
    leaf, stream, version, entry, digest = row
    if entry is None:
        raise Tampered(stream, version, f"leaf {leaf} of the log is this entry, and the record no longer has it")
    try:
        place = form.read_entry(entry)
    except msgspec.MsgspecError:
        raise Tampered(stream, version, "the entry is not written as the format says") from None
    found = form.entry_digest(entry)
    if found != digest or (place.stream, place.version) != (stream, version):
        raise Tampered(stream, version, "the entry's bytes are not those of its digest and place")
    return found


def said(moment: dt.datetime) -> str:
    """A moment as the record writes it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
