"""Samples: the sizes that are printed in the trade's tables, and intervals that cover."""

import numpy as np
import pytest

from asylia.oversight.statistics import capture, sampling
from asylia.oversight.statistics.sampling import Plan, Stratum


@pytest.mark.parametrize(("rate", "reviews"), [(0.01, 299), (0.02, 149), (0.05, 59), (0.10, 29)])
def test_reviews_needed_to_see_one_error(rate, reviews):
    assert sampling.reviews_to_see_one(rate) == reviews


@pytest.mark.parametrize(
    ("good", "bad", "plan"),
    [(0.02, 0.10, Plan(65, 3)), (0.05, 0.15, Plan(77, 7)), (0.01, 0.05, Plan(132, 3))],
)
def test_acceptance_plans(good, bad, plan):
    assert sampling.acceptance_plan(good, bad) == plan


def test_the_least_difference_that_shows():
    """Oversight.md: five points at a base of 30 % need about 1,380 in each group."""
    assert sampling.smallest_difference(1380, 1380, 0.30) == pytest.approx(0.05, abs=5e-4)
    assert sampling.smallest_difference(0, 10, 0.3) is sampling.smallest_difference(2, 2, 0.3) is None


def test_equal_chances_give_the_plain_share():
    found = sampling.hajek([Stratum(0.1, 40, 4), Stratum(0.1, 60, 6)])
    assert found.value == pytest.approx(0.10)
    assert found.low < 0.10 < found.high


def test_unequal_chances_are_weighed():
    """100 positives all reviewed with 20 errors, 9,900 negatives of which 99 were drawn, with 2 errors."""
    found = sampling.hajek([Stratum(1.0, 100, 20), Stratum(0.01, 99, 2)])
    assert found.value == pytest.approx((20 + 200) / 10_000)


def test_a_census_has_no_doubt():
    found = sampling.hajek([Stratum(1.0, 100, 20)])
    assert found == pytest.approx((0.2, 0.2, 0.2))


def test_no_error_seen_still_leaves_room():
    found = sampling.hajek([Stratum(0.05, 60, 0)])
    assert found.value == found.low == 0
    assert found.high == pytest.approx(0.0596, abs=1e-3)  # Clopper-Pearson, two-sided
    assert sampling.hajek([Stratum(0.05, 60, 60)]).high == 1


def test_an_empty_stratum_leaves_the_whole_unknown():
    assert sampling.hajek([Stratum(1.0, 100, 20), Stratum(0.01, 0, 0)]) is sampling.hajek([]) is None


def test_the_interval_covers_as_often_as_it_says():
    """Oversight.md: 100 positives and 150 negatives; coverage 93 to 97 %."""
    chance, held = np.random.default_rng(8), 0
    rates, sizes, drawn = (0.10, 0.078), (200, 9800), (100, 150)
    true = sum(rate * size for rate, size in zip(rates, sizes, strict=True)) / sum(sizes)
    for _ in range(1000):
        errors = [
            chance.hypergeometric(round(r * s), s - round(r * s), n)
            for r, s, n in zip(rates, sizes, drawn, strict=True)
        ]
        found = sampling.hajek([Stratum(n / s, n, int(e)) for n, s, e in zip(drawn, sizes, errors, strict=True)])
        held += found.low <= true <= found.high
    assert 0.93 <= held / 1000 <= 0.975


def test_two_lists_count_those_on_neither():
    """Oversight.md: 500 in all, lists of 60 and 15 %: 5 to 95 % of the counts lie between 435 and 578."""
    chance = np.random.default_rng(9)
    first, second = (chance.random((600, 500)) < share for share in (0.6, 0.15))
    found = [
        capture.both_lists(int(a.sum()), int(b.sum()), int((a & b).sum())) for a, b in zip(first, second, strict=True)
    ]
    values = [one.value for one in found]
    assert np.median(values) == pytest.approx(500, rel=0.02)
    assert np.quantile(values, [0.05, 0.95]) == pytest.approx([435, 578], rel=0.03)
    assert 0.93 <= np.mean([one.low <= 500 <= one.high for one in found]) <= 0.98


def test_two_lists_that_share_too_few_say_nothing():
    assert capture.both_lists(100, 20, 6) is None
    assert capture.both_lists(20, 20, 20) == pytest.approx((20, 20, 20))
