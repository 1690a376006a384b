"""Passkeys: the server's half of registering one and of signing in with one.

Source: W3C Web Authentication Level 3, sections 7.1 and 7.2. Whatever is wrong with an answer, it is
not accepted, and whoever gave it is not told why: a reason would say which accounts and passkeys exist.
"""

import secrets
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    encode_cbor,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from asylia.accounts.history import note
from asylia.accounts.models import Account, Challenge, Passkey, SignIn

PRODUCT = "Asylia"
CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
MOST_CHARACTERS = 16_000  # of an answer; the longest, with an attestation nobody asked for, have about 6,000

VERIFIED = UserVerificationRequirement.REQUIRED
SELECTION = AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED)

# What the library raises on an answer that is malformed, or made for another site, challenge or key.
WRONG = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


class NotAcceptedError(Exception):
    """An answer that registers nothing and signs nobody in."""


class Party(NamedTuple):
    """This site as a passkey knows it: its domain, and the origin its pages are opened under."""

    domain: str
    origin: str


class Registered(NamedTuple):
    """A passkey that its authenticator has proved to hold, not yet kept."""

    proof: VerifiedRegistration
    handle: bytes


def party(request: HttpRequest) -> Party | None:
    """Return the site as passkeys know it, None where the page was opened under a name that they do not."""
    origin = f"{request.scheme}://{request.get_host()}"
    return Party(settings.PASSKEY_DOMAIN, origin) if origin == proper_origin(request) else None


def proper_origin(request: HttpRequest) -> str:
    """Return the origin under which passkeys work: over TLS, or on this machine itself."""
    domain = settings.PASSKEY_DOMAIN
    _, port = split_domain_port(request.get_host())
    scheme = request.scheme if domain == "localhost" else "https"
    return f"{scheme}://{domain}" + (f":{port}" if port else "")


def options_to_register(request: HttpRequest, account: Account) -> str:
    """Return, as JSON for the browser, what a new passkey of `account` is to be. Raises NotAcceptedError."""
    site = _site(request)
    mine = Passkey.objects.filter(staff=account.staff)
    handle = next((bytes(each.handle) for each in mine), secrets.token_bytes(32))
    challenge = _hand_out(request, purpose=f"register {account.staff}", handle=bytes_to_base64url(handle))
    return options_to_json(
        generate_registration_options(
            rp_id=site.domain,
            rp_name=PRODUCT,
            user_id=handle,
            user_name=account.staff,
            user_display_name=account.name,
            challenge=challenge,
            authenticator_selection=SELECTION,
            exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(each.credential)) for each in mine],
        )
    )


def options_to_sign_in(request: HttpRequest) -> str:
    """Return, as JSON for the browser, a challenge for whatever passkey of this site it holds: no account is named."""
    site = _site(request)
    challenge = _hand_out(request, purpose="sign in")
    options = generate_authentication_options(rp_id=site.domain, challenge=challenge, user_verification=VERIFIED)
    return options_to_json(options)


