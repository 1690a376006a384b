"""One pattern for every step: what is typed becomes a command, what the core answers becomes a page."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from asylia.core.authority import MAY
from asylia.core.command import name_of
from asylia.core.errors import Broken, Refused, SlipOfForm
from asylia.core.event import Author
from asylia.core.file import CaseFile, Claim
from asylia.regimes.shelf import named
from asylia.shell.submitting import Accepted
from asylia.web import cases
from asylia.web.act import STEPS
from asylia.web.band import Line

WHO = Author(by="rowan", role="asylum_officer", at=dt.datetime(2027, 3, 8, 15, 0, tzinfo=dt.UTC))
CLAIM = Claim(number=1, who=WHO, day=dt.date(2027, 3, 4), words=(), channel="border", regime="us_mpp/2021-12-02")
CASE = cases.Case(
    id="2027-1",
    number="2027-000001",
    file=CaseFile(
        id="2027-1", version=16, name="Reyes Oyuela, Daniela", zone="America/Chicago", opened=WHO, best_language="es",
        claims=(CLAIM,),
    ),
    regime=named("us_mpp/2021-12-02"),
)  # fmt: skip
ROW = SimpleNamespace(
    case="2027-1", place="", encounter_open=False, owners=("rowan",), counsel=(), parts=(), drawn_for="",
    anew=(), repeats=(),
    stage="interview", erased=False, dues=SimpleNamespace(all=list),
    counsels=SimpleNamespace(all=list), searches=SimpleNamespace(all=list),
)  # fmt: skip


@pytest.fixture
def desk(signed_in, monkeypatch):
    """An asylum officer's client on a case whose shell gives the answer that a test puts in `answer`."""
    client = signed_in("rowan")
    client.given, client.looks = [], []
    client.answer = Accepted(case="2027-1", version=17, events=("fear.claimed/1",))

    def submit(command, case, seen, key, account):
        client.given.append((command, seen, key))
        return client.answer

    monkeypatch.setattr(cases, "find", lambda case: ROW if case == "2027-1" else None)
    monkeypatch.setattr(cases, "read", lambda _: CASE)
    monkeypatch.setattr(cases, "submit", submit)
    monkeypatch.setattr(cases, "lines", lambda *_: [])
    monkeypatch.setattr(cases, "note_read", lambda *looked, **how: client.looks.append((looked[1], how)))
    return client


def at(name):
    """The address of a command on the case."""
    return reverse("act", args=["2027-1", name])


TYPED = {"seen": "16", "key": "k1", "claim": "1", "words": "No puedo <volver>\r\nallá 🕊"}


@pytest.mark.parametrize("name", [name_of(command) for command in MAY])
def test_every_command_has_a_page_that_whoever_sees_the_case_can_reach(desk, name):
    """architecture.md, Commands: button or not."""
    page = desk.get(at(name))
    assert page.status_code == 200
    for field in STEPS[name].command.__struct_fields__:
        assert field == "who" or f'name="{field}' in page.content.decode() or f'id="{field}"' in page.content.decode()


