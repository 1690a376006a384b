"""Enrolment: a code that headquarters hands to one member of staff, good for registering one passkey.

It is also the way back for who has lost every passkey. The code has 128 random bits, so its plain
SHA-256 digest tells nobody what it was; it is shown once, where it is made, and kept nowhere.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from asylia.accounts.history import note
from asylia.accounts.models import Account, Invitation
from asylia.accounts.passkeys import NotAcceptedError, keep, registered
from asylia.accounts.session import AccountRequest
from asylia.ledger.streams import ALPHABET

LASTS = timedelta(hours=24)
CHARACTERS = 26  # of five bits each
ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def invite(staff_id: str) -> str:
    """Return a new code for a member of staff, in groups of four; it replaces one that was made before.

    Raises ValueError where the id names no open account.
    """
    if not Account.objects.filter(staff=staff_id, disabled=False).exists():
        raise ValueError(f"There is no open account {staff_id!r}. Headquarters appoints staff first.")
    number = secrets.randbits(128)
    code = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(CHARACTERS)))
    with transaction.atomic():
        kept = {"digest": _digest(code), "until": timezone.now() + LASTS}
        Invitation.objects.update_or_create(staff=staff_id, defaults=kept)
        note(staff_id, "invited")
    return "-".join(code[at : at + 4] for at in range(0, CHARACTERS, 4))


def take_code(request: AccountRequest, code: str) -> Account | None:
    """Return for whom a code opens enrolment in this session, None for any code that opens nothing."""
    request.session["invited"] = _digest(code).hex()
    return invited(request)


def invited(request: AccountRequest) -> Account | None:
    """Return for whom this session may register a passkey by its code: nobody once that was done or is too old.

    Who is signed in never enrols by another's code.
    """
    digest = bytes.fromhex(request.session.get("invited", ""))
    invitation = Invitation.objects.filter(digest=digest, until__gt=timezone.now()).first()
    if invitation is None or (request.account is not None and request.account.staff != invitation.staff):
        return None
    return Account.objects.filter(staff=invitation.staff, disabled=False).first()


def enrol(request: AccountRequest, answer: str) -> None:
    """Keep the passkey that a browser's answer proves, and spend the code. Raises NotAcceptedError."""
    account = invited(request)
    if account is None:
        raise NotAcceptedError
    new = registered(request, account, answer)
    with transaction.atomic():
        digest = bytes.fromhex(request.session.pop("invited"))
        spent, _ = Invitation.objects.filter(staff=account.staff, digest=digest).delete()
        if not spent:
            raise NotAcceptedError
        keep(account, new)


def _digest(code: str) -> bytes:
    """Return the digest of a code as it may be typed: in any case, grouped or not, o for 0, i or l for 1."""
    return hashlib.sha256(code.lower().translate(ALIKE).encode()).digest()
