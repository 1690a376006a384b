"""What is due after a signature: reviews, votes, service; neither waits where the rule does not let it wait."""

from asylia.core.deadlines import due
from tests.core.build import DRAWN, Case, concurred, signed


def dues(case: Case) -> set[str]:
    """The ids of what is due."""
    return {each.id for each in due(case.file, case.regime)}


def test_review_draw_a_drawn_review_never_delays_a_positive() -> None:
    """review.draw: service of a positive is due while its drawn review is open, that of a negative is not (S2)."""
    assert dues(signed(id=DRAWN)) == {"review.supervisor", "review.headquarters"}
    assert dues(concurred("positive", id=DRAWN)) == {"review.headquarters", "serve"}
    assert dues(concurred("negative", id=DRAWN)) == {"review.headquarters"}


def test_review_draw_a_served_positive_still_owes_its_drawn_review() -> None:
    """review.draw: drawing is symmetrical; service takes no positive out of the draw (S2; M02)."""
    case = concurred("positive", id=DRAWN).do("PrepareNotice").do("ServeNotice")
    assert dues(case) == {"review.headquarters"}
    assert dues(case.do("SignDrawnReview", outcome="positive")) == set()


def test_review_override_nothing_is_served_while_a_panel_has_it() -> None:
    """review.override: what is due is the vote, not the service of a decision that may be replaced (S2; S4)."""
    case = concurred().do("ProposeOverride")
    assert dues(case) == {"panel"}
    for member in ("hq-2", "hq-3", "hq-4"):
        case = case.do("VoteOnPanel", member, outcome="positive")
    assert dues(case) == {"serve"}
