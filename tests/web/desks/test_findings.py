"""Findings as pages: put on the record by the overseer, answered by headquarters, ended by evidence that was seen."""

import datetime as dt

import pytest

from asylia.shell.reading import finding_of
from asylia.web.overseer.findings import overdue
from tests.shell.people import entries
from tests.web.desks.conftest import hidden, text

DAY = dt.timedelta(days=1)
TODAY = dt.datetime.now(dt.UTC).date()
REVIEW = {"title": "Review of one bridge", "team": "Four invented reviewers", "source": "Its report, invented",
          "reconstruction": "no"}  # fmt: skip
MADE = {"says": "Ask everyone, each alone.", "addressee": "The border agency", "evidence": "M10 without a gap",
        "measures": "M10", "safeguards": "fear.asked", "finding": "1"}  # fmt: skip
PLAN = {"owner": "Head of posts", "words": "Cards at every desk."}


def given(client, address, **typed):
    """Fill in the form at an address and send it."""
    return client.post(address, hidden(client.get(address)) | typed)


@pytest.fixture
def review(at_desk):
    """A review on the record with one finding and one recommendation made that many days ago; gives its address."""

    def put(days=0):
        overseer = at_desk("okafor")
        answer = given(overseer, "/findings/new", day=TODAY.isoformat(), **REVIEW)
        assert answer.status_code == 303, text(answer)
        address = answer.headers["Location"]
        assert given(overseer, f"{address}/add/finding", says="Nobody was asked.").headers["Location"] == address
        day = (TODAY - days * DAY).isoformat()
        answer = given(overseer, f"{address}/add/recommendation", day=day, **MADE)
        assert answer.status_code == 303, text(answer)
        return address

    return put


def test_from_a_finding_to_evidence_seen(at_desk, review, house):
    """oversight.answered: plan, done, evidence; each stands on the record, and the state is read out of them."""
    address = review()
    overseer, hq = at_desk("okafor"), at_desk("brandt")
    listed = text(hq.get("/findings"))
    assert [
        each for each in ("Review of one bridge", "No plan yet", "The border agency", "M10") if each not in listed
    ] == []
    one = f"{address}/1"
    assert "Say what the evidence shows" not in text(overseer.get(one)), "nothing is reported done yet"
    assert given(hq, f"{one}/plan", by_day=(TODAY + 60 * DAY).isoformat(), **PLAN).headers["Location"] == one
    assert "Planned" in text(hq.get(one))
    assert given(hq, f"{one}/done", words="Done since May.", evidence="M10, May").status_code == 303
    assert "Reported done, evidence not seen yet" in text(overseer.get("/findings"))
    assert given(overseer, f"{one}/evidence", shows="yes", words="May shows it.").status_code == 303
    page = text(overseer.get(one))
    assert ("Shown by evidence" in page, 'class="actions"' in page) == (True, False)
    names = [each.name for each in entries(house, f"finding/{address.rpartition('/')[2]}")]
    assert names == [
        "programme_review.opened/1", "finding.made/1", "recommendation.made/1", "plan.given/1", "done.reported/1",
        "evidence.seen/1",
    ]  # fmt: skip


def test_what_is_late_is_said_on_every_list(at_desk, review):
    """oversight.answered: overdue from the day after, on the page of reviews and on the worklist."""
    review(days=33)
    for staff, address in (
        ("okafor", "/findings"),
        ("brandt", "/findings"),
        ("okafor", "/alarms"),
        ("brandt", "/alarms"),
    ):
        assert "overdue " in text(at_desk(staff).get(address)), address
    assert "1 recommendation overdue" in text(at_desk("okafor").get("/board"))
    (late,) = overdue(TODAY)
    assert (late.number, late.days) == (1, 3)
    assert overdue(TODAY - 3 * DAY) == []


@pytest.mark.parametrize("days", [0, 31])
def test_it_is_shown_as_it_stood_on_an_earlier_day(at_desk, review, days):
    """No state is stored: an earlier day is read out of the same record."""
    address = review(days)
    before = (TODAY - 40 * DAY).isoformat()
    page = text(at_desk("brandt").get(f"{address}?on={before}"))
    assert "None of its recommendations was on the record on that day" in page
    assert "is no day" in text(at_desk("brandt").get(f"{address}?on=May"))


