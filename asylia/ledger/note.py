"""Signed notes, checkpoints and cosignatures as C2SP writes them, so that any outside tool can check this log.

Sources: c2sp.org/signed-note, c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature; Ed25519 (RFC 8032) only.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from asylia.ledger.merkle import HASH, LARGEST

LOG, WITNESS = 1, 4  # C2SP's types: a plain signature over the text, and one that also states when
LONGEST = 32_768  # bytes of a note: 16 signatures and to spare
SIGNATURE = 64
DASH = "\u2014 "

_NAME = re.compile(r"[!-*,-~]{1,200}")  # printable ASCII without space and plus; the specification allows more
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(Exception):
    """A note, key or checkpoint that is not written as its format says, or not signed by whom it must be."""


class Verifier(NamedTuple):
    """A public key by name: who signs, how, and the four bytes that signature lines know it by."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(name || newline || type || key), its first four bytes."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """The key written `name+id+base64`; raises BadNote."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
            raise BadNote("a verifier key reads: name+id+key")
        key = from_base64(parts[2], "a verifier key")
        if len(key) != 33 or key[0] not in {LOG, WITNESS}:
            raise BadNote("a verifier key is not Ed25519, as a log or a witness uses it")
        found = cls(parts[0], key[0], key[1:])
        if found.id.hex() != parts[1]:
            raise BadNote("a verifier key's id does not fit its name and key")
        return found

    def check(self, text: str, signature: bytes) -> int | None:
        """When a witness says it signed (POSIX seconds), None of a log's signature; raises BadNote."""
        said, message = None, text
        if self.kind == WITNESS:
            said, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = cosigned(text, said)
            if said > LARGEST:
                raise BadNote(f"{self.name} states a time that is none")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except (InvalidSignature, ValueError):
            raise BadNote(f"the signature of {self.name} does not fit the text") from None
        return said


class Signer(NamedTuple):
    """A private key with its name and type."""

    name: str
    kind: int
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """Its public key."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, self.kind, key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def __str__(self) -> str:
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{b64encode(bytes([self.kind]) + self.seed).decode()}"

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"  # a secret is in no log

    @classmethod
    def parse(cls, text: str) -> Signer:
        """The key written `PRIVATE+KEY+name+id+base64`; raises BadNote."""
        parts = text.split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"] or not _NAME.fullmatch(parts[2]):
            raise BadNote("a signing key reads: PRIVATE+KEY+name+id+key")
        key = from_base64(parts[4], "a signing key")
        if len(key) != 33 or key[0] not in {LOG, WITNESS}:
            raise BadNote("a signing key is not Ed25519, as a log or a witness uses it")
        found = cls(parts[2], key[0], key[1:])
        if found.verifier.id.hex() != parts[3]:
            raise BadNote("a signing key's id does not fit its name and key")
        return found

    def line(self, text: str, now: int = 0) -> str:
        """The signature line under `text`; a witness states `now`, in POSIX seconds."""
        stated = now.to_bytes(8, "big") if self.kind == WITNESS else b""
        message = cosigned(text, now) if self.kind == WITNESS else text
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(message.encode())
        return f"{DASH}{self.name} {b64encode(self.verifier.id + stated + signature).decode()}\n"


class Note(NamedTuple):
    """A text and its signature lines, parsed and not yet believed."""

    text: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(self.lines)}"

    @classmethod
    def parse(cls, data: bytes | str) -> Note:
        """Raises BadNote for anything but text, an empty line and signature lines."""
        try:
            whole = data if isinstance(data, str) else data.decode()
            size = len(whole.encode())
        except UnicodeError:
            raise BadNote("a note is UTF-8") from None
        text, gap, rest = whole.rpartition("\n\n")
        if size > LONGEST or not gap or not rest.endswith("\n") or _CONTROL.search(whole):
            raise BadNote("a note is text, an empty line, and signature lines, each ended by a line feed")
        lines = tuple(f"{line}\n" for line in rest[:-1].split("\n"))
        for line in lines:
            _signature(line)
        return cls(f"{text}\n", lines)

    def signed_by(self, keys: Iterable[Verifier]) -> dict[Verifier, int | None]:
        """Which of the keys signed, and when a witness says it did; raises BadNote for a false signature."""
        found: dict[Verifier, int | None] = {}
        known = {(key.name, key.id): key for key in keys}
        for line in self.lines:
            name, id_, signature = _signature(line)
            if key := known.get((name, id_)):
                found[key] = key.check(self.text, signature)
        return found


class Checkpoint(NamedTuple):
    """A log's tree at one size."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The first three lines of a note's text (more are refused: this log writes none); raises BadNote."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not _NUMBER.fullmatch(lines[1]) or int(lines[1]) > LARGEST:
            raise BadNote("a checkpoint is three lines: origin, size, root")
        return cls(lines[0], int(lines[1]), hash_of(lines[2]))


def opened(data: bytes | str, keys: Mapping[str, Iterable[Verifier]]) -> tuple[Checkpoint, Note]:
    """A checkpoint that one of its origin's log keys signed; raises BadNote. `keys`: by origin."""
    note = Note.parse(data)
    checkpoint = Checkpoint.parse(note.text)
    if not note.signed_by(key for key in keys.get(checkpoint.origin, ()) if key.kind == LOG):
        raise BadNote(f"no key that is trusted for {checkpoint.origin} signed this checkpoint")
    return checkpoint, note


def cosigned(text: str, seconds: int) -> str:
    """What a witness signs: that at this time it had seen no larger tree of this log, and it was consistent."""
    return f"cosignature/v1\ntime {seconds}\n{text}"


def hash_of(text: str) -> bytes:
    """32 bytes in base64; raises BadNote."""
    found = from_base64(text, "a hash")
    if len(found) != HASH:
        raise BadNote("a hash is 32 bytes")
    return found


def number_of(text: str) -> int:
    """A whole number without leading zeroes, under 2^63; raises BadNote."""
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise BadNote("a number is written in digits, without leading zeroes")
    return int(text)


def from_base64(text: str, what: str) -> bytes:
    """The bytes of base64 (RFC 4648 section 4) in its one spelling; raises BadNote."""
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        found = b""
    if not found or b64encode(found).decode() != text:
        raise BadNote(f"{what} is not base64")
    return found


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and signature of one line; raises BadNote."""
    parts = line.removeprefix(DASH).removesuffix("\n").split(" ")
    if (
        not line.startswith(DASH)
        or len(parts) != 2
        or not parts[0]
        or "+" in parts[0]
        or any(map(str.isspace, parts[0]))
    ):
        raise BadNote("a signature line reads: dash, name, signature")
    data = from_base64(parts[1], "a signature")
    if len(data) < 5:
        raise BadNote("a signature is four bytes of key id and the signature itself")
    return parts[0], data[:4], data[4:]
