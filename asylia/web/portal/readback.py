"""What was read back: each fact as it was understood, what the person said of it, and a way to correct it later."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.core.file import CaseFile, Claim, Readback
from asylia.core.steps.readback import CorrectReadback
from asylia.web.portal.acting import Wrong, begun, give, key_of, typed, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import OwnRequest, author
from asylia.web.portal.words import Words


@require_GET
def page(request: OwnRequest) -> HttpResponse:
    """Show the last summary that was read back, with all that was said of each fact beside it."""
    file, context = begun(request)
    claim = summarised(file)
    given = claim.readback if claim else None
    facts = facts_of(given, file, context["says"]) if given else []
    told = context["says"]["rb_kept"] if request.GET.get("kept") else ""
    more = {"facts": facts, "given": given, "added": later(given, 0, file, context["says"]), "told": told}
    return render(request, "portal/readback.html", {**context, **more})


def summarised(file: CaseFile) -> Claim | None:
    """Return the last claim whose summary was read back."""
    return next((each for each in reversed(file.claims) if each.readback), None)


def facts_of(given: Readback, file: CaseFile, says: Words) -> list[dict[str, Any]]:
    """Return each fact with the answer of that day and the corrections since."""
    return [
        {"number": number, "text": fact.text, "answer": says[f"rb_{fact.answer}"], "correction": fact.correction,
         "later": later(given, number, file, says)}
        for number, fact in enumerate(given.facts, start=1)
    ]  # fmt: skip


def later(given: Readback | None, fact: int, file: CaseFile, says: Words) -> list[tuple[object, str]]:
    """Return what the person wrote later of one fact (0: to add something), each with its day."""
    zone = zone_of(file)
    return [
        (says("rb_later", day=in_words(each.at.astimezone(zone).date(), says)), each.words)
        for each in (given.corrections if given else ())
        if each.fact == fact
    ]


@require_http_methods(["GET", "POST"])
def correct(request: OwnRequest, fact: int) -> HttpResponse:
    """Ask one question about one fact: how is it right, in your own words? Of fact 0: what is to be added?"""
    file, context = begun(request)
    claim = summarised(file)
    given = claim.readback if claim else None
    if claim is None or given is None or fact > len(given.facts):
        raise Http404
    context |= {"fact": fact, "text": given.facts[fact - 1].text if fact else ""}
    if request.method != "POST":
        return render(request, "portal/correct.html", context)
    try:
        words = typed(request, "words")
        if not words.strip():
            raise Wrong("afraid_empty")
        give(request, CorrectReadback(who=author(request), claim=claim.number, fact=fact, words=words), key_of(request))
    except Wrong as wrong:
        more = {"problem": wrong.said(context["says"]), "typed": request.POST, "key": key_of(request)}
        return render(request, "portal/correct.html", {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    response = HttpResponse(status=303)
    response.headers["Location"] = f"{reverse('own-readback')}?kept=1"
    return response
