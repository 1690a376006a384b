"""Remedies: what a person asked for outside the agency, the whole record beside it, and the judge's decision."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.core.file import Determination
from asylia.core.steps.remedy import DecideRemedy, RemedyAsked
from asylia.shell.reading import events_of
from asylia.web import queue
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks
from asylia.web.passages import passages_of
from asylia.web.standing import day
from asylia.web.supervisor.reviews import decided_of


class Asked(NamedTuple):
    """One asking for the remedy: when, how, and in which words."""

    when: str
    channel: str
    words: str


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """Remedies that wait for a judge, due first."""
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(request.account))
    listed = queue.page_of(queue.dues_of("judge", request.account), request.GET.get("page", "1"))
    queue.shown(request.account, "remedies", list(listed))
    rows = [queue.row_of(due, reverse("remedy", args=[due.case_id]), now) for due in listed]
    return render(request, "judge/remedies.html", {"listed": listed, "rows": rows})


def _asks(case: Case) -> Asks:
    choices = {"for_person": "For the person: the claim ends in their favour",
               "against_person": "Against the person: the determination stands"}  # fmt: skip
    return {
        "outcome": Ask("Decision", hint=case.regime.remedy.says, choices=choices),
        "says": Ask("Reasons, as the person will read them", optional=True, long=True),
    }


def _beside(case: Case) -> Mapping[str, Any]:
    claim = case.file.claims[-1] if case.file.claims else None
    signed = claim.determination if claim else None
    zone = ZoneInfo(case.file.zone)
    return {
        "decided": decided_of(case, claim, signed) if claim and signed else None,
        "passages": list(passages_of(claim, zone).values()) if claim else [],
        "asked": asked(case, zone),
        "served": served(signed),
        "remedy": case.regime.remedy,
    }  # fmt: skip


def served(signed: Determination | None) -> str:
    """Return when and how the decision was served, empty where it was not."""
    service = signed.service if signed else None
    return f"{day(service.day)}, {service.how.replace('_', ' ')}" if service else ""


def asked(case: Case, zone: ZoneInfo) -> Sequence[Asked]:
    """Return each asking for the remedy, in the person's words."""
    events = events_of(house().ledger.read(house().raw(), f"case/{case.id}"))
    return [asked_of(each, zone) for each in events if isinstance(each, RemedyAsked)]


def asked_of(event: RemedyAsked, zone: ZoneInfo) -> Asked:
    """Return one asking as the page says it."""
    local = event.who.at.astimezone(zone)
    return Asked(f"{day(local)} {local:%H:%M}", event.channel.replace("_", " "), event.words)


DECIDE = Step(DecideRemedy, "Decide the remedy", "Sign the decision", "The decision was not signed", asks=_asks,
              template="judge/remedy.html", back="remedies", drafted=True, more=_beside)  # fmt: skip
page = of_step(DECIDE)
