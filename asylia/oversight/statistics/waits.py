"""How long people wait, as measures ask for it: the median with those who still wait, and how many wait too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from asylia.oversight.counted import Counted, Found, statistic
from asylia.oversight.statistics.rates import rate
from asylia.oversight.statistics.survival import Point, aalen_johansen, kaplan_meier, log_rank

POINTS = 24  # of a curve that is drawn
ENOUGH = 10  # ends in each group that is compared; Peduzzi et al. 1995, J. Clin. Epidemiol. 48:1503


@statistic("waits")
def waits(counted: Counted) -> Found:
    """The median of `hours` (Kaplan-Meier; `over` is False for who still waits), and the share that is late.

    The arm's numerator counts those who are late. Values: `late_low` and `late_high` of that share, `p90`, `beyond`
    (who still waits after the setting `beyond`, in hours), and, with a column `exit` (0 waits; 1, 2, 3 the ends),
    the share come to each by then (`exit_1`..., Aalen-Johansen). With a column `site`, p says whether sites wait alike.
    """
    (arm,) = counted.arms.values()
    frame, late = counted.frame, rate(arm.numerator, arm.denominator)
    hours, over = np.asarray(frame["hours"], float), np.asarray(frame["over"], bool)
    found = kaplan_meier(hours.tolist(), over.tolist())
    if found is None or late is None:
        return Found()
    values: dict[str, float | None] = {"late": late.value, "late_low": late.low, "late_high": late.high,
                                       "p90": found.quantile}  # fmt: skip
    if "beyond" in counted.settings:
        limit = float(counted.settings["beyond"])
        values["beyond"] = [point.share for point in found.curve if point.time <= limit][-1]
        if "exit" in frame:
            values |= exits(hours, np.asarray(frame["exit"], int), limit)
    values |= drawn(found.curve)
    p = alike(hours, over, frame["site"]) if "site" in frame else None
    return Found(estimate=found.median, lower=found.low, upper=found.high, p=p, values=values)


def drawn(curve: Sequence[Point]) -> dict[str, float | None]:
    """A few points of the curve for its picture: who still waits after so many hours (`at.24`, with both ends)."""
    every = -(-len(curve) // POINTS) or 1
    told: dict[str, float | None] = {}
    for point in (*curve[::every], *curve[-1:]):
        at = f"at.{point.time:.4g}"
        told |= {at: point.share, f"{at}.lower": point.low, f"{at}.upper": point.high}
    return told


@statistic("hurry")
def hurry(counted: Counted) -> Found:
    """The share of those that are over within the setting `too_fast` (hours): `fast`, `fast_low` and `fast_high`."""
    hours, over = np.asarray(counted.frame["hours"], float), np.asarray(counted.frame["over"], bool)
    found = rate(int((hours[over] < float(counted.settings["too_fast"])).sum()), int(over.sum()))
    if found is None:
        return Found(values={"fast": 0.0, "fast_low": 0.0, "fast_high": 1.0})
    return Found(values={"fast": found.value, "fast_low": found.low, "fast_high": found.high})


def exits(hours: Any, ends: Any, limit: float) -> dict[str, float | None]:
    """The share that has come to each end by the limit, where other ends compete."""
    told: dict[str, float | None] = {}
    for end in sorted(set(ends.tolist()) - {0}):
        reached = [point.share for point in aalen_johansen(hours, ends, end) if point.time <= limit]
        told[f"exit_{end}"] = reached[-1] if reached else 0.0
    return told


def alike(hours: Any, over: Any, site: Any) -> float | None:
    """The p that sites with enough ends wait alike; 1 where there are not two of them to compare."""
    named = np.array([each or "" for each in site], str)
    enough = {name for name in set(named.tolist()) if over[named == name].sum() >= ENOUGH}
    if len(enough) < 2:
        return 1.0
    chosen = np.isin(named, list(enough))
    return log_rank(hours[chosen], over[chosen], named[chosen].tolist())
