"""Messages on the pages: a clerk's list of what no machine could bring, counts for oversight, reports of carriers."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from asylia.sending.twilio import signature_of
from asylia.shell.models import Outgoing
from tests.web.hearings.conftest import answered
from tests.web.hearings.test_attending import WHEN

SHELTER = {"kind": "shelter", "value": "Casa Ejemplo", "safe": True}
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def by_hand(noticed):
    """A message that only a person can bring."""
    noticed.give("PlanContact", "ferro", channels=[SHELTER])
    noticed.give("PostponeHearing", "ferro", hearing=1, reason="Closed.")
    Outgoing.objects.filter(case=noticed.case, to="person").update(state="by_hand")
    return noticed


def test_a_clerk_sees_what_no_machine_could_bring_until_the_person_is_reached(clerk, by_hand):
    page = clerk.get("/messages").content.decode()
    assert "Reyes Oyuela, Daniela" in page
    assert f"/case/{by_hand.case}/contact" in page
    assert "Hearing postponed" in page
    assert "A demonstration sends nothing." in page
    assert "No way is safe" in page
    reached = {"channel": "shelter", "reached": "yes", "says": "", **WHEN}
    assert answered(clerk, f"/case/{by_hand.case}/contact/tried", **reached).status_code == 303
    page = clerk.get("/messages").content.decode()
    assert "Reyes Oyuela" not in page
    assert "Told by a person" in page


def test_oversight_sees_counts_and_no_case(at_desk, by_hand):
    page = at_desk("okafor").get("/messages").content.decode()
    assert "No way that a machine may use" in page
    assert "Reyes" not in page
    assert by_hand.case not in page
    for staff in ("rowan", "castellan", "reed", "ito"):
        assert at_desk(staff).get("/messages").status_code == 404
    assert Client().get("/messages").status_code == 302


@pytest.fixture
def carried(noticed, house, monkeypatch):
    """A message that a provider has taken over, on a deployment that is set up for it."""
    monkeypatch.setenv("ASYLIA_PHONE", "555 0100")
    monkeypatch.setenv("ASYLIA_MESSAGES_TOKEN", "an invented token")
    (house.home / "sending.toml").write_text(
        f'site = "{SITE}"\n[messages]\nprovider = "twilio"\naccount = "AC1"\nsender = "+12025550100"\n'
        'url = "http://127.0.0.1:9"\n'
    )
    noticed.give("PlanContact", "ferro", channels=[{"kind": "message", "value": "+1 202 555 0143", "safe": True}])
    noticed.give("PostponeHearing", "ferro", hearing=1, reason="Closed.")
    row = Outgoing.objects.get(case=noticed.case, to="person")
    tried = {"message": row.message, "way": "message"}
    noticed.give(
        "TryMessage",
        "anyone",
        **tried,
        about=row.about,
        to="person",
        address="+12025550143",
        words="news",
        language="es",
    )
    noticed.give("ReportMessageSent", "anyone", **tried, reference="SM1")
    return noticed, Outgoing.objects.get(pk=row.pk)


def sent_back(row, form, key="an invented token"):
    signature = signature_of(key, f"{SITE}/messages/report/{row.pk}", form)
    return Client(enforce_csrf_checks=True).post(
        f"/messages/report/{row.pk}", urlencode(form), "application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
    )  # fmt: skip


def test_a_signed_report_becomes_an_event_and_an_unsigned_one_nothing(carried, clerk):
    desk, row = carried
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+12025550143"}
    assert sent_back(row, form, key="another").status_code == 403
    assert sent_back(row, form).status_code == 204
    assert sent_back(row, form).status_code == 204
    assert [each.name for each in desk.record() if each.name.startswith("message.")] == [
        "message.tried/1", "message.sent/1", "message.delivered/1",
    ]  # fmt: skip
    page = clerk.get(f"/case/{desk.case}/contact").content.decode()
    assert re.search(r"To person, by message: arrived \d+ \w+", page)
    assert "proves no service" in page


def test_reports_are_taken_by_post_and_where_something_is_set_up(carried, house):
    _, row = carried
    assert Client().get(f"/messages/report/{row.pk}").status_code == 405
    (house.home / "sending.toml").unlink()
    assert sent_back(row, {}).status_code == 404
