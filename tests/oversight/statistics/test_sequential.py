"""Monitors that are looked at every week: how often they are wrong, and how soon right."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from asylia.oversight.statistics import sequential

WEEKS, CASES = 104, 10


def weekly(rate, worlds, seed=1):
    return np.random.default_rng(seed).binomial(CASES, rate, (worlds, WEEKS))


def alarmed(counts, tolerance):
    """The first week at which the evidence is enough; None when never."""
    sums = np.cumsum(counts)
    return next(
        (week for week, x in enumerate(sums) if sequential.e_value(int(x), (week + 1) * CASES, tolerance) >= 20), None
    )


def test_the_evidence_is_the_mixed_likelihood_ratio():
    """By its definition, integrated numerically over the prior above the tolerance."""
    x, n, tolerance = 7, 40, 0.1

    def ratio(p):
        return stats.beta.pdf(p, 1, 9) * math.exp(
            x * math.log(p / tolerance) + (n - x) * math.log((1 - p) / (1 - tolerance))
        )

    mixed = integrate.quad(ratio, tolerance, 1)[0] / stats.beta.sf(tolerance, 1, 9)
    assert sequential.e_value(x, n, tolerance) == pytest.approx(mixed, rel=1e-9)


def test_without_cases_there_is_no_evidence():
    assert sequential.e_value(0, 0, 0.1) == pytest.approx(1.0)
    assert sequential.highest_e([], 0.1) == 1.0


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.10])
def test_it_alarms_falsely_in_at_most_one_stream_of_twenty_however_often_one_looks(rate):
    """Oversight.md: 3.7 % over two years of weekly looks at a tolerance of 10 %; below it, less still."""
    false = [alarmed(counts, 0.10) is not None for counts in weekly(rate, 120)]
    assert np.mean(false) <= 0.05


def test_a_fixed_test_at_each_look_would_alarm_falsely_in_a_quarter():
    """Oversight.md: 26 %. The planted fault that the e-process is there to avoid."""
    sums = np.cumsum(weekly(0.10, 400), axis=1)
    p = stats.binom.sf(sums - 1, CASES * np.arange(1, WEEKS + 1), 0.10)
    assert 0.20 < np.mean((p < 0.05).any(axis=1)) < 0.45


@pytest.mark.parametrize(("rate", "weeks"), [(0.20, 11), (0.30, 4)])
def test_it_sees_a_raised_rate_in_time(rate, weeks):
    """Oversight.md: 20 % in a median of 11 weeks, 30 % in 4, at a tolerance of 10 %."""
    seen = [alarmed(counts, 0.10) + 1 for counts in weekly(rate, 100)]
    assert np.median(seen) <= weeks + 1


def test_the_highest_evidence_stays():
    steps = [(10, 10)] + [(0, 100)] * 20
    assert sequential.highest_e(steps, 0.1) > 1e5
    assert sequential.e_value(10, 2010, 0.1) < 0.01


def test_far_on_the_good_side_nothing_overflows():
    assert sequential.e_value(0, 10_000_000, 0.1) >= 0
    assert sequential.e_value(10_000_000, 10_000_000, 0.1) == pytest.approx(sequential.HIGHEST, rel=1e3)
    assert math.isfinite(sequential.e_value(900_000, 1_000_000, 0.01))


def test_a_cusum_runs_as_long_as_it_should():
    """Oversight.md: odds doubled from 5 %, h = 3.5: about 2,500 decisions to a false alarm, 150 to a true one."""

    def lengths(rate):
        runs = np.random.default_rng(3).random((60, 20_000)) < rate
        for run in runs:
            track = sequential.cusum(((int(x), 1) for x in run), 0.05)
            yield next((n + 1 for n, height in enumerate(track) if height >= 3.5), len(run))

    shifted = 2 * 0.05 / (0.95 + 2 * 0.05)
    assert 1700 < np.mean(list(lengths(0.05))) < 3700
    assert 110 < np.mean(list(lengths(shifted))) < 200


def test_a_cusum_watches_for_a_fall_too():
    falling = sequential.cusum([(0, 20)] * 10, 0.2, odds=0.5)
    assert falling == sorted(falling)
    assert falling[-1] > 3.5
    assert sequential.cusum([(20, 20)] * 3, 0.2, odds=0.5) == [0.0, 0.0, 0.0]
