"""A court's calendar, its closing, and the papers of moved days, as a clerk uses them."""

import datetime as dt
import re

import pytest

from asylia.core.calendars import Sitting
from asylia.core.streams.court import SetSittings
from asylia.shell import beside
from asylia.shell.reading import court_of
from tests.shell import people
from tests.web.hearings.conftest import HEARING, NOTICE, answered, served

PORT = {
    "port": "Northgate", "zone": "America/Chicago", "weekdays": "0, 1, 2, 3, 4, 5, 6", "opens": "04:00",
    "closes": "20:00", "travel_minutes": "120", "lead_minutes": "30", "closed": "",
}  # fmt: skip
SESSIONS = {
    f"sittings.{n}.{name}": value
    for n, (starts, ends) in enumerate((("08:00", "10:00"), ("10:00", "16:00")))
    for name, value in {
        "weekdays": "0, 1, 2, 3, 4", "starts": starts, "ends": ends, "places": "2", "room": "room 3",
    }.items()
}  # fmt: skip
CLOSE = {"last": f"{HEARING}", "reason": "A storm.", "months": "1", "days": "0"}


def at_court(house):
    """The calendar as the record shows it."""
    return court_of(house, house.raw(), "larkfield")


def test_sessions_holidays_and_ports_are_set_and_shown(clerk, house):
    """notice.valid: what decides which days there are."""
    assert answered(clerk, "/courts/larkfield/sessions", **SESSIONS).status_code == 303
    day = {"holidays.0.day": "2027-05-03", "holidays.0.name": "Founders’ day"}
    assert answered(clerk, "/courts/larkfield/holidays/court", **day).status_code == 303
    assert answered(clerk, "/courts/larkfield/port", **PORT).status_code == 303
    text = clerk.get("/courts/larkfield").content.decode()
    for shown in ("08:00 to 10:00", "room 3", "3 May 2027, Founders’ day", "Northgate", "120"):
        assert shown in text
    assert 'value="Northgate"' in clerk.get("/courts/larkfield/port?port=Northgate").content.decode()
    assert 'value="08:00"' in clerk.get("/courts/larkfield/sessions").content.decode()
    assert [each.places for each in at_court(house).sittings] == [2, 2]
    assert clerk.get("/courts/elsewhere").status_code == 404
    assert clerk.get("/courts/larkfield/holidays/elsewhere").status_code == 404


def test_what_no_court_can_keep_stays_in_the_form(clerk, house):
    """Bad input: said beside the field, nothing lost, nothing recorded."""
    page = answered(clerk, "/courts/larkfield/port", **{**PORT, "zone": "Nowhere/Else"})
    assert page.status_code == 422
    assert "is no time zone" in page.content.decode()
    assert 'value="Nowhere/Else"' in page.content.decode()
    page = answered(clerk, "/courts/larkfield/sessions", **{**SESSIONS, "sittings.1.starts": "09:00"})
    assert page.status_code == 422
    assert "overlaps another" in page.content.decode()
    assert at_court(house).sittings == ()
    assert answered(clerk, "/courts/larkfield/close", first="2026-13-01", **CLOSE).status_code == 422


def test_other_desks_set_no_calendar(at_desk):
    """404-shaped."""
    for desk in ("sloane", "ito", "rowan"):
        assert at_desk(desk).get("/courts/larkfield/close").status_code == 404


def test_a_closure_is_shown_before_it_is_done_then_moves_all_and_counts_the_papers(clerk, noticed, house):
    """pages.md, Docket: closure moves all, preview and count."""
    served(noticed)
    at = "/courts/larkfield/close"
    assert f'value="{HEARING}"' in clerk.get(f"{at}?first={HEARING}&last={HEARING}").content.decode()
    page = answered(clerk, at, first=f"{HEARING}", **CLOSE)
    assert page.status_code == 200
    assert "1 hearing of 1 family or people alone would move" in re.sub(r"\s+", " ", page.content.decode())
    assert at_court(house).closures == ()
    done = answered(clerk, at, first=f"{HEARING}", **CLOSE, sign="yes")
    assert done.status_code == 303
    progress = done.headers["Location"]
    text = clerk.get(progress).content.decode()
    assert "0 of 1" in text
    assert "A storm." in text
    new = noticed.file.hearings[1].day
    assert new.weekday() < 5
    assert new > HEARING
    assert "no notice yet" in clerk.get("/docket").content.decode()
    assert "Sign the notice of the new day" in clerk.get(f"/case/{noticed.case}").content.decode()
    assert "Sign the notice of the new day" in clerk.get("/to-serve").content.decode()
    assert answered(clerk, progress, case=noticed.case).status_code == 303
    assert noticed.file.notices[1].kind == "hearing"
    assert "replaces notice 1" in clerk.get(f"/case/{noticed.case}/notices").content.decode()
    assert answered(clerk, progress, case="nobody").status_code == 404
    told = {
        "court_address": "12 Elm Street", "hearing_kind": "a judge sees you", "mode": "person",
        "transport": "not_confirmed", "together": "yes", "list_made": "2026-11-01", "report_place": "Northgate",
    }  # fmt: skip
    sheet = answered(
        clerk, f"/case/{noticed.case}/notices/2/facts", **{f"sheet.{name}": value for name, value in told.items()}
    )
    assert sheet.status_code == 303


