"""The overseer asks for the evidence behind a measure; the agency answers. Both stand on the record beside it."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.core.streams.oversight import AnswerMeasure, AskEvidence
from asylia.oversight.row import Row
from asylia.shell import overseeing
from asylia.web.act import Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.overseer import editions, worded
from asylia.web.overseer.editions import Missing
from asylia.web.overseer.measures import of
from asylia.web.overseer.states import of_one

MINTED = signing.Signer(salt="evidence")
ASK = Step(
    AskEvidence, "Ask for evidence", "Ask", "Nothing was asked",
    lead="The question stands on the record beside the measure, and is due from headquarters by the day you name.",
)  # fmt: skip
ANSWER = Step(
    AnswerMeasure, "Answer for the agency", "Record the answer", "The answer was not recorded",
    lead="It stands beside the rows from now on. It changes no row, and no state.",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: CaseRequest, measure: str) -> HttpResponse:
    """Ask for the evidence behind a row of a measure."""
    more = {
        "ask": Ask(hidden=True),
        "words": Ask("What is asked", hint="Of numbers and practice, never of a person.", long=True),
        "due": Ask("Answer by"),
    }
    return given(request, measure, ASK, more, minted=minted_in(request))


@require_http_methods(["GET", "POST"])
def answer(request: CaseRequest, measure: str) -> HttpResponse:
    """Answer a measure, or a question about it, for the agency."""
    waiting = {
        each.asked.ask: f"{each.asked.words[:80]} (by {each.asked.due.day} {each.asked.due:%b})"
        for each in editions.overseen().asked_about(measure) if each.answer is None
    }  # fmt: skip
    more = {
        "ask": Ask("Which question", choices={"": "None: the measure itself", **waiting}, given="", optional=True)
        if waiting
        else Ask(hidden=True, given="", optional=True),
        "owner": Ask("Who sees to it", hint="A desk or an office, not a person's name."),
        "words": Ask("What was found and done", long=True),
        "due": Ask("Will be done by", hint="Empty where nothing is left to do.", optional=True),
    }
    return given(request, measure, ANSWER, more)


def given(request: CaseRequest, measure: str, step: Step, more: Asks, minted: str = "") -> HttpResponse:
    """Show the form, or give what was typed; sent twice, a question counts once."""
    shown = editions.asked_for(request)
    if isinstance(shown, Missing):
        return editions.page_of(request, shown)
    found = of(shown, measure)
    first = of_one(measure, found.rows).row
    asks = {**about(found.rows, first, measure), **more}
    posted = {**dict(request.POST.lists()), "measure": [measure], **({"ask": [minted]} if minted else {})}
    form = form_of(step, asks, Typed(posted if request.method == "POST" else None))
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        if not minted or minted not in editions.overseen().asked:
            boxes = settled(step, form, request.account, overseeing.measure)
        if not boxes:
            return HttpResponseRedirect(reverse("measure", args=[measure]), status=303)
    context = {
        "step": step, "form": form, "definition": found.definition, "told": worded.told(first, found.definition.scale),
        "minted": MINTED.sign(minted) if minted else "", **boxes,
    }  # fmt: skip
    return render(request, "overseer/evidence.html", context, status=422 if boxes else 200)


def about(rows: tuple[Row, ...], first: Row, measure: str) -> Asks:
    """Return what a question or an answer is about: the measure, one of its units, the days of its rows."""
    units = {place(row): worded.unit(row) for row in rows if row.unit in ("programme", "site")}
    given = place(first) if place(first) in units else "programme"
    return {
        "measure": Ask(hidden=True, given=measure),
        "unit": Ask("About", choices=units or {"programme": "The programme"}, given=given),
        "period": Ask(hidden=True, given=f"{first.start}/{first.end}"),
    }


def place(row: Row) -> str:
    """A unit as questions and answers name it."""
    return "programme" if row.unit == "programme" else f"{row.unit}/{row.of}"


def minted_in(request: HttpRequest) -> str:
    """Return the question's id as the form carried it under our signature, else a new one."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return house().new_id()
