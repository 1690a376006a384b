"""Find a relative: whom, who they are to the person, what is known, one question a page; and how the search stands.

A page shows the person's own searches alone: nothing of who was found, of what anyone said to contact, or of a
search for this person (contact.family-counsel). To be put in touch is asked by the owner of the search, at the desk.
"""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from asylia.core import deadlines
from asylia.core.file import CaseFile, Trace
from asylia.core.regime import Regime
from asylia.core.steps.tracing import AskTracing
from asylia.web.cases import house
from asylia.web.portal.acting import MOST, NAME, Wrong, begun, give, key_of, typed, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import OwnRequest, author, file_of, regime_of
from asylia.web.portal.words import Words

# Each question in its order, and the characters that fit: the fields of AskTracing.
QUESTIONS = {"relative": NAME, "relation": NAME, "last_seen": MOST}
LAST = "last_seen"  # it may be left empty


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET asks the first question; POST asks the next one, and after the last has the search asked for."""
    _, context = begun(request)
    if request.method != "POST":
        return shown(request, {**context, "asks": "relative"})
    answers: dict[str, str] = {}
    context |= {"answers": answers, "key": key_of(request)}
    try:
        for asks, most in QUESTIONS.items():
            context["asks"] = asks
            if asks not in request.POST:
                return shown(request, context)
            answer = typed(request, asks, most)
            if not answer.strip() and asks != LAST:
                raise Wrong("afraid_empty")
            answers[asks] = answer
        give(request, AskTracing(who=author(request), **answers), key_of(request))
    except Wrong as wrong:
        answers.pop(context["asks"], None)  # it stands in its field, not behind it
        more = {"problem": wrong.said(context["says"]), "typed": request.POST.get(context["asks"], "")}
        return shown(request, {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    _, context = begun(request)
    return shown(request, {**context, "asks": "", "told": context["says"]["relative_kept"]})


def shown(request: OwnRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the page: the question, and where it is the first or was the last, the searches, newest first."""
    file, regime, says, asks = file_of(request), regime_of(request), context["says"], context["asks"]
    mine = [each for each in reversed(file.traces) if not each.seeker] if asks in ("", "relative") else []
    searches = [
        {
            "relative": each.relative or says["relative_family"],
            "state": says[f"relative_{state_of(each)}"],
            "when": when_of(each, file, regime, says),
        }
        for each in mine
    ]
    more = {"question": says[f"relative_{asks}"] if asks else "", "last": asks == LAST, "searches": searches}
    return render(request, "portal/relatives.html", {**context, **more}, status=status)


def state_of(trace: Trace) -> str:
    """Return how a search stands, in the one word that may be known: the same whether somebody was found or not."""
    if trace.reached:
        return "reached"
    return trace.closed or ("looking" if trace.owner else "waiting")


def when_of(trace: Trace, file: CaseFile, regime: Regime, says: Words) -> SafeString | str:
    """Return by which day the next step of an open search is due, or that it is late."""
    if trace.reached or trace.closed:
        return ""
    zone = zone_of(file)
    day = trace.by if trace.owner else naming_day(trace, file, regime)
    if day is None:
        return ""
    late = day < house().clock().astimezone(zone).date()
    return says("late" if late else "by_day", day=in_words(day, says))


def naming_day(trace: Trace, file: CaseFile, regime: Regime) -> dt.date | None:
    """Return the day by which someone is to be named who looks, by the clock of the place."""
    due = next((each for each in deadlines.due(file, regime) if each.id == f"trace_owner.{trace.number}"), None)
    return due.by.astimezone(zone_of(file)).date() if due and due.by else None