def test_a_hearing_on_a_day_that_is_shut_since_is_said_on_the_docket(clerk, noticed, house):
    """notice.valid: a fact that must be recordable, and never unseen."""
    others = tuple(day for day in range(5) if day != HEARING.weekday())
    sitting = Sitting(weekdays=others, starts=dt.time(8), ends=dt.time(17))
    act = SetSittings(who=people.author("ferro"), court="larkfield", sittings=(sitting,))
    assert beside.calendar(house, act) is None
    text = clerk.get(f"/docket?court=larkfield&day={HEARING}").content.decode()
    assert "on a day without a court" in text
    assert "1 to move" in text


def test_the_month_counts_places_and_the_list_is_printed_by_session(clerk, noticed):
    """pages.md: the month with places booked; a hearing list to print."""
    answered(clerk, "/courts/larkfield/sessions", **SESSIONS)
    assert "1 / 4" in clerk.get(f"/docket?court=larkfield&day={HEARING}").content.decode()
    text = clerk.get(f"/docket/list?court=larkfield&day={HEARING}").content.decode()
    assert text.index("08:00 to 10:00") < text.index("Reyes Oyuela, Daniela") < text.index("10:00 to 16:00")
    assert "12 Calle Uno" not in text
    assert clerk.get("/docket/list?court=elsewhere").status_code == 404


@pytest.mark.parametrize("held", [True, False])
def test_the_day_goes_on_or_ends_with_what_the_court_did(clerk, noticed, held):
    """Attendance, adjournment with its reason and the next date, or the end."""
    at = f"/case/{noticed.case}/hearings/1"
    assert answered(clerk, f"{at}/attendance", present="yes").status_code == 303
    later = HEARING + dt.timedelta(days=7)
    if held:
        day = {"day": f"{later}", "time": "09:00", "port": "", "report_day": "", "report_time": ""}
        typed = {"code": "no_interpreter", "says": "", "court": "larkfield", **day}
        assert answered(clerk, f"{at}/adjourn", **typed).status_code == 303
        assert noticed.file.hearings[1].day == later
        assert "adjourned: no interpreter" in clerk.get(f"/case/{noticed.case}/notices").content.decode()
    else:
        assert answered(clerk, f"{at}/conclude", outcome="terminated", says="").status_code == 303
        page = answered(clerk, f"/case/{noticed.case}/notices/prepare/hearing", **{**NOTICE, "kind": "hearing"})
        assert "the court has ended the proceedings" in page.content.decode()


def test_the_warning_the_refusal_and_the_way_from_the_port_have_their_pages(clerk, noticed):
    """notice.served; custody.counted"""
    paper, at = f"/case/{noticed.case}/notices/1", f"/case/{noticed.case}/hearings/1"
    when = {"happened": f"{dt.datetime.now(dt.UTC) - dt.timedelta(days=1):%Y-%m-%dT%H:%M}"}
    not_taken = {"language": "es", "read_aloud": "yes", "witness": "", "says": "No firmo."}
    assert answered(clerk, f"{paper}/not-taken", **not_taken, **when).status_code == 303
    assert "Not taken" in clerk.get("/docket").content.decode()
    warned = {"language": "es", "topics": ["time", "place", "consequences"], "said_back": "Sí.", "interpreter": ""}
    assert answered(clerk, f"{paper}/warn", **warned).status_code == 303
    assert "Warned aloud in Spanish" in clerk.get(f"/case/{noticed.case}/notices").content.decode()
    left = {"leaves": f"{HEARING}T06:00", "escort": "Team 2", "vehicle": ""}
    page = answered(clerk, f"{at}/transport", **left)  # nobody comes through a port here
    assert page.status_code == 422
    assert "No port is named" in page.content.decode()
    assert answered(clerk, f"{at}/transport/report", what="left", says="", **when).status_code == 303
    moved = {"day": f"{HEARING + dt.timedelta(days=7)}", "time": "09:00", "court": "larkfield", "reason": "Ill."}
    assert answered(clerk, f"{at}/move", **moved).status_code == 303
    assert noticed.file.hearings[0].postponed == "Ill."


def test_the_way_from_the_port_is_booked_and_confirmed_for_a_whole_day(clerk, asked):
    """custody.counted: one form for all who come through a port; what fails is said by name."""
    asked.at = dt.datetime.now(dt.UTC)
    report = {"port": "Northgate", "report_day": HEARING.isoformat(), "report_time": "06:00:00"}
    asked.give("PrepareNotice", "ferro", **NOTICE, **report)
    assert clerk.get(f"/case/{asked.case}").status_code == 200
    at = f"/docket/transport?court=larkfield&day={HEARING}"
    left = {"do": "PlanTransport", "leaves": f"{HEARING}T06:10", "escort": "Team 2", "vehicle": "Bus 4"}
    assert "Nobody was ticked" in answered(clerk, at, **left).content.decode()
    assert answered(clerk, at, **{**left, "leaves": "soon"}, case=asked.case).status_code == 422
    past = answered(clerk, at, **{**left, "leaves": "2026-01-01T06:10"}, case=asked.case)
    assert "Reyes Oyuela, Daniela: the hour of leaving is past" in past.content.decode()
    assert answered(clerk, at, **left, case=asked.case).status_code == 303
    assert asked.file.hearings[0].transport.way == "planned"
    assert answered(clerk, at, do="ConfirmTransport", by_whom="Dispatcher", case=asked.case).status_code == 303
    assert asked.file.hearings[0].transport.way == "confirmed"
    assert "Everyone who comes through a port that day is booked" in clerk.get(at).content.decode()
    assert clerk.get("/docket/transport?court=larkfield&day=soon").status_code == 404
