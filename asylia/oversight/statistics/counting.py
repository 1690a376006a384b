"""Statistics of counts in which one measure asks two things: a share that is watched, and two arms beside it."""

from __future__ import annotations

from scipy import stats

from asylia.oversight.counted import Counted, Found, statistic
from asylia.oversight.statistics.capture import both_lists
from asylia.oversight.statistics.exact import TwoShares, fisher
from asylia.oversight.statistics.rates import rate, ratio
from asylia.oversight.statistics.sequential import e_value, highest_e
from asylia.oversight.statistics.shares import e_process, share


@statistic("two_lists")
def two_lists(counted: Counted) -> Found:
    """The share of the second list that is on the first, too, and how many there were in all (`all`, Chapman).

    Arms `first` and `second`, each with those on both lists as numerator. Of another arm the share, and its e-process.
    The setting `tolerance.second` is the share of the second list that may be missing from the first.
    """
    if "second" not in counted.arms:
        return share(counted).and_then(e_process(counted))
    first, second = counted.arms["first"], counted.arms["second"]
    found = rate(second.numerator, second.denominator)
    if found is None:
        return Found()
    tolerance = float(counted.settings["tolerance.second"])
    steps = [
        (arms["second"].denominator - arms["second"].numerator, arms["second"].denominator) for arms in counted.series
    ]
    now = e_value(sum(missing for missing, _ in steps), sum(of for _, of in steps), tolerance)
    whole = both_lists(first.denominator, second.denominator, second.numerator)
    return Found(
        estimate=found.value, lower=found.low, upper=found.high, e_value=now,
        values={
            "e_highest": highest_e(steps, tolerance), "all": whole and whole.value, "all_low": whole and whole.low,
            "all_high": whole and whole.high,
        },
    )  # fmt: skip


@statistic("share_or_ratio")
def share_or_ratio(counted: Counted) -> Found:
    """The share where there is one arm; where there are two, the ratio of their shares with Fisher's exact p."""
    if len(counted.arms) == 1:
        return share(counted)
    (x, n), (y, m) = ((arm.numerator, arm.denominator) for arm in counted.arms.values())
    found, p = ratio(x, n, y, m), fisher(TwoShares(x, n, y, m))
    if found is None:
        return Found(p=p)
    return Found(estimate=found.value, lower=found.low, upper=found.high, p=p)


@statistic("lengths")
def lengths(counted: Counted) -> Found:
    """Of the column `minutes`: its median, and whether the last period's lie elsewhere than those before (`shift_p`).

    Kolmogorov and Smirnov's two-sample test; `questions`, where there is such a column, gives its median, too.
    """
    minutes, period = counted.frame["minutes"], counted.frame["period"]
    if not len(minutes):
        return Found()
    last = period == period.max()
    now, before = minutes[last], minutes[~last]
    shift = float(stats.ks_2samp(now, before).pvalue) if len(now) and len(before) else None
    values = {"median_minutes": float(stats.scoreatpercentile(minutes, 50)), "shift_p": shift}
    if "questions" in counted.frame:
        values["median_questions"] = float(stats.scoreatpercentile(counted.frame["questions"], 50))
    return Found(values=values)
