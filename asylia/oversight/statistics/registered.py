"""The names by which measures ask for a statistic of two arms, and how each is taken from what was counted."""

from __future__ import annotations

import math

from asylia.oversight.counted import Arm, Counted, Found, statistic
from asylia.oversight.statistics import adjusted, exact, rates
from asylia.oversight.statistics.exact import TwoShares
from asylia.oversight.statistics.sampling import smallest_difference


def two(counted: Counted) -> tuple[Arm, Arm]:
    """The two arms that are compared, in the order in which the measure declares them."""
    first, second = counted.arms.values()
    return first, second


def shares(first: Arm, second: Arm) -> TwoShares:
    """Two arms as two shares."""
    return TwoShares(first.numerator, first.denominator, second.numerator, second.denominator)


def within(counted: Counted) -> list[TwoShares]:
    """The two arms within each stratum; all of it is one stratum where a measure names none."""
    strata = [shares(*arms.values()) for arms in counted.strata.values()] or [shares(*two(counted))]
    return sorted(strata)


def detectable(counted: Counted) -> float | None:
    """The least difference that these counts would show, with power .8 at p < .05, above the share of both arms."""
    x, n, y, m = shares(*two(counted))
    return smallest_difference(n, m, (x + y) / (n + m)) if n and m else None


@statistic("risk_ratio")
def risk_ratio(counted: Counted) -> Found:
    """The first arm's share over the second's; none when the second's is 0. `difference` is theirs in points."""
    x, n, y, m = shares(*two(counted))
    if not n or not m:
        return Found()
    values = {"difference": x / n - y / m, "detectable": detectable(counted)}
    return Found(estimate=x / n / (y / m) if y else None, values=values)


@statistic("risk_ratio_score")
def risk_ratio_score(counted: Counted) -> Found:
    """95 % score interval of the ratio."""
    found = rates.ratio(*shares(*two(counted)))
    return Found(lower=found.low, upper=found.high) if found else Found()


@statistic("difference")
def difference(counted: Counted) -> Found:
    """The first arm's share less the second's, with Newcombe's interval."""
    found = rates.difference(*shares(*two(counted)))
    if found is None:
        return Found()
    values = {"detectable": detectable(counted)}
    return Found(estimate=found.value, lower=found.low, upper=found.high, values=values)


@statistic("fisher_exact")
def fisher_exact(counted: Counted) -> Found:
    """Two-sided exact p that both arms have one share (Fisher)."""
    return Found(p=exact.fisher(shares(*two(counted))))


@statistic("stratified_exact")
def stratified_exact(counted: Counted) -> Found:
    """Two-sided exact p that both arms have one share within every stratum; Fisher's where there is one stratum."""
    return Found(p=exact.stratified(within(counted)))


@statistic("direction")
def direction(counted: Counted) -> Found:
    """Whether changes run one way more than they would if both arms were changed alike.

    `p` is the exact sign test of the first arm's changes among all changes, against the first arm's part of what could
    be changed; 1 when nothing was changed. `one_way` is the share of changes that are the first arm's.
    """
    x, n, y, m = shares(*two(counted))
    if not n or not m:
        return Found()
    p = exact.sign(x, y, n / (n + m))
    return Found(p=1.0 if p is None else p, values={"one_way": x / (x + y) if x + y else None})


@statistic("adjusted_difference")
def adjusted_difference(counted: Counted) -> Found:
    """The difference of shares within strata (Mantel-Haenszel), with Sato's interval; `crude` is the plain one.

    `hidden_cause` is the E-value: how strong something unseen would have to be to explain it away. `access` is the
    first arm's part of both.
    """
    strata = within(counted)
    found = adjusted.risk_difference(strata)
    if found is None:
        return Found()
    x, n, y, m = shares(*two(counted))
    explained = adjusted.hidden_cause(adjusted.risk_ratio(strata))
    values = {"crude": x / n - y / m, "hidden_cause": explained, "access": n / (n + m)}
    values["detectable"] = detectable(counted)
    low, high = found.low, found.high
    if math.isclose(low or 0.0, high or 0.0) and strata:  # all alike in every stratum: the interval says nothing
        low = high = None
    return Found(estimate=found.value, lower=low, upper=high, values=values)
