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
    """The evidence, over all periods so far, that too many of a share are bad; `e_highest` is the most ever seen.

    The setting `tolerance` (or `tolerance.<arm>`) is the share of bad ones that is tolerated; `bad` says which they
    are: those in the `numerator`, or the `rest`. It may be looked at every week: a tolerated share ever reaches 20 in
    at most one stream of twenty.
    """
    ((name, _),) = counted.arms.items()
    tolerance = float(counted.settings.get(f"tolerance.{name}", counted.settings["tolerance"]))
    rest = counted.settings.get("bad") == "rest"
    steps = [(of - count if rest else count, of) for count, of in map(_counts, counted.series)]
    now = e_value(sum(bad for bad, _ in steps), sum(of for _, of in steps), tolerance)
    return Found(e_value=now, values={"e_highest": highest_e(steps, tolerance)})


def _counts(arms: Arms) -> tuple[int, int]:
    arm = only(arms)
    return arm.numerator, arm.denominator
