"""What is true in a world, by name, for whatever a measure puts an interval around."""

from collections.abc import Callable

import numpy as np
from scipy import stats

from asylia.oversight.counting import Unit
from asylia.oversight.measure import Verdict
from tests.oversight.worlds.world import LEGAL, People

Held = tuple[float | None, float | None, float | None]  # the truth, and the interval that should hold it


def own(verdict: Verdict) -> tuple[float | None, float | None]:
    """The interval of the estimate."""
    return verdict.found.lower, verdict.found.upper


def of_replication(people: People, rep: str, which: np.ndarray) -> np.ndarray:
    """Who of these is in a replication."""
    return which & (people.rep == int(rep[1:]))


def wrong_in_all(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """The share of all decisions of the programme that are wrong, drawn or not."""
    here = of_replication(people, rep, people.decided)
    return float((~people.right[here]).mean()), *own(verdict)


def wrong_apart(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """How much likelier a positive is wrong than a negative."""
    return people.world.wrong[0] - people.world.wrong[1], *own(verdict)


def no_difference(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """Nothing sets them apart."""
    return 0.0, *own(verdict)


def review_ratio(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """The ratio at which headquarters reviews."""
    first, second = people.world.headquarters
    return first / second, *own(verdict)


def claims_in_all(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """How many people had a claim in the days that were counted, entered or not."""
    days = people.met.astype("datetime64[D]")
    inside = (days >= np.datetime64(unit.window.start)) & (days <= np.datetime64(unit.window.end))
    values = verdict.found.values
    return (
        float(of_replication(people, rep, people.claimed & inside).sum()),
        values.get("all_low"),
        values.get("all_high"),
    )


def claims_within_a_fifth(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """The same, and whether the estimate is within a fifth of it."""
    true, _, _ = claims_in_all(people, rep, unit, verdict)
    found = verdict.found.values.get("all")
    return (true, None, None) if found is None or true is None else (true, found / 1.2, found / 0.8)


def shift(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """How much the log-odds of a positive fell where pressure was put on."""
    return people.world.pressure, *own(verdict)


def applied_above(people: People, rep: str, unit: Unit, verdict: Verdict) -> Held:
    """How far the standard that is applied lies above the legal one."""
    values = verdict.found.values
    return people.world.applied - LEGAL, values.get("excess_low"), values.get("excess_high")


TRUTHS: dict[str, Callable[[People, str, Unit, Verdict], Held]] = {
    "wrong_in_all": wrong_in_all,
    "wrong_apart": wrong_apart,
    "no_difference": no_difference,
    "review_ratio": review_ratio,
    "claims_in_all": claims_in_all,
    "claims_within_a_fifth": claims_within_a_fifth,
    "shift": shift,
    "applied_above": applied_above,
}


def undelivered(people: People, unit: Unit) -> bool:
    """Of all notices as many are undelivered as were planted."""
    arm = unit.counted.arms["all"]
    return arm.denominator - arm.numerator == people.world.planted["undelivered"]


def overnight(people: People, unit: Unit) -> bool:
    """As many are held beyond the limit as were planted."""
    return unit.counted.arms["all"].numerator == people.world.planted["overnight"]


def absent(people: People, unit: Unit) -> bool:
    """As many are missing without proof of a notice as were planted."""
    return unit.counted.arms["missed"].numerator == people.world.planted["absent"]


COUNTS: dict[str, Callable[[People, Unit], bool]] = {
    "undelivered": undelivered,
    "overnight": overnight,
    "absent": absent,
}


def sites_alike(people: People, rep: str) -> bool:
    """What a plain comparison of sites says, who came aside: that they differ (chi-squared, p < 0.01)."""
    here = of_replication(people, rep, people.decided)
    table = np.array([np.bincount(people.site[here & (people.positive == each)], minlength=people.world.sites)
                      for each in (True, False)])  # fmt: skip
    return bool(stats.chi2_contingency(table).pvalue < 0.01)


NAIVE: dict[str, Callable[[People, str], bool]] = {"sites_alike": sites_alike}
