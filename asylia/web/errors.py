"""Pages for what went wrong outside a step: nothing there, a form too old, a fault of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not this person's to see."""
    del exception
    return render(request, "404.html", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not this session's; nothing was recorded."""
    del reason
    return render(request, "stale_form.html", status=403)
