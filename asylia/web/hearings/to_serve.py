"""What is due from the clerk's desk, due first: decisions and notices to serve, records to send, ports to book."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.caseload.models import DueRow, HearingRow
from asylia.core.deadlines import BY_THE_COURTS_CLOCK
from asylia.shell.reading import courts
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest, house
from asylia.web.queue import dues_of, page_of, row_of, shown, zone_of


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List what is due from this desk in the cases it sees."""
    listed = page_of(dues_of("hearing_clerk", request.account), request.GET.get("page", ""))
    dues = [due for due in listed if case_visible(request.account, due.case)]
    shown(request.account, "to-serve", dues)
    now = dt.datetime.now(zone_of(request.account))
    zones = {each.court: each.zone for each in courts(house(), house().raw())}
    rows = [row_of(by_its_clock(due, zones), reverse("notices", args=[due.case_id]), now) for due in dues]
    return render(request, "hearings/to_serve.html", {"rows": rows, "listed": listed, "now": now})


def by_its_clock(due: DueRow, zones: Mapping[str, str]) -> DueRow:
    """Return a due with its moment by the clock of the court, where it is that of a hearing (standing.moment_of)."""
    step, _, number = due.key.partition(".")
    if step in BY_THE_COURTS_CLOCK and due.by is not None:
        hearing = HearingRow.objects.filter(case=due.case_id, number=int(number)).first()
        if hearing is not None and hearing.court in zones:
            due.by = due.by.replace(tzinfo=ZoneInfo(zones[hearing.court]))
    return due
