"""Fear: the question as it must be put, claims in any words, and how alone a claim may end."""

import pytest

from asylia.core.steps.fear import FearClaimed, FearSaidAgain, ReferralMade
from tests.core.build import Case, claimed, opened, refused_and_waiting, served, signed, unafraid, waiting


def test_fear_asked_alone_understood_attested_and_in_their_own_words() -> None:
    """fear.asked: put apart from the others, understood, attested, the answer in the person's words (S4; S1)."""
    opened().breaks("fear.asked", "AskFear", alone=False)
    opened().breaks("fear.asked", "AskFear", understood=False)
    opened().breaks("fear.asked", "AskFear", attested=False)
    opened().breaks("fear.asked", "AskFear", words="")


def test_fear_asked_before_any_return() -> None:
    """fear.asked: nobody is returned before the question has been put and answered (S4: instructed not to ask)."""
    case = opened().do("PlaceInProgramme")
    case.refuses("fear.asked", "ReturnPerson")
    waiting().allows("ReturnPerson")


@pytest.mark.parametrize("answer", ["silent", "not_now"])
def test_fear_asked_silence_is_never_a_no(answer: str) -> None:
    """fear.asked: silence or not now stays open (S1: too intimidated to bring it up)."""
    case = opened().do("AskFear", answer=answer, words="").do("AskFear", "officer-3", answer=answer, words="")
    case.refuses("fear.asked", "EndEncounter").refuses("fear.asked", "ReturnPerson")


def test_fear_asked_a_no_is_asked_once_more_outside_the_border_agency() -> None:
    """fear.asked: a no is asked once more by someone outside the border agency (S4; domain 2.6)."""
    case = opened().do("AskFear").do("AskFear", "border-2")
    case.refuses("fear.asked", "EndEncounter")
    case.do("AskFear", "officer-3").allows("EndEncounter")


def test_fear_asked_in_a_language_that_proves_not_to_be_theirs_was_not_asked() -> None:
    """fear.asked: in a language the person understands (S4; S1)."""
    unafraid().do("RecordLanguage", languages=["mam"], best="mam").refuses("fear.asked", "EndEncounter")


def test_fear_asked_by_a_desk_that_may_not_is_not_asked_but_a_yes_is_a_claim() -> None:
    """fear.any-words: a fear said to anyone is claimed; the question counts as put only from the desks that put it."""
    case = opened().refuses("authority.role", "AskFear", "clerk")
    case.do("AskFear", "clerk", answer="yes", words="I am afraid.")
    assert len(case.file.claims) == 1
    assert not case.file.asked


def test_fear_any_words_open_a_claim_by_anyone_through_any_channel() -> None:
    """fear.any-words: any words, of any country, by anyone, through any channel, at any time (S1; S2; S4)."""
    words = ("Me van a matar.", "He says the room is cold and the men outside know her name.", "¿?", "")
    for by in ("passer-by", "counsel", "monitor", "post", "clerk", "interpreter", "judge", "border", "person"):
        for said in words:
            case = opened().do("ReportFear", by, words=said, channel="hearing")
            assert [type(each) for each in case.events[-2:]] == [FearClaimed, ReferralMade]


def test_fear_any_words_however_the_question_was_put() -> None:
    """fear.any-words: a yes is a claim, though the question was put badly or in a closed case (S1; S4)."""
    case = opened().do("AskFear", answer="yes", words="Yes.", alone=False, attested=False)
    assert len(case.file.claims) == 1
    shut = unafraid().do("CloseCase").do("AskFear", answer="yes", words="Now I can say it.")
    assert not shut.file.closed
    assert len(shut.file.claims) == 1


def test_fear_any_words_said_again_after_a_decision_is_a_new_claim() -> None:
    """fear.any-words: a repeat is still decided by an asylum officer (S1; S2); before a decision it joins the claim."""
    case = claimed().do("ReportFear")
    assert isinstance(case.events[-1], FearSaidAgain)
    case.do("ReportFear", new_facts=True)
    assert len(case.file.claims) == 2
    assert len(served("negative").do("ReportFear").file.claims) == 2


