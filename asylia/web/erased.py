"""Erased: what every page of a case says once its record was destroyed under law, and when, and on what basis."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from asylia.caseload.models import CaseRow
from asylia.shell.reading import keeping_of
from asylia.web.cases import house

BASES: dict[str, str] = {
    "court_order": "A court ordered it", "statute": "A statute commands it",
    "schedule": "The retention schedule has run out", "person_asked": "The person asked, and the law gives the right",
}  # fmt: skip
OF_ITS_ENTRIES = frozenset({"case-record", "looks"})  # these open of an erased case too, and say that it is


class Said(NamedTuple):
    """When a record was erased (empty: it is about to be), on what basis; `until` a copy of its keys may be about."""

    at: str
    basis: str
    cite: str
    until: str


def erasure_said(case: str, zone: str) -> Said | None:
    """Return what the record says of a case's erasure, in a clock; None where it says nothing."""
    erasure = keeping_of(house(), house().raw()).erasure_of(case)
    if erasure is None:
        return None
    at = day(erasure.erased.astimezone(ZoneInfo(zone))) if erasure.erased else ""
    last = erasure.copies_until
    until = day(last) if last and last >= house().clock().date() else ""
    return Said(at, BASES[erasure.asked.basis], erasure.asked.cite, until)


def day(when: dt.date) -> str:
    """Write a day with its year: what is kept and erased is spoken of for years."""
    return f"{when.day} {when:%b %Y}"


def page(request: HttpRequest, row: CaseRow, zone: str, *, record: bool) -> HttpResponse:
    """410 for every page and act of an erased case; `record`: the reader may see what is left of it."""
    context = {
        "number": row.number,
        "erased": erasure_said(row.case, zone),
        "tried": request.method == "POST",
        "record_url": reverse("case-record", args=[row.case]) if record else "",
    }
    return render(request, "overseer/erased.html", context, status=410)
