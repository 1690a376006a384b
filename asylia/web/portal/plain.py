"""Pages that need no record and no session: what is said when something else cannot be, in the person's language."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from asylia.web.portal.words import ENGLISH, frame, spoken, spoken_by_phone


def is_ours(request: HttpRequest) -> bool:
    """Return whether a request is for a page that a person reads, not for a desk's."""
    return request.path in ("/own", "/afraid") or request.path.startswith("/own/")


def away(request: HttpRequest) -> HttpResponse:
    """503: the record cannot be reached; nothing was sent, and the page may be opened again. It asks no database."""
    return said(request, "away", 503)


def stale(request: HttpRequest) -> HttpResponse:
    """403: a form whose token is not this browser's."""
    return said(request, "stale", 403)


def gone(request: HttpRequest) -> HttpResponse:
    """404: nothing is at this address."""
    return said(request, "gone", 404)


def said(request: HttpRequest, key: str, code: int) -> HttpResponse:
    """Return a page of a title and a sentence, in the language that the address or the telephone names."""
    language = spoken(request.GET.get("lang", "")) or spoken_by_phone(request) or ENGLISH
    context = frame(HttpRequest(), language)
    says = context["says"]
    shown = {**context, "bare": True, "heading": says[f"{key}_title"], "sentence": says[key]}
    return HttpResponse(render_to_string("portal/plain.html", shown), status=code)
