"""The quality sample: drawn two-sidedly at a probability that is kept, repeated, recognised, or chosen and marked."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from asylia.core.draw import Planned, is_drawn, is_repeated, rate_of
from asylia.core.errors import Refused
from asylia.core.event import Author, Role
from asylia.core.standing import awaits_anew, final, repeats_of
from asylia.core.steps.determination import DrawHeld
from asylia.core.steps.drawn_review import RepeatDrawHeld, RepeatSigned
from asylia.core.streams.drawing import PlanSample, SeedCommitted, decide, fold
from tests.core.build import DRAWN, MPP_2021, PRACTISED, SEED, Case, concurred, dues, signed

AGAIN = "case-107"  # under SEED its first decision is drawn for review, and its review to be done once more


def held(case: Case) -> list[DrawHeld]:
    return [each for each in case.events if isinstance(each, DrawHeld)]


def decided_anew() -> Case:
    """A negative drawn, decided anew alike, and to be decided once more by the same reviewer."""
    return signed("negative", id=AGAIN).do("Concur").do("SignDrawnReview", outcome="negative")


@pytest.mark.parametrize("outcome", ["positive", "negative"])
def test_review_draw_every_decision_keeps_the_probability_with_which_it_was_drawn(outcome: str) -> None:
    """review.draw: drawn or not, with its stratum: outcome (as signed), place, representation (M05)."""
    for id, drawn in ((DRAWN, True), ("case-1", False)):
        (draw,) = held(signed(outcome, id=id))
        assert (draw.level, draw.rate, draw.drawn, draw.period) == ("headquarters", "0.1", drawn, "2022-01")
        assert (draw.site, draw.represented) == ("bridge-1", False)
        assert is_drawn(SEED, draw.level, id, draw.claim, draw.determination, draw.rate) == drawn
    assert not held(signed(regime=PRACTISED)), "a regime without a drawn review draws nothing"


def test_review_draw_a_plan_raises_a_stratum_and_knows_no_direction() -> None:
    """review.draw, review.symmetry: by place and representation, never by outcome; a plan never lowers a rate."""
    plan = (Planned(rate="1", site="bridge-1", represented=False), Planned(rate="0.01"))
    for outcome in ("positive", "negative"):
        (draw,) = held(signed(outcome, sample=plan))
        assert (draw.rate, draw.drawn) == ("1", True)
    assert rate_of("0.1", plan, "bridge-1", represented=True) == "0.1"
    assert rate_of("0.1", plan, "bridge-2", represented=False) == "0.1"
    assert (
        rate_of("0.1", (Planned(rate="0.25"), Planned(rate="0.5", represented=True)), "any", represented=True) == "0.5"
    )


def test_review_draw_the_share_drawn_is_the_rate() -> None:
    """Of 4,000 lots at one in four, a share within three standard errors of it; of repeats likewise."""
    n, rate = 4000, Decimal("0.25")
    for chance in (is_drawn, is_repeated):
        drawn = sum(chance(SEED, "headquarters", f"case-{number}", 1, 1, str(rate)) for number in range(n))
        assert abs(drawn / n - 0.25) < 3 * (0.25 * 0.75 / n) ** 0.5
    pairs = Counter(
        tuple(chance(SEED, "headquarters", f"case-{number}", 1, 1, "0.5") for chance in (is_drawn, is_repeated))
        for number in range(n)
    )
    assert all(abs(count / n - 0.25) < 3 * (0.25 * 0.75 / n) ** 0.5 for count in pairs.values()), "two lots, not one"


def test_review_draw_a_sample_is_planned_before_its_period_by_the_overseer() -> None:
    """review.draw: who plans after the first draw could choose whom it draws."""

    def plan(role: Role = "overseer", *, begun: bool = False, rate: str = "0.2") -> list[str]:
        who = Author(by="o-1", role=role, at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
        answer = decide(PlanSample(who=who, period="2022-02", rates=(Planned(rate=rate),)), begun=begun)
        if isinstance(answer, Refused):
            return [each.rule for each in answer.rules]
        committed = SeedCommitted(who=who, digest="ab")
        assert fold([committed, answer]).plan == (Planned(rate=rate),)
        return []

    assert plan() == plan(rate="0") == plan(rate="1") == []
    assert plan("headquarters") == ["authority.role"]
    assert plan(begun=True) == ["review.draw"]
    for rate in ("1.5", "-0.1", "a tenth", "NaN", "Infinity", ""):
        assert plan(rate=rate) == ["review.draw"]


def test_review_blind_who_recognises_the_case_is_replaced_and_the_case_is_not() -> None:
    """review.blind: another reviewer decides it; nothing of who recognised it is counted or changes anything."""
    case = signed("negative", id=DRAWN).do("RecogniseCase")
    assert case.determination.reconsideration_asked is None
    assert awaits_anew(case.determination) == "headquarters"
    assert "review.headquarters" in dues(case)
    case.refuses("roles.apart", "SignDrawnReview").refuses("roles.apart", "RecogniseCase")
    case.do("SignDrawnReview", "hq-2", outcome="positive")
    assert case.determination.reconsideration_asked is not None
    assert not awaits_anew(case.determination)
    signed().refuses("review.draw", "RecogniseCase")
    signed(id=DRAWN).refuses("authority.role", "RecogniseCase", "supervisor")


def test_review_blind_one_review_in_ten_comes_before_its_reviewer_again_after_a_month() -> None:
    """oversight.md: repeats of the reviewer's own earlier cases; the draw of them is kept, drawn or not."""
    once = signed(id=DRAWN).do("SignDrawnReview")
    kept = [each for each in once.events if isinstance(each, RepeatDrawHeld)]
    assert [(each.reviewer, each.rate, each.drawn, each.period) for each in kept] == [("hq-1", "0.1", False, "2022-01")]
    assert not list(repeats_of(once.file))
    case = decided_anew()
    ((_, _, repeat),) = repeats_of(case.file)
    assert (repeat.reviewer, repeat.from_day) == ("hq-1", case.day + dt.timedelta(days=30))
    assert "repeat.1" in dues(case)
    case.refuses("roles.apart", "SignDrawnReview", outcome="negative")  # its day has not come
    case.wait(days=31).refuses("procedure.once", "SignDrawnReview", "hq-2", outcome="negative")
    case.do("SignDrawnReview", outcome="negative")
    said = case.events[-1]
    assert isinstance(said, RepeatSigned)
    assert said.agrees
    assert not list(repeats_of(case.file))
    assert len(case.determination.reviews) == 2, "the supervisor's and the drawn one: a repeat is no review of its own"
    case.refuses("roles.apart", "SignDrawnReview", outcome="negative")


