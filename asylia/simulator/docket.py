"""The dockets of the simulated courts: who holds which place on which day, and the first day that has one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from asylia.core.calendars import Arrival, Booked, Calendar, Slot

AHEAD = 400  # days looked through for a place


class Docket:
    """Places at every court."""

    def __init__(self, courts: Mapping[str, Calendar]) -> None:
        self.courts = dict(courts)
        self.calendars = tuple(courts.values())
        self._held: dict[tuple[str, dt.date], dict[str, dt.time]] = defaultdict(dict)

    def slot(self, court: str, day: dt.date, time: dt.time, but: str) -> Slot:
        """What the core is told of that day and hour; `but`: whose own places do not count."""
        calendar = self.courts[court]
        held = self._held.get((court, day), {})
        return Slot(
            booked=tuple(Booked(time=at, key=key) for key, at in held.items() if key != but),
            arrivals=arrivals(calendar, day, time),
        )

    def free(self, court: str, day: dt.date, key: str) -> tuple[dt.date, dt.time]:
        """The first day from `day` on, and the hour, at which a place is left; a family that has a place keeps it."""
        calendar = self.courts[court]
        for ahead in range(AHEAD):
            at = day + dt.timedelta(days=ahead)
            held = self._held.get((court, at), {})
            for sitting in calendar.on(at):
                taken = sum(1 for each, time in held.items() if each != key and time == sitting.starts)
                if not sitting.places or taken < sitting.places:
                    return at, sitting.starts
        return day + dt.timedelta(days=AHEAD), calendar.opens  # full for a year: the core will refuse it

    def book(self, court: str, day: dt.date, time: dt.time, key: str) -> None:
        """Hold a place."""
        self._held[court, day][key] = time


@lru_cache(maxsize=8192)
def _arrival(zone: str, port: str, port_zone: str, ahead: dt.timedelta, local: dt.datetime) -> Arrival:
    there = (local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) - ahead).astimezone(ZoneInfo(port_zone))
    return Arrival(port=port, day=there.date(), time=there.time())


def arrivals(calendar: Calendar, day: dt.date, time: dt.time) -> tuple[Arrival, ...]:
    """When each port's gate must be reached at the latest, by its own clock."""
    local = dt.datetime.combine(day, time)
    return tuple(_arrival(calendar.zone, each.port, each.zone, each.ahead, local) for each in calendar.ports)


def moment(zone: str, day: dt.date, time: dt.time) -> dt.datetime:
    """A day and hour of a place as a moment in UTC."""
    return dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
