"""One pattern for every step: a core command becomes a form, and what the core answers becomes a page.

303 when it was recorded; 422 with slips of form, or with every rule that refused it; 409 when the case
changed meanwhile. In all of these but the first, all that was typed stands in the form again.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from asylia.core.authority import MAY
from asylia.core.command import Command, Report, name_of
from asylia.core.decider import CaseCommand
from asylia.core.errors import Broken, Refused, SlipOfForm
from asylia.core.event import Author, Role
from asylia.core.rules import in_full
from asylia.shell.submitting import Accepted
from asylia.web import cases, drafts, uploading
from asylia.web.asks import common
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks, Field, Typed, fields_of
from asylia.web.reading import HAPPENED, command_of
from asylia.web.standing import band_of
from asylia.web.ways import CAN


def nothing_more(case: Case) -> dict[str, Any]:
    """Ask, and show, nothing beyond what every step does."""
    del case
    return {}


def as_typed(command: Command) -> Command:
    """Return the command as it was typed."""
    return command


@dataclass(frozen=True)
class Step:
    """One command as a page: title, button, the words when it is refused, how its fields are asked.

    `whole` adds what the page, not its form, knows: a draw, marks beside each finding. `back` is the list
    to return to where the desk does not see the case again, `place` the element to return to on `done`, `tab`
    the tab it stands under. `drafted` keeps what is half written; `can` says what can be done, by rule id.
    """

    command: type[Command]
    title: str = ""
    button: str = ""
    refused: str = ""
    lead: str = ""
    asks: Callable[[Case], Asks] = nothing_more
    template: str = "act.html"
    done: str = "case"
    place: str = ""
    back: str = ""
    tab: str = ""
    drafted: bool = False
    can: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[Case], Mapping[str, Any]] = nothing_more
    whole: Callable[[Command], Command] = as_typed


@dataclass
class Form:
    """A step's form on one page: its fields, what its writer had seen, the key that makes it count once."""

    fields: list[Field]
    seen: int
    key: str

    @property
    def field(self) -> Mapping[str, Field]:
        """The fields by path, for templates that place them themselves."""
        return {f.path: f for f in self.fields}

    @property
    def sends_file(self) -> bool:
        """Whether a file can come with it."""
        return any(f.kind == "file" for f in self.fields)


@dataclass(frozen=True)
class Rule:
    """One broken rule as the refusal box says it."""

    id: str
    says: str
    details: list[str]
    cite: Mapping[str, Any]
    field: str = ""
    anchor: str = ""
    entered: str = ""
    can: str = ""


def default_step(command: type[Command]) -> Step:
    """Return the page that a command has of itself: its name in words, its docstring as the lead."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name_of(command)).capitalize()
    lead = (command.__doc__ or "").split("\n")[0]
    return Step(command, title=words, button=words, refused=f"Not recorded: {words[0].lower()}{words[1:]}", lead=lead)


# Every command has its page and address, whoever may give it: that is the core's to say (architecture.md).
STEPS: dict[str, Step] = {name_of(command): default_step(command) for command in MAY}


def page(request: CaseRequest, case: str, act: str) -> HttpResponse:
    """Any command on a case: GET shows its form, POST submits it."""
    if act not in STEPS:
        raise Http404
    return of_step(STEPS[act])(request, case)


def of_step(step: Step) -> Callable[[CaseRequest, str], HttpResponse]:
    """Return the view of one step."""

    def view(request: CaseRequest, case: str) -> HttpResponse:
        opened = cases.read(case)
        name = name_of(step.command)
        if request.method != "POST":
            typed, at = drafts.kept(request.account, opened, name) if step.drafted else (Typed(), "")
            return show(request, step, opened, form_of(step, opened, typed), kept=at)
        if step.drafted and "keep" in request.POST:
            return drafts.answer(request, opened, name)
        form = form_of(step, opened, Typed(dict(request.POST.lists())))
        if slips := uploading.receive(request, opened, form.fields):
            return show(request, step, opened, form, code=422, slips={"title": step.refused, "fields": slips})
        if "more" in request.POST:
            return show(request, step, opened, form)
        return acted(request, step, opened, form)

    return view


def form_of(step: Step, case: Case, typed: Typed) -> Form:
    """Return a step's form: empty with a key of its own, or with what was posted in it."""
    asks = {**common(case), **step.asks(case)}
    fields = fields_of(step.command, asks, typed)
    if issubclass(step.command, Report):
        fields.append(happened(case, typed))
    seen = typed.text("seen")
    return Form(
        fields,
        seen=int(seen) if re.fullmatch(r"\d{1,9}", seen) else case.file.version,
        key=typed.text("key")[:64] or uuid.uuid4().hex,
    )


