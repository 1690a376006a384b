"""Rates of many units about one target: how much they differ beyond chance, and which lies far out even so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize, special, stats

WINSORISED = (
    0.10  # the share of units at each end whose z is drawn in: Spiegelhalter 2005, Statistics in Medicine 24:1185
)


class Funnel(NamedTuple):
    """`target` is the pooled rate; `tau` the spread between units beyond chance (additive, in the unit of a rate).

    `z` are each unit's distances from the target with chance alone, `z_spread` with the spread allowed for, in the
    order given; a unit of no decisions has 0 in both.
    """

    target: float
    phi: float
    tau: float
    z: list[float]
    z_spread: list[float]


class Shrunk(NamedTuple):
    """The prior Beta(a, b) that the units share, and each unit's rate drawn towards its mean, in the order given."""

    a: float
    b: float
    rates: list[float]


def funnel(counts: Sequence[int], of: Sequence[int]) -> Funnel | None:
    """A funnel with additive over-dispersion; None when fewer than two units decided, or all decided alike.

    Spiegelhalter 2005, Statistics in Medicine 24:1185 (z, winsorised; phi; tau by the method of moments).
    Drawing in the ends keeps an outlier from hiding itself, and makes tau cautious.
    """
    x, n = np.asarray(counts, float), np.asarray(of, float)
    held = n > 0
    if held.sum() < 2 or not 0 < x.sum() < n.sum():
        return None
    target = float(x.sum() / n.sum())
    error = np.sqrt(target * (1 - target) / n[held])
    off = x[held] / n[held] - target
    z = off / error
    phi = float(np.mean(np.square(np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED])))))
    units, weight = held.sum(), 1 / np.square(error)
    spread = units * phi - (units - 1)
    tau2 = max(0.0, spread / (weight.sum() - np.square(weight).sum() / weight.sum()))
    whole = np.zeros((2, len(n)))
    whole[:, held] = z, off / np.sqrt(np.square(error) + tau2)
    return Funnel(target, phi, math.sqrt(tau2), whole[0].tolist(), whole[1].tolist())


def shrunk(counts: Sequence[int], of: Sequence[int]) -> Shrunk | None:
    """Each unit's rate after a beta-binomial prior fitted by maximum likelihood; None when all decided alike.

    Empirical Bayes: Casella 1985, The American Statistician 39:83.
    """
    x, n = np.asarray(counts, float), np.asarray(of, float)
    if (n > 0).sum() < 2 or not 0 < x.sum() < n.sum():
        return None
    mean = x.sum() / n.sum()

    def unlikely(place: np.ndarray) -> float:
        share, size = special.expit(place[0]), math.exp(place[1])
        return -float(np.sum(stats.betabinom.logpmf(x, n, share * size, (1 - share) * size)))

    bounds = [(-12.0, 12.0), (-3.0, 12.0)]  # a size of e^12 is no spread at all
    best = optimize.minimize(unlikely, np.array([special.logit(mean), 2.0]), method="L-BFGS-B", bounds=bounds).x
    share, size = float(special.expit(best[0])), math.exp(best[1])
    a, b = share * size, (1 - share) * size
    return Shrunk(a, b, ((x + a) / (n + a + b)).tolist())
