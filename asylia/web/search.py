"""Search by case number or name, among the cases that this account may see; what is typed stands in no address."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, NameToken
from asylia.caseload.names import tokens
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.cases import house
from asylia.web.names import language
from asylia.web.standing import STAGES

MOST = 50
WEIGHED = 500  # of a name that thousands bear, the newest cases
LONGEST = 200
NUMBER = re.compile(r"(?:(\d{4})-)?([0-9a-z]{6})", re.IGNORECASE)


class Found(NamedTuple):
    """One case that was found."""

    name: str
    number: str
    language: str
    stage: str
    url: str


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The field alone, or what was found. A search is a post: names stay out of addresses and logs."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    typed = request.POST.get("find", "").strip()[:LONGEST]
    rows = found(typed, account) if typed else []
    if typed:
        cases.note_list(account, "search", [row.case for row in rows])
    return render(request, "search.html", {"typed": typed, "rows": [shown(row) for row in rows], "most": MOST})


def found(typed: str, account: Account) -> list[CaseRow]:
    """Return the cases this account may see whose number or name was typed, the nearest name first."""
    wanted = tokens(typed)
    rows = CaseRow.objects.prefetch_related("dues", "counsels", "searches").filter(_number(typed) | _named(wanted))
    seen = [row for row in rows.order_by("-opened")[:WEIGHED] if case_visible(account, row)]
    return sorted(seen, key=lambda row: -nearness(row, typed, wanted))[:MOST]


def _number(typed: str) -> Q:
    match = NUMBER.fullmatch(typed)
    if match is None:
        return Q(pk__in=[])
    return Q(number=typed.upper()) if match[1] else Q(number__endswith=f"-{match[2].upper()}")


def _named(wanted: Sequence[str]) -> Q:
    """Return the cases whose name holds every part that was typed, by keyed digests only."""
    every = Q() if wanted else Q(pk__in=[])
    for token in wanted:
        every &= Q(pk__in=NameToken.objects.filter(token=house().digest(token)).values("case_id"))
    return every


def nearness(row: CaseRow, typed: str, wanted: tuple[str, ...]) -> float:
    """Score a row after opening its name: the number itself first, then the share of the name that was typed."""
    if row.number == typed.upper():
        return 2.0
    name = tokens(cases.name_on(row))
    return len(set(wanted) & set(name)) / len(name) if name else 0.0


def shown(row: CaseRow) -> Found:
    """Return one case as the list shows it."""
    return Found(
        cases.name_on(row),
        row.number,
        language(row.language) if row.language else "" if row.erased else "not recorded",
        STAGES.get(row.stage, row.stage.capitalize()),
        reverse("case", args=[row.case]),
    )
