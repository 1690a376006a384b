"""The first screen: what happens next and when, that return is forbidden, and the way to everything else."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from asylia.accounts import own_pages
from asylia.core.standing import is_open
from asylia.notices.languages import tongue
from asylia.web.cases import house
from asylia.web.portal.acting import closing, zone_of
from asylia.web.portal.ahead import in_words, next_of, way_of
from asylia.web.portal.door import OwnRequest, file_of, regime_of
from asylia.web.portal.words import Words, frame, language_of

MENU: tuple[tuple[str, str], ...] = (
    ("own-contact", "menu_contact"),
    ("own-readback", "menu_readback"),
    ("own-papers", "menu_papers"),
    ("own-documents", "menu_documents"),
    ("own-ask", "menu_ask"),
    ("own-relatives", "menu_relative"),
    ("own-looks", "menu_looks"),
    ("own-secret", "menu_secret"),
)


@require_GET
def page(request: OwnRequest) -> HttpResponse:
    """Show what happens next; whoever looks over a shoulder learns no name, shelter, country or word of fear."""
    file, regime = file_of(request), regime_of(request)
    context = frame(request, language_of(request, file.best_language))
    says, now = context["says"], house().clock()
    asks = file.appearance_asked
    before = own_pages.last_before(request.visit)
    context |= {
        "ending": says("home_case", end=request.row.number[-4:]),
        "next": next_of(file, regime, says, now),
        "way": way_of(file, says),
        "stayed": any(is_open(each, regime) for each in file.claims),
        "lawyer_asks": says("lawyer_asks", organisation=asks.organisation) if asks else "",
        "menu": [(reverse(name), says[key]) for name, key in MENU],
        "last": opened_last(before.at.astimezone(zone_of(file)), says) if before else "",
        "seen_by_others": file.portal.how != "own_pages",
    }
    return closing(render(request, "portal/home.html", context))


def opened_last(at: dt.datetime, says: Words) -> SafeString:
    """Say when these pages were opened before, by the clock of the place of the case."""
    return says("last_visit", day=in_words(at.date(), says), time=tongue(says.code).on_the_clock(at.time()))
