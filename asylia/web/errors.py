"""Pages for what went wrong outside a step: nothing there, a form too old, a record that cannot be written now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from asylia.ledger import OutOfSpace
from asylia.shell.failing import SendAgain, failing_plainly
from asylia.web.portal import plain


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not this person's to see."""
    del exception
    if plain.is_ours(request):
        return plain.gone(request)
    return render(request, "404.html", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not this session's; nothing was recorded."""
    del reason
    if plain.is_ours(request):
        return plain.stale(request)
    return render(request, "stale_form.html", status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away: sessions, accounts and cases are read before a form reaches the shell.

    Django calls this while it handles the exception. Neither page needs a database.
    """
    try:
        with failing_plainly():
            raise  # noqa: PLE0704 (what is being handled)
    except (OutOfSpace, SendAgain):
        if plain.is_ours(request):
            return plain.away(request)
        return HttpResponse(render_to_string("away.html"), status=503)
    except Exception:  # noqa: BLE001 (whatever it was: Django has it in the log)
        return HttpResponse(render_to_string("500.html"), status=500)


class UnwrittenMiddleware:
    """Answers a page whose command, draft or read could not be recorded with what happened, and what to do."""

    def __init__(self, next: Callable[[HttpRequest], HttpResponse]) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; only what its view raises is answered here."""
        return self.next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says so, or None for any other fault."""
        return unwritten(request, exception) if isinstance(exception, OutOfSpace | SendAgain) else None


def unwritten(request: HttpRequest, failed: Exception) -> HttpResponse:
    """503: nothing acknowledged is lost, and the same form can be sent again, for its key finds the answer."""
    if plain.is_ours(request):
        return plain.away(request)
    return render(request, "unwritten.html", {"why": str(failed)}, status=503)
