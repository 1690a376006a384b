"""Comparing: the same people lived through under each plan, run after run, and what makes the difference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import mean, quantiles
from typing import NamedTuple

from msgspec.structs import replace

from asylia.simulator.assumptions import assumptions
from asylia.simulator.comparison import Comparison, Difference, Programme, Rung, Spread
from asylia.simulator.plan import Plan
from asylia.simulator.population import parties
from asylia.simulator.queueing_plan import PlanDefect
from asylia.simulator.reading import regime_of
from asylia.simulator.running import run
from asylia.simulator.tally import RUNGS, Count

FEW = 10  # runs; of fewer the least and the greatest are shown
PROCESSES = 2
Progress = Callable[[int, int], None]


class Change(NamedTuple):
    """A difference between two plans: which practices, and whether the text itself changes too."""

    id: str
    says: str
    practices: tuple[str, ...]


CHANGES = (
    Change("asked", "Everyone is asked about fear, alone, and again.",
           ("asked", "asked_alone", "asked_again", "asked_on_return")),
    Change("recorded", "Words of fear are always recorded, and nothing refused is done all the same.",
           ("prescreened", "monitored", "around")),
    Change("heard", "People are heard in their language, in a fit room, with counsel, and read back to.",
           ("language_checked", "interpreted", "in_person", "conditions_met", "restrained", "represented",
            "counsel_admitted", "readback", "reasoned")),
    Change("standard", "Officers find by the other plan's standard.", ("standard",)),
    Change("reviewed", "Both outcomes are reviewed alike, and nobody presses an officer.",
           ("pressure", "yields", "returned_positive", "returned_negative", "overturned_positive", "late_review",
            "targeted")),
    Change("vulnerable", "Vulnerability is seen, and exclusions are kept.",
           ("screened", "exclusions_kept", "discretion", "families_split")),
    Change("waiting", "Notices arrive, people can be reached and brought to court.",
           ("complete_notices", "deliverable", "notice_arrives", "warned_aloud", "contact_planned", "transport_comes",
            "port_lets_in", "kidnapped", "misses", "told_of_missing", "ordered_absent")),
)  # fmt: skip
TEXT = Change("text", "The text itself, and whatever else differs.", ())


class Task(NamedTuple):
    """One run: the people are those of `people_of`."""

    plan: Plan
    people_of: Plan
    seed: int
    people: int


def lived(task: Task) -> Count:
    """One run, nothing recorded."""
    come = parties(task.people_of, task.seed, task.people)
    return run(task.plan, seed=task.seed, people=task.people, come=come)


def compare(
    plans: Mapping[str, Plan], *, runs: int, people: int, seed: int, watch: Progress | None = None
) -> Comparison:
    """The people of the first plan under every plan; differences lie between the first and the last.

    Raises PlanDefect where the plans have not the same crossings and days, or are fewer than two.
    """
    _require_comparable(plans)
    names = list(plans)
    first, last = plans[names[0]], plans[names[-1]]
    alone = {change.id: switched(first, last, (change,)) for change in CHANGES}
    tasks = {**plans, **{f"alone {id}": plan for id, plan in alone.items()}}
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        counted = partial(_counts, people_of=first, runs=runs, people=people, seed=seed, watch=watch, pool=pool)
        counts = counted(tasks)
        # In the order in which each alone changes most; the text itself last, for it is all that is then left.
        order = sorted(CHANGES, key=lambda change: mean(each.endangered for each in counts[f"alone {change.id}"]))
        together = {change.id: switched(first, last, order[: place + 1]) for place, change in enumerate(order)}
        text = replace(first, regime=last.regime, practices=replace(first.practices, standard=standard_of(first)))
        counts |= counted({"alone text": text, **{f"together {id}": plan for id, plan in together.items()}})
    counts["together text"] = counts[names[-1]]
    programmes = tuple(programme(name, plan, counts[name]) for name, plan in plans.items())
    return Comparison(
        title=f"The same people under {len(plans)} programmes",
        sentence=sentence(first, last, programmes),
        seed=seed, runs=runs, people=people, days=first.days,
        in_danger=spread([each.in_danger for each in counts[names[0]]]),
        programmes=programmes, from_plan=names[0], to_plan=names[-1],
        differences=tuple(
            Difference(
                id=change.id, says=change.says,
                alone=spread([each.endangered for each in counts[f"alone {change.id}"]]),
                together=spread([each.endangered for each in counts[f"together {change.id}"]]),
            )
            for change in (*order, TEXT)
        ),
    )  # fmt: skip


def _require_comparable(plans: Mapping[str, Plan]) -> None:
    if len(plans) < 2:
        raise PlanDefect("a comparison needs two plans or more; name another one")
    names = list(plans)
    for name in names[1:]:
        if len(plans[name].sites) != len(plans[names[0]].sites):
            raise PlanDefect(
                f"{name}: sites: the same people come to {len(plans[names[0]].sites)} crossings; name as many"
            )
        if plans[name].days != plans[names[0]].days:
            raise PlanDefect(f"{name}: days: the same people come over {plans[names[0]].days} days; write as many")


def standard_of(plan: Plan) -> float:
    """The likelihood above which officers find under a plan, as its practices or its text have it."""
    glosses = [each.gloss for each in regime_of(plan).standards if each.gloss is not None]
    return plan.practices.standard or min(glosses) / 100


def switched(plan: Plan, to: Plan, changes: Sequence[Change]) -> Plan:
    """The plan with some of its practices as the other has them; its text stays."""
    values = {name: getattr(to.practices, name) for change in changes for name in change.practices}
    values["standard"] = standard_of(to if "standard" in values else plan)
    return replace(plan, practices=replace(plan.practices, **values))


def _counts(
    plans: Mapping[str, Plan],
    *,
    people_of: Plan,
    runs: int,
    people: int,
    seed: int,
    watch: Progress | None,
    pool: ProcessPoolExecutor,
) -> dict[str, list[Count]]:
    """Every plan's runs, on all processors; equal whatever finishes first."""
    tasks = [Task(plan, people_of, seed + number, people) for plan in plans.values() for number in range(runs)]
    found: list[Count] = []
    for count in pool.map(lived, tasks):
        found.append(count)
        if watch is not None:
            watch(len(found), len(tasks))
    return {name: found[place * runs : (place + 1) * runs] for place, name in enumerate(plans)}


