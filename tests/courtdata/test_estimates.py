"""Shares, waits and distances against figures that were published or worked out elsewhere."""

import pytest

from asylia.courtdata import estimates

# Weeks of remission under 6-mercaptopurine (Freireich and others, 1963), the textbook's example of censored waits.
OVER = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
WAITING = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}


def test_waits_are_those_of_the_textbook():
    days = sorted({*OVER, *WAITING})
    waiting = estimates.Waiting(days, [OVER.get(day, 0) for day in days], [WAITING.get(day, 0) for day in days])
    left = {day: round(share, 3) for day, share, _, _ in waiting.curve() if day in OVER}
    assert left == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert waiting.median()[0] == 23
    assert (waiting.events, waiting.cases) == (9, 21)


def test_a_median_that_is_not_reached_is_not_said():
    assert estimates.Waiting([10, 20], [1, 0], [0, 9]).median()[0] is None
    assert estimates.Waiting([10], [0], [5]).curve() == []


def test_the_interval_is_wilsons():
    """Brown, Cai and DasGupta 2001 give Wilson's formula; 106 of 8,718 worked out by it."""
    n, p, z = 8718, 106 / 8718, 1.959964
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    assert estimates.share(106, n) == pytest.approx((p, middle - half, middle + half), abs=1e-6)
    assert estimates.share(0, 0) is None


def test_distances_are_along_the_sphere():
    assert estimates.distance(34.05, -118.24, 40.71, -74.01) == pytest.approx(3936, abs=5)  # Los Angeles, New York
    assert estimates.distance(31.75, -106.49, 31.75, -106.49) == 0
    assert estimates.distance(0, 0, 0, 180) == pytest.approx(3.14159265 * estimates.EARTH)


def test_the_middle_weighs_by_count():
    assert estimates.middle([5.0, 1.0, 9.0], [1, 10, 1]) == 1.0
    assert estimates.middle([5.0, 1.0, 9.0], [4, 3, 4]) == 5.0
