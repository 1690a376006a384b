"""Ask for something: an interpreter, a woman or a man, a lawyer, to be heard alone; what was asked, and the answers."""

from typing import Any, cast, get_args

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.core.file import CaseFile, Determination
from asylia.core.regime import Regime
from asylia.core.standing import remedy_open
from asylia.core.steps.portal import AskFor, Wanted
from asylia.core.steps.reconsideration import AskReconsideration
from asylia.core.steps.remedy import AskRemedy
from asylia.web.portal.acting import Wrong, begun, give, key_of, typed, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import OwnRequest, author, file_of, regime_of
from asylia.web.portal.words import Words

AGAIN = "again"


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET asks one question; POST records the asking, which someone then owes an answer."""
    _, context = begun(request)
    if request.method != "POST":
        return shown(request, context)
    try:
        what = request.POST.get("what", "")
        if what not in choices_in(file_of(request), regime_of(request)):
            raise Wrong("ask_choose")
        give(request, command_of(request, what, typed(request, "words"), context["says"]), key_of(request))
    except Wrong as wrong:
        more = {"problem": wrong.said(context["says"]), "typed": request.POST, "key": key_of(request)}
        return shown(request, {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    return shown(request, {**context, "told": context["says"]["ask_kept"]})


def choices_in(file: CaseFile, regime: Regime) -> tuple[str, ...]:
    """Return what can be asked for; once a negative is served, also that it be looked at again."""
    served = refused(file)
    open_still = served is not None and not remedy_open(served, regime) and served.remedy_outcome is None
    return (*((AGAIN,) if open_still else ()), *get_args(Wanted))


def refused(file: CaseFile) -> Determination | None:
    """Return the last decision, where it is a negative that was served."""
    last = file.claims[-1].determination if file.claims else None
    return last if last is not None and last.service is not None and last.standing == "negative" else None


def command_of(request: OwnRequest, what: str, words: str, says: Words) -> AskFor | AskRemedy | AskReconsideration:
    """Return the command: whatever the words, asking that it be looked at again suspends return (remedy.reachable)."""
    file, who = file_of(request), author(request)
    served = refused(file)
    if what != AGAIN or served is None:
        return AskFor(who=who, what=cast("Wanted", what), words=words)
    kind = AskReconsideration if regime_of(request).remedy.kind == "none" else AskRemedy
    said = words.strip() or says.plain(f"ask_{AGAIN}")
    return kind(who=who, claim=len(file.claims), determination=served.number, words=said, channel="page")


def shown(request: OwnRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the page: the question, and below it what was asked before, the last first."""
    file, says = file_of(request), context["says"]
    asked = [
        {
            "what": says[f"ask_{each.what}"],
            "words": each.words,
            "answer": each.answer,
            "when": says("ask_answered", day=in_words(each.answered.astimezone(zone_of(file)).date(), says))
            if each.answered
            else says["ask_waiting"],
        }
        for each in reversed(file.portal.asked)
    ]
    choices = [(each, says[f"ask_{each}"]) for each in choices_in(file, regime_of(request))]
    return render(request, "portal/ask.html", {**context, "asked": asked, "choices": choices}, status=status)
