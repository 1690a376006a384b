"""The worklist: every alarm has its case, rule, owner and day of answer; an answer is no doing."""

import datetime as dt
import re

import pytest

from asylia.caseload.models import AlarmRow, DueRow
from asylia.core.event import Author
from asylia.core.streams.oversight import AskEvidence
from asylia.shell import overseeing
from tests.web.desks.conftest import hidden, text

NOW = dt.datetime.now(dt.UTC)


def rows(page):
    """The cells of the table of alarms, a list a row."""
    table = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("</tr>") if "<td" in row]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in row] for row in found]


def test_each_alarm_has_owner_day_of_answer_and_how_late_it_is(at_desk, ids):
    """oversight.answered: 72 hours from the moment it stands, overdue from then on."""
    AlarmRow.objects.filter(case=ids.alarming).update(since=NOW - dt.timedelta(hours=75))
    DueRow.objects.filter(case=ids.alarming, by__lt=NOW).update(by=NOW - dt.timedelta(hours=71))
    shown = [row for row in rows(text(at_desk("okafor").get("/alarms"))) if ids.alarming[-6:].upper() in row[1]]
    reported = [row for row in shown if row[4] == "Supervisor, headquarters"]
    late = [row for row in shown if row[2].startswith("Late: ")]
    assert {row[5] for row in reported} == {"overdue 3 h"}
    assert all(row[4] in ("Duty post", "Hearing clerk") and "overdue" not in row[5] for row in late)
    assert all(row[6].startswith("Answer ") for row in shown)
    assert "answers overdue" in text(at_desk("okafor").get("/alarms"))


def test_what_is_late_is_answered_for_and_stays_on_the_list(at_desk, ids, names, house):
    """oversight.answered: the answer stands on the record; the rows made again from it are the same."""
    client = at_desk("okafor")
    address = re.search(rf'href="(/case/{ids.alarming}/answer-late[^"]*)"', text(client.get("/alarms")))[1]
    page = client.get(address.replace("&amp;", "&"))
    assert page.status_code == 200
    checked = re.search(r'name="due" value="([^"]*)" checked', text(page))[1]
    claim = re.search(r'name="claim" value="([^"]*)" checked', text(page))
    typed = {"due": checked, "claim": claim[1] if claim else "1", "answer": "The bridge was closed; tomorrow."}
    sent = client.post(f"/case/{ids.alarming}/answer-late", hidden(page) | typed)
    assert sent.headers.get("Location") == "/alarms", text(sent)
    assert names(ids.alarming)[-1] == "lateness.answered/1"
    assert "Answered; still due" in text(client.get("/alarms"))
    assert DueRow.objects.filter(case=ids.alarming, key=checked, answered=True).exists()


@pytest.mark.parametrize(("staff", "sees"), [("abara", True), ("rowan", False), ("ferro", False)])
def test_the_agencys_desks_see_the_alarms_of_their_own_cases(at_desk, ids, staff, sees):
    """data.purpose: cut to the cases that a desk sees; nobody else opens the list."""
    answer = at_desk(staff).get("/alarms")
    assert (answer.status_code == 200) == sees
    if sees:
        assert ids.alarming[-6:].upper() in text(answer)


def test_headquarters_sees_no_alarm_of_a_case_it_is_to_decide_blind(at_desk, ids):
    """review.blind holds on the worklist too."""
    AlarmRow.objects.create(case_id=ids.drawn, rule="fear.stay", version=1, since=NOW)
    assert ids.drawn[-6:].upper() in text(at_desk("okafor").get("/alarms"))
    assert ids.drawn[-6:].upper() not in text(at_desk("brandt").get("/alarms"))


def test_a_question_about_a_measure_waits_on_the_worklist(at_desk, house):
    """oversight.answered: owner and day; overdue once it has passed."""
    asked = AskEvidence(
        who=Author(by="okafor", role="overseer", at=NOW - dt.timedelta(days=9)), ask="q-1", measure="M03",
        unit="programme", period="2026-10", words="Which reviews were these?", due=(NOW - dt.timedelta(days=3)).date(),
    )  # fmt: skip
    assert overseeing.measure(house, asked) is None
    page = text(at_desk("okafor").get("/alarms"))
    assert ("Which reviews were these?" in page, bool(re.search("overdue [23] days", page))) == (True, True)
    assert "Which reviews were these?" not in text(at_desk("abara").get("/alarms"))
