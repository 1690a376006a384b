"""Signing in to one's own pages: twenty digits that were told, or a link that was sent; of both only digests are kept.

The digits are drawn by the system (66 bits) and are nobody's choice. What is kept of them is a slow digest (scrypt)
under a key of the key store: with the database alone no guess can be tried, and with the digits alone it is found in
one look, so that an answer takes as long for digits that are nobody's as for those of somebody. Digits because they
are the same in every language, on every telephone and when said aloud. Source: safeguards.md portal.two-codes.
"""

import hashlib
import secrets
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import transaction
from django.http import HttpRequest

from asylia.accounts.models import Link, LinkAsk, Secret, Visit

DIGITS = 20
GROUP = 4
BETWEEN = " \t\r\n-.·–—\u00a0\u200e\u200f\u202f"
LINK_LASTS = timedelta(minutes=30)
SEEN_EVERY_SECONDS = 30  # a session is written at most this often

Keyed = Callable[[bytes], bytes]
"""HMAC under the key store's key for these digests: useless to whoever has the database alone."""


class MalformedError(ValueError):
    """What was typed is not twenty digits; it is nobody's secret, and saying so tells nothing."""


# --- the secret


def new_secret() -> str:
    """Twenty digits, drawn anew."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def in_groups(secret: str) -> str:
    """The digits as they are told and printed: in groups of four."""
    return " ".join(secret[place : place + GROUP] for place in range(0, len(secret), GROUP))


def digits_of(typed: str) -> str:
    """The twenty digits in what was typed, whatever script they are in and however they are grouped.

    Raises MalformedError.
    """
    found = [unicodedata.digit(each, None) for each in typed if each not in BETWEEN]
    if len(found) != DIGITS or None in found:
        raise MalformedError
    return "".join(map(str, found))


def slow_digest(secret: str, keyed: Keyed) -> bytes:
    """The one way from digits to what is kept; the same work for digits that are nobody's."""
    hasher = ScryptPasswordHasher
    return hashlib.scrypt(
        secret.encode(), salt=keyed(b"asylia own pages/1"), n=hasher.work_factor, r=hasher.block_size,
        p=hasher.parallelism, maxmem=hasher.maxmem or 64 * 1024 * 1024, dklen=32,
    )  # fmt: skip


def keep_secret(case: str, number: int, digest: bytes) -> bool:
    """Keep the digest of a case's new secret; False where that number has one, which was shown once already."""
    with transaction.atomic():
        if Secret.objects.filter(case=case, number__gte=number).exists():
            return False
        Secret.objects.filter(case=case).delete()
        Secret.objects.create(case=case, digest=digest, number=number)
    return True


def case_of_secret(digest: bytes) -> str | None:
    """The case that this digest opens, or None."""
    return Secret.objects.filter(digest=digest).values_list("case", flat=True).first()


def shut(case: str) -> None:
    """Let nothing open a case's own pages any more, and end every visit that goes on."""
    Secret.objects.filter(case=case).delete()
    Link.objects.filter(case=case).delete()
    Visit.objects.filter(case=case, over=False).update(over=True)


def forget(cases: list[str]) -> None:
    """Forget all of this about cases whose record is erased."""
    for kind in (Secret, Link, Visit):
        kind.objects.filter(case__in=cases).delete()


# --- the link


def new_link(case: str, now: datetime) -> str:
    """A token that opens a case's own pages once; it stands in the message that is sent, sealed, and nowhere else."""
    token = secrets.token_urlsafe(32)
    Link.objects.filter(until__lte=now).delete()
    Link.objects.create(digest=_digest(token), case=case, until=now + LINK_LASTS)
    return token


def link_stands(token: str, now: datetime) -> bool:
    """Whether a link would open now; looking does not use it up."""
    return Link.objects.filter(digest=_digest(token), until__gt=now).exists()


def case_of_link(token: str, now: datetime) -> str | None:
    """The case that a link opens, used up by this; None where it was used, is too old or is none."""
    with transaction.atomic():
        row = Link.objects.select_for_update().filter(digest=_digest(token), until__gt=now).first()
        if row is None:
            return None
        taken, _ = Link.objects.filter(digest=row.digest).delete()
        return row.case if taken else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def ask_link(number: str, now: datetime) -> None:
    """Note that a link was asked for a number, which may be anyone's or no one's: the work is the same."""
    LinkAsk.objects.create(number=number, at=now)


# --- the visit


def begin(request: HttpRequest, case: str, how: str, now: datetime) -> None:
    """Sign in: a new session, and what the browser kept of another is gone."""
    language = request.session.get("tongue", "")
    request.session.flush()
    request.session.clear_expired()
    visit = Visit.objects.create(case=case, at=now, how=how)
    at = int(time.time())
    request.session.update({"visit": visit.pk, "since": at, "seen": at, "tongue": language})


def visiting(request: HttpRequest) -> Visit | None:
    """The visit that goes on in this browser; ended here where it idled, lasted too long or was shut elsewhere."""
    pk = request.session.get("visit")
    if pk is None:
        return None
    visit = Visit.objects.filter(pk=pk, over=False).first()
    now = time.time()
    idle = abs(now - request.session["seen"]) > settings.OWN_PAGES_IDLE_SECONDS
    if visit is None or idle or now - request.session["since"] > settings.OWN_PAGES_LONGEST_SECONDS:
        end(request)
        return None
    if now - request.session["seen"] >= SEEN_EVERY_SECONDS:
        request.session["seen"] = int(now)
    return visit


def end(request: HttpRequest) -> None:
    """Sign out, and forget all that is in the session but the language."""
    language = request.session.get("tongue", "")
    Visit.objects.filter(pk=request.session.get("visit", 0)).update(over=True)
    request.session.flush()
    if language:
        request.session["tongue"] = language


def last_before(visit: Visit) -> Visit | None:
    """The visit before this one, which the person is shown."""
    return Visit.objects.filter(case=visit.case, pk__lt=visit.pk).first()