def test_fear_any_words_reopens_a_closed_case() -> None:
    """fear.any-words: at any time, after closing too; the case is open again (S1; S2)."""
    case = served("negative").do("CloseCase").refuses("procedure.closed", "PlanContact")
    case.do("ReportFear").allows("PlanContact").do("AssignOfficer", claim=2)


def test_fear_referral_is_made_at_once() -> None:
    """fear.referral: a claim at once makes a referral to the screening office (S1: pre-screening that pre-empts)."""
    assert isinstance(opened().do("ReportFear", "border").events[-1], ReferralMade)


def test_fear_referral_no_border_role_closes_screens_withdraws_or_decides() -> None:
    """fear.referral: border staff pre-screen a fear claim: refused, and countable as such (S1)."""
    case = claimed().do("AssignOfficer")
    for by in ("border", "post"):
        for name in ("CloseClaim", "WithdrawClaim", "BeginInterview"):
            case.refuses("fear.referral", name, by)
        case.refuses("decider.own-voice", "SignDetermination", by)


def test_fear_referral_a_claim_ends_only_in_listed_ways() -> None:
    """fear.referral: it ends by a decision, a withdrawal, an end in the person's favour, or death (S1)."""
    claimed().breaks("fear.referral", "CloseClaim", reason="no_fear_seen")
    claimed().breaks("fear.referral", "CloseClaim", reason="implicitly_withdrawn")
    for reason in ("exempted", "admitted", "programme_ended", "died"):
        case = claimed().do("CloseClaim", reason=reason)
        case.refuses("return.lawful", "ReturnPerson").refuses("procedure.once", "CloseClaim")
    claimed().refuses("procedure.exists", "CloseClaim", claim=2)


def test_fear_referral_a_case_is_not_closed_over_an_open_claim() -> None:
    """fear.referral: no door but a decision ends a claim (S1)."""
    claimed().refuses("fear.referral", "CloseCase")
    claimed().allows("CloseCase", reason="died")


def test_fear_stay_no_return_while_a_claim_is_open() -> None:
    """fear.stay: while any claim is open, under review or under reconsideration, return is impossible (S1; S4)."""
    waiting().do("ReportFear").refuses("fear.stay", "ReturnPerson")
    signed("negative").refuses("fear.stay", "ReturnPerson")
    asked = refused_and_waiting().allows("ReturnPerson").do("AskReconsideration")
    asked.refuses("fear.stay", "ReturnPerson")


def test_withdrawal_free_alone_and_with_counsel_offered() -> None:
    """withdrawal.free: only alone, before an asylum officer, counsel offered (S4)."""
    claimed().breaks("withdrawal.free", "WithdrawClaim", alone=False)
    claimed().breaks("withdrawal.free", "WithdrawClaim", counsel_offered=False)
    for by in ("border", "supervisor", "judge"):
        claimed().refuses("fear.referral", "WithdrawClaim", by)


def test_withdrawal_free_is_confirmed_a_day_later() -> None:
    """withdrawal.free: confirmed a day later, not before (S4)."""
    case = claimed().refuses("procedure.exists", "ConfirmWithdrawal").do("WithdrawClaim")
    case.refuses("withdrawal.free", "ConfirmWithdrawal").refuses("fear.stay", "ReturnPerson")
    case.wait(days=1).do("ConfirmWithdrawal").refuses("procedure.once", "WithdrawClaim")


def test_withdrawal_free_is_undone_on_request() -> None:
    """withdrawal.free: undone on request, in any words, before or after it was confirmed (S4)."""
    case = claimed().do("WithdrawClaim").wait(days=1).do("ConfirmWithdrawal").do("UndoWithdrawal")
    case.refuses("fear.stay", "ReturnPerson").allows("AssignOfficer")
    said = claimed().do("WithdrawClaim").do("ReportFear").wait(days=1)
    said.refuses("procedure.exists", "ConfirmWithdrawal")
    unclaimed = Case().do("OpenCase").do("UndoWithdrawal", claim=7)
    assert len(unclaimed.file.claims) == 1
