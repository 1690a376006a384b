"""The read log's digest: what was looked at by whom, in one line that `keeping/` holds, so that no look goes unseen."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from asylia.ledger.canonical import canonical, to_text
from asylia.ledger.engine import Connection, Engine, Row

AFTER = (
    "SELECT id, recorded, staff, stream, page, purpose, outcome, ids FROM ledger_reads WHERE id > ? ORDER BY id LIMIT ?"
)
BATCH = 10_000


class ReadsDigest(NamedTuple):
    """SHA-256 over the SHA-256 of each row's canonical JSON, of `rows` rows, the last of which has the id `last`."""

    last: int
    rows: int
    digest: str  # base64url without padding


def digest_of_reads(
    engine: Engine, connection: Connection, *, after: int, before: str = "", last: int | None = None
) -> ReadsDigest:
    """The digest of the rows after the id `after`: those recorded before a moment (RFC 3339), or up to the id `last`.

    A row that is not committed yet may take a place before one that is: give it time, with `before`.
    """
    whole, rows, at = sha256(), 0, after
    for row in _rows(engine, connection, after):
        id_, recorded, *_ = row
        if (before and recorded >= before) or (last is not None and id_ > last):
            break
        whole.update(sha256(canonical(list(row))).digest())
        rows, at = rows + 1, id_
    return ReadsDigest(at, rows, to_text(whole.digest()))


def _rows(engine: Engine, connection: Connection, after: int) -> Iterator[Row]:
    while rows := engine.run(connection, AFTER, (after, BATCH)):
        yield from rows
        after = rows[-1][0]
