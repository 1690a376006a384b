"""The same people under each plan: equal seeds give an equal file, the last difference is the other plan itself."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from asylia.simulator import comparing
from asylia.simulator.comparing import CHANGES, compare, spread, standard_of, switched
from asylia.simulator.comparison import Comparison, read, written
from asylia.simulator.plan import Practices
from asylia.simulator.queueing_plan import PlanDefect
from asylia.simulator.reading import contradictions
from tests.simulator.small import LIVE, PRACTISED, plan

PLANS = {PRACTISED: plan(PRACTISED), LIVE: plan(LIVE)}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(PLANS, runs=2, people=50, seed=3)


def test_equal_seeds_give_an_equal_file(found: Comparison, tmp_path: Path) -> None:
    again = compare(PLANS, runs=2, people=50, seed=3)
    assert written(again) == written(found)
    (tmp_path / "comparison.json").write_bytes(written(found))
    assert read(tmp_path / "comparison.json") == found


def test_each_plan_has_its_ladder_and_what_it_assumes(found: Comparison) -> None:
    for each in found.programmes:
        assert [rung.id for rung in each.ladder][:3] == ["encountered", "asked", "claimed"]
        assert each.ladder[0].people.mean == 50
        assert all(0 <= rung.share.low <= rung.share.mean <= rung.share.high <= 1 for rung in each.ladder)
        assert len(each.assumptions) > 30
        assert each.endangered.mean <= found.in_danger.mean
    practised, live = found.programmes
    assert practised.historical
    assert not live.historical
    assert live.breaches.high == 0
    assert practised.breaches.low > 0


def test_differences_lie_between_the_first_and_the_last_plan(found: Comparison) -> None:
    assert {each.id for each in found.differences} == {*(change.id for change in CHANGES), "text"}
    last = found.differences[-1]
    assert last.id == "text"
    assert last.together == found.programmes[-1].endangered


def test_every_practice_that_is_switched_on_is_one() -> None:
    named = [name for change in CHANGES for name in change.practices]
    assert len(named) == len(set(named))
    assert set(named) <= set(Practices.__struct_fields__)


def test_a_difference_changes_what_it_names_and_nothing_else() -> None:
    for change in CHANGES:
        one = switched(plan(PRACTISED), plan(LIVE), (change,))
        changed = {
            name for name in Practices.__struct_fields__
            if getattr(one.practices, name) != getattr(plan(PRACTISED).practices, name)
        }  # fmt: skip
        assert changed <= set(change.practices)
        assert one.regime == plan(PRACTISED).regime
        assert not list(contradictions(one))
    assert standard_of(plan(LIVE)) == 0.1
    assert standard_of(plan(PRACTISED)) == 0.9


def test_a_comparison_that_cannot_be_is_refused() -> None:
    with pytest.raises(PlanDefect, match="needs two plans or more"):
        compare({LIVE: plan(LIVE)}, runs=1, people=1, seed=1)
    fewer = replace(plan(LIVE), sites=plan(LIVE).sites[:2])
    with pytest.raises(PlanDefect, match="sites: the same people come to 4 crossings"):
        compare({PRACTISED: plan(PRACTISED), "fewer": fewer}, runs=1, people=1, seed=1)
    with pytest.raises(PlanDefect, match="days: the same people come over 730 days"):
        compare({PRACTISED: plan(PRACTISED), "short": replace(plan(LIVE), days=30)}, runs=1, people=1, seed=1)


def test_the_spread_of_few_runs_is_the_least_and_the_greatest() -> None:
    assert (spread([3, 1, 2]).low, spread([3, 1, 2]).high) == (1, 3)
    many = spread(list(range(1001)))
    assert (many.low, many.mean, many.high) == (25, 500, 975)
    assert comparing.FEW == 10
