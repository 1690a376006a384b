"""Exact tests of counts: two shares, shares within strata, changes in two directions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FLOOR = 1e-40  # a probability smaller than this is not told apart from it
TIES = 1 + 1e-7  # two probabilities closer than this count as equal, as in R's fisher.test


class TwoShares(NamedTuple):
    """Two shares side by side: `count1` of `of1`, `count2` of `of2`."""

    count1: int
    of1: int
    count2: int
    of2: int


def fisher(shares: TwoShares) -> float | None:
    """Two-sided p of two equal shares; None when one side is empty. Fisher 1935, JRSS 98:39."""
    count1, of1, count2, of2 = shares
    if not of1 or not of2:
        return None
    return max(FLOOR, float(stats.fisher_exact(np.array([[count1, of1 - count1], [count2, of2 - count2]])).pvalue))


def stratified(strata: Iterable[TwoShares]) -> float | None:
    """Two-sided exact p of equal shares within every stratum; None when no stratum has both sides.

    The exact conditional form of Cochran, Mantel and Haenszel's test: given all margins the sum of the first counts is
    a sum of hypergeometric ones. Mehta, Patel and Gray 1985, JASA 80:969.
    """
    seen, start, chances = 0, 0, np.ones(1)
    compared = [s for s in strata if s.of1 and s.of2]
    for stratum in compared:
        low, law = _hypergeometric(stratum)
        seen, start, chances = seen + stratum.count1, start + low, np.convolve(chances, law)
    if not compared:
        return None
    place = seen - start
    here = chances[place] if 0 <= place < len(chances) else 0.0
    return float(np.clip(chances[chances <= here * TIES].sum(), FLOOR, 1.0))


def sign(one_way: int, other_way: int, expected: float = 0.5) -> float | None:
    """Two-sided exact p that a share `expected` (0 to 1) of the changes goes one way; None without a change.

    With 0.5 this is McNemar's exact test. McNemar 1947, Psychometrika 12:153.
    """
    changes = one_way + other_way
    return float(stats.binomtest(one_way, changes, expected).pvalue) if changes else None


def exceeds(count: int, of: int, tolerance: float) -> float | None:
    """One-sided exact p that a share is no more than `tolerance` (0 to 1); None of nothing."""
    return float(stats.binomtest(count, of, tolerance, alternative="greater").pvalue) if of else None


def _hypergeometric(stratum: TwoShares) -> tuple[int, NDArray[np.float64]]:
    """The least first count that matters, and the chance of each from it on, given the margins."""
    total, yes = stratum.of1 + stratum.of2, stratum.count1 + stratum.count2
    low, high = max(0, yes - stratum.of2), min(yes, stratum.of1)
    law = stats.hypergeom.pmf(np.arange(low, high + 1), total, yes, stratum.of1)
    kept = np.flatnonzero(law > FLOOR)
    return low + int(kept[0]), law[kept[0] : kept[-1] + 1]
