"""The effective standard of proof: from which likelihood on claims were in fact granted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from asylia.oversight.statistics.rates import LEVEL, Estimate

RIDGE = 0.01  # on the slope, as if it were drawn with spread 10: holds it finite where bands part the outcomes cleanly
STEPS = 100


class Band(NamedTuple):
    """One likelihood band: its middle (0 to 1), how many decisions, how many of them positive."""

    middle: float
    positive: int
    decisions: int


def effective_standard(bands: Iterable[Band]) -> Estimate | None:
    """The likelihood at which half are positive, with its delta interval; it may lie outside 0 to 1.

    Logistic regression of the outcome on the band's middle, with a small ridge. None when fewer than two bands hold
    decisions, all were decided alike, or likelihood does not raise the chance of a positive: then no standard is seen.
    Le Cessie and van Houwelingen 1992, Applied Statistics 41:191 (ridge); delta method: Agresti 2013, section 16.1.
    """
    held = [band for band in bands if band.decisions]
    positive, decisions = sum(band.positive for band in held), sum(band.decisions for band in held)
    if len(held) < 2 or not 0 < positive < decisions:
        return None
    middles = np.array([band.middle for band in held])
    place, spread = _fitted(middles, np.array([b.positive for b in held]), np.array([b.decisions for b in held]))
    level, slope = place
    if slope <= 0:
        return None
    value = -level / slope
    lean = np.array([-1 / slope, level / slope**2])
    step = float(stats.norm.ppf((1 + LEVEL) / 2)) * math.sqrt(float(lean @ spread @ lean))
    return Estimate(float(value), float(value - step), float(value + step))


def _fitted(
    middles: NDArray[np.float64], positive: NDArray[np.int64], decisions: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Level and slope with their covariance, by Newton's steps, halved while they lead downhill."""
    rows = np.stack([np.ones_like(middles), middles], axis=1)
    ridge = np.diag([RIDGE / 100, RIDGE])

    def likelihood(place: NDArray[np.float64]) -> float:
        at = rows @ place
        return float((positive * at - decisions * np.logaddexp(0, at)).sum() - place @ ridge @ place / 2)

    place = np.zeros(2)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(rows @ place)))
        curve = rows.T @ (rows * (decisions * chance * (1 - chance))[:, None]) + ridge
        step = np.linalg.solve(curve, rows.T @ (positive - decisions * chance) - ridge @ place)
        while likelihood(place + step) < likelihood(place) - 1e-12:
            step = step / 2
        place = place + step
        if np.abs(step).max() < 1e-9:
            break
    return place, np.asarray(np.linalg.inv(curve), float)
