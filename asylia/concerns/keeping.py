"""What the pages do with the box: keep a report, find what is there for twelve words, keep an answer."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from hashlib import sha256

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from asylia.concerns.box import Box
from asylia.concerns.channel import Channel
from asylia.concerns.opener import NotOpened, unpadded
from asylia.concerns.receipt import Receipt
from asylia.concerns.sealing import AGE, NotAParcel, Parcel

LARGEST_ANSWER = 256 << 10


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed thing that lies under a mailbox: an answer (`sender` says whose) or what the reporter sent ("")."""

    period: str
    sender: str
    sealed: bytes
    leaf: bytes = b""
    digest: bytes = b""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that twelve words opened."""

    period: str
    sender: str
    words: str
    named: bool = False


def keep(channel: Channel, box: Box, parcel: Parcel, today: dt.date) -> str:
    """Keep a parcel under today's period, due by chance some days later; the same parcel again is kept once."""
    period = channel.period(today)
    due = channel.period(today + dt.timedelta(days=secrets.randbelow(channel.delay_days + 1)))
    with box.writing(period) as db:
        db.execute(
            "INSERT INTO report VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (parcel.leaf, period, due, parcel.mailbox, parcel.data),
        )
    return period


def kept(box: Box, mailbox: bytes) -> list[Kept]:
    """Everything under a mailbox, the oldest first; nothing for one that nobody made."""
    answers = box.rows("SELECT period, sender, sealed FROM answer WHERE mailbox = ?", (mailbox,))
    sent = box.rows("SELECT period, parcel, leaf FROM report WHERE mailbox = ?", (mailbox,))
    told = [Kept(period=str(p), sender=str(s), sealed=bytes(b)) for p, s, b in answers if isinstance(b, bytes)]
    told += [
        Kept(
            period=str(p),
            sender="",
            sealed=msgspec.json.decode(b, type=_Copy).copy,
            leaf=leaf,
            digest=sha256(b).digest(),
        )
        for p, b, leaf in sent
        if isinstance(b, bytes) and isinstance(leaf, bytes)
    ]
    return sorted(told, key=lambda each: (each.period, each.sender))


class _Copy(msgspec.Struct):
    copy: bytes


def opened(things: list[Kept], receipt: Receipt) -> list[Opened]:
    """What the receipt opens of them; a copy that nothing opens is passed over."""
    key, told = pyrage.x25519.Identity.from_str(receipt.identity), []
    for each in things:
        try:
            said = json.loads(unpadded(pyrage.decrypt(each.sealed, [key])))
        except (pyrage.DecryptError, NotOpened, ValueError):
            continue
        named = bool(said.get("name"))
        told.append(Opened(period=each.period, sender=each.sender, words=str(said.get("words", "")), named=named))
    return told


def answer(channel: Channel, box: Box, sent: bytes, today: dt.date) -> None:
    """Keep an answer that a recipient signed. Raises NotAParcel for any other."""
    try:
        told = msgspec.json.decode(sent, type=_Answer)
    except msgspec.DecodeError:
        raise NotAParcel("it is not in the form of an answer") from None
    signs = {each.id: each.signs for each in channel.recipient}.get(told.sender)
    if signs is None or len(told.mailbox) != 32 or len(told.sealed) > LARGEST_ANSWER or not told.sealed.startswith(AGE):
        raise NotAParcel("it is not in the form of an answer")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signs)).verify(told.signature, told.mailbox + told.sealed)
    except InvalidSignature:
        raise NotAParcel("it is not signed by the recipient that it names") from None
    period = channel.period(today)
    with box.writing(period) as db:
        values = (told.signature[:32], told.mailbox, period, told.sender, told.sealed)
        db.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values)


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    sender: str
    mailbox: bytes
    sealed: bytes
    signature: bytes
