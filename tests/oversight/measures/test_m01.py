"""M01: parity of review counts every review, shows its kinds apart, and is red where negatives go unreviewed."""

import pytest

from tests.oversight.measures.small import row

DECIDED = "times,case,claim,determination,outcome,day,site"
REVIEWED = "times,case,claim,determination,level,selection,served,day,site"


def decisions(positive, negative, site="Fallbrook", day="2027-03-02"):
    return [
        f"{many},{outcome[0]}{site},1,1,{outcome},{day},{site}"
        for many, outcome in ((positive, "positive"), (negative, "negative"))
        if many
    ]


def reviews(positive, negative, site="Fallbrook", selection="every", served="no"):
    return [
        f"{many},{outcome[0]}{site},1,1,headquarters,{selection},{served},2027-03-04,{site}"
        for many, outcome in ((positive, "positive"), (negative, "negative"))
        if many
    ]


def judged(decided, reviewed):
    return row("M01", {"determinations": [DECIDED, *decided], "reviews": [REVIEWED, *reviewed]}, part="headquarters")


def test_review_of_both_sides_alike_is_ok():
    found = judged(decisions(20, 200), reviews(10, 100))
    assert (found.status, found.estimate) == ("ok", 1.0)
    assert found.lower < 1 < found.upper


def test_three_positives_reviewed_beside_six_of_three_hundred_negatives_are_enough_for_an_alarm():
    """Oversight.md: power 1.00 at alpha .01 with three positives."""
    found = judged(decisions(3, 300), reviews(3, 6))
    assert found.status == "alarm"
    assert found.q < 0.001


def test_negatives_of_which_none_is_reviewed_are_red_at_once():
    assert judged(decisions(2, 60), reviews(2, 0)).status == "alarm"


def test_where_it_may_be_chance_that_no_negative_was_reviewed_it_is_red_and_said_so():
    """A tenth reviewed, ten negatives: none among them is no wonder, and no estimate either."""
    found = judged(decisions(20, 10), reviews(2, 0))
    assert (found.status, found.estimate) == ("not measurable", None)
    assert judged(decisions(8, 8), reviews(2, 0)).status == "insufficient"


def test_where_nothing_is_reviewed_nothing_is_measurable():
    assert judged(decisions(5, 50), []).status == "not measurable"
    assert judged(decisions(2, 5), []).status == "insufficient"


def test_more_review_of_negatives_is_an_alarm_too():
    assert judged(decisions(100, 100), reviews(2, 60)).status == "alarm"


def test_a_second_review_of_the_same_decision_does_not_count_twice():
    found = judged(decisions(10, 10), reviews(10, 10) + reviews(10, 0))
    assert (found.numerator, found.denominator, found.status) == (20, 20, "ok")


def test_sites_that_review_at_different_rates_are_compared_within_themselves():
    """One place reviews half and finds mostly negatives, one reviews a twentieth and finds mostly positives."""
    here, there = decisions(20, 200), decisions(200, 20, "Milbank")
    found = judged(here + there, reviews(10, 100) + reviews(20, 2, "Milbank"))
    assert found.estimate < 0.5  # the crude ratio would be an alarm
    assert found.p > 0.9
    assert found.status == "ok"


@pytest.mark.parametrize("selection", ["drawn", "targeted"])
def test_drawn_and_targeted_reviews_all_count_and_are_shown_apart(selection):
    found = judged(decisions(10, 10), reviews(10, 10, selection=selection, served="yes"))
    assert found.numerator == 20
    assert found.values[f"positive_{selection}"] == found.values[f"negative_{selection}"] == 10
    assert found.values["positive_after_service"] == 10
    other = {"drawn": "targeted", "targeted": "drawn"}[selection]
    assert found.values[f"positive_{other}"] == 0