def test_what_another_desk_tries_is_refused_and_counted_and_nothing_typed_is_lost(at_desk, review, house):
    """authority.role: headquarters puts nothing on the record of reviews, the overseer answers for nobody."""
    address = review()
    answer = given(at_desk("okafor"), f"{address}/1/plan", by_day=TODAY.isoformat(), **PLAN)
    assert (answer.status_code, "authority.role" in text(answer), "Cards at every desk." in text(answer)) == (
        422,
        True,
        True,
    )
    answer = given(at_desk("brandt"), f"{address}/add/finding", says="We found <nothing>.")
    assert (answer.status_code, "We found &lt;nothing&gt;." in text(answer)) == (422, True)
    answer = given(at_desk("brandt"), "/findings/new", day=TODAY.isoformat(), **REVIEW)
    assert (answer.status_code, "The overseer keeps reviews" in text(answer)) == (422, True)
    refused = [
        each.fields["act"]
        for stream in house.ledger.streams(house.raw(), "desk/")
        for each in entries(house, stream)
        if each.name == "act.refused/1"
    ]
    assert {"GivePlan", "MakeFinding", "OpenProgrammeReview"} <= set(refused)


def test_slips_and_refusals_stand_beside_their_fields(at_desk, review):
    """A slip of form, and a rule, each beside what it is about."""
    address = review()
    hq, one = at_desk("brandt"), f"{address}/1"
    answer = given(hq, f"{one}/plan", owner="", words="x", by_day="soon")
    assert (answer.status_code, text(answer).count("usa-error-message")) == (422, 2)
    answer = given(hq, f"{one}/plan", by_day=(TODAY + 91 * DAY).isoformat(), **PLAN)
    assert (answer.status_code, "a plan cannot put that off" in text(answer)) == (422, True)
    answer = given(
        at_desk("okafor"), f"{address}/add/recommendation", day=TODAY.isoformat(), **MADE | {"safeguards": "x.y"}
    )
    assert (answer.status_code, "No safeguard is named x.y" in text(answer)) == (422, True)


def test_what_was_said_meanwhile_is_shown_before_anything_is_recorded(at_desk, review, house):
    """A conflict: nothing typed is lost."""
    address = review()
    hq, one = at_desk("brandt"), f"{address}/1"
    form = hidden(hq.get(f"{one}/contest"))
    given(hq, f"{one}/plan", by_day=TODAY.isoformat(), **PLAN)
    answer = hq.post(f"{one}/contest", form | {"words": "We do so already."})
    page = text(answer)
    assert (answer.status_code, "while you were working" in page, "We do so already." in page) == (409, True, True)
    assert "Cards at every desk." in page
    assert hq.post(f"{one}/contest", hidden(answer) | {"words": "We do so already."}).status_code == 303
    assert len(finding_of(house, house.raw(), address.rpartition("/")[2]).recommendations[0].since) == 2


def test_a_review_sent_twice_counts_once(at_desk, house):
    """Exactly once: its id comes with the form."""
    overseer = at_desk("okafor")
    form = hidden(overseer.get("/findings/new")) | REVIEW | {"day": TODAY.isoformat()}
    assert (
        overseer.post("/findings/new", form).headers["Location"]
        == overseer.post("/findings/new", form).headers["Location"]
    )
    assert len(house.ledger.streams(house.raw(), "finding/")) == 1


def test_empty_lists_say_what_will_stand_there(at_desk):
    """pages.md, Words: empty says what will appear."""
    page = text(at_desk("okafor").get("/findings"))
    assert "No review of the programme is on the record" in page
    assert at_desk("okafor").get("/findings/none").status_code == 404
    assert at_desk("okafor").get("/findings/none/1").status_code == 404
    assert at_desk("rowan").get("/findings").status_code == 404


def test_a_reconstruction_says_that_it_is_one(at_desk):
    """Nobody takes it for the report."""
    overseer = at_desk("okafor")
    given(overseer, "/findings/new", day=TODAY.isoformat(), **REVIEW | {"reconstruction": "yes"})
    assert "reconstruction" in text(overseer.get("/findings"))
