"""Waits against the textbook and against a second library."""

import numpy as np
import pytest
from scipy import stats

from asylia.oversight.statistics import survival

# Weeks of remission, 6-mercaptopurine and placebo (Freireich and others 1963); + is still in remission.
TREATED = [
    "6",
    "6",
    "6",
    "6+",
    "7",
    "9+",
    "10",
    "10+",
    "11+",
    "13",
    "16",
    "17+",
    "19+",
    "20+",
    "22",
    "23",
    "25+",
    "32+",
    "32+",
    "34+",
    "35+",
]
PLACEBO = [
    "1",
    "1",
    "2",
    "2",
    "3",
    "4",
    "4",
    "5",
    "5",
    "8",
    "8",
    "8",
    "8",
    "11",
    "11",
    "12",
    "12",
    "15",
    "17",
    "22",
    "23",
]
TIMES = [float(t.rstrip("+")) for t in TREATED + PLACEBO]
HAPPENED = ["+" not in t for t in TREATED + PLACEBO]
GROUP = ["treated"] * 21 + ["placebo"] * 21


def test_waits_are_those_of_the_textbook():
    found = survival.kaplan_meier(TIMES[:21], HAPPENED[:21])
    left = {point.time: round(point.share, 3) for point in found.curve}
    assert {t: left[t] for t in (6, 7, 10, 13, 16, 22, 23)} == {
        6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448
    }  # fmt: skip
    assert (found.median, found.low, found.high, found.events) == (23, 13, None, 9)
    assert found.quantile is None
    assert survival.kaplan_meier(TIMES[21:], HAPPENED[21:]).median == 8


def test_the_log_rank_test_is_that_of_the_textbook_and_of_scipy():
    """The textbook's chi-square is 16.79 on one degree of freedom."""
    p = survival.log_rank(TIMES, HAPPENED, GROUP)
    assert p == pytest.approx(stats.chi2.sf(16.79, 1), rel=0.02)
    sides = [
        stats.CensoredData.right_censored(TIMES[part], ~np.array(HAPPENED)[part])
        for part in (slice(21), slice(21, None))
    ]
    assert p == pytest.approx(stats.logrank(*sides).pvalue, rel=1e-6)
    assert survival.log_rank(TIMES, HAPPENED, GROUP, strata=["one"] * 42) == pytest.approx(p)


def test_competing_ends_share_out_what_has_happened():
    """Without anyone waiting the shares are the plain ones; with a second end the first is less than its own curve."""
    times, ends = [1.0, 2, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 1, 1, 2, 1, 2, 1, 1, 2]
    first, second = (survival.aalen_johansen(times, ends, end)[-1].share for end in (1, 2))
    assert (first, second) == (pytest.approx(0.6), pytest.approx(0.4))
    still = survival.aalen_johansen([*times, 20.0], [*ends, 0], 1)[-1].share
    assert still == pytest.approx(6 / 11)
    assert survival.aalen_johansen(times, ends, 3) == []


def test_of_nobody_and_of_nothing():
    assert survival.kaplan_meier([], []) is None
    waiting = survival.kaplan_meier([5.0, 6.0], [False, False])
    assert (waiting.median, waiting.low, waiting.high, waiting.events) == (None, None, None, 0)
    assert all(np.isfinite(point).all() for point in waiting.curve)
    assert survival.log_rank([1.0], [True], ["a"]) is survival.log_rank([1.0, 2], [False, False], ["a", "b"]) is None
    everyone = survival.kaplan_meier([1.0, 2.0], [True, True])
    assert all(np.isfinite(point).all() for point in everyone.curve)
