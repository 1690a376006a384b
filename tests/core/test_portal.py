"""The person's own pages: the secret and what shuts it out, what is asked there, *they are sending me back now*."""

import datetime as dt

import pytest

from asylia.core import codec
from asylia.core.deadlines import due
from asylia.core.errors import Decided
from asylia.core.standing import is_open
from asylia.core.steps.portal import links_since
from tests.core.build import Case, claimed, concurred, opened, read_back, served, signed, waiting


def test_portal_two_codes_a_secret_is_given_changed_and_taken_away_at_any_desk() -> None:
    """portal.two-codes: changeable and revocable at any desk, and by the person; one at a time (S1)."""
    for desk in ("border", "officer", "supervisor", "clerk", "specialist"):
        case = opened().do("GiveAccess", desk).refuses("procedure.once", "GiveAccess", desk)
        case.do("ChangeAccess", desk).do("RevokeAccess", desk)
        case.refuses("procedure.exists", "ChangeAccess", desk).refuses("procedure.exists", "RevokeAccess", desk)
        assert (case.file.portal.open, case.file.portal.made) == (False, 2)
    opened().do("GiveAccess").allows("ChangeAccess", "person").allows("RevokeAccess", "person")
    for stranger in ("counsel", "monitor", "passer-by", "overseer", "hq-1", "judge", "post"):
        opened().refuses("authority.role", "GiveAccess", stranger)


def test_portal_two_codes_a_statement_that_nobody_has_matched_has_no_pages() -> None:
    """portal.two-codes: whoever spoke for another is not given the other's pages (S1)."""
    Case().do("OpenProvisionalCase").refuses("portal.two-codes", "GiveAccess")


def test_portal_two_codes_the_record_holds_neither_the_secret_nor_a_digest_of_it() -> None:
    """portal.two-codes: what the events of access say is when, how and the how-many-th (S1)."""
    case = opened().do("GiveAccess").do("ChangeAccess", how="slip").do("AskLink").do("RevokeAccess")
    said = [codec.to_fields(each) for each in case.events[-4:]]
    assert [{*each} - {"by", "signed"} for each in said] == [{"number", "how"}, {"number", "how"}, set(), {"because"}]


def test_portal_two_codes_links_asked_for_are_counted_by_the_hour() -> None:
    """portal.two-codes: whoever sends them knows how many there were (S1)."""
    case = opened().do("GiveAccess").do("AskLink").wait(hours=2).do("AskLink")
    assert links_since(case.file, case.at - dt.timedelta(hours=1)) == 1
    assert links_since(case.file, case.at - dt.timedelta(hours=3)) == 2


@pytest.mark.parametrize("where", [opened, claimed, concurred, lambda: served("negative"), waiting])
def test_fear_any_words_being_sent_back_now_leaves_a_claim_open_whatever_stood(where) -> None:  # type: ignore[no-untyped-def]
    """fear.any-words: the words of *they are sending me back now* are a fear; return is stopped (S1; S4)."""
    case = where().do("ReportSendingBack")
    assert any(is_open(each, case.regime) for each in case.file.claims)
    case.refuses("fear.stay", "ReturnPerson")
    assert [each.id for each in due(case.file, case.regime) if each.id == "sending_back"] == ["sending_back"]
    assert any(each.rule == "fear.stay" and not each.answered for each in case.file.signs)
    case.do("AnswerSign", "supervisor", rule="fear.stay", answer="The bus was stopped at the gate.")
    assert "sending_back" not in {each.id for each in due(case.file, case.regime)}


def test_interview_conditions_what_the_person_asks_for_is_owed_an_answer() -> None:
    """interview.conditions: a woman or a man, another interpreter, to be heard alone: answered within a day (S4)."""
    case = claimed().do("AskFor").do("AskFor", what="counsel", words="")
    owed = {each.id: each for each in due(case.file, case.regime) if each.id.startswith("asked.")}
    assert [owed[id].alarm for id in ("asked.1", "asked.2")] == ["interview.conditions", "contact.family-counsel"]
    assert {each.desk for each in owed.values()} == {"supervisor"}
    case.do("AnswerAsked").refuses("procedure.once", "AnswerAsked").refuses("procedure.exists", "AnswerAsked", asked=9)
    assert [each.id for each in due(case.file, case.regime) if each.id.startswith("asked.")] == ["asked.2"]
    assert case.file.portal.asked[0].answer == "There will be another interpreter."
    case.refuses("procedure.exists", "AnswerAsked", asked=2, says=" ")


def test_readback_before_decision_a_correction_stands_beside_the_fact() -> None:
    """readback.before-decision: the person's later correction replaces nothing (S4; pages.md, rule 6)."""
    case = read_back().do("CorrectReadback").do("CorrectReadback", fact=0, words="I forgot my brother.")
    given = case.claim.readback
    assert given is not None
    assert [(each.fact, each.words) for each in given.corrections] == [
        (1, "Four days, not three."), (0, "I forgot my brother."),
    ]  # fmt: skip
    assert given.facts[0].answer == "right"
    assert not case.file.signs


def test_readback_before_decision_a_correction_after_the_signature_is_answered_by_someone() -> None:
    """readback.before-decision: a decision that rests on what the person has corrected since alarms (S4)."""
    case = signed().do("CorrectReadback")
    assert [each.rule for each in case.file.signs] == ["readback.before-decision"]


def test_fear_brought_in_a_claim_outside_makes_an_appointment_at_the_port() -> None:
    """fear.brought-in: a port appointment at once, one at a time; an answer that never came alarms by name (S2; S3)."""
    case = waiting().do("ReturnPerson", port="Northgate")
    hour = case.at + dt.timedelta(hours=20)
    case.facts["port_hour"] = hour
    case.do("ReportFear").do("ReportFear", words="They came again.")
    booked = [each for each in case.events if type(each).__name__ == "PortBooked"]
    assert [(each.port, each.appointment) for each in booked] == [(case.file.custody.port, hour)]  # type: ignore[union-attr]
    owed = {each.id: each for each in due(case.file, case.regime)}
    assert "port" not in owed
    assert case.file.custody.port in owed["port_answer"].what
    assert owed["port_answer"].alarm == "fear.brought-in"
    case.do("ReportPortAnswer", port="Northgate", answer="refused")
    assert any("Northgate" in each.says for each in case.file.signs if each.rule == "fear.brought-in")
    again = case.ask("ReportFear", words="They did not let me in.")
    assert isinstance(again, Decided)
    assert type(again.events[-1]).__name__ == "PortBooked"


def test_fear_brought_in_nobody_inside_and_no_port_makes_no_appointment() -> None:
    """fear.brought-in: it is for who waits outside (S2; S3)."""
    case = opened()
    case.facts["port_hour"] = case.at + dt.timedelta(hours=20)
    assert "PortBooked" not in {type(each).__name__ for each in case.do("ReportFear").events}
