"""I am afraid: anyone says a fear, without sign-in, in one field and any words, and has a receipt at once.

Source: safeguards.md fear.open-door. What is sent opens a provisional case, which the asylum office matches.
"""

import datetime as dt
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from asylia.accounts import own_pages
from asylia.core.errors import SlipOfForm
from asylia.core.event import Author
from asylia.core.steps.opening import OpenProvisionalCase
from asylia.ledger import OutOfSpace, Recorded
from asylia.ledger.receipt import code_of
from asylia.notices.languages import tongue
from asylia.notices.square import square
from asylia.shell.failing import SendAgain
from asylia.shell.reading import adopted
from asylia.shell.submitting import Accepted, submit
from asylia.web.cases import house
from asylia.web.portal.words import Words, frame, language_of
from asylia.web.public.rate import Rate
from asylia.web.reading import MOST_CHARACTERS, plain_text
from asylia.web.receipt import proof_of, receipts_in

MINTED = signing.Signer(salt="afraid")
RATE = Rate(most=20, seconds=10 * 60)
# A page that says nothing of this one, for whoever looks over a shoulder.
NEUTRAL = "https://en.wikipedia.org/wiki/Special:Random"
HOURS = 24  # where the regime sets no limit for matching a statement


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks; POST records the words, whatever they are, and shows the receipt."""
    code = language_of(request)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("words", "reach", "about")}
    versions = adopted(house(), house().raw())
    if not versions:
        return shown(request, code, typed, says="closed", status=503)
    if request.method != "POST":
        return shown(request, code, typed)
    words = typed["words"]
    if not words.strip():
        return shown(request, code, typed, says="empty", status=422)
    if len(words) > MOST_CHARACTERS:
        over = f"{len(words) - MOST_CHARACTERS:,}"
        return shown(request, code, typed, says="too_long", status=422, over=over, most=f"{MOST_CHARACTERS:,}")
    try:
        plain_text(words + typed["reach"])
    except ValueError:
        return shown(request, code, typed, says="unkept", status=422)
    if minutes := RATE.wait(request):
        return shown(request, code, typed, says="wait", status=429, minutes=str(minutes))
    try:
        return received(request, code, typed, versions[-1])
    except (OutOfSpace, SendAgain):
        return shown(request, code, typed, says="unsent", status=503)


def shown(
    request: HttpRequest, code: str, typed: dict[str, str], *, says: str = "", status: int = 200, **facts: str
) -> HttpResponse:  # fmt: skip
    """Show the one field, with what was typed in it, and what was wrong where something was."""
    context = frame(request, code)
    key = says if says == "unsent" else f"afraid_{says}"
    context |= {
        "typed": typed,
        "minted": MINTED.sign(minted_in(request)),
        "problem": context["says"](key, **facts) if says else "",
    }
    return render(request, "public/afraid.html", context, status=status)


def minted_in(request: HttpRequest) -> str:
    """Return case, person and key as the form carried them under our signature, so that sent twice it counts once."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return new_ids()


def new_ids() -> str:
    """Return new ids for a case, its person and the key of one sending."""
    return f"{house().new_id()} {house().new_id()} {house().new_id()}"


def received(request: HttpRequest, code: str, typed: dict[str, str], version: str) -> HttpResponse:
    """Record the statement; show its receipt with the words as they were sent."""
    who = Author(by="anyone", role="anyone", at=house().clock())
    about = "another" if typed["about"] == "another" else "self"
    command = OpenProvisionalCase(
        who=who, person="", words=typed["words"], regime=version, channel="page", about=about, reach=typed["reach"]
    )
    try:
        case = recorded(command, minted_in(request))
    except SlipOfForm:  # sent before with other words: these are words too, and a statement of their own
        case = recorded(command, new_ids())
    entry = receipts_in(house().ledger.read(house().raw(), f"case/{case}"))[0]
    context = frame(request, code)
    return render(request, "public/afraid_receipt.html", {**context, **told(context["says"], typed, entry, version)})


def recorded(command: OpenProvisionalCase, minted: str) -> str:
    """Record a statement under its minted ids; returns the case it opened."""
    case, person, key = minted.split()
    answer = submit(house(), replace(command, person=person), case, key=key)
    if not isinstance(answer, Accepted):
        raise RuntimeError("a statement of fear was not recorded")  # a fault of ours: fear.any-words refuses none
    return case


def told(says: Words, typed: dict[str, str], entry: Recorded, version: str) -> dict[str, Any]:
    """Return what the receipt page shows; the time is the record's own (UTC), for no place is known."""
    at = dt.datetime.fromisoformat(entry.at)
    limit = house().regime(version).limit("statement_matched")
    hours = (limit.hours or 24 * (limit.days or 1)) if limit else HOURS
    return {
        "typed": typed,
        "code": code_of(entry.digest),
        "written": says("afraid_written", when=f"{tongue(says.code).in_words(at.date())}, {at:%H:%M} UTC"),
        "read_by": says("afraid_step_read_says", hours=str(hours)),
        **proved(entry, says),
    }


def proved(entry: Recorded, says: Words) -> dict[str, Any]:
    """Return the square of a receipt, and which of three sentences says what it holds."""
    proof = proof_of(entry)
    drawn = square(proof.square, says.plain("afraid_proof")) if proof.square else ""
    # Its text is digits, its name escaped (asylia/notices/square.py).
    return {"square": mark_safe(drawn), "proof": says[f"afraid_proof_{proof.state}"]}  # noqa: S308


def hide(request: HttpRequest) -> HttpResponse:
    """Go to a neutral page, end the session, and have the browser forget what it kept of this site."""
    own_pages.end(request)
    request.session.flush()
    response = HttpResponseRedirect(NEUTRAL)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
