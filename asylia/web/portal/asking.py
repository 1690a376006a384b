"""Ask for something: an interpreter, a woman or a man, a lawyer, to be heard alone; what was asked, and the answers."""

from typing import Any, get_args

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.core.steps.portal import AskFor, Wanted
from asylia.web.portal.acting import Wrong, begun, give, key_of, typed, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import OwnRequest, author


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET asks one question; POST records the asking, which someone then owes an answer."""
    _, context = begun(request)
    if request.method != "POST":
        return shown(request, context)
    try:
        what = next((each for each in get_args(Wanted) if each == request.POST.get("what")), None)
        if what is None:
            raise Wrong("ask_choose")
        give(request, AskFor(who=author(request), what=what, words=typed(request, "words")), key_of(request))
    except Wrong as wrong:
        more = {"problem": wrong.said(context["says"]), "typed": request.POST, "key": key_of(request)}
        return shown(request, {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    return shown(request, {**context, "told": context["says"]["ask_kept"]})


def shown(request: OwnRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the page: the question, and below it what was asked before, the last first."""
    file, says = begun(request)[0], context["says"]
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
    choices = [(each, says[f"ask_{each}"]) for each in get_args(Wanted)]
    return render(request, "portal/ask.html", {**context, "asked": asked, "choices": choices}, status=status)
