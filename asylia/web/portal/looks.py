"""Who looked at the record and who received something of it: office, desk, purpose and day; never a name."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.event import Role
from asylia.core.file import CaseFile
from asylia.core.steps.disclosure import DisclosureMade
from asylia.core.steps.remedy import RecordSent
from asylia.ledger import Read
from asylia.shell.reading import events_of
from asylia.web.cases import house
from asylia.web.portal.acting import begun, closing, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import PURPOSE, OwnRequest
from asylia.web.portal.words import Words

MOST = 100  # rows: the last ones; a light page
# As written in the read log -> the sentence; what is not here is said to be another purpose.
WHAT_FOR = {
    "encounter": "encounter", "screening": "screening", "review": "review", "remedy": "remedy",
    "notices and hearings": "notices", "protection": "protection", "stay": "stay",
    "representation": "representation", "oversight": "oversight",
}  # fmt: skip
DESK_OF = {"encounter": "border_officer", "oversight": "overseer"}


class Look(NamedTuple):
    """One day's looks of one desk for one purpose."""

    day: str
    office: str
    desk: SafeString
    what_for: SafeString


@require_GET
def page(request: OwnRequest) -> HttpResponse:
    """Show each office, desk, purpose and day once, the last first, and what left to whom."""
    file, context = begun(request)
    reads = house().ledger.reads(house().raw(), f"case/{file.id}")
    shown = [each for each in reversed(reads) if each.outcome == "shown"]
    looks = list(dict.fromkeys(looks_of(shown, file, request.row.person, context["says"])))[:MOST]
    more = {"looks": looks, "received": received(file, context["says"])}
    return closing(render(request, "portal/looks.html", {**context, **more}))


def looks_of(reads: list[Read], file: CaseFile, person: str, says: Words) -> Iterable[Look]:
    """Yield the looks as the person reads them; several on one day by one desk are one."""
    people = Account.objects.in_bulk({each.staff for each in reads})
    for each in reads:
        day = in_words(dt.datetime.fromisoformat(each.recorded).astimezone(zone_of(file)).date(), says)
        if each.staff == person and each.purpose == PURPOSE:
            yield Look(day, "", says["looks_you"], SafeString(""))
            continue
        account = people.get(each.staff)
        desk = says[f"desk_{account.role}"] if account and account.role != "anyone" else says["looks_unknown"]
        what_for = says[f"purpose_{WHAT_FOR.get(each.purpose, 'other')}"]
        yield Look(day, account.office if account else "", desk, what_for)


def received(file: CaseFile, says: Words) -> list[tuple[str, SafeString]]:
    """Return what left the house about this person: the record sent to a court, facts disclosed."""
    events = events_of(house().ledger.read(house().raw(), f"case/{file.id}"))
    found: list[tuple[str, SafeString]] = []
    for event in events:
        day = in_words(event.who.at.astimezone(zone_of(file)).date(), says)
        if isinstance(event, RecordSent):
            found.append((day, says["received_court"]))
        elif isinstance(event, DisclosureMade):
            found.append((day, says("received_disclosed", recipient=recipient(event.recipient, says))))
    return found[::-1]


def recipient(code: str, says: Words) -> SafeString:
    """Return who received facts, as the person reads it."""
    known = {"counsel", "health_service", "child_protection"}
    desks: dict[str, Role] = {"duty_post": "duty_post", "oversight": "overseer", "court": "judge"}
    if code in desks:
        return says[f"desk_{desks[code]}"]
    return says[f"received_{code}" if code in known else "received_other"]
