"""I am afraid, and *they are sending me back now*: any words, at any time, recorded before anything else is asked."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.core.steps.fear import ReportFear
from asylia.core.steps.portal import ReportSendingBack
from asylia.ledger import Recorded
from asylia.ledger.receipt import code_of
from asylia.notices import say
from asylia.web.cases import house
from asylia.web.portal import door
from asylia.web.portal.acting import Wrong, begun, give, key_of, typed, zone_of
from asylia.web.portal.ahead import moment
from asylia.web.portal.door import OwnRequest, author
from asylia.web.public import afraid as public
from asylia.web.reading import MOST_CHARACTERS
from asylia.web.receipt import receipts_in


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET asks in one field; POST records, shows the receipt. Words are taken though the page had closed meanwhile."""
    if not let_in(request, "own-afraid"):
        return public.page(request)
    _, context = begun(request)
    if request.method != "POST":
        return render(request, "portal/afraid.html", context)
    try:
        words = typed(request, "words", MOST_CHARACTERS)
        if not words.strip():
            raise Wrong("afraid_empty")
        said = ReportFear(who=author(request), words=words, language=context["language"], channel="page")
        give(request, said, key_of(request))
    except Wrong as wrong:
        return again(request, "portal/afraid.html", context, wrong)
    return received(request, context, words)


@require_http_methods(["GET", "POST"])
def sending_back(request: OwnRequest) -> HttpResponse:
    """One button, and words if there is time: it is told at once to those who can stop it."""
    if not let_in(request, "own-sending-back"):
        return public.page(request)
    _, context = begun(request)
    if request.method != "POST":
        return render(request, "portal/sending_back.html", context)
    try:
        # Nothing typed is enough: the words on the button are words of fear (fear.any-words).
        words = typed(request, "words", MOST_CHARACTERS).strip() or say("sending_back", context["language"])
        said = ReportSendingBack(who=author(request), words=words, language=context["language"])
        give(request, said, key_of(request))
    except Wrong as wrong:
        return again(request, "portal/sending_back.html", context, wrong)
    return received(request, {**context, "sending_back": True}, words)


def let_in(request: HttpRequest, name: str) -> bool:
    """Return whether the person is in; who is not may say a fear all the same, on the public page's terms."""
    if not door.admitted(request):
        return False
    door.note_look(request, name)  # type: ignore[arg-type]
    return True


def again(request: OwnRequest, template: str, context: dict[str, Any], wrong: Wrong) -> HttpResponse:
    """Return the page with what is wrong and all that was typed; the same key, so that it counts once."""
    problem = wrong.said(context["says"])
    more = {"problem": problem, "words": request.POST.get("words", "").replace("\0", ""), "key": key_of(request)}
    return render(request, template, {**context, **more}, status=503 if wrong.key == "unsent" else 422)


def received(request: OwnRequest, context: dict[str, Any], words: str) -> HttpResponse:
    """Return the receipt of what was said last."""
    file = door.file_of(request)
    entry: Recorded = receipts_in(house().ledger.read(house().raw(), f"case/{file.id}"))[-1]
    says, limit = context["says"], door.regime_of(request).limit("next_step")
    at = dt.datetime.fromisoformat(entry.at).astimezone(zone_of(file))
    hours = (limit.hours or 24 * (limit.days or 1)) if limit else public.HOURS
    more = {
        "code": code_of(entry.digest),
        "words": words,
        "written": says("afraid_written", when=moment(at, says)),
        "read_by": says("afraid_step_read_says", hours=str(hours)),
        **public.proved(entry, says),
    }
    return render(request, "portal/received.html", {**context, **more})
