"""One command, one transaction: accepted, refused, once, in conflict; and from the desk that one really holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from asylia.core import codec
from asylia.core.command import Report
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.steps.interview import AddTestimony
from asylia.core.streams.staff import AppointStaff, DisableStaff
from asylia.ledger import Recorded
from asylia.shell import beside
from asylia.shell.conflicting import RESTS_ON, conflicts, step_of
from asylia.shell.submitting import Accepted, Conflict
from tests.shell.people import MPP, Desk, author, entries

PERSON = {"name": "Ana Inventada", "born": "1995", "nationalities": [], "place": "Northgate crossing", "regime": MPP}


def rules(answer):
    """The ids of the rules that refused."""
    assert isinstance(answer, Refused), answer
    return [each.rule for each in answer.rules]


def test_an_accepted_command_is_on_the_record_under_its_author(house):
    desk = Desk(house).open()
    answer = desk.give("ReportFear", "rowan", words="Tengo miedo.")
    assert answer == Accepted(case=desk.case, version=3, events=("fear.claimed/1", "referral.made/1"))
    claimed = desk.record()[1]
    assert (claimed.name, claimed.role, claimed.regime) == ("fear.claimed/1", "asylum_officer", MPP)
    assert claimed.fields["by"] == "rowan"
    assert claimed.fields["words"] == "Tengo miedo."


def test_a_refused_act_is_kept_with_its_rules_and_without_a_word_of_what_was_typed(house):
    desk = Desk(house).open().claim()
    answer = desk.try_("CloseClaim", "sloane", claim=1, reason="no_fear_seen", says="CANARY")
    assert rules(answer)[0] == "fear.referral"
    kept = desk.record()[-1]
    assert (kept.name, kept.role) == ("act.refused/1", "border_officer")
    assert kept.fields == {"by": "sloane", "signed": None, "act": "CloseClaim", "rules": ["fear.referral"]}


def test_an_act_refused_where_no_case_exists_is_kept_at_the_authors_desk(house):
    desk = Desk(house)
    assert rules(desk.try_("OpenCase", "ferro", person="p1", **PERSON))
    month = f"{house.clock():%Y-%m}"
    *_, kept = entries(house, f"desk/larkfield-office/{month}")
    assert (kept.name, kept.fields["by"], kept.fields["act"]) == ("act.refused/1", "ferro", "OpenCase")
    assert "Ana" not in str(kept.fields)
    assert desk.record() == []


def test_a_report_about_nothing_is_answered_and_keeps_no_refusal(house):
    before = [len(entries(house, each)) for each in house.ledger.streams(house.raw(), "desk/")]
    assert rules(Desk(house).try_("ReportContact", "rowan", asked="x")) == ["procedure.exists"]
    assert [len(entries(house, each)) for each in house.ledger.streams(house.raw(), "desk/")] == before


# --- nobody chooses a desk in a form


@pytest.mark.parametrize("claimed", ["supervisor", "headquarters", "asylum_officer", "anyone", "applicant"])
def test_the_desk_is_the_one_on_the_record_whatever_is_claimed(house, claimed):
    desk = Desk(house).open().claim()
    assert "decider.own-voice" in rules(desk.try_("LockBand", "sloane", claim=1, band="under_10", role=claimed))
    assert desk.record()[-1].role == "border_officer"


@pytest.mark.parametrize(("claimed", "counted"), [("headquarters", "anyone"), ("applicant", "applicant")])
def test_who_holds_no_desk_is_the_applicant_or_anyone(house, claimed, counted):
    desk = Desk(house).open()
    desk.give("ReportFear", "nobody-known", words="Tengo miedo.", role=claimed)
    assert desk.record()[-1].role == counted
    assert rules(desk.try_("AssignOfficer", "nobody-known", claim=1, role=claimed))[0] == "authority.role"


def test_a_closed_account_gives_no_act_from_the_moment_it_is_closed(house):
    desk = Desk(house).open().claim()
    assert (
        beside.appoint(house, AppointStaff(who=author("quill"), staff="hale", desk="supervisor", name="S. Hale"))
        is None
    )
    assert beside.appoint(house, DisableStaff(who=author("quill"), staff="hale", reason="left")) is None
    assert rules(desk.try_("AssignOfficer", "hale", claim=1)) == ["authority.disabled"]


def test_desks_beside_the_cases_come_from_the_record_too(house):
    claimed = author("sloane", role="headquarters")
    refused = beside.appoint(house, DisableStaff(who=claimed, staff="abara", reason="mine"))
    assert refused is not None
    assert refused.rules[0].rule == "authority.role"


# --- exactly once


def test_the_same_form_twice_is_recorded_once_and_answered_alike(house):
    desk = Desk(house).open()
    first = desk.give("ReportFear", "sloane", words="Tengo miedo.", key=f"{desk.case}-1")
    again = desk.give("ReportFear", "sloane", words="Tengo miedo.", key=f"{desk.case}-1")
    assert again == first
    assert len(desk.record()) == 3


def test_a_key_that_was_used_for_something_else_is_a_slip_of_form(house):
    desk, other = Desk(house).open(), Desk(house).open()
    desk.give("ReportFear", "sloane", words="Tengo miedo.", key=f"{desk.case}-1")
    for given, by, words in (
        (desk, "sloane", "Otra cosa."),
        (desk, "rowan", "Tengo miedo."),
        (other, "sloane", "Tengo miedo."),
    ):
        with pytest.raises(SlipOfForm, match="key"):
            given.try_("ReportFear", by, words=words, key=f"{desk.case}-1")
    assert (len(desk.record()), len(other.record())) == (3, 1)


def test_a_refused_form_can_be_mended_and_sent_again_under_its_key(house):
    desk = Desk(house).open()
    assert rules(desk.try_("PlanContact", "sloane", channels=[], key=f"{desk.case}-1"))
    desk.give(
        "PlanContact",
        "sloane",
        channels=[{"kind": "phone", "value": "+1 202 555 0143", "safe": True}],
        key=f"{desk.case}-1",
    )
    assert [each.name for each in desk.record()[1:]] == ["act.refused/1", "contact.planned/2"]


def test_a_form_sent_twice_at_the_same_moment_is_recorded_once(house):
    """Also where, done once, it may not be done again: the second gets the first one's answer, no refusal."""
    desks = [Desk(house).open().claim() for _ in range(10)]
    line = Barrier(4, timeout=20)

    def send(number):
        try:
            given = []
            for desk in desks:
                line.wait()
                given.append(desk.try_("AssignOfficer", "abara", claim=1, key=f"{desk.case}-at-once"))
            return given
        finally:
            connection.close()
            house.ledger.keys.connection.close()

    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(send, range(4))
    assert all(isinstance(each, Accepted) for each in first)
    assert all(each == first for each in others)
    assert all(len(desk.record()) == 4 for desk in desks)


