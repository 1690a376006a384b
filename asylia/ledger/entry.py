"""How one event becomes one entry: salted fields, their commitment, the link to the entry before, the seal.

The format is law: docs/reference/record-format.md says it byte by byte; the vectors under tests/ledger fix it.
"""

from __future__ import annotations

import re
import struct
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from asylia.ledger.canonical import Plain, canonical, canonical_lines, check_key, check_plain, is_ascii, to_text
from asylia.ledger.errors import SlipOfForm

ENTRY, FIELD, CONTENT = b"\x00", b"\x02", b"\x03"  # 0x01 is left to the inner nodes of the RFC 9162 tree
SALT, NONCE = 16, 12  # bytes
RESERVED = ("by", "signed")  # content fields that every event has, null if empty

_STREAM = re.compile(r"[a-z][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+/[1-9][0-9]*")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")  # the last character's spare bits are zero


class NewEvent(msgspec.Struct, frozen=True):
    """One event to append; `fields` is its content, sealed under the key `under`."""

    name: str  # noun.verbed/version
    at: str  # RFC 3339 UTC with milliseconds: when it happened, as its author says
    role: str
    fields: Mapping[str, Plain]
    under: str  # id of the key that seals the content, for example person/<id>
    regime: str | None = None
    regime_digest: str | None = None  # base64url of 32 bytes; given exactly when `regime` is


class Head(NamedTuple):
    """A stream's newest entry; of a new stream: 0 and `stream_digest`."""

    version: int
    digest: bytes


class Entry(msgspec.Struct, frozen=True):
    """What the chain holds of an event: everything but its content, which it commits to."""

    at: str
    content: str
    name: str
    prev: str
    recorded: str
    regime: str | None
    regime_digest: str | None
    role: str
    stream: str
    version: int


class Recorded(msgspec.Struct, frozen=True):
    """One event as it stands on the record; `fields` is None when its key is destroyed."""

    stream: str
    version: int
    name: str
    at: str
    recorded: str
    role: str
    regime: str | None
    regime_digest: str | None
    fields: dict[str, Any] | None
    digest: bytes
    prev: bytes
    content: bytes
    entry: bytes


read_entry = msgspec.json.Decoder(Entry).decode
_read_fields = msgspec.json.Decoder(list[tuple[str, str, Any]]).decode


def stream_digest(stream: str) -> bytes:
    """`prev` of a stream's first entry: SHA-256 of its name."""
    return sha256(stream.encode()).digest()


def entry_digest(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry): the entry's digest, and its leaf in the log."""
    return sha256(ENTRY + entry).digest()


def content_digest(lines: Sequence[bytes]) -> bytes:
    """SHA-256(0x03 || field digests in byte order); a field digest: SHA-256(0x02 || [salt, name, value])."""
    digests = [sha256(FIELD + line).digest() for line in lines]
    digests.sort()
    return sha256(CONTENT + b"".join(digests)).digest()


