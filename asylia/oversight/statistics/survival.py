"""How long it took, where some still wait, and where several ends are possible."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import median_survival_times, qth_survival_time
from statsmodels.duration.survfunc import survdiff

SEED = 20_190_128


class Point(NamedTuple):
    """By `time`, the share (0 to 1) with its 95 % interval."""

    time: float
    share: float
    low: float
    high: float


class Times(NamedTuple):
    """The curve of those for whom it has not yet happened, its median with interval, and a quantile.

    They are None where the curve does not come down so far.
    """

    curve: list[Point]
    events: int
    median: float | None
    low: float | None
    high: float | None
    quantile: float | None


def kaplan_meier(times: Sequence[float], happened: Sequence[bool], quantile: float = 0.9) -> Times | None:
    """The curve of waiting; `happened` is False for who still waits; None of nobody.

    `quantile`: the time by which it has happened for this share. Kaplan and Meier 1958, JASA 53:457.
    """
    if not len(times):
        return None
    fitted = KaplanMeierFitter().fit(np.asarray(times, float), np.asarray(happened, bool))
    shares, bounds = fitted.survival_function_.iloc[:, 0], fitted.confidence_interval_
    curve = [
        Point(float(time), float(share), _or(low, share), _or(high, share))
        for time, share, (low, high) in zip(shares.index, shares, bounds.to_numpy(), strict=True)
    ]
    low, high = (_known(end) for end in median_survival_times(bounds).to_numpy()[0])
    late = qth_survival_time(1 - quantile, fitted.survival_function_)
    return Times(curve, int(np.sum(happened)), _known(fitted.median_survival_time_), low, high, _known(late))


def aalen_johansen(times: Sequence[float], ends: Sequence[int], end: int) -> list[Point]:
    """By time, the share that has come to `end`, where other ends compete; 0 in `ends` is who still waits.

    Empty when nobody came to it. Ties are parted by less than the times differ. Aalen and Johansen 1978, Scand. J.
    Stat. 5:141.
    """
    if end not in ends:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it parts ties
        fitted = AalenJohansenFitter(seed=SEED).fit(np.asarray(times, float), np.asarray(ends, int), end)
    shares, bounds = fitted.cumulative_density_.iloc[:, 0], fitted.confidence_interval_
    return [
        Point(float(time), float(share), _or(low, share), _or(high, share))
        for time, share, (low, high) in zip(shares.index, shares, bounds.to_numpy(), strict=True)
    ]


def log_rank(
    times: Sequence[float], happened: Sequence[bool], group: Sequence[str], strata: Sequence[str] | None = None
) -> float | None:
    """The p of groups that wait alike, within strata when given; None where nothing can tell the groups apart.

    Mantel 1966, Cancer Chemotherapy Reports 50:163.
    """
    if len(set(group)) < 2 or not any(happened):
        return None
    named, within = np.asarray(group), strata and np.asarray(strata)
    try:
        _, p = survdiff(np.asarray(times, float), np.asarray(happened, int), named, strata=within)
    except np.linalg.LinAlgError:  # no moment at which one of each group still waits
        return None
    return _known(p)


def _or(bound: float, share: float) -> float:
    """A bound, or the share itself where there is none (nothing has happened, or all has)."""
    return float(share) if math.isnan(bound) else float(bound)


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None
