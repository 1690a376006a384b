"""To review: what is due from a supervisor, due first, and requests to look again that wait for an officer."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.web import queue

# Cuts of the list: key -> label, which dues.
CUTS: dict[str, tuple[str, Q]] = {
    "all": ("All due", Q(desk="supervisor")),
    "review": ("To review", Q(desk="supervisor", key__startswith="review.")),
    "assign": ("To draw an officer", Q(desk="supervisor", key="assign")),
    "again": ("Asked to look again", Q(key="reconsider")),
}
# What is due -> the page that does it.
PAGES = {"assign": "assign", "review": "review", "reconsider": "reviews"}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The list, in one of its cuts, overdue first."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    key = request.GET.get("show", "all")
    key = key if key in CUTS else "all"
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    listed = queue.page_of(cut(key, account), request.GET.get("page", "1"))
    queue.shown(account, "to-review", list(listed))
    tabs = [
        queue.Tab(each, label, cut(each, account).count(), current=each == key) for each, (label, _) in CUTS.items()
    ]
    context = {
        "tabs": tabs,
        "listed": listed,
        "rows": [row_of(due, now) for due in listed],
        "now": f"{now:%A} {now.day} {now:%B %Y, %H:%M}",
    }
    return render(request, "supervisor/to_review.html", context)


def cut(key: str, account: Account) -> QuerySet[DueRow]:
    """Return the dues of one cut that are this supervisor's, or anyone's."""
    return DueRow.objects.filter(CUTS[key][1]).filter(Q(staff="") | Q(staff=account.staff) | Q(key="reconsider"))


def row_of(due: DueRow, now: dt.datetime) -> queue.Row:
    """Return one row, leading to the page of what is due."""
    leads = PAGES.get(due.key.partition(".")[0], "case")
    note = "Passed to you" if due.staff and due.desk == "supervisor" else ""
    return queue.row_of(due, reverse(leads, args=[due.case_id]), now, note)
