"""Rates from counts: their intervals, differences and ratios."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

LEVEL = 0.95
SMALL = 30  # below this Clopper-Pearson, from it on Wilson: Brown, Cai and DasGupta 2001, Statistical Science 16:101


class Interval(NamedTuple):
    """Both ends of an interval."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A figure and its interval; an end that does not exist is None."""

    value: float
    low: float | None
    high: float | None


def wilson(count: int, of: int, level: float = LEVEL) -> Interval | None:
    """Wilson's interval of a share, 0 to 1; None of nothing. Wilson 1927, JASA 22:209."""
    return _exact(count, of, level, "wilson")


def clopper_pearson(count: int, of: int, level: float = LEVEL) -> Interval | None:
    """The exact interval of a share, 0 to 1; None of nothing. Clopper and Pearson 1934, Biometrika 26:404."""
    return _exact(count, of, level, "exact")


def rate(count: int, of: int, level: float = LEVEL) -> Estimate | None:
    """A share with Wilson's interval, or the exact one under 30; None of nothing."""
    interval = (wilson if of >= SMALL else clopper_pearson)(count, of, level)
    return interval and Estimate(count / of, interval.low, interval.high)


def difference(count1: int, of1: int, count2: int, of2: int) -> Estimate | None:
    """The first share less the second, -1 to 1, with Newcombe's interval; None when one side is empty.

    Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    if not of1 or not of2:
        return None
    low, high = confint_proportions_2indep(count1, of1, count2, of2, compare="diff", method="newcomb")
    return Estimate(count1 / of1 - count2 / of2, float(low), float(high))


def ratio(count1: int, of1: int, count2: int, of2: int) -> Estimate | None:
    """The first share by the second, with the score interval; None when a side is empty or the second share is zero.

    Miettinen and Nurminen 1985, Statistics in Medicine 4:213. An upper end that goes beyond all numbers is None.
    """
    if not of1 or not of2 or not count2:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = confint_proportions_2indep(count1, of1, count2, of2, compare="ratio", method="score")
    ends = [float(end) if math.isfinite(end) else None for end in np.real([low, high])]  # its root may come out complex
    return Estimate(count1 / of1 / (count2 / of2), *ends)


def _exact(count: int, of: int, level: float, method: Literal["exact", "wilson"]) -> Interval | None:
    if of == 0:
        return None
    found = stats.binomtest(count, of).proportion_ci(level, method=method)
    return Interval(float(found.low), float(found.high))