def salts(drawn: bytes) -> list[str]:
    """Each 16 drawn bytes as 22 characters of base64url; padded to 18, so that one call encodes them all."""
    padded = b"\0\0".join(_parted(len(drawn) // SALT)(drawn)) + b"\0\0"
    text = urlsafe_b64encode(padded).decode()
    return [text[at : at + 22] for at in range(0, len(text), 24)]


@lru_cache(maxsize=256)
def _parted(count: int) -> Callable[[bytes], tuple[Any, ...]]:
    return struct.Struct(f"{SALT}s" * count).unpack


def commit(fields: Mapping[str, Plain], salted: Sequence[str]) -> tuple[bytes, bytes]:
    """The fields in name order with their salts, as one canonical list to seal, and their commitment.

    `salted` is what `salts` gives, one a field.
    """
    names = names_in_order(tuple(fields))
    lines = canonical_lines([(salt, name, fields[name]) for salt, name in zip(salted, names, strict=True)])
    return b"[" + b",".join(lines) + b"]", content_digest(lines)


@lru_cache(maxsize=4096)
def names_in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of an event's fields in byte order; raises SlipOfForm unless they are ASCII, with by and signed."""
    for name in RESERVED:
        if name not in names:
            raise SlipOfForm(name, "is missing; every event has it, null if empty")
    for name in names:
        check_key(name, "fields")
    return tuple(sorted(names))


def link(  # noqa: PLR0917 (an entry's parts)
    event: NewEvent, stream: str, version: int, recorded: str, prev: bytes, content: bytes
) -> Entry:
    """The entry: what is said of the event, what it contains (by commitment), what it follows."""
    return Entry(
        event.at, to_text(content), event.name, to_text(prev), recorded,
        event.regime, event.regime_digest, event.role, stream, version,
    )  # fmt: skip


def seal(cipher: AESGCM, nonce: bytes, plaintext: bytes, entry: Entry) -> bytes:
    """Nonce || AES-256-GCM(plaintext), bound to its place and name, so that swapped content does not open."""
    return nonce + cipher.encrypt(nonce, plaintext, canonical([entry.stream, entry.version, entry.name]))


def unseal(cipher: AESGCM, sealed: bytes, entry: Entry) -> bytes:
    """What `seal` sealed; raises cryptography's InvalidTag when it was altered or moved."""
    return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], canonical([entry.stream, entry.version, entry.name]))


def as_recorded(  # noqa: PLR0917 (an entry's parts)
    entry: Entry, fields: dict[str, Any] | None, digest: bytes, prev: bytes, content: bytes, line: bytes
) -> Recorded:
    """The event as it stands on the record; `line` is the entry's canonical bytes."""
    return Recorded(
        entry.stream, entry.version, entry.name, entry.at, entry.recorded, entry.role,
        entry.regime, entry.regime_digest, fields, digest, prev, content, line,
    )  # fmt: skip


def fields_of(plaintext: bytes) -> dict[str, Any]:
    """Name and value of each salted field."""
    return {name: value for _, name, value in _read_fields(plaintext)}


def check_event(event: NewEvent) -> None:
    """Raises SlipOfForm, naming the field, for anything the format cannot hold."""
    _check_words(event.name, event.role, event.regime, event.regime_digest)
    check_time(event.at, "at")
    names_in_order(tuple(event.fields))
    for name, value in event.fields.items():
        check_plain(value, name)


@lru_cache(maxsize=4096)  # a deployment has few of these, and many events of each
def _check_words(name: str, role: str, regime: str | None, regime_digest: str | None) -> None:
    if len(name) > 100 or not _NAME.fullmatch(name):
        raise SlipOfForm("name", "is not an event name written like fear.claimed/1")
    if not is_ascii(role):
        raise SlipOfForm("role", "is not plain ASCII text")
    if (regime is None) != (regime_digest is None):
        raise SlipOfForm("regime_digest", "a regime and its digest are given together or not at all")
    if regime is not None and not is_ascii(regime):
        raise SlipOfForm("regime", "is not plain ASCII text")
    if regime_digest is not None and not _DIGEST.fullmatch(regime_digest):
        raise SlipOfForm("regime_digest", "is not a SHA-256 digest in base64url, 43 characters")


def check_time(time: str, field: str) -> None:
    """Raises SlipOfForm unless `time` is RFC 3339 UTC with milliseconds and a real moment."""
    try:
        if type(time) is str and _TIME.fullmatch(time):
            datetime.fromisoformat(time)
            return
    except ValueError:
        pass
    raise SlipOfForm(field, "is not a moment written like 2022-01-12T15:40:00.000Z")


@lru_cache(maxsize=65536)
def check_stream(stream: str) -> None:
    """Raises SlipOfForm unless `stream` reads kind/id (ASCII; every kind begins with a small letter)."""
    if len(stream) > 200 or not _STREAM.fullmatch(stream):
        raise SlipOfForm("stream", "is not a stream name written like case/<id>")
