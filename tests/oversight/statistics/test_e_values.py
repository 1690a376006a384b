"""E-values of many units: the procedure of Wang and Ramdas, by hand and over worlds in which nothing is wrong."""

import numpy as np
import pytest

from asylia.oversight.statistics.e_values import average, e_benjamini_hochberg


def test_by_hand():
    """Three of them: 3 / (1 * 100), 3 / (2 * 40), 3 / (3 * 1)."""
    assert e_benjamini_hochberg([100.0, 1.0, 40.0]) == pytest.approx([0.03, 1.0, 0.0375])


def test_a_unit_without_one_is_left_out_and_costs_no_look():
    assert e_benjamini_hochberg([None, 20.0]) == [None, pytest.approx(0.05)]
    assert e_benjamini_hochberg([]) == []
    assert e_benjamini_hochberg([0.0]) == [1.0]


def test_false_alarms_among_many_units_stay_under_the_share_asked_for():
    """Twenty units with nothing wrong, whose e-values all hang together: at most 5 % of worlds see any alarm."""
    random = np.random.default_rng(1)
    alarms = 0
    for _ in range(2_000):
        together = random.normal()
        e_values = np.exp(1.5 * (0.7 * together + 0.714 * random.normal(size=20)) - 1.5**2 / 2)
        alarms += any(q <= 0.05 for q in e_benjamini_hochberg(list(e_values)) if q is not None)
    assert alarms / 2_000 <= 0.05


def test_the_mean_is_one_e_value_for_all():
    assert average([1.0, 39.0]) == 20.0
    assert average([]) is None
