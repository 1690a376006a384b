"""The effective standard of proof is found where it was put."""

import numpy as np
import pytest
import statsmodels.api as sm

from asylia.oversight.statistics import standard
from asylia.oversight.statistics.standard import Band, effective_standard

MIDDLES = (0.05, 0.175, 0.375, 0.625, 0.825, 0.95)


def decisions(true, many, seed, steep=14.0):
    """Cases spread over the bands, granted where the likelihood passes the true standard, with some noise."""
    chance = np.random.default_rng(seed)
    sizes = chance.multinomial(many, [0.10, 0.15, 0.20, 0.25, 0.15, 0.15])
    for middle, size in zip(MIDDLES, sizes, strict=True):
        positive = chance.binomial(size, 1 / (1 + np.exp(-steep * (middle - true))))
        yield Band(middle, int(positive), int(size))


def test_it_is_that_of_statsmodels_where_the_ridge_hardly_matters():
    bands = list(decisions(0.5, 4000, seed=1, steep=6.0))
    shares = [band.positive / band.decisions for band in bands]
    fitted = sm.GLM(
        shares, sm.add_constant(np.array(MIDDLES)), sm.families.Binomial(), var_weights=[b.decisions for b in bands]
    ).fit()
    level, slope = fitted.params
    lean = np.array([-1 / slope, level / slope**2])
    error = np.sqrt(lean @ fitted.cov_params() @ lean)
    value, low, high = effective_standard(bands)
    assert value == pytest.approx(-level / slope, abs=1e-3)
    assert (high - low) / 2 == pytest.approx(1.95996 * error, rel=0.01)


@pytest.mark.parametrize("true", [0.51, 0.70, 0.90])
def test_it_is_found_where_it_was_put(true):
    found = [effective_standard(decisions(true, 100, seed=n)) for n in range(100)]
    assert np.median([one.value for one in found]) == pytest.approx(true, abs=0.04)
    assert np.mean([one.low <= true <= one.high for one in found]) >= 0.88


def test_an_effective_90_percent_is_told_from_a_legal_51():
    """Oversight.md, n = 100: alarm (lower end above .61) never at .51, nearly always at .90."""
    alarms = {
        t: np.mean([effective_standard(decisions(t, 100, n)).low > 0.61 for n in range(100)]) for t in (0.51, 0.90)
    }
    assert alarms[0.51] <= 0.01
    assert alarms[0.90] >= 0.95


def test_bands_that_part_the_outcomes_cleanly_have_a_standard_between_them():
    value, low, high = effective_standard([Band(0.175, 0, 30), Band(0.375, 0, 30), Band(0.625, 30, 30)])
    assert 0.375 < value < 0.625
    assert low < value < high


def test_where_likelihood_does_not_matter_no_standard_is_seen():
    assert effective_standard([]) is effective_standard([Band(0.5, 3, 9)]) is None
    assert effective_standard([Band(0.1, 0, 9), Band(0.9, 0, 9)]) is None
    assert effective_standard([Band(0.1, 9, 9), Band(0.9, 0, 9)]) is None
    assert effective_standard([Band(0.1, 5, 5), Band(0.9, 5, 5), Band(0.5, 0, 0)]) is None


def test_steep_and_large_is_still_finite():
    found = effective_standard([Band(m, (m > 0.5) * 10**6, 10**6) for m in MIDDLES])
    assert all(np.isfinite(found))
    assert standard.RIDGE > 0
