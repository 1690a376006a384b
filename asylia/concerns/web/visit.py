"""The visit: one address for the whole of it.

What is posted says what is wanted, so that no address tells what was done.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.concerns.box import begins
from asylia.concerns.channel import excluded, log_key
from asylia.concerns.keeping import Kept, keep, kept, opened
from asylia.concerns.receipt import LIST, drawn, receipt
from asylia.concerns.sealing import WORK, NotAParcel, received, seal, worked
from asylia.concerns.stripping import NotTaken, stripped
from asylia.concerns.texts import LANGUAGES, texts
from asylia.concerns.web.house import HOUR, box, channel, today

LONGEST = 100_000  # characters of a report
ATTACHED = 8 << 20  # bytes of all that is attached
ANSWER_DAYS = 7
KINDS = ("report", "more", "name")
BOX = 64 << 10  # a mailbox that a browser asks for is a multiple of this long, and one that nobody made is as long


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Whatever is asked at the one address."""
    if request.method == "POST" and request.content_type == "application/octet-stream":
        return sealed_by_browser(request)
    if request.method == "POST" and request.content_type == "text/plain":
        return mailbox(request)
    do = request.POST.get("do", "")
    if do in KINDS:
        return send(request, do)
    if do == "read":
        return read(request)
    return shown(request, {"sent": None})


def shown(request: HttpRequest, told: Mapping[str, object], status: int = 200) -> HttpResponse:
    """The page, in the language that was chosen on it, with what was typed."""
    language = request.POST.get("language", "en")
    recipients = channel().recipient
    machine = {
        "keys": [each.key for each in recipients], "work": WORK, "days": ANSWER_DAYS,
        "delay": channel().delay_days,
        "named": [[*each.holders, *each.above] for each in recipients],
        "says": {each.id: each.says for each in recipients},
    }  # fmt: skip
    of_page = {
        "t": texts(language), "language": language if language in LANGUAGES else "en", "channel": channel(),
        "languages": [(code, texts(code)["name"]) for code in LANGUAGES], "typed": request.POST,
        "machine": json.dumps(machine), "list": " ".join(LIST.wordlist),
    }  # fmt: skip
    return render(request, "page.html", {**of_page, **told}, status=status)


def refused(request: HttpRequest, why: str, at: str = "", **values: object) -> HttpResponse:
    """The page again with one sentence on what is wrong; everything typed is still there."""
    said = sentences(request, "errors")[why].format(**values)
    return shown(request, {"error": said, "at": at, "sent": None}, 422)


def send(request: HttpRequest, kind: str) -> HttpResponse:
    """Seal in memory what a browser without script sent, and keep it."""
    words, said = request.POST.get("words", "").strip(), request.POST.get("receipt", "").strip()
    names = [each.strip() for each in request.POST.get("about", "").splitlines() if each.strip()]
    if not words or (kind != "report" and not said):
        return refused(request, "empty", "words")
    if len(words) > LONGEST:
        return refused(request, "long", "words", size=f"{len(words):,} > {LONGEST:,}")
    attached, files = request.FILES.getlist("files"), []
    if sum(each.size or 0 for each in attached) > ATTACHED:
        return refused(request, "long", "files", size="> 8 MB")
    for place, each in enumerate(attached, 1):
        if each.size:
            try:
                what, data = stripped(each.read())
            except NotTaken as why:
                return refused(request, why.why, "files", n=place)
            files.append({"kind": what, "bytes": base64.b64encode(data).decode()})
    without = excluded(channel().recipient, names)
    if len(channel().recipient) - len(without) < 2:
        return refused(request, "few", "about")
    if HOUR.full(channel().hourly_without_script):
        return refused(request, "busy")
    report = {
        "kind": kind, "words": words, "about": "; ".join(names), "files": files,
        **{name: request.POST.get(name, "").strip() for name in ("category", "site", "when", "name", "contact")},
    }  # fmt: skip
    said = said or drawn()
    try:
        parcel = seal(report, receipt(said), [each.key for each in channel().recipient], without)
    except NotAParcel:
        return refused(request, "long", "files", size="> 16 MB")
    kept_under = keep(channel(), box(), parcel, today())
    says = sentences(request, "sent")["period"].format(period=kept_under, days=channel().delay_days)
    told = {"words": said.split(), "period_says": says, "new": kind == "report"}
    return shown(request, {"sent": {**told, "promise": promise(kept_under, parcel.leaf)}})


def sentences(request: HttpRequest, section: str) -> Mapping[str, str]:
    """A section of what the page says, in the language that was chosen on it."""
    section_of = texts(request.POST.get("language", "en"))[section]
    return section_of if isinstance(section_of, dict) else {}


def promise(kept_under: str, leaf: bytes) -> str:
    """The channel's word that a leaf will be in a period's list, signed: who has it can show that the list lacks it."""
    said = f"{kept_under} {leaf.hex()}"
    return f"{said} {log_key(settings.HOME).sign(said.encode()).hex()}"


def sealed_by_browser(request: HttpRequest) -> HttpResponse:
    """Keep what a browser sealed; this process cannot open it."""
    if not worked(request.body, request.headers.get("X-Work", "")):
        return HttpResponse("work", status=422, content_type="text/plain")
    try:
        parcel = received(request.body, len(channel().recipient))
    except NotAParcel:
        return HttpResponse("form", status=422, content_type="text/plain")
    kept_under = keep(channel(), box(), parcel, today())
    told = {"period": kept_under, "promise": promise(kept_under, parcel.leaf)}
    return HttpResponse(json.dumps(told), content_type="application/json")


def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything sealed under a mailbox; for one that nobody made, as many bytes that nobody can tell from it."""
    try:
        name = base64.b64decode(request.body, validate=True)
    except ValueError:
        name = b""
    things = [
        {
            "period": each.period, "sender": each.sender, "sealed": base64.b64encode(each.sealed).decode(),
            "leaf": each.leaf.hex(), "digest": each.digest.hex(),
        }
        for each in kept(box(), name)
    ]  # fmt: skip
    body = json.dumps(things).encode()
    return HttpResponse(body + b" " * (-len(body) % BOX or (0 if body else BOX)), content_type="application/json")


def read(request: HttpRequest) -> HttpResponse:
    """Open in memory what lies under twelve words, for a browser without script."""
    of = receipt(request.POST.get("receipt", ""))
    things = kept(box(), of.mailbox)
    told = opened(things, of)
    says, who = sentences(request, "read"), {each.id: each.says for each in channel().recipient}
    answers = [
        {
            "head": says["from" if each.sender else "yours"].format(who=who.get(each.sender, ""), period=each.period),
            "words": each.words,
        }
        for each in told
    ]
    found: dict[str, object] = {"answers": answers, "proofs": proofs(of.secret, things)}
    if began := next((each.period for each in told if each.named), ""):
        gone = (dt.datetime.combine(today(), dt.time(), dt.UTC).timestamp() - begins(began)) // 86_400
        found |= {
            "began": began,
            "clock_day": says["clock_day"].format(n=int(gone), period=began),
            "clock_answer": says["clock_answer"].format(days=ANSWER_DAYS),
        }
    return shown(request, {"found": found, "sent": None})


def proofs(secret: bytes, things: Sequence[Kept]) -> list[str]:
    """Lines by which anybody can check that a report was in a list (docs/concerns.md)."""
    return [
        f"{each.period} leaf {each.leaf.hex()} report {each.digest.hex()} secret {secret.hex()}"
        for each in things
        if each.leaf
    ]
