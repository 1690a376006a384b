"""Places at a court: the last is given once, a closed court moves all or none, clocks are those of the place."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from asylia.core.calendars import Holiday, Sitting
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.streams.court import CloseCourt, SetCalendar, SetHolidays, SetPort, SetSittings
from asylia.shell import beside, moving, renewing
from asylia.shell.reading import court_of
from asylia.shell.submitting import Accepted
from tests.faults.test_races import Pair
from tests.shell.people import TOOL, ZONE, Desk, author

DAY = dt.date(2022, 3, 1)  # a Tuesday
_courts = count()


def a_court(house, *, places=1, zone=ZONE, port_zone="America/Chicago", opens=dt.time(4)) -> str:
    """A court of this test's own: one session on weekdays, and a port two and a half hours away."""
    court, clerk = f"court-{next(_courts)}", author("ferro")
    sitting = Sitting(weekdays=(0, 1, 2, 3, 4), starts=dt.time(9), ends=dt.time(12), places=places)
    for act in (
        SetCalendar(
            who=clerk, court=court, zone=zone, weekdays=(0, 1, 2, 3, 4), opens=dt.time(8), closes=dt.time(17)
        ),
        SetSittings(who=clerk, court=court, sittings=(sitting,)),
        SetPort(
            who=clerk, court=court, port="Northgate", zone=port_zone, weekdays=(0, 1, 2, 3, 4, 5, 6), opens=opens,
            closes=dt.time(20), travel_minutes=120, lead_minutes=30,
        ),
    ):  # fmt: skip
        assert beside.calendar(house, act) is None
    return court


def placed(house, family="") -> Desk:
    """Someone placed and reachable who has no day yet."""
    desk = Desk(house).open(family=family, relation="self" if not family else "child")
    desk.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    desk.give("AskFear", "sloane", language="es", answer="no", words="No.")
    desk.give("AskFear", "rowan", language="es", answer="no", words="No.")
    desk.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(TOOL, "no"), private_wish=False)
    desk.give("PlaceInProgramme", "sloane", reason="no_exclusion_found")
    return desk


def notice(court, day=DAY, time="09:00:00", **more):
    """A notice to appear whose report is worked out."""
    return {
        "kind": "appear", "language": "es", "address_kind": "postal", "address": "12 Calle Uno, Larkfield",
        "court": court, "day": day.isoformat(), "time": time, "signer": "B. Ferro", "title": "Hearing clerk", **more,
    }  # fmt: skip


def details(answer) -> str:
    """What refused it."""
    assert isinstance(answer, Refused)
    return "; ".join(each.detail for each in answer.rules)


@pytest.mark.parametrize("_", range(8))
def test_of_two_clerks_who_want_the_last_place_one_gets_it(house, _):
    """notice.valid: the session is full for whoever comes second, on either engine."""
    court = a_court(house)
    one, two = placed(house), placed(house)
    with Pair(house) as pair:
        answers = pair.race(*(lambda d=d: d.try_("PrepareNotice", "ferro", **notice(court)) for d in (one, two)))
    given = [each for each in answers if isinstance(each, Accepted)]
    assert len(given) == 1, answers
    assert "full: 1 of 1 places are taken" in details(next(each for each in answers if isinstance(each, Refused)))
    assert sum(len(each.file.hearings) for each in (one, two)) == 1


def test_a_family_takes_one_place_and_a_day_taken_off_gives_it_back(house):
    """A family is heard together; a place that nobody needs any more is there again."""
    court, family = a_court(house), house.new_id()
    mother, son, other = placed(house, family), placed(house, family), placed(house)
    for each in (mother, son):
        each.give("PrepareNotice", "ferro", **notice(court))
    assert "full" in details(other.try_("PrepareNotice", "ferro", **notice(court)))
    for each in (mother, son):
        each.give("PostponeHearing", "ferro", hearing=1, reason="The judge is ill.")
    other.give("PrepareNotice", "ferro", **notice(court))


def test_a_day_that_is_past_binds_no_relative(house):
    """family.whole: dated together on days to come, whatever nobody has recorded yet of one that is over."""
    court, family = a_court(house, places=2), house.new_id()
    mother, son = placed(house, family), placed(house, family)
    mother.give("PrepareNotice", "ferro", **notice(court))
    other_day = notice(court, DAY + dt.timedelta(days=30))
    assert "another hearing day" in details(son.try_("PrepareNotice", "ferro", **other_day))
    son.at += dt.timedelta(days=55)
    son.give("PrepareNotice", "ferro", **other_day)


@pytest.mark.parametrize(
    ("day", "zone", "port_zone", "report"),
    [
        (dt.date(2022, 3, 1), "America/Chicago", "America/Chicago", "06:30"),
        (dt.date(2022, 3, 1), "America/New_York", "America/Chicago", "05:30"),
        (dt.date(2022, 3, 14), "America/New_York", "America/Phoenix", "03:30"),  # the court's summer, not the port's
        (dt.date(2022, 3, 11), "America/New_York", "America/Phoenix", "04:30"),
        (dt.date(2022, 3, 14), "America/Chicago", "America/Chihuahua", "04:30"),  # Chihuahua changed three weeks later
    ],
)
def test_the_report_is_by_the_ports_own_clock_on_that_very_day(house, day, zone, port_zone, report):
    """notice.valid: two hours and a half before the court's hour, whatever the clocks did on either side."""
    court, desk = a_court(house, zone=zone, port_zone=port_zone, opens=dt.time(3)), placed(house)
    desk.give("PrepareNotice", "ferro", **notice(court, day))
    hearing = desk.file.hearings[0]
    assert (hearing.port, hearing.report_day, f"{hearing.report_time:%H:%M}") == ("Northgate", day, report)


