"""Running a plan: the people, the world and the loop, with or without a ledger that keeps what happens."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from asylia.simulator.encounter import arriving
from asylia.simulator.keeping import Keeps, Nowhere
from asylia.simulator.plan import Plan
from asylia.simulator.population import DAY, Party, parties
from asylia.simulator.reading import regime_of
from asylia.simulator.tally import Count
from asylia.simulator.world import World

Progress = Callable[[int, int], None]


def run(
    plan: Plan, *, seed: int | None = None, people: int | None = None, keeps: Keeps | None = None,
    come: list[Party] | None = None, progress: Progress | None = None,
) -> Count:  # fmt: skip
    """Live through a plan and count what became of its people.

    `seed` and `people` stand for those of the plan; with fewer people fewer work there, in proportion. `come` are the
    people of another plan, so that the same meet both. `progress` is called for each day with how many there are.
    """
    chosen = plan.seed if seed is None else seed
    number = plan.people_in_all if people is None else people
    come = parties(plan, chosen, number) if come is None else come
    world = World(plan, regime_of(plan), chosen, number / plan.people_in_all, keeps or Nowhere())
    world.loop.begin(world.months(), 0)
    for party in come:
        world.loop.begin(arriving(world, party), party.arrives)
    with without_collecting():
        for day in range(plan.days):
            world.loop.run((day + 1) * DAY)
            if progress is not None:
                progress(day + 1, plan.days)
    return world.tally.count()._replace(seeds={each: world.draw_seed(each) for each in world.periods})


@contextmanager
def without_collecting() -> Iterator[None]:
    """No search for circles of objects: case files make none, and looking through millions of them costs a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
