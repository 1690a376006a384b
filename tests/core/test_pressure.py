"""Pressure: recorded whichever way it points, and a condition of nothing."""

from tests.core.build import CALM, PRACTISED, Case, alarmed, analysed, concurred, dues, signature


def test_decider_no_pressure_consultation_is_no_condition_of_signing() -> None:
    """decider.no-pressure: consultation as a condition of signing is refused, wherever it is tried (S1; S4)."""
    for by in ("supervisor", "hq-1", "border"):
        analysed().refuses("decider.no-pressure", "RequireConsultation", by)
    case = analysed(regime=PRACTISED).do("RequireConsultation")
    assert case.file.signs


def test_decider_no_pressure_contact_is_recorded_and_changes_nothing() -> None:
    """decider.no-pressure: a telephone call by a superior, from inside the chain, about an undecided case (S1; S4)."""
    case = analysed().do("ReportContact", by_whom="supervisor").do("ReportContact", inside_chain=False)
    assert [each.rule for each in case.file.signs] == ["decider.no-pressure"] * 2
    case.allows("SignDetermination", **signature(case, "positive"))


def test_decider_no_pressure_advice_asked_for_is_no_alarm() -> None:
    """decider.no-pressure: advice that the officer asks for is recorded as asked (S4)."""
    assert not analysed().do("ReportContact", advice_asked_for=True).file.signs


def test_decider_no_pressure_an_alarm_is_answered_once() -> None:
    """decider.no-pressure: oversight's answer stands beside the report (S4; M21)."""
    case = analysed().do("ReportContact").do("AnswerSign")
    assert case.file.signs[0].answered == "Spoken to."
    case.refuses("procedure.exists", "AnswerSign").refuses("authority.role", "AnswerSign", "officer")


def test_oversight_answered_what_is_late_is_answered_for_and_stays_due() -> None:
    """oversight.answered: whoever owns it says why it is late; an answer is no doing."""
    case = concurred()
    case.refuses("procedure.exists", "AnswerLate")  # it is not late yet
    case.wait(days=30)
    assert "notice.served" in alarmed(case)
    case.breaks("oversight.answered", "AnswerLate", answer=" ")
    case.refuses("authority.role", "AnswerLate", "counsel").refuses("procedure.exists", "AnswerLate", claim=2)
    case.do("AnswerLate", "clerk")
    assert [(each.due, each.claim) for each in case.file.late_answered] == [("serve", 1)]
    assert "serve" in dues(case)
    assert "notice.served" in alarmed(case)
    case.allows("AnswerLate", "overseer", answer="Again, a week later.")


def test_vulnerable_screened_a_doubt_that_is_late_is_answered_for_without_its_name() -> None:
    """vulnerable.screened: what the doubt is about stands neither in the command nor in the event."""
    case = Case().do("OpenCase").do("RecordLanguage")
    case.do("ScreenVulnerability", answers={**CALM, "illness": "doubt"}).wait(days=30)
    assert "doubt.illness" in dues(case)
    case.refuses("procedure.exists", "AnswerLate", due="doubt.illness", claim=0)
    case.do("AnswerLate", "specialist", due="doubt", claim=0)
