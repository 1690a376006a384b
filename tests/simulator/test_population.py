"""The same seed gives the same people, under every plan; danger is known and does not depend on the programme."""

import pytest

from asylia.simulator.population import parties
from tests.simulator.small import LIVE, NAMES, PRACTISED, plan


def test_equal_seeds_give_equal_people_and_others_give_others() -> None:
    def told(seed: int) -> list[tuple[object, ...]]:
        come = parties(plan(LIVE), seed, 200)
        return [(each[:3], each.own_national_link, [one[:-1] for one in each.members]) for each in come]

    assert told(3) == told(3) != told(4)


@pytest.mark.parametrize("people", [1, 2, 3, 7, 500])
def test_as_many_come_as_were_asked_for(people: int) -> None:
    come = parties(plan(LIVE), 1, people)
    assert sorted(one.number for each in come for one in each.members) == list(range(people))
    assert [each.arrives for each in come] == sorted(each.arrives for each in come)
    assert all(0 <= each.arrives < (plan(LIVE).days + 1) * 86_400 for each in come)


def test_children_come_with_adults_save_those_alone() -> None:
    come = parties(plan(LIVE), 1, 3000)
    for each in come:
        first, *others = each.members
        assert not first.child or not others
    children = [one for each in come for one in each.members if one.child]
    alone = [each for each in come if len(each.members) == 1 and each.members[0].child]
    assert 0.25 < len(children) / 3000 < 0.6
    assert 0 < len(alone) < 60
    assert any(one.age == 0 for one in children)
    assert all(one.born <= "2023" for one in children)


def test_the_truth_follows_the_likelihood() -> None:
    people = [one for each in parties(plan(LIVE), 1, 6000) for one in each.members]
    expected = sum(one.likelihood for one in people)
    assert abs(sum(one.in_danger for one in people) - expected) < 4 * expected**0.5
    assert all(0 <= one.likelihood <= 1 for one in people)


def test_the_plans_that_come_along_have_the_same_people() -> None:
    for name in NAMES:
        assert plan(name).people == plan(PRACTISED).people
        assert plan(name).danger == plan(PRACTISED).danger
        assert plan(name).sites == plan(PRACTISED).sites
