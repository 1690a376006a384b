"""What is due from the clerk's desk, due first: decisions and notices to serve, records to send, ports to book."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest
from asylia.web.queue import dues_of, page_of, row_of, shown, zone_of


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List what is due from this desk in the cases it sees."""
    listed = page_of(dues_of("hearing_clerk", request.account), request.GET.get("page", ""))
    dues = [due for due in listed if case_visible(request.account, due.case)]
    shown(request.account, "to-serve", dues)
    now = dt.datetime.now(zone_of(request.account))
    rows = [row_of(due, reverse("notices", args=[due.case_id]), now) for due in dues]
    return render(request, "hearings/to_serve.html", {"rows": rows, "listed": listed, "now": now})
