"""Moving hearings off days on which a court is closed: all of them in one transaction, families together, or none."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

import msgspec
from msgspec.structs import replace

from asylia.caseload.models import HearingRow
from asylia.core.calendars import Arrival, Booked, Calendar, Port
from asylia.core.decider import decide
from asylia.core.errors import Broken, Refused
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Hearing
from asylia.core.moving import Move, Standing, moves
from asylia.core.steps.hearing import MoveHearing
from asylia.core.streams import court
from asylia.shell import slots
from asylia.shell.beside import KEEPERS, from_their_desk, settled
from asylia.shell.failing import MOVED, GaveWay
from asylia.shell.gathering import facts_for
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_beside, case_now, court_of, staff_of
from asylia.shell.submitting import write_decided


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What a closure moves: each hearing and where it goes."""

    moves: tuple[Move, ...]

    @property
    def lost(self) -> tuple[Move, ...]:
        """The hearings for which no place is found within a year."""
        return tuple(each for each in self.moves if each.day is None)


def preview(house: House, command: court.CloseCourt) -> Moved | Refused:
    """What closing a court would move; nothing is recorded."""
    slots.check_calendar(command)
    with house.transaction() as raw:
        calendar = court_of(house, raw, command.court)
        event = court.decide(calendar, command)
        if isinstance(event, Refused):
            return event
        return _planned(house, raw, court.evolve(calendar, command.court, event), command)


def close(house: House, command: court.CloseCourt) -> Refused | None:
    """Close a court and move every hearing that stands on those days, or refuse and move none."""
    slots.check_calendar(command)

    def work(raw: Raw) -> Refused | None:
        given = from_their_desk(house, raw, command)
        if given.who.role not in KEEPERS:
            return Refused(rules=(Broken(rule="authority.role", detail="hearing clerks keep the court's calendar"),))
        _lock(house, raw, given)
        calendar = court_of(house, raw, given.court)
        event = court.decide(calendar, given)
        if isinstance(event, Refused):
            return event
        append_beside(house, raw, f"court/{given.court}", event)
        closed = court.evolve(calendar, given.court, event)
        planned = _planned(house, raw, closed, given)
        if planned.lost:
            detail = f"no place within a year for {len(planned.lost)} hearings: set more sessions, then close"
            raise _CannotMove(Refused(rules=(Broken(rule="notice.valid", detail=detail, field="months"),)))
        if closed is not None:
            _move_all(house, raw, closed, given, planned.moves)
        return None

    try:
        return settled(house, "court", work)
    except _CannotMove as stopped:
        return stopped.refused


class _CannotMove(Exception):
    """Some hearing cannot move: the whole transaction is undone."""

    def __init__(self, refused: Refused) -> None:
        super().__init__("a hearing cannot be moved")
        self.refused = refused


def affected(command: court.CloseCourt) -> list[HearingRow]:
    """The hearings that stand on the days of a closure and are still to be held."""
    rows = HearingRow.objects.filter(
        court=command.court, day__gte=command.first, day__lte=command.last, postponed=False, attended=None,
        case__closed="",
    )  # fmt: skip
    return list(rows.select_related("case"))


def _lock(house: House, raw: Raw, command: court.CloseCourt) -> None:
    """Lock the court and everyone whose hearing moves; gives way where another came in between."""
    before = affected(command)
    cases = {row.case for row in before}
    names = {f"case/{each.case}" for each in cases} | {f"person/{each.person}" for each in cases}
    names |= {f"family/{each.family}" for each in cases if each.family} | {slots.lock_name(command.court)}
    house.ledger.lock(raw, names)
    after = affected(command)
    if {(row.case_id, row.number, row.case.family) for row in after} != {
        (row.case_id, row.number, row.case.family) for row in before
    }:
        raise GaveWay(MOVED)


def _planned(house: House, raw: Raw, calendar: Calendar | None, command: court.CloseCourt) -> Moved:
    if calendar is None:
        return Moved(moves=())
    standing = [_standing(house, raw, row) for row in affected(command)]

    def reach(port: Port, day: dt.date, time: dt.time) -> Arrival:
        return slots.arrival(calendar.zone, port, day, time)

    held = partial(_held_by_others, command)
    return Moved(moves=tuple(moves(calendar, standing, (command.months, command.days), held, reach)))


def _held_by_others(command: court.CloseCourt, day: dt.date) -> Iterable[Booked]:
    return slots.booked(command.court, day)


def _standing(house: House, raw: Raw, row: HearingRow) -> Standing:
    file = case_now(house, raw, row.case_id)
    port = row.port if file.placed else ""
    return Standing(
        case=row.case_id, hearing=row.number, key=row.case.family or row.case_id, day=row.day, time=row.time,
        port=port,
    )  # fmt: skip


def _report(calendar: Calendar, hearing: Hearing, new: dt.datetime) -> dt.datetime | None:
    """The report of a port whose way the court does not know, as long before as it was; else None: it is worked out."""
    if calendar.port(hearing.port) or hearing.report_day is None or hearing.report_time is None:
        return None
    before = dt.datetime.combine(hearing.day, hearing.time)
    return new - (before - dt.datetime.combine(hearing.report_day, hearing.report_time))


def _move_all(house: House, raw: Raw, calendar: Calendar, command: court.CloseCourt, planned: Iterable[Move]) -> None:
    """Give each case its command; whoever is of a family is decided as if the others had moved already."""
    planned = tuple(planned)
    new_days = {each.of.case: each.day for each in planned}
    for each in planned:
        if each.day is None or each.time is None:
            continue
        file = case_now(house, raw, each.of.case)
        report = _report(calendar, file.hearings[each.of.hearing - 1], dt.datetime.combine(each.day, each.time))
        move = MoveHearing(
            who=command.who, hearing=each.of.hearing, court=command.court, day=each.day, time=each.time,
            port=each.of.port, report_day=report.date() if report else None,
            report_time=report.time() if report else None, reason=command.reason, closure=command.closure,
        )  # fmt: skip
        facts = _together(facts_for(house, raw, file, move, staff_of(house, raw, command.who.by)), new_days)
        decided = decide(file, move, house.regime(file.regime), facts)
        if isinstance(decided, Refused):
            raise _CannotMove(_named(file, decided))
        write_decided(house, raw, file, move, decided)


def _together(facts: Facts, new_days: dict[str, dt.date | None]) -> Facts:
    members = tuple(replace(each, hearing_day=new_days.get(each.case, each.hearing_day)) for each in facts.members)
    return replace(facts, members=members)


def _named(file: CaseFile, refused: Refused) -> Refused:
    """The refusal, saying of which case: no name stands in it."""
    rules = tuple(
        replace(each, detail=f"case {file.id[-6:].upper()}: {each.detail}", field="") for each in refused.rules
    )
    return Refused(rules=rules)
