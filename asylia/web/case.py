"""The case: what has happened, what is stopped, what is due, how to reach the person, what to mind."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core import deadlines
from asylia.core.authority import MAY
from asylia.core.command import Report, name_of
from asylia.core.event import Role
from asylia.core.standing import is_open
from asylia.web import cases
from asylia.web.act import STEPS
from asylia.web.band import Tab
from asylia.web.cases import Case, CaseRequest
from asylia.web.lines import days_of, folded
from asylia.web.standing import band_of, door_of, due_line

# Desks that may reach the person, and so may read how (data.purpose).
REACHES: frozenset[Role] = frozenset(
    {"asylum_officer", "supervisor", "hearing_clerk", "specialist", "counsel", "border_officer"}
)


# How many lines stand on the page before someone asks for all of them.
NEWEST = 60


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """The case page of any desk that has a duty in it."""
    opened = cases.read(case)
    now = datetime.now(UTC)
    file = opened.file
    lines = folded(cases.lines(opened, request.account))
    shown = lines if "all" in request.GET else lines[-NEWEST:]
    context = {
        "band": band_of(opened, request.account, now, current="case"),
        "days": days_of(shown, newest_first=True),
        "earlier": len(lines) - len(shown),
        "stopped": [claim for claim in file.claims if is_open(claim, opened.regime)],
        "dues": [due_line(due, opened, request.account, now) for due in deadlines.due(file, opened.regime)],
        "needs": file.screening.needs if file.screening else (),
        "contact": file.contact if request.account.role in REACHES else None,
        "acts": doors(opened, request.account, report=False),
        "reports": doors(opened, request.account, report=True),
    }
    return render(request, "case.html", context)


def doors(case: Case, account: Account, *, report: bool) -> list[Tab]:
    """Return links to the acts, or the reports, that this desk may give on the case; the core decides all the same."""
    # An asylum officer's own pages open on their own claims only.
    own = account.role != "asylum_officer" or account.staff in {claim.officer for claim in case.file.claims}
    return [
        Tab(
            STEPS[name_of(command)].title,
            door_of(name_of(command), case, account) if own else reverse("act", args=[case.id, name_of(command)]),
        )
        for command, roles in MAY.items()
        if account.role in roles and issubclass(command, Report) is report
    ]
