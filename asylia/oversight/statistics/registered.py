"""The names by which measures ask for a statistic, and how each is taken from what was counted."""

from __future__ import annotations

from scipy import stats

from asylia.oversight.counted import Arm, Counted, Found, statistic
from asylia.oversight.statistics.rates import ratio


def two(counted: Counted) -> tuple[Arm, Arm]:
    """The two arms that are compared, in the order in which the measure declares them."""
    first, second = counted.arms.values()
    return first, second


@statistic("risk_ratio")
def risk_ratio(counted: Counted) -> Found:
    """The first arm's share over the second's; none when the second's is 0."""
    (x, n), (y, m) = ((arm.numerator, arm.denominator) for arm in two(counted))
    return Found(estimate=x / n / (y / m) if y else None, values={"difference": x / n - y / m})


@statistic("risk_ratio_score")
def risk_ratio_score(counted: Counted) -> Found:
    """95 % score interval of the ratio."""
    (x, n), (y, m) = ((arm.numerator, arm.denominator) for arm in two(counted))
    found = ratio(x, n, y, m)
    return Found(lower=found.low, upper=found.high) if found else Found()


@statistic("fisher_exact")
def fisher_exact(counted: Counted) -> Found:
    """Two-sided exact p that both arms have one share (Fisher)."""
    table = [[arm.numerator, arm.denominator - arm.numerator] for arm in two(counted)]
    return Found(p=float(stats.fisher_exact(table).pvalue))
