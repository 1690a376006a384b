"""The event loop gives what simpy gives: the same things at the same moments, in the same order."""

from collections.abc import Generator
from typing import Any

import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from asylia.simulator.loop import Loop, Pool, Process

JOBS = st.lists(
    st.tuples(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20)), max_size=4)), max_size=12
)
SEATS = st.lists(st.integers(1, 3), min_size=3, max_size=3)
Job = tuple[int, list[tuple[int, int]]]
Seen = list[tuple[int, int, str]]


def ours(jobs: list[Job], seats: list[int], until: int) -> Seen:
    loop = Loop()
    pools = [Pool(loop, each) for each in seats]
    seen: Seen = []

    def work(number: int, visits: list[tuple[int, int]]) -> Process:
        for pool, long in visits:
            seen.append((loop.now, number, "asks"))
            yield pools[pool]
            seen.append((loop.now, number, "sits"))
            yield long
            pools[pool].give_back()
            seen.append((loop.now, number, "goes"))

    for number, (begins, visits) in enumerate(jobs):
        loop.begin(work(number, visits), begins)
    loop.run(until)
    return seen


def simpys(jobs: list[Job], seats: list[int], until: int) -> Seen:
    env = simpy.Environment()
    pools = [simpy.Resource(env, each) for each in seats]
    seen: Seen = []

    def work(number: int, begins: int, visits: list[tuple[int, int]]) -> Generator[Any, Any, None]:
        yield env.timeout(begins)
        for pool, long in visits:
            seen.append((int(env.now), number, "asks"))
            request = pools[pool].request()
            yield request
            seen.append((int(env.now), number, "sits"))
            yield env.timeout(long)
            pools[pool].release(request)
            seen.append((int(env.now), number, "goes"))

    for number, (begins, visits) in enumerate(jobs):
        env.process(work(number, begins, visits))
    env.run(until=until)
    return seen


@settings(max_examples=300, deadline=None)
@given(JOBS, SEATS, st.integers(1, 200))
def test_the_loop_goes_as_simpy_goes(jobs: list[Job], seats: list[int], until: int) -> None:
    assert ours(jobs, seats, until) == simpys(jobs, seats, until)


def test_a_seat_goes_to_who_asked_first() -> None:
    seen = ours([(0, [(0, 10)]), (1, [(0, 5)]), (2, [(0, 5)])], [1, 1, 1], 100)
    assert [number for _, number, what in seen if what == "sits"] == [0, 1, 2]


def test_nothing_happens_after_the_end() -> None:
    loop = Loop()

    def late() -> Process:
        yield 10
        raise AssertionError

    loop.begin(late(), 0)
    loop.run(10)
    assert loop.now == 10