# --- conflicts


def test_a_command_conflicts_with_what_happened_in_a_step_that_it_rests_on(house):
    desk = Desk(house).open()
    seen = desk.file.version
    desk.claim()
    answer = desk.try_("PlaceInProgramme", "sloane", reason="no_exclusion_found", seen=seen)
    assert isinstance(answer, Conflict)
    assert (answer.seen, answer.now) == (1, 3)
    assert [each.name for each in answer.entries] == ["fear.claimed/1", "referral.made/1"]
    assert len(desk.record()) == 3, "a conflict records nothing"


def test_a_command_does_not_conflict_with_what_it_does_not_rest_on(house):
    desk = Desk(house).open()
    desk.give("ReportContact", "rowan", asked="x")
    channels = [{"kind": "phone", "value": "+1 202 555 0143", "safe": True}]
    assert isinstance(desk.try_("PlanContact", "sloane", channels=channels, seen=1), Accepted)
    assert isinstance(desk.try_("PlanContact", "sloane", channels=channels, seen=1), Conflict), "its own step"
    assert isinstance(desk.try_("PlanContact", "sloane", channels=channels, seen=3), Accepted)


def test_a_report_never_conflicts(house):
    desk = Desk(house).open()
    desk.claim().claim()
    assert isinstance(desk.try_("ReportFear", "sloane", words="Otra vez.", seen=0), Accepted)


def test_a_line_of_the_interview_never_conflicts(house):
    desk = Desk(house).open().make_open_to_hearing()
    officer = desk.hear()
    seen = desk.file.version
    for words in ("¿Quién?", "Cuatro hombres.", "¿Cuándo?"):
        line = {"claim": 1, "speaker": "applicant", "words": words, "language": "es"}
        assert isinstance(desk.try_("AddTestimony", officer, seen=seen, **line), Accepted)


@pytest.mark.parametrize("kind", codec.COMMANDS.values(), ids=codec.COMMANDS)
def test_every_command_conflicts_by_its_step_and_no_other_way(kind):
    """Against an entry of each kind of event: exactly its own step and those that it rests on."""
    steps = {step_of(kind)} | RESTS_ON.get(step_of(kind), frozenset())
    for name, event in codec.EVENTS.items():
        entry = Recorded("case/1", 2, name, "", "", "", None, None, {}, b"", b"", b"", b"")
        never = issubclass(kind, Report | AddTestimony)
        assert bool(conflicts(kind, [entry])) == (step_of(event) in steps and not never), name


def test_every_step_that_another_rests_on_is_a_step():
    steps = {step_of(each) for each in codec.EVENTS.values()}
    assert set(RESTS_ON) | set().union(*RESTS_ON.values()) <= steps
