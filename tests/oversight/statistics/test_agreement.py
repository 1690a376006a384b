"""Agreement against published tables."""

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from asylia.oversight.statistics import agreement

# Krippendorff's example of four observers and twelve units with gaps (Computing Alpha-Reliability, 2011);
# Gwet's package irrCAC prints its figures for the same ratings (cac.raw4raters).
UNITS = ["11-1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "-555", "--11", "-3--"]
FOUR = agreement.ratings([[None if who == "-" else int(who) - 1 for who in unit] for unit in UNITS], 5)
# Fleiss 1971's form as printed in most textbooks: fourteen judges, ten subjects, five categories.
FLEISS = np.array([
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
])  # fmt: skip


def two_reviewers(both, first_only, second_only, neither):
    return np.array([[0, 2]] * both + [[1, 1]] * (first_only + second_only) + [[2, 0]] * neither)


def test_alpha_is_that_of_krippendorff():
    assert agreement.alpha(FOUR) == pytest.approx(0.743, abs=5e-4)


def test_ac1_is_that_of_gwet():
    assert agreement.ac1(FOUR) == pytest.approx(0.77544, abs=1e-5)
    assert agreement.raw(FOUR) == pytest.approx(0.8181818)
    assert agreement.kappa(FOUR) == pytest.approx(0.76117, abs=1e-5)


def test_kappa_is_that_of_fleiss():
    assert agreement.kappa(FLEISS) == pytest.approx(0.210, abs=5e-4)
    assert agreement.kappa(FLEISS) == pytest.approx(fleiss_kappa(FLEISS))


def test_where_nearly_all_are_negative_kappa_misleads_and_ac1_does_not():
    """Oversight.md: both 98 % right at 1 % positive: agreement 96 %, kappa .32, AC1 .96; at half, both .92."""
    rare, half = two_reviewers(100, 196, 196, 9508), two_reviewers(480, 20, 20, 480)
    assert agreement.raw(rare) == pytest.approx(0.96, abs=0.005)
    assert cohens_kappa([[9508, 196], [196, 100]], return_results=False) == pytest.approx(0.32, abs=0.005)
    assert agreement.kappa(rare) == pytest.approx(0.32, abs=0.005)
    assert agreement.ac1(rare) == pytest.approx(0.96, abs=0.005)
    assert agreement.specific(rare) == pytest.approx(2 * 100 / (2 * 100 + 392))
    assert agreement.ac1(half) == pytest.approx(agreement.kappa(half)) == pytest.approx(0.92, abs=0.005)


def test_where_nothing_is_judged_twice_nothing_is_said():
    once, nothing = np.array([[1, 0], [0, 1]]), np.zeros((0, 2), int)
    for table in (once, nothing):
        assert agreement.raw(table) is agreement.ac1(table) is agreement.alpha(table) is None
        assert agreement.kappa(table) is agreement.specific(table) is None
    assert agreement.spread(nothing, agreement.ac1) is None
    alike = two_reviewers(0, 0, 0, 20)
    assert agreement.alpha(alike) is agreement.kappa(alike) is agreement.specific(alike) is None
    assert agreement.ac1(alike) == 1.0


def test_the_interval_covers_as_often_as_it_says():
    chance = np.random.default_rng(6)
    true = agreement.ac1(two_reviewers(880, 60, 60, 1000))
    held = 0
    for _ in range(60):
        counts = chance.multinomial(120, np.array([880, 120, 1000]) / 2000)
        table = two_reviewers(counts[0], counts[1], 0, counts[2])
        low, high = agreement.spread(table, agreement.ac1, rounds=199)
        held += low <= true <= high
    assert held >= 52


def test_the_order_of_cases_does_not_matter():
    assert agreement.spread(FOUR, agreement.alpha) == agreement.spread(FOUR[::-1], agreement.alpha)
