"""Answers: what was filed (F n) and asked (R n) in a case, each with its answer, or by when one is due."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.core.file import CaseFile, Filing, Request
from asylia.core.owed import FILING_WITHIN
from asylia.shell.reading import read_case
from asylia.web import cases
from asylia.web.cases import CaseRequest, house
from asylia.web.counsel.days import rows_of
from asylia.web.standing import day

ASKED = {
    "attend": "To attend the interview", "postpone_interview": "Another day for the interview",
    "postpone_hearing": "Another day for the hearing",
}  # fmt: skip


class Answered(NamedTuple):
    """One thing filed or asked, in the clock of the case's place; `again` is where it can be filed once more."""

    at: dt.datetime
    cite: str
    what: str
    says: str
    no: bool
    answered: dt.datetime | None
    again: str = ""

    @property
    def on(self) -> str:
        """When it was filed."""
        return f"{day(self.at)} {self.at:%H:%M}"


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Everything filed and asked for one's clients, the newest first."""
    rows = rows_of(request.account)
    cases.note_list(request.account, "client-filings", [row.case for row in rows])
    listed = [
        (each, cases.name_on(row), reverse("case", args=[row.case]))
        for row in rows
        for file in [read_case(house(), row.case)]
        for each in answered_in(file, ZoneInfo(file.zone))
    ]
    listed.sort(key=lambda each: each[0].at, reverse=True)
    return render(request, "counsel/filings.html", {"listed": listed})


def answered_in(file: CaseFile, zone: ZoneInfo) -> Iterator[Answered]:
    """Yield what was filed and asked in a case."""
    for filing in file.filings:
        yield of_filing(file, filing, zone)
    for request in file.requests:
        yield of_request(request, zone)


def of_filing(file: CaseFile, filing: Filing, zone: ZoneInfo) -> Answered:
    """Return one filing with its answer."""
    at, when = filing.who.at.astimezone(zone), filing.answered and filing.answered.astimezone(zone)
    again = ""
    if filing.answer == "accepted":
        says = f"accepted {clock(when)}, in the record as E {filing.evidence}"
    elif filing.answer == "rejected":
        says = f"not accepted {clock(when)}: {filing.reasons}"
        again = reverse("file-evidence", args=[file.id])
    else:
        says = f"waiting, due {clock(at + FILING_WITHIN)}"
    return Answered(at, f"F {filing.number}", filing.title, says, filing.answer == "rejected", when, again)


def of_request(request: Request, zone: ZoneInfo) -> Answered:
    """Return one request with its answer."""
    at, when = request.who.at.astimezone(zone), request.answered and request.answered.astimezone(zone)
    if request.answer:
        says = f"{request.answer} {clock(when)}" + (f": {request.reasons}" if request.reasons else "")
    else:
        says = f"waiting, due {clock(request.by.astimezone(zone))}"
    return Answered(at, f"R {request.number}", ASKED[request.kind], says, request.answer == "refused", when)


def clock(at: dt.datetime | None) -> str:
    """`9 Mar 10:43`."""
    return f"{day(at)} {at:%H:%M}" if at else ""
