"""Clients: those whose counsel of record one is, the nearest date first, and what can be filed for each."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.file import CaseFile, Claim
from asylia.core.regime import Regime
from asylia.core.standing import is_open
from asylia.shell.reading import read_case
from asylia.web import cases, queue
from asylia.web.band import Chip, Tab, chip
from asylia.web.cases import CaseRequest, house
from asylia.web.names import language
from asylia.web.standing import STAGES
from asylia.web.templatetags.words import court

NO_DATE = Chip("No date set")


class Date(NamedTuple):
    """One date of a client, in the clock of its place: what it is, and where or with whom."""

    at: dt.datetime
    what: str


class Client(NamedTuple):
    """One client as the list shows them."""

    chip: Chip
    date: Date | None
    name: str
    number: str
    url: str
    language: str
    stage: str
    filings: list[Tab]
    contact: str


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The clients of whoever is signed in."""
    account = request.account
    now = dt.datetime.now(dt.UTC)
    rows = rows_of(account)
    cases.note_list(account, "clients", [row.case for row in rows])
    clients = sorted((client_of(row, now) for row in rows), key=nearness)
    listed = Paginator(clients, queue.ROWS).get_page(request.GET.get("page", "1"))
    return render(request, "counsel/clients.html", {"listed": listed, "clients": list(listed)})


def rows_of(account: Account) -> list[CaseRow]:
    """Return the cases whose counsel of record this is."""
    return [row for row in CaseRow.objects.filter(counsel__contains=account.staff) if account.staff in row.counsel]


def nearness(client: Client) -> dt.datetime:
    """Return the moment a client is ordered by; who has no date comes last."""
    return client.date.at if client.date else dt.datetime.max.replace(tzinfo=dt.UTC)


def client_of(row: CaseRow, now: dt.datetime) -> Client:
    """Return one client, with the nearest date that lies ahead."""
    file, regime = read_case(house(), row.case), house().regime(row.regime)
    nearest = min((each for each in dates_of(file) if each.at >= now), default=None)
    return Client(
        chip=chip(nearest.at, now.astimezone(nearest.at.tzinfo)) if nearest else NO_DATE,
        date=nearest,
        name=cases.name_on(row),
        number=row.number,
        url=reverse("case", args=[row.case]),
        language=language(row.language) if row.language else "not recorded",
        stage=STAGES.get(row.stage, row.stage.capitalize()),
        filings=list(filings(file, regime)),
        contact=reverse("contact", args=[row.case]),
    )


def dates_of(file: CaseFile) -> Iterator[Date]:
    """Yield interviews and hearings that were not held; the officer is named with the interview they booked."""
    for claim in file.claims:
        booked = claim.interview
        if booked.starts and booked.begun is None:
            officer = Account.objects.filter(staff=claim.officer).first()
            with_whom = f", with {officer.name}" if officer else ""
            yield Date(booked.starts.astimezone(ZoneInfo(file.zone)), f"Interview, {booked.place}{with_whom}")
    for hearing in file.hearings:
        if hearing.awaited:
            at = dt.datetime.combine(hearing.day, hearing.time, tzinfo=ZoneInfo(hearing.zone))
            yield Date(at, f"Hearing, {court(hearing.court)}")


def filings(file: CaseFile, regime: Regime) -> Iterator[Tab]:
    """Yield what can be filed for a client now."""
    claim = file.claims[-1] if file.claims else None
    if claim is None:
        return
    if is_open(claim, regime):
        yield Tab("Evidence", reverse("file-evidence", args=[file.id]))
    if may_ask(claim):
        if regime.remedy.kind != "none":
            yield Tab("Ask for the remedy", reverse("file-remedy", args=[file.id]))
        if regime.reconsideration.allowed:
            yield Tab("Ask to look again", reverse("file-again", args=[file.id]))


def may_ask(claim: Claim) -> bool:
    """Return whether a negative was served; until then counsel reads nothing of an outcome here."""
    signed = claim.determination
    return signed is not None and signed.service is not None and signed.standing == "negative"
