"""Drawn reviews: headquarters decides anew, from the record alone, without sight of outcome, officer or site."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.caseload.models import CaseRow
from asylia.core.errors import Refused
from asylia.core.event import Author
from asylia.core.file import Outcome
from asylia.core.steps.drawn_review import RecogniseCase, SignDrawnReview
from asylia.shell import drafting
from asylia.web import cases
from asylia.web.act import Form, Step, form_of, refusal_of
from asylia.web.band import Stage
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import YES_NO, Ask, Field, Typed
from asylia.web.headquarters.blind import masked, names_around
from asylia.web.headquarters.drawn_list import STEPS, Drawn, find, reached_in, writing
from asylia.web.passages import Asked, elements_of
from asylia.web.reading import plain_text

FOUND = (("found", "Found"), ("not_found", "Not found"))
OUTCOMES = (("positive", "Positive: the standard is met"), ("negative", "Negative: the standard is not met"))
RECOGNISE = Step(RecogniseCase, "I recognise this case", refused="That you recognise it was not recorded")
SIGN = Step(SignDrawnReview, "Sign", "Sign the drawn review", "The drawn review was not signed")


class Finding(NamedTuple):
    """One element with the reviewer's own finding on it."""

    asked: Asked
    found: Field
    cites: Field


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest, place: str, step: str) -> HttpResponse:
    """One of the four steps of a drawn review; each is kept when it is left, and only the last is recorded."""
    if step not in STEPS:
        raise Http404
    drawn = find(request.account, place)
    cases.note_read(request.account, drawn.case.id, page="drawn-review", shown=True)
    if request.method == "POST" and "recognise" in request.POST:
        return recognise(request, drawn, step)
    return PAGES[step](request, drawn)


def keep(request: CaseRequest, drawn: Drawn, fields: Mapping[str, str]) -> dt.datetime:
    """Keep what this step holds, beside what the others hold; returns when."""
    row = CaseRow.objects.get(case=drawn.case.id)
    return drafting.keep(house(), writing(request.account, row), {**drawn.kept, **fields})


def shown(request: CaseRequest, drawn: Drawn, step: str, code: int = 200, **more: Any) -> HttpResponse:
    """Return one step's page: its own band, with nothing of the case in it, and the record, names removed."""
    context = {
        "drawn": drawn,
        "step": step,
        "stages": stages(drawn.kept, step),
        "passages": masked(drawn.case.file, drawn.claim, names_around(drawn.case.file)),
        "standards": {each.standard.replace("_", " ") for each in drawn.case.regime.protections},
        "regime": drawn.case.regime.title,
        **more,
    }
    return render(request, f"headquarters/drawn_{step}.html", context, status=code)


def stages(kept: Mapping[str, str], step: str) -> Sequence[Stage]:
    """Return the four steps for the track: done, now, ahead."""
    order = list(STEPS)
    reached, now = order.index(reached_in(kept)), order.index(step)
    states = ["now" if n == now else "done" if n < reached else "ahead" for n in range(len(order))]
    words = {"now": "now", "done": "kept", "ahead": "opens next"}
    return [Stage(STEPS[name], words[state], cast("Any", state)) for name, state in zip(order, states, strict=True)]


def go_on(drawn: Drawn, step: str) -> HttpResponse:
    """Return the way to another step."""
    return HttpResponseRedirect(reverse("drawn-review", args=[drawn.place, step]), status=303)


def read(request: CaseRequest, drawn: Drawn) -> HttpResponse:
    """Read: the whole record before anything is found."""
    if request.method == "POST":
        keep(request, drawn, {"read": "yes"})
        return go_on(drawn, "findings")
    return shown(request, drawn, "read")


def findings(request: CaseRequest, drawn: Drawn) -> HttpResponse:
    """Findings: each element, found or not, with the lines it rests on, and reasons."""
    if reached_in(drawn.kept) == "read":
        return go_on(drawn, "read")
    typed = Typed(dict(request.POST.lists()) if request.method == "POST" else {k: [v] for k, v in drawn.kept.items()})
    found = [finding_of(asked, typed) for asked in elements_of(drawn.case.regime)]
    reasons = Field("reasons", "long", Ask("Reasons", long=True), required=True, value=typed.text("reasons"))
    answers = {field.path: field.value for each in found for field in (each.found, each.cites)}
    if request.method != "POST":
        return shown(request, drawn, "findings", found=found, reasons=reasons)
    if "keep" in request.POST:
        return kept(request, drawn, {**answers, "reasons": reasons.value, "findings": ""})
    if slips := slips_of(found, reasons):
        box = {"title": "Your findings were not kept", "fields": slips}
        return shown(request, drawn, "findings", 422, found=found, reasons=reasons, slips=box)
    keep(request, drawn, {**answers, "reasons": reasons.value, "findings": "yes"})
    return go_on(drawn, "outcome")


def kept(request: CaseRequest, drawn: Drawn, fields: Mapping[str, str]) -> HttpResponse:
    """Keep findings half done, and say so: in a word to a script, else on the page itself."""
    at = keep(request, drawn, fields).astimezone(ZoneInfo(request.account.zone))
    if "X-Draft" in request.headers:
        return HttpResponse(f"Draft kept, {at:%H:%M}", content_type="text/plain; charset=utf-8")
    return HttpResponseRedirect(f"{request.path}#kept", status=303)


def finding_of(asked: Asked, typed: Typed) -> Finding:
    """Return one element with what was typed for it."""
    name = f"found.{asked.key}"
    found = Field(name, "choice", Ask(f"Finding {asked.number}"), required=True, choices=FOUND, value=typed.text(name))
    name = f"cites.{asked.key}"
    cites = Field(name, "text", Ask(f"Finding {asked.number} rests on"), required=False, value=typed.text(name))
    return Finding(asked, found, cites)


