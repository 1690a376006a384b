"""Many runs of an office's plans, the same claims under each: what came out on average, and how far to trust that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, fsum, inf, sqrt
from statistics import NormalDist, fmean, stdev

import msgspec

from asylia.simulator.queueing import DAY, Hours, Run, run
from asylia.simulator.queueing_plan import Plan

LEAST_RUNS, MOST_RUNS = 5, 10_000
MIDDLE = 0.95

# Figure -> how it is said. Those of DAYS are in calendar days from the claim; those of IN_TIME are shares of claims.
IN_TIME = {"interview": "interview begun", "decision": "decision signed", "final": "decision final"}
DAYS = {
    "interview mean": "to the interview, mean", "interview nine": "to the interview, nine in ten within",
    "decision mean": "to the signed decision, mean", "decision nine": "to the signed decision, nine in ten within",
    "final mean": "to the final decision, mean", "final nine": "to the final decision, nine in ten within",
}  # fmt: skip
WAITING = {"interview": "for an interview", "review": "for review", "drawn review": "for a drawn review"}


class Estimate(msgspec.Struct, frozen=True):
    """The mean of many runs with its 95 % interval (Student's t), and the least and greatest of single runs."""

    mean: float
    low: float
    high: float
    least: float
    most: float


class Answer(msgspec.Struct, frozen=True):
    """What came of one plan. A figure that some run could not give (nobody claimed) is None: it cannot be known.

    `more` is what the in-time shares gained over the first plan, run against run with the same claims. `asked` is the
    work that comes per open hour as a share of what can be done: from 1 on, a line grows without end.
    """

    name: str
    plan: Plan
    runs: int
    seed: int
    claims: Estimate
    in_time: dict[str, Estimate | None]
    more: dict[str, Estimate | None]
    days: dict[str, Estimate | None]
    waiting: dict[str, Estimate]
    at_end: dict[str, Estimate]
    weeks: list[Estimate]
    busy: dict[str, Estimate]
    asked: dict[str, float]


def unwatched(done: int, of: int) -> None:
    """Nobody watches."""


def answers(
    plans: Mapping[str, Plan], runs: int, seed: int, watch: Callable[[int, int], None] = unwatched
) -> list[Answer]:
    """Run each plan `runs` times; the n-th run of each has the same claims. `watch` is told (done, of).

    Raises:
        ValueError: fewer than LEAST_RUNS, or more than MOST_RUNS.
    """
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        raise ValueError(f"runs: between {LEAST_RUNS} and {MOST_RUNS:,} are wanted, not {runs:,}")
    found: list[Answer] = []
    first: list[Told] = []
    for place, (name, plan) in enumerate(plans.items()):
        told = []
        for n in range(runs):
            told.append(figures(plan, run(plan, seed * MOST_RUNS + n)))
            watch(place * runs + n + 1, len(plans) * runs)
        first = first or told
        found.append(answer(name, plan, seed, told, first))
    return found


class Told(msgspec.Struct, frozen=True):
    """The figures of one run."""

    claims: int
    in_time: dict[str, float]
    days: dict[str, float]
    waiting: dict[str, float]
    at_end: dict[str, float]
    weeks: list[float]
    busy: dict[str, float]


def figures(plan: Plan, one: Run) -> Told:
    """The figures of one run: of claims made within the plan, each followed until it was final."""
    hours, made = Hours(plan.office), [each for each in one.claims if not each.before]
    took = {
        "interview": sorted(hours.calendar(each.begun, ended=False) - each.made for each in made),
        "decision": sorted(hours.calendar(each.signed, ended=True) - each.made for each in made),
        "final": sorted(hours.calendar(each.final, ended=True) - each.made for each in made),
    }
    limits = {"interview": plan.limits.interview, "decision": plan.limits.decision, "final": plan.limits.final}
    days: dict[str, float] = {}
    in_time: dict[str, float] = {}
    for name, minutes in took.items() if made else ():
        days[f"{name} mean"] = fmean(minutes) / DAY
        days[f"{name} nine"] = minutes[ceil(0.9 * len(minutes)) - 1] / DAY
        in_time[name] = sum(each <= limits[name] * DAY for each in minutes) / len(minutes)
    week, line = plan.office.days_a_week, one.waiting["interview"]
    weeks = [float(line[min(n + week, len(line)) - 1]) for n in range(0, len(line), week)]
    waiting = {name: fmean(each) for name, each in one.waiting.items()}
    at_end = {name: float(each[-1]) for name, each in one.waiting.items()}
    return Told(len(made), in_time, days, waiting, at_end, weeks, one.busy)


def answer(name: str, plan: Plan, seed: int, told: Sequence[Told], first: Sequence[Told]) -> Answer:
    """One plan's figures over its runs, and what it gained over the first plan's."""

    def over(of: Callable[[Told], Mapping[str, float]], most: float = inf) -> dict[str, Estimate]:
        return {key: estimate([of(each)[key] for each in told], 0, most) for key in of(told[0])}

    known = all(each.claims for each in (*first, *told))  # else shares and days cannot be known
    gained = {
        key: estimate([b.in_time[key] - a.in_time[key] for a, b in zip(first, told, strict=True)], -1, 1)
        for key in (IN_TIME if known else ())
    }
    return Answer(
        name,
        plan,
        len(told),
        seed,
        claims=estimate([each.claims for each in told], 0, inf),
        in_time={**dict.fromkeys(IN_TIME), **(over(lambda each: each.in_time, 1) if known else {})},
        more={**dict.fromkeys(IN_TIME), **gained},
        days={**dict.fromkeys(DAYS), **(over(lambda each: each.days) if known else {})},
        waiting=over(lambda each: each.waiting),
        at_end=over(lambda each: each.at_end),
        weeks=[estimate(week, 0, inf) for week in zip(*(each.weeks for each in told), strict=True)],
        busy=over(lambda each: each.busy, 1),
        asked=asked(plan),
    )


def estimate(values: Sequence[float], least: float, most: float) -> Estimate:
    """The mean of independent runs, its interval by Student's t as far as it is possible, the range of single runs."""
    mean, half = fmean(values), student(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Estimate(mean, max(least, mean - half), min(most, mean + half), min(values), max(values))


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5)."""
    x = NormalDist().inv_cdf((1 + MIDDLE) / 2)
    terms: tuple[float, ...] = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + fsum(term / freedom**n for n, term in enumerate(terms, 1))


def asked(plan: Plan) -> dict[str, float]:
    """Work that comes as a share of what each desk can do; its lines grow without end from 1 on."""
    office, takes, review = plan.office, plan.minutes, plan.review
    claims_an_open_minute = plan.claims_a_day * 7 / office.days_a_week / (office.hours_a_day * 60)
    sent_back = review.returned + review.returned**2
    work = {
        "officers": (takes.interview + takes.writing + sent_back * takes.correction, office.officers),
        "rooms": (takes.interview, office.rooms),
        "supervisors": ((1 + sent_back) * takes.review, office.supervisors),
        "reviewers": (review.drawn * takes.drawn_review, office.reviewers),
    } | {
        f"interpreters of {each.name}": (each.share * takes.interview, each.interpreters)
        for each in plan.language if each.interpreters
    }  # fmt: skip
    loads = {name: claims_an_open_minute * minutes / people for name, (minutes, people) in work.items()}
    if office.interviews_a_day:
        most = office.officers * office.interviews_a_day / (office.hours_a_day * 60)
        loads["interviews a day"] = claims_an_open_minute / most
    return loads
