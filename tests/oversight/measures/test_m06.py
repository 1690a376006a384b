"""M06: agreement between two who decide the same case, and of one with oneself."""

import datetime as dt

import pytest

from tests.oversight.measures.small import row

HEAD = "times,case,claim,determination,first,second,agrees,targeted,repeat,recognised,day,site"


DAY = "2027-03-02"


def seconds(many, first, second, marks="no,no,no"):
    agrees = "yes" if first == second else "no"
    return f"{many},{first[0]}{second[0]}{marks.replace(',', '')},1,1,{first},{second},{agrees},{marks},{DAY},Fallbrook"


def judged(*lines):
    return row("M06", {"second_decisions": [HEAD, *lines]})


def test_rare_positives_on_which_both_agree_are_ok_where_kappa_would_not_be():
    found = judged(seconds(6, "positive", "positive"), seconds(2, "positive", "negative"),
                   seconds(2, "negative", "positive"), seconds(190, "negative", "negative"))  # fmt: skip
    assert found.status == "ok"
    assert found.estimate > 0.95
    assert found.values["specific"] == pytest.approx(0.75)
    assert found.values["kappa"] < 0.8


def test_agreement_on_negatives_alone_is_not_agreement_on_positives():
    found = judged(
        seconds(1, "positive", "positive"), seconds(9, "negative", "positive"), seconds(190, "negative", "negative")
    )
    assert found.estimate > 0.9
    assert found.status == "watch"
    assert "18%" in found.reason


def test_where_nobody_was_found_in_need_agreement_on_them_is_unknown():
    found = judged(seconds(100, "negative", "negative"))
    assert (found.status, found.values["specific"]) == ("insufficient", None)


def test_a_coin_is_watched_and_in_its_second_quarter_an_alarm():
    coin = [seconds(20, a, b) for a in ("positive", "negative") for b in ("positive", "negative")]
    found = judged(*coin)
    summer = [HEAD, *coin, *(line.replace(DAY, "2027-06-02") for line in coin)]
    later = row("M06", {"second_decisions": summer}, as_of=dt.datetime(2027, 6, 30, tzinfo=dt.UTC), history=[found])
    assert (found.status, later.status) == ("watch", "alarm")
    assert found.estimate == pytest.approx(0.0, abs=0.01)


def test_repeats_tell_of_the_day_and_not_of_the_colleague():
    plain = [seconds(30, "positive", "positive"), seconds(30, "negative", "negative")]
    found = judged(
        *plain, seconds(8, "positive", "negative", "no,yes,no"), seconds(8, "negative", "negative", "no,yes,no")
    )
    assert found.estimate == judged(*plain).estimate == 1.0
    assert (found.values["occasion"], found.values["occasions"]) == (0.5, 16)


def test_few_are_insufficient_and_none_is_red():
    assert judged().status == "not measurable"
    assert judged(seconds(10, "positive", "positive"), seconds(10, "negative", "negative")).status == "insufficient"
