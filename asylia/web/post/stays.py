"""Stays and custody: what is due from a duty post, and the two pages that do it."""

import datetime as dt
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.core.steps.custody import AcknowledgeStay, ReportCustody
from asylia.web import queue
from asylia.web.act import Step, of_step
from asylia.web.border.custody import WHAT
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks

# Cuts of the list: key -> label, which of the post's dues.
CUTS: dict[str, tuple[str, Q]] = {
    "all": ("All due", Q()),
    "stay": ("Stays to acknowledge", Q(key="stay")),
    "custody": ("Custody", Q(key__in=("custody", "counted"))),
}
PAGES = {"stay": "stay-acknowledge", "custody": "post-custody", "counted": "post-custody"}


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The list, in one of its cuts, overdue first."""
    account = request.account
    key = request.GET.get("show", "all")
    key = key if key in CUTS else "all"
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    listed = queue.page_of(cut(key, account), request.GET.get("page", "1"))
    queue.shown(account, "stays", list(listed))
    context = {
        "tabs": [queue.Tab(each, label, cut(each, account).count(), each == key) for each, (label, _) in CUTS.items()],
        "keep": f"show={key}&",
        "listed": listed,
        "rows": [queue.row_of(due, reverse(PAGES[due.key], args=[due.case_id]), now) for due in listed],
        "now": now,
        "post": account.office,
    }
    return render(request, "post/stays.html", context)


def cut(key: str, account: Account) -> QuerySet[DueRow]:
    """Return the dues of one cut, of the people met at this post."""
    return queue.dues_of("duty_post", account).filter(CUTS[key][1], case__place=account.office or None)


ACKNOWLEDGE = Step(
    AcknowledgeStay, "Acknowledge the stay", "Acknowledge the stay", "The stay was not acknowledged",
    "The rule forbids sending this person back while the claim is open. Acknowledge it once everyone on duty knows.",
    back="stays",
)  # fmt: skip


def acknowledge(request: CaseRequest, case: str) -> HttpResponse:
    """Acknowledge a stay, for the post of whoever is signed in."""
    asks = {"post": Ask("Post", given=request.account.office)}
    return of_step(replace(ACKNOWLEDGE, asks=lambda _: asks))(request, case)


def _custody(case: Case) -> Asks:
    return {
        "what": Ask("What happened", choices=WHAT),
        "place": Ask("Where", given=case.file.place, optional=True),
        "reason": Ask("Reason", hint="For a restraint, and for holding longer.", optional=True, long=False),
        "authoriser": Ask("Allowed by", hint="The name of who allowed it.", optional=True),
        "says": Ask("More, if needed", optional=True, long=True),
    }


custody = of_step(
    Step(ReportCustody, "Custody, as it happens", "Record it", "It was not recorded",
         "Release and transfer end the limit. A claim is never a reason to hold.", asks=_custody, back="stays")
)  # fmt: skip