def test_a_recorded_command_leads_back_to_the_case(desk):
    """303: a reload sends nothing twice. What was typed arrives as typed, with the browser's line ends undone."""
    answer = desk.post(at("UndoWithdrawal"), {**TYPED, "happened": "2027-03-08T09:00"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/case/2027-1")
    ((command, seen, key),) = desk.given
    assert (command.words, command.claim, seen, key) == ("No puedo <volver>\nallá 🕊", 1, 16, "k1")
    assert (command.who.by, command.who.role) == ("rowan", "asylum_officer")


def test_a_report_says_when_it_happened_in_the_clock_of_the_place(desk):
    """A report carries its own time (safeguards.md, How the rules are read, 1)."""
    desk.post(at("ReportFear"), {**TYPED, "new_facts": "no", "happened": "2027-03-08T09:00"})
    ((command, _, _),) = desk.given
    assert command.who.at == dt.datetime(2027, 3, 8, 15, 0, tzinfo=dt.UTC)


def test_a_refusal_explains_every_rule_and_keeps_what_was_typed(desk):
    """pages.md, Eight rules, 4."""
    broken = Broken(rule="withdrawal.free", detail="said before a border officer", field="words")
    desk.answer = Refused(rules=(broken, Broken(rule="roles.apart")))
    page = desk.post(at("WithdrawClaim"), {**TYPED, "alone": "yes", "counsel_offered": "no"})
    text = page.content.decode()
    assert page.status_code == 422
    assert all(said in text for said in ("Not recorded: withdraw claim", "withdrawal.free", "roles.apart", broken.says))
    assert "No puedo &lt;volver&gt;\nallá 🕊" in text
    assert 'id="words-slip"' in text
    assert 'aria-describedby="words-hint words-slip"' in text


def test_a_conflict_shows_what_changed_and_goes_on_from_there(desk):
    """pages.md, Conflict box: the text is kept, and the next sending has seen what is new, under a new key."""
    new = Line(at=dt.datetime(2027, 3, 9, 10, 41, tzinfo=dt.UTC), says="E 4 was added.", by="R. Castellan", entry=17)
    desk.answer = cases.Conflict(seen=16, now=17, lines=[new])
    page = desk.post(at("WithdrawClaim"), {**TYPED, "alone": "yes", "counsel_offered": "no"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "E 4 was added." in text
    assert 'name="seen" value="17"' in text
    assert 'value="k1"' not in text
    assert "No puedo &lt;volver&gt;" in text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": ""}, "This is missing."),
        ({"words": "a\0b"}, "NUL"),
        ({"words": "x" * 1_000_001}, "1 characters too long"),
        ({"alone": "perhaps"}, "Choose one of those listed."),
        ({"alone": ""}, "Choose one."),
        ({"claim": "one"}, "This cannot be read as what it must be."),
    ],
)
def test_a_slip_of_form_is_said_beside_its_field_and_never_reaches_the_core(desk, typed, says):
    """safeguards.md, How the rules are read, 5: slips are not refusals."""
    page = desk.post(at("WithdrawClaim"), {**TYPED, "alone": "yes", "counsel_offered": "no", **typed})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert desk.given == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2027-02-30", "There is no such time"),
        ("2027-02-30T09:00", "There is no such time"),
        ("2027-03-14T02:30", "The clocks skip this hour"),
        ("tomorrow", "There is no such time"),
    ],
)
def test_a_moment_that_does_not_exist_is_a_slip(desk, typed, says):
    """Impossible dates, the hour that daylight saving skips included."""
    booked = {**TYPED, "starts": typed, "place": "Room 2", "mode": "in_person"}
    page = desk.post(at("BookInterview"), booked)
    assert page.status_code == 422
    assert says in page.content.decode()


def test_rows_left_empty_are_left_out_and_one_more_can_be_asked_for(desk):
    """A repeated group without a script: one spare row, and a button for another."""
    fact = {"facts.0.text": "She was held eight days.", "facts.0.lines": "T 9, T 11", "facts.0.answer": "right"}
    typed = {**TYPED, **fact, "language": "es", "confirmed": "yes", "facts.1.text": ""}
    page = desk.post(at("ReadBack"), {**typed, "more": "facts"})
    assert 'name="facts.2.text"' in page.content.decode()
    assert desk.given == []
    assert desk.post(at("ReadBack"), typed).status_code == 303
    (only,) = desk.given[0][0].facts
    assert (only.text, only.lines, only.answer) == ("She was held eight days.", (9, 11), "right")


def test_nothing_is_chosen_before_a_person_chooses(desk):
    """pages.md, Eight rules, 3: outcomes are never preselected."""
    for name in ("SignDetermination", "RecordFinding", "LockBand", "AskFear"):
        assert "checked" not in desk.get(at(name)).content.decode()


def test_a_slip_that_only_the_shell_can_see_is_said_too(desk, monkeypatch):
    """A form sent twice with other content is not recorded twice, nor lost silently."""

    def submit(*given):
        raise SlipOfForm("key", "this form was sent before with other content: open the page again")

    monkeypatch.setattr(cases, "submit", submit)
    page = desk.post(at("WithdrawClaim"), {**TYPED, "alone": "yes", "counsel_offered": "no"})
    assert page.status_code == 422
    assert "this form was sent before" in page.content.decode()


def test_every_look_at_a_case_is_written_down_denied_ones_too(desk):
    """read.accounted"""
    desk.get("/case/2027-1")
    desk.get("/case/2027-2")
    assert desk.looks == [("2027-1", {"page": "case", "shown": True}), ("2027-2", {"page": "case", "shown": False})]


def test_a_command_that_does_not_exist_or_a_case_that_is_not_theirs_is_nowhere(desk):
    """404-shaped."""
    assert desk.get(at("DecideByMachine")).status_code == 404
    assert desk.get(reverse("act", args=["2027-2", "ReadBack"])).status_code == 404
