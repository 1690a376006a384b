"""Agreement between people who judged the same cases: raw, beyond chance, and on the positive side alone.

`ratings` is one row a case and one column a category, holding how many people chose it; cases that fewer than two
people judged say nothing of agreement, and rows may differ in how many judged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from asylia.oversight.statistics.permutation import SEED
from asylia.oversight.statistics.rates import Interval

Ratings = NDArray[np.int64]
ROUNDS = 999


class Weights(NamedTuple):
    """What every coefficient here is made of, per case: agreement, category shares, and whether two people judged."""

    agreed: NDArray[np.float64]
    shares: NDArray[np.float64]
    twice: NDArray[np.bool_]


def ratings(choices: Sequence[Sequence[int | None]], categories: int) -> Ratings:
    """Rows of category numbers from 0 (None: not judged), one row a case, as counts per category."""
    table = np.zeros((len(choices), categories), int)
    for row, case in enumerate(choices):
        for choice in case:
            if choice is not None:
                table[row, choice] += 1
    return table


def raw(table: Ratings) -> float | None:
    """The share of pairs of people that agree, over cases; None when no case was judged twice."""
    agreed, _, twice = _weights(table)
    return float(agreed[twice].mean()) if twice.any() else None


def ac1(table: Ratings) -> float | None:
    """Gwet's AC1, which holds where nearly all outcomes are alike; None when no case was judged twice.

    Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29.
    """
    agreed, shares, twice = _weights(table)
    if not twice.any():
        return None
    by_chance = float((shares.mean(axis=0) * (1 - shares.mean(axis=0))).sum() / (table.shape[1] - 1))
    return (float(agreed[twice].mean()) - by_chance) / (1 - by_chance)


def alpha(table: Ratings) -> float | None:
    """Krippendorff's alpha for names; None when no case was judged twice, or all judged alike (then it is undefined).

    Krippendorff 2019, Content Analysis, 4th edition, chapter 12.
    """
    table = table[table.sum(axis=1) >= 2]
    sizes, totals = table.sum(axis=1, keepdims=True), table.sum(axis=0)
    whole = totals.sum()
    apart = float(whole**2 - np.square(totals).sum())
    if not apart:
        return None
    disagreed = float(((sizes**2 - np.square(table).sum(axis=1, keepdims=True)) / (sizes - 1)).sum())
    return 1 - float(whole - 1) * disagreed / apart


def kappa(table: Ratings) -> float | None:
    """Fleiss' kappa; None where no case was judged twice or all judged alike. Fleiss 1971, Psych. Bulletin 76:378."""
    agreed, shares, twice = _weights(table)
    by_chance = float(np.square(shares.mean(axis=0)).sum()) if twice.any() else 1.0
    return None if by_chance >= 1 else (float(agreed[twice].mean()) - by_chance) / (1 - by_chance)


def specific(table: Ratings, category: int = 1) -> float | None:
    """The chance that, where one person chose the category, another did too: 2a/(2a+b+c) for two people.

    None when nobody chose it. Cicchetti and Feinstein 1990, Journal of Clinical Epidemiology 43:551.
    """
    table = table[table.sum(axis=1) >= 2]
    chosen, others = table[:, category], table.sum(axis=1) - 1
    possible = float((chosen * others).sum())
    return float((chosen * (chosen - 1)).sum()) / possible if possible else None


def spread(
    table: Ratings, figure: Callable[[Ratings], float | None], level: float = 0.95, rounds: int = ROUNDS
) -> Interval | None:
    """The percentile interval of a figure over cases drawn anew; None when fewer than two cases can be drawn.

    Efron 1979, Annals of Statistics 7:1. Draws in which the figure is undefined are left out.
    """
    table = table[np.lexsort(table.T)]
    if len(table) < 2:
        return None
    picks = np.random.default_rng(SEED).integers(0, len(table), (rounds, len(table)))
    found = [value for pick in picks if (value := figure(table[pick])) is not None]
    if not found:
        return None
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _weights(table: Ratings) -> Weights:
    table = table[table.sum(axis=1) > 0]
    sizes = table.sum(axis=1)
    pairs = (table * (table - 1)).sum(axis=1)
    return Weights(pairs / np.maximum(1, sizes * (sizes - 1)), table / sizes[:, None], sizes >= 2)
