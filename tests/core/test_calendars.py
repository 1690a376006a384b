"""Court calendars: no day on which the court does not sit, no full session, a report early enough by the port."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from asylia.core.calendars import Arrival, Booked, Calendar, Closure, Holiday, Port, Sitting, Slot, taken
from asylia.core.errors import Refused
from asylia.core.event import Author
from asylia.core.facts import Member
from asylia.core.streams import court
from tests.core.build import APPEAR, COURT, MORNING, Case, unafraid, waiting

WEEK = (0, 1, 2, 3)
EARLY = Sitting(weekdays=WEEK, starts=dt.time(8, 30), ends=dt.time(10, 30), places=2, room="room 3")
LATE = Sitting(weekdays=WEEK, starts=dt.time(10, 30), ends=dt.time(12, 30), places=2)
BRIDGE = Port(
    port="bridge-1", zone="America/Denver", weekdays=(0, 1, 2, 3, 4), opens=dt.time(4), closes=dt.time(20),
    travel_minutes=150, lead_minutes=60, closed=(dt.date(2022, 3, 8),),
)  # fmt: skip
FULL = replace(
    COURT, sittings=(EARLY, LATE), ports=(BRIDGE,), holidays=(Holiday(day=dt.date(2022, 3, 1), name="Founders’ day"),),
    outside=(Holiday(day=dt.date(2022, 3, 3), name="Day of the river"),),
    closures=(Closure(id="c-1", first=dt.date(2022, 3, 14), last=dt.date(2022, 3, 15), reason="storm"),),
)  # fmt: skip
AT_FIVE = Slot(arrivals=(Arrival(port="bridge-1", day=dt.date(2022, 3, 2), time=dt.time(5, 30)),))
HELD = tuple(Booked(time=dt.time(9), key=key) for key in ("f-1", "case-7"))


def at(slot: Slot = AT_FIVE, calendar: Calendar = FULL) -> Case:
    """Someone placed, before a court with sessions and a port."""
    return unafraid(courts=(calendar,), slot=slot).do("PlaceInProgramme")


def date(**given: Any) -> dict[str, Any]:
    """A notice to appear whose report is left to be worked out."""
    return {**APPEAR, "port": "", "report_day": None, "report_time": None, **given}


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"day": "2022-03-01"}, "day", "Founders’ day"),
        ({"day": "2022-03-04"}, "day", "does not sit"),
        ({"day": "2022-03-14"}, "day", "court closed: storm"),
        ({"day": "2022-02-21"}, "day", "court closed"),
        ({"day": "2021-12-29"}, "day", "that day is past"),
        ({"time": "08:00:00"}, "time", "at that hour"),
        ({"time": "12:30:00"}, "time", "at that hour"),
        ({"day": "2022-03-03", "report_day": "2022-03-03", "report_time": "05:30:00"}, "report_day", "river"),
        ({"day": "2022-03-08", "report_day": "2022-03-08", "report_time": "05:30:00"}, "report_day", "closed"),
        ({"port": "bridge-9"}, "port", "from that port"),
        ({"report_day": "2022-03-02", "report_time": "05:31:00"}, "report_time", "reached by 05:30"),
        ({"report_day": "2022-03-02", "report_time": "03:30:00"}, "report_time", "the gate is open"),
        ({"report_day": "2022-03-02", "report_time": "09:00:00"}, "report_time", "reached by 05:30"),
    ],
)  # fmt: skip
def test_notice_valid_no_date_is_set_that_cannot_be_held(given: dict[str, Any], field: str, why: str) -> None:
    """notice.valid: sessions, holidays of both sides, closures, the gate and the way decide, each by name."""
    at().allows("PrepareNotice", **date())
    refused = at().ask("PrepareNotice", **date(**given))
    assert isinstance(refused, Refused)
    assert [(each.rule, each.field) for each in refused.rules if why in each.detail] == [("notice.valid", field)]


def test_notice_valid_a_full_session_takes_nobody_more_and_the_other_does() -> None:
    """notice.valid: a family heard together takes one place; the session after it has places still."""
    full = replace(AT_FIVE, booked=HELD)
    at(full).refuses("notice.valid", "PrepareNotice", **date())
    at(full).allows("PrepareNotice", **date(time="11:00:00"))
    at(replace(AT_FIVE, booked=(*HELD[:1], *HELD[:1]))).allows("PrepareNotice", **date())
    assert taken(EARLY, HELD) == 2
    at(full, replace(FULL, sittings=(replace(EARLY, places=0),))).allows("PrepareNotice", **date())


def test_notice_valid_an_hour_that_the_clocks_skip_is_no_hour() -> None:
    """notice.valid: the shell knows the clocks; the core refuses what it says is skipped."""
    at(replace(AT_FIVE, skips=True)).refuses("notice.valid", "PrepareNotice", **date())


def test_the_report_is_worked_out_from_the_court_and_is_never_its_hour() -> None:
    """notice.valid: nobody types it, and it stands in the record as the port's own clock says it (domain 4.4)."""
    hearing = at().do("PrepareNotice", **date()).file.hearings[0]
    assert (hearing.port, hearing.report_day, hearing.report_time) == (
        "bridge-1", dt.date(2022, 3, 2), dt.time(5, 30)
    )  # fmt: skip
    assert (hearing.report_day, hearing.report_time) != (hearing.day, hearing.time)
    waiting().breaks("notice.valid", "PrepareNotice", mended=APPEAR, report_time="09:00:00")


