"""M02: what is drawn is reviewed in time, on both sides; who waits longer is named."""

from tests.oversight.measures.small import row, said

DRAWN = "times,case,claim,determination,level,outcome,drawn,targeted,repeat,at,site"
DONE = "times,case,claim,determination,level,targeted,repeat,hours,at,site"


def draws(many, outcome, case, day=2):
    return f"{many},{case},1,1,headquarters,{outcome},yes,no,no,2027-03-{day:02}T09:00,Fallbrook"


def done(many, case, day):
    return f"{many},{case},1,1,headquarters,no,no,{24 * (day - 2)},2027-03-{day:02}T09:00,Fallbrook"


def tables(drawn, answered):
    return {"draws": [DRAWN, *drawn], "second_decisions": [DONE, *answered]}


BOTH = [draws(10, "positive", "p"), draws(10, "negative", "n")]


def test_all_in_time_is_ok():
    found = row("M02", tables(BOTH, [done(10, "p", 9), done(10, "n", 16)]))
    assert (found.status, found.estimate, found.values["median_hours"]) == ("ok", 1.0, 252)


def test_a_draw_nobody_reviewed_is_a_case_on_the_worklist():
    told = said("M02", tables([*BOTH, draws(1, "negative", "x")], [done(10, "p", 9), done(10, "n", 9)]))
    assert [(each.case, each.ended) for each in told.breaches] == [("x", None)]
    assert {each.status for each in told.rows} == {"alarm"}


def test_a_review_that_came_late_ends_the_alarm_and_still_counts_against_the_share():
    told = said(
        "M02", tables([*BOTH, draws(1, "negative", "x")], [done(10, "p", 9), done(10, "n", 9), done(1, "x", 20)])
    )
    assert [each.ended is not None for each in told.breaches] == [True]
    assert told.rows[0].numerator == 20


def test_what_was_drawn_a_week_ago_is_not_late():
    told = said("M02", tables([*BOTH, draws(5, "negative", "x", day=24)], [done(10, "p", 9), done(10, "n", 9)]))
    assert told.breaches == []
    assert told.rows[0].denominator == 20


def test_a_sample_of_positives_alone_or_of_nothing_measures_nothing():
    assert row("M02", tables([], [])).status == "not measurable"
    assert row("M02", tables([draws(10, "positive", "p")], [done(10, "p", 9)])).status == "not measurable"


def test_a_decision_that_the_draw_passed_over_waits_for_nothing():
    over = draws(30, "negative", "o").replace(",yes,no,no,", ",no,no,no,")
    told = said("M02", tables([*BOTH, over], [done(10, "p", 9), done(10, "n", 9)]))
    assert (told.breaches, told.rows[0].denominator) == ([], 20)


def test_a_targeted_review_is_no_draw_and_no_answer_to_one():
    targeted = [each.replace(",no,no,", ",yes,no,", 1) for each in (draws(9, "negative", "t"), done(10, "n", 9))]
    told = said("M02", tables([*BOTH, targeted[0]], [done(10, "p", 9), targeted[1]]))
    assert told.rows[0].denominator == 20
    assert len(told.breaches) == 10
