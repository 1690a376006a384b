"""Addresses: one for whoever writes; the others are for recipients and for whoever checks the channel."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from asylia.concerns.web import public, visit
from asylia.concerns.web.quiet import FAILED

urlpatterns = [
    path("", visit.page),
    path("look/<path:name>", public.look),
    path("checkpoints", public.checkpoints),
    path("checkpoints/<str:period>", public.leaves),
    path("bundles/<str:recipient>/<str:period>", public.bundle),
    path("answers", public.answer),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Nothing is here."""
    return HttpResponse("Nothing is here.\n", status=404, content_type="text/plain")


def handler500(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """It failed, and nothing is said of it."""
    return HttpResponse(FAILED, status=500, content_type="text/plain")
