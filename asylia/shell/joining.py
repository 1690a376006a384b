"""Joining: looks held beside a report of the staff channel, which is how sources are found; two outsiders allow it.

Whoever reads a report that names a case, and then who opened that case in those days, knows the reporter. No page does
it, and no right at any desk is enough: a warrant says which case, which days and why, and two people outside the agency
sign its text with keys that were registered beforehand. That it was done stands on the record, for everybody.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from asylia.caseload.models import CaseRow
from asylia.core.event import Author
from asylia.core.streams.keeping import ReadsJoined
from asylia.ledger import Read, WrongSetup
from asylia.shell.erasing import ITSELF, LOCK, stream_now
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_beside

OUTSIDE = "outside"  # the folder of public keys: NAME.pub, 32 bytes in hexadecimal
SIGNERS = 2


class Warrant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is allowed: the looks at one case, by its number, from one day to another (UTC), and why."""

    case: str
    since: dt.date
    until: dt.date
    why: str


def join(house: House, text: bytes, signatures: Sequence[bytes]) -> list[Read]:
    """The looks that a warrant allows to be seen, once two outsiders signed it; recorded before anything is given.

    Raises ledger.WrongSetup for a warrant that cannot be read or is not signed by two different outside keys.
    """
    warrant, signers = read_warrant(text), signed_by(house.home / OUTSIDE, text, signatures)
    if len(signers) < SIGNERS:
        raise WrongSetup(
            f"{len(signers)} of {SIGNERS} outside signers have signed this text with a key in {OUTSIDE}/: "
            "nothing is joined"
        )
    row = CaseRow.objects.filter(number__iexact=warrant.case).first()
    if row is None:
        raise WrongSetup("the warrant names a case that is not on the record")
    looks = [
        each for each in house.ledger.reads(house.raw(), f"case/{row.case}")
        if warrant.since <= dt.datetime.fromisoformat(each.recorded).date() <= warrant.until
    ]  # fmt: skip

    def work(raw: Raw) -> None:
        house.ledger.lock(raw, {LOCK})
        who = Author(by=ITSELF, role="anyone", at=house.clock())
        event = ReadsJoined(who=who, warrant=sha256(text).hexdigest(), signers=signers, rows=len(looks))
        append_beside(house, raw, stream_now(house), event)

    house.settle(work)
    return looks


def read_warrant(text: bytes) -> Warrant:
    """The warrant in a TOML text. Raises ledger.WrongSetup."""
    try:
        warrant = msgspec.convert(tomllib.loads(text.decode("utf-8")), Warrant)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise WrongSetup(f"the warrant cannot be read: {wrong}") from None
    if warrant.until < warrant.since or not warrant.why.strip():
        raise WrongSetup("the warrant ends before it begins, or says no reason")
    return warrant


def signed_by(keys: Path, text: bytes, signatures: Sequence[bytes]) -> tuple[str, ...]:
    """The names of the outside keys by which the text is signed, each once."""
    names = []
    for path in sorted(keys.glob("*.pub")) if keys.is_dir() else ():
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text("ascii").strip()))
        except ValueError:
            raise WrongSetup(f"{OUTSIDE}/{path.name} is no public key of 32 bytes in hexadecimal") from None
        if any(_signs(key, each, text) for each in signatures):
            names.append(path.stem)
    return tuple(names)


def _signs(key: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, text)
    except InvalidSignature:
        return False
    return True