def test_an_hour_that_the_clocks_skip_and_a_gate_that_opens_too_late(house):
    """notice.valid: neither can be met."""
    court, desk = a_court(house, opens=dt.time(7)), placed(house)
    assert "the gate is open from 07:00" in details(desk.try_("PrepareNotice", "ferro", **notice(court)))
    night = Sitting(weekdays=(6,), starts=dt.time(1), ends=dt.time(4))
    assert beside.calendar(house, SetSittings(who=author("ferro"), court=court, sittings=(night,))) is None
    skipped = notice(court, dt.date(2022, 3, 13), "02:30:00")
    assert "the clocks of the court skip that hour" in details(desk.try_("PrepareNotice", "ferro", **skipped))


def test_a_closure_moves_every_hearing_at_once_families_together_and_all_are_told(house):
    """domain.md 4.3: one month later, the following Monday at a weekend; new papers signed a family at a time."""
    court, family = a_court(house, places=2), house.new_id()
    mother, son, other = placed(house, family), placed(house, family), placed(house)
    for each in (mother, son, other):
        each.give("PrepareNotice", "ferro", **notice(court, dt.date(2022, 3, 2)))
    mother.give("ServeNotice", "ferro", notice=1, how="in_person", language="es", understood=True, said_back="Sí.")
    close = CloseCourt(
        who=author("ferro"), court=court, closure=house.new_id(), first=DAY, last=dt.date(2022, 3, 4),
        reason="A storm.", months=1,
    )  # fmt: skip
    seen = moving.preview(house, close)
    assert not isinstance(seen, Refused)
    assert {each.day for each in seen.moves} == {dt.date(2022, 4, 4)}  # 2 April is a Saturday
    assert court_of(house, house.raw(), court).closures == ()
    assert moving.close(house, close) is None
    for each in (mother, son, other):
        old, new = each.file.hearings
        assert (old.postponed, new.day, new.notice, new.closure) == ("A storm.", dt.date(2022, 4, 4), 0, close.closure)
        assert f"{new.report_time:%H:%M}" == "06:30"
    assert renewing.renew(house, author("ferro"), mother.case, "Hearing clerk") is None
    kinds = {each.case: each.file.notices[-1].kind for each in (mother, son)}
    assert kinds == {mother.case: "hearing", son.case: "appear"}  # nobody had told the son to appear
    assert [each.file.notices[-1].replaces for each in (mother, son)] == [1, 1]
    assert len(other.file.notices) == 1


def test_a_closure_that_cannot_move_everyone_moves_nobody(house):
    """All or none, and the court is not closed either."""
    court, desk = a_court(house), placed(house)
    desk.give("PrepareNotice", "ferro", **notice(court))
    days = tuple(Holiday(day=DAY + dt.timedelta(days=n), name="Nobody at the gate") for n in range(500))
    close = CloseCourt(
        who=author("ferro"), court=court, closure=house.new_id(), first=DAY, last=DAY, reason="A storm.", months=1
    )
    assert beside.calendar(house, SetHolidays(who=author("ferro"), court=court, side="outside", holidays=days)) is None
    assert "no place within a year for 1 hearing" in details(moving.close(house, close))
    assert [each.postponed for each in desk.file.hearings] == [""]
    assert court_of(house, house.raw(), court).closures == ()


def test_only_who_keeps_the_calendar_closes_a_court(house):
    """authority.role"""
    court = a_court(house)
    close = CloseCourt(who=author("sloane"), court=court, closure="c-1", first=DAY, last=DAY, reason="No.", months=1)
    assert "hearing clerks" in details(moving.close(house, close))


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (SetPort(who=author("ferro"), court="court-0", port="x", zone="Nowhere/Else", weekdays=(0,), opens=dt.time(4),
                 closes=dt.time(5), travel_minutes=1, lead_minutes=1), "zone"),
        (SetSittings(who=author("ferro"), court="court-0", sittings=(
            Sitting(weekdays=(7,), starts=dt.time(4), ends=dt.time(5)),)), "weekdays"),
        (SetHolidays(who=author("ferro"), court="court-0", side="court", holidays=(
            Holiday(day=dt.date(9999, 1, 1), name="Far"),)), "closed"),
    ],
)  # fmt: skip
def test_what_is_no_zone_no_weekday_and_no_day_is_a_slip(house, act, field):
    """Bad input: named, and nothing recorded."""
    with pytest.raises(SlipOfForm) as slip:
        beside.calendar(house, act)
    assert slip.value.field == field


def test_an_appointment_at_a_port_is_held_against_the_ports_own_clock(house):
    """notice.valid: 20:30 at the place of the case is 19:30 at a port an hour to the west, which closes at 20:00."""
    court, clerk = a_court(house), author("ferro")
    plan = SetPort(
        who=clerk, court=court, port="Far gate", zone="America/Denver", weekdays=tuple(range(7)), opens=dt.time(4),
        closes=dt.time(20), travel_minutes=120, lead_minutes=30,
    )  # fmt: skip
    assert beside.calendar(house, plan) is None
    desk = placed(house)
    evening = (desk.at + dt.timedelta(days=1)).astimezone(ZoneInfo(ZONE)).replace(hour=20, minute=30)
    desk.give("BookPort", "ferro", port="Far gate", appointment=evening.isoformat())
    later = evening + dt.timedelta(minutes=30)
    answer = desk.try_("BookPort", "ferro", port="Far gate", appointment=later.isoformat())
    assert "open from 04:00 to 20:00" in details(answer)
