"""The duty post's desk: stays, custody limits, and a departure list that no barred name is on."""

import datetime as dt

import pytest

from asylia.caseload.models import CaseRow
from asylia.core.event import Author
from asylia.core.streams.court import SetCalendar
from asylia.shell import beside
from tests.web.desks import caseload
from tests.web.desks.conftest import hidden, text


def test_stays_and_custody_limits_of_this_post_stand_in_one_list(at_desk, ids):
    """fear.stay-delivered; custody.limit"""
    page = text(at_desk("dossou").get("/stays"))
    assert page.count("Quiñónez Paz, Luz") == 3  # the stay, the limit, and what is recorded each day
    assert page.count("Batres Luna, Dalia") == 2
    assert text(at_desk("dossou").get("/stays?show=stay")).count("Quiñónez Paz, Luz") == 1
    CaseRow.objects.filter(case=ids.stayed).update(place="Southgate crossing")
    assert "Quiñónez" not in text(at_desk("dossou").get("/stays"))


def test_a_stay_is_acknowledged_for_the_post_of_who_is_signed_in(at_desk, file, ids):
    """fear.stay-delivered"""
    client, address = at_desk("dossou"), f"/case/{ids.stayed}/stay"
    answer = client.post(address, hidden(client.get(address)) | {"post": "Northgate crossing"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/stays")
    assert file(ids.stayed).custody.acknowledged == ("Northgate crossing",)
    assert client.get("/stays?show=stay").content.decode().count("Quiñónez") == 0


def test_a_release_ends_the_limit(at_desk, file, ids):
    """custody.limit"""
    client, address = at_desk("dossou"), f"/case/{ids.in_doubt}/custody"
    page = client.get(address)
    happened = f"{dt.datetime.now(dt.UTC) - dt.timedelta(hours=7):%Y-%m-%dT%H:%M}"
    typed = {"what": "released", "place": "", "reason": "", "authoriser": "", "says": "", "happened": happened}
    assert client.post(address, hidden(page) | typed).status_code == 303
    assert file(ids.in_doubt).custody.held_since is None
    assert "Batres Luna" not in text(client.get("/stays"))


def parts(page):
    """The two parts of the departure list."""
    may, barred = text(page).split('id="barred"')
    return may, barred


def test_a_name_under_stay_is_not_to_be_sent_with_the_rule_and_nothing_else(at_desk, ids):
    """fear.stay-delivered: what bars may be a ground or an outcome, so the rule alone is said."""
    may, barred = parts(at_desk("dossou").get("/departures"))
    assert "Nobody at this post may be sent now." in may
    assert "Quiñónez Paz, Luz" in barred
    assert "fear.stay" in barred
    assert "a doubt is unresolved" not in barred
    assert "claim 1" not in barred


@pytest.fixture
def placed(house, desk):
    """Someone asked twice who is not afraid: placed, with a valid notice, reachable."""
    clerk = Author(by="ferro", role="hearing_clerk", at=caseload.NOW)
    sits = SetCalendar(who=clerk, court="larkfield", zone=caseload.ZONE, weekdays=tuple(range(7)), opens=dt.time(8),
                       closes=dt.time(17))  # fmt: skip
    assert beside.calendar(house, sits) is None
    one = caseload.Desk(house, house.new_id(), caseload.NOW - dt.timedelta(days=2))
    honduran = {"country": "HN", "source": "own words", "certainty": "certain"}
    one.give("sloane", "OpenCase", person=house.new_id(), name="Orellana Cruz, Mario", born="1990-01",
             nationalities=[honduran], place="Northgate crossing", regime=caseload.MPP)  # fmt: skip
    one.give("sloane", "RecordLanguage", languages=["es"], best="es", how="said_back")
    tool = ("unaccompanied_child", "child", "illness", "disability", "pregnant", "advanced_age", "distress",
            "unsafe_tonight")  # fmt: skip
    one.give("sloane", "ScreenVulnerability", answers=dict.fromkeys(tool, "no"), private_wish=False)
    for officer in ("sloane", "rowan"):
        one.give(officer, "AskFear", language="es", answer="no", words="No.", interpretation="No.", interpreter="in207")
    phone = {"kind": "phone", "value": "+1 202 555 0114", "safe": True}
    one.give("ferro", "PlanContact", channels=[phone], dangers="")
    one.give("sloane", "PlaceInProgramme", reason="no_exclusion_found")
    day = (caseload.NOW + dt.timedelta(days=60)).date().isoformat()
    one.give("ferro", "PrepareNotice", kind="appear", language="es", address_kind="shelter", address="Casa Ejemplo",
             signer="B. Ferro", title="Hearing clerk", court="larkfield", day=day, time="09:00:00",
             port="Northgate crossing", report_day=day, report_time="05:30:00")  # fmt: skip
    one.give(
        "ferro", "ServeNotice", notice=1, how="in_person", language="es", understood=True, said_back="A las nueve."
    )
    return one


def test_the_list_is_drawn_anew_each_time(at_desk, placed):
    """Who may be sent stands on it; the same person who then says a fear does not."""
    client = at_desk("dossou")
    may, barred = parts(client.get("/departures"))
    assert "Orellana Cruz, Mario" in may
    assert "Orellana" not in barred
    placed.give("sloane", "ReportFear", words="Tengo miedo.", language="es")
    may, barred = parts(client.get("/departures"))
    assert "Orellana" not in may
    assert "Orellana Cruz, Mario" in barred


def test_a_list_that_was_drawn_is_kept_and_a_stay_that_comes_after_makes_it_invalid(at_desk, placed):
    """fear.stay-delivered: a name under stay makes the list invalid, and no name stands on it any more."""
    client = at_desk("dossou")
    answer = client.post("/departures")
    assert answer.status_code == 303
    kept = answer.headers["Location"]
    assert "Orellana Cruz, Mario" in text(client.get(kept))
    placed.give("sloane", "ReportFear", words="Tengo miedo.", language="es")
    page = text(client.get(kept))
    assert "This list is invalid: send nobody on it" in page
    assert "Orellana" not in page
    assert client.get("/departures/99").status_code == 404
    assert at_desk("ferro").get(kept).status_code == 404


def test_the_part_that_must_not_travel_stays_off_paper(at_desk):
    """share.never-feared-state: a name under stay on a sheet would tell that something is open."""
    assert '<div class="noprint apart">\n<h2 id="barred">' in text(at_desk("dossou").get("/departures"))
