"""Intervals and exact tests against published figures and worked examples."""

import math

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from asylia.oversight.statistics import adjusted, exact, rates
from asylia.oversight.statistics.exact import TwoShares

# Rabbits and penicillin: cured at once, and after 1.5 hours, by strength (Agresti 1990, Categorical Data Analysis).
RABBITS = [
    TwoShares(0, 6, 0, 5),
    TwoShares(3, 6, 0, 6),
    TwoShares(6, 6, 2, 6),
    TwoShares(5, 6, 6, 6),
    TwoShares(2, 2, 5, 5),
]
# The BCG trials (Colditz and others 1994, JAMA 271:698): tuberculosis among the vaccinated, and among the others.
BCG = [
    TwoShares(4, 123, 11, 139), TwoShares(6, 306, 29, 303), TwoShares(3, 231, 11, 220),
    TwoShares(62, 13598, 248, 12867), TwoShares(33, 5069, 47, 5808), TwoShares(180, 1541, 372, 1451),
    TwoShares(8, 2545, 10, 629), TwoShares(505, 88391, 499, 88391), TwoShares(29, 7499, 45, 7277),
    TwoShares(17, 1716, 65, 1665), TwoShares(186, 50634, 141, 27338), TwoShares(5, 2498, 3, 2341),
    TwoShares(27, 16913, 29, 17854),
]  # fmt: skip


def test_the_intervals_are_those_of_newcombe_1998a():
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    assert rates.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert rates.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert rates.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert rates.clopper_pearson(81, 263) == pytest.approx((0.2527, 0.3676), abs=1e-4)
    assert rates.clopper_pearson(15, 148) == pytest.approx((0.0578, 0.1617), abs=1e-4)
    assert rates.clopper_pearson(1, 29) == pytest.approx((0.0009, 0.1776), abs=1e-4)


def test_differences_are_those_of_newcombe_1998b():
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    assert rates.difference(56, 70, 48, 80) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert rates.difference(9, 10, 3, 10) == pytest.approx((0.6, 0.1705, 0.8090), abs=1e-4)
    assert rates.difference(0, 10, 0, 20) == pytest.approx((0.0, -0.1611, 0.2775), abs=1e-4)


def test_few_take_the_exact_interval_and_many_wilsons():
    assert rates.rate(3, 29)[1:] == rates.clopper_pearson(3, 29)
    assert rates.rate(3, 30)[1:] == rates.wilson(3, 30)


def test_a_ratio_has_ends_that_give_the_score_statistic_of_95():
    """At each end the score test of that ratio is just rejected (Miettinen and Nurminen 1985), by definition."""
    x, n, y, m = 36, 40, 16, 80
    value, low, high = rates.ratio(x, n, y, m)
    assert value == pytest.approx(4.5)
    assert low < value < high
    for end in (low, high):
        a, b, c = (n + m) * end, -((n + y) * end + m + x), x + y  # the likeliest second share under this ratio
        second = (-b - math.sqrt(b * b - 4 * a * c)) / (2 * a)
        first = second * end
        score = (x - n * first) ** 2 / (n * first * (1 - first)) + (y - m * second) ** 2 / (m * second * (1 - second))
        assert score * (n + m - 1) / (n + m) == pytest.approx(3.8415, abs=2e-3)


def test_nothing_is_divided_by_nothing():
    assert rates.wilson(0, 0) is rates.clopper_pearson(0, 0) is rates.rate(0, 0) is None
    assert rates.difference(0, 0, 1, 2) is rates.ratio(1, 2, 0, 5) is rates.ratio(1, 2, 0, 0) is None
    assert exact.fisher(TwoShares(0, 0, 1, 2)) is exact.sign(0, 0) is exact.exceeds(0, 0, 0.1) is None
    assert exact.stratified([TwoShares(1, 2, 0, 0)]) is exact.stratified([]) is None
    assert adjusted.risk_difference([TwoShares(1, 2, 0, 0)]) is adjusted.risk_ratio([TwoShares(1, 2, 0, 3)]) is None


def test_the_stratified_test_is_the_one_of_the_rabbits():
    """R documents mantelhaen.test(Rabbits, exact = TRUE) with p = 0.040, and 0.047 for the classical form."""
    assert exact.stratified(RABBITS) == pytest.approx(0.03994, abs=1e-5)


def test_one_stratum_is_fishers_test():
    for shares in (TwoShares(3, 3, 0, 300), TwoShares(8, 20, 1, 30), TwoShares(0, 5, 0, 7)):
        assert exact.stratified([shares]) == pytest.approx(exact.fisher(shares), rel=1e-6)


def test_tea_is_tasted():
    """Fisher 1935, The Design of Experiments: three of four cups right, p = 0.4857 two-sided."""
    assert exact.fisher(TwoShares(3, 4, 1, 4)) == pytest.approx(0.4857, abs=1e-4)


def test_changes_in_two_directions_are_mcnemars():
    assert exact.sign(8, 0) == pytest.approx(2 / 2**8)  # b + c >= 8 for p < .01, as oversight.md has it
    assert exact.sign(7, 0) > 0.01
    assert exact.sign(0, 30, expected=0.01) == pytest.approx(1.0)


def test_large_strata_stay_exact_and_do_not_vanish():
    assert exact.stratified([TwoShares(400, 400, 0, 60_000)] * 2) == exact.FLOOR
    assert exact.stratified([TwoShares(50, 500, 5000, 50_000)] * 3) == pytest.approx(1.0)


def test_the_adjusted_figures_are_those_of_the_bcg_trials():
    """Metafor's rma.mh gives log RR -0.4537 and RD -0.0033 (-0.0039 to -0.0027) for these trials."""
    assert math.log(adjusted.risk_ratio(BCG)) == pytest.approx(-0.4537, abs=1e-4)
    assert adjusted.risk_difference(BCG) == pytest.approx((-0.0033, -0.0039, -0.0027), abs=5e-5)


def test_the_adjusted_ratio_is_that_of_statsmodels():
    tables = [[[s.count1, s.of1 - s.count1], [s.count2, s.of2 - s.count2]] for s in BCG]
    assert adjusted.risk_ratio(BCG) == pytest.approx(
        StratifiedTable([np.array(table) for table in tables]).riskratio_pooled
    )


def test_a_hidden_cause_is_that_of_vanderweele_and_ding():
    """VanderWeele and Ding 2017: a risk ratio of 3.9 needs 7.26; below one, its inverse counts."""
    assert adjusted.hidden_cause(3.9) == pytest.approx(7.26, abs=0.01)
    assert adjusted.hidden_cause(1 / 3.9) == pytest.approx(7.26, abs=0.01)
    assert adjusted.hidden_cause(1.0) == 1.0
    assert adjusted.hidden_cause(None) is adjusted.hidden_cause(0.0) is None
