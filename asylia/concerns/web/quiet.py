"""What holds for every answer.

Nothing is remembered by the browser, its length tells little, and faults tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

FAILED = "This failed here. Nothing was kept. Try again later.\n"
PAGE = 64 << 10  # a page's length is a multiple of this
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class QuietMiddleware:
    """Puts the headers on every answer and fills pages up; an exception becomes a plain sentence and no trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html"):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            response.content += b" " * (-len(response.content) % PAGE)
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse:  # noqa: ARG002
        """Say that it failed; what failed may hold what somebody wrote."""
        if isinstance(fault, (MultiPartParserError, BadRequest, SuspiciousOperation)):
            unread = "This cannot be read as a form. Nothing was kept. Load the page again.\n"
            return HttpResponse(unread, status=400, content_type="text/plain")
        return HttpResponse(FAILED, status=500, content_type="text/plain")
