"""Dating a hearing: no day on which the court does not sit, no session that is full, and a report that reaches it."""

import datetime as dt
from typing import Protocol

import msgspec

from asylia.core.calendars import Arrival, Calendar, Port, full, taken
from asylia.core.errors import Rules
from asylia.core.facts import Facts
from asylia.core.file import CaseFile
from asylia.core.standing import apart

VALID = "notice.valid"


class Dated(Protocol):
    """What names a hearing's day: hours of the court's clock, those of the report by the port's."""

    @property
    def court(self) -> str: ...
    @property
    def day(self) -> dt.date | None: ...
    @property
    def time(self) -> dt.time | None: ...
    @property
    def port(self) -> str: ...
    @property
    def report_day(self) -> dt.date | None: ...
    @property
    def report_time(self) -> dt.time | None: ...


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """Day and hour of a hearing as they will stand, the report worked out where nobody gave one."""

    court: str
    zone: str
    day: dt.date | None
    time: dt.time | None
    port: str
    report_day: dt.date | None
    report_time: dt.time | None


def dated(file: CaseFile, act: Dated, facts: Facts) -> Date:
    """The date that an act sets; the report as the port's plan works it out, where the act leaves it open."""
    calendar = facts.court(act.court)
    port, day, time = act.port, act.report_day, act.report_time
    if calendar and _waits(file) and calendar.ports:
        port = port or _own_port(file, calendar)
        arrival = _arrival(facts, port)
        if arrival and day is None and time is None:
            day, time = arrival.day, arrival.time
    return Date(
        court=act.court, zone=calendar.zone if calendar else "", day=act.day, time=act.time, port=port,
        report_day=day, report_time=time,
    )  # fmt: skip


def require_date(file: CaseFile, date: Date, facts: Facts, rules: Rules, *, heard: dt.date | None = None) -> None:
    """Require of a hearing's date what notice.valid and family.whole ask.

    `heard`: the day of the hearing that this one follows, on which the family's other members may still stand.
    """
    calendar = facts.court(date.court)
    if calendar is None:
        rules.require(False, VALID, "no such court is known", "court")
    elif date.day is None or date.time is None:
        rules.require(False, VALID, "the day and time of the hearing are missing", "day" if not date.day else "time")
    else:
        _require_sitting(calendar, date.day, date.time, facts, rules)
        together = all(each.hearing_day in (None, heard, date.day) for each in facts.members)
        rules.require(together or apart(file, facts.day), "family.whole", "the family has another hearing day", "day")
    if _waits(file) and rules.regime.placement is not None:
        _require_report(date, calendar, facts, rules)


def require_open_gate(port: str, facts: Facts, rules: Rules) -> None:
    """Require of an appointment at a port that its gate is open then, as the courts' plans of that port have it.

    The appointment's day and hour by the port's clock are the slot's arrival there; of a port without a plan nothing is
    known, and nothing is asked.
    """
    at = _arrival(facts, port)
    if at is None:
        return
    plans = [(plan, calendar.port_shut(plan, at.day)) for calendar in facts.courts if (plan := calendar.port(port))]
    for plan, shut in dict.fromkeys(plans):
        _require_open(plan, shut, (at.day, at.time), ("appointment", "appointment"), rules)


def require_first_hearing(hearing: dt.date, served: dt.date, rules: Rules) -> None:
    """Require that a first hearing is no sooner after service than the law allows (INA 239(b)(1))."""
    # The day after service is day 1 (safeguards.md, "How the rules are read", 4).
    least = rules.regime.hearing.first_days
    rules.require(
        (hearing - served).days >= least, "notice.valid", f"the first hearing is less than {least} days after service",
        "day", rules.regime.hearing.cite,
    )  # fmt: skip


def _require_sitting(calendar: Calendar, day: dt.date, time: dt.time, facts: Facts, rules: Rules) -> None:
    rules.require(day >= facts.day, VALID, "that day is past", "day")
    if why := calendar.shut(day):
        rules.require(False, VALID, f"the court does not sit then: {why}", "day")
        return
    sitting = calendar.sitting(day, time)
    if sitting is None:
        rules.require(False, VALID, "the court does not sit at that hour", "time")
        return
    slot = facts.slot
    rules.require(not slot.skips, VALID, "the clocks of the court skip that hour on that day", "time")
    held = taken(sitting, slot.booked)
    rules.require(
        not full(sitting, slot.booked), VALID,
        f"the session of {sitting.starts:%H:%M} is full: {held} of {sitting.places} places are taken", "time",
    )  # fmt: skip


def _require_report(date: Date, calendar: Calendar | None, facts: Facts, rules: Rules) -> None:
    """Who waits outside is told where and when to report, early enough for the way; never the hour of the hearing."""
    day, time = date.report_day, date.report_time
    if calendar is not None and calendar.ports and calendar.port(date.port) is None:
        rules.require(False, VALID, "nobody comes to this court from that port", "port")
        return
    if not date.port or day is None or time is None:
        rules.require(False, VALID, "port, day and time to report are missing", "port")
        return
    port = calendar.port(date.port) if calendar else None
    if calendar is not None and port is not None:
        _require_gate(port, calendar.port_shut(port, day), (day, time), _arrival(facts, port.port), rules)
    elif date.day is not None and date.time is not None:
        before = (day, time) < (date.day, date.time)
        rules.require(before, VALID, "the report at the port is not before the hearing", "report_day")


def _require_gate(
    port: Port, shut: str, report: tuple[dt.date, dt.time], arrival: Arrival | None, rules: Rules
) -> None:
    _require_open(port, shut, report, ("report_day", "report_time"), rules)
    if arrival is not None:
        late = f"the gate must be reached by {arrival.time:%H:%M} on {arrival.day}, by the clock of the port"
        rules.require(report <= (arrival.day, arrival.time), VALID, late, "report_time")


def _require_open(port: Port, shut: str, at: tuple[dt.date, dt.time], fields: tuple[str, str], rules: Rules) -> None:
    rules.require(not shut, VALID, f"nobody can report at the port that day: {shut}", fields[0])
    open_then = port.opens <= at[1] < port.closes
    rules.require(open_then, VALID, f"the gate is open from {port.opens:%H:%M} to {port.closes:%H:%M}", fields[1])


def _waits(file: CaseFile) -> bool:
    """Whether the person was placed to wait outside, and comes to court through a port."""
    return bool(file.placed)


def _own_port(file: CaseFile, calendar: Calendar) -> str:
    """The port that this person comes through: that of the hearing before, else the court's only one."""
    before = [each.port for each in file.hearings if each.port]
    return before[-1] if before else calendar.ports[0].port if len(calendar.ports) == 1 else ""


def _arrival(facts: Facts, port: str) -> Arrival | None:
    return next((each for each in facts.slot.arrivals if each.port == port), None)
