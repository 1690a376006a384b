"""Referral: an officer is drawn among those who may decide, and keeps the claim."""

import datetime as dt

from asylia.core.facts import Member
from tests.core.build import Case, claimed, interviewing, signed

OFFICERS = ("officer-1", "officer-2", "officer-3")


def test_decider_drawn_among_eligible_officers() -> None:
    """decider.drawn: cases are drawn among eligible officers, from the period's seed (S4)."""
    case = claimed().do("AssignOfficer")
    assert case.claim.officer in OFFICERS
    assert case.events[-1].among == 3
    assert claimed().do("AssignOfficer").claim.officer == case.claim.officer
    case.refuses("procedure.once", "AssignOfficer")
    claimed().refuses("procedure.exists", "AssignOfficer", claim=2).refuses("procedure.exists", "ReassignOfficer")


def test_decider_drawn_a_claim_leaves_its_officer_only_for_a_listed_reason() -> None:
    """decider.drawn: a case taken from its officer after the first question, for management: refused (S4)."""
    for reason in ("management", "workload"):
        claimed().do("AssignOfficer").allows("ReassignOfficer", reason=reason)
        interviewing().refuses("decider.drawn", "ReassignOfficer", reason=reason)
    for reason in ("illness", "recusal", "conflict", "request"):
        interviewing().allows("ReassignOfficer", reason=reason)


def test_decider_own_voice_the_next_officer_hears_the_person_anew() -> None:
    """decider.own-voice: findings and signature are the interviewing officer's own (S4: our names on the forms)."""
    case = interviewing().do("EndInterview").do("RecordFinding")
    heard_by = case.claim.officer
    case.do("ReassignOfficer")
    assert case.claim.officer != heard_by
    assert not case.claim.findings
    case.refuses("decider.own-voice", "RecordFinding").refuses("decider.own-voice", "ReadBack")
    case.do("BeginInterview").do("AddTestimony").do("EndInterview").allows("ReadBack").allows("RecordFinding")
    assert len(case.claim.interview.lines) == 3


def test_decider_care_an_officer_steps_back_without_giving_reasons() -> None:
    """decider.care: recusal on conscience before or during, without reason (S4)."""
    case = interviewing()
    before = case.claim.officer
    case.refuses("decider.drawn", "Recuse", "another officer").do("Recuse", before)
    assert case.claim.officer == ""
    case.do("AssignOfficer")
    assert case.claim.officer not in ("", before)


def test_decider_trained_no_assignment_without_a_certificate() -> None:
    """decider.trained: no assignment without a certificate valid that day for that standard (S2; S4)."""
    case = claimed().allows("AssignOfficer")
    for each in OFFICERS:
        case.change(each, certificates=())
    case.refuses("decider.trained", "AssignOfficer")


def test_decider_trained_the_draw_passes_over_who_missed_the_training() -> None:
    """decider.trained: an officer who missed the training is drawn for nothing (S4: told to interview anyway)."""
    case = claimed()
    drawn = case.do("AssignOfficer").claim.officer
    again = claimed()
    again.change(drawn, certificates=())
    assert again.do("AssignOfficer").claim.officer != drawn


def test_decider_of_the_office_the_draw_passes_over_the_lent() -> None:
    """decider.of-the-office: who is lent from, or lately held, a custody post is drawn for nothing (S4)."""
    case = claimed()
    for each in OFFICERS:
        case.change(each, detailed_from="a patrol")
    case.refuses("decider.of-the-office", "AssignOfficer")
    case.change("officer-1", detailed_from="", custody_post_until=dt.date(2021, 6, 1))
    case.refuses("decider.of-the-office", "AssignOfficer")
    case.change("officer-1", custody_post_until=dt.date(2019, 6, 1))
    assert case.do("AssignOfficer").claim.officer == "officer-1"


def test_roles_apart_a_new_claim_goes_to_another_officer() -> None:
    """roles.apart: a new claim on new facts, and a relative's claim, go to officers who took no part (S1)."""
    case = signed()
    first = case.claim.officer
    case.do("ReportFear", new_facts=True).do("AssignOfficer", claim=2)
    assert case.claim.officer != first
    parts = (("officer-1", "interviewed"), ("officer-2", "encountered"))
    relative = Case(members=(Member(case="case-2", parts=parts),)).do("OpenCase").do("ReportFear")
    assert relative.do("AssignOfficer").claim.officer == "officer-3"
