"""Samples: an error rate from a stratified draw, and how many reviews an assurance needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import count as whole_numbers
from typing import NamedTuple

from scipy import stats

from asylia.oversight.statistics.rates import LEVEL, Estimate, clopper_pearson


class Stratum(NamedTuple):
    """`chance` is the inclusion probability of each decision, `reviewed` and `errors` are counts."""

    chance: float
    reviewed: int
    errors: int


class Plan(NamedTuple):
    """Review `size` decisions and accept with at most `errors` among them."""

    size: int
    errors: int


def hajek(strata: Sequence[Stratum]) -> Estimate | None:
    """The weighted error rate of a stratified random sample, 0 to 1, with its interval; None when a stratum is empty.

    Each review counts for 1/chance decisions; the variance is that of a stratified sample with its finite population;
    the interval is of the logit, or, at 0 and 1, the exact one at the effective size (Korn and Graubard 1998). A
    stratum with one review has no variance of its own and takes the largest, 1/4. Hajek 1971; Lohr 2019, Sampling,
    sections 3.3 and 4.4.
    """
    if not strata or not all(stratum.reviewed for stratum in strata):
        return None
    sizes = [stratum.reviewed / stratum.chance for stratum in strata]
    whole = sum(sizes)
    value = sum(size * s.errors / s.reviewed for size, s in zip(sizes, strata, strict=True)) / whole
    if not 0 < value < 1:
        counted = sum(stratum.reviewed for stratum in strata)
        effective = whole**2 / sum(size**2 / s.reviewed for size, s in zip(sizes, strata, strict=True))
        size = max(1, math.floor(min(counted, effective)))
        bounds = clopper_pearson(round(value) * size, size)
        return bounds and Estimate(value, bounds.low, bounds.high)
    variance = sum((size / whole) ** 2 * _variance(s) for size, s in zip(sizes, strata, strict=True))
    middle, step = math.log(value / (1 - value)), _z(LEVEL) * math.sqrt(variance) / (value * (1 - value))
    return Estimate(value, _share(middle - step), _share(middle + step))


def reviews_to_see_one(rate: float, assurance: float = LEVEL) -> int:
    """How many random reviews show at least one error with this assurance, at a true rate (0 to 1, neither end)."""
    return math.ceil(math.log(1 - assurance) / math.log(1 - rate))


@cache
def acceptance_plan(good: float, bad: float, alpha: float = 0.05, beta: float = 0.10) -> Plan:
    """The smallest plan that accepts a rate `good` with 1-alpha and a rate `bad` with at most beta.

    Binomial single sampling: Schilling and Neubauer 2017, Acceptance Sampling in Quality Control, chapter 5.
    """
    for errors in whole_numbers():
        size = next(n for n in whole_numbers(errors + 1) if stats.binom.cdf(errors, n, bad) <= beta)
        if stats.binom.cdf(errors, size, good) >= 1 - alpha:
            return Plan(size, errors)
    raise AssertionError("unreachable: whole numbers do not end")


def smallest_difference(of1: int, of2: int, base: float, power: float = 0.8, alpha: float = 0.05) -> float | None:
    """The least rise above `base` (0 to 1) that two groups of these sizes show with this power; None when none does.

    Cohen 1988, Statistical Power Analysis, chapter 6 (difference of arcsine roots).
    """
    if not of1 or not of2:
        return None
    step = (_z(1 - alpha) + float(stats.norm.ppf(power))) * math.sqrt(1 / of1 + 1 / of2)
    angle = math.asin(math.sqrt(base)) + step / 2
    return math.sin(angle) ** 2 - base if angle < math.pi / 2 else None


def _variance(stratum: Stratum) -> float:
    n, share = stratum.reviewed, stratum.errors / stratum.reviewed
    own = share * (1 - share) / (n - 1) if n > 1 else 0.25
    return (1 - stratum.chance) * own


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _z(level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2))
