"""The order of decisions: nothing is found where nothing is, and the way by officer fixed effects is shown to fail."""

import numpy as np
import pytest

from asylia.oversight.statistics.sequences import Turn, previous_decision, trend


def officers(shift, *, many=40, each=50, base=0.3, seed=0, families=False):
    """Each decision is `shift` likelier to be positive after a positive one; some come as families, decided alike."""
    chance = np.random.default_rng(seed)
    for officer in range(many):
        own, last, family = base + chance.normal(0, 0.05), False, None
        for place in range(each):
            alike = families and place % 5 in {1, 2}
            positive = last if alike else bool(chance.random() < own + shift * (last - base))
            family = family if alike else f"f{officer}-{place}"
            yield Turn(officer, place, family, positive, place % 10)
            last = positive


def share(found):
    return np.mean([one.p <= 0.05 for one in found])


def test_where_decisions_do_not_lean_on_each_other_nothing_is_found():
    found = [previous_decision(officers(0.0, many=20, seed=n), rounds=99) for n in range(120)]
    assert share(found) <= 0.10
    assert np.mean([one.delta for one in found]) == pytest.approx(0, abs=0.01)


def test_fixed_effects_would_find_what_is_not_there():
    """Oversight.md: with 20 decisions an officer they report about -1/(T-1) = -5 points when the truth is 0."""
    slopes = []
    for n in range(30):
        turns = list(officers(0.0, each=20, seed=n))
        y = np.array([turn.positive for turn in turns], float).reshape(-1, 20)
        now, before = y[:, 1:], y[:, :-1]
        now, before = now - now.mean(axis=1, keepdims=True), before - before.mean(axis=1, keepdims=True)
        slopes.append((now * before).sum() / np.square(before).sum())
    assert np.mean(slopes) == pytest.approx(-1 / 19, abs=0.015)


def test_a_gamblers_fallacy_is_found():
    """E8: ten points less after a positive, 40 officers with 50 decisions each: in at least 95 %."""
    found = [previous_decision(officers(-0.10, seed=n), rounds=199) for n in range(40)]
    assert share(found) >= 0.95
    assert np.mean([one.delta for one in found]) == pytest.approx(-0.10, abs=0.02)


def test_a_family_decided_alike_is_one_decision():
    found = [previous_decision(officers(0.0, many=20, families=True, seed=n), rounds=99) for n in range(60)]
    alone = [
        previous_decision(
            (turn._replace(family=None) for turn in officers(0.0, many=20, families=True, seed=n)), rounds=99
        )
        for n in range(5)
    ]
    assert share(found) <= 0.12
    assert share(alone) == 1.0  # the fault that the block of a family is there to avoid


def test_a_trend_within_the_day_is_found_and_none_is_not():
    def day(fall, seed):
        chance = np.random.default_rng(seed)
        for block in range(400):
            for hour in range(8):
                yield Turn(block, hour, None, bool(chance.random() < 0.4 - fall * hour), hour)

    assert share([trend(day(0.0, n), rounds=99) for n in range(60)]) <= 0.12
    found = [trend(day(0.02, n), rounds=99) for n in range(10)]
    assert share(found) == 1.0
    assert np.mean([one.contrast for one in found]) == pytest.approx(-0.08, abs=0.01)


def test_names_and_the_order_of_rows_do_not_matter():
    turns = list(officers(-0.05, many=10))
    other = [turn._replace(block=f"x{turn.block}") for turn in reversed(turns)]
    assert previous_decision(turns) == previous_decision(other)
    assert trend(turns) == trend(other)


def test_where_nothing_can_be_compared_nothing_is_said():
    assert previous_decision([]) is trend([]) is None
    assert previous_decision([Turn(1, n, None, False) for n in range(9)]) is None
    assert trend([Turn(1, n, None, n > 3, 1.0) for n in range(9)]) is None
    assert previous_decision([Turn(1, 1, None, True), Turn(1, 2, None, False)]) is None