def happened(case: Case, typed: Typed) -> Field:
    """Return the field in which a report says when it happened; an act happens when it is sent."""
    ask = Ask(label="When it happened", hint=f"Time of the place of this case ({case.file.zone}).")
    now = f"{datetime.now(ZoneInfo(case.file.zone)):%Y-%m-%dT%H:%M}"
    value = typed.text(HAPPENED) if typed.post is not None else now
    return Field(HAPPENED, "moment", ask, required=True, value=value)


def acted(request: CaseRequest, step: Step, case: Case, form: Form) -> HttpResponse:
    """Submit what was typed and return the page that says what became of it."""
    who = Author(by=request.account.staff, role=cast("Role", request.account.role), at=datetime.now(UTC))
    command = command_of(step.command, form.fields, who, case.file.zone)
    if isinstance(command, list):
        slips = {"title": step.refused, "fields": command}
        return show(request, step, case, form, code=422, slips=slips)
    command = step.whole(command)
    try:
        answer = cases.submit(cast("CaseCommand", command), case, form.seen, form.key, request.account)
    except SlipOfForm as slip:
        return show(request, step, case, form, code=422, slips=slipped(step, form, slip))
    match answer:
        case Refused():
            return show(request, step, case, form, code=422, refusal=refusal_of(step, answer, form))
        case cases.Conflict():
            # What is new has been shown; the same text may go on from there, as a form of its own.
            form.seen, form.key = answer.now, uuid.uuid4().hex
            return show(request, step, case, form, code=409, conflict=answer)
        case Accepted():
            after = reverse(step.back) if step.back else reverse(step.done, args=[case.id]) + step.place
            return HttpResponseRedirect(after, status=303)


def slipped(step: Step, form: Form, slip: SlipOfForm) -> dict[str, Any]:
    """Return the box of a slip that only the shell could see, with its words beside the field that holds it."""
    named = (each for each in every_field(form.fields) if each.path == slip.field)
    blamed = next(named, None) or Field(slip.field, "hidden", Ask(), required=False)
    blamed.slip = slip.says
    return {"title": step.refused, "fields": [blamed]}


def refusal_of(step: Step, refused: Refused, form: Form) -> dict[str, Any]:
    """Return the refusal box, and put each rule's sentence beside the field that it speaks of."""
    by_rule = groupby(refused.rules, key=lambda broken: broken.rule)
    return {"title": step.refused, "rules": [rule_of(list(broken), step, form) for _, broken in by_rule]}


def rule_of(every: list[Broken], step: Step, form: Form) -> Rule:
    """Return one broken rule, said once with all that breaks it, and the first field that shows it."""
    broken = next((each for each in every if each.field), every[0])
    details = [sentence(each) for each in every if each.detail]
    cite, can = {"says": in_full(broken.citation)}, step.can.get(broken.rule, CAN.get(broken.rule, ""))
    for each in every:
        if (beside := speaks_of(form, each)) is not None:
            beside.slip = beside.slip or sentence(each)
    shown = speaks_of(form, broken)
    if shown is None:
        return Rule(broken.rule, broken.says, details, cite, can=can)
    entered = dict(shown.choices).get(shown.value, shown.value)
    return Rule(broken.rule, broken.says, details, cite, shown.label, shown.id, entered[:120], can)


def sentence(broken: Broken) -> str:
    """Return what in this case breaks the rule, as a sentence; the rule's own where nothing more is known."""
    detail = broken.detail.rstrip(".")
    return f"{detail[0].upper()}{detail[1:]}." if detail else broken.says


def speaks_of(form: Form, broken: Broken) -> Field | None:
    """Return the field that a broken rule names: the form's own, else a part of one (`private` of `conditions`)."""
    shown = [f for f in every_field(form.fields) if f.kind != "hidden"]
    own = (f for f in shown if f.path == broken.field)
    part = (f for f in shown if broken.field and f.path.endswith(f".{broken.field}"))
    return next(own, None) or next(part, None)


def every_field(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield fields with the parts and rows inside them."""
    for each in fields:
        yield each
        yield from every_field(each.parts)
        for row in each.rows:
            yield from every_field(row)


def show(request: CaseRequest, step: Step, case: Case, form: Form, *, code: int = 200, **boxes: Any) -> HttpResponse:
    """Return the step's page: the case band, one box at most, the form."""
    band = band_of(case, request.account, datetime.now(UTC), current=step.tab)
    context = {"step": step, "form": form, "band": band, "case": case}
    return render(request, step.template, {**context, **step.more(case), **boxes}, status=code)
