"""Two groups compared within strata, and how strong a hidden cause would have to be to explain the difference away."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scipy import stats

from asylia.oversight.statistics.exact import TwoShares
from asylia.oversight.statistics.rates import LEVEL, Estimate


def risk_difference(strata: Iterable[TwoShares]) -> Estimate | None:
    """The Mantel-Haenszel difference of shares, -1 to 1, with Sato's interval; None when no stratum has both sides.

    Greenland and Robins 1985, Biometrics 41:55; Sato 1989, Biometrics 45:1323.
    """
    compared = [s for s in strata if s.of1 and s.of2]
    if not compared:
        return None
    weight = sum(s.of1 * s.of2 / (s.of1 + s.of2) for s in compared)
    value = sum((s.count1 * s.of2 - s.count2 * s.of1) / (s.of1 + s.of2) for s in compared) / weight
    variance = (value * sum(map(_first, compared)) + sum(map(_second, compared))) / weight**2
    step = float(stats.norm.ppf((1 + LEVEL) / 2)) * math.sqrt(max(0.0, variance))
    return Estimate(value, max(-1.0, value - step), min(1.0, value + step))


def risk_ratio(strata: Iterable[TwoShares]) -> float | None:
    """The Mantel-Haenszel ratio of shares; None when it cannot be divided."""
    compared = [s for s in strata if s.of1 and s.of2]
    other = sum(s.count2 * s.of1 / (s.of1 + s.of2) for s in compared)
    return sum(s.count1 * s.of2 / (s.of1 + s.of2) for s in compared) / other if other else None


def hidden_cause(ratio: float | None) -> float | None:
    """The E-value: the least ratio by which a hidden cause must be tied to both sides to explain `ratio` away.

    None when the ratio is not known or zero. VanderWeele and Ding 2017, Annals of Internal Medicine 167:268.
    """
    if not ratio:
        return None
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


def _first(s: TwoShares) -> float:
    whole = s.of1 + s.of2
    middle = s.of1 * s.of2 * (s.of2 - s.of1) / 2
    return (s.of1**2 * s.count2 - s.of2**2 * s.count1 + middle) / whole**2


def _second(s: TwoShares) -> float:
    return (s.count1 * (s.of2 - s.count2) + s.count2 * (s.of1 - s.count1)) / (2 * (s.of1 + s.of2))
