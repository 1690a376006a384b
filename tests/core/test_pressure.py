"""Pressure: recorded whichever way it points, and a condition of nothing."""

from tests.core.build import PRACTISED, analysed, signature


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
