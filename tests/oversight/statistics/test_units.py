"""Many units: funnels, shrinkage, permutation, multiplicity."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from asylia.oversight.statistics import multiplicity
from asylia.oversight.statistics.funnel import funnel, shrunk
from asylia.oversight.statistics.permutation import disparity


def world(sigma, *, base=0.2, officers=40, each=60, strata=3, seed=0):
    """Cells of a programme in which cases are given out at random, officers differ by `sigma` in log-odds."""
    chance = np.random.default_rng(seed)
    lean = chance.normal(0, sigma, officers)
    mix = chance.normal(0, 0.4, strata)
    cells = {}
    for stratum in range(strata):
        sizes = np.maximum(1, chance.multinomial(officers * each // strata, np.ones(officers) / officers))
        odds = np.log(base / (1 - base)) + lean + mix[stratum]
        positive = chance.binomial(sizes, 1 / (1 + np.exp(-odds)))
        cells[stratum] = {f"o{n}": (int(x), int(of)) for n, (x, of) in enumerate(zip(positive, sizes, strict=True))}
    return cells


def test_officers_who_do_not_differ_are_found_to_differ_no_more_often_than_said():
    p = [disparity(world(0.0, seed=n), rounds=199).p for n in range(200)]
    assert np.mean(np.array(p) <= 0.05) <= 0.08


def test_a_hard_case_mix_is_not_taken_for_a_hard_office():
    """N1: one office gets the hard cases; a comparison without strata fires, the stratified one does not."""
    easy, hard = (60, 100), (10, 100)
    cells = {"easy": {"a": easy, "b": (6, 10)}, "hard": {"a": (1, 10), "b": hard}}
    mixed = {"all": {"a": (61, 110), "b": (16, 110)}}
    assert disparity(cells).p > 0.5
    assert disparity(mixed).p < 0.01


def test_lottery_is_found_with_the_power_that_was_promised():
    """Oversight.md: 40 officers with 60 each at 20 %: power .89 at sigma .3, 1.0 at .6 (p < .05); tau near sigma."""
    mild, strong = ([disparity(world(s, seed=n), rounds=199) for n in range(100)] for s in (0.3, 0.6))
    assert np.mean([found.p <= 0.05 for found in mild]) >= 0.80
    assert np.mean([found.p < 0.01 for found in strong]) == 1.0
    assert np.mean([found.tau for found in strong]) == pytest.approx(0.6, abs=0.1)
    assert np.mean([found.tau for found in mild]) == pytest.approx(0.3, abs=0.08)


def test_the_permutation_agrees_with_chi_square_where_that_holds():
    cells = {"all": {f"u{n}": (20 + 3 * (n % 4), 100) for n in range(10)}}
    table = np.array([[x, of - x] for x, of in cells["all"].values()])
    by_law = stats.chi2_contingency(table, correction=False).pvalue
    assert disparity(cells, rounds=9999).p == pytest.approx(by_law, abs=0.02)


def test_other_names_and_another_order_give_the_same_row():
    cells = world(0.3, seed=5)
    renamed = {s: {f"{u[::-1]}x": row[u] for u in reversed(row)} for s, row in reversed(cells.items())}
    first, second = disparity(cells), disparity(renamed)
    assert (first.p, first.tau) == (second.p, second.tau)
    assert first.q == pytest.approx(second.q)


def test_where_nothing_can_be_compared_nothing_is_said():
    assert disparity({}) is None
    assert disparity({"s": {"only": (3, 9)}}) is None
    assert disparity({"s": {"a": (0, 9), "b": (0, 4)}, "t": {"a": (2, 2), "b": (5, 5)}}) is None
    assert funnel([3], [9]) is funnel([0, 0], [5, 5]) is funnel([5, 5], [5, 5]) is shrunk([0, 0], [5, 9]) is None
    assert funnel([], []) is shrunk([], []) is None


def test_a_unit_without_decisions_stands_on_the_target():
    found = funnel([3, 0, 9], [10, 0, 12])
    assert found.z[1] == found.z_spread[1] == 0
    assert found.target == pytest.approx(12 / 22)


def test_units_that_differ_by_chance_have_no_spread():
    chance = np.random.default_rng(2)
    n = np.full(200, 100)
    assert funnel(chance.binomial(n, 0.3), n).tau < 0.02
    beyond = funnel(chance.binomial(n, chance.beta(3, 7, 200)), n)
    true = np.sqrt(0.3 * 0.7 / 11)
    assert 0.7 * true < beyond.tau < true  # drawing in the ends makes it cautious


def test_shrinkage_finds_the_prior_it_was_made_from():
    chance = np.random.default_rng(4)
    n = np.full(400, 60)
    found = shrunk(chance.binomial(n, chance.beta(6, 4, 400)), n)
    assert found.a / (found.a + found.b) == pytest.approx(0.6, abs=0.02)
    assert found.a + found.b == pytest.approx(10, rel=0.25)


def test_the_false_share_is_that_of_benjamini_and_hochberg():
    """Benjamini and Hochberg 1995, table of 15 p-values: four are below q = .05."""
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
         .0459, .3240, .4262, .5719, .6528, .7590, 1.0]  # fmt: skip
    found = multiplicity.benjamini_hochberg(p)
    assert sum(q <= 0.05 for q in found) == 4
    assert found == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert multiplicity.benjamini_hochberg([None, 0.01, None]) == [None, 0.01, None]
    assert multiplicity.benjamini_hochberg([]) == []
