"""Sign in and out. The desks of a demonstration open with one click; no other database has them."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from asylia.accounts.models import Account
from asylia.accounts.session import AccountRequest, sign_in, sign_out
from asylia.accounts.staff import deployment
from asylia.core.event import Role
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
    "idle": "You were signed out after 15 minutes without activity. What you typed was kept as a draft;"
    " after signing in you return to it.",
    "long": "You were signed out after 12 hours. What you typed was kept as a draft; after signing in you"
    " return to it.",
    "closed": "This sign-in has ended.",
}


class Desk(NamedTuple):
    """One row of the demonstration's table: a desk, and what brings its officer here."""

    account: Account
    came_to_do: str


def demonstration_desks() -> list[Desk]:
    """Return each desk's first open account, in the order of the procedure; none but in a demonstration."""
    if not deployment().demonstration:
        return []
    first: dict[str, Account] = {}
    for account in Account.objects.filter(disabled=False):
        first.setdefault(account.role, account)
    return [Desk(first[role], does) for role, does in CAME_TO_DO.items() if role in first]


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in; take one of the demonstration's desks."""
    desks = demonstration_desks()
    if request.method == "POST":
        chosen = next((d.account for d in desks if d.account.staff == request.POST.get("staff")), None)
        if chosen is not None:
            sign_in(request, chosen)
            return HttpResponseRedirect(return_address(request, start_of(chosen)))
    ended = ENDED.get(request.session.pop("ended", ""), "")
    return render(request, "sign_in.html", {"desks": desks, "ended": ended})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept of this site."""
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
