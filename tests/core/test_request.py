"""Requests: counsel asks to attend, or that a day be moved; each is answered by a day, with a reason where it is no."""

import pytest

from asylia.core.facts import CourtOrder
from tests.core.build import MPP_2019, PRACTISED, Case, alarmed, assigned, claimed, dues, opened

ORDER = CourtOrder(id="o-1", court="court-1", effects=("counsel_before_interview",), places=("bridge-1",))


def booked(**given) -> Case:
    """An interview tomorrow at 8."""
    return assigned(**given).do("BookInterview")


def test_filing_answered_a_request_is_due_an_answer_before_what_it_is_about() -> None:
    """filing.answered: within a day, and before the interview begins; silence alarms (house)."""
    case = booked().do("MakeRequest", kind="postpone_interview", because="illness")
    (request,) = case.file.requests
    assert request.by == case.claim.interview.starts
    assert "request.1" in dues(case)
    assert "filing.answered" in alarmed(case.wait(days=1, minutes=1))
    far = booked().do("MakeRequest", kind="postpone_hearing")
    assert (far.file.requests[0].by - far.file.requests[0].who.at).days == 1


def test_counsel_admitted_attendance_is_refused_only_on_a_ground_of_the_regime() -> None:
    """counsel.admitted: refusing a request to attend is refusing counsel: coded, and oversight is alerted (S1; S4)."""
    booked().do("MakeRequest").refuses("counsel.admitted", "RefuseRequest")
    case = booked(regime=PRACTISED).do("MakeRequest").do("RefuseRequest", code="no_room")
    assert "counsel.admitted" in [each.rule for each in case.file.signs]
    assert case.file.counsel_refused == "no_room"
    ordered = booked(regime=MPP_2019, orders=(ORDER,)).do("MakeRequest")
    assert "order.obeyed" in {each.rule for each in ordered.ask("RefuseRequest", code="no_capacity").breaches}
    assert "counsel.admitted" in alarmed(booked().do("MakeRequest").wait(days=1, minutes=1))


def test_filing_answered_a_refusal_gives_its_reason_and_can_become_a_grant() -> None:
    """filing.answered: no without a reason is no answer; a no can become a yes, a yes stands."""
    case = booked().do("MakeRequest", kind="postpone_interview")
    case.breaks("filing.answered", "RefuseRequest", reasons=" ")
    case.do("RefuseRequest").refuses("procedure.once", "RefuseRequest")
    assert case.file.requests[0].reasons == "The room seats three."
    case.do("GrantRequest").refuses("procedure.once", "GrantRequest").refuses(
        "procedure.exists", "GrantRequest", request=2
    )


def test_filing_answered_what_was_granted_is_done_by_the_next_day() -> None:
    """filing.answered: a granted move alarms until the interview has its new day."""
    case = booked().do("MakeRequest", kind="postpone_interview").do("GrantRequest")
    assert "move_interview.1" in dues(case)
    assert "move_interview.1" not in dues(case.do("PostponeInterview"))


@pytest.mark.parametrize(("kind", "answers"), [("attend", "officer"), ("postpone_hearing", "clerk")])
def test_a_request_is_answered_at_the_desk_whose_day_it_is(kind: str, answers: str) -> None:
    """authority: the asylum office answers for interviews, the court and its clerks for hearings."""
    case = booked().do("MakeRequest", kind=kind)
    case.allows("GrantRequest", answers)
    case.refuses("authority.role", "GrantRequest", "clerk" if answers == "officer" else "officer")
    case.refuses("authority.role", "GrantRequest", "counsel")


def test_a_request_is_never_refused_when_it_is_made() -> None:
    """filing.answered: whatever stands in the record, what was asked is on it."""
    for case in (opened(), claimed().do("MakeRequest", kind="postpone_hearing", number=99)):
        assert case.do("MakeRequest", "person").file.requests
