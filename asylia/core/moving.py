"""Moving: where each hearing goes that a closed court cannot hold; the same rule for all, families together."""

import calendar as months
import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import msgspec

from asylia.core.calendars import Arrival, Booked, Calendar, Port, full

FARTHEST = 366  # days after the day that the rule names, in which a place is looked for


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A hearing that stands on a closed day: its case, who takes the place (`key`), and the port, if any."""

    case: str
    hearing: int
    key: str
    day: dt.date
    time: dt.time
    port: str = ""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """Where one hearing goes; None where no place was found."""

    of: Standing
    day: dt.date | None = None
    time: dt.time | None = None


def later(day: dt.date, months_on: int, days_on: int) -> dt.date:
    """That many months and days later; from the 31st of a month to the last day of a shorter one."""
    years, month = divmod(day.month - 1 + months_on, 12)
    year, month = day.year + years, month + 1
    last = months.monthrange(year, month)[1]
    return dt.date(year, month, min(day.day, last)) + dt.timedelta(days=days_on)


def moves(
    calendar: Calendar,
    standing: Iterable[Standing],
    rule: tuple[int, int],
    held: Callable[[dt.date], Iterable[Booked]],
    reach: Callable[[Port, dt.date, dt.time], Arrival],
) -> Iterator[Move]:
    """Yield where each goes: the soonest first, a family in one place, at the hour it had where that session sits.

    `rule` is months and days; `held` gives the places that others hold on a day, `reach` when a port's gate must be
    reached (both from the shell).
    """  # fmt: skip
    given: dict[dt.date, list[Booked]] = {}
    placed: dict[tuple[str, dt.date, dt.time], Move] = {}
    for each in sorted(standing, key=lambda one: (one.day, one.time, one.key, one.case)):
        together = (each.key, each.day, each.time)
        if together not in placed:
            placed[together] = _place(calendar, each, later(each.day, *rule), held, reach, given)
        found = placed[together]
        yield Move(of=each, day=found.day, time=found.time)


def _place(
    calendar: Calendar, of: Standing, first: dt.date,
    held: Callable[[dt.date], Iterable[Booked]], reach: Callable[[Port, dt.date, dt.time], Arrival],
    given: dict[dt.date, list[Booked]],
) -> Move:  # fmt: skip
    for n in range(FARTHEST):
        day = first + dt.timedelta(days=n)
        if calendar.shut(day):
            continue
        if day not in given:
            given[day] = list(held(day))
        for sitting in sorted(calendar.on(day), key=lambda each: not each.starts <= of.time < each.ends):
            time = of.time if sitting.starts <= of.time < sitting.ends else sitting.starts
            others = [each for each in given[day] if each.key != of.key]
            if not full(sitting, others) and _reachable(calendar, of.port, day, time, reach):
                given[day].append(Booked(time=time, key=of.key))
                return Move(of=of, day=day, time=time)
    return Move(of=of)


def _reachable(
    calendar: Calendar, name: str, day: dt.date, time: dt.time, reach: Callable[[Port, dt.date, dt.time], Arrival]
) -> bool:
    """Whether the gate is open when it must be reached; where no plan of the port is known, nothing stands against."""
    port = calendar.port(name)
    if port is None:
        return not name or not calendar.ports
    arrival = reach(port, day, time)
    return not calendar.port_shut(port, arrival.day) and port.opens <= arrival.time < port.closes
