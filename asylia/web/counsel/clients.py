"""Clients: those whose counsel of record one is, the nearest date first; what was filed and answered; who was asked."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.caseload.models import CaseRow
from asylia.core.file import CaseFile, Claim
from asylia.core.regime import Regime
from asylia.shell.reading import read_case
from asylia.web import cases, queue
from asylia.web.band import Chip, Tab, chip
from asylia.web.cases import CaseRequest, house
from asylia.web.counsel.answers import Answered, answered_in
from asylia.web.counsel.days import Date, dates_of, rows_of
from asylia.web.names import language
from asylia.web.standing import STAGES

NO_DATE = Chip("No date set")
NEWEST = 8  # filings and dates beside the list; the rest have pages of their own


class Client(NamedTuple):
    """One client as the list shows them; `last` is the newest answer of the office."""

    chip: Chip
    date: Date | None
    name: str
    number: str
    url: str
    language: str
    stage: str
    last: str
    does: list[Tab]
    dates: list[Date]
    filed: list[Answered]


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The clients of whoever is signed in."""
    account, now = request.account, dt.datetime.now(dt.UTC)
    rows = rows_of(account)
    cases.note_list(account, "clients", [row.case for row in rows])
    clients = sorted((client_of(row, now) for row in rows), key=nearness)
    listed = Paginator(clients, queue.ROWS).get_page(request.GET.get("page", "1"))
    ahead = sorted(((each, client) for client in clients for each in client.dates), key=lambda each: each[0].at)
    filed = sorted(((each, client) for client in clients for each in client.filed), key=lambda each: each[0].at)
    context = {
        "listed": listed, "clients": list(listed), "count": len(clients), "ahead": ahead[:NEWEST],
        "filed": list(reversed(filed))[:NEWEST], "asked": rows_of(account, "asked"),
        "former": len(rows_of(account, "former")),
    }  # fmt: skip
    return render(request, "counsel/clients.html", context)


def nearness(client: Client) -> dt.datetime:
    """Return the moment a client is ordered by; who has no date comes last."""
    return client.date.at if client.date else dt.datetime.max.replace(tzinfo=dt.UTC)


def client_of(row: CaseRow, now: dt.datetime) -> Client:
    """Return one client, with the nearest date that lies ahead."""
    file, regime = read_case(house(), row.case), house().regime(row.regime)
    dates = sorted((each for each in dates_of(file) if each.at >= now), key=lambda each: each.at)
    nearest = dates[0] if dates else None
    answers = list(answered_in(file, ZoneInfo(file.zone)))
    given = [each for each in answers if each.answered is not None]
    last = max(given, key=lambda each: each.answered or each.at, default=None)
    return Client(
        chip=chip(nearest.at, now.astimezone(nearest.at.tzinfo)) if nearest else NO_DATE,
        date=nearest,
        name=cases.name_on(row),
        number=row.number,
        url=reverse("case", args=[row.case]),
        language=language(row.language) if row.language else "not recorded",
        stage=STAGES.get(row.stage, row.stage.capitalize()),
        last=f"{last.cite}: {last.says}" if last else "",
        does=list(does(file, regime)),
        dates=dates,
        filed=answers,
    )


def does(file: CaseFile, regime: Regime) -> Iterator[Tab]:
    """Yield what can be done for a client now."""
    yield Tab("File", reverse("file-evidence", args=[file.id]))
    yield Tab("Ask", reverse("client-ask", args=[file.id]))
    yield Tab("Call", reverse("client-call", args=[file.id]))
    yield Tab("Record", reverse("client-record", args=[file.id]))
    claim = file.claims[-1] if file.claims else None
    if claim is not None and may_ask(claim):
        if regime.remedy.kind != "none":
            yield Tab("Ask for the remedy", reverse("file-remedy", args=[file.id]))
        if regime.reconsideration.allowed:
            yield Tab("Ask to look again", reverse("file-again", args=[file.id]))


def may_ask(claim: Claim) -> bool:
    """Return whether a negative was served; until then counsel reads nothing of an outcome here."""
    signed = claim.determination
    return signed is not None and signed.service is not None and signed.standing == "negative"
