"""Once a day: the checkpoint of what was there, and a bundle for every recipient.

A checkpoint lists a leaf for every report of the period and fills up with leaves of chance to a multiple of 64, so
that it tells no number; it names the one before. Whoever has the twelve words of a report can show that its leaf is
in the list, and that a report is gone if it is not. A bundle is written for every recipient and every period, even
when nothing is in it.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import secrets
from hashlib import sha256
from pathlib import Path

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from asylia.concerns.box import Box, begins, day_of
from asylia.concerns.channel import Channel, Recipient, log_key, public_hex
from asylia.concerns.sealing import padded

ORIGIN = "asylia concerns checkpoint 1"
LEAVES = 64
FIRST = "-"  # what the first checkpoint names in place of one before it
ALL = 1 << 30  # bytes of a bundle; a day of reports is far less


class Broken(Exception):
    """The checkpoints do not hold together; the text names the period."""


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A closed period: its checkpoint as text, and its leaves (32 bytes each) in order."""

    period: str
    note: str
    leaves: tuple[bytes, ...]


def root(leaves: tuple[bytes, ...]) -> str:
    """The digest over all leaves: they are all public, and so nobody needs a path."""
    return sha256(b"\x02" + b"".join(leaves)).hexdigest()


def days(box: Box) -> list[Day]:
    """Every closed period, the oldest first."""
    rows = box.rows("SELECT period, leaves, note FROM day")
    told = [
        Day(period=str(period), note=str(note), leaves=tuple(leaves[n : n + 32] for n in range(0, len(leaves), 32)))
        for period, leaves, note in rows
        if isinstance(leaves, bytes)
    ]
    return sorted(told, key=lambda day: begins(day.period))


def close(folder: Path, channel: Channel, box: Box, today: dt.date) -> list[str]:
    """Close every period before today's: write its checkpoint and the bundles. Returns the periods that were closed."""
    closed = days(box)
    last = day_of(closed[-1].period) if closed else today - dt.timedelta(days=1)
    between = {channel.period(last + dt.timedelta(days=n)) for n in range((today - last).days + 1)}
    waiting = {str(period) for (period,) in box.rows("SELECT DISTINCT period FROM report")}
    now = begins(channel.period(today))
    open_ = (between | waiting) - {day.period for day in closed}
    periods = sorted((each for each in open_ if begins(each) < now), key=begins)
    for period in periods:
        since = begins(days(box)[-1].period) if days(box) else 0.0
        for recipient in channel.recipient:
            _bundle(folder, box, recipient, since, period)
        _checkpoint(folder, box, period)
    if periods:
        box.tidy(channel.period(today))
    return periods


def _checkpoint(folder: Path, box: Box, period: str) -> None:
    leaves = [row[0] for row in box.rows("SELECT leaf FROM report WHERE period = ?", (period,))]
    leaves += [secrets.token_bytes(32) for _ in range(-len(leaves) % LEAVES or (0 if leaves else LEAVES))]
    listed = tuple(sorted(leaf for leaf in leaves if isinstance(leaf, bytes)))
    before = days(box)
    prev = sha256(before[-1].note.encode()).hexdigest() if before else FIRST
    text = f"{ORIGIN}\n{period}\n{len(listed)}\n{root(listed)}\n{prev}\n"
    signed = log_key(folder).sign(text.encode()).hex()
    with box.writing(period) as db:
        db.execute("INSERT INTO day VALUES (?, ?, ?)", (period, b"".join(listed), f"{text}{signed}\n"))


def _bundle(folder: Path, box: Box, recipient: Recipient, since: float, period: str) -> None:
    """Seal what has become due to a recipient since the period before.

    A bundle with nothing in it looks like others.
    """
    until = begins(period)
    rows = box.rows("SELECT due, parcel FROM report")
    due = [parcel for day, parcel in rows if isinstance(parcel, bytes) and since < begins(str(day)) <= until]
    held = json.dumps([base64.b64encode(parcel).decode() for parcel in due])
    sealed = pyrage.encrypt(padded(held.encode(), ALL), [pyrage.x25519.Recipient.from_str(recipient.key)])
    path = bundle_path(folder, recipient.id, period)
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.write_bytes(sealed)
    for each in (path, path.parent):
        os.utime(each, (until, until))


def bundle_path(folder: Path, recipient: str, period: str) -> Path:
    """Where a recipient's bundle of a period lies."""
    return folder / "bundles" / recipient / f"{period}.age"


def verify(notes: list[Day], public: str) -> None:
    """Check every checkpoint, its leaves, its signature and the one it names.

    Raises Broken, naming the first wrong one.
    """
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    prev = FIRST
    for day in notes:
        text, _, signed = day.note.rstrip("\n").rpartition("\n")
        try:
            key.verify(bytes.fromhex(signed), f"{text}\n".encode())
        except (InvalidSignature, ValueError):
            raise Broken(f"{day.period}: the signature is not the channel's") from None
        if text.split("\n") != [ORIGIN, day.period, str(len(day.leaves)), root(day.leaves), prev]:
            raise Broken(f"{day.period}: the checkpoint is not of these leaves, or not after the one before")
        prev = sha256(day.note.encode()).hexdigest()


def key_of(folder: Path) -> str:
    """The public key of the checkpoints."""
    return public_hex(log_key(folder))
