"""One court's month: places held of those there are, and why there are none on the other days."""

import calendar
import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.urls import reverse

from asylia.caseload.models import HearingRow
from asylia.core.calendars import Booked, Calendar, taken

AHEAD = 32  # days within which the next sitting day is looked for


class Square(NamedTuple):
    """One day of the month: how many places are held, or why there are none; `stands` counts hearings on a shut day."""

    day: int
    says: str
    url: str
    sits: bool
    full: bool
    stands: int
    current: bool


def width(court: Calendar) -> int:
    """Return how many weekdays the month shows: five, or all seven where the court sits at a weekend."""
    return 7 if any(day > 4 for sitting in court.week for day in sitting.weekdays) else 5


def names(court: Calendar) -> list[str]:
    """Return the weekdays that the month shows."""
    return list(calendar.day_abbr)[: width(court)]


def month(court: Calendar, day: dt.date) -> list[list[Square | None]]:
    """Return the weeks of the day's month."""
    held = booked_in(court, day)
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    squares = [[square(each, day, court, held[each]) for each in week[: width(court)]] for week in weeks]
    return [week for week in squares if any(week)]


def booked_in(court: Calendar, day: dt.date) -> dict[dt.date, list[Booked]]:
    """Return the places held on each day of a month, a family in one."""
    rows = HearingRow.objects.filter(
        court=court.court, day__year=day.year, day__month=day.month, postponed=False
    ).values_list("day", "time", "case__family", "case_id")  # fmt: skip
    held: dict[dt.date, list[Booked]] = defaultdict(list)
    for each, time, family, case in rows:
        held[each].append(Booked(time=time, key=family or case))
    return held


def square(each: dt.date, day: dt.date, court: Calendar, held: list[Booked]) -> Square | None:
    """Return one day of the month, None for a day of another."""
    if each.month != day.month:
        return None
    shut = court.shut(each)
    sittings = court.on(each)
    places = sum(sitting.places for sitting in sittings) if all(sitting.places for sitting in sittings) else 0
    booked = sum(taken(sitting, held) for sitting in sittings)
    if shut:
        says = shut[0].upper() + shut[1:]
    elif places:
        says = f"{booked} / {places}"
    else:
        says = f"{booked} booked" if booked else "None booked"
    stands = len({(one.time, one.key) for one in held}) if shut else 0
    full = bool(places) and booked >= places
    return Square(each.day, says, address(court, each), not shut, full, stands, current=each == day)


def address(court: Calendar, day: dt.date) -> str:
    """Return the address of one court's day."""
    return f"{reverse('docket')}?court={court.court}&day={day}"


def sitting_day(court: Calendar, day: dt.date, step: int) -> str:
    """Return the address of the sitting day before (-1) or after (1), empty where there is none in a month."""
    days = (day + dt.timedelta(days=n * step) for n in range(1, AHEAD))
    return next((address(court, each) for each in days if not court.shut(each)), "")
