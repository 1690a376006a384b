"""Sheets that inform and decide nothing: advisal, whole way, what was read back, the remedy, whom to tell of a move.

They are drawn from the record whenever they are wanted, to be read aloud, said back and handed over; that they were is
recorded with the step itself (the advisal, the read-back, the service of the decision).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.accounts.staff import deployment
from asylia.core.event import Role
from asylia.core.file import Notice
from asylia.core.steps.contact import ContactChanged
from asylia.notices import Incomplete, Sheet, Unfit, fields, title
from asylia.notices import render as drawn
from asylia.notices.spoken import oral
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest
from asylia.web.hearings.printing import kept
from asylia.web.hearings.serving import has_remedy
from asylia.web.names import language
from asylia.web.officer.claims import named, zone_of
from asylia.web.paper import filed, files
from asylia.web.receipt import country_of_return, office, phone
from asylia.web.templatetags.words import DESKS, court

Told = Mapping[str, Any] | None
"""What a sheet is told beside what all are told; None where the record has nothing to tell."""


@require_GET
def page(request: CaseRequest, case: str, sheet: str) -> HttpResponse:
    """Show one sheet; raises Http404 for any other, and for one of which the record has nothing to tell yet."""
    if sheet not in SHEETS:
        raise Http404
    return shown(request, cases.read(case), sheet, SHEETS[sheet])


@require_GET
def readback(request: CaseRequest, case: str) -> HttpResponse:
    """Show what was read back, at the desks that read the record of a claim."""
    return shown(request, cases.read(case), "readback", of_readback)


def shown(request: CaseRequest, opened: Case, sheet: str, told: Callable[[Case, Account], Told]) -> HttpResponse:
    """Show a sheet, or the file of it that is asked for, in a language the person is recorded as understanding."""
    facts = told(opened, request.account)
    spoken = opened.file.languages or ("en",)
    asked = request.GET.get("lang", opened.file.best_language or spoken[0])
    if asked not in spoken or facts is None:
        raise Http404
    carry = request.GET.get("version", "carry" if opened.file.custody.outside else "full") == "carry"
    known = {**facts_of(opened, request.account), **facts}
    made, wanting = sheet_of(known, sheet, asked, "carry" if carry else "full")
    if file := filed(request, made):
        return file
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
        "typed": last_dated(opened) if sheet == "change_of_address" else None,
        "files": files(request.GET) if made else [],
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(made.html) if made else "",  # noqa: S308
    }
    return render(request, "informing.html", context)


def sheet_of(
    facts: Mapping[str, Any], sheet: str, spoken: str, version: Literal["carry", "full"]
) -> tuple[Sheet | None, tuple[str, ...]]:
    """Return the sheet, or none and what the record does not say that it cannot do without."""
    asked = fields(sheet)
    known = {name: value for name, value in facts.items() if name in asked and value}
    try:
        return drawn(sheet, spoken, known, version, deployment().demonstration), ()
    except Incomplete as incomplete:
        return None, tuple(asked[name].says for name in incomplete.missing)
    except Unfit as unfit:
        return None, (f"{asked[unfit.field].says if unfit.field in asked else unfit.field}: {unfit.why}",)


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


def of_regime(case: Case, account: Account) -> Told:  # noqa: ARG001 (one shape for all sheets)
    """What the regime says is all."""
    return {}


def of_readback(case: Case, account: Account) -> Told:  # noqa: ARG001
    """Return the facts as understood, each correction beside its fact, and what was added, then or since."""
    claim = next((each for each in reversed(case.file.claims) if each.readback), None)
    if claim is None or claim.readback is None:
        return None
    given, at = claim.readback, claim.readback.at.astimezone(zone_of(case))
    texts = [each.text for each in given.facts]
    corrections = [(each.text, each.correction) for each in given.facts if each.correction]
    corrections += [(texts[each.fact - 1], each.words) for each in given.corrections if 0 < each.fact <= len(texts)]
    added = [each.words for each in given.corrections if not 0 < each.fact <= len(texts)]
    return {
        "name": case.file.name,
        "read_day": at.date(),
        "read_time": at.time().replace(second=0, microsecond=0),
        "spoken": given.language,
        "interpreter": named(claim.interpreter.id) if claim.interpreter else None,
        "facts": texts,
        "corrections": [f"{words} ({fact})" for fact, words in corrections],
        "added": [each for each in (given.added, *added) if each],
        "answer": "corrected" if given.confirmed and corrections else "confirmed" if given.confirmed else "refused",
        "refusal": given.reason,
    }


def of_remedy(case: Case, account: Account) -> Told:
    """Return what the regime gives against the last negative that a notice tells; a last day as that notice has it."""
    notice = next((each for each in reversed(case.file.notices) if has_remedy(case, each)), None)
    remedy = case.regime.remedy
    if notice is None or remedy.kind == "none":
        return None
    until = {name: value for name, value in kept(case, account, notice).items() if name.startswith("until_")}
    return {"name": case.file.name, "silence": remedy.silence_means or "request", **until}


def of_move(case: Case, account: Account) -> Told:
    """Return which court must be told, where it is, and the day on which a change was last written down here.

    The form is one of the immigration courts of the United States; elsewhere there is no such sheet.
    """
    if case.regime.jurisdiction != "US":
        return None
    notice = last_dated(case)
    at = court_told(case, account, notice) if notice else {}
    changed = [each.who.at for each in events_of(case.entries) if isinstance(each, ContactChanged)]
    told = changed[-1].astimezone(zone_of(case)).date() if changed else None
    return {"name": case.file.name, "told_day": told, **at}


def last_dated(case: Case) -> Notice | None:
    """Return the last notice that names a hearing, and so a court; None where there is none."""
    return next((each for each in reversed(case.file.notices) if each.hearing), None)


def court_told(case: Case, account: Account, notice: Notice) -> dict[str, Any]:
    """Return the court that a notice names, and the address typed for that notice's sheet, while it is kept."""
    address = kept(case, account, notice).get("court_address")
    return {"court": court(case.file.hearings[notice.hearing - 1].court), "court_address": address}


SHEETS: Mapping[str, Callable[[Case, Account], Told]] = {
    "advisal": of_regime,
    "process": of_regime,
    "right_to_review": of_remedy,
    "change_of_address": of_move,
}
