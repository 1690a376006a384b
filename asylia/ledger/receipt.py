"""Receipts and disclosures: an entry with some fields opened, the rest hidden, and what proves it without the record.

A receipt stands alone as one text file (C2SP tlog-proof). In the seconds before the log has signed for its entry it
carries the log's signed promise in the proof's place: a promise not kept is itself the evidence.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from asylia.ledger import merkle
from asylia.ledger.canonical import canonical, from_text, to_text
from asylia.ledger.engine import Connection
from asylia.ledger.entry import FIELD, read_entry
from asylia.ledger.errors import LedgerError
from asylia.ledger.export import export_lines, salted
from asylia.ledger.ledger import Ledger
from asylia.ledger.logkey import LogKeys
from asylia.ledger.note import Note
from asylia.ledger.promise import promise
from asylia.ledger.sequencer import tree_of
from asylia.ledger.streams import ALPHABET
from asylia.ledger.witnesses import lines_under, read_witnesses

ENTRY = (
    "SELECT e.entry, e.digest, e.under, e.sealed, l.leaf FROM ledger_events e "
    "LEFT JOIN ledger_leaves l ON l.stream = e.stream AND l.version = e.version WHERE e.stream = ? AND e.version = ?"
)
COVERING = "SELECT size, note FROM ledger_checkpoints WHERE size > ? ORDER BY size DESC LIMIT 2"


def code_of(digest: bytes) -> str:
    """The code on a paper, `7K3Q-9F2M-X4TD`: the first 60 bits of an entry's digest. It opens nothing."""
    number = int.from_bytes(digest[:8], "big") >> 4
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(55, -1, -5)).upper()
    return "-".join(letters[n : n + 4] for n in (0, 4, 8))


class NoReceipt(LedgerError):
    """There is nothing to give a receipt for: no such entry, or its content was destroyed under law."""


def receipt(  # noqa: PLR0917 (an entry's place, and what of it is shown)
    ledger: Ledger, connection: Connection, home: Path, keys: LogKeys, place: tuple[str, int], shown: Collection[str]
) -> str:
    """The receipt of one entry, the fields named in `shown` opened; a promise until the log has signed for it.

    Raises NoReceipt, also for a field that the entry does not have.
    """
    rows = ledger.engine.run(connection, ENTRY, place)
    if not rows:
        raise NoReceipt(f"{place[0]} has no version {place[1]}")
    entry, digest, under, sealed, leaf = rows[0]
    fields = sorted(hidden_but(shown, salted(ledger.keys, entry, under, sealed), place), key=_shown_first)
    extra = b64encode(canonical({"entry": to_text(entry), "fields": fields})).decode()
    proof = None if leaf is None else _proof(ledger, connection, home, leaf)
    if proof is None:
        return f"asylia-promise@v1\nextra {extra}\n\n{promise(keys, digest, read_entry(entry).recorded)}"
    return f"c2sp.org/tlog-proof@v1\nextra {extra}\n{proof}"


def proof(ledger: Ledger, connection: Connection, home: Path, place: tuple[str, int]) -> str | None:
    """What a receipt's proof says without its entry: index, path and checkpoint; None before the log signed for it."""
    rows = ledger.engine.run(connection, ENTRY, place)
    return None if not rows or rows[0][4] is None else _proof(ledger, connection, home, rows[0][4])


def _shown_first(field: object) -> tuple[bool, str]:
    """Fields that are shown by name, then digests in their own order: where one stands says nothing of its name."""
    return (False, str(field[1])) if isinstance(field, list | tuple) else (True, str(field))


def _proof(ledger: Ledger, connection: Connection, home: Path, leaf: int) -> str | None:
    """Index, path and checkpoint: the newest that all witnesses signed, else the newest; None before there is one."""
    named = read_witnesses(home)
    found = [
        (size, note, lines_under(ledger.engine, connection, size, named))
        for size, note in ledger.engine.run(connection, COVERING, (leaf,))
    ]
    if not found:
        return None
    size, note, lines = next((each for each in found if len(each[2]) == len(named)), found[0])
    path = merkle.inclusion(tree_of(home).tree(size), leaf, size)
    signed = Note.parse(note)
    steps = "".join(f"{b64encode(step).decode()}\n" for step in path)
    return f"index {leaf}\n{steps}\n{Note(signed.text, (*signed.lines, *lines))}"


def hidden_but(
    shown: Collection[str], fields: msgspec.Raw | str | list[tuple[str, str, object]], place: tuple[str, int]
) -> list[object]:
    """The salted fields, those not named in `shown` as their digests; raises NoReceipt."""
    if isinstance(fields, str):
        raise NoReceipt(f"{place[0]} version {place[1]}: {fields}; nothing of it can be opened")
    triples = msgspec.json.decode(fields) if isinstance(fields, msgspec.Raw) else fields
    missing = set(shown) - {name for _, name, _ in triples}
    if missing:
        raise NoReceipt(f"{place[0]} version {place[1]} has no field {min(missing)}")
    return [triple if triple[1] in shown else to_text(sha256(FIELD + canonical(triple)).digest()) for triple in triples]


def disclose(ledger: Ledger, connection: Connection, stream: str, shown: Collection[tuple[int, str]]) -> list[bytes]:
    """An extract of one stream: (version, name) of each field in `shown` opened, all others as their digests.

    Its last entry's receipt proves it all: each entry binds the one before it. Raises NoReceipt for a field or entry
    that is not there. Content destroyed under law stays what it is.
    """
    first, *lines, last = export_lines(ledger.engine, ledger.keys, connection, opened=True, stream=stream)
    known = len(lines)
    for version, _ in shown:
        if not 1 <= version <= known:
            raise NoReceipt(f"{stream} has no version {version}")
    made = []
    for line in lines:
        said = msgspec.json.decode(line)
        place = (stream, said["version"])
        names = {name for version, name in shown if version == said["version"]}
        if names or not isinstance(said["fields"], str):
            said["fields"] = hidden_but(names, said["fields"], place)
        del said["sealed"], said["under"]  # who else's content lies under the same key is nobody's business
        made.append(canonical(said))
    return [first, *made, last]


def disclose_all(
    ledger: Ledger, connection: Connection, chosen: Callable[[str, str, Mapping[str, object]], Collection[str]]
) -> Iterator[bytes]:
    """The whole record as an extract: of each entry the fields that `chosen` names, all others as their digests.

    `chosen` is given the stream, the event's name and its fields. Content destroyed under law stays what it is.
    """
    first, *lines = export_lines(ledger.engine, ledger.keys, connection, opened=True)
    yield first
    for line in lines:
        said = msgspec.json.decode(line)
        if "entry" not in said:
            yield line
            continue
        place = (said["stream"], said["version"])
        if not isinstance(said["fields"], str):
            name = read_entry(from_text(said["entry"])).name
            values = {field: value for _, field, value in said["fields"]}
            said["fields"] = hidden_but(chosen(place[0], name, values), said["fields"], place)
        del said["sealed"], said["under"]  # who else's content lies under the same key is nobody's business
        yield canonical(said)