def slips_of(found: Sequence[Finding], reasons: Field) -> list[Field]:
    """Return the fields that are not answered, with the words of the slip."""
    slips = [each.found for each in found if each.found.value not in dict(FOUND)]
    for field in slips:
        field.slip = "Found, or not found?"
    for field in (*(each.cites for each in found), reasons):
        try:
            plain_text(field.value)
        except ValueError as slip:
            field.slip = str(slip)
            slips.append(field)
    if not reasons.value.strip():
        reasons.slip = "This is missing."
        slips.append(reasons)
    return slips


def outcome(request: CaseRequest, drawn: Drawn) -> HttpResponse:
    """Outcome: opens when every element has a finding; nothing is chosen beforehand."""
    if reached_in(drawn.kept) in ("read", "findings"):
        return go_on(drawn, reached_in(drawn.kept))
    value = request.POST.get("outcome", "") if request.method == "POST" else drawn.kept.get("outcome", "")
    field = Field("outcome", "choice", Ask("Outcome"), required=True, choices=OUTCOMES, value=value)
    if request.method != "POST":
        return shown(request, drawn, "outcome", outcome=field)
    if value not in dict(OUTCOMES):
        field.slip = "Choose one."
        slips = {"title": "The outcome was not kept", "fields": [field]}
        return shown(request, drawn, "outcome", 422, outcome=field, slips=slips)
    keep(request, drawn, {"outcome": value})
    return go_on(drawn, "sign")


def sign(request: CaseRequest, drawn: Drawn) -> HttpResponse:
    """Sign: the whole text as it will be recorded; who recognised the case is replaced instead."""
    if reached_in(drawn.kept) != "sign":
        return go_on(drawn, reached_in(drawn.kept))
    form = sign_form(request, drawn)
    recognised = form.field["recognised"]
    more: dict[str, Any] = {
        "form": form,
        "recognised": recognised,
        "whole": whole(drawn),
        "outcome": drawn.kept["outcome"],
    }
    if request.method != "POST":
        return shown(request, drawn, "sign", **more)
    if recognised.value not in ("yes", "no"):
        recognised.slip = "Yes, or no?"
        return shown(request, drawn, "sign", 422, slips={"title": SIGN.refused, "fields": [recognised]}, **more)
    if recognised.value == "yes":
        return recognise(request, drawn, "sign", **more)
    who = Author(by=request.account.staff, role="headquarters", at=dt.datetime.now(dt.UTC))
    command = SignDrawnReview(
        who=who, claim=drawn.claim.number, determination=drawn.signed.number, reasons=whole(drawn),
        outcome=cast("Outcome", drawn.kept["outcome"]),
    )  # fmt: skip
    answer = cases.submit(command, drawn.case, form.seen, form.key, request.account)
    if isinstance(answer, Refused):
        return shown(request, drawn, "sign", 422, refusal=refusal_of(SIGN, answer, form), **more)
    if isinstance(answer, cases.Conflict):
        # What changed is not shown: it could name the outcome or who decided (review.blind).
        form.seen = answer.now
        return shown(request, drawn, "sign", 409, changed=True, **more)
    drafting.drop(writing(request.account, CaseRow.objects.get(case=drawn.case.id)))
    return HttpResponseRedirect(reverse("drawn-reviews"), status=303)


def sign_form(request: CaseRequest, drawn: Drawn) -> Form:
    """Return the form of the last step, without the numbers that tell how often this case was here before."""
    typed = Typed(dict(request.POST.lists())) if request.method == "POST" else Typed()
    form = form_of(SIGN, drawn.case, typed)
    ask = Ask("Did you recognise the case?", hint="From the press, an earlier look, or someone’s telling.")
    value = typed.text("recognised")
    form.fields = [Field("recognised", "yesno", ask, required=True, choices=YES_NO, value=value)]
    return form


def recognise(request: CaseRequest, drawn: Drawn, step: str, **more: Any) -> HttpResponse:
    """Say that the case was recognised: another reviewer decides it, and what was found here is thrown away."""
    who = Author(by=request.account.staff, role="headquarters", at=dt.datetime.now(dt.UTC))
    command = RecogniseCase(who=who, claim=drawn.claim.number, determination=drawn.signed.number)
    answer = cases.submit(command, drawn.case, drawn.case.file.version, "", request.account)
    if isinstance(answer, Refused):
        form = Form([], seen=drawn.case.file.version, key="")
        return shown(request, drawn, step, 422, **more | {"refusal": refusal_of(RECOGNISE, answer, form)})
    if isinstance(answer, cases.Conflict):
        return shown(request, drawn, step, 409, **more | {"changed": True})
    drafting.drop(writing(request.account, CaseRow.objects.get(case=drawn.case.id)))
    return HttpResponseRedirect(reverse("drawn-reviews"), status=303)


def whole(drawn: Drawn) -> str:
    """Return the reasons as they will be recorded: each element with its finding, then the reviewer's words."""
    lines = [f"{each.number} {each.element} {said(drawn.kept, each)}" for each in elements_of(drawn.case.regime)]
    return "\n".join([*lines, "", drawn.kept.get("reasons", "")])


def said(kept: Mapping[str, str], asked: Asked) -> str:
    """Return a finding in words: `Found (T 26, T 28).`."""
    finding = dict(FOUND).get(kept.get(f"found.{asked.key}", ""), "No finding")
    cites = kept.get(f"cites.{asked.key}", "").strip()
    return f"{finding} ({cites})." if cites else f"{finding}."


PAGES: dict[str, Callable[[CaseRequest, Drawn], HttpResponse]] = {
    "read": read, "findings": findings, "outcome": outcome, "sign": sign,
}  # fmt: skip
