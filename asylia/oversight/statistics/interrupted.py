"""Whether a rate changed after an event: against sites without one, or against other dates at the same site."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from asylia.oversight.statistics.permutation import SEED

ROUNDS = 999
LEAST = 4  # weeks on each side of a date


class Weeks(NamedTuple):
    """One site: by week, in order, how many `counts` of how many `of`."""

    counts: Sequence[int]
    of: Sequence[int]


class Change(NamedTuple):
    """`log_odds` is the change beyond what is compared with, `p` its share under the null, `null` the values there."""

    log_odds: float
    p: float
    null: list[float]


def controlled(sites: Mapping[str, Weeks], events: Mapping[str, int]) -> Change | None:
    """The mean change at sites with an event less that at the others over the same weeks, by randomisation inference.

    `events` maps a site to the first week after its event. Every choice of as many sites (or 999 drawn at random) is
    given the same dates; p is the two-sided share of choices at least as far. None without sites of both kinds, or with
    fewer than 4 weeks on a side. Fisher 1935; Abadie, Diamond and Hainmueller 2010, JASA 105:493 (placebo sites).
    """
    names, dates = (
        sorted(sites, key=lambda name: (list(sites[name].counts), list(sites[name].of))),
        sorted(events.values()),
    )
    treated = [place for place, name in enumerate(names) if name in events]
    length = min((len(sites[name].of) for name in names), default=0)
    if not treated or len(treated) == len(names) or dates[0] < LEAST or length - dates[-1] < LEAST:
        return None
    shifts = np.array([[_shift(sites[name], date) for date in dates] for name in names])
    own = np.array([shifts[place, dates.index(events[names[place]])] for place in treated])
    others = [place for place in range(len(names)) if place not in treated]
    seen = float(own.mean() - shifts[others].mean())
    null = np.array([_contrast(shifts, list(chosen)) for chosen in _choices(len(names), len(treated))])
    beyond = int((np.abs(null) >= abs(seen) * (1 - 1e-9)).sum())
    return Change(seen, min(1.0, max(beyond, 1) / len(null)), null.tolist())


def at_one_site(weeks: Weeks, event: int) -> Change | None:
    """The change of level at one site, and the one-sided rank of its z among all other dates (a fall ranks low).

    A quasi-binomial level without a trend: a trend with robust errors alarms falsely in 12 to 14 % (oversight.md).
    None with fewer than 4 weeks on a side or outcomes all alike.
    """
    length = len(weeks.of)
    if event < LEAST or length - event < LEAST or not 0 < sum(weeks.counts) < sum(weeks.of):
        return None
    dates = range(LEAST, length - LEAST + 1)
    null = np.array([level_change(weeks, date)[1] for date in dates])
    log_odds, z = level_change(weeks, event)
    return Change(log_odds, float((null <= z).mean()), null.tolist())


def level_change(weeks: Weeks, event: int) -> tuple[float, float]:
    """The change of log-odds from week `event` on, and its z, with the dispersion of the weeks.

    The shares with `var_weights`: statsmodels' two-column form scales the dispersion by 1/n and alarms falsely.
    """
    counts, of = np.asarray(weeks.counts, float), np.asarray(weeks.of, float)
    held = of > 0
    if counts[:event].sum() in {0, of[:event].sum()} or counts[event:].sum() in {0, of[event:].sum()}:
        shift = _shift(weeks, event)
        return shift, shift / np.sqrt(
            _half_variance(counts[:event], of[:event]) + _half_variance(counts[event:], of[event:])
        )
    after = (np.arange(len(of)) >= event).astype(float)
    design = np.column_stack([np.ones(len(of)), after])[held]
    shares = counts[held] / of[held]
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # every week alike on each side: the error is then 0
        fitted = sm.GLM(shares, design, sm.families.Binomial(), var_weights=of[held]).fit(scale="X2")
    error = float(fitted.bse[1])
    return float(fitted.params[1]), float(fitted.params[1]) / error if error > 0 else 0.0


def _shift(site: Weeks, date: int) -> float:
    """The change of log-odds from week `date` on, a half added to each count (Haldane 1956)."""
    before, after = _odds(site.counts[:date], site.of[:date]), _odds(site.counts[date:], site.of[date:])
    return after - before


def _odds(counts: Sequence[int], of: Sequence[int]) -> float:
    return float(np.log((sum(counts) + 0.5) / (sum(of) - sum(counts) + 0.5)))


def _half_variance(counts: NDArray[np.float64], of: NDArray[np.float64]) -> float:
    return float(1 / (counts.sum() + 0.5) + 1 / (of.sum() - counts.sum() + 0.5))


def _contrast(shifts: NDArray[np.float64], chosen: list[int]) -> float:
    others = np.delete(shifts, chosen, axis=0)
    return float(shifts[chosen, range(len(chosen))].mean() - others.mean())


def _choices(of: int, many: int) -> list[tuple[int, ...]]:
    if comb(of, many) <= ROUNDS:
        return list(combinations(range(of), many))
    chance = np.random.default_rng(SEED)
    return [tuple(chance.permutation(of)[:many].tolist()) for _ in range(ROUNDS)]
