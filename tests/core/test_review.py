"""Review: concurrence, return, override, panel, drawn review, dissent."""

import datetime as dt

import pytest
from msgspec.structs import replace

from asylia.core.facts import Member
from asylia.core.standing import final, protected
from tests.core.build import (
    DRAWN,
    MPP_2021,
    PRACTISED,
    Case,
    concurred,
    opened,
    served,
    signature,
    signed,
)  # fmt: skip


def again(case: Case, outcome: str) -> Case:
    """The decision returned and signed anew."""
    case.do("ReturnForCorrection", determination=len(case.claim.determinations))
    return case.do("SignDetermination", **signature(case, outcome))


def sent_up(outcome: str = "positive") -> Case:
    """A decision at the regime's limit of returns."""
    return again(again(signed(outcome), outcome), outcome)


def test_review_deference_returns_only_for_a_legal_insufficiency_of_the_list() -> None:
    """review.deference: a return states a listed legal insufficiency that could change the outcome (S2; S4)."""
    case = signed()
    case.breaks("review.deference", "ReturnForCorrection", code="other")
    case.breaks("review.deference", "ReturnForCorrection", could_change_outcome=False)
    case.breaks("review.deference", "ReturnForCorrection", reasons=" ")


def test_review_deference_within_the_limit_of_returns() -> None:
    """review.deference: at the limit of returns the reviewer concurs or sends the case up (S2)."""
    case = sent_up()
    case.refuses("review.deference", "ReturnForCorrection", determination=3).allows("Concur", determination=3)


def test_review_deference_no_approval_that_the_regime_does_not_name() -> None:
    """review.deference: headquarters holds back positives: it has no such step (S2; M20)."""
    signed().refuses("procedure.exists", "Concur", "hq-1")
    case = signed(regime=replace(MPP_2021, review=MPP_2021.review[:1]))
    case.refuses("review.deference", "Concur", "hq-1").refuses("review.deference", "ReturnForCorrection", "hq-1")


def test_review_deference_past_its_time_a_review_passes_on() -> None:
    """review.deference: a supervisor holds a positive; past the limit the review passes outside the chain (S2)."""
    case = signed().refuses("review.deference", "PassReview").wait(days=3)
    case.allows("PassReview").refuses("roles.apart", "PassReview", reviewer="supervisor")
    case.refuses("roles.apart", "PassReview", reviewer=case.claim.officer)
    case.do("PassReview").refuses("review.deference", "Concur").allows("Concur", "supervisor-2")


def test_review_deference_a_return_for_not_understood_voids_what_rests_on_the_advisal() -> None:
    """advisal.understood: a return with this code voids the steps after the advisal (S1; S4)."""
    case = signed().do("ReturnForCorrection", code="not_understood")
    assert case.file.advisal is None
    assert case.claim.interview.begun is None
    assert len(case.claim.determinations) == 1
    case.refuses("advisal.understood", "BeginInterview").do("GiveAdvisal").allows("BeginInterview")


def test_nothing_is_final_before_a_second_person_concurs() -> None:
    """review.deference: no determination is served before its review is closed (8 CFR 208.30(e)(8))."""
    for outcome in ("positive", "negative"):
        case = signed(outcome).refuses("review.deference", "PrepareNotice")
        assert not final(case.determination, MPP_2021)
        case.do("Concur").allows("PrepareNotice")


def test_roles_apart_nobody_reviews_what_they_had_a_part_in() -> None:
    """roles.apart: nobody reviews a claim of a family in which they took a part, a review included (S1)."""
    case = signed()
    case.change("officer", role="supervisor")
    case.refuses("roles.apart", "Concur", case.claim.officer)
    for part in ("encountered", "interviewed", "decided", "reviewed", "interpreted"):
        case.facts["members"] = (Member(case="case-2", parts=(("supervisor", part),)),)
        case.refuses("roles.apart", "Concur").allows("Concur", "supervisor-2")


def test_decider_of_the_office_no_detailee_reviews() -> None:
    """decider.of-the-office: reviewers belong to the determining authority too (S4)."""
    case = signed().allows("Concur")
    case.change("supervisor", detailed_from="a patrol")
    case.refuses("decider.of-the-office", "Concur")
    case.change("supervisor", detailed_from="", custody_post_until=dt.date(2021, 12, 31))
    case.refuses("decider.of-the-office", "Concur")


def test_review_override_only_by_the_level_that_the_regime_names() -> None:
    """review.override: replacing a finding is a separate act, of the level the regime names (S2; S4; M04)."""
    case = sent_up()
    case.refuses("review.override", "Override", "supervisor", determination=3)
    case.refuses("review.override", "Override", "border", determination=3)
    case.breaks("review.override", "Override", mended={"determination": 3}, reasons="")
    case.refuses("procedure.once", "Override", determination=3, outcome="positive")


def test_review_override_only_of_what_a_reviewer_sent_up() -> None:
    """review.deference: headquarters reverses positives as they are signed: refused (S2; S4)."""
    signed().refuses("review.deference", "Override")
    again(signed(), "positive").refuses("review.deference", "Override", determination=2)
    case = sent_up().do("Override", determination=3)
    case.refuses("roles.apart", "Override", determination=3, outcome="positive")


