"""A receipt as the square code on a sheet holds it: the same receipt in fewer bytes, written in digits.

`unpacked(packed(receipt))` is the receipt, character for character (docs/reference/record-format.md, "On paper").
"""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

import msgspec

from asylia.ledger.canonical import canonical, from_text, to_text
from asylia.ledger.entry import SALT, Entry, entry_digest, read_entry
from asylia.ledger.merkle import HASH
from asylia.ledger.note import DASH
from asylia.ledger.sequencer import said
from asylia.ledger.verifier import CHECKPOINT, PROMISE, RECEIPT, Bad

PREFIX = "ASYLIA:"
PROVED, PROMISED = 1, 2  # the first byte: what follows, and how it is packed
GROUP = 8  # bytes; so many digits hold 0 to 8 of them:
DIGITS = (0, 3, 5, 8, 10, 13, 15, 17, 20)
LONGEST = 2953  # bytes: no square code holds more

_TEXT = re.compile(r"ASYLIA:[0-9]+")


class DoesNotPack(Exception):
    """The receipt has what the packed form has no place for: it goes out as a file."""


def packed(receipt: str) -> str:
    """The text of the square code: PREFIX and digits; raises DoesNotPack."""
    match = RECEIPT.fullmatch(receipt)
    try:
        if match is None:
            raise ValueError
        extra = msgspec.json.decode(b64decode(match[1] or match[5]))
        entry = from_text(extra["entry"])
        head, note = (_proved(match), match[4]) if match[2] else (_promised(match), match[6])
        data = head + _entry(entry) + _fields(extra["fields"]) + _note(note)
        text = PREFIX + _digits(data)
        if unpacked(text) == receipt:
            return text
    except (ValueError, OverflowError, Bad, msgspec.MsgspecError):
        pass
    raise DoesNotPack("this receipt does not fit a square code; it goes out as a file")


def unpacked(text: str) -> str:
    """The receipt that a square code's text holds, white space aside; raises verifier.Bad."""
    found = "".join(text.split())
    if not _TEXT.fullmatch(found):
        raise Bad("the square code's text does not read: ASYLIA: and digits")
    taken = _Taken(_bytes(found.removeprefix(PREFIX)))
    try:
        receipt = _receipt(taken)
    except (ValueError, OverflowError, IndexError):
        receipt = ""
    if not receipt or taken.left:
        raise Bad("the square code's text was cut or altered")
    return receipt


# --- writing: each part of the format in its order


def _entry(entry: bytes) -> bytes:
    each = read_entry(entry)
    digests = [each.content, each.prev, *([each.regime_digest] if each.regime_digest else [])]
    return (
        _moment(each.at) + _moment(each.recorded) + each.version.to_bytes(4, "big")
        + b"".join(_short(text) for text in (each.stream, each.name, each.role, each.regime or ""))
        + b"".join(map(from_text, digests))
    )  # fmt: skip


def _fields(fields: list[Any]) -> bytes:
    shown, hidden = [each for each in fields if isinstance(each, list)], [each for each in fields if type(each) is str]
    values = (from_text(salt) + _long(canonical([name, value])) for salt, name, value in shown)
    return bytes([len(shown)]) + b"".join(values) + bytes([len(hidden)]) + b"".join(map(from_text, hidden))


def _proved(match: re.Match[str]) -> bytes:
    path = [b64decode(line) for line in match[3].split("\n")[:-1]]
    return bytes([PROVED]) + int(match[2]).to_bytes(8, "big") + bytes([len(path)]) + b"".join(path)


def _promised(match: re.Match[str]) -> bytes:
    promise = PROMISE.match(match[6])
    if promise is None:
        raise ValueError
    return bytes([PROMISED]) + _moment(promise[3])


def _note(note: str) -> bytes:
    """Origin, what a checkpoint says beside it, and the signature lines."""
    text, _, lines = note.rpartition("\n\n")
    checkpoint = CHECKPOINT.fullmatch(f"{text}\n")
    head = int(checkpoint[2]).to_bytes(8, "big") + b64decode(checkpoint[3]) if checkpoint else b""
    origin = checkpoint[1] if checkpoint else text.split("\n")[1]
    signed = [line.removeprefix(DASH).split(" ") for line in lines.split("\n")[:-1]]
    each = (_short("" if name == origin else name) + _short(b64decode(data)) for name, data in signed)
    return _short(origin) + head + bytes([len(signed)]) + b"".join(each)


