"""What the public sees of the log: checkpoint and hash tiles, put out on a fixed clock so that sizes tell no minute."""

from __future__ import annotations

import os
from pathlib import Path

from asylia.ledger.durable import put
from asylia.ledger.engine import Connection, Engine
from asylia.ledger.errors import LogBroken
from asylia.ledger.logkey import LogKeys, log_folder
from asylia.ledger.note import BadNote, Checkpoint, Note, opened
from asylia.ledger.sequencer import LAST, STORED, Clock, tree_of
from asylia.ledger.tiles import WIDTH, tile_path
from asylia.ledger.witnesses import Asking, lines_under, read_witnesses

PERIOD = 3600  # seconds between public checkpoints


def public_folder(home: Path) -> Path:
    """What may be served to anyone, as static files."""
    return log_folder(home) / "public"


def published(home: Path, keys: LogKeys) -> Checkpoint | None:
    """The public checkpoint, None before the first; raises LogBroken when this log did not sign it."""
    path = public_folder(home) / "checkpoint"
    try:
        return opened(path.read_bytes(), {keys.origin: keys.known})[0] if path.exists() else None
    except BadNote as bad:
        raise LogBroken(f"the public checkpoint is not this log's: {bad}") from None


def write_bundles(engine: Engine, connection: Connection, size: int, folder: Path) -> None:
    """The first `size` entries as tlog-tiles bundles: for named verifiers, never for the public.

    Entries say which cases exist and how far each went. Each is two bytes of length and the entry's bytes.
    """
    for start in range(0, size, WIDTH):
        end = min(start + WIDTH, size)
        rows = engine.run(connection, STORED, (start, end))
        data = b"".join(len(entry).to_bytes(2, "big") + entry for *_, entry, _ in rows)
        put(folder / tile_path("entries", start // WIDTH, end - start), data)


def publish(  # noqa: PLR0917 (a log's parts)
    engine: Engine, connection: Connection, home: Path, keys: LogKeys, clock: Clock, asking: Asking
) -> Checkpoint | None:
    """Puts the newest checkpoint out when its hour has come and every witness signed it; gives it, or None.

    Witnesses are asked once more for the hour itself: what they signed before tells the minute of an entry. Tiles go
    out first, so that none is missing.
    """
    path = public_folder(home) / "checkpoint"
    hour = int(clock().timestamp()) // PERIOD * PERIOD
    rows = engine.run(connection, LAST)
    if not rows or (path.exists() and path.stat().st_mtime == hour):
        return None  # a later hour than this one is no reason to wait: the clock was put back
    newest, note = opened(rows[0][0], {keys.origin: keys.known})
    named = read_witnesses(home)
    asking.cosign(engine, connection, named, afresh=True)
    lines = lines_under(engine, connection, newest.size, named)
    if len(lines) < len(named):
        return None  # commands go on; what is public waits for its witnesses
    before = published(home, keys)
    if before is not None and before.size > newest.size:
        raise LogBroken(f"{before.size} leaves are public and the record's newest checkpoint has {newest.size}")
    tree_of(home).publish(before.size if before is not None else 0, newest.size, public_folder(home))
    put(path, str(Note(note.text, (*note.lines, *lines))).encode(), 0o644)
    os.utime(path, (hour, hour))  # when it was due, not when it was made
    return newest
