"""What reads bytes that strangers may have written: each reader, the errors it declares, and good examples to spoil.

Fed by Hypothesis in `make test` (test_fuzz.py), guided by coverage in `make long` (fuzz_guided.py). It imports nothing
that only tests have.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, cast

from asylia.ledger import Ledger, LogBroken, NewEvent, Plain, Tampered, canonical, entry, merkle, to_text, verifier
from asylia.ledger.entry import entry_digest
from asylia.ledger.logkey import LogKeys, read_keys
from asylia.ledger.note import LOG, WITNESS, BadNote, Checkpoint, Note, Signer, Verifier, opened
from asylia.ledger.packed import DIGITS, GROUP, PREFIX, packed, unpacked
from asylia.ledger.promise import promise
from asylia.ledger.tiles import Tiles
from asylia.ledger.verifier import Bad
from asylia.witness import Request, Witness, make, trust

AT = "2022-01-12T15:40:00.000Z"
LOG_KEY = Signer("demonstration/1", LOG, bytes(range(32)))
WITNESS_KEY = Signer("ig.example/1", WITNESS, bytes(range(1, 33)))
TRUSTED = f"{LOG_KEY.verifier}\n{WITNESS_KEY.verifier}\n"
KEYS = verifier.read_keys(TRUSTED)
KNOWN = {LOG_KEY.name: [LOG_KEY.verifier]}


class Reader(NamedTuple):
    """Reads bytes; may raise what it declares, and nothing else."""

    read: Callable[[bytes], object]
    declared: tuple[type[Exception], ...]
    examples: list[bytes]


# --- good examples -----------------------------------------------------------------------------------------------


def made(version: int, prev: bytes) -> tuple[list[Any], bytes]:
    """Salted fields, and the entry that commits to them."""
    fields: dict[str, Plain] = {
        "by": None,
        "signed": None,
        "words": "Me van a matar \u00e9\U0001f600",
        "more": [1, {"a": None}],
    }
    event = NewEvent("fear.claimed/1", AT, "border-officer", fields, "person/1")
    plaintext, content = entry.commit(fields, entry.salts(bytes(64)))
    return json.loads(plaintext), canonical(entry.link(event, "case/1", version, AT, prev, content))


FIELDS, FIRST = made(1, entry.stream_digest("case/1"))
SECOND = made(2, entry_digest(FIRST))[1]
LEAVES = [entry_digest(FIRST), entry_digest(SECOND), *[sha256(b"%d" % number).digest() for number in range(300)]]
TREE = merkle.of_leaves(LEAVES)


def checkpoint(size: int) -> str:
    """A checkpoint of the tree, signed by log and witness."""
    text = str(Checkpoint(LOG_KEY.name, size, merkle.root(TREE, size)))
    return str(Note(text, (LOG_KEY.line(text), WITNESS_KEY.line(text, 1_700_000_000))))


def exported(entries: list[bytes]) -> bytes:
    """An opened export of these entries of case/1."""
    lines: list[dict[str, object]] = [{"format": verifier.FORMAT, "opened": True}]
    for number, raw in enumerate(entries):
        place = {"stream": "case/1", "version": number + 1, "leaf": number, "fields": FIELDS}
        lines.append({**place, "entry": to_text(raw), "digest": to_text(entry_digest(raw))})
    lines.append({"end": {"entries": len(entries), "streams": 1}})
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def extra(fields: object = FIELDS) -> bytes:
    """What a receipt carries."""
    return canonical({"entry": to_text(FIRST), "fields": fields})


PROMISE = str(promise(LogKeys(LOG_KEY, (LOG_KEY.verifier,)), LEAVES[0], AT))


def promised(carried: bytes) -> str:
    """A receipt with the log's promise to hold the first entry."""
    return f"asylia-promise@v1\nextra {b64encode(carried).decode()}\n\n{PROMISE}"


def proved() -> str:
    """A receipt with the log's proof of the first entry."""
    path = "".join(f"{b64encode(step).decode()}\n" for step in merkle.inclusion(TREE, 0, 300))
    return f"c2sp.org/tlog-proof@v1\nextra {b64encode(extra()).decode()}\nindex 0\n{path}\n{checkpoint(300)}"


def request(old: int, size: int) -> bytes:
    """What a log sends a witness."""
    path = merkle.consistency(TREE, old, size) if old else []
    proof = "".join(f"{b64encode(each).decode()}\n" for each in path)
    return f"old {old}\n{proof}\n{checkpoint(size)}".encode()


