"""M03: blind reviewers' reversals, of drawn decisions only, held side against side."""

import pytest

from tests.oversight.measures.small import row

HEAD = "times,case,claim,determination,first,second,targeted,repeat,recognised,day,site"


def seconds(many, first, second, marks="no,no,no"):
    return f"{many},{first[0]}{second[0]}{marks.replace(',', '')},1,1,{first},{second},{marks},2027-03-02,Fallbrook"


def judged(*lines, **more):
    return row("M03", {"second_decisions": [HEAD, *lines]}, **more)


ALIKE = [seconds(18, "positive", "positive"), seconds(2, "positive", "negative"),
         seconds(90, "negative", "negative"), seconds(10, "negative", "positive")]  # fmt: skip


def test_equal_rates_of_reversal_are_ok():
    found = judged(*ALIKE)
    assert (found.status, found.estimate) == ("ok", 0.0)
    assert found.values["detectable"] > 0.1


def test_thirty_percent_against_three_is_an_alarm():
    found = judged(seconds(9, "positive", "negative"), seconds(11, "positive", "positive"),
                   seconds(97, "negative", "negative"), seconds(3, "negative", "positive"))  # fmt: skip
    assert found.status == "alarm"


@pytest.mark.parametrize("marks", ["yes,no,no", "no,yes,no", "no,no,yes"])
def test_targeted_repeated_and_recognised_cases_are_left_out(marks):
    assert judged(*ALIKE, seconds(60, "positive", "negative", marks)) == judged(*ALIKE)


@pytest.mark.parametrize(("side", "other"), [("positive", "negative"), ("negative", "positive")])
def test_one_side_alone_measures_nothing(side, other):
    found = judged(seconds(50, side, side))
    assert found.status == "not measurable"
    assert f"No {other} decision" in found.reason


def test_few_are_insufficient():
    assert judged(seconds(4, "positive", "negative"), seconds(40, "negative", "negative")).status == "insufficient"


def test_a_difference_that_is_only_likely_is_believed_in_its_second_period():
    lines = [seconds(5, "positive", "negative"), seconds(25, "positive", "positive"),
             seconds(96, "negative", "negative"), seconds(4, "negative", "positive")]  # fmt: skip
    first = judged(*lines)
    assert first.q > 0.01
    assert first.status == "watch"
    before = [row("M03", {"second_decisions": [HEAD, *lines]})]
    april = [line.replace("2027-03", "2027-04") for line in lines]
    later = judged(*lines, *april, as_of=before[0].data_as_of.replace(month=4, day=30), history=before)
    assert later.status == "alarm"
