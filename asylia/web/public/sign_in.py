"""Sign in, stay, and sign out. The desks of a demonstration open with one click; no other database has them."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from asylia.accounts import passkeys, tries
from asylia.accounts.models import Account
from asylia.accounts.passkeys import NotAcceptedError
from asylia.accounts.session import AccountRequest, sign_in, sign_out
from asylia.accounts.staff import deployment
from asylia.core.event import Role
from asylia.shell.drafting import KEPT
from asylia.shell.models import Draft
from asylia.web.access import return_address
from asylia.web.frame import start_of

CAME_TO_DO: dict[Role, str] = {
    "border_officer": "Record an encounter, ask about fear",
    "asylum_officer": "Interview, read back, decide",
    "supervisor": "Review for legal sufficiency",
    "headquarters": "Drawn and panel reviews",
    "hearing_clerk": "Dates, notices, service",
    "judge": "Remedies that a person asked for",
    "specialist": "Speak with those who asked for someone else",
    "monitor": "Observe with consent; the list",
    "overseer": "The record and its breaches, read only",
    "duty_post": "Stays and departure lists",
    "counsel": "Clients, calendar, filings",
}

ENDED = {
    "idle": "You were signed out after 15 minutes without activity.",
    "long": "You were signed out after 12 hours.",
    "closed": "This sign-in has ended.",
    "enrolled": "Your passkey is registered. Sign in with it now.",
}

# Whatever the reason was: text, code and time are the same for an account that is there and one that is not.
NOBODY = "This passkey signs nobody in here now. It may have been removed or stopped, its account closed, or the page"
NOBODY += " open for more than five minutes. Try once more; if it stays so, ask headquarters for a new code."
NO_SCRIPT = "A passkey needs JavaScript, and none ran on this page. Switch it on for this address, then try again."
TOO_MANY = "Too many tries came from this network. It can be tried again in five minutes."


class Desk(NamedTuple):
    """One row of the demonstration's table: a desk, what brings its officer here, and who else works at it."""

    account: Account
    came_to_do: str
    others: list[Account]


def demonstration_desks() -> list[Desk]:
    """Return each desk with its open accounts, in the order of the procedure; none but in a demonstration.

    Every one of them opens: a claim is drawn among officers, and a panel needs people who took no part.
    """
    if not deployment().demonstration:
        return []
    at: dict[str, list[Account]] = {}
    for account in Account.objects.filter(disabled=False):
        at.setdefault(account.role, []).append(account)
    return [Desk(at[role][0], does, at[role][1:]) for role, does in CAME_TO_DO.items() if role in at]


@require_http_methods(["GET", "POST"])
def page(request: AccountRequest) -> HttpResponse:
    """Show the ways to sign in; take one of the demonstration's desks, or a passkey."""
    if request.method != "POST":
        return shown(request)
    if "staff" in request.POST:
        open_here = [each for desk in demonstration_desks() for each in (desk.account, *desk.others)]
        chosen = next((each for each in open_here if each.staff == request.POST["staff"]), None)
        if chosen is None:
            return shown(request)
        sign_in(request, chosen)
        return HttpResponseRedirect(return_address(request, start_of(chosen)))
    return with_passkey(request)


def with_passkey(request: AccountRequest) -> HttpResponse:
    """Sign in with a passkey's answer; whatever is wrong with it, the page that says so is the same."""
    if tries.too_many(request):
        return too_many(request)
    answer = request.POST.get("answer", "")
    if answer == "":
        return shown(request, code=422, refused=NO_SCRIPT)
    try:
        account, passkey = passkeys.holder(request, answer)
    except NotAcceptedError:
        tries.count(request, "failed")
        return shown(request, code=403, refused=NOBODY)
    sign_in(request, account, passkey)
    return HttpResponseRedirect(return_address(request, start_of(account)))


@require_POST
def challenge(request: HttpRequest) -> HttpResponse:
    """Hand out a challenge, as JSON for the page's script."""
    if tries.too_many(request):
        return HttpResponse(status=429, headers={"Retry-After": str(tries.SECONDS)})
    tries.count(request, "asked")
    try:
        options = passkeys.options_to_sign_in(request)
    except NotAcceptedError:
        return HttpResponse(status=403)
    return HttpResponse(options, content_type="application/json")


def shown(request: AccountRequest, *, code: int = 200, **said: Any) -> HttpResponse:
    """Return the sign-in page, with what ended the last session and when its draft was kept."""
    ended = ENDED.get(request.session.pop("ended", ""), "")
    context = {"desks": demonstration_desks(), "ended": ended, "kept": draft_kept(request), **said}
    return render(request, "sign_in.html", context | passkey_place(request), status=code)


def passkey_place(request: HttpRequest) -> dict[str, str]:
    """Return, for templates, the address under which passkeys work where the page was opened under another."""
    return {} if passkeys.party(request) else {"elsewhere": passkeys.proper_origin(request)}


def too_many(request: AccountRequest) -> HttpResponse:
    """Return the sign-in page that says to come back later."""
    answer = shown(request, code=429, refused=TOO_MANY)
    answer.headers["Retry-After"] = str(tries.SECONDS)
    return answer


def draft_kept(request: HttpRequest) -> str:
    """Return at what o'clock the last draft was kept of whoever was signed out here, empty where there is none."""
    account = Account.objects.filter(staff=request.session.get("left", "")).first()
    if account is None:
        return ""
    last = Draft.objects.filter(staff=account.staff, kept__gt=timezone.now() - KEPT).order_by("-kept").first()
    return f"{last.kept.astimezone(ZoneInfo(account.zone)):%H:%M}" if last else ""


@require_POST
def stay(request: AccountRequest) -> HttpResponse:
    """Say that a sign-in goes on: coming here was the activity that it needed."""
    return render(request, "stay.html")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the person's sessions everywhere and have this browser forget what it kept of this site."""
    sign_out(request)
    response = HttpResponseRedirect(reverse("sign-in"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def start(request: AccountRequest) -> HttpResponse:
    """The front door: a desk's first page, or sign-in."""
    address = start_of(request.account) if request.account else reverse("sign-in")
    if address == reverse("start"):
        return render(request, "no_desk.html")
    return HttpResponseRedirect(address)
