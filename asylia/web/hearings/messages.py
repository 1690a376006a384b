"""Messages that no machine could bring, as a list to work through; and, for oversight, only how many stand where."""

import datetime as dt
import re
from collections import Counter
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.ledger import WrongSetup
from asylia.sending.carriers import equipped
from asylia.shell.models import Outgoing
from asylia.shell.outbox import FOR_A_PERSON, oldest
from asylia.shell.reading import read_case
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest, house, name_on, note_list
from asylia.web.queue import ROWS, zone_of

STATES = {
    "waiting": "Waiting to go",
    "trying": "Being sent, or to be tried again",
    "sent": "Sent, no report yet",
    "delivered": "Arrived",
    "undelivered": "Did not arrive by any way",
    "by_hand": "No way that a machine may use",
    "told": "Told by a person",
    "no_address": "To a member of staff without an address",
}
TO = {
    "person": "The person", "counsel": "Counsel", "trusted_person": "Trusted person", "duty_post": "Duty post",
    "asylum_duty": "Asylum office", "overseer": "Overseer",
}  # fmt: skip


class Line(NamedTuple):
    """One message that waits for a person to bring it."""

    name: str
    number: str
    to: str
    about: str
    why: str
    since: dt.datetime
    url: str


class Count(NamedTuple):
    """How many messages of the last thirty days stand so."""

    state: str
    messages: int


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The list for clerks, and the counts for everyone who sees this page."""
    account, now = request.account, house().clock()
    works = account.role != "overseer"
    counted = Counter(Outgoing.objects.values_list("state", flat=True))
    since = oldest(now)
    context: dict[str, Any] = {
        "works": works,
        "counts": [Count(label, counted[state]) for state, label in STATES.items() if counted[state]],
        "oldest": since.astimezone(zone_of(account)) if since else None,
        "sends": _sends(),
    }
    if works:
        listed = Paginator(_waiting(account), ROWS).get_page(request.GET.get("page", ""))
        note_list(account, "messages", [row.case for row in listed])
        context |= {"listed": listed, "lines": [_line(row, account) for row in listed]}
    return render(request, "hearings/messages.html", context)


def _sends() -> bool:
    """Whether something is set up to send with; what is wrong with it the doctor says."""
    try:
        return equipped(house())[0] is not None
    except WrongSetup:
        return False


def _waiting(account: Account) -> list[Outgoing]:
    """The messages for a person to bring, in the cases that this desk sees, the most urgent first."""
    rows = list(Outgoing.objects.filter(state__in=FOR_A_PERSON).order_by("rank", "changed", "id"))
    cases = CaseRow.objects.prefetch_related("dues").in_bulk({row.case for row in rows})
    return [row for row in rows if row.case in cases and case_visible(account, cases[row.case])]


def _line(row: Outgoing, account: Account) -> Line:
    case = CaseRow.objects.get(case=row.case)
    tried = [each for each in read_case(house(), row.case).contact.messages if each.id == row.message and each.failed]
    why = ", ".join(f"{each.way}: {each.failed}" for each in tried)
    return Line(
        name=name_on(case),
        number=case.number,
        to=TO[row.to],
        about=re.sub(r"[._]", " ", row.about.partition("/")[0]).capitalize(),
        why=why or "No way is safe, or none is a number or mailbox",
        since=row.changed.astimezone(zone_of(account)),
        url=reverse("contact", args=[row.case]),
    )
