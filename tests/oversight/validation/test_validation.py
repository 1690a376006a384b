"""The scenario library N0 to E11: alarms fire with the stated power, stay silent where they must, intervals cover.

`make test` runs fifty replications of the shorter scenarios; `make long` all of them, with thousands.
"""

import ibis
import msgspec
import pytest
from scipy import stats

from asylia.oversight.measure import Count
from asylia.oversight.registry import measures
from tests.oversight.validation import trying
from tests.oversight.validation.keeping import PAGE, STREAMS, kept, page, result
from tests.oversight.validation.streams import at_tolerance, streams
from tests.oversight.validation.trying import AT_ONCE, Expected, missed, scenarios, tried

LONG = 2000
BY_ID = {each.id: each for each in scenarios()}
SHORT = [id for id, each in BY_ID.items() if not each.long]
DRIFT = 1e-5  # what was kept and what is found now are of one measure unless chance so seldom sets them so far apart


def wrong(scenario, found):
    """The expectations that were missed, and those that are not what the page says."""
    told = kept().get(scenario.id)
    for each, one in zip(scenario.expects, found, strict=True):
        if missed(each, one) and not each.known:
            yield f"missed: {each.kind} {each.measure} {each.part} {each.unit} {one.hits} of {one.trials}"
        for before in told.found if told else ():
            if before.expected._replace(states=each.states) == each and each.kind != "yearly" and one.trials:
                table = [[one.hits, one.trials - one.hits], [before.hits, before.trials - before.hits]]
                if stats.fisher_exact(table).pvalue < DRIFT:
                    yield f"docs/validation.md is stale: {each.measure} {each.part} in {scenario.id}"


@pytest.mark.parametrize("id", SHORT)
def test_measures_see_what_is_there_and_nothing_else(id):
    """Fifty replications: an aim is missed when chance would give what was seen in fewer than one case of a hundred."""
    scenario = BY_ID[id]
    assert list(wrong(scenario, tried(scenario, 0, AT_ONCE))) == []


@pytest.mark.long
@pytest.mark.parametrize("id", BY_ID)
def test_measures_see_what_is_there_in_thousands_of_worlds(id):
    """The figures of docs/validation.md, made again."""
    scenario = BY_ID[id]
    chunks = range(min(LONG, scenario.most) // AT_ONCE)
    found = result(scenario, LONG, [(0.0, tried(scenario, chunk, AT_ONCE)) for chunk in chunks])
    assert list(wrong(scenario, [each.outcome for each in found.found])) == []


@pytest.mark.parametrize(("measure", "part", "arm"), list(streams()), ids=lambda each: getattr(each, "id", each or "-"))
def test_a_stream_at_its_tolerance_alarms_in_one_of_twenty_at_most(measure, part, arm):
    """Looked at in each of 104 weeks (Ville)."""
    assert not missed(Expected("streams", measure.id, part), at_tolerance(measure, arm, AT_ONCE))


# --- what must be there


def test_every_scenario_that_a_measure_names_is_in_the_library():
    """A power that a declaration states is one that is tried; what must be silent somewhere is looked at there."""
    told = {
        (each.id.split(",")[0].split(" ")[0], one.kind, one.measure) for each in scenarios() for one in each.expects
    }
    seen = {(scenario, measure) for scenario, kind, measure in told if kind in ("fires", "exact", "counts")}
    quiet = {(scenario, measure) for scenario, kind, measure in told if kind == "silent"}
    for measure in measures().values():
        assert {each.scenario for each in measure.fires_in} <= {scenario for scenario, id in seen if id == measure.id}
        assert set(measure.silent_in) - {scenario for scenario, id in quiet if id == measure.id} <= {"N0"}, measure.id


def test_the_page_is_made_of_what_was_found():
    """Python -m tests.oversight.validation --page"""
    assert PAGE.read_text("utf-8") == page(kept())


def test_what_was_found_is_of_these_scenarios_and_versions():
    """A new scenario or version is run before it is told of: python -m tests.oversight.validation SCENARIO."""
    assert set(kept()) == {*BY_ID, STREAMS}
    for id, told in kept().items():
        assert told.versions == {measure: measures()[measure].version for measure in told.versions}, id
        if id != STREAMS:
            expected = [(each.kind, each.measure, each.part, each.unit, each.of) for each in BY_ID[id].expects]
            assert [(each.kind, each.measure, each.part, each.unit, each.of) for each in told.found] == expected, id


# --- a test that cannot fail is a defect


def with_measure(monkeypatch, changed):
    """The library, one measure of it replaced; only what is expected of that measure."""
    monkeypatch.setattr(trying, "measures", lambda: measures() | {changed.id: changed})


def of(scenario, measure):
    """A scenario with the expectations of one measure only."""
    expects = tuple(each for each in scenario.expects if each.measure == measure)
    return type(scenario)(**{**vars(scenario), "expects": expects})


def test_a_measure_that_counts_nothing_is_seen(monkeypatch):
    """M08 looking for an outcome that no decision has: a standard of 90 % goes unseen."""
    measure = measures()["M08"]
    above = measure.counts[0]
    blind = Count(arm=above.arm, denominator=above.denominator, numerator=lambda it: it.outcome == "refused")
    without_limits = (limit for limit in measure.alarm if limit.bounds[0].of == "q")
    broken = msgspec.structs.replace(measure, counts=(blind, measure.counts[1]), frame=(), alarm=tuple(without_limits))
    with_measure(monkeypatch, broken)
    scenario = of(BY_ID["E3"], "M08")
    assert any(missed(each, one) for each, one in zip(scenario.expects, tried(scenario, 0, AT_ONCE), strict=True))


def test_a_measure_that_forgets_who_came_is_seen(monkeypatch):
    """M07 without its strata takes the site of the hard cases for a site of hard officers."""
    measure = measures()["M07"]

    def without_strata(tables):
        return measure.population(tables).mutate(stratum=ibis.literal("all"))

    with_measure(monkeypatch, msgspec.structs.replace(measure, population=without_strata))
    scenario = of(BY_ID["N1"], "M07")
    silent, naive = tried(scenario, 0, 20)
    assert missed(scenario.expects[0], silent)
    assert not missed(scenario.expects[1], naive)
