"""Evidence: filed by anyone, never too late; accepted or rejected with a reason; nothing is decided past it."""

from typing import get_args

import pytest

from asylia.core.steps.evidence import Fault
from tests.core.build import alarmed, analysed, dues, opened, read_back, served


def test_filing_answered_what_is_filed_waits_for_the_officer_by_a_day() -> None:
    """filing.answered: a filing is due an answer, and silence alarms (house)."""
    case = read_back().do("FileEvidence")
    assert "filing.1" in dues(case)
    assert "filing.answered" not in alarmed(case)
    assert "filing.answered" in alarmed(case.wait(days=3, minutes=1))
    case.do("AcceptEvidence")
    assert "filing.1" not in dues(case)
    assert "filing.answered" not in alarmed(case)


def test_filing_answered_an_accepted_filing_becomes_evidence_with_its_digest() -> None:
    """filing.answered: E n rests on the file whose digest was filed, and on no other."""
    case = read_back().do("FileEvidence", digest="ab" * 32).do("AcceptEvidence")
    evidence = case.claim.evidence[-1]
    assert (evidence.number, evidence.digest, evidence.filing) == (1, "ab" * 32, 1)
    case.refuses("procedure.once", "AcceptEvidence").refuses("procedure.once", "RejectEvidence")
    assert case.do("AddEvidence").claim.evidence[-1].number == 2


def test_filing_answered_a_rejection_gives_its_reason_deletes_nothing_and_can_be_taken_back() -> None:
    """filing.answered: rejected with a reason; it stays, and can be accepted later, in the person's favour."""
    case = read_back().do("FileEvidence")
    case.breaks("filing.answered", "RejectEvidence", reasons=" ")
    case.do("RejectEvidence")
    (filing,) = case.file.filings
    assert (filing.answer, filing.code, filing.title) == ("rejected", "unreadable", "A medical report")
    assert not [each for each in case.claim.evidence if each.filing]
    case.refuses("procedure.once", "RejectEvidence").do("AcceptEvidence")
    assert case.file.filings[0].answer == "accepted"
    assert case.file.filings[0].reasons == ""


def test_filing_answered_no_day_is_too_late() -> None:
    """filing.answered: a filing is a report: before any claim, after the decision, it is recorded and never refused."""
    for case in (opened(), served("negative"), served("negative").do("CloseCase")):
        assert len(case.do("FileEvidence").file.filings) == 1
    assert not [code for code in get_args(Fault) if "late" in code or "time" in code]


def test_filing_answered_only_the_claims_own_officer_answers() -> None:
    """decider.own-voice: another officer accepts and rejects nothing."""
    case = read_back().do("FileEvidence")
    for answer in ("AcceptEvidence", "RejectEvidence"):
        case.refuses("decider.own-voice", answer, "another officer")
        case.refuses("authority.role", answer, "counsel")
        case.refuses("procedure.exists", answer, filing=2)


def test_filing_answered_nothing_is_signed_while_a_filing_waits() -> None:
    """filing.answered: whoever decides reads what was filed, or says why not, first (S4 "turn over every rock")."""
    case = analysed().do("FileEvidence")
    case.refuses("filing.answered", "SignDetermination").do("RejectEvidence").allows("SignDetermination")


@pytest.mark.parametrize("desk", ["counsel", "person", "passer-by", "clerk", "border"])
def test_filing_answered_anyone_hands_over_a_paper_and_only_an_officer_adds_one(desk: str) -> None:
    """authority: what comes from outside is filed; E n is given by the officer alone."""
    case = read_back().do("FileEvidence", desk)
    assert len(case.file.filings) == 1
    case.refuses("authority.role", "AddEvidence", desk)
