"""Asking witnesses to co-sign checkpoints, and knowing since when they have not."""

from __future__ import annotations

import http.client
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from asylia.ledger import merkle
from asylia.ledger.durable import put
from asylia.ledger.engine import Connection, DuplicateError, Engine
from asylia.ledger.errors import WrongSetup
from asylia.ledger.logkey import log_folder
from asylia.ledger.note import WITNESS, BadNote, Checkpoint, Note, Verifier, number_of
from asylia.ledger.tiles import Tiles

WAIT = 3.0  # seconds for a witness to answer: two that hang do not keep an entry from its checkpoint for ten
AGAIN = 30.0  # seconds until one that failed is asked again
LONGEST = 4096  # bytes of an answer

COSIGNED = "INSERT INTO ledger_cosignatures (witness, size, at, line) VALUES (?, ?, ?, ?)"
LINE = "SELECT line FROM ledger_cosignatures WHERE witness = ? AND size = ? ORDER BY at DESC LIMIT 1"
HAS_SEEN = "SELECT coalesce(max(size), -1) FROM ledger_cosignatures WHERE witness = ?"
SIGNED_AFTER = "SELECT signed FROM ledger_checkpoints WHERE size > ? ORDER BY size LIMIT 1"
NEWEST = "SELECT size, note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1"


class Named(NamedTuple):
    """A witness this log asks: its key, and where it answers."""

    key: Verifier
    url: str

    def __str__(self) -> str:
        return f"{self.key} {self.url}"


def witnesses_path(home: Path) -> Path:
    """The witnesses this log asks, one a line: verifier key, space, address."""
    return log_folder(home) / "witnesses"


def read_witnesses(home: Path) -> list[Named]:
    """The witnesses this log asks; raises WrongSetup for a line that cannot be read."""
    path = witnesses_path(home)
    text = path.read_text(errors="replace") if path.exists() else ""
    return [_named(line) for line in text.splitlines() if line.strip()]


def add_witness(home: Path, key: str, url: str) -> Named:
    """From now on checkpoints become public only with this witness's signature; raises WrongSetup."""
    named = _named(f"{key} {url}")
    others = [other for other in read_witnesses(home) if other.key != named.key]
    put(witnesses_path(home), "".join(f"{each}\n" for each in [*others, named]).encode())
    return named


def _named(line: str) -> Named:
    key, _, url = line.partition(" ")
    try:
        verifier = Verifier.parse(key)
    except BadNote as bad:
        raise WrongSetup(f"a witness is named by its key and address: {bad}") from None
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and url.isascii()
    except ValueError:
        good = False
    if verifier.kind != WITNESS or not good:
        raise WrongSetup("a witness is named by its own key and an http or https address")
    return Named(verifier, url.strip())


class Asking:
    """Asks each witness, and leaves one that failed alone for a while."""

    def __init__(self, tiles: Tiles, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.tiles = tiles
        self._monotonic = monotonic
        self._not_before: dict[Verifier, float] = {}

    def cosign(self, engine: Engine, connection: Connection, named: Iterable[Named], *, afresh: bool = False) -> None:
        """Asks those who have not signed the newest checkpoint (all of them, `afresh`), and keeps what they answer."""
        rows = engine.run(connection, NEWEST)
        if not rows:
            return
        size, note = rows[0][0], Note.parse(rows[0][1])
        for witness in named:
            seen = seen_by(engine, connection, witness.key)
            if (seen == size and not afresh) or self._monotonic() < self._not_before.get(witness.key, 0.0):
                continue
            try:
                at, line = self._ask(witness, note, seen)
            except (OSError, http.client.HTTPException, BadNote):
                self._not_before[witness.key] = self._monotonic() + AGAIN
                continue
            with suppress(DuplicateError), engine.transaction(connection):  # it may answer twice in one second
                engine.insert(connection, COSIGNED, [(str(witness.key), size, at, line)])

    def _ask(self, witness: Named, note: Note, seen: int) -> tuple[int, str]:
        """When the witness signed, and its line; raises OSError, HTTPException or BadNote where it gives none."""
        size = Checkpoint.parse(note.text).size
        status, text = _post(witness.url, self._request(note, max(seen, 0), size))
        if status == http.HTTPStatus.CONFLICT:  # it holds another size than this log knew
            held = number_of(text.removesuffix("\n"))
            if not seen < held <= size:
                raise BadNote(f"{witness.key.name} holds {held} leaves, and this log signed {size}")
            status, text = _post(witness.url, self._request(note, held, size))
        if status != http.HTTPStatus.OK:
            raise BadNote(f"{witness.key.name} answered {status}")
        for line in Note.parse(f"{note.text}\n{text}").lines:
            at = Note(note.text, (line,)).signed_by([witness.key]).get(witness.key)
            if at is not None:
                return at, line
        raise BadNote(f"{witness.key.name} did not sign")

    def _request(self, note: Note, old: int, size: int) -> bytes:
        proof = merkle.consistency(self.tiles.tree(size), old, size) if 0 < old < size else []
        return (f"old {old}\n" + "".join(f"{b64encode(each).decode()}\n" for each in proof) + f"\n{note}").encode()


def seen_by(engine: Engine, connection: Connection, key: Verifier) -> int:
    """The largest tree that this witness signed, -1 when it signed none."""
    ((size,),) = engine.run(connection, HAS_SEEN, (str(key),))
    found: int = size
    return found


def lines_under(engine: Engine, connection: Connection, size: int, named: Iterable[Named]) -> list[str]:
    """Each witness's newest signature line under the checkpoint of this size, of those who signed it."""
    found = (engine.run(connection, LINE, (str(witness.key), size)) for witness in named)
    return [rows[0][0] for rows in found if rows]


def unwitnessed_since(engine: Engine, connection: Connection, named: Iterable[Named]) -> str | None:
    """When the log signed the oldest checkpoint that some witness has not; None when all are, or none is named."""
    seen = [seen_by(engine, connection, witness.key) for witness in named]
    rows = engine.run(connection, SIGNED_AFTER, (min(seen),)) if seen else []
    return rows[0][0] if rows else None


def _post(url: str, body: bytes) -> tuple[int, str]:
    parts: SplitResult = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=WAIT)
    try:
        connection.request("POST", f"{parts.path.rstrip('/')}/add-checkpoint", body)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST).decode(errors="replace")
    finally:
        connection.close()
