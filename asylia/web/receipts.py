"""Receipts: what a person may prove of their case, on one page, and each of them as a sheet to hand over again.

A sheet printed later holds the whole proof where the first one held the log's promise.
"""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.ledger import Recorded
from asylia.ledger.receipt import code_of
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.hearings.kinds import KINDS
from asylia.web.paper import filed, files
from asylia.web.receipt import given_to, receipt_of
from asylia.web.standing import band_of, day

SAYS = {
    "fear.claimed/1": "Fear said; a claim is open",
    "fear.said_again/1": "Fear said again",
    "fear_question.put/1": "Answer to the fear question",
    "determination.signed/1": "Determination signed",
    "determination.overridden/1": "Determination replaced",
    "reconsideration.decided/1": "Looked at again",
    "hearing.postponed/1": "Hearing taken off its day",
    "hearing.moved/1": "Hearing moved to another day",
    "contact.changed/1": "Change of address or number",
}


class Line(NamedTuple):
    """One receipt as the list shows it."""

    entry: int
    what: str
    at: str
    code: str


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """List the receipts of a case that this desk may hand over, the last first."""
    opened = cases.read(case)
    context = {
        "case": opened,
        "band": band_of(opened, request.account, house().clock(), current="notices"),
        "receipts": [line_of(each, opened) for each in reversed(given_to(opened, request.account))],
    }
    return render(request, "receipts.html", context)


def line_of(entry: Recorded, case: Case) -> Line:
    """Return one receipt for the list."""
    at = dt.datetime.fromisoformat(entry.at).astimezone(ZoneInfo(case.file.zone))
    return Line(entry.version, what(entry), f"{day(at)} {at:%H:%M}", code_of(entry.digest))


def what(entry: Recorded) -> str:
    """Say what an entry records, as the list names it."""
    kind = (entry.fields or {}).get("kind")
    return SAYS.get(entry.name) or (f"{KINDS[kind].title} signed" if kind in KINDS else entry.name)


@require_GET
def sheet(request: CaseRequest, case: str, entry: int) -> HttpResponse:
    """Show one receipt's sheet; the one to carry by itself for who waits outside (paper.safe)."""
    opened = cases.read(case)
    given = next((each for each in given_to(opened, request.account) if each.version == entry), None)
    if given is None:
        raise Http404
    carry = request.GET.get("version", "carry" if opened.file.custody.outside else "full") == "carry"
    receipt = receipt_of(opened, given, carry=carry, signer=request.account.staff)
    if file := filed(request, receipt.sheet):
        return file
    context = {
        "case": opened,
        "receipt": receipt,
        "what": what(given),
        "carry": carry,
        "large": request.GET.get("size") == "large",
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(receipt.sheet.html) if receipt.sheet else "",  # noqa: S308
        "files": files(request.GET) if receipt.sheet else [],
    }
    return render(request, "receipt.html", context)
