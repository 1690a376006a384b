"""Receipts as large as a grown log makes them, for tests that need no grown log."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from asylia.ledger import merkle, verifier
from asylia.ledger.note import WITNESS, Checkpoint, Note, Signer

WITNESSES = tuple(Signer(name, WITNESS, bytes([number]) * 32) for number, name in
                  enumerate(("ig.example/1", "bar-association.example/1"), 1))  # fmt: skip


def grown(promise: str, log: Signer, leaf: int = 5_000_000, size: int = 10_000_000, at: int = 1_642_002_007) -> str:
    """The receipt that a promise's entry has as leaf `leaf` of `size`, under a checkpoint two witnesses signed."""
    extra = promise.split("\n")[1]
    raw = verifier.bytes_of(verifier.parse(verifier.bytes_of(
        extra.removeprefix("extra "), "", standard=True).decode(), "")["entry"], "")  # fmt: skip
    path = merkle.inclusion(lambda level, index: sha256(f"{level} {index}".encode()).digest(), leaf, size)
    text = str(Checkpoint(log.name, size, above(merkle.leaf_hash(raw), leaf, size, path)))
    lines = (log.line(text), *(witness.line(text, at) for witness in WITNESSES))
    steps = "".join(f"{b64encode(step).decode()}\n" for step in path)
    return f"c2sp.org/tlog-proof@v1\n{extra}\nindex {leaf}\n{steps}\n{Note(text, lines)}"


def above(digest: bytes, leaf: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path leads to (RFC 9162 section 2.1.3.2)."""
    here, last = leaf, size - 1
    for step in path:
        if here & 1 or here == last:
            digest = merkle.parent(step, digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            digest = merkle.parent(digest, step)
        here, last = here >> 1, last >> 1
    return digest
