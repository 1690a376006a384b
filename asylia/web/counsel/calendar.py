"""Calendar: every date of one's clients, each in the clock of its place; and the same as a feed that names nobody."""

import datetime as dt
import hmac
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

import icalendar
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.accounts import feeds
from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.file import CaseFile
from asylia.shell.reading import read_case
from asylia.web import cases
from asylia.web.cases import CaseRequest, house
from asylia.web.counsel.days import Date, dates_of, rows_of
from asylia.web.receipt import portal

SAYS = "Appointment, see Asylia"
LASTS = dt.timedelta(hours=1)  # no end is known; a program wants one


class Entry(NamedTuple):
    """One date on the page."""

    date: Date
    client: str
    url: str


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """The dates by day; POST makes an address for the feed, shown this once, or takes it away."""
    account, now = request.account, dt.datetime.now(dt.UTC)
    address = ""
    if request.method == "POST" and "make" in request.POST:
        address = f"https://{portal()}" if portal() else request.build_absolute_uri("/")[:-1]
        address += reverse("calendar-feed", args=[feeds.make(account.staff, now)])
    elif request.method == "POST":
        feeds.revoke(account.staff)
        return HttpResponseRedirect(reverse("client-calendar"), status=303)
    rows = rows_of(account)
    cases.note_list(account, "client-calendar", [row.case for row in rows])
    entries = sorted(entries_of(rows, now), key=lambda each: each.date.at)
    days = [(day, list(each)) for day, each in groupby(entries, key=lambda each: each.date.at.date())]
    context = {"days": days, "feed": feeds.made(account.staff), "address": address}
    return render(request, "counsel/calendar.html", context)


def entries_of(rows: list[CaseRow], now: dt.datetime) -> Iterator[Entry]:
    """Yield the dates of these cases that lie ahead, or began today."""
    for row in rows:
        url = reverse("case", args=[row.case])
        for date in dates_of(read_case(house(), row.case)):
            if date.at.date() >= now.astimezone(date.at.tzinfo).date():
                yield Entry(date, cases.name_on(row), url)


@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar as RFC 5545: day, hour and zone of each date, and no word of whom or what."""
    del request
    now = dt.datetime.now(dt.UTC)
    account = feeds.reader(token, now)
    if account is None:
        raise Http404
    files = [read_case(house(), row.case) for row in rows_of(account)]
    cases.note_list(account, "calendar-feed", [each.id for each in files])
    return HttpResponse(
        written(account, files, now), content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="asylia.ics"', "Cache-Control": "private, no-cache"},
    )  # fmt: skip


def written(account: Account, files: list[CaseFile], now: dt.datetime) -> bytes:
    """Return the calendar of these cases; each date keeps its id, under which a program finds it again."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Asylia//Calendar of counsel//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Asylia")
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for file in files:
        for date in dates_of(file):
            event = icalendar.Event()
            event.add("uid", id_of(account, file, date))
            event.add("dtstamp", now)
            event.add("dtstart", date.at)
            event.add("dtend", date.at + LASTS)
            event.add("summary", SAYS)
            event.add("class", "PRIVATE")
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def id_of(account: Account, file: CaseFile, date: Date) -> str:
    """Return a date's id: the same in each reading, and nothing can be learned from it."""
    named = f"{account.staff}/{file.id}/{date.id}"
    return hmac.digest(house().digest("calendar of counsel"), named.encode(), sha256).hex()[:32] + "@asylia"
