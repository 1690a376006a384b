"""Pages that say the same to everyone."""

from importlib.resources import files

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

KEYS = (
    ("/", "To the search field"),
    ("g w", "To my work"),
    ("j k", "Next row, previous row"),
    ("Enter", "Open the row"),
    ("e", "On the worksheet: the next element"),
    ("Ctrl Enter", "In an interview: add the line to the record"),
    ("Alt 1 to 5", "In an interview: who speaks"),
    ("?", "This page"),
)


def promises(request: HttpRequest) -> HttpResponse:
    """What the system cannot promise."""
    return render(request, "promises.html")


def keys(request: HttpRequest) -> HttpResponse:
    """Every key that does something."""
    return render(request, "keys.html", {"keys": KEYS})


def sheet_style(request: HttpRequest) -> HttpResponse:
    """The style of sheets, as the notices room keeps it beside their texts."""
    del request
    style = (files("asylia.notices") / "sheet.css").read_bytes()
    return HttpResponse(style, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=600"})


def chart_style(request: HttpRequest) -> HttpResponse:
    """The style of charts, as the room that draws them keeps it."""
    del request
    style = (files("asylia.publish") / "charts" / "charts.css").read_bytes()
    return HttpResponse(style, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=600"})


def healthz(request: HttpRequest) -> HttpResponse:
    """200 and `ok` where the database answers; a fault otherwise. For whoever watches the service."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
