"""M14: counsel's difference within like cases, and who was turned away."""

import datetime as dt

import pytest

from tests.oversight.measures.small import row, said

HEAD = "times,case,claim,determination,outcome,counsel_present,language,vulnerable,day,site"


def decided(positive, negative, counsel, language="es", day="2027-03-02"):
    counts = (positive, "positive"), (negative, "negative")
    return [
        f"{n},{o[0]}{counsel}{language}{day[5:7]},1,1,{o},{counsel},{language},no,{day},Fallbrook"
        for n, o in counts
        if n
    ]


def table(*parts):
    return {"determinations": [HEAD, *(line for part in parts for line in part)]}


def test_like_people_with_and_without_counsel_are_ok():
    found = row("M14", table(decided(20, 40, "yes"), decided(40, 80, "no")))
    assert (found.status, found.estimate) == ("ok", 0.0)
    assert found.values["access"] == pytest.approx(1 / 3)


def test_counsel_that_stands_where_cases_are_strong_is_not_taken_for_its_cause():
    found = row("M14", table(
        decided(60, 20, "yes"), decided(15, 5, "no"), decided(2, 18, "yes", "quc"), decided(8, 72, "no", "quc")
    ))  # fmt: skip
    assert found.values["crude"] > 0.3
    assert found.estimate == pytest.approx(0, abs=1e-9)
    assert found.status == "ok"


def test_a_difference_is_watched_first_and_an_alarm_in_its_second_quarter():
    spring = [decided(60, 60, "yes"), decided(30, 90, "no")]
    first = row("M14", table(*spring))
    summer = [decided(60, 60, "yes", day="2027-06-02"), decided(30, 90, "no", day="2027-06-02")]
    later = row("M14", table(*spring, *summer), as_of=dt.datetime(2027, 6, 30, tzinfo=dt.UTC), history=[first])
    assert (first.status, later.status) == ("watch", "alarm")
    assert first.estimate == pytest.approx(0.25)
    assert first.values["hidden_cause"] == pytest.approx(2 + 2**0.5)


def test_where_nobody_has_counsel_its_difference_cannot_be_known():
    assert row("M14", table(decided(50, 90, "no"))).status == "not measurable"
    assert row("M14", table(decided(5, 9, "no"))).status == "insufficient"


def test_each_language_has_a_row():
    told = said("M14", table(decided(20, 40, "yes", "quc"), decided(40, 80, "no")))
    assert {each.of for each in told.rows if each.unit == "language"} == {"es", "quc"}


def test_counsel_turned_away_is_an_alarm_at_once():
    tables = table(decided(20, 40, "yes"), decided(40, 80, "no"))
    tables["representations"] = [
        "case,what,at,day,site",
        "X,refused,2027-03-20T12:00,2027-03-20,Fallbrook",
        "Y,entered,2027-03-20T12:00,2027-03-20,Fallbrook",
    ]
    told = said("M14", tables)
    assert [(each.rule, each.case) for each in told.breaches] == [("counsel.admitted", "X")]
    assert told.rows[0].status == "alarm"
