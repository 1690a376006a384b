"""The departure list: drawn from the record at this moment and kept; a name that any rule bars is never on it."""

import datetime as dt
from typing import NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.caseload.models import CaseRow
from asylia.core.rules import RULES
from asylia.shell import departing
from asylia.web import cases
from asylia.web.cases import CaseRequest, house
from asylia.web.headquarters.settled import author
from asylia.web.queue import zone_of


class Name(NamedTuple):
    """One person at this post: when their hearing is, and the rules that bar sending them, in legal order."""

    name: str
    number: str
    hearing: dt.date | None
    rules: tuple[str, ...]
    says: str


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """Who may be sent now, and beside it who is not to be sent, with the rule; POST draws the list and keeps it."""
    account = request.account
    if request.method == "POST":
        number = departing.draw(house(), author(account))
        return HttpResponseRedirect(reverse("departure-list", args=[number]), status=303)
    people = departing.at_post(house(), author(account))
    cases.note_list(account, "departures", [each.row.case for each in people])
    at_post = [name_of(each.row, each.rules) for each in people]
    context = {
        "send": [each for each in at_post if not each.rules],
        "barred": [each for each in at_post if each.rules],
        "now": dt.datetime.now(zone_of(account)),
        "post": account.office,
    }
    return render(request, "post/departures.html", context)


@require_GET
def drawn(request: CaseRequest, number: int) -> HttpResponse:
    """Show a list that was drawn, to print; where the record bars a name on it by now, only that it is invalid."""
    account = request.account
    found = departing.listed(house(), author(account), number)
    if found is None:
        raise Http404
    rows = CaseRow.objects.filter(case__in=found.drawn.cases)
    cases.note_list(account, "departure-list", [row.case for row in rows])
    zone = zone_of(account)
    context = {
        "list": found, "names": [name_of(row, ()) for row in rows] if found.valid else [], "post": account.office,
        "at": found.drawn.who.at.astimezone(zone), "now": dt.datetime.now(zone),
    }  # fmt: skip
    return render(request, "post/departure_list.html", context)


def name_of(row: CaseRow, rules: tuple[str, ...]) -> Name:
    """Return one person. What in the record bars is not said: it may be a ground, or how a claim ended."""
    return Name(cases.name_on(row), row.number, row.hearing_day, rules, RULES[rules[0]].says if rules else "")
