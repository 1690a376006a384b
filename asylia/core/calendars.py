"""Calendars: when a court sits and how many it hears, when a port is open, how early its gate must be reached."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from asylia.core.event import TimeOfDay


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a court: weekdays (0 = Monday), hours of the court's clock, and how many are heard in it.

    A family heard together takes one place. `places` 0 sets no number.
    """

    weekdays: tuple[int, ...]
    starts: TimeOfDay
    ends: TimeOfDay
    places: int = 0
    room: str = ""


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """One holiday of a country, by its name."""

    day: dt.date
    name: str


class Port(msgspec.Struct, frozen=True, kw_only=True):
    """A port from which people come to a court: its own calendar and clock (IANA zone), and the way to the court.

    `travel_minutes` from the gate to the court, `lead_minutes` from the gate's door to the departure.
    """

    port: str
    zone: str
    weekdays: tuple[int, ...]
    opens: TimeOfDay
    closes: TimeOfDay
    travel_minutes: int
    lead_minutes: int
    closed: tuple[dt.date, ...] = ()

    @property
    def ahead(self) -> dt.timedelta:
        """How long before a hearing its gate must be reached."""
        return dt.timedelta(minutes=self.travel_minutes + self.lead_minutes)


class Closure(msgspec.Struct, frozen=True, kw_only=True):
    """Days (both inclusive) on which a court was closed after dates had been given."""

    id: str
    first: dt.date
    last: dt.date
    reason: str


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """When a court sits. `holidays` are those of its own country, `outside` those of the country beyond its ports."""

    court: str
    zone: str
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    closed: tuple[dt.date, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    outside: tuple[Holiday, ...] = ()
    ports: tuple[Port, ...] = ()
    closures: tuple[Closure, ...] = ()

    @property
    def week(self) -> tuple[Sitting, ...]:
        """The sessions of a week; one from first to last hour, without a number, where none are set."""
        return self.sittings or (Sitting(weekdays=self.weekdays, starts=self.opens, ends=self.closes),)

    def shut(self, day: dt.date) -> str:
        """Why the court does not sit on that day; empty where it does."""
        named = [each.name for each in self.holidays if each.day == day]
        stopped = [each.reason for each in self.closures if each.first <= day <= each.last]
        if day in self.closed or stopped:
            return ": ".join(("court closed", *stopped[:1]))
        return named[0] if named else "" if self.on(day) else "does not sit"

    def on(self, day: dt.date) -> tuple[Sitting, ...]:
        """The sessions of that weekday, by the hour; none that a closed day holds is taken out here."""
        return tuple(sorted((each for each in self.week if day.weekday() in each.weekdays), key=lambda e: e.starts))

    def sitting(self, day: dt.date, time: dt.time) -> Sitting | None:
        """The session in which that hour of that day lies, or None where the court does not sit then."""
        if self.shut(day):
            return None
        return next((each for each in self.on(day) if each.starts <= time < each.ends), None)

    def port(self, name: str) -> Port | None:
        """The port of that name, or None where nobody comes to this court from there."""
        return next((each for each in self.ports if each.port == name), None)

    def port_shut(self, port: Port, day: dt.date) -> str:
        """Why a port is closed on that day, by its own calendar and the holidays of both sides; empty where open."""
        named = [each.name for each in (*self.holidays, *self.outside) if each.day == day]
        if day in port.closed or day.weekday() not in port.weekdays:
            return "the port is closed"
        return named[0] if named else ""


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """A place taken at a court: the hour, and who takes it (a family, or a case alone)."""

    time: dt.time
    key: str


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A day and hour at a port's gate, by the port's own clock: the latest for a hearing, or that of an appointment."""

    port: str
    day: dt.date
    time: dt.time


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """What the shell knows of the day and hour that a command names for a hearing, or for an appointment at a port.

    `skips`: the clocks of the court's place skip that hour. `booked` are the places that others hold that day.
    """

    skips: bool = False
    booked: tuple[Booked, ...] = ()
    arrivals: tuple[Arrival, ...] = ()


def taken(sitting: Sitting, booked: Iterable[Booked]) -> int:
    """How many places of a session are held: one for each family or case."""
    return len({each.key for each in booked if sitting.starts <= each.time < sitting.ends})


def full(sitting: Sitting, booked: Iterable[Booked]) -> bool:
    """Whether no place of a session is left."""
    return bool(sitting.places) and taken(sitting, booked) >= sitting.places
