"""Courts: when each sits, as the stream `court/<id>` shows; the core knows no other calendar."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.calendars import Calendar, Closure, Holiday, Port, Sitting
from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event, TimeOfDay

Side = Literal["court", "outside"]


class CourtAct(Act, frozen=True, kw_only=True):
    """An act about one court."""

    court: str


class SetCalendar(CourtAct, frozen=True, kw_only=True):
    """Set a court's sittings: zone (IANA), weekdays (0 = Monday), hours of its own clock, days closed."""

    zone: str
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    closed: tuple[dt.date, ...] = ()


class SetSittings(CourtAct, frozen=True, kw_only=True):
    """Set the sessions of a court's week anew, each with how many are heard in it."""

    sittings: tuple[Sitting, ...]


class SetHolidays(CourtAct, frozen=True, kw_only=True):
    """Set the holidays of the court's own country, or of the country beyond its ports, anew."""

    side: Side
    holidays: tuple[Holiday, ...]


class SetPort(CourtAct, frozen=True, kw_only=True):
    """Set from where people come to this court: a port with its own clock and calendar, and the way from there."""

    port: str
    zone: str
    weekdays: tuple[int, ...]
    opens: TimeOfDay
    closes: TimeOfDay
    travel_minutes: int
    lead_minutes: int
    closed: tuple[dt.date, ...] = ()


class CloseCourt(CourtAct, frozen=True, kw_only=True):
    """Close a court from a day to a day; every hearing in between moves, by months and days and then to a sitting.

    Example of such a rule: one month later, and the following Monday where that is a weekend (domain.md 4.3).
    """

    closure: str
    first: dt.date
    last: dt.date
    reason: str
    months: int = 0
    days: int = 0


CourtCommand: TypeAlias = SetCalendar | SetSittings | SetHolidays | SetPort | CloseCourt


class CalendarSet(Event, frozen=True, kw_only=True, tag="calendar.set/1"):
    """A court's sittings were set anew."""

    zone: str
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    closed: tuple[dt.date, ...]


class SittingsSet(Event, frozen=True, kw_only=True, tag="sittings.set/1"):
    """The sessions of a court's week were set anew."""

    sittings: tuple[Sitting, ...]


class HolidaysSet(Event, frozen=True, kw_only=True, tag="holidays.set/1"):
    """The holidays of one side were set anew."""

    side: Side
    holidays: tuple[Holiday, ...]


class PortSet(Event, frozen=True, kw_only=True, tag="port.set/1"):
    """A port from which people come to this court was set anew."""

    port: str
    zone: str
    weekdays: tuple[int, ...]
    opens: TimeOfDay
    closes: TimeOfDay
    travel_minutes: int
    lead_minutes: int
    closed: tuple[dt.date, ...]


class CourtClosed(Event, frozen=True, kw_only=True, tag="court.closed/1"):
    """A court was closed for days on which hearings may have stood, and by which rule these move."""

    closure: str
    first: dt.date
    last: dt.date
    reason: str
    months: int
    days: int


CourtEvents: TypeAlias = CalendarSet | SittingsSet | HolidaysSet | PortSet | CourtClosed


def decide(calendar: Calendar | None, act: CourtCommand) -> CourtEvents | Refused:
    """What a command about a court leads to, or the rule that it breaks."""
    if not isinstance(act, SetCalendar) and calendar is None:
        return _refused("procedure.exists", "no calendar of this court is set yet", "court")
    match act:
        case SetCalendar():
            return CalendarSet(
                who=act.who, zone=act.zone, weekdays=act.weekdays, opens=act.opens, closes=act.closes,
                closed=act.closed,
            )  # fmt: skip
        case SetSittings():
            return _sittings(act)
        case SetHolidays():
            return HolidaysSet(who=act.who, side=act.side, holidays=act.holidays)
        case SetPort():
            return _port(act)
        case CloseCourt():
            return _closed(act)
        case _:
            assert_never(act)


