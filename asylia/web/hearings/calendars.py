"""A court's calendar as a page: sessions and places, the holidays of both sides, the ports and the way from them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.core.calendars import Calendar
from asylia.core.streams.court import SetHolidays, SetPort, SetSittings
from asylia.shell import beside
from asylia.shell.reading import court_of
from asylia.web.act import Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.templatetags.words import court as called

WEEKDAYS = "Days of the week by number: 0 is Monday, 6 Sunday. With commas between."
SIDES = {"court": "of the court’s own country", "outside": "of the country beyond its ports"}

SITTINGS = Step(
    SetSittings, title="Sessions", button="Set the sessions", refused="The sessions were not set",
    lead="Every session of the week anew, each with how many are heard in it. A family heard together takes one place.",
)  # fmt: skip
HOLIDAYS = Step(
    SetHolidays, title="Holidays", button="Set the holidays", refused="The holidays were not set",
    lead="All of them anew. The court does not sit on its own; nobody reports at a port on a holiday of either side.",
)  # fmt: skip
PORT = Step(
    SetPort, title="A port and the way from it", button="Set the port", refused="The port was not set",
    lead="From this the hour to report is worked out. It is never the hour of the hearing.",
)  # fmt: skip


def calendar_of(court: str) -> Calendar:
    """Return a court's calendar; raises Http404 where none is set."""
    calendar = court_of(house(), house().raw(), court)
    if calendar is None:
        raise Http404
    return calendar


@require_GET
def page(request: CaseRequest, court: str) -> HttpResponse:
    """Show when a court sits, what it keeps, and from where people come to it."""
    context = {"calendar": calendar_of(court), "title": called(court)}
    return render(request, "hearings/court.html", context)


@require_http_methods(["GET", "POST"])
def sittings(request: CaseRequest, court: str) -> HttpResponse:
    """Set the sessions of a court; those that stand are in the form."""
    standing = {
        f"sittings.{n}.{name}": [value]
        for n, each in enumerate(calendar_of(court).sittings)
        for name, value in (
            ("weekdays", ", ".join(map(str, each.weekdays))), ("starts", f"{each.starts:%H:%M}"),
            ("ends", f"{each.ends:%H:%M}"), ("places", f"{each.places}"), ("room", each.room),
        )
    }  # fmt: skip
    asks: Asks = {
        "sittings": Ask("Sessions"),
        "sittings.weekdays": Ask("Weekdays", hint=WEEKDAYS),
        "sittings.starts": Ask("From"),
        "sittings.ends": Ask("Until"),
        "sittings.places": Ask("Places", hint="0 sets no number.", given=0),
        "sittings.room": Ask("Room"),
    }
    return _set(request, SITTINGS, court, asks, standing)


@require_http_methods(["GET", "POST"])
def holidays(request: CaseRequest, court: str, side: str) -> HttpResponse:
    """Set the holidays of one side."""
    if side not in SIDES:
        raise Http404
    calendar = calendar_of(court)
    known = calendar.holidays if side == "court" else calendar.outside
    standing = {
        f"holidays.{n}.{name}": [value]
        for n, each in enumerate(known)
        for name, value in (("day", each.day.isoformat()), ("name", each.name))
    }
    asks: Asks = {
        "side": Ask(hidden=True, given=side), "holidays": Ask(f"Holidays {SIDES[side]}"),
        "holidays.day": Ask("Day"), "holidays.name": Ask("Name"),
    }  # fmt: skip
    return _set(request, replace(HOLIDAYS, title=f"Holidays {SIDES[side]}"), court, asks, {**standing, "side": [side]})


@require_http_methods(["GET", "POST"])
def port(request: CaseRequest, court: str) -> HttpResponse:
    """Set one port; `?port=` puts what is known of it in the form."""
    known = calendar_of(court).port(request.GET.get("port", ""))
    standing = {} if known is None else {
        "port": [known.port], "zone": [known.zone], "weekdays": [", ".join(map(str, known.weekdays))],
        "opens": [f"{known.opens:%H:%M}"], "closes": [f"{known.closes:%H:%M}"],
        "travel_minutes": [f"{known.travel_minutes}"], "lead_minutes": [f"{known.lead_minutes}"],
        "closed": ["\n".join(map(str, known.closed))],
    }  # fmt: skip
    asks: Asks = {
        "port": Ask("Port: gate and street"),
        "zone": Ask("Time zone", hint="As America/Chicago."),
        "weekdays": Ask("Weekdays on which the gate is open", hint=WEEKDAYS),
        "opens": Ask("The gate opens"),
        "closes": Ask("It closes"),
        "travel_minutes": Ask("Minutes on the way to the court"),
        "lead_minutes": Ask("Minutes at the gate before it leaves"),
        "closed": Ask("Other days on which the gate is closed", hint="One a line: 2027-03-10.", optional=True),
    }
    return _set(request, PORT, court, asks, standing)


def _set(request: CaseRequest, step: Step, court: str, asks: Asks, standing: Mapping[str, list[str]]) -> HttpResponse:
    """Show a form about one court with what stands in it, or give what was typed."""
    posted = dict(request.POST.lists()) if request.method == "POST" else None
    typed = Typed({**posted, "court": [court]}) if posted is not None else Typed(standing) if standing else Typed()
    form = form_of(step, {**asks, "court": Ask(hidden=True, given=court)}, typed)
    form.field["court"].value = court
    boxes: dict[str, Any] = {}
    if posted is not None and "more" not in posted:
        boxes = settled(step, form, request.account, beside.calendar)
        if not boxes:
            return HttpResponseRedirect(reverse("court", args=[court]), status=303)
    context = {"step": step, "form": form, "title": called(court), "court": court, **boxes}
    return render(request, "hearings/court_form.html", context, status=422 if boxes else 200)
