"""One recommendation: what was said to it since, and the acts by which agencies answer and oversight sees evidence."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.core.streams.finding import (
    Answered,
    DoneReported,
    EvidenceSeen,
    PlanGiven,
    ProgrammeReview,
    Recommendation,
    RecommendationClosed,
)
from asylia.core.streams.recommending import (
    CloseRecommendation,
    ContestRecommendation,
    GivePlan,
    MakeFinding,
    MakeRecommendation,
    OpenProgrammeReview,
    ReportDone,
    SeeEvidence,
)
from asylia.shell import overseeing
from asylia.shell.reading import finding_of
from asylia.web.act import Form, Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.overseer.findings import found, listed_of, today
from asylia.web.supervisor.reviews import name_of
from asylia.web.templatetags.words import DESKS

MINTED = signing.Signer(salt="review")
OPEN = Step(
    OpenProgrammeReview, "Put a review on the record", "Put it on the record", "The review was not put on the record",
    lead="Then its findings and recommendations, one by one. Nothing here may name a person.",
)  # fmt: skip
# What is added to a review, and what is said to a recommendation, by the last word of its address.
ADDS = {
    "finding": Step(
        MakeFinding, "Add a finding", "Add the finding", "The finding was not added",
        lead="What the review found, in words that name nobody.",
    ),
    "recommendation": Step(
        MakeRecommendation, "Add a recommendation", "Add the recommendation", "The recommendation was not added",
        lead="A plan is due thirty days after the day it was made, and its carrying out ninety.",
    ),
}  # fmt: skip
ANSWERS = {
    "plan": Step(
        GivePlan, "Give a plan", "Record the plan", "The plan was not recorded",
        lead="What will be done, who sees to it and by when. A later plan stands beside this one.",
    ),
    "done": Step(
        ReportDone, "Report it done", "Record that it is done", "That it is done was not recorded",
        lead="It ends when oversight has seen the evidence, and not before.",
    ),
    "contest": Step(
        ContestRecommendation, "Contest it", "Record why not", "Why not was not recorded",
        lead="It stands beside the recommendation, whose days go on.",
    ),
}  # fmt: skip
SEES = {
    "evidence": Step(
        SeeEvidence, "Say what the evidence shows", "Record what it shows", "What it shows was not recorded",
        lead="Where it shows that it is carried out, the recommendation ends; otherwise it is due again.",
    ),
    "close": Step(
        CloseRecommendation, "Close it, overtaken", "Close the recommendation", "The recommendation was not closed",
        lead="For a recommendation that events have overtaken. What is carried out needs evidence instead.",
    ),
}  # fmt: skip
ASKS: Mapping[str, Asks] = {
    "open": {
        "title": Ask("Title"), "team": Ask("Who reviewed", hint="A body or a team, not names."),
        "day": Ask("Day of its report"), "source": Ask("What it is known from", long=True),
        "reconstruction": Ask("Is it a reconstruction?", hint="Yes where its own text could not be had."),
    },
    "finding": {
        "says": Ask("What was found", long=True), "source": Ask("Where it says so", optional=True),
    },
    "plan": {
        "owner": Ask("Who sees to it", hint="An office or a post, not a person’s name."),
        "words": Ask("What will be done", long=True), "by_day": Ask("Done by"),
    },
    "done": {
        "words": Ask("What was done", long=True),
        "evidence": Ask("Where the evidence is", hint="A measure and its period, a document by its number.", long=True),
    },
    "contest": {"words": Ask("Why it will not be done, or not so", long=True)},
    "evidence": {
        "shows": Ask("Does it show that the recommendation is carried out?"),
        "words": Ask("What was seen", long=True),
    },
    "close": {"reason": Ask("Why it is overtaken", long=True)},
}  # fmt: skip


class Said(NamedTuple):
    """One thing said to a recommendation: when, by which desk, in one sentence, and the words."""

    at: dt.datetime
    who: str
    says: str
    words: str


def said(event: Answered) -> Said:
    """Return what an event says, in words."""
    who = f"{name_of(event.who.by) or event.who.by}, {DESKS[event.who.role]}"
    match event:
        case PlanGiven():
            says = f"Plan: {event.owner}, by {event.by_day.isoformat()}."
        case DoneReported():
            return Said(event.who.at, who, "Reported done.", f"{event.words}\nEvidence: {event.evidence}")
        case EvidenceSeen():
            says = "The evidence shows it." if event.shows else "The evidence does not show it."
        case RecommendationClosed():
            return Said(event.who.at, who, "Closed: overtaken.", event.reason)
        case _:
            says = "Contested."
    return Said(event.who.at, who, says, event.words)


@require_GET
def page(request: CaseRequest, review: str, number: int) -> HttpResponse:
    """One recommendation with everything said to it since."""
    opened, about = place(review, number)
    return render(request, "overseer/recommendation.html", shown(request, opened, about))


def place(review: str, number: int) -> tuple[ProgrammeReview, Recommendation]:
    """Return the recommendation of that number; raises Http404 where there is none."""
    opened = found(review)
    about = opened.recommendation(number)
    if about is None:
        raise Http404
    return opened, about


def shown(request: CaseRequest, review: ProgrammeReview, about: Recommendation) -> dict[str, Any]:
    """Return what a page says of one recommendation, and the acts that this reader's desk has."""
    behind = review.findings[about.made.finding - 1] if about.made.finding else None
    acts = {} if about.ended else (SEES if request.account.role == "overseer" else ANSWERS)
    if about.state != "reported_done":
        acts = {name: step for name, step in acts.items() if name != "evidence"}
    return {
        "review": review, "made": about.made, "listed": listed_of(review, about, today(request)), "behind": behind,
        "said": [said(each) for each in about.since], "acts": [(name, step.title) for name, step in acts.items()],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def act(request: CaseRequest, review: str, number: int, act: str) -> HttpResponse:
    """Answer a recommendation, or say what its evidence shows; what was said meanwhile is shown first."""
    opened, about = place(review, number)
    step = {**ANSWERS, **SEES}.get(act)
    if step is None:
        raise Http404
    form = posted(request, step, act, {"review": review, "recommendation": str(number)})
    seen = len(about.since)
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        changed = request.POST.get("seen", "") != str(seen)
        boxes = {"changed": True} if changed else settled(step, form, request.account, overseeing.finding)
        if not boxes:
            return HttpResponseRedirect(reverse("recommendation", args=[review, number]), status=303)
    context = {**shown(request, opened, about), "step": step, "form": form, "seen": seen, **boxes}
    code = 409 if "changed" in boxes else 422 if boxes else 200
    return render(request, "overseer/recommendation_act.html", context, status=code)


@require_http_methods(["GET", "POST"])
def add(request: CaseRequest, review: str, what: str) -> HttpResponse:
    """Add a finding or a recommendation to a review."""
    opened, step = found(review), ADDS.get(what)
    if step is None:
        raise Http404
    form = posted(request, step, what, {"review": review}, recommends(opened) if what == "recommendation" else {})
    return given(request, step, form, review, back=reverse("finding", args=[review]))


@require_http_methods(["GET", "POST"])
def begin(request: CaseRequest) -> HttpResponse:
    """Put a review on the record. Its id comes with the form: sent twice, it counts once."""
    try:
        minted = MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        minted = house().new_id()
    there = finding_of(house(), house().raw(), minted).opened is not None
    back = reverse("finding", args=[minted])
    if request.method == "POST" and there:
        return HttpResponseRedirect(back, status=303)
    return given(request, OPEN, posted(request, OPEN, "open", {"review": minted}), minted, back=back)


def given(request: CaseRequest, step: Step, form: Form, review: str, back: str) -> HttpResponse:
    """Show a form that adds to the record of reviews, or give what was typed in it."""
    boxes = settled(step, form, request.account, overseeing.finding) if request.method == "POST" else {}
    if request.method == "POST" and not boxes:
        return HttpResponseRedirect(back, status=303)
    minted = MINTED.sign(review) if step is OPEN else ""
    context = {"step": step, "form": form, "minted": minted, "back": back, **boxes}
    return render(request, "overseer/finding_act.html", context, status=422 if boxes else 200)


def posted(request: CaseRequest, step: Step, name: str, fixed: Mapping[str, str], more: Asks | None = None) -> Form:
    """Return a step's form, with what its address says in place of whatever was posted for it."""
    hidden = {field: Ask(hidden=True, given=value) for field, value in fixed.items()}
    typed = {**dict(request.POST.lists()), **{field: [value] for field, value in fixed.items()}}
    asks = {**ASKS.get(name, {}), **(more or {}), **hidden}
    return form_of(step, asks, Typed(typed if request.method == "POST" else None))


def recommends(review: ProgrammeReview) -> Asks:
    """Return how a recommendation is asked for: behind which finding, shown by what, kept by which safeguards."""
    findings = {str(each.number): f"{each.number}. {each.says[:80]}" for each in review.findings}
    return {
        "says": Ask("What is recommended", long=True),
        "addressee": Ask("To whom", hint="The agency or office that is to do it."),
        "day": Ask("Made on"),
        "evidence": Ask("What would show that it is done", long=True),
        "finding": Ask("The finding behind it", hint=f"Its number: {', '.join(findings) or 'none is there yet'}.",
                       optional=True),
        "measures": Ask("Measures that show it", hint="One a line, such as M10.", optional=True),
        "safeguards": Ask("Safeguards that keep it", hint="One a line, such as fear.asked.", optional=True),
    }  # fmt: skip
