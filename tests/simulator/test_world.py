"""What is impossible in the product is impossible in a simulation: everything happens through the real core, or not."""

from collections import Counter

import pytest

from asylia.core.decider import fold
from asylia.core.errors import Broken
from asylia.core.event import name_of
from asylia.core.file import CaseFile
from asylia.core.standing import is_open
from asylia.core.steps.custody import PersonReturned, ReturnReported
from asylia.core.streams.drawing import SeedCommitted, SeedRevealed, reveals
from asylia.simulator import world as worlds
from asylia.simulator.reading import regime_of
from asylia.simulator.running import run
from tests.simulator.small import LIVE, NAMES, PRACTISED, Kept, lived, plan, practised

PEOPLE = 120


@pytest.fixture(scope="module", params=NAMES)
def simulated(request: pytest.FixtureRequest) -> tuple[str, object, Kept]:
    count, kept = lived(plan(request.param), PEOPLE)
    return request.param, count, kept


def test_every_stream_folds_from_an_opening_and_is_whole(simulated: tuple[str, object, Kept]) -> None:
    _, _, kept = simulated
    for case, events in kept.cases.items():
        assert name_of(events[0]) in ("case.opened/1", "case.opened_provisionally/1")
        file = fold(case, events)
        assert file.version == len(events)
        assert [each.who.at for each in events] == sorted(each.who.at for each in events)


def test_nobody_is_returned_while_a_claim_is_open(simulated: tuple[str, object, Kept]) -> None:
    name, _, kept = simulated
    regime = regime_of(plan(name))
    for case, events in kept.cases.items():
        file = CaseFile(id=case)
        for event in events:
            if isinstance(event, PersonReturned):
                assert not any(is_open(each, regime) for each in file.claims)
            file = worlds.evolve(file, event)


def test_a_live_regime_shows_no_breach_and_a_historical_one_many(simulated: tuple[str, object, Kept]) -> None:
    name, count, kept = simulated
    names = Counter(name_of(each) for events in kept.cases.values() for each in events)
    if regime_of(plan(name)).historical:
        assert names["breach.noted/1"] > 0
    else:
        assert names["breach.noted/1"] == 0
    assert names == Counter(count.names)  # type: ignore[attr-defined]


def test_every_decision_of_the_live_plans_rests_on_reasons_and_both_outcomes_are_reviewed() -> None:
    _, kept = lived(plan(LIVE), 300)
    files = [fold(case, events) for case, events in kept.cases.items()]
    decisions = [each for file in files for claim in file.claims for each in claim.determinations]
    outcomes = Counter(each.outcome for each in decisions)
    assert outcomes["positive"] > 5
    assert outcomes["negative"] > 5
    assert all(finding.cites for each in decisions for finding in each.findings)
    served = [each for each in decisions if each.service]
    assert served
    assert all(any(one.level == "supervisor" for one in each.reviews) for each in served)
    assert any(each.drawn_for for each in decisions)


def test_a_refused_act_leaves_nothing_but_that_it_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[int, int]] = []
    real = worlds.decide

    def watched(file: CaseFile, command, regime, facts):
        decision = real(file, command, regime, facts)
        if isinstance(decision, worlds.Refused) and isinstance(command, worlds.Act) and file.version:
            tried.append((file.version, len(decision.rules)))
        return decision

    monkeypatch.setattr(worlds, "decide", watched)
    count, kept = lived(plan(LIVE), PEOPLE)
    assert tried
    refused = [each for events in kept.cases.values() for each in events if name_of(each) == "act.refused/1"]
    assert len(refused) == len(tried) == count.refused


def test_where_the_core_refuses_all_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were there a way around the core, something would still be kept."""
    nothing = worlds.Refused(rules=(Broken(rule="procedure.exists"),))
    monkeypatch.setattr(worlds, "decide", lambda *_: nothing)
    kept = Kept()
    with pytest.raises(AssertionError):  # a language said back is never refused
        run(plan(LIVE), seed=1, people=5, keeps=kept)
    assert not kept.cases


def test_returns_that_happen_all_the_same_are_reports_with_the_rules_they_broke() -> None:
    around = practised(PRACTISED, around=1.0, notice_arrives=0.0)
    _, kept = lived(around, 150)
    reported = [each for events in kept.cases.values() for each in events if isinstance(each, ReturnReported)]
    assert reported
    assert all("return.lawful" in each.rules for each in reported)


def test_each_months_seed_is_committed_before_it_and_revealed_after() -> None:
    _, kept = lived(plan(LIVE), 10)
    drawn = {stream: events for stream, events in kept.streams.items() if stream.startswith("draw/")}
    assert len(drawn) >= 24
    whole = 0
    for stream, events in drawn.items():
        committed = events[0]
        assert isinstance(committed, SeedCommitted)
        first = f"{stream.removeprefix('draw/')}-01"
        assert committed.who.at.date().isoformat() < first or stream == min(drawn)
        for revealed in events[1:]:
            assert isinstance(revealed, SeedRevealed)
            assert revealed.who.at.date().isoformat() > first
            assert reveals(committed, revealed)
            whole += 1
    assert whole >= 22


def test_the_same_people_meet_every_plan() -> None:
    assert len({lived(plan(name), 80, seed=5)[0].in_danger for name in NAMES}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_one_person_is_a_programme(name: str) -> None:
    count, kept = lived(plan(name), 1)
    assert count.rungs["encountered"] == 1
    assert len([each for each in kept.cases if kept.cases[each]]) >= 1


def test_all_outcomes_can_be_equal() -> None:
    count, _ = lived(practised(LIVE, standard=1.0), PEOPLE)
    assert count.rungs["decided"] > 0
    assert count.rungs["positive"] == 0
    count, _ = lived(practised(LIVE, standard=1e-9), PEOPLE)
    assert count.rungs["positive"] == count.rungs["decided"] > 0


def test_practices_move_what_they_name() -> None:
    """Each lever against the plan itself, on the same people."""
    few, many = (lived(practised(PRACTISED, asked=share), 300)[0].rungs for share in (0.0, 1.0))
    assert few["asked"] == 0
    assert many["asked"] == 300
    assert many["claimed"] > few["claimed"]
    heard, hushed = (
        lived(practised(PRACTISED, asked=0.0, prescreened=share, monitored=0.0), 300)[0] for share in (0, 1)
    )
    assert hushed.rungs["claimed"] < heard.rungs["claimed"]
    kept, turned = (
        lived(practised(PRACTISED, asked=1.0, standard=0.05, overturned_positive=share), 300)[0] for share in (0, 1)
    )
    assert turned.rungs["final_positive"] < kept.rungs["final_positive"]
