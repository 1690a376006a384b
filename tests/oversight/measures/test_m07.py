"""M07: officers with the same cases; nothing is said of one who has few, and nothing in public."""

import datetime as dt

import pytest

from tests.oversight.measures.small import AS_OF, row, said

HEAD = "times,case,claim,determination,officer,outcome,represented,day,site"


def decided(officer, positive, negative, *, site="Fallbrook", represented="no", day="2027-03-02"):
    counts = (positive, "positive"), (negative, "negative")
    return [
        f"{n},{officer}{site}{represented}{o[0]}{day[5:7]},1,1,{officer},{o},{represented},{day},{site}"
        for n, o in counts
        if n
    ]


def table(*officers):
    return {"determinations": [HEAD, *(line for each in officers for line in each)]}


LOTTERY = [decided(f"o{n}", 5 + 10 * (n % 5), 55 - 10 * (n % 5)) for n in range(10)]


def test_officers_who_decide_alike_are_ok():
    found = row("M07", table(*(decided(f"o{n}", 12 + n % 3, 48 - n % 3) for n in range(10))))
    assert (found.status, found.values["tau"], found.values["officers"]) == ("ok", 0.0, 10)


def test_a_lottery_is_an_alarm_of_the_programme():
    found = row("M07", table(*LOTTERY))
    assert found.status == "alarm"
    assert found.estimate > 0.8


def test_hard_cases_at_one_place_and_counsel_are_no_difference_between_officers():
    """N1: without strata these officers differ by far; within place and representation not at all."""
    fair = table(
        *(
            decided(f"o{n}", 30 if n < 5 else 6, 30 if n < 5 else 54, site="Fallbrook" if n < 5 else "Milbank")
            for n in range(10)
        )
    )
    found = row("M07", fair)
    assert found.status == "ok"
    mixed = table(*(decided(f"o{n}", 30 if n < 5 else 6, 30 if n < 5 else 54) for n in range(10)))
    assert row("M07", mixed).status == "alarm"  # the fault that the strata are there to avoid


def test_where_officers_have_different_kinds_of_cases_the_difference_is_called_not_randomised():
    mixed = [
        line
        for n in range(10)
        for represented, many in (("yes", 10 + 40 * (n % 2)), ("no", 50 - 40 * (n % 2)))
        for line in decided(f"o{n}", many * (1 + n % 5) // 6, many - many * (1 + n % 5) // 6, represented=represented)
    ]
    found = row("M07", table(mixed))
    assert found.values["balance"] < 0.01
    assert (found.status, "Not randomised" in found.reason) == ("alarm", True)
    even = row("M07", table(*LOTTERY))
    assert (even.values["balance"], "Not randomised" in even.reason) == (1.0, False)


def test_places_lie_in_a_funnel_and_are_drawn_towards_each_other():
    places = (decided(f"o{n}", 10 + n, 50 - n, site=f"Place {n % 4}") for n in range(12))
    told = {each.of: each for each in said("M07", table(*places)).rows}
    for name, site in told.items():
        assert site.values["between.target"] == pytest.approx(told["all"].numerator / told["all"].denominator)
        if name != "all":
            raw, target = site.numerator / site.denominator, site.values["between.target"]
            assert abs(site.values["between.shrunk"] - target) <= abs(raw - target)
            assert abs(site.values["between.z"]) < 3


def test_one_officer_has_nobody_to_differ_from():
    assert row("M07", table(decided("o1", 40, 200))).status == "insufficient"


def test_officers_have_rows_only_where_the_deployment_asks_for_them():
    assert {each.unit for each in said("M07", table(*LOTTERY)).rows} == {"programme", "site"}


def test_an_officer_with_fewer_than_fifty_decisions_has_no_row_to_read():
    found = row("M07", table(*LOTTERY, decided("few", 0, 49)), unit="officer", of="few", officers=True)
    assert (found.status, found.estimate, found.arms) == ("suppressed", None, {})


OUTLIER = [decided(f"o{n}", 15 + n % 3, 45 - n % 3) for n in range(30)] + [decided("far", 55, 5)]


def test_one_who_lies_far_out_is_talked_with_after_two_periods_and_not_before():
    def far(as_of, history=()):
        lines = [
            *OUTLIER,
            *([line.replace("-03-02", "-06-02").replace("03,1,1", "06,1,1") for line in each] for each in OUTLIER),
        ]
        return row("M07", table(*lines), unit="officer", of="far", officers=True, as_of=as_of, history=history)

    march = far(AS_OF)
    june = far(dt.datetime(2027, 6, 30, tzinfo=dt.UTC), [march])
    assert abs(march.values["z"]) > 3
    assert (march.status, june.status) == ("watch", "alarm")


def test_distances_are_drawn_towards_colleagues():
    march = row("M07", table(*LOTTERY), unit="officer", of="o4", officers=True)
    raw = (march.values["observed"] - march.values["expected"]) / (
        60 * 0.25 * 540 / 599
    )  # the variance of 60 drawn of 600
    assert 0 < march.estimate < raw
    assert march.lower < march.estimate < march.upper


@pytest.mark.parametrize("base", [0, 60])
def test_where_all_are_decided_alike_officers_cannot_be_told_apart(base):
    found = row("M07", table(*(decided(f"o{n}", base, 60 - base) for n in range(5))))
    assert found.status == "insufficient"
