"""Monitors at the worst that is tolerated: a share of bad ones exactly at its tolerance, looked at every week."""

from collections.abc import Iterator

import msgspec
import numpy as np

from asylia.oversight.counted import Arm, Counted
from asylia.oversight.measure import Measure
from asylia.oversight.registry import measures, statistic_named
from asylia.oversight.statistics.shifts import FIRST
from tests.oversight.validation.outcome import Outcome

WEEKS, A_WEEK, ALARM = 104, 10, 20
SHARE = 0.2  # of those who go on to the next step of the ladder (M22), which never moves


def streams() -> Iterator[tuple[Measure, str, str]]:
    """Yield each stream that is watched: its measure, part and arm."""
    for measure in measures().values():
        names = {measure.estimate, measure.interval, measure.test}
        if "away_from_usual" in names:
            yield measure, measure.parts[0], measure.counts[0].arm
        if names & {"e_process", "two_lists"}:
            for part in measure.parts:
                arms = [count.arm for count in measure.counts if count.part == part]
                if len(arms) == 1:
                    yield measure, part, arms[0]


def at_tolerance(measure: Measure, arm: str, replications: int) -> Outcome:
    """In how many streams of two years the evidence ever reached 20, looked at after each week."""
    chance = np.random.default_rng([2027, int(measure.id[1:]), len(arm)])
    if "away_from_usual" in (measure.estimate, measure.interval, measure.test):
        counts = chance.binomial(A_WEEK, SHARE, (replications, WEEKS))
        return Outcome(sum(ever_moved(each) for each in counts), replications)
    tolerance = float(measure.settings.get(f"tolerance.{arm}", measure.settings["tolerance"]))
    bad = chance.binomial(A_WEEK, tolerance, (replications, WEEKS))
    if measure.settings.get("bad") == "rest":
        bad = A_WEEK - bad
    judge = statistic_named("e_process")
    highest = (judge(counted(measure, arm, each)).values["e_highest"] for each in bad)
    return Outcome(sum(e >= ALARM for e in highest), replications)


def counted(measure: Measure, arm: str, counts: np.ndarray) -> Counted:
    """A stream of weekly counts."""
    series = [{arm: Arm(int(each), A_WEEK)} for each in counts]
    total = {arm: Arm(int(counts.sum()), A_WEEK * len(counts))}
    return Counted(arms=total, series=series, settings=measure.settings)


def ever_moved(counts: np.ndarray) -> bool:
    """Whether the share ever seemed to have left what it was in its first weeks."""
    judge, whole = statistic_named("away_from_usual"), counted(measures()["M22"], "all", counts)
    looks = (msgspec.structs.replace(whole, series=whole.series[: week + 1]) for week in range(FIRST, WEEKS))
    return any((judge(look).e_value or 0) >= ALARM for look in looks)
