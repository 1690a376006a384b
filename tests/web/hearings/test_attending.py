"""Attendance, absence and its cause, the search, and the ways to reach a person."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.shell import people
from tests.web.hearings.conftest import answered, served

WHEN = {"happened": "2026-01-05T09:00"}


def test_an_absence_has_no_cause_until_someone_records_one(clerk, noticed):
    """hearing.absence-cause: unexcused is never the default."""
    served(noticed)
    at = f"/case/{noticed.case}/hearings/1"
    assert answered(clerk, f"{at}/attendance", present="no", **WHEN).status_code == 303
    assert "absent; cause not yet recorded" in clerk.get(f"/case/{noticed.case}/notices").content.decode()
    page = answered(clerk, f"{at}/unexcused", says="The court so held.")
    assert page.status_code == 422
    assert "hearing.absence-cause" in page.content.decode()
    assert "The court so held." in page.content.decode()
    assert answered(clerk, f"{at}/absence", cause="illness", says="Fever.", **WHEN).status_code == 303
    assert "absent: illness" in clerk.get(f"/case/{noticed.case}/notices").content.decode()


def test_an_absence_without_proven_service_is_never_held_unexcused(clerk, noticed):
    """notice.served"""
    at = f"/case/{noticed.case}/hearings/1"
    answered(clerk, f"{at}/absence", cause="other", says="", **WHEN)
    page = answered(clerk, f"{at}/unexcused", says="The court so held.")
    assert page.status_code == 422
    assert "notice.served" in page.content.decode()


def test_a_search_is_recorded_and_a_hearing_taken_off_its_day(clerk, noticed):
    """hearing.absence-cause: first a missing person."""
    at = f"/case/{noticed.case}/hearings/1"
    told = {"told": ["counsel", "a cousin"], "says": "The shelter was called."}
    assert answered(clerk, f"{at}/search", **told, **WHEN).status_code == 303
    assert answered(clerk, f"{at}/postpone", reason="The court is closed.").status_code == 303
    assert "taken off its day" in clerk.get(f"/case/{noticed.case}/notices").content.decode()
    assert "a cousin" in clerk.get(f"/case/{noticed.case}/contact").content.decode()


def test_the_plan_keeps_its_ways_when_one_is_added(clerk, noticed):
    """contact.reachable: several ways, no fixed address needed."""
    at = f"/case/{noticed.case}/contact"
    assert "No way to reach this person is recorded yet." in clerk.get(at).content.decode()
    one = {f"channels.0.{name}": value for name, value in
           {"kind": "phone", "value": "+1 202 555 0123", "safe": "no", "lost": "no"}.items()}  # fmt: skip
    assert answered(clerk, at, **one, dangers="The phone is shared.").status_code == 303
    text = clerk.get(at).content.decode()
    assert "Leave no message there." in text
    assert 'name="channels.0.value" value="+1 202 555 0123"' in text
    assert answered(clerk, f"{at}/tried", channel="phone", reached="yes", says="", **WHEN).status_code == 303
    assert answered(clerk, f"{at}/lost", channel="phone", because="left_for_hearing", **WHEN).status_code == 303
    assert "Phone: reached" in clerk.get(at).content.decode()


@pytest.mark.parametrize("page", ["attendance", "absence", "search", "postpone", "unexcused"])
def test_no_page_of_a_hearing_chooses_for_the_clerk(clerk, noticed, page):
    """pages.md, Docket: never unexcused as default, never a score."""
    text = clerk.get(f"/case/{noticed.case}/hearings/1/{page}").content.decode()
    assert "checked" not in text
    assert "selected" not in text


def test_a_port_appointment_lies_ahead(clerk, noticed):
    """fear.brought-in: one in the past is refused with its rule; what was typed is kept."""
    at = f"/case/{noticed.case}/port"
    page = answered(clerk, at, port="Puente Sur, gate 2", appointment="2020-01-05T09:00")
    assert page.status_code == 422
    assert "fear.brought-in" in page.content.decode()
    assert "Puente Sur, gate 2" in page.content.decode()
    tomorrow = f"{dt.datetime.now(ZoneInfo(people.ZONE)) + dt.timedelta(days=1):%Y-%m-%dT12:00}"
    assert answered(clerk, at, port="Puente Sur, gate 2", appointment=tomorrow).status_code == 303


def test_the_record_is_sent_only_on_a_decision(clerk, noticed, decided):
    """remedy.reachable"""
    assert answered(clerk, f"/case/{noticed.case}/record/send", to=["judge"]).status_code == 422
    assert answered(clerk, f"/case/{decided.case}/record/send", to=["judge", "counsel"]).status_code == 303
