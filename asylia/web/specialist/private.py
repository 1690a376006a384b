"""In private: who waits for someone qualified, and what that person records of the conversation."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Min, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.core.standing import PRIVATE, doubts
from asylia.core.steps.advisal import AppointRepresentative
from asylia.core.steps.family import DisproveKinship
from asylia.core.steps.vulnerability import TOOL, ResolveVulnerability
from asylia.shell.reading import read_case
from asylia.web import queue
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks
from asylia.web.templatetags.words import said


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The people who wait, the first limit first."""
    account = request.account
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    listed = queue.page_of(one_for_each_case(account), request.GET.get("page", "1"))
    queue.shown(account, "private", list(listed))
    context = {"listed": listed, "rows": [row_of(due, now) for due in listed], "now": now}
    return render(request, "specialist/private.html", context)


def one_for_each_case(account: Account) -> QuerySet[DueRow]:
    """Return one due for each case: several doubts of a person are one conversation."""
    first = queue.dues_of("specialist", account).values("case").annotate(first=Min("pk")).values("first")
    return DueRow.objects.filter(pk__in=first)


def row_of(due: DueRow, now: dt.datetime) -> queue.Row:
    """Return one row; its note says what to do, as far as that is known."""
    screening = read_case(house(), due.case_id).screening
    needs = "; ".join(screening.needs) if screening else ""
    return queue.row_of(due, reverse("resolve", args=[due.case_id]), now, needs)


def _resolves(case: Case) -> Asks:
    waiting = in_doubt(case)
    others = dict.fromkeys((*TOOL, *case.regime.vulnerability.listed, *sorted(PRIVATE)))
    choices = {each: said(each).capitalize() for each in (*waiting, *(one for one in others if one not in waiting))}
    return {
        "condition": Ask("What it is about", hint="What is in doubt stands first.", choices=choices,
                         given=waiting[0] if len(waiting) == 1 else None),
        "present": Ask("Is it so?"),
        "ground": Ask("On what this rests", hint="Sealed: counted, and shown on no page.", long=True),
        "needs": Ask("What to do", hint="One on each line: woman officer; short breaks. Never why.", optional=True),
    }  # fmt: skip


def in_doubt(case: Case) -> tuple[str, ...]:
    """Return the conditions in doubt; a private wish is none, and any conversation meets it."""
    return tuple(each for each in doubts(case.file) if each != "private_wish")


def _beside(case: Case) -> Mapping[str, Any]:
    screening = case.file.screening
    return {
        "waiting": in_doubt(case),
        "wish": "private_wish" in doubts(case.file),
        "needs": screening.needs if screening else (),
        "family": case.file.family,
        "representative": case.file.representative,
    }


resolve = of_step(
    Step(ResolveVulnerability, "Resolve in private", "Record it", "It was not recorded",
         "Alone with the person and an interpreter they accept, out of uniform, with time. Placement and return wait.",
         asks=_resolves, template="specialist/resolve.html", back="private", more=_beside)
)  # fmt: skip
represent = of_step(
    Step(AppointRepresentative, "Appoint an independent representative", "Appoint", "Nobody was appointed",
         "For a person who cannot follow. The explanation is then given to the representative too.",
         asks=lambda _: {
             "representative": Ask("Representative", hint="Independent of every authority that acts in this case."),
             "says": Ask("What they were told", optional=True, long=True),
         }, done="resolve")
)  # fmt: skip
disprove = of_step(
    Step(DisproveKinship, "Kinship disproved", "Take the person out of the family", "The family stands as it was",
         "A family is who the persons say it is, until a child-protection check in private shows otherwise.",
         asks=lambda _: {
             "reasons": Ask("Reasons", hint="What was asked, of whom, and what shows it.", long=True),
             "in_private": Ask("Was it asked in private?"),
         }, done="resolve")
)  # fmt: skip
