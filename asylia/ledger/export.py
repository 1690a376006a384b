"""Writes the record out, one JSON object a line, for people to check who have no access to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag

from asylia.ledger import entry as form
from asylia.ledger.canonical import canonical, to_text
from asylia.ledger.durable import put
from asylia.ledger.engine import Connection, Engine
from asylia.ledger.errors import KeyMissing, WrongSetup
from asylia.ledger.keystore import KeyStore
from asylia.ledger.verifier import CLOSED, DESTROYED, FORMAT

ROWS = (
    "SELECT e.stream, e.version, e.entry, e.digest, e.under, e.sealed, l.leaf FROM ledger_events e "
    "LEFT JOIN ledger_leaves l ON l.stream = e.stream AND l.version = e.version "
)
ALL = f"{ROWS}ORDER BY e.stream, e.version"
ONE = f"{ROWS}WHERE e.stream = ? ORDER BY e.version"


def export_lines(
    engine: Engine, keys: KeyStore, connection: Connection, *, opened: bool, stream: str | None = None
) -> Iterator[bytes]:
    """The export's lines, of one stream or of all; damaged rows are written as they stand, for the verifier to name."""
    yield canonical({"format": FORMAT, "opened": opened, **({"stream": stream} if stream else {})})
    entries, streams, before = 0, 0, None
    for row in engine.run(connection, ONE, (stream,)) if stream else engine.stream(connection, ALL):
        name, version, entry, digest, under, sealed, leaf = row
        line: dict[str, Any] = {
            "digest": to_text(digest),
            "entry": to_text(entry),
            "leaf": leaf,
            "sealed": to_text(sealed),
            "stream": name,
            "under": under,
            "version": version,
        }
        if opened:
            line["fields"] = salted(keys, entry, under, sealed)
        yield canonical(line)
        entries, streams, before = entries + 1, streams + (name != before), name
    yield canonical({"end": {"entries": entries, "streams": streams}})


def write_export(lines: Iterator[bytes], path: Path) -> None:
    """Writes the lines beside `path`, readable by their owner alone, and puts them there once they are whole."""
    put(path, (line + b"\n" for line in lines))


def salted(keys: KeyStore, entry: bytes, under: str, sealed: bytes) -> msgspec.Raw | str:
    """The salted fields as they were sealed; or, in words, why they cannot be given."""
    try:
        key = keys.key(under)
        if key is None:
            return DESTROYED
        return msgspec.Raw(form.unseal(key.cipher, sealed, form.read_entry(entry)))
    except (InvalidTag, KeyMissing, WrongSetup, msgspec.MsgspecError, ValueError):
        return CLOSED  # WrongSetup: a key that was put in another's place in the key store
