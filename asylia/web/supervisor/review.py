"""Legal-sufficiency review: each finding beside the lines it rests on; concur, or return for a stated reason."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpResponse
from django.urls import reverse

from asylia.core.command import Command
from asylia.core.file import Claim, Determination
from asylia.core.regime import Review
from asylia.core.standing import reviews_owed
from asylia.core.steps.review import Concur, ReturnForCorrection
from asylia.shell import drafting
from asylia.web import cases, drafts
from asylia.web.act import Step, acted, form_of, show
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks, Field, Typed
from asylia.web.passages import Shown, findings_of

DRAFT = "Review"  # one draft, whichever of the two commands ends it
VIEWS = (("sufficient", "Sufficient"), ("insufficient", "Insufficient"))
DECISIONS = (("concur", "Concur"), ("return", "Return for correction"))


@dataclass
class Marked:
    """One finding and the reviewer's view of it."""

    shown: Shown
    view: Field


def _asks(case: Case) -> Asks:
    listed = {each.id: each.says for each in case.regime.insufficiencies}
    return {
        "code": Ask("What is insufficient", choices=listed),
        "reasons": Ask("In words, for the officer", hint="Say what the reasons miss, not how the case should end."),
        "could_change_outcome": Ask("Could it change the outcome?", hint="If not, concur and send it as a note."),
        "notes": Ask("Notes for the officer", hint="They travel beside the decision and delay nothing.", optional=True,
                     long=True),
    }  # fmt: skip


# What a reviewer can do instead, by the rule that stopped the review.
CAN = {
    "review.deference": "Concur, with a note that travels beside the decision; or, at the limit of returns, leave it to"
    " the level that may override.",
    "roles.apart": "Leave it to another reviewer: past its time it passes by draw to one outside the chain.",
    "review.override": "Record what you see as a dissent; it stands beside the decision.",
}
CONCUR = Step(Concur, "Review", "Sign the review", "The review was not signed", asks=_asks,
              template="supervisor/review.html", back="to-review", tab="reviews", can=CAN)  # fmt: skip
RETURN = replace(CONCUR, command=ReturnForCorrection)


def page(request: CaseRequest, case: str) -> HttpResponse:
    """The review of the latest determination: nothing is marked before the reviewer marks it."""
    opened = cases.read(case)
    if "keep" in request.POST:
        return drafts.answer(request, opened, DRAFT)
    typed, kept = drafts.kept(request.account, opened, DRAFT)
    if request.method == "POST":
        typed = Typed(dict(request.POST.lists()))
    claim = opened.file.claims[-1] if opened.file.claims else None
    signed = claim.determination if claim else None
    concur, back = form_of(CONCUR, opened, typed), form_of(RETURN, opened, typed)
    decision = Field("decision", "choice", Ask("Your review"), required=True, choices=DECISIONS,
                     value=typed.text("decision"))  # fmt: skip
    marks = marks_of(opened, claim, signed, typed) if claim and signed else []
    chosen, form = (RETURN, back) if decision.value == "return" else (CONCUR, concur)
    beside = {
        "decision": decision, "marks": marks, "concur": concur, "back": back, "signed": signed, "claim": claim,
        "kept": kept, **standing_of(opened, claim, signed),
    }  # fmt: skip
    step = replace(chosen, more=lambda _: beside, whole=lambda given: with_marks(given, marks))
    if request.method != "POST":
        return show(request, step, opened, form)
    if slips := slips_of(decision, marks):
        return show(request, step, opened, form, code=422, slips={"title": step.refused, "fields": slips})
    answer = acted(request, step, opened, form)
    if answer.status_code == 303:
        drafting.drop(drafts.writing(request.account, opened, DRAFT))
    return answer


def marks_of(case: Case, claim: Claim, signed: Determination, typed: Typed) -> list[Marked]:
    """Return each finding as signed with the field of the reviewer's view."""
    zone = ZoneInfo(case.file.zone)
    return [
        Marked(shown, Field(f"view.{shown.key}", "choice", Ask(f"Your view of finding {shown.number}"), required=True,
                            choices=VIEWS, value=typed.text(f"view.{shown.key}")))
        for shown in findings_of(signed.findings, claim, case.regime, zone)
    ]  # fmt: skip


def slips_of(decision: Field, marks: Sequence[Marked]) -> list[Field]:
    """Return the fields that are not answered, or do not agree with each other, with the words of the slip."""
    slips = [mark.view for mark in marks if mark.view.value not in dict(VIEWS)]
    for field in slips:
        field.slip = "Sufficient or insufficient?"
    if decision.value not in dict(DECISIONS):
        decision.slip = "Concur, or return?"
        return [*slips, decision]
    if decision.value == "concur" and insufficient(marks):
        numbers = ", ".join(str(each.shown.number) for each in insufficient(marks))
        decision.slip = f"You marked finding {numbers} insufficient: return the decision, or mark it sufficient."
        return [*slips, decision]
    return slips


def insufficient(marks: Sequence[Marked]) -> list[Marked]:
    """Return what the reviewer marked insufficient."""
    return [mark for mark in marks if mark.view.value == "insufficient"]


def with_marks(given: Command, marks: Sequence[Marked]) -> Command:
    """Return the command with the reviewer's marks in its words, so that the officer reads which finding is meant."""
    if not isinstance(given, ReturnForCorrection) or not insufficient(marks):
        return given
    named = "; ".join(f"{mark.shown.number} {mark.shown.element}" for mark in insufficient(marks))
    return msgspec.structs.replace(given, reasons=f"{given.reasons}\n\nMarked insufficient: {named}")


def standing_of(case: Case, claim: Claim | None, signed: Determination | None) -> Mapping[str, Any]:
    """Return where this review stands: returns so far and at most, the standard, and whether it is late."""
    owed = owed_by_supervisor(case, signed) if signed else None
    standards = dict.fromkeys(case.regime.standard(each.standard) for each in case.regime.protections)
    late = bool(owed and owed.days is not None and signed
                and dt.datetime.now(dt.UTC) - signed.who.at > dt.timedelta(days=owed.days + 1))  # fmt: skip
    zone = ZoneInfo(case.file.zone)
    return {
        "signed_at": signed.who.at.astimezone(zone).strftime("%-d %b %H:%M") if signed else "",
        "owed": owed,
        "returns": claim.returns if claim else 0,
        "standards": [each for each in standards if each],
        "pass_url": reverse("pass-review", args=[case.id]) if late else "",
    }


def owed_by_supervisor(case: Case, signed: Determination) -> Review | None:
    """Return the review that is owed at the supervisor's level, None where it is done or not asked for."""
    if signed.returned:
        return None
    return next((each for each in reviews_owed(signed, case.regime) if each.level == "supervisor"), None)