def _sittings(act: SetSittings) -> CourtEvents | Refused:
    for number, each in enumerate(act.sittings, start=1):
        if each.starts >= each.ends or each.places < 0:
            return _refused("notice.valid", f"session {number} ends before it begins, or has no number", "sittings")
        others = [other for other in act.sittings[: number - 1] if set(other.weekdays) & set(each.weekdays)]
        if any(other.starts < each.ends and each.starts < other.ends for other in others):
            return _refused("notice.valid", f"session {number} overlaps another of the same day", "sittings")
    return SittingsSet(who=act.who, sittings=act.sittings)


def _port(act: SetPort) -> CourtEvents | Refused:
    # The hour to report is never the hour of the hearing: a way of no length would make them one (notice.valid).
    if act.travel_minutes < 0 or act.lead_minutes < 0 or not act.travel_minutes + act.lead_minutes:
        return _refused("notice.valid", "the way from the gate to the court takes time", "travel_minutes")
    if act.opens >= act.closes:
        return _refused("notice.valid", "the gate closes before it opens", "closes")
    return PortSet(
        who=act.who, port=act.port, zone=act.zone, weekdays=act.weekdays, opens=act.opens, closes=act.closes,
        travel_minutes=act.travel_minutes, lead_minutes=act.lead_minutes, closed=act.closed,
    )  # fmt: skip


def _closed(act: CloseCourt) -> CourtEvents | Refused:
    if act.first > act.last:
        return _refused("notice.valid", "the last day lies before the first", "last")
    if not act.reason.strip():
        return _refused("notice.valid", "people are told why: the reason is missing", "reason")
    if act.months < 0 or act.days < 0:
        return _refused("notice.valid", "a hearing moves to a later day, never to an earlier one", "months")
    return CourtClosed(
        who=act.who, closure=act.closure, first=act.first, last=act.last, reason=act.reason, months=act.months,
        days=act.days,
    )  # fmt: skip


def _refused(rule: str, detail: str, field: str) -> Refused:
    return Refused(rules=(Broken(rule=rule, detail=detail, field=field),))


def evolve(calendar: Calendar | None, court: str, event: CourtEvents) -> Calendar | None:
    """The calendar after an event; None before the first that sets hours."""
    if isinstance(event, CalendarSet):
        set_anew = Calendar(
            court=court, zone=event.zone, weekdays=event.weekdays, opens=event.opens, closes=event.closes,
            closed=event.closed,
        )  # fmt: skip
        if calendar is None:
            return set_anew
        return replace(
            calendar, zone=event.zone, weekdays=event.weekdays, opens=event.opens, closes=event.closes,
            closed=event.closed,
        )  # fmt: skip
    if calendar is None:
        return None
    match event:
        case SittingsSet():
            return replace(calendar, sittings=event.sittings)
        case HolidaysSet(side="court"):
            return replace(calendar, holidays=event.holidays)
        case HolidaysSet():
            return replace(calendar, outside=event.holidays)
        case PortSet():
            port = Port(
                port=event.port, zone=event.zone, weekdays=event.weekdays, opens=event.opens, closes=event.closes,
                travel_minutes=event.travel_minutes, lead_minutes=event.lead_minutes, closed=event.closed,
            )  # fmt: skip
            others = tuple(each for each in calendar.ports if each.port != port.port)
            return replace(calendar, ports=(*others, port))
        case CourtClosed():
            closure = Closure(id=event.closure, first=event.first, last=event.last, reason=event.reason)
            return replace(calendar, closures=(*calendar.closures, closure))
        case _:
            assert_never(event)


def fold(id: str, events: Iterable[CourtEvents]) -> Calendar | None:
    """The calendar that a court's stream shows, or None without one."""
    calendar = None
    for event in events:
        calendar = evolve(calendar, id, event)
    return calendar
