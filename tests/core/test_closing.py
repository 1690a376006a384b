"""Closing: when nothing in the case is open."""

from asylia.core.deadlines import due
from tests.core.build import DRAWN, MPP_2021, Case, served, unafraid


def test_procedure_closed_nothing_more_is_done_in_a_closed_case() -> None:
    """procedure.closed: acts are refused in a closed case; reports never (house)."""
    case = unafraid().allows("CloseCase").do("CloseCase", reason="left_by_choice")
    for name in ("PlaceInProgramme", "PlanContact", "CloseCase", "ReturnPerson"):
        case.refuses("procedure.closed", name)
    for name in ("ReportContactTried", "ReportReturn", "ReportCustody", "ReportFear"):
        case.allows(name)


def test_review_draw_a_drawn_review_outlives_its_case() -> None:
    """review.draw: closing a case takes nothing out of the draw (S2; M02)."""
    case = served("positive", id=DRAWN).do("CloseCase")
    assert [each.id for each in due(case.file, MPP_2021)] == ["review.headquarters"]
    case.do("SignDrawnReview", outcome="negative").allows("Dissent")
    assert due(case.file, MPP_2021) == ()
    assert case.file.closed


def test_remedy_reachable_reopens_a_closed_case() -> None:
    """remedy.reachable: asking in any words suspends return, in a closed case too (S3; S4)."""
    case = served("negative").do("CloseCase").do("AskReconsideration")
    case.allows("DecideReconsideration").refuses("fear.referral", "CloseCase")


def test_fear_open_door_a_statement_is_closed_as_matched_only_when_it_is() -> None:
    """fear.open-door: an unmatched statement stays open and alarms (S1; M09)."""
    case = Case().do("OpenProvisionalCase").refuses("procedure.exists", "CloseCase", reason="matched")
    case.do("MatchCase").allows("CloseCase", reason="matched")