def test_review_draw_a_repeat_that_differs_works_only_in_the_persons_favour() -> None:
    """review.draw: the second look found what the first did not: the office looks again."""
    case = decided_anew().wait(days=31).do("SignDrawnReview", outcome="positive")
    assert isinstance(case.events[-1], RepeatSigned)
    assert not case.events[-1].agrees
    assert case.determination.reconsideration_asked is not None


def test_review_blind_a_repeat_that_is_recognised_is_not_done() -> None:
    """review.blind: nobody else can do it, and it is kept out."""
    case = decided_anew().wait(days=31).do("RecogniseCase")
    assert not list(repeats_of(case.file))
    assert "repeat.1" not in dues(case)
    assert [each.kind for each in case.determination.reviews] == ["concurred", "agreed"]


def test_review_draw_a_repeat_outlives_its_case() -> None:
    """review.draw: an estimate would lose whoever is quick to close."""
    case = decided_anew().do("PrepareNotice").do("ServeNotice").do("CloseCase").wait(days=31)
    assert dues(case) == ["repeat.1"]
    case.do("SignDrawnReview", outcome="negative")
    assert dues(case) == []


def test_review_draw_what_someone_chose_is_marked_and_delays_nothing() -> None:
    """review.draw: targeted reviews are possible, marked, once for a decision, and open only in favour."""
    case = concurred("negative").do("TargetReview")
    assert final(case.determination, MPP_2021), "service waits for what was drawn, never for what someone chose"
    assert "review.headquarters" in dues(case)
    case.allows("PrepareNotice").refuses("review.deference", "TargetReview")
    case.refuses("roles.apart", "SignDrawnReview", "hq-5")  # who chose it
    case.do("SignDrawnReview", outcome="positive")
    assert case.determination.reviews[-1].selection == "targeted"
    assert case.determination.reconsideration_asked is not None
    assert not [each for each in case.events if isinstance(each, RepeatDrawHeld)]
    case.refuses("procedure.once", "SignDrawnReview", "hq-2")
    concurred("positive").do("TargetReview").do("SignDrawnReview", outcome="negative").allows("PrepareNotice")


def test_review_draw_what_may_not_be_chosen() -> None:
    """review.draw: not what the system drew, not without a reason, not by a desk outside headquarters and oversight."""
    signed(id=DRAWN).refuses("procedure.once", "TargetReview")
    signed().breaks("review.draw", "TargetReview", reason=" ")
    signed().allows("TargetReview", "overseer").refuses("authority.role", "TargetReview", "supervisor")
    signed().do("Concur").do("TargetReview").do("RecogniseCase", "hq-1").allows("SignDrawnReview", "hq-2")
