"""How many there were in all, from two lists made apart."""

from __future__ import annotations

import math

from scipy import stats

from asylia.oversight.statistics.rates import LEVEL, Estimate

ENOUGH = 7  # on both lists: fewer leave a bias that is not small; Robson and Regier 1964, Trans. Am. Fish. Soc. 93:215


def both_lists(first: int, second: int, both: int) -> Estimate | None:
    """Chapman's count of all, from two lists and their overlap, with a log interval; None under 7 on both.

    Lists that lean on each other give too low a count: then it is a lower bound. Chapman 1951, Univ. California Publ.
    Stat. 1:131; interval of the unseen: Burnham et al. 1987, American Fisheries Society Monograph 5.
    """
    if both < ENOUGH:
        return None
    value = (first + 1) * (second + 1) / (both + 1) - 1
    seen = first + second - both
    unseen = value - seen
    if unseen <= 0:
        return Estimate(value, float(seen), float(seen))
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    factor = math.exp(float(stats.norm.ppf((1 + LEVEL) / 2)) * math.sqrt(math.log1p(variance / unseen**2)))
    return Estimate(value, seen + unseen / factor, seen + unseen * factor)
