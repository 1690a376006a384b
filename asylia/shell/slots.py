"""Slots: what is known of a day and hour at a court: places held, a clock's skips, when a port must be reached."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo, available_timezones

from asylia.caseload.models import HearingRow
from asylia.core.calendars import Arrival, Booked, Calendar, Port, Slot
from asylia.core.errors import SlipOfForm
from asylia.core.file import CaseFile
from asylia.core.streams import court
from asylia.shell.checking import YEARS


def slot_of(calendar: Calendar, file: CaseFile, day: dt.date, time: dt.time) -> Slot:
    """The slot that a hearing of this case would take; read under the court's lock (`lock_name`)."""
    return Slot(
        skips=_skips(calendar.zone, day, time),
        booked=booked(calendar.court, day, but=file.family or file.id),
        arrivals=tuple(arrival(calendar.zone, each, day, time) for each in calendar.ports),
    )


def slot_at(calendars: Iterable[Calendar], name: str, appointment: dt.datetime) -> Slot:
    """The slot of an appointment at a port: its day and hour by the clock that a plan of the port names."""
    zones = {port.zone for port in (each.port(name) for each in calendars) if port}
    local = (appointment.astimezone(ZoneInfo(zone)) for zone in sorted(zones))
    return Slot(arrivals=tuple(Arrival(port=name, day=each.date(), time=each.time()) for each in local))


def lock_name(court: str) -> str:
    """What everyone locks who gives a date at a court or changes its calendar, so that no place is given twice."""
    return f"court/{court}"


def booked(at: str, day: dt.date, but: str = "") -> tuple[Booked, ...]:
    """The places held at a court on a day, but for those of one family or case."""
    rows = HearingRow.objects.filter(court=at, day=day, postponed=False)
    held = {(time, family or case) for time, family, case in rows.values_list("time", "case__family", "case_id")}
    return tuple(Booked(time=time, key=key) for time, key in sorted(held) if key != but)


def arrival(zone: str, port: Port, day: dt.date, time: dt.time) -> Arrival:
    """When a port's gate must be reached at the latest, by the port's own clock: the way is real time, on any day."""
    hearing = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    there = (hearing - port.ahead).astimezone(ZoneInfo(port.zone))
    return Arrival(port=port.port, day=there.date(), time=there.time())


def check_calendar(command: court.CourtCommand) -> None:
    """Raises SlipOfForm, naming the field, for a zone that there is not, a weekday outside the week, an endless day."""
    zone = getattr(command, "zone", "UTC")
    if zone not in available_timezones():
        raise SlipOfForm("zone", "is no time zone: write it as America/Chicago")
    weeks = [getattr(command, "weekdays", ()), *(each.weekdays for each in getattr(command, "sittings", ()))]
    if any(day not in range(7) for week in weeks for day in week):
        raise SlipOfForm("weekdays", "are the days 0 (Monday) to 6 (Sunday)")
    days = [*getattr(command, "closed", ()), *(each.day for each in getattr(command, "holidays", ()))]
    days += [day for day in (getattr(command, "first", None), getattr(command, "last", None)) if day is not None]
    if any(day.year not in YEARS for day in days):
        raise SlipOfForm("closed", f"lies outside the years {YEARS[0]} to {YEARS[-1]}")


def _skips(zone: str, day: dt.date, time: dt.time) -> bool:
    """Whether the clocks of a place skip that hour on that day."""
    local = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return local.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
