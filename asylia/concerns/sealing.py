"""Sealing: a report leaves this process's memory only so that two recipients together can open it.

The body is sealed by age to a key made for this report alone; that key is cut into shares, any two of which make it,
and each share is sealed to one recipient. Lengths are padded, so that the size of what is kept tells little. A
browser does the same (web/static/seal.js) where script runs; here it is done where none does.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec
import pyrage

from asylia.concerns.opener import LENGTH, times
from asylia.concerns.receipt import Receipt

LEAST, MOST = 16 << 10, 16 << 20  # bytes of the smallest and the largest padded text
COPY = 64 << 10  # bytes of the largest copy that a reporter keeps
AGE = b"age-encryption.org/v1\n"
WORK = 18  # bits of work that a browser does for a parcel: a second or two


class NotAParcel(ValueError):
    """What was sent is no sealed report."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed report as it is kept: bytes of a padded length, the mailbox it came from, and its leaf."""

    data: bytes
    mailbox: bytes
    leaf: bytes


def bucket(length: int, most: int) -> int:
    """The padded length: the next of 16 kB, 32 kB, ... up to `most`. Raises NotAParcel beyond that."""
    if length > most:
        raise NotAParcel(f"it is larger than {most >> 20} MB")
    size = LEAST
    while size < length:
        size *= 2
    return size


def padded(data: bytes, most: int = MOST) -> bytes:
    """The text with its length before it, filled up with noughts."""
    size = bucket(len(data) + LENGTH, most)
    return len(data).to_bytes(LENGTH, "big") + data + bytes(size - len(data) - LENGTH)


def split(secret: bytes, count: int) -> list[bytes]:
    """`count` shares, any two of which make the secret (asylia/concerns/opener.py, combine)."""
    slopes = secrets.token_bytes(len(secret))
    places = secrets.SystemRandom().sample(range(1, 256), count)
    return [
        bytes(byte ^ times(slope, place) for byte, slope in zip(secret, slopes, strict=True)) + bytes([place])
        for place in places
    ]


def seal(report: Mapping[str, object], of: Receipt, to: Sequence[str], without: frozenset[int] = frozenset()) -> Parcel:
    """Seal a report to recipients (age public keys); those at the places `without` get what looks like a share.

    Nobody who holds one can tell it from a share: an excluded recipient is not told that somebody was afraid of them.
    Who gives a name keeps a copy that the receipt opens; every other parcel carries a copy that nothing opens.
    """
    made, nobody = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    own = pyrage.x25519.Identity.from_str(of.identity)
    secret = str(made).encode()
    shares = [
        secrets.token_bytes(len(secret)) + share[-1:] if place in without else share
        for place, share in enumerate(split(secret, len(to)))
    ]
    text = json.dumps({**report, "mailbox": f"{encoded(of.mailbox)} {own.to_public()}"}, ensure_ascii=False)
    copied = {name: report[name] for name in ("kind", "words", "name") if name in report}
    copy = json.dumps(copied, ensure_ascii=False).encode() if report.get("name") else b""
    parcel = {
        "v": 1,
        "body": encoded(pyrage.encrypt(padded(text.encode()), [made.to_public()])),
        "copy": encoded(pyrage.encrypt(padded(copy, COPY), [(own if copy else nobody).to_public()])),
        "shares": [
            encoded(pyrage.encrypt(share, [pyrage.x25519.Recipient.from_str(key)]))
            for share, key in zip(shares, to, strict=True)
        ],
        "mailbox": encoded(of.mailbox),
        "claim": encoded(of.claim),
    }
    return received(json.dumps(parcel).encode(), len(to))


def encoded(data: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(data).decode()


class _Sent(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    body: bytes
    copy: bytes
    shares: list[bytes]
    mailbox: bytes
    claim: bytes


def received(data: bytes, recipients: int) -> Parcel:
    """A parcel of what a browser sealed, filled up to its padded length. Raises NotAParcel."""
    try:
        sent = msgspec.json.decode(data, type=_Sent)
    except (msgspec.DecodeError, RecursionError):
        raise NotAParcel("it is not in the form of a sealed report") from None
    whole = sent.v == 1 and len(sent.mailbox) == 32 and len(sent.claim) == 32
    shares = len(sent.shares) == recipients and all(100 < len(share) < 2_000 for share in sent.shares)
    sealed = all(each.startswith(AGE) for each in (sent.body, sent.copy, *sent.shares))
    if not (whole and shares and sealed):
        raise NotAParcel("it is not in the form of a sealed report")
    full = data.rstrip(b" ")
    full += b" " * (bucket(len(full), 2 * MOST) - len(full))
    leaf = sha256(b"\x00" + sent.claim + sha256(full).digest()).digest()
    return Parcel(data=full, mailbox=sent.mailbox, leaf=leaf)


def worked(data: bytes, nonce: str, bits: int = WORK) -> bool:
    """Whether the sender's machine worked for this parcel.

    No identity is asked, only a second of its time (hashcash).
    """
    digest = sha256(sha256(data).digest() + nonce.encode()).digest()
    return len(nonce) < 40 and int.from_bytes(digest, "big") >> (256 - bits) == 0
