"""Sheets that inform and decide nothing: the advisal before the interview, and the whole way step by step.

They are drawn from the record whenever they are wanted, to be read aloud, said back and handed over; that they were is
recorded with the advisal itself (steps/advisal.py).
"""

import datetime as dt
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.accounts.staff import deployment
from asylia.core.event import Role
from asylia.notices import Incomplete, Sheet, fields, title
from asylia.notices import render as drawn
from asylia.notices.spoken import oral
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest
from asylia.web.names import language
from asylia.web.receipt import country_of_return, office, phone
from asylia.web.templatetags.words import DESKS

SHEETS = ("advisal", "process")


@require_GET
def page(request: CaseRequest, case: str, sheet: str) -> HttpResponse:
    """Show one sheet, in a language that the person is recorded as understanding."""
    if sheet not in SHEETS:
        raise Http404
    opened = cases.read(case)
    spoken = opened.file.languages or ("en",)
    asked = request.GET.get("lang", opened.file.best_language or spoken[0])
    if asked not in spoken:
        raise Http404
    carry = request.GET.get("version", "carry" if opened.file.custody.outside else "full") == "carry"
    made, wanting = sheet_of(opened, request.account, sheet, asked, "carry" if carry else "full")
    context = {
        "case": opened,
        "title": title(sheet, "en"),
        "name": sheet,
        "carry": carry,
        "large": request.GET.get("size") == "large",
        "asked": asked,
        "languages": [(code, language(code)) for code in spoken if code != asked],
        "spoken_in": asked if asked in oral() else "",
        "sheet": made,
        "wanting": wanting,
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(made.html) if made else "",  # noqa: S308
    }
    return render(request, "informing.html", context)


def sheet_of(
    case: Case, account: Account, sheet: str, spoken: str, version: Literal["carry", "full"]
) -> tuple[Sheet | None, tuple[str, ...]]:
    """Return the sheet, or none and what the record does not say that it cannot do without."""
    asked = fields(sheet)
    known = {name: value for name, value in facts_of(case, account).items() if name in asked and value}
    try:
        return drawn(sheet, spoken, known, version, deployment().demonstration), ()
    except Incomplete as incomplete:
        return None, tuple(asked[name].says for name in incomplete.missing)


def facts_of(case: Case, account: Account) -> dict[str, Any]:
    """Return what record and regime say of how this case goes."""
    file, regime = case.file, case.regime
    return {
        "office": office(),
        "code": case.number,
        "case": case.number,
        "phone": phone(),
        "made": dt.datetime.now(ZoneInfo(file.zone)).date(),
        "signer": account.name,
        "signer_title": DESKS[cast("Role", account.role)].capitalize(),
        "regime": regime.version,
        "regime_name": regime.title,
        "subject": regime.question.country,
        "country": country_of_return(case),
        "consult": regime.interview.consultation,
        "recording": regime.interview.recording,
        "remedy": regime.remedy.kind,
        "waiting": "outside" if file.custody.outside else "inside",
        "hearings": "yes" if any(each.awaited for each in file.hearings) else "no",
    }
