"""One share with its interval, and whether it has risen above what is tolerated, as measures ask for them by name."""

from __future__ import annotations

from asylia.oversight.counted import Arm, Arms, Counted, Found, statistic
from asylia.oversight.statistics.rates import rate
from asylia.oversight.statistics.sequential import e_value, highest_e


def only(arms: Arms) -> Arm:
    """The one arm of a measure that compares nothing."""
    (arm,) = arms.values()
    return arm


@statistic("share")
def share(counted: Counted) -> Found:
    """The share with its 95 % interval: Wilson's, or the exact one under 30."""
    arm = only(counted.arms)
    found = rate(arm.numerator, arm.denominator)
    return Found() if found is None else Found(estimate=found.value, lower=found.low, upper=found.high)


@statistic("e_process")
def e_process(counted: Counted) -> Found:
    """The evidence, over all periods so far, that the share is above the setting `tolerance`; `e_highest` ever seen.

    It may be looked at every week: a share that is tolerated ever reaches 20 in at most one stream of twenty.
    """
    tolerance = float(counted.settings["tolerance"])
    steps = [(arm.numerator, arm.denominator) for arm in map(only, counted.series)]
    now = e_value(sum(count for count, _ in steps), sum(of for _, of in steps), tolerance)
    return Found(e_value=now, values={"e_highest": highest_e(steps, tolerance)})
