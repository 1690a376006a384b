"""The channel's settings: one folder with its own file of settings, its own keys and its own database.

`concerns.toml` names those who receive. Each has a key pair that was made on a machine of their own; only the public
halves are here, so that whoever takes this machine opens nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from unicodedata import combining, normalize

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

SETTINGS, LOG_KEY, DATABASE = "concerns.toml", "log.key", "concerns.sqlite"
FEW = 10  # staff: where fewer are active, a day names one of them, and a week is all that is told


class Unfit(Exception):
    """The settings cannot be used; the text names what, where and how it is mended."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who receives: an office outside the agency's line, the people who hold its key, and those above them."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{1,30}$")]
    says: str
    key: str
    signs: str
    contact: str
    holders: tuple[str, ...]
    above: tuple[str, ...] = ()


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings: how many staff are active in a week, the longest delay, the sites, the recipients."""

    staff_active: int
    delay_days: Annotated[int, msgspec.Meta(ge=0, le=14)]
    sites: tuple[str, ...]
    hourly_without_script: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 30
    recipient: tuple[Recipient, ...]

    def period(self, day: dt.date) -> str:
        """What is kept of a day: the day, or its week (ISO 8601) where few staff are active."""
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}" if self.staff_active < FEW else day.isoformat()


def read(folder: Path) -> Channel:
    """The settings in a folder. Raises Unfit."""
    path = folder / SETTINGS
    try:
        channel = msgspec.toml.decode(path.read_bytes(), type=Channel)
    except FileNotFoundError:
        raise Unfit(f"{path} is not there. `asylia concerns make` writes a first one.") from None
    except msgspec.DecodeError as wrong:
        raise Unfit(f"{path}: {wrong}.") from None
    if len(channel.recipient) < 3:
        raise Unfit(f"{path}: there are {len(channel.recipient)} recipients; there must be three or more.")
    ids = [each.id for each in channel.recipient]
    if len(set(ids)) < len(ids) or len({each.key for each in channel.recipient}) < len(ids):
        raise Unfit(f"{path}: two recipients have the same id or the same key; each is its own.")
    for each in channel.recipient:
        try:
            pyrage.x25519.Recipient.from_str(each.key)
            if len(bytes.fromhex(each.signs)) != 32:
                raise ValueError
        except (pyrage.RecipientError, ValueError):
            raise Unfit(f"{path}: the keys of {each.id} are not what `asylia concerns recipient` prints.") from None
    return channel


def make(folder: Path) -> Path:
    """Make a channel's folder with its log key and settings to be filled in. Raises Unfit when one is there."""
    if (folder / SETTINGS).exists():
        raise Unfit(f"{folder} has a channel already.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    (folder / LOG_KEY).write_bytes(key)
    (folder / LOG_KEY).chmod(0o600)
    (folder / SETTINGS).write_text(TEMPLATE, "utf-8")
    return folder / SETTINGS


def log_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes((folder / LOG_KEY).read_bytes())


def public_hex(key: Ed25519PrivateKey) -> str:
    """The public half, as settings and checkpoints write it."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def new_recipient() -> tuple[str, str, str]:
    """A recipient's own keys: the secret file, and what stands in the settings as `key` and as `signs`."""
    opens = pyrage.x25519.Identity.generate()
    signs = Ed25519PrivateKey.from_private_bytes(secrets.token_bytes(32))
    raw = signs.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return f"{opens}\n# signs answers: {raw.hex()}\n", str(opens.to_public()), public_hex(signs)


def excluded(recipients: Iterable[Recipient], named: Iterable[str]) -> frozenset[int]:
    """The places of recipients of whom a holder, or somebody above them, is named in a report."""
    spoken = [folded(name) for name in named if folded(name)]

    def is_one(person: str) -> bool:
        whole = folded(person)
        return any(one <= whole or whole <= one for one in spoken if one & whole)

    return frozenset(place for place, each in enumerate(recipients) if any(map(is_one, (*each.holders, *each.above))))


def folded(name: str) -> frozenset[str]:
    """The words of a name without case, marks and titles of one letter, so that it is found as it is spoken."""
    bare = "".join(each for each in normalize("NFKD", name) if not combining(each)).casefold()
    return frozenset(word for word in "".join(c if c.isalnum() else " " for c in bare).split() if len(word) > 1)


TEMPLATE = """\
# The confidential channel. Nothing here is secret; the keys that open reports are not on this machine.
staff_active = 40                            # staff who work in a week: under 10, weeks are kept in place of days
delay_days = 2                               # reports reach recipients up to so many days later, by chance
sites = ["Northgate", "Fallbrook"]
hourly_without_script = 30                   # reports an hour from browsers without script, from everybody together

# Three or more, each independent of the others: an inspector, the union, an ombudsman. `asylia concerns recipient`
# makes keys on a recipient's own machine, and prints the lines `key` and `signs`.
# [[recipient]]
# id = "inspector"
# says = "Office of the Inspector"
# key = "age1..."
# signs = "..."
# contact = "PO Box 1, by letter"
# holders = ["who holds the key"]
# above = ["everybody above them"]
"""