def spread(figures: Sequence[float]) -> Spread:
    """Mean and middle 95 % of a figure over all runs; of few runs, the least and the greatest."""
    low, high = min(figures), max(figures)
    if len(figures) >= FEW:
        low, *_, high = quantiles(figures, n=40, method="inclusive")
    return Spread(mean=mean(figures), low=low, high=high)


def programme(name: str, plan: Plan, counts: Sequence[Count]) -> Programme:
    """What became of the people under one plan."""
    regime = regime_of(plan)
    return Programme(
        plan=name, title=plan.title, regime=plan.regime, historical=regime.historical, digest=plan.digest,
        endangered=spread([each.endangered for each in counts]), protected=spread([each.protected for each in counts]),
        mistaken=spread([each.mistaken for each in counts]), ladder=tuple(rungs(counts)),
        refused=spread([each.refused for each in counts]), breaches=spread([each.breaches for each in counts]),
        assumptions=tuple(assumptions(plan)),
    )  # fmt: skip


def rungs(counts: Sequence[Count]) -> Iterator[Rung]:
    """The ladder of one plan over all runs; a share of nobody is none."""
    for id, says, of in RUNGS:
        people = [each.rungs[id] for each in counts]
        among = [each.rungs[of] if of else each.rungs[id] for each in counts]
        shares = [part / whole if whole else 0.0 for part, whole in zip(people, among, strict=True)]
        yield Rung(id=id, says=says, people=spread(people), of=of, share=spread(shares))


def sentence(first: Plan, last: Plan, programmes: Sequence[Programme]) -> str:
    """The difference in one sentence."""
    before, after = round(programmes[0].endangered.mean), round(programmes[-1].endangered.mean)
    return (
        f"{first.title}: about {before:,} simulated people in true danger were sent away; "
        f"{last.title}: about {after:,}."
    )
