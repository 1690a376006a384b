"""The board: what cannot be known from the record, then its alarms by rule, then where cases stand."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.caseload.models import ERASED, CaseRow, DueRow
from asylia.web import queue
from asylia.web.cases import CaseRequest
from asylia.web.overseer.alarms import by_rule, standing
from asylia.web.standing import STAGES


class Unknown(NamedTuple):
    """A question that the record cannot answer, and why."""

    question: str
    why: str
    rule: str


class Stood(NamedTuple):
    """How many cases stand at a stage."""

    stage: str
    cases: int


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The board as the record shows it now."""
    now = dt.datetime.now(dt.UTC)
    local = now.astimezone(queue.zone_of(request.account))
    alarms = standing(now)
    not_asked = DueRow.objects.filter(key__in=("ask", "ask_again")).values("case").distinct().count()
    met = CaseRow.objects.filter(provisional=False).exclude(stage=ERASED).count()
    context = {
        "now": f"{local.day} {local:%B %Y, %H:%M}",
        "unknown": list(unknown()),
        "groups": by_rule(alarms),
        "reported": sum(1 for each in alarms if not each.late),
        "late": sum(1 for each in alarms if each.late),
        "not_asked": not_asked,
        "asked_says": f"{not_asked} of {met} people met have not been asked as the rule says, or have said no once and "
        "are still to be asked again. Everything below describes only those who were allowed to speak.",
        "asked_rules": ["fear.asked"],
        "stood": list(stood()),
    }
    return render(request, "overseer/board.html", context)


def unknown() -> Iterator[Unknown]:
    """Yield what cannot be measured, first what never can."""
    yield Unknown(
        "Who was met and never recorded?",
        "The record holds whom somebody wrote down; turn-aways reach it only by reports of monitors and others.",
        "fear.open-door",
    )
    waiting = CaseRow.objects.exclude(drawn_for="").count()
    if waiting:
        decisions = "decision waits" if waiting == 1 else "decisions wait"
        yield Unknown(
            "Would two people decide alike?",
            f"{waiting} drawn {decisions} for a second look, blind; of these nothing is known yet.",
            "review.draw",
        )
    unlimited = DueRow.objects.filter(by=None).count()
    if unlimited:
        yield Unknown(
            "Is it late?",
            f"For {unlimited} of the things due the regime sets no limit; they can never show as late.",
            "fear.lost",
        )
    unmatched = CaseRow.objects.filter(provisional=True).count()
    if unmatched:
        yield Unknown(
            "Whose fear is it?",
            f"{unmatched} statements of fear are matched to nobody yet.",
            "fear.open-door",
        )


def stood() -> Iterator[Stood]:
    """Yield the stages in the order of the procedure, with how many cases stand at each."""
    counted = dict(CaseRow.objects.filter(closed="").values_list("stage").annotate(Count("case")).order_by())
    for stage, label in {**STAGES, "remedy": "Remedy", "ended": "Ended"}.items():
        if stage in counted:
            yield Stood(label, counted[stage])