def test_review_override_leaves_the_finding_standing_beside_it() -> None:
    """review.override: the officer's finding and dissent stay on the record, beside it, for ever (S2; S4)."""
    case = sent_up().do("Override", determination=3).do("Dissent", determination=3)
    assert case.determination.outcome == "positive"
    assert case.determination.standing == "negative"
    assert case.determination.findings
    assert case.determination.dissents == ("I found otherwise.",)
    assert not final(case.determination, MPP_2021)


def test_review_override_two_agreeing_levels_are_overruled_only_by_a_panel() -> None:
    """review.override: officer and supervisor agree and headquarters tries to overrule (S2; S4)."""
    case = concurred().refuses("review.override", "Override")
    case.do("ProposeOverride").refuses("procedure.once", "ProposeOverride", "hq-2")
    case.refuses("review.deference", "PrepareNotice").refuses("roles.apart", "VoteOnPanel", "hq-1")
    case.breaks("review.override", "VoteOnPanel", reasons="")
    case.do("VoteOnPanel", "hq-2", outcome="positive").refuses("roles.apart", "VoteOnPanel", "hq-2")
    case.do("VoteOnPanel", "hq-3", outcome="positive").do("VoteOnPanel", "hq-4")
    assert case.determination.standing == "positive"
    case.allows("PrepareNotice").refuses("procedure.exists", "VoteOnPanel", "hq-5")
    lost = concurred().do("ProposeOverride").do("VoteOnPanel", "hq-2").do("VoteOnPanel", "hq-3")
    lost.do("VoteOnPanel", "hq-4", outcome="positive")
    assert (lost.determination.outcome, lost.determination.standing) == ("positive", "negative")


def test_review_override_where_no_panel_is_named_their_agreement_is_final() -> None:
    """review.override: where the regime names no panel, two agreeing levels are final (S2; S4)."""
    without = replace(MPP_2021, review=tuple(each for each in MPP_2021.review if each.level != "panel"))
    concurred(regime=without).refuses("review.override", "ProposeOverride").refuses("review.override", "Override")


def test_review_override_nothing_after_service_but_in_the_persons_favour() -> None:
    """review.override: after service nothing is overridden except in the person's favour (S2; S4)."""
    served("positive").refuses("review.override", "ProposeOverride").refuses("review.override", "Override")
    served("negative").allows("ProposeOverride", outcome="positive")


def test_review_symmetry_no_review_that_depends_on_the_direction() -> None:
    """review.symmetry: positives to headquarters and negatives not: refused under a live regime (S2; S4; M01)."""
    lopsided = replace(PRACTISED, status="published", own_rules=())
    case = signed("positive", regime=lopsided).do("Concur")
    case.refuses("review.symmetry", "Concur", "hq-1").refuses("review.symmetry", "Override")
    signed("positive").allows("Concur")


def test_review_draw_a_drawn_negative_waits_and_a_positive_does_not() -> None:
    """review.draw: a drawn negative is served only after its review; service of a positive is never delayed (M02)."""
    assert signed(id=DRAWN).determination.drawn_for == "headquarters"
    assert signed().determination.drawn_for == ""
    negative = concurred("negative", id=DRAWN).refuses("review.deference", "PrepareNotice")
    negative.do("SignDrawnReview", outcome="negative").allows("PrepareNotice")
    concurred("positive", id=DRAWN).allows("PrepareNotice")


def test_review_draw_only_what_the_system_drew() -> None:
    """review.draw: headquarters chooses nothing; one drawn review for a decision (oversight; S2)."""
    signed().refuses("review.draw", "SignDrawnReview")
    case = signed(id=DRAWN).refuses("authority.role", "SignDrawnReview", "supervisor")
    case.do("SignDrawnReview").refuses("procedure.once", "SignDrawnReview", "hq-2")


@pytest.mark.parametrize(("signed_as", "decided_anew"), [("positive", "negative"), ("negative", "positive")])
def test_review_draw_a_disagreement_works_only_in_the_persons_favour(signed_as: str, decided_anew: str) -> None:
    """review.draw: a disagreement opens reconsideration only in favour; against the person it is counted (M03; M05)."""
    case = signed(signed_as, id=DRAWN).do("Concur").do("SignDrawnReview", outcome=decided_anew)
    assert case.determination.standing == signed_as
    assert (case.determination.reconsideration_asked is not None) == (signed_as == "negative")
    if signed_as == "positive":
        case.do("PrepareNotice").do("ServeNotice")
        assert protected(case.claim, MPP_2021)
    else:
        case.allows("DecideReconsideration")


def test_decider_own_voice_a_dissent_stands_on_the_record() -> None:
    """decider.own-voice: an officer who does not agree may put a dissent on the record (S4)."""
    case = signed().do("Dissent").do("Dissent", "supervisor", words="So do I.")
    assert len(case.determination.dissents) == 2
    opened().refuses("procedure.exists", "Dissent")


def test_a_served_positive_is_not_returned() -> None:
    """review.override: no review takes back what was served in the person's favour (S2; S4)."""
    late = tuple(replace(each, before_service=False) for each in MPP_2021.review[:1])
    case = signed(regime=replace(MPP_2021, review=late)).do("PrepareNotice").do("ServeNotice")
    case.refuses("review.override", "ReturnForCorrection").allows("Concur")


def test_procedure_once_a_returned_decision_is_written_anew() -> None:
    """procedure.once: what was returned is not reviewed again before it is signed again (house)."""
    signed().do("ReturnForCorrection").refuses("procedure.once", "Concur")
    concurred().refuses("procedure.exists", "Concur", "supervisor-2").refuses("procedure.exists", "PassReview")
