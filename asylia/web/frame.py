"""What every page is framed with: the product, the demonstration strip, the desk's places."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from asylia.accounts.models import Account
from asylia.accounts.staff import deployment
from asylia.web.access import PAGES, names_role

PRODUCT = "Asylia"

# Desk -> its places, as (url name, label). The first is where the desk starts.
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "border_officer": (("encounters", "Encounters"), ("encounter-open", "Open an encounter")),
    "asylum_officer": (
        ("my-work", "My work"),
        ("unmatched", "Statements without a case"),
        ("searches", "Relatives"),
    ),
    "supervisor": (
        ("to-review", "To review"),
        ("unmatched", "Statements without a case"),
        ("alarms", "Alarms"),
        ("orders", "Court orders"),
    ),
    "judge": (("remedies", "Remedies"), ("docket", "Docket")),
    "hearing_clerk": (
        ("docket", "Docket"),
        ("to-serve", "Due"),
        ("messages", "Messages"),
        ("orders", "Court orders"),
        ("legal-help-list", "Legal help"),
    ),
    "monitor": (("monitor", "Statements"),),
    "specialist": (("private", "In private"), ("searches", "Relatives")),
    "duty_post": (("stays", "Stays and custody"), ("departures", "Departure list")),
    "counsel": (("clients", "Clients"), ("client-calendar", "Calendar"), ("client-filings", "Filings")),
    "overseer": (
        ("board", "Board"),
        ("alarms", "Alarms"),
        ("record", "The record"),
        ("messages", "Messages"),
        ("sample", "Sample"),
        ("findings", "Findings"),
        ("keeping", "Holds and erasures"),
        ("whatif", "What if"),
    ),
    "headquarters": (
        ("drawn-reviews", "Drawn reviews"),
        ("panels", "Panels"),
        ("alarms", "Alarms"),
        ("measures", "Measures"),
        ("findings", "Findings"),
        ("regimes", "Regimes"),
        ("staff", "Staff"),
        ("orders", "Court orders"),
        ("keeping", "Holds and erasures"),
        ("releases", "Releases"),
        ("whatif", "What if"),
        ("comparison", "Comparison"),
    ),
}

# Where rows of single officers are made, the officer's own; a quality lead finds them from the measures.
OF_OFFICERS: dict[str, tuple[tuple[str, str], ...]] = {"asylum_officer": (("own-rows", "My rows"),)}

# The places of whoever is not signed in, and the page that stands for each.
PUBLIC_PLACES = (("check", "Check a receipt"), ("legal-help", "Legal help"), ("court-data", "Court data"))


class Place(NamedTuple):
    """One link of a desk's navigation."""

    url: str
    label: str
    current: bool


def start_of(account: Account) -> str:
    """Return the address at which a desk starts its day."""
    places = PLACES.get(account.role, ())
    return reverse(places[0][0]) if places else reverse("start")


def places_of(account: Account, current: str) -> list[Place]:
    """Return the desk's links; `current` is the name of the page that is open."""
    places = PLACES.get(account.role, ())
    if settings.OFFICER_ROWS:
        places += OF_OFFICERS.get(account.role, ())
    return [Place(reverse(name), label, current=name == current) for name, label in places]


def search_url(account: Account | None) -> str:
    """Return the address of the search page, empty for a desk that does not search."""
    return reverse("search") if account and names_role(PAGES["search"], account.role) else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Reads the deployment's row; an error page before that is framed without."""
    account: Account | None = getattr(request, "account", None)
    match = request.resolver_match
    founded = deployment()
    return {
        "product": PRODUCT,
        "place": founded.place,
        "demonstration": founded.demonstration,
        "account": account,
        "desk_nav": places_of(account, (match and match.url_name) or "") if account else [],
        "search_url": search_url(account),
        "public_places": PUBLIC_PLACES,
        "public_place": ((match and match.url_name) or "").replace("-publication", "").replace("-file", ""),
        "idle_seconds": settings.STAFF_IDLE_SECONDS,
    }
