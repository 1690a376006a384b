"""The monitor's list: statements recorded from their own office, matched or not, and the next step of each."""

import datetime as dt
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.caseload.models import CaseRow
from asylia.web import cases, queue
from asylia.web.band import Chip, chip
from asylia.web.cases import CaseRequest
from asylia.web.standing import NO_LIMIT, day


class Statement(NamedTuple):
    """One statement: its number and whether it has a live next step; never whose it is, nor how it ended."""

    number: str
    day: str
    matched: bool
    next: str
    chip: Chip


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The statements of this monitor's office, newest first."""
    account = request.account
    own = CaseRow.objects.filter(office=account.office).prefetch_related("dues") if account.office else []
    listed = Paginator(sorted(own, key=lambda row: row.opened, reverse=True), queue.ROWS).get_page(
        request.GET.get("page", "1")
    )
    cases.note_list(account, "monitor", [row.case for row in listed])
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    recorded = request.session.pop("recorded", "")
    context = {"listed": listed, "statements": [statement_of(row, now) for row in listed], "recorded": recorded}
    context["recorded_says"] = f"It stands under {recorded}. Return is stopped wherever a fear was said."
    return render(request, "monitor/statements.html", context)


def statement_of(row: CaseRow, now: dt.datetime) -> Statement:
    """Return one row of the list."""
    dues = sorted(row.dues.all(), key=lambda due: (due.by is None, due.by))
    first = dues[0] if dues else None
    says = chip(first.by.astimezone(now.tzinfo), now) if first and first.by else NO_LIMIT
    opened = row.opened.astimezone(now.tzinfo)
    return Statement(row.number, day(opened), not row.provisional, first.what if first else "", says)
