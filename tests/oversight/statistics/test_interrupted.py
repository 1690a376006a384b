"""A change after an event: found where it was put, not elsewhere; and the trap in statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from asylia.oversight.statistics.interrupted import Weeks, at_one_site, controlled, level_change


def programme(shift, *, sites=12, touched=3, weeks=52, each=40, base=0.12, seed=0):
    chance = np.random.default_rng(seed)
    odds = np.log(base / (1 - base)) + chance.normal(0, 0.2, sites)
    for site in range(sites):
        week = np.arange(weeks)
        at = odds[site] + shift * ((site < touched) & (week >= weeks // 2)) + 0.1 * np.sin(week)
        yield f"s{site}", Weeks(chance.binomial(each, 1 / (1 + np.exp(-at))).tolist(), [each] * weeks)


EVENTS = {f"s{n}": 26 for n in range(3)}


def alarms(shift, many):
    found = [controlled(dict(programme(shift, seed=n)), EVENTS) for n in range(many)]
    return np.mean([one.p < 0.05 for one in found]), np.mean([one.log_odds for one in found])


def test_where_nothing_changed_nothing_is_found():
    assert alarms(0.0, 150)[0] <= 0.09


def test_a_fall_from_12_to_6_percent_at_three_sites_is_found():
    """E4. Oversight.md: power .99 at -.75."""
    power, size = alarms(-0.75, 40)
    assert power >= 0.95
    assert size == pytest.approx(-0.75, abs=0.08)


def test_names_do_not_matter():
    sites = dict(programme(-0.4))
    renamed = {f"x{n}": weeks for n, weeks in reversed(sites.items())}
    assert controlled(sites, EVENTS) == controlled(renamed, {f"x{n}": at for n, at in EVENTS.items()})


def test_one_site_is_held_against_other_dates():
    changed = [dict(programme(-0.75, seed=n))["s0"] for n in range(10)]
    quiet = [dict(programme(0.0, seed=n))["s0"] for n in range(20)]
    assert np.mean([at_one_site(weeks, 26).p <= 0.05 for weeks in changed]) >= 0.6
    assert np.mean([at_one_site(weeks, 26).p <= 0.05 for weeks in quiet]) <= 0.15


def test_the_two_column_form_of_statsmodels_misstates_the_dispersion():
    """Oversight.md: at n = 40 `scale="X2"` of the two-column form is 1/40 of what it should be; shares are right."""
    chance = np.random.default_rng(1)
    n, x = np.full(400, 40), chance.binomial(40, 0.2, 400)
    design = np.ones((400, 1))
    right = sm.GLM(x / n, design, sm.families.Binomial(), var_weights=n).fit(scale="X2").scale
    wrong = sm.GLM(np.c_[x, n - x], design, sm.families.Binomial()).fit(scale="X2").scale
    assert right == pytest.approx(1.0, abs=0.15)
    assert wrong == pytest.approx(right / 40, rel=0.05)


def test_levels_are_wrong_no_more_often_than_said():
    z = [level_change(dict(programme(0.0, sites=1, touched=0, seed=n))["s0"], 26)[1] for n in range(200)]
    assert np.mean(np.abs(z) > 1.96) <= 0.09


def test_none_before_or_after_has_a_change_too():
    weeks = Weeks([0] * 20 + [5] * 20, [40] * 40)
    log_odds, z = level_change(weeks, 20)
    assert log_odds > 3
    assert z > 3.5


def test_where_nothing_can_be_compared_nothing_is_said():
    sites = dict(programme(0.0, sites=3))
    assert controlled(sites, {}) is controlled(sites, EVENTS) is controlled({}, {}) is None
    assert controlled(sites, {"s0": 2}) is controlled(sites, {"s0": 50}) is None
    assert at_one_site(Weeks([0] * 20, [5] * 20), 10) is at_one_site(Weeks([1] * 5, [5] * 5), 3) is None