def _short(text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return bytes([len(data)]) + data


def _long(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def _moment(text: str) -> bytes:
    """Milliseconds since 1970, 8 bytes with sign."""
    since = dt.datetime.fromisoformat(text) - dt.datetime.fromtimestamp(0, dt.UTC)
    return (since // dt.timedelta(milliseconds=1)).to_bytes(8, "big", signed=True)


def _digits(data: bytes) -> str:
    groups = (data[at : at + GROUP] for at in range(0, len(data), GROUP))
    return "".join(f"{int.from_bytes(group, 'big'):0{DIGITS[len(group)]}}" for group in groups)


# --- reading


class _Taken:
    """Bytes taken from the front, one part after the other; raises ValueError where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def some(self, count: int) -> bytes:
        if count > self.left:
            raise ValueError
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, size: int, *, signed: bool = False) -> int:
        return int.from_bytes(self.some(size), "big", signed=signed)

    def short(self) -> bytes:
        return self.some(self.number(1))

    def words(self) -> str:
        return self.short().decode()

    def moment(self) -> str:
        since = dt.timedelta(milliseconds=self.number(8, signed=True))
        return said(dt.datetime.fromtimestamp(0, dt.UTC) + since)

    def hashes(self) -> list[bytes]:
        return [self.some(HASH) for _ in range(self.number(1))]


class _Head(NamedTuple):
    """What stands before the entry: where it is in the log and its path, or when it was promised to be there."""

    kind: int
    leaf: int = 0
    path: tuple[bytes, ...] = ()
    by: str = ""


def _receipt(taken: _Taken) -> str:
    head = _read_head(taken)
    entry = _read_entry(taken)
    extra = b64encode(canonical({"entry": to_text(entry), "fields": _read_fields(taken)})).decode()
    origin = taken.words()
    if head.kind == PROMISED:
        text = f"asylia.promise/1\n{origin}\n{b64encode(entry_digest(entry)).decode()}\nby {head.by}\n"
        return f"asylia-promise@v1\nextra {extra}\n\n{text}\n{_read_lines(taken, origin)}"
    text = f"{origin}\n{taken.number(8)}\n{b64encode(taken.some(HASH)).decode()}\n"
    steps = "".join(f"{b64encode(step).decode()}\n" for step in head.path)
    proof = f"index {head.leaf}\n{steps}\n{text}\n{_read_lines(taken, origin)}"
    return f"c2sp.org/tlog-proof@v1\nextra {extra}\n{proof}"


def _read_head(taken: _Taken) -> _Head:
    match taken.number(1):
        case 1:
            return _Head(PROVED, leaf=taken.number(8), path=tuple(taken.hashes()))
        case 2:
            return _Head(PROMISED, by=taken.moment())
        case _:
            raise ValueError


def _read_entry(taken: _Taken) -> bytes:
    at, recorded, version = taken.moment(), taken.moment(), taken.number(4)
    stream, name, role, regime = (taken.words() for _ in range(4))
    content, prev = to_text(taken.some(HASH)), to_text(taken.some(HASH))
    digest = to_text(taken.some(HASH)) if regime else None
    entry = Entry(at, content, name, prev, recorded, regime or None, digest, role, stream, version)
    return canonical(msgspec.to_builtins(entry))


def _read_fields(taken: _Taken) -> list[Any]:
    shown = []
    for _ in range(taken.number(1)):
        salt, pair = to_text(taken.some(SALT)), msgspec.json.decode(taken.some(taken.number(2)), type=tuple[str, Any])
        shown.append([salt, *pair])
    return [*shown, *map(to_text, taken.hashes())]


def _read_lines(taken: _Taken, origin: str) -> str:
    lines = [(taken.words() or origin, b64encode(taken.short()).decode()) for _ in range(taken.number(1))]
    return "".join(f"{DASH}{name} {data}\n" for name, data in lines)


def _bytes(digits: str) -> bytes:
    data = bytearray()
    if len(digits) > -(-LONGEST // GROUP) * DIGITS[GROUP]:
        raise Bad("the square code's text is longer than any square code")
    for at in range(0, len(digits), DIGITS[GROUP]):
        group = digits[at : at + DIGITS[GROUP]]
        size = DIGITS.index(len(group)) if len(group) in DIGITS else 0
        number = int(group)
        if not size or number >= 1 << 8 * size:
            raise Bad("the square code's text was cut or altered")
        data += number.to_bytes(size, "big")
    return bytes(data)
