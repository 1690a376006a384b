"""Whether a share has moved: after reports of pressure, or away from what it was at first, as measures ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from asylia.oversight.counted import Counted, Found, statistic
from asylia.oversight.statistics.interrupted import Weeks, at_one_site, controlled
from asylia.oversight.statistics.rates import clopper_pearson, rate
from asylia.oversight.statistics.sequential import cusum, e_value
from asylia.oversight.statistics.shares import only

FIRST = 26  # weeks that say what was usual
PICTURED = 52  # weeks that a picture shows
BASE = 100  # of them at least; fewer say nothing of what is usual
FLAT = (1.0, 1.0)
LOOSE = 0.95  # two-sided level of the interval whose ends are tolerated: what was usual is itself an estimate


@statistic("after_pressure")
def after_pressure(counted: Counted) -> Found:
    """The change of log-odds of the numerator after the first report at each site, against sites without one.

    The frame has a row a decision (arm `decided`) and a row a report (arm `reported`), each with its `site` and the
    week it fell in (`period`). One site alone is held against all other dates there: a fall, one-sided (`placebo` 1).
    """
    frame = counted.frame
    reported, decided = frame["arm"] == "reported", frame["arm"] == "decided"
    if not reported.any() or not decided.any():
        return Found()
    site, week = (
        np.array([each or "" for each in frame["site"]], str),
        frame["period"].astype("datetime64[W]").astype(int),
    )
    first, last = week[decided].min(), week[decided].max()
    sites = {
        name: weekly(
            week[decided & (site == name)] - first, frame["numerator"][decided & (site == name)], last - first + 1
        )
        for name in np.unique(site[decided]).tolist()
    }
    events = {
        name: int(week[reported & (site == name)].min() - first) + 1 for name in np.unique(site[reported]).tolist()
    }
    events = {name: event for name, event in events.items() if name in sites}
    if len(sites) > 1:
        found, values = controlled(sites, events), drawn(sites, events)
        if found is None:
            return Found(values=values)
        return Found(estimate=found.log_odds, p=found.p, values={"placebo": 0.0, **values})
    ((name, weeks),) = sites.items()
    found = at_one_site(weeks, events[name]) if name in events else None
    return Found() if found is None else Found(estimate=found.log_odds, p=found.p, values={"placebo": 1.0})


def drawn(sites: Mapping[str, Weeks], events: Mapping[str, int]) -> dict[str, float | None]:
    """The share by week at sites with a report and at the others, for the picture (`week.3.reported`, `week.3.others`).

    Of the last 52 weeks; `event` is the week of the first report among them.
    """
    told: dict[str, float | None] = {}
    weeks = max((len(each.of) for each in sites.values()), default=0)
    first = max(weeks - PICTURED, 0)
    for at in range(first, weeks):
        for name, chosen in (("reported", events), ("others", sites.keys() - events.keys())):
            here = [sites[site] for site in chosen if at < len(sites[site].of)]
            of = sum(each.of[at] for each in here)
            told[f"week.{at - first}.{name}"] = sum(each.counts[at] for each in here) / of if of else None
    return told | {"event": float(min(events.values()) - first) if events else None}


def weekly(week: Any, positive: Any, weeks: int) -> Weeks:
    """How many of how many, by week from the first."""
    of, counts = np.bincount(week, minlength=weeks), np.bincount(week, weights=positive, minlength=weeks)
    return Weeks([int(each) for each in counts], [int(each) for each in of])


@statistic("away_from_usual")
def away_from_usual(counted: Counted) -> Found:
    """The share, and the evidence that it has moved away from what it was in the first 26 weeks, either way.

    Two e-processes over the weeks since, one for more and one for fewer, against the ends of the first weeks' exact
    interval: `e_value` is their mean. `cusum` is the greater of two Bernoulli CUSUMs, for double and for half the odds.
    Values `usual`, `rise` (e-value for more) and `fall`.
    """
    arm = only(counted.arms)
    found = rate(arm.numerator, arm.denominator)
    if found is None:
        return Found()
    steps = [(each.numerator, each.denominator) for each in map(only, counted.series)]
    told = Found(estimate=found.value, lower=found.low, upper=found.high)
    return told.and_then(moved(steps[:FIRST], steps[FIRST:]))


def moved(before: Sequence[tuple[int, int]], since: Sequence[tuple[int, int]]) -> Found:
    """What the weeks since say against those before; nothing while those before are too few, or none came since."""
    count, of = sum(yes for yes, _ in before), sum(n for _, n in before)
    bounds = clopper_pearson(count, of, LOOSE)
    if of < BASE or bounds is None or not sum(n for _, n in since):
        return Found()
    fewer = [(n - yes, n) for yes, n in since]
    rise, fall = evidence(since, bounds.high), evidence(fewer, 1 - bounds.low)
    usual = min(max(count / of, 1 / (2 * of)), 1 - 1 / (2 * of))
    greatest = max(cusum(since, usual)[-1], cusum(since, usual, odds=0.5)[-1])
    values = {"usual": count / of, "rise": rise, "fall": fall, "cusum": greatest}
    return Found(e_value=(rise + fall) / 2, values=values)


def evidence(steps: Sequence[tuple[int, int]], tolerance: float) -> float:
    """The e-value now that a share is above the tolerance; none where nothing could be above it."""
    if tolerance >= 1:
        return 0.0
    return e_value(sum(yes for yes, _ in steps), sum(n for _, n in steps), tolerance, FLAT)
