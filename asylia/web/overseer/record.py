"""The whole record: how much it holds, and a check of every entry, link and digest when asked."""

import datetime as dt
import time
from collections import Counter
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.caseload.models import CaseRow
from asylia.web import queue
from asylia.web.cases import CaseRequest, house
from asylia.web.overseer.outside import outside_now
from asylia.web.standing import day

KINDS = {
    "case": "Cases", "family": "Families", "staff": "Staff", "regime": "Regimes adopted", "draw": "Draws",
    "order": "Court orders", "court": "Court calendars", "desk": "Acts refused before a case exists",
    "keeping": "Holds, erasures and key changes",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """What the record holds; POST checks all of it, or finds a case by its number."""
    if "find" in request.POST:
        return found(request)
    if request.method == "POST":
        request.session["verified"] = verified(request)
        return HttpResponseRedirect(reverse("record"), status=303)
    return shown(request)


def shown(request: CaseRequest, **boxes: Any) -> HttpResponse:
    """Return the page: how many streams of each kind, and what the last check said."""
    counted = Counter(each.partition("/")[0] for each in house().ledger.streams(house().raw(), ""))
    kinds = [(KINDS.get(kind, kind.capitalize()), number) for kind, number in counted.items()]
    last = request.session.get("verified")
    says = "{entries} entries in {streams} streams: every link and field digest agrees. Checked {at}, in {took}."
    context = {"kinds": kinds, "verified": last, "verified_says": says.format(**last) if last else "",
               "outside": outside_now(queue.zone_of(request.account)), **boxes}  # fmt: skip
    return render(request, "overseer/record.html", context, status=422 if boxes else 200)


def found(request: CaseRequest) -> HttpResponse:
    """Go to the record of a case by its number; the number stands in no address."""
    number = request.POST["find"].strip()[:20]
    row = CaseRow.objects.filter(number__iexact=number).first()
    if row is None:
        return shown(request, missing=number)
    return HttpResponseRedirect(reverse("case-record", args=[row.case]), status=303)


def verified(request: CaseRequest) -> dict[str, Any]:
    """Check the whole record; returns what was found, when, and how long it took."""
    started = time.perf_counter()
    report = house().ledger.verify(house().raw())
    took = time.perf_counter() - started
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(request.account))
    return {
        "good": report.good, "fault": report.fault or "", "entries": report.entries, "streams": report.streams,
        "opened": report.opened, "destroyed": report.destroyed, "at": f"{day(now)} {now:%H:%M}",
        "took": f"{took:.1f} s",
    }  # fmt: skip
