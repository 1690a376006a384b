"""The worksheet: findings element by element, the likelihood locked, then the outcome and the officer's signature.

One form holds all of it. Whatever button is pressed, findings that changed are recorded first; then the
likelihood is locked, or the determination signed. Nothing here proposes, ranks or preselects an answer.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from asylia.core.analysis import missing_elements
from asylia.core.command import Command, name_of
from asylia.core.decider import CaseCommand
from asylia.core.deciders import require_decider, require_heard
from asylia.core.errors import Broken, Refused, Rules, SlipOfForm, in_legal_order
from asylia.core.event import Author, Role
from asylia.core.file import Claim, Determination
from asylia.core.steps.determination import AssessCredibility, LockBand, SignDetermination
from asylia.shell import drafting
from asylia.shell.gathering import facts_for
from asylia.shell.reading import staff_of
from asylia.shell.submitting import Accepted
from asylia.web import cases, drafts
from asylia.web.act import Form, Rule, Step, refusal_of, slipped
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Field, Typed
from asylia.web.officer.claims import claim_of, is_own, may_write, zone_of
from asylia.web.officer.sheet import Sheet, claim_field, returned, sheet_of
from asylia.web.passages import evidence, findings_of, read_back, testimony
from asylia.web.reading import command_of
from asylia.web.standing import band_of

DRAFT = name_of(SignDetermination)
CAN = {
    "analysis.complete": "Write what is missing, with the lines it rests on.",
    "analysis.group": "Formulate the group from the facts, in your own words.",
    "analysis.standard": "Change a finding, with its reasons; or change the statement or the outcome; or, if you were "
    "told what to decide, record the contact.",
    "analysis.torture": "Change a finding, with its reasons; or change the outcome.",
    "readback.before-decision": "Read the summary back first; what you wrote is kept.",
    "interview.inconsistency": "Name an inconsistency that was put to the person, or find them credible.",
}  # fmt: skip
FINDING = Step(AssessCredibility, refused="Some findings were not recorded", can=CAN)
LOCK = Step(LockBand, refused="The likelihood was not locked", can=CAN)
SIGN = Step(SignDetermination, refused="The determination was not signed", can=CAN)


MARKED = "\n\nMarked insufficient: "  # what a review adds below its words: the numbers of findings, with their elements
Boxes = dict[str, Any]


def page(request: CaseRequest, case: str) -> HttpResponse:
    """The worksheet of the case's last claim; to read only once it is signed, or where a rule stops its reader."""
    opened = cases.read(case)
    claim = claim_of(opened)
    if claim is None:
        return sheet_page(request, opened, None, None)
    if request.method != "POST":
        typed, kept = drafts.kept(request.account, opened, DRAFT)
        return sheet_page(request, opened, claim, sheet_of(opened, claim, typed), kept=kept)
    if "keep" in request.POST:
        return drafts.answer(request, opened, DRAFT)
    return acted(request, opened, claim)


def acted(request: CaseRequest, case: Case, claim: Claim) -> HttpResponse:
    """Record what changed, then lock or sign, as the button says; what was typed is kept throughout."""
    typed = Typed(dict(request.POST.lists()))
    turn = Turn(request, case, sheet_of(case, claim, typed))
    kept = drafts.keep(request, case, DRAFT)
    do = request.POST.get("do", "findings")
    boxes = turn.record()
    if not boxes and do == "band":
        boxes = turn.give(LOCK, [claim_field(claim), turn.sheet.band])
    if not boxes and do == "sign":
        boxes = turn.give(SIGN, turn.sheet.sign)
    if boxes:
        return turn.again(typed, kept=kept, **boxes)
    if do == "sign":
        drafting.drop(drafts.writing(request.account, case, DRAFT))
    return HttpResponseRedirect(reverse("worksheet", args=[case.id]) + next_place(case, do), status=303)


def next_place(case: Case, do: str) -> str:
    """Return the place on the page where the officer goes on."""
    claim = claim_of(cases.read(case.id))
    if do == "sign" or claim is None:
        return ""
    if claim.band is not None:
        return "#outcome"
    return "#findings" if missing_elements(claim, Rules(case.regime)) else "#likelihood"


