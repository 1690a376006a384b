"""Notices: shown beside what makes them valid, signed, served with the remedy asked aloud, printed."""

import datetime as dt

import pytest

from tests.web.hearings.conftest import HEARING, NOTICE, answered, served
from tests.web.real import hidden

SHEET = {
    "sheet.court_address": "12 Elm Street, floor 2, room 3", "sheet.hearing_kind": "a judge sees you",
    "sheet.mode": "person", "sheet.transport": "not_confirmed", "sheet.together": "yes",
    "sheet.list_made": "2026-01-05",
}  # fmt: skip
REPORT = {"port": "Puente Sur, gate 2", "report_day": HEARING.isoformat(), "report_time": "06:00"}
TYPED = {name: value for name, value in NOTICE.items() if name != "kind"} | REPORT | SHEET


def test_a_valid_notice_is_shown_whole_with_the_fact_behind_each_tick(clerk, asked):
    """notice.valid: the sheet and every condition, before anyone signs."""
    page = answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **TYPED, show="yes")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Valid: 7 of 7" in text
    assert '<article class="sheet' in text
    assert "Sign and hand to service" in text
    assert "08:00 to 17:00, America/Chicago" in text


def test_what_fails_stands_first_and_nothing_can_be_signed(clerk, asked):
    """notice.valid: a network's name, a day on which the court does not sit."""
    sunday = HEARING + dt.timedelta(days=6 - HEARING.weekday())
    wrong = {**TYPED, "address": "Facebook", "day": sunday.isoformat()}
    text = answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **wrong, show="yes").content.decode()
    assert "Not valid yet" in text
    assert text.index("nothing can be delivered to this address") < text.index("holds: ")
    assert "the court does not sit then" in text
    assert "Sign and hand to service" not in text
    assert 'value="Facebook"' in text


def test_signing_an_invalid_notice_anyway_is_refused_by_the_core(clerk, asked):
    """422: rule, sentence, citation; all that was typed is kept, the sheet's facts too."""
    wrong = {**TYPED, "address": "Facebook"}
    page = answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **wrong, sign="yes")
    text = page.content.decode()
    assert page.status_code == 422
    assert "The notice was not signed" in text
    assert "notice.valid" in text
    assert "<dt>Citation</dt>" in text
    assert "12 Elm Street, floor 2, room 3" in text


def test_a_missing_day_is_a_slip(clerk, asked):
    """Slips of form are no refusals."""
    page = answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **{**TYPED, "day": ""}, show="yes")
    assert page.status_code == 422
    assert 'id="day-slip"' in page.content.decode()


def test_a_signed_notice_waits_for_service_and_its_sheet_can_be_printed(clerk, asked):
    """303 to the notices; the facts that only the sheet holds are kept for printing."""
    answer = answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **TYPED, sign="yes")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/case/{asked.case}/notices")
    assert "Not served" in clerk.get(answer.headers["Location"]).content.decode()
    sheet = clerk.get(f"/case/{asked.case}/notices/1").content.decode()
    assert "12 Elm Street, floor 2, room 3" in sheet
    carried = clerk.get(f"/case/{asked.case}/notices/1?version=carry").content.decode()
    assert "12 Elm Street" not in carried


def test_a_decision_is_prepared_without_showing_a_clerk_its_reasons(clerk, decided):
    """data.purpose: clerks never see testimony or reasons."""
    page = answered(clerk, f"/case/{decided.case}/notices/prepare/decision", language="es", show="yes",
                    signer="B. Ferro", title="Hearing clerk")  # fmt: skip
    assert page.status_code == 200
    assert "The lines show it." not in page.content.decode()


def test_the_office_prints_the_reasons_and_a_clerk_is_told_so(clerk, at_desk, decided):
    """data.purpose; the whole sheet comes from the desk that reads it."""
    decided.give("PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1,
                 signer="B. Ferro", title="Hearing clerk")  # fmt: skip
    at = f"/case/{decided.case}/notices/1?version=full"
    text = clerk.get(at).content.decode()
    assert "The asylum office prints this one" in text
    assert "The lines show it." not in text
    assert "Print two copies" not in text
    office = at_desk("abara").get(at).content.decode()
    assert "The lines show it." in office
    assert "Print two copies" in office


def test_service_asks_for_the_remedy_aloud_and_takes_no_silence_of_the_form_for_an_answer(clerk, decided):
    """remedy.reachable"""
    decided.give("PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1,
                 signer="B. Ferro", title="Hearing clerk")  # fmt: skip
    at = f"/case/{decided.case}/notices/1/serve"
    handed = {"how": "in_person", "language": "es", "understood": "yes", "said_back": "Que no.", "received_by": "self"}
    assert "Ask this aloud" in clerk.get(at).content.decode()
    assert 'id="remedy_answer-slip"' in answered(clerk, at, **handed).content.decode()
    answer = answered(clerk, at, **handed, remedy_asked="yes", remedy_answer="request")
    assert answer.status_code == 303
    assert decided.file.claims[0].determinations[0].remedy_asked is not None


def test_service_that_was_not_said_back_is_refused(clerk, noticed):
    """notice.served; what was typed is kept."""
    at = f"/case/{noticed.case}/notices/1/serve"
    handed = {"how": "in_person", "language": "es", "understood": "yes", "said_back": "", "received_by": "relative"}
    page = answered(clerk, at, **handed)
    text = page.content.decode()
    assert page.status_code == 422
    assert "notice.served" in text
    assert "family.whole" in text
    assert answered(clerk, at, **{**handed, "said_back": "El día y la hora.", "received_by": "self"}).status_code == 303


def test_two_clerks_who_serve_at_once_are_told(clerk, noticed):
    """409: a notice served by someone else meanwhile."""
    at = f"/case/{noticed.case}/notices/1/serve"
    form = hidden(clerk.get(at))
    served(noticed)
    handed = {"how": "by_mail", "language": "es", "understood": "yes", "said_back": "Sí.", "received_by": "self"}
    page = clerk.post(at, {**form, **handed})
    assert page.status_code == 409
    assert "Sí." in page.content.decode()


@pytest.mark.parametrize(
    "address", ["notices/7", "notices/7/serve", "hearings/7/attendance", "notices/prepare/nonsense"]
)
def test_what_is_not_there_is_nowhere(clerk, noticed, address):
    """404-shaped."""
    assert clerk.get(f"/case/{noticed.case}/{address}").status_code == 404


def test_a_case_that_is_not_the_clerks_is_nowhere(clerk, begun):
    """data.purpose"""
    for address in ("notices", "contact", "notices/prepare/hearing"):
        assert clerk.get(f"/case/{begun.case}/{address}").status_code == 404
