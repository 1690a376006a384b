"""Figures from counts: shares with Wilson's interval, times to an event with those still waiting counted, distances."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

import numpy as np
from scipy import stats

EARTH = 6371.0  # mean radius, km
LEVEL = 0.95


def share(numerator: int, denominator: int) -> tuple[float, float, float] | None:
    """The share and its 95 % interval (Wilson), each from 0 to 1; None when there is nothing to divide by."""
    if denominator == 0:
        return None
    interval = stats.binomtest(numerator, denominator).proportion_ci(LEVEL, method="wilson")
    return numerator / denominator, float(interval.low), float(interval.high)


class Waiting:
    """How long it took, where some still wait: the Kaplan-Meier estimate from counts by day.

    `days`, `over` and `waiting` are of one length: on that day after the start, for how many it happened, and for how
    many the record ends with nothing having happened.
    """

    def __init__(self, days: Sequence[int], over: Sequence[int], waiting: Sequence[int]) -> None:
        self.events, self.cases = sum(over), sum(over) + sum(waiting)
        happened = np.repeat(np.asarray(days, dtype=float), over)
        censored = np.repeat(np.asarray(days, dtype=float), waiting)
        self._curve = stats.ecdf(stats.CensoredData(uncensored=happened, right=censored)).sf if self.events else None

    def curve(self) -> list[tuple[int, float, float, float]]:
        """Day, the share for whom it has not happened by then, its 95 % interval (log-log); empty without events."""
        if self._curve is None:
            return []
        with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The confidence interval is undefined")  # see bound()
            interval = self._curve.confidence_interval(LEVEL, method="log-log")
        low, high = (np.asarray(getattr(end, "probabilities")) for end in (interval.low, interval.high))  # noqa: B009
        points = zip(self._curve.quantiles, self._curve.probabilities, low, high, strict=True)
        return [(int(day), float(left), bound(lo, left), bound(hi, left)) for day, left, lo, hi in points]

    def median(self) -> tuple[int | None, int | None, int | None]:
        """The day by which it has happened for half, and its 95 % interval; None where that day is not reached."""
        curve = self.curve()
        return tuple(next((point[0] for point in curve if point[n] <= 0.5), None) for n in (1, 2, 3))  # type: ignore[return-value]


def bound(value: float, left: float) -> float:
    """A bound of the interval; where the method gives none (nothing has happened, or all has), the estimate itself."""
    return float(left) if math.isnan(value) else float(value)


def distance(north: float, east: float, to_north: float, to_east: float) -> float:
    """Kilometres between two places given in degrees, along the surface of a sphere."""
    a, b = math.radians(north), math.radians(to_north)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(to_east - east) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def middle(values: Sequence[float], counts: Sequence[int]) -> float:
    """The value that half of those counted do not exceed; `values` and `counts` are of one length, not empty."""
    order = sorted(zip(values, counts, strict=True))
    wanted, seen = sum(counts) / 2, 0
    for value, count in order:
        seen += count
        if seen >= wanted:
            return value
    return order[-1][0]
