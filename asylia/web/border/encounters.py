"""The encounters open at one post: what is due in each, and search among these alone."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, DueRow
from asylia.caseload.names import tokens
from asylia.shell.reading import staff_of
from asylia.web import cases
from asylia.web.band import Chip, chip
from asylia.web.cases import house
from asylia.web.names import language


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


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List the encounters open at the officer's post; a search comes by POST, for names stand in no address."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    wanted = request.POST.get("find", "")[:200].strip()
    rows = [row for row in at_post(account) if matches(row, wanted)]
    cases.note_list(account, "encounters", [row.case for row in rows])
    now = dt.datetime.now(dt.UTC)
    zone = zone_of(account)
    rows.sort(key=lambda row: due_key(first_due(row)))
    shown = [encounter_of(row, now.astimezone(zone)) for row in rows]
    return render(request, "border/encounters.html", {"encounters": shown, "wanted": wanted, "post": account.office})


def at_post(account: Account) -> Sequence[CaseRow]:
    """Return the rows of encounters open at this officer's post, oldest first; none where there is no post."""
    if not account.office:
        return []
    open_here = CaseRow.objects.filter(place=account.office, encounter_open=True, provisional=False)
    return list(open_here.prefetch_related("dues").order_by("opened", "case"))


def matches(row: CaseRow, wanted: str) -> bool:
    """Return whether a row is the one asked for, by its number or by parts of the name."""
    if not wanted:
        return True
    return row.number.casefold() == wanted.casefold() or set(tokens(wanted)) <= set(tokens(cases.name_on(row)))


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


def zone_of(account: Account) -> ZoneInfo:
    """Return the clock of the post where this officer works."""
    return ZoneInfo(staff_of(house(), house().raw(), account.staff).zone)
