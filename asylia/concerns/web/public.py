"""What anybody may fetch.

The lists of every day, the bundles (which only their recipients open), and where answers go.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from asylia.concerns.daily import bundle_path, days, key_of
from asylia.concerns.keeping import answer as keep_answer
from asylia.concerns.sealing import NotAParcel
from asylia.concerns.web.house import box, channel, today
from asylia.publish.page import style

STATIC = Path(__file__).parent / "static"
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
TEXT = "text/plain; charset=utf-8"


def nothing() -> HttpResponse:
    """Nothing is here."""
    return HttpResponse("Nothing is here.\n", status=404, content_type=TEXT)


@require_GET
def look(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """A style sheet or a script."""
    if name == "page.css":
        return HttpResponse(style(), content_type=KINDS[".css"])
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or path.suffix not in KINDS or not path.is_file():
        return nothing()
    return HttpResponse(path.read_bytes(), content_type=KINDS[path.suffix])


@require_GET
def checkpoints(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every checkpoint, the oldest first, and the key they are signed with."""
    notes = "\n".join(day.note for day in days(box()))
    return HttpResponse(f"key {key_of(settings.HOME)}\n\n{notes}", content_type=TEXT)


@require_GET
def leaves(request: HttpRequest, period: str) -> HttpResponse:  # noqa: ARG001
    """The list of one period."""
    listed = next((day.leaves for day in days(box()) if day.period == period), None)
    if listed is None:
        return nothing()
    return HttpResponse("".join(f"{leaf.hex()}\n" for leaf in listed), content_type=TEXT)


@require_GET
def bundle(request: HttpRequest, recipient: str, period: str) -> HttpResponse:  # noqa: ARG001
    """A recipient's bundle: whoever fetches it learns nothing from it without their key."""
    known = recipient in {each.id for each in channel().recipient}
    closed = period in {day.period for day in days(box())}
    path = bundle_path(settings.HOME, recipient, period)
    if not (known and closed and path.is_file()):
        return nothing()
    return HttpResponse(path.read_bytes(), content_type="application/octet-stream")


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Keep a recipient's signed answer."""
    try:
        keep_answer(channel(), box(), request.body, today())
    except NotAParcel as why:
        return HttpResponse(f"Not kept: {why}.\n", status=422, content_type=TEXT)
    return HttpResponse("Kept.\n", content_type=TEXT)
