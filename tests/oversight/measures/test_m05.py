"""M05: the error rate of all decisions, each review weighed by its chance to be drawn."""

import pytest

from tests.oversight.measures.small import row

HEAD = "times,case,claim,determination,level,first,second,targeted,repeat,recognised,probability,day,site"


def seconds(many, first, second, chance, marks="no,no,no"):
    case = f"{first[0]}{second[0]}{chance}{marks.replace(',', '')}"
    return f"{many},{case},1,1,headquarters,{first},{second},{marks},{chance},2027-03-02,Fallbrook"


def judged(*lines, **more):
    return row("M05", {"second_decisions": [HEAD, *lines]}, **more)


def test_no_error_in_many_is_ok_and_in_few_not_yet():
    many = judged(seconds(80, "positive", "positive", "0.5"), seconds(80, "negative", "negative", "0.5"))
    few = judged(seconds(20, "positive", "positive", "1"), seconds(20, "negative", "negative", "0.1"))
    assert (many.status, many.estimate) == ("ok", 0.0)
    assert (few.status, few.estimate) == ("watch", 0.0)
    assert 0.02 < many.upper < few.upper
    assert [many.values[name] for name in ("plan_size", "plan_errors", "to_see_one")] == [65, 3, 149]


def test_a_review_counts_for_the_decisions_it_stands_for():
    found = judged(seconds(20, "positive", "negative", "1"), seconds(80, "positive", "positive", "1"),
                   seconds(2, "negative", "positive", "0.01"), seconds(98, "negative", "negative", "0.01"))  # fmt: skip
    assert found.estimate == pytest.approx((20 + 200) / 10_100)
    assert found.values["positive_rate"] == pytest.approx(0.2)
    assert found.values["negative_rate"] == pytest.approx(0.02)


def test_a_plain_error_rate_beyond_the_tolerance_is_an_alarm():
    found = judged(seconds(30, "positive", "negative", "0.5"), seconds(70, "positive", "positive", "0.5"),
                   seconds(30, "negative", "positive", "0.5"), seconds(70, "negative", "negative", "0.5"))  # fmt: skip
    assert found.status == "alarm"
    assert found.lower > 0.1


@pytest.mark.parametrize("marks", ["yes,no,no", "no,yes,no", "no,no,yes"])
def test_targeted_repeated_and_recognised_cases_are_left_out(marks):
    plain = [seconds(80, "positive", "positive", "0.5"), seconds(80, "negative", "negative", "0.5")]
    assert judged(*plain, seconds(60, "negative", "positive", "0.5", marks)) == judged(*plain)


def test_one_side_alone_measures_nothing():
    assert judged(seconds(80, "positive", "negative", "1")).status == "not measurable"


def test_a_review_whose_chance_is_not_on_record_is_not_weighed():
    found = judged(seconds(80, "positive", "positive", "0.5"), seconds(80, "negative", "negative", ""))
    assert found.status == "not measurable"
