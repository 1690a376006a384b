"""Courts: when each sits, as the stream `court/<id>` shows; the core knows no other calendar."""

import datetime as dt
from collections.abc import Iterable

from asylia.core.command import Act
from asylia.core.event import Event
from asylia.core.facts import Session


class SetCalendar(Act, frozen=True, kw_only=True):
    """Set a court's sittings: zone (IANA), weekdays (0 = Monday), hours of its own clock, days closed."""

    court: str
    zone: str
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    closed: tuple[dt.date, ...] = ()


class CalendarSet(Event, frozen=True, kw_only=True, tag="calendar.set/1"):
    """A court's sittings were set anew."""

    zone: str
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    closed: tuple[dt.date, ...]


def happened(command: SetCalendar) -> CalendarSet:
    """The event that setting a calendar leads to."""
    return CalendarSet(
        who=command.who, zone=command.zone, weekdays=command.weekdays, opens=command.opens, closes=command.closes,
        closed=command.closed,
    )  # fmt: skip


def fold(id: str, events: Iterable[CalendarSet]) -> Session | None:
    """The sittings that the last event of a court's stream set, or None without one."""
    session = None
    for event in events:
        session = Session(
            court=id, zone=event.zone, weekdays=event.weekdays, opens=event.opens, closes=event.closes,
            closed=event.closed,
        )  # fmt: skip
    return session
