"""Statements of fear that belong to no case yet: read, and matched by the asylum office to the person's own case."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import ERASED, CaseRow
from asylia.core.command import Command
from asylia.core.steps.opening import CaseOpenedProvisionally, MatchCase
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.act import Step, of_step
from asylia.web.band import Chip, chip
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask
from asylia.web.queue import zone_of
from asylia.web.standing import NO_LIMIT

ABOUT = {"self": "the one who says it", "another": "someone else"}


class Statement(NamedTuple):
    """One unmatched statement as the list shows it; its words stand on its own page."""

    chip: Chip
    number: str
    url: str
    received: str


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """List the statements that nobody has matched, the longest waiting first (an alarm when late: fear.open-door)."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    waiting = CaseRow.objects.filter(provisional=True).prefetch_related("dues").order_by("opened", "case")
    rows = [row for row in waiting if case_visible(account, row)]
    cases.note_list(account, "unmatched", [row.case for row in rows])
    now = dt.datetime.now(zone_of(account))
    return render(request, "officer/unmatched.html", {"statements": [statement_of(row, now) for row in rows]})


def statement_of(row: CaseRow, now: dt.datetime) -> Statement:
    """Return one row of the list; `now` carries the reader's zone."""
    by = min((due.by for due in row.dues.all() if due.key == "match" and due.by), default=None)
    opened = row.opened.astimezone(now.tzinfo)
    return Statement(
        chip=chip(by.astimezone(now.tzinfo), now) if by else NO_LIMIT,
        number=row.number,
        url=reverse("match", args=[row.case]),
        received=f"{opened.day} {opened:%b, %H:%M}",
    )


def shown(case: Case) -> Mapping[str, Any]:
    """Show the words as they came, what was said of how to reach the person, and of whom it speaks."""
    entries = house().ledger.read(house().raw(), f"case/{case.id}")
    opening = next((event for event in events_of(entries) if isinstance(event, CaseOpenedProvisionally)), None)
    return {
        "words": [words for claim in case.file.claims for words in claim.words],
        "about": ABOUT.get(opening.about, opening.about) if opening else "",
        "reach": opening.reach if opening else "",
        "matched_to": CaseRow.objects.filter(case=case.file.matched_to).first(),
    }


def by_number(command: Command) -> Command:
    """Return the command with the case that bears the number typed; a number that is none's names no case."""
    match = cast("MatchCase", command)
    known = CaseRow.objects.exclude(stage=ERASED).filter(number__iexact=match.to.strip(), provisional=False)
    row = known.first()
    return msgspec.structs.replace(match, to=row.case if row else "")


STEP = Step(
    MatchCase,
    title="A statement of fear without a case",
    button="Match to this case",
    refused="The statement was not matched",
    asks=lambda _: {"to": Ask("Number of the person’s own case", hint="Like 2027-4F7QK2.")},
    template="officer/match.html",
    back="unmatched",
    more=shown,
    whole=by_number,
)


def match(request: CaseRequest, case: str) -> HttpResponse:
    """Read one statement; match it."""
    return of_step(STEP)(request, case)
