"""Monitors that may be looked at any time: e-processes and CUSUM for a rate."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import accumulate

from scipy import special, stats

ALARM = 20.0  # an e-value ever this high happens by chance to at most one stream in 20: Ville's inequality
PRIOR = (1.0, 9.0)  # Beta(1, 9), kept to the side on which the rate is too high
HIGHEST = 1e300


def log_e(count: int, of: int, tolerance: float, prior: tuple[float, float] = PRIOR) -> float:
    """The natural log of the evidence that a rate is above `tolerance` (0 to 1, neither end), after `count` of `of`.

    The likelihood mixed over the prior above the tolerance, by the likelihood at it: its expectation never exceeds 1
    while the rate is at or below the tolerance, whenever one looks. Robbins 1970, Ann. Math. Stat. 41:1397; Ramdas,
    Gruenwald, Vovk and Shafer 2023, Statistical Science 38:576.
    """
    a, b = prior
    after = special.betaln(a + count, b + of - count) + stats.beta.logsf(tolerance, a + count, b + of - count)
    before = special.betaln(a, b) + stats.beta.logsf(tolerance, a, b)
    if not math.isfinite(after):  # far on the tolerated side: no evidence at all
        return -math.log(HIGHEST)
    return float(after - before - count * math.log(tolerance) - (of - count) * math.log1p(-tolerance))


def e_value(count: int, of: int, tolerance: float, prior: tuple[float, float] = PRIOR) -> float:
    """`log_e` as an e-value, from 0 to 1e300."""
    return min(HIGHEST, math.exp(min(690.0, log_e(count, of, tolerance, prior))))


def highest_e(steps: Iterable[tuple[int, int]], tolerance: float, prior: tuple[float, float] = PRIOR) -> float:
    """The highest e-value ever seen over steps of (count, of) in time order; 1 before the first step."""
    sums = accumulate(steps, lambda so_far, step: (so_far[0] + step[0], so_far[1] + step[1]))
    return max((e_value(count, of, tolerance, prior) for count, of in sums), default=1.0)


def cusum(steps: Iterable[tuple[int, int]], usual: float, odds: float = 2.0) -> list[float]:
    """The Bernoulli CUSUM after each step of (count, of): evidence for odds `odds` times those of `usual` (0 to 1).

    It gathers the log likelihood ratio and never falls below zero; an `odds` under 1 watches for a fall. Reynolds and
    Stoumbos 1999, Journal of Quality Technology 31:87. Within a step the order is unknown: the step counts as a whole.
    """
    shifted = odds * usual / (1 - usual + odds * usual)
    yes, no = math.log(shifted / usual), math.log((1 - shifted) / (1 - usual))
    return list(accumulate((count * yes + (of - count) * no for count, of in steps), _above_zero, initial=0.0))[1:]


def _above_zero(so_far: float, step: float) -> float:
    return max(0.0, so_far + step)
