"""Who is signed in: a session that ends by itself, and `request.account` made from it.

There is no password anywhere. What signs a person in (a passkey, or a desk of the demonstration)
lives beside this; all of them end in `sign_in`.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from asylia.accounts.models import Account

Next = Callable[[HttpRequest], HttpResponse]

# The session is written at most this often; a sign-in may so end this much later than said.
SEEN_EVERY_SECONDS = 30


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


def sign_in(request: HttpRequest, account: Account) -> None:
    """Open a session for `account`, under a new session id, keeping only the page to return to."""
    if account.disabled:
        raise PermissionError("A closed account cannot be signed in.")
    kept = request.session.get("return_to")
    request.session.flush()
    now = int(time.time())
    request.session.update({"staff": account.staff, "since": now, "seen": now})
    if kept:
        request.session["return_to"] = kept


def sign_out(request: HttpRequest) -> None:
    """End the session and forget everything in it."""
    request.session.flush()


def signed_in(request: HttpRequest) -> Account | None:
    """Return whose session this is; end it, and remember why, where it is over or the account closed."""
    staff = request.session.get("staff")
    if staff is None:
        return None
    account = Account.objects.filter(staff=staff).first()
    ended = ending(request, account)
    if ended:
        request.session.flush()
        request.session["ended"] = ended
        return None
    now = int(time.time())
    if now - request.session["seen"] >= SEEN_EVERY_SECONDS:
        request.session["seen"] = now
    return account


def ending(request: HttpRequest, account: Account | None) -> str:
    """Return why a session ends now (`closed`, `idle` or `long`), empty while it goes on."""
    now = time.time()
    if account is None or account.disabled:
        return "closed"
    if now - request.session["seen"] > settings.STAFF_IDLE_SECONDS:
        return "idle"
    if now - request.session["since"] > settings.STAFF_LONGEST_SECONDS:
        return "long"
    return ""