def test_a_later_day_is_held_to_the_same_rules_by_whatever_way_it_is_set() -> None:
    """notice.valid: moved, adjourned or told by a notice, a day is a day."""
    for name, held in (("MoveHearing", False), ("AdjournHearing", True)):
        case = at().do("PrepareNotice", **date()).do("PlanContact").do("ServeNotice")
        case = case.do("RecordAttendance", present=True) if held else case
        moved = {"port": "", "report_day": None, "report_time": None, "day": "2022-03-09", "time": "09:00:00"}
        case.facts["slot"] = Slot(
            arrivals=(Arrival(port="bridge-1", day=dt.date(2022, 3, 9), time=dt.time(5, 30)),)
        )  # fmt: skip
        case.allows(name, **moved)
        for wrong in ({"day": "2022-03-14"}, {"day": "2022-03-11"}, {"time": "13:00:00"}, {"court": "court-9"}):
            case.refuses("notice.valid", name, **{**moved, **wrong})
        case.facts["slot"] = replace(case.facts["slot"], booked=HELD)
        case.refuses("notice.valid", name, **moved)
        case.facts["members"] = (Member(case="case-2", hearing_day=dt.date(2022, 3, 10)),)
        case.refuses("family.whole", name, **moved)


def test_after_the_court_has_ended_the_proceedings_no_day_is_set() -> None:
    """notice.valid: fictitious days for people whose cases had ended (domain 4.5)."""
    case = waiting().do("RecordAttendance", present=True).do("ConcludeHearing", outcome="relief")
    case.refuses("notice.valid", "PrepareNotice", **{**APPEAR, "kind": "hearing", "day": "2022-03-09"})


WHO = Author(by="clerk", role="hearing_clerk", at=MORNING)
SET = court.SetCalendar(
    who=WHO, court="court-1", zone="America/Denver", weekdays=WEEK, opens=dt.time(8), closes=dt.time(16)
)


def test_a_stream_folds_to_the_calendar_that_stands() -> None:
    """Setting hours anew takes no session, holiday, port or closure away."""
    acts: tuple[court.CourtCommand, ...] = (
        SET,
        court.SetSittings(who=WHO, court="court-1", sittings=(EARLY,)),
        court.SetHolidays(who=WHO, court="court-1", side="court", holidays=FULL.holidays),
        court.SetHolidays(who=WHO, court="court-1", side="outside", holidays=FULL.outside),
        court.SetPort(
            who=WHO, court="court-1", port="bridge-1", zone="America/Denver", weekdays=(0,), opens=dt.time(4),
            closes=dt.time(20), travel_minutes=1, lead_minutes=1,
        ),
        court.CloseCourt(
            who=WHO, court="court-1", closure="c-1", first=dt.date(2022, 3, 14), last=dt.date(2022, 3, 15),
            reason="storm", months=1,
        ),
        SET,
    )  # fmt: skip
    calendar = None
    for act in acts:
        event = court.decide(calendar, act)
        assert not isinstance(event, Refused)
        calendar = court.evolve(calendar, "court-1", event)
    assert calendar is not None
    assert (calendar.sittings, calendar.holidays, calendar.outside) == ((EARLY,), FULL.holidays, FULL.outside)
    assert (len(calendar.ports), len(calendar.closures)) == (1, 1)


@pytest.mark.parametrize(
    "act",
    [
        court.SetSittings(who=WHO, court="court-1", sittings=(EARLY, replace(EARLY, starts=dt.time(9)))),
        court.SetSittings(who=WHO, court="court-1", sittings=(replace(EARLY, ends=dt.time(8)),)),
        court.SetPort(
            who=WHO, court="court-1", port="bridge-1", zone="America/Denver", weekdays=(0,), opens=dt.time(4),
            closes=dt.time(20), travel_minutes=0, lead_minutes=0,
        ),
        court.CloseCourt(
            who=WHO, court="court-1", closure="c", first=dt.date(2022, 3, 2), last=dt.date(2022, 3, 1), reason="x"
        ),
        court.CloseCourt(
            who=WHO, court="court-1", closure="c", first=dt.date(2022, 3, 2), last=dt.date(2022, 3, 3), reason=" "
        ),
    ],
    ids=["sessions overlap", "ends before it begins", "a way of no length", "last before first", "no reason"],
)  # fmt: skip
def test_a_calendar_that_cannot_be_is_refused(act: court.CourtCommand) -> None:
    """notice.valid: what no court can keep is not set; a way of no length would make the report the hearing's hour."""
    assert isinstance(court.decide(FULL, act), Refused)
    assert isinstance(court.decide(None, act), Refused)
