"""Who is signed in: a session that ends by itself, and `request.account` made from it.

There is no password anywhere. What signs a person in (a passkey, or a desk of the demonstration)
lives beside this; all of them end in `sign_in`.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from asylia.accounts.models import Account, Passkey, SignIn

Next = Callable[[HttpRequest], HttpResponse]

# The session is written at most this often; a sign-in may so end this much sooner than said.
SEEN_EVERY_SECONDS = 30

# How long after signing in one may change one's passkeys without signing in once more.
FRESH_SECONDS = 10 * 60


class AccountRequest(HttpRequest):
    """A request after AccountMiddleware: `account` is who is signed in, None for anyone else."""

    account: Account | None


class AccountMiddleware:
    """Puts `request.account` on every request; ends sign-ins that idled, lasted too long or were closed."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: AccountRequest) -> HttpResponse:
        """Answer the request with its account known."""
        request.account = signed_in(request)
        return self.next(request)


def sign_in(request: HttpRequest, account: Account, passkey: Passkey | None = None) -> None:
    """Open a session for `account` under a new session id. The page to return to is kept for who left it."""
    if account.disabled:
        raise PermissionError("A closed account cannot be signed in.")
    session = request.session
    kept = session.get("return_to") if session.get("left") in (None, account.staff) else None
    before = session.get("opened", 0)
    session.flush()
    session.clear_expired()
    over = Q(pk=before) | Q(at__lt=timezone.now() - timedelta(seconds=settings.STAFF_LONGEST_SECONDS))
    SignIn.objects.filter(over).delete()
    opened = SignIn.objects.create(staff=account.staff, passkey=passkey, at=timezone.now())
    now = int(time.time())
    session.update({"staff": account.staff, "role": account.role, "opened": opened.pk, "since": now, "seen": now})
    if kept:
        session["return_to"] = kept


def sign_out(request: HttpRequest) -> None:
    """End every session of whoever is signed in, on every computer, and forget all that is in this one."""
    SignIn.objects.filter(staff=request.session.get("staff")).delete()
    request.session.flush()


def signed_in(request: HttpRequest) -> Account | None:
    """Return whose session this is; end it, and remember why and whose it was, where it is over."""
    staff = request.session.get("staff")
    if staff is None:
        return None
    account = Account.objects.filter(staff=staff).first()
    ended = ending(request, account)
    if ended:
        SignIn.objects.filter(pk=request.session.get("opened", 0)).delete()
        request.session.flush()
        request.session.update({"ended": ended, "left": staff})
        return None
    now = int(time.time())
    if now - request.session["seen"] >= SEEN_EVERY_SECONDS:
        request.session["seen"] = now
    return account


def ending(request: HttpRequest, account: Account | None) -> str:
    """Return why a session ends now (`closed`, `idle` or `long`), empty while it goes on.

    `closed`: the account was closed or given another desk, or the sign-in was ended from elsewhere. A clock
    that was put back by more than the time a session may idle ends it too.
    """
    session, now = request.session, time.time()
    if account is None or account.disabled or account.role != session.get("role"):
        return "closed"
    if not SignIn.objects.filter(pk=session.get("opened", 0)).exists():
        return "closed"
    if abs(now - session["seen"]) > settings.STAFF_IDLE_SECONDS:
        return "idle"
    if now - session["since"] > settings.STAFF_LONGEST_SECONDS:
        return "long"
    return ""


def fresh(request: HttpRequest) -> bool:
    """Return whether the person signed in a moment ago, and not someone who found the desk unlocked."""
    return time.time() - float(request.session["since"]) <= FRESH_SECONDS