@dataclass
class Turn:
    """One press of a button: its commands are given one after the other, each having seen the one before."""

    request: CaseRequest
    case: Case
    sheet: Sheet

    def record(self) -> Boxes:
        """Record every part that was typed and is not on the record; returns the box of what stopped any of them."""
        slips: list[Field] = []
        rules: list[Rule] = []
        done = 0
        for number, part in enumerate(self.sheet.parts):
            if part.untouched:
                continue
            command = command_of(part.command, part.fields, author(self.request), self.case.file.zone)
            if isinstance(command, list):
                slips += command
            elif not part.same(command):
                boxes = self.submit(FINDING, command, part.fields, f"{number}")
                if "conflict" in boxes:
                    return boxes
                done += not boxes
                slips += boxes.get("slips", {}).get("fields", [])
                rules += boxes.get("refusal", {}).get("rules", [])
        kept = f"Nothing you typed was lost. {done} findings were recorded; those named here were not." if done else ""
        if rules:
            return {"refusal": {"title": FINDING.refused, "rules": rules, "kept": kept}}
        return {"slips": {"title": FINDING.refused, "fields": slips, "kept": kept}} if slips else {}

    def give(self, step: Step, fields: Sequence[Field]) -> Boxes:
        """Give one command of the sheet; returns the box of what stopped it, empty where it was recorded."""
        command = command_of(step.command, fields, author(self.request), self.case.file.zone)
        if isinstance(command, list):
            return {"slips": {"title": step.refused, "fields": command}}
        return self.submit(step, command, fields, step.command.__name__)

    def submit(self, step: Step, command: Command, fields: Sequence[Field], which: str) -> Boxes:
        """Submit a command under a key of its own, so that the same press counts once."""
        form = Form(list(fields), self.sheet.seen, f"{self.sheet.key}-{which}")
        try:
            answer = cases.submit(cast("CaseCommand", command), self.case, form.seen, form.key, self.request.account)
        except SlipOfForm as slip:
            return {"slips": slipped(step, form, slip)}
        match answer:
            case Refused():
                return {"refusal": refusal_of(step, answer, form)}
            case cases.Conflict():
                return {"conflict": {**vars(answer), **to_read(answer, self.case)}}
            case Accepted():
                self.sheet.seen = answer.version
        return {}

    def again(self, typed: Typed, **boxes: Any) -> HttpResponse:
        """Show the sheet on the case as it is now, with all that was typed and a word beside what stopped it."""
        now = cases.read(self.case.id)
        claim = cast("Claim", claim_of(now))
        anew = sheet_of(now, claim, typed)
        slips = {each.path: each.slip for each in self.sheet.every_field()}
        for each in anew.every_field():
            each.slip = slips.get(each.path, "")
        code = 409 if "conflict" in boxes else 422
        return sheet_page(self.request, now, claim, anew, code=code, **boxes)


def to_read(conflict: cases.Conflict, case: Case) -> dict[str, str]:
    """Return where what is new can be read, where that is a page of this desk."""
    if any(line.says.startswith(("Evidence", "Country information")) for line in conflict.lines):
        return {"read_url": reverse("evidence", args=[case.id]), "read_label": "Read the new evidence"}
    return {}


def author(request: CaseRequest) -> Author:
    """Return who gives the command, now."""
    return Author(by=request.account.staff, role=cast("Role", request.account.role), at=dt.datetime.now(dt.UTC))


# --- What the page shows


def stops(case: Case, claim: Claim, request: CaseRequest) -> Sequence[Broken]:
    """Return the rules that stop this reader from deciding today, before any field is shown (decider.trained)."""
    raw, who = house().raw(), author(request)
    officer = staff_of(house(), raw, who.by)
    any_act = AssessCredibility(who=who, claim=claim.number, credible=True, reasons="")
    facts = facts_for(house(), raw, case.file, any_act, officer)
    rules = Rules(case.regime)
    require_decider(case.file, claim, who, facts, rules, "decides")
    require_heard(claim, who, rules)
    return in_legal_order(rules.broken)


def sheet_page(
    request: CaseRequest, case: Case, claim: Claim | None, sheet: Sheet | None, *, code: int = 200, **boxes: Any
) -> HttpResponse:
    """Return the page: the box of what stopped, what was asked, the sheet or what was signed, the record beside."""
    if sheet is not None:
        # Each showing is a form of its own; what changed meanwhile is shown, and so has been seen.
        sheet.seen, sheet.key = case.file.version, uuid.uuid4().hex
    stopped = stops(case, claim, request) if claim and may_write(case, claim, request.account) else ()
    writes = claim is not None and may_write(case, claim, request.account) and not stopped
    signed = claim.determination if claim and not writes else None
    context = {
        "case": case,
        "claim": claim,
        "band": band_of(case, request.account, dt.datetime.now(dt.UTC), current="worksheet"),
        "sheet": sheet,
        "stopped": stopped,
        "writes": writes,
        "signed": signed,
        "standards": [each for each in dict.fromkeys(
            case.regime.standard(each.standard) for each in case.regime.protections) if each],
        "own": claim is not None and is_own(claim, request.account),
        **(beside(case, claim, signed) if claim else {}),
    }  # fmt: skip
    return render(request, "officer/worksheet.html", {**context, **boxes}, status=code)


def beside(case: Case, claim: Claim, signed: Determination | None) -> dict[str, Any]:
    """Return what stands around the sheet: the record to cite, what a reviewer wrote, how far it has come."""
    zone = zone_of(case)
    back = returned(claim)
    codes = {each.id: each.says for each in case.regime.insufficiencies}
    return {
        "all_found": not missing_elements(claim, Rules(case.regime)),
        "testimony": list(testimony(claim, zone)),
        "read_back": list(read_back(claim)),
        "evidence": [each for each in evidence(claim) if each.cite.startswith("E")],
        "country": [each for each in evidence(claim) if each.cite.startswith("C")],
        "returned": back,
        "returned_words": back.reasons.partition(MARKED)[0] if back else "",
        "returned_for": codes.get(back.code, back.code) if back else "",
        "findings": findings_of(signed.findings, claim, case.regime, zone) if signed else [],
        "signed_at": f"{signed.who.at.astimezone(zone):%-d %b %Y, %H:%M}" if signed else "",
        "protections": [(each.says, signed.met.get(each.id)) for each in case.regime.protections] if signed else [],
    }