def registered(request: HttpRequest, account: Account, answer: str) -> Registered:
    """Return the new passkey that a browser's answer proves, for `account` alone. Raises NotAcceptedError."""
    site = _site(request)
    challenge, handle = _take_back(request, purpose=f"register {account.staff}")
    try:
        proof = verify_registration_response(
            credential=answer[:MOST_CHARACTERS],
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WRONG as wrong:
        raise NotAcceptedError from wrong
    return Registered(proof, base64url_to_bytes(handle))


def keep(account: Account, new: Registered) -> None:
    """Keep a proved passkey. Raises NotAcceptedError where it is kept already, for anyone, or ten are."""
    try:
        with transaction.atomic():
            if Passkey.objects.filter(staff=account.staff).count() >= MOST_PASSKEYS:
                raise NotAcceptedError
            Passkey.objects.create(
                credential=bytes_to_base64url(new.proof.credential_id),
                staff=account.staff,
                handle=new.handle,
                public_key=new.proof.credential_public_key,
                sign_count=new.proof.sign_count,
                made=timezone.now(),
            )
            note(account.staff, "added")
    except IntegrityError as kept:
        raise NotAcceptedError from kept


def holder(request: HttpRequest, answer: str) -> tuple[Account, Passkey]:
    """Return who signs in with a browser's answer, and with which passkey. Raises NotAcceptedError.

    An unknown passkey is checked against a key that nobody holds, so that it takes as long as a known one.
    """
    site = _site(request)
    challenge, _ = _take_back(request, purpose="sign in")
    try:
        given = parse_authentication_credential_json(answer[:MOST_CHARACTERS])
        named = bytes_to_base64url(given.raw_id)
        passkey = Passkey.objects.filter(credential=named).first() or nobodys_passkey()
        account = Account.objects.filter(staff=passkey.staff, disabled=False).first()
        proof = verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,  # compared below: the library does so before it knows who signed
            require_user_verification=True,
        )
    except WRONG as wrong:
        raise NotAcceptedError from wrong
    if account is None or passkey.stopped or given.response.user_handle != bytes(passkey.handle):
        raise NotAcceptedError
    if not _counted(passkey, proof.new_sign_count):
        stop(passkey)
        raise NotAcceptedError
    return account, passkey


def _counted(passkey: Passkey, signed: int) -> bool:
    """Keep how often the authenticator has signed; False where that went back: two authenticators hold the key.

    Many keep no count and always say 0. The comparison is the database's, so that of two at once one is last.
    """
    mine = Passkey.objects.filter(pk=passkey.pk)
    fits = mine.filter(sign_count=0) if signed == 0 else mine.filter(sign_count__lt=signed)
    return fits.update(sign_count=signed, used=timezone.now()) == 1


def stop(passkey: Passkey) -> None:
    """Stop a passkey of which a copy exists, and end whatever it opened: nobody can tell which is the copy."""
    with transaction.atomic():
        Passkey.objects.filter(pk=passkey.pk).update(stopped=timezone.now())
        SignIn.objects.filter(passkey=passkey).delete()
        note(passkey.staff, "copied")


def remove(account: Account, passkey: int) -> bool:
    """Remove one of a person's own passkeys, and end what it opened; False, and kept, where no other would be left.

    Raises Passkey.DoesNotExist for one that is not theirs.
    """
    with transaction.atomic():
        mine = Passkey.objects.select_for_update().filter(staff=account.staff)
        chosen = mine.get(pk=passkey)
        if chosen.stopped is None and not mine.filter(stopped=None).exclude(pk=passkey).exists():
            return False
        chosen.delete()
        note(account.staff, "removed")
    return True


@cache
def nobodys_passkey() -> Passkey:
    """Return a passkey that no one holds and no table keeps; its private half is gone when this returns."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (each.to_bytes(32, "big") for each in (point.x, point.y))
    return Passkey(staff="", handle=b"", public_key=encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y}), sign_count=0)


def _site(request: HttpRequest) -> Party:
    site = party(request)
    if site is None:
        raise NotAcceptedError
    return site


def _hand_out(request: HttpRequest, **bound: str) -> bytes:
    """Make a challenge that this session may answer once, within five minutes, for the purpose it is bound to."""
    now = timezone.now()
    Challenge.objects.filter(until__lte=now).delete()
    challenge = secrets.token_bytes(32)
    text = bytes_to_base64url(challenge)
    Challenge.objects.create(text=text, until=now + CHALLENGE_LASTS)
    request.session["challenge"] = {"text": text, **bound}
    return challenge


def _take_back(request: HttpRequest, purpose: str) -> tuple[bytes, str]:
    """Return the challenge that this session was given for `purpose`, and its user handle; it is gone after that."""
    bound: dict[str, str] = request.session.pop("challenge", {})
    taken, _ = Challenge.objects.filter(text=bound.get("text", ""), until__gt=timezone.now()).delete()
    if not taken or bound["purpose"] != purpose:
        raise NotAcceptedError
    return base64url_to_bytes(bound["text"]), bound.get("handle", "")
