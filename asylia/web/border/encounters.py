"""The encounters open at one post: what is due in each, first what this desk owes."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, DueRow
from asylia.web import cases
from asylia.web.band import Chip, chip
from asylia.web.cases import CaseRequest
from asylia.web.names import language
from asylia.web.queue import zone_of


class Encounter(NamedTuple):
    """One open encounter as the list shows it."""

    chip: Chip | None
    due: str
    name: str
    number: str
    url: str
    opened: str
    language: str
    family: str
    held: bool


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List the encounters open at the officer's post; the frame's search finds among these alone."""
    account = request.account
    rows = sorted(at_post(account), key=lambda row: due_key(first_due(row)))
    cases.note_list(account, "encounters", [row.case for row in rows])
    now = dt.datetime.now(zone_of(account))
    shown = [encounter_of(row, now) for row in rows]
    return render(request, "border/encounters.html", {"encounters": shown, "post": account.office})


def at_post(account: Account) -> Sequence[CaseRow]:
    """Return the rows of encounters open at this officer's post, oldest first; none where there is no post."""
    if not account.office:
        return []
    open_here = CaseRow.objects.filter(place=account.office, encounter_open=True, provisional=False)
    return list(open_here.prefetch_related("dues").order_by("opened", "case"))


def first_due(row: CaseRow) -> DueRow | None:
    """Return what is due first from this desk; what other desks owe is not its work."""
    own = [due for due in row.dues.all() if due.desk == "border_officer"]
    return min(own, key=due_key, default=None)


def due_key(due: DueRow | None) -> dt.datetime:
    """Return the moment a due is ordered by; what has no limit, and nothing, come last."""
    return due.by if due and due.by else dt.datetime.max.replace(tzinfo=dt.UTC)


def encounter_of(row: CaseRow, now: dt.datetime) -> Encounter:
    """Return a row with what is due first in it; `now` carries the zone of the post."""
    first = first_due(row)
    opened = row.opened.astimezone(now.tzinfo)
    return Encounter(
        chip=chip(first.by.astimezone(now.tzinfo), now) if first and first.by else None,
        due=first.what if first else "Nothing at this desk",
        name=cases.name_on(row),
        number=row.number,
        url=reverse("encounter-person", args=[row.case]),
        opened=f"{opened:%H:%M}" if opened.date() == now.date() else f"{opened.day} {opened:%b, %H:%M}",
        language=language(row.language) if row.language else "not recorded",
        family=row.family,
        held=row.held,
    )
