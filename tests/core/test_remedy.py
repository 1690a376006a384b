"""Remedy and reconsideration: asked for in any words, they suspend return."""

import pytest

from asylia.core.alarms import alarms
from asylia.core.deadlines import due
from asylia.core.standing import protected
from tests.core.build import CREDIBLE_FEAR, MPP_2021, concurred, opened, refused_and_waiting, served


@pytest.mark.parametrize("name", ["AskRemedy", "AskReconsideration"])
def test_remedy_reachable_asking_in_any_words_suspends_return(name: str) -> None:
    """remedy.reachable: a request for review in passing words, through any channel, suspends return (S3; S4)."""
    case = refused_and_waiting().allows("ReturnPerson").do(name).refuses("fear.stay", "ReturnPerson")
    case.do("DecideReconsideration").allows("ReturnPerson")


def test_remedy_reachable_silence_counts_as_the_regime_says() -> None:
    """remedy.reachable: silence is a request where the regime says so or says nothing (law 3.1: 208.30(g)(1))."""
    case = concurred("negative", regime=CREDIBLE_FEAR).do("PrepareNotice")
    case.do("ServeNotice", remedy_asked=True, remedy_answer="silent").refuses("fear.referral", "CloseCase")
    case.do("DecideRemedy", outcome="against_person").allows("CloseCase")
    served("negative", regime=CREDIBLE_FEAR).allows("CloseCase")


def test_remedy_reachable_an_outcome_for_the_person_ends_the_claim_in_their_favour() -> None:
    """remedy.reachable: the judge's outcome for the person protects (S3; S4; law 3.1)."""
    case = served("negative", regime=CREDIBLE_FEAR).do("AskRemedy").do("SendRecord").do("DecideRemedy")
    assert case.determination.outcome == "negative"
    assert protected(case.claim, CREDIBLE_FEAR)


def test_remedy_reachable_the_record_goes_to_counsel_too_and_is_owed_the_same_day() -> None:
    """remedy.reachable: to judge and counsel; a deadline that alarms, not a refusal (S3; S4)."""
    case = served("negative", regime=CREDIBLE_FEAR).do("EnterAppearance").do("AskRemedy")
    case.breaks("remedy.reachable", "SendRecord", mended={"to": ["judge", "counsel"]}, to=["judge"])
    case.breaks("remedy.reachable", "SendRecord", mended={"to": ["judge", "counsel"]}, to=[])
    assert "send_record" in [each.id for each in due(case.file, case.regime)]
    case.wait(hours=25)
    assert "remedy.reachable" in {each.rule for each in alarms(case.file, case.regime, case.at)}
    case.do("SendRecord", to=["judge", "counsel"])
    assert "send_record" not in [each.id for each in due(case.file, case.regime)]


def test_remedy_reachable_after_service_and_by_nobody_who_took_part() -> None:
    """roles.apart: a judge who took a part elsewhere does not decide the remedy (S1)."""
    case = served("negative", regime=CREDIBLE_FEAR)
    case.refuses("authority.role", "DecideRemedy", "supervisor").allows("DecideRemedy")
    concurred("negative", regime=CREDIBLE_FEAR).refuses("remedy.reachable", "DecideRemedy")
    served("negative").refuses("procedure.regime", "DecideRemedy")
    case.do("DecideRemedy").refuses("procedure.once", "DecideRemedy")


def test_remedy_reachable_asked_too_early_is_kept_and_alarms() -> None:
    """remedy.reachable: asked for before any decision stands, the request is not lost (How the rules are read, 1)."""
    for name in ("AskRemedy", "AskReconsideration"):
        case = opened().do(name)
        assert [each.rule for each in case.file.signs] == ["remedy.reachable"]
    opened().refuses("procedure.exists", "DecideReconsideration").refuses("procedure.exists", "SendRecord")


def test_roles_apart_reconsideration_by_who_took_no_part() -> None:
    """roles.apart: nobody reconsiders a claim in which they took a part (S1)."""
    case = served("negative").refuses("procedure.exists", "DecideReconsideration").do("AskReconsideration")
    case.refuses("roles.apart", "DecideReconsideration", "officer").allows("DecideReconsideration")
    case.breaks("analysis.complete", "DecideReconsideration", reasons="")
    case.change("another officer", certificates=(), detailed_from="a patrol")
    case.refuses("decider.trained", "DecideReconsideration").refuses("decider.of-the-office", "DecideReconsideration")


def test_review_override_a_new_request_does_not_take_back_what_was_given() -> None:
    """review.override: after service nothing changes except in the person's favour (S2; S4)."""
    case = served("negative").do("AskReconsideration").do("DecideReconsideration", outcome="changed_for_person")
    case.refuses("procedure.once", "DecideReconsideration")
    assert protected(case.do("AskReconsideration").claim, MPP_2021)
    again = served("negative").do("AskReconsideration").do("DecideReconsideration").do("AskReconsideration")
    again.refuses("fear.stay", "ReturnPerson")
