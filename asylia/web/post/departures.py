"""The departure list: drawn from the record at this moment; a name that any rule bars is never on it."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.rules import RULES
from asylia.core.standing import return_bars
from asylia.web import cases
from asylia.web.border.bars import facts_now
from asylia.web.cases import CaseRequest
from asylia.web.queue import zone_of


class Name(NamedTuple):
    """One person at this post: when their hearing is, and the rules that bar sending them, in legal order."""

    name: str
    number: str
    hearing: dt.date | None
    rules: list[str]
    says: str


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Who may be sent now, and beside it who is not to be sent, with the rule."""
    account = request.account
    rows = list(held_or_placed(account))
    cases.note_list(account, "departures", [row.case for row in rows])
    at_post = [name_of(row) for row in rows]
    context = {
        "send": [each for each in at_post if not each.rules],
        "barred": [each for each in at_post if each.rules],
        "now": dt.datetime.now(zone_of(account)),
        "post": account.office,
    }
    return render(request, "post/departures.html", context)


def held_or_placed(account: Account) -> QuerySet[CaseRow]:
    """Return whoever is at this post, held or placed, and could be taken for one to be sent."""
    here = CaseRow.objects.filter(place=account.office or None, outside=False, provisional=False, closed="")
    return here.filter(Q(held=True) | Q(placed=True))


def name_of(row: CaseRow) -> Name:
    """Return one person. What in the record bars is not said: it may be a ground, or how a claim ended."""
    case = cases.read(row.case)
    rules = list(dict.fromkeys(rule for rule, _ in return_bars(case.file, case.regime, facts_now(case))))
    return Name(cases.name_on(row), row.number, row.hearing_day, rules, RULES[rules[0]].says if rules else "")
