"""Who looked at a case: every look at its pages, with desk, office, purpose and time; denied ones too."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.ledger import Read
from asylia.web import cases, queue
from asylia.web.cases import CaseRequest, house
from asylia.web.erased import erasure_said
from asylia.web.standing import band_of, day
from asylia.web.templatetags.words import DESKS


class Look(NamedTuple):
    """One look at one page."""

    at: str
    who: str
    office: str
    purpose: str
    page: str
    shown: bool


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """The looks at this case's pages, newest first."""
    row = CaseRow.objects.get(case=case)
    opened = None if row.erased else cases.read(case)
    zone = ZoneInfo(opened.file.zone if opened else request.account.zone)
    reads = list(reversed(house().ledger.reads(house().raw(), f"case/{case}")))
    listed = Paginator(reads, queue.ROWS).get_page(request.GET.get("page", "1"))
    people = Account.objects.in_bulk([each.staff for each in listed])
    context = {
        "band": band_of(opened, request.account, dt.datetime.now(dt.UTC), current="looks") if opened else None,
        "number": row.number,
        "erased": erasure_said(case, request.account.zone) if row.erased else None,
        "listed": listed,
        "looks": [look_of(each, people.get(each.staff), zone) for each in listed],
        "denied": sum(1 for each in reads if each.outcome == "denied"),
    }
    return render(request, "overseer/looks.html", context)


def look_of(read: Read, account: Account | None, zone: ZoneInfo) -> Look:
    """Return one look as the page says it."""
    at = dt.datetime.fromisoformat(read.recorded).astimezone(zone)
    who = f"{account.name}, {DESKS[account.role]}" if account else read.staff  # type: ignore[index]
    office = account.office if account else ""
    return Look(f"{day(at)} {at:%H:%M}", who, office, read.purpose, read.page, read.outcome == "shown")
