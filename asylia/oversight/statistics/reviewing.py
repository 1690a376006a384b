"""Statistics of reviews row by row, by name: parity with its kinds, the sample, errors, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asylia.oversight.counted import Counted, Found, statistic
from asylia.oversight.statistics import agreement, exact, rates
from asylia.oversight.statistics.registered import risk_ratio, shares, two
from asylia.oversight.statistics.sampling import Stratum, acceptance_plan, hajek, reviews_to_see_one

KINDS = ("drawn", "targeted", "after_service")


@statistic("review_parity")
def review_parity(counted: Counted) -> Found:
    """The ratio of two review rates; by arm, how many were drawn, targeted, and reviewed after service."""
    found = risk_ratio(counted)
    if not counted.frame:
        return found
    kinds: dict[str, float | None] = {
        f"{arm}_{kind}": float((truth(counted.frame[kind]) & (counted.frame["arm"] == arm)).sum())
        for arm in counted.arms
        for kind in KINDS
    }
    return found.and_then(Found(values=kinds))


@statistic("sample_done")
def sample_done(counted: Counted) -> Found:
    """The share of drawn reviews that were done in time, over both arms, with its interval.

    `least` is the least share within a stratum of five or more; `median_hours`
    from signature to review, and `after_service` the share done after service, of those done.
    """
    first, second = two(counted)
    found = rates.rate(first.numerator + second.numerator, first.denominator + second.denominator)
    if found is None:
        return Found()
    values: dict[str, float | None] = {"least": _least(counted)}
    if counted.frame:
        hours = counted.frame["hours"].astype(float)
        done = np.isfinite(hours)
        values["median_hours"] = float(np.median(hours[done])) if done.any() else None
        values["after_service"] = float(truth(counted.frame["after_service"])[done].mean()) if done.any() else None
    return Found(estimate=found.value, lower=found.low, upper=found.high, values=values)


@statistic("error_rate")
def error_rate(counted: Counted) -> Found:
    """The error rate of all decisions from a stratified draw (Hajek), with its interval.

    Rows hold the `stratum` and the `probability` with which each was drawn. By arm, `<arm>.rate` with `.low` and
    `.high`. `p`: that an error rate of the setting `acceptable` gives as many errors in an arm, twice the lesser of
    both (Bonferroni): the acceptance number at the size that was reviewed. `plan_size` and `plan_errors` are the
    acceptance plan of a side against the setting `unacceptable`; `to_see_one` the reviews that show one error at the
    acceptable rate in 95 of 100 samples.
    """
    if not counted.frame or not len(counted.frame["arm"]):
        return Found()
    values: dict[str, float | None] = {}
    for name in counted.arms:
        if one := hajek(list(_strata(counted.frame, counted.frame["arm"] == name))):
            values |= {f"{name}_rate": one.value, f"{name}_low": one.low, f"{name}_high": one.high}
    found = hajek(list(_strata(counted.frame, np.ones(len(counted.frame["arm"]), bool))))
    if found is None:
        return Found(values=values)
    acceptable, unacceptable = (float(counted.settings[name]) for name in ("acceptable", "unacceptable"))
    plan = acceptance_plan(acceptable, unacceptable)
    values |= {"plan_size": float(plan.size), "plan_errors": float(plan.errors)}
    values |= {"to_see_one": float(reviews_to_see_one(acceptable))}
    beyond = [exact.exceeds(arm.numerator, arm.denominator, acceptable) for arm in counted.arms.values()]
    p = min(1.0, len(beyond) * min(1.0 if one is None else one for one in beyond))
    return Found(estimate=found.value, lower=found.low, upper=found.high, p=p, values=values)


@statistic("agreement")
def agreed(counted: Counted) -> Found:
    """Gwet's AC1 between the first decision and the blind second one, with a bootstrap interval over cases.

    `raw`, `alpha`, `kappa`, and `specific`: the agreement where one of both was positive. `occasion` is the share of
    people who agreed with themselves, and `occasions` how many there were.
    """
    if not counted.frame:
        return Found()
    again = truth(counted.frame["repeat"])
    first, second = (counted.frame[name] == "positive" for name in ("first", "second"))
    table = agreement.ratings([(int(a), int(b)) for a, b in zip(first[~again], second[~again], strict=True)], 2)
    ends = agreement.spread(table, agreement.ac1)
    values = {
        "raw": agreement.raw(table),
        "alpha": agreement.alpha(table),
        "kappa": agreement.kappa(table),
        "specific": agreement.specific(table),
        "occasion": float((first == second)[again].mean()) if again.any() else None,
        "occasions": float(again.sum()),
    }
    lower, upper = ends or (None, None)
    return Found(estimate=agreement.ac1(table), lower=lower, upper=upper, values=values)


def truth(column: NDArray[Any]) -> NDArray[np.bool_]:
    """A column of yes and no, where nothing is no."""
    return np.array([bool(each) and each == each for each in column], bool)  # noqa: PLR0124 - NaN is unequal to itself


def _least(counted: Counted) -> float | None:
    """The least share done within any stratum that has five or more."""
    enough = [(x + y) / (n + m) for x, n, y, m in (shares(*a.values()) for a in counted.strata.values()) if n + m >= 5]
    return min(enough, default=None)


def _strata(frame: Any, chosen: NDArray[np.bool_]) -> Iterator[Stratum]:
    """Each stratum of the chosen rows; rows of one stratum that were drawn with other chances are a stratum apart."""
    chances = frame["probability"][chosen].astype(float)
    named = sorted({(str(s), float(c)) for s, c in zip(frame["stratum"][chosen], chances, strict=True)})
    for name, chance in named:
        here = (frame["stratum"][chosen].astype(str) == name) & (chances == chance)
        yield Stratum(chance, int(here.sum()), int(frame["numerator"][chosen][here].sum()))
