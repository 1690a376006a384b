"""The log's signed promise to hold an entry, given before a checkpoint covers it; one not kept is itself the evidence.

What is signed is the promise's text after a byte that no signed note may hold: a promise can never be read as a
checkpoint or a witness's signature, nor one of them as a promise (docs/reference/record-format.md).
"""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from asylia.ledger import verifier
from asylia.ledger.logkey import LogKeys, read_keys
from asylia.ledger.note import DASH, WITNESS, Note
from asylia.ledger.sequencer import said

WITHIN = dt.timedelta(hours=24)  # of the entry: two dozen public checkpoints, and time to reach a witness


def promise(keys: LogKeys, digest: bytes, recorded: str) -> Note:
    """The log's promise to hold, by a day after it was recorded, the entry of this digest.

    It follows from entry and key alone: no later sheet puts the day off.
    """
    by = said(dt.datetime.fromisoformat(recorded) + WITHIN)
    text = f"asylia.promise/1\n{keys.origin}\n{b64encode(digest).decode()}\nby {by}\n"
    signature = Ed25519PrivateKey.from_private_bytes(keys.signer.seed).sign(f"{verifier.PROMISED}{text}".encode())
    line = f"{DASH}{keys.origin} {b64encode(keys.signer.verifier.id + signature).decode()}\n"
    return Note(text, (line,))


class Finding(NamedTuple):
    """What a copy of the log says about a receipt: `good` unless the entry ought to be in it and is not."""

    good: bool
    words: str


def against(receipt: str, keys: Path, log: Path, now: dt.datetime) -> Finding:
    """Whether a copy of the log's public folder holds the entry of a receipt that verifies; raises verifier.Bad.

    `keys`: the trusted keys of log and witnesses, one a line. A witness dates the copy's checkpoint; without one only
    whoever fetched the copy knows how old it is.
    """
    text = keys.read_text()
    trusted = verifier.read_keys(text)
    digest = verifier.bytes_of(verifier.read_receipt(receipt, trusted)[1], "a digest")
    head, leaves = verifier.read_log(log, trusted)
    proved = verifier.RECEIPT.fullmatch(receipt)
    index = int(proved[2]) if proved and proved[2] else None
    if index is not None:
        return _proved(digest, index, leaves)
    if digest in leaves:
        return Finding(True, f"The promise is kept: it is entry {leaves.index(digest)} of the copy of the log.")
    by = due(receipt)
    seen = _witnessed((log / "checkpoint").read_text(), keys)
    if seen is not None and seen > by:
        words = f"a witness saw the log at {said(seen)}, with {head.size} entries, and this is none of them"
        return Finding(False, f"THE PROMISE IS NOT KEPT: it was due by {said(by)}; {words}. Receipt and copy prove it.")
    if now <= by:
        return Finding(True, f"It is not in the copy yet. The log promised to hold it by {said(by)}.")
    words = "no trusted witness dates the copy. Fetch one now: where it is not in that either, the promise is broken"
    return Finding(False, f"NOT IN THE COPY, and it was due by {said(by)}; {words}.")


def due(receipt: str) -> dt.datetime:
    """By when the log promised to hold the entry of a receipt; raises verifier.Bad where it holds no promise."""
    found = verifier.RECEIPT.fullmatch(receipt)
    promised = verifier.PROMISE.match(found[6]) if found and found[6] else None
    try:
        return dt.datetime.fromisoformat(promised[3] if promised else "")
    except ValueError:
        raise verifier.Bad("the receipt holds no promise with a day on which it is due") from None


def _proved(digest: bytes, index: int, leaves: list[bytes]) -> Finding:
    if index >= len(leaves):
        return Finding(True, f"The copy of the log ends at entry {len(leaves) - 1}, before this one: it is older.")
    if leaves[index] == digest:
        return Finding(True, f"The copy of the log holds it, as entry {index} of {len(leaves)}.")
    return Finding(False, f"THE LOG WAS REWRITTEN: its entry {index} is another now. Receipt and copy prove it.")


def _witnessed(checkpoint: str, keys: Path) -> dt.datetime | None:
    """When a trusted witness last saw the checkpoint, None where none did."""
    witnesses = [key for key in read_keys(keys) if key.kind == WITNESS]
    times = [at for at in Note.parse(checkpoint).signed_by(witnesses).values() if at is not None]
    return dt.datetime.fromtimestamp(max(times), dt.UTC) if times else None