# --- readers that need a place ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def scratch() -> Path:
    """A folder of this process."""
    folder = Path(tempfile.mkdtemp(prefix="asylia-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=1)
def witness() -> Witness:
    """A witness that has signed a tree of two."""
    make(scratch() / "witness", "ig.example/1")
    trust(scratch() / "witness", str(LOG_KEY.verifier))
    found = Witness(scratch() / "witness")
    found.add_checkpoint(request(0, 2))
    return found


def log_copy(data: bytes) -> object:
    """A public folder whose checkpoint says two leaves, or whose tile is these bytes."""
    note, _, tile = data.partition(b"\0\0")
    for name, written in (("checkpoint", note), ("tile/0/000.p/2", tile)):
        (scratch() / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (scratch() / "copy" / name).write_bytes(written)
    return verifier.read_log(scratch() / "copy", KEYS)


def tiles(data: bytes) -> object:
    """The log's own tree, whose tile of level 0 is these bytes."""
    (scratch() / "tree" / "tile/0").mkdir(parents=True, exist_ok=True)
    (scratch() / "tree" / "tile/0/000").write_bytes(data)
    return Tiles(scratch() / "tree").root(255)


def key_file(data: bytes) -> object:
    """The log's public keys, as they lie on disk."""
    (scratch() / "keys").write_bytes(data)
    return read_keys(scratch() / "keys")


class Keyless:
    """A key store in which every key was destroyed."""

    def key(self, key_id: str) -> None:
        """None: destroyed."""


def stored(data: bytes) -> object:
    """A row of the record, the digest beside it made anew."""
    ledger = Ledger(cast("Any", None), cast("Any", Keyless()))
    row = (1, data, entry_digest(data), "person/1", b"")
    return ledger._opened("case/1", 1, entry.stream_digest("case/1"), row)


def text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """A reader of text, as a file or form brings it."""
    return lambda data: read(data.decode(errors="replace"))


def square(data: bytes) -> object:
    """A receipt from a square code that holds these bytes."""
    groups = [data[at : at + GROUP] for at in range(0, len(data), GROUP)]
    digits = "".join(f"{int.from_bytes(group):0{DIGITS[len(group)]}}" for group in groups)
    return verifier.read_receipt(unpacked(PREFIX + digits), KEYS)


def squared(receipt: str) -> bytes:
    """The bytes that a receipt's square code holds."""
    digits = packed(receipt).removeprefix(PREFIX)
    groups = [digits[at : at + DIGITS[GROUP]] for at in range(0, len(digits), DIGITS[GROUP])]
    return b"".join(int(group).to_bytes(DIGITS.index(len(group))) for group in groups)


def command(data: bytes) -> object:
    """An export as the command reads it."""
    lines = data.decode(errors="surrogateescape").splitlines(keepends=True)
    return str(verifier.verify(iter(lines), {("case/1", 2): to_text(LEAVES[1])}, (), LEAVES))


NOTES = [checkpoint(2).encode(), checkpoint(300).encode()]
READERS = {
    "note": Reader(Note.parse, (BadNote,), NOTES),
    "checkpoint": Reader(lambda data: opened(data, KNOWN), (BadNote,), NOTES),
    "key": Reader(text(Verifier.parse), (BadNote,), [line.encode() for line in TRUSTED.split()]),
    "secret key": Reader(text(Signer.parse), (BadNote,), [str(LOG_KEY).encode()]),
    "key file": Reader(key_file, (BadNote,), [TRUSTED.encode()]),
    "witness request": Reader(Request.parse, (BadNote,), [request(0, 2), request(2, 300)]),
    "witness": Reader(lambda data: witness().add_checkpoint(data), (), [request(0, 2), request(2, 300)]),
    "verifier: keys": Reader(text(verifier.read_keys), (Bad,), [TRUSTED.encode()]),
    "verifier: checkpoint": Reader(text(lambda note: verifier.read_checkpoint(note, KEYS)), (Bad,), NOTES),
    "verifier: log copy": Reader(log_copy, (Bad,), [NOTES[0] + b"\0\0" + LEAVES[0] + LEAVES[1]]),
    "verifier: entry": Reader(verifier.read_entry, (Bad,), [FIRST, SECOND]),
    "verifier: export": Reader(command, (), [exported([FIRST, SECOND])]),
    "verifier: export of an entry": Reader(lambda data: command(exported([data])), (), [FIRST, SECOND]),
    "verifier: receipts": Reader(
        text(lambda lines: verifier.read_receipts(lines.split("\n"))), (Bad,),
        [f"case/1 1 {to_text(LEAVES[0])}\ncase/1 2 {to_text(LEAVES[1])}".encode()],
    ),
    "verifier: receipt": Reader(
        text(lambda receipt: verifier.read_receipt(receipt, KEYS)), (Bad,),
        [proved().encode(), promised(extra()).encode()],
    ),
    "verifier: what a receipt carries": Reader(
        lambda data: verifier.read_receipt(promised(data), KEYS), (Bad,),
        [extra(), extra([*FIELDS[1:], to_text(sha256(b"\2" + canonical(FIELDS[0])).digest())])],
    ),
    "square code": Reader(square, (Bad,), [squared(proved()), squared(promised(extra()))]),
    "tiles": Reader(tiles, (LogBroken,), [b"".join(LEAVES[:256])]),
    "stored entry": Reader(stored, (Tampered,), [FIRST]),
}  # fmt: skip
