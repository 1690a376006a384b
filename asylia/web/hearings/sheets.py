"""The sheet of a notice: from the record and what the clerk adds to the paper that a person is handed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from asylia.accounts.models import Account
from asylia.accounts.staff import deployment
from asylia.core.file import CaseFile, Determination, Hearing
from asylia.core.steps.notice import PrepareNotice
from asylia.notices import Field as Fact
from asylia.notices import Incomplete, Sheet, Unfit, fields, render
from asylia.web.cases import Case
from asylia.web.fields import Ask, Field, Typed
from asylia.web.hearings.kinds import KINDS
from asylia.web.officer.claims import named
from asylia.web.receipt import city, phone
from asylia.web.templatetags.words import court

# Kinds of fact that are never typed: they come from the record or not at all.
NOT_TYPED = frozenset({"points", "citations", "proof"})
KIND_OF_FIELD = {"day": "date", "time": "time", "lines": "list", "choice": "choice"}
WITHHELD = "Printed at the asylum office; this desk does not read reasons."


class Paper(NamedTuple):
    """A sheet, or what is wanting for it."""

    sheet: Sheet | None
    wanting: tuple[str, ...] = ()


def paper_of(case: Case, act: PrepareNotice, account: Account, typed: Mapping[str, Any], *, carry: bool) -> Paper:
    """Return the sheet of a notice as it would go out."""
    sheet = KINDS[act.kind].sheet
    asked = fields(sheet)
    told = {**typed, **facts_of(case, act, account)}
    known = {name: value for name, value in told.items() if name in asked}
    version = "carry" if carry else "full"
    try:
        return Paper(render(sheet, act.language or "en", known, version, deployment().demonstration))  # type: ignore[arg-type]
    except Incomplete as incomplete:
        return Paper(None, tuple(asked[name].says for name in incomplete.missing))
    except Unfit as unfit:
        says = asked[unfit.field].says if unfit.field in asked else unfit.field
        return Paper(None, (f"{says}: {unfit.why}",))


def facts_of(case: Case, act: PrepareNotice, account: Account) -> dict[str, Any]:
    """Return what record and notice say themselves; what they do not say is left out, to be typed."""
    file, regime = case.file, case.regime
    today = dt.datetime.now(ZoneInfo(file.zone)).date()
    claim = file.claims[-1] if file.claims else None
    hearing = ahead(file, act)
    told = {
        "office": deployment().place or account.office,
        "code": case.number,
        "case": case.number,
        "phone": phone(),
        "made": today,
        "signer": act.signer,
        "signer_title": act.title,
        "regime": regime.version,
        "regime_name": regime.title,
        "name": file.name,
        "spoken": act.language,
        "hearing_day": act.day or (hearing.day if hearing else None),
        "hearing_time": act.time or (hearing.time if hearing else None),
        "hearing_city": city(act.court or (hearing.court if hearing else "")),
        "court": court(act.court) if act.court else None,
        "report_day": act.report_day,
        "report_time": act.report_time,
        "report_place": act.port,
        "report_city": act.port,
        "interpreter": named(claim.interpreter.id) if claim and claim.interpreter else None,
        "together": "yes" if file.family else None,
        **of_replaced(file, act),
    }
    determination = file.determination(act.claim, act.determination)
    if KINDS[act.kind].decision and determination is not None:
        told |= of_decision(case, determination, account)
    return {name: value for name, value in told.items() if value not in (None, "")}


def ahead(file: CaseFile, act: PrepareNotice) -> Hearing | None:
    """Return the hearing that a sheet about reporting is for; None for a sheet that sets a day of its own."""
    return next((each for each in file.hearings if each.awaited), None) if act.kind == "reporting" else None


def of_replaced(file: CaseFile, act: PrepareNotice) -> dict[str, Any]:
    """Return the day that an earlier paper told and this one replaces: of a hearing moved, or taken off its day."""
    here = next((e for e in file.hearings if e.awaited and (e.day, e.time) == (act.day, act.time)), None)
    if here is not None:
        told = file.told_before(here)
    else:
        followed = {each.replaces for each in file.hearings}
        told = next((e for e in reversed(file.hearings) if e.postponed and e.notice and e.number not in followed), None)
    return {"old_day": told.day} if told and told.day != act.day else {}


def of_decision(case: Case, determination: Determination, account: Account) -> dict[str, Any]:
    """Return the facts of a decision; a clerk's desk is shown that there are reasons, not which (data.purpose)."""
    regime = case.regime
    placement = regime.placement
    elements = {each.id: each.says for _, each in regime.elements()}
    points = [
        (elements.get(each.element, each.element), f"{each.finding.replace('_', ' ').capitalize()}. {each.reasons}")
        for each in determination.findings
    ]
    subject = {"return": "return", "origin": "origin", "removal": "removal"}[regime.question.country]
    return {
        "outcome": determination.standing,
        "subject": subject,
        "country": placement.country if placement else next((n.country for n in case.file.nationalities), ""),
        "question": regime.question.says,
        "reasons": points if reads_reasons(account) else [(regime.question.says, WITHHELD)],
        "remedy": regime.remedy.kind,
        "silence": regime.remedy.silence_means or "request",
    }


def reads_reasons(account: Account) -> bool:
    """Whether a desk, counsel who was served, or the person reads reasons; clerks' and border desks' sheets do not."""
    return account.role in ("asylum_officer", "supervisor", "counsel", "applicant")


def fields_for(case: Case, act_kind: str, account: Account, typed: Typed) -> list[Field]:
    """Return fields for the facts that only the clerk knows; none is required before the sheet is looked at."""
    claim = case.file.claims[-1] if case.file.claims else None
    decided = claim.determination if claim else None
    probe = PrepareNotice(
        who=case.file.opened, kind=act_kind, language="en",  # type: ignore[arg-type]
        claim=claim.number if claim else 0, determination=decided.number if decided else 0,
    )  # fmt: skip
    known = facts_of(case, probe, account).keys() | FROM_THE_FORM
    asked = fields(KINDS[act_kind].sheet).items()
    return [field_of(name, fact, typed) for name, fact in asked if name not in known and fact.type not in NOT_TYPED]


FROM_THE_FORM = frozenset({
    "spoken", "hearing_day", "hearing_time", "hearing_city", "court", "report_day", "report_time", "report_place",
    "report_city", "signer", "signer_title", "phone", "regime_name", "law", "interpreter", "old_day",
})  # fmt: skip


def field_of(name: str, fact: Fact, typed: Typed) -> Field:
    """Return one fact of a sheet as a field of the form."""
    path = f"sheet.{name}"
    choices = tuple((each, each.replace("_", " ").capitalize()) for each in fact.choices)
    ask = Ask(fact.says, optional=True)
    kind = KIND_OF_FIELD.get(fact.type, "text")
    return Field(path, kind, ask, required=False, choices=choices, value=typed.text(path), values=typed.all(path))


def typed_facts(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed for the sheet as its facts: days and hours as such."""
    asked = fields(KINDS[kind].sheet)
    made: dict[str, Any] = {}
    for name, value in content.items():
        match asked[name].type:
            case "day":
                made[name] = dt.date.fromisoformat(value)
            case "time":
                made[name] = dt.time.fromisoformat(value)
            case _:
                made[name] = value
    return {name: value for name, value in made.items() if value}
