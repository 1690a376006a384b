"""The rows of any lawful history are those that plain Python counts over it, at the end and at every moment before."""

import datetime as dt
from collections import Counter
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asylia.core.decider import CaseEvent
from asylia.core.errors import Decided, SlipOfForm
from asylia.oversight.beside import Beside
from asylia.oversight.extraction import facts_of
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import Alarm, EntryCount
from asylia.oversight.tables import NAME
from asylia.regimes import regimes
from tests.core.build import FORMS, MPP_2021, PRACTISED, Case
from tests.laws.histories import LIVE, PROGRAMME, REGIMES, STAGES, cases, commands
from tests.oversight.gathering.counted import NAMED, counts, ended, nights, open_alarms

STEP = st.one_of(
    st.integers(0, 200), st.sampled_from(tuple(FORMS)), commands(), st.sampled_from(("hour", "day", "month"))
)
STEPS = st.lists(STEP, min_size=5, max_size=40)
MOMENT = dt.timedelta(microseconds=1)
AROUND = (dt.timedelta(0), -MOMENT, *(dt.timedelta(hours=each) for each in (1, 30, 24 * 40)))
CASES = st.one_of(cases(STAGES, REGIMES), cases(PROGRAMME, (MPP_2021,)))
WAITS = {"hour": {"hours": 1}, "day": {"days": 1}, "month": {"days": 30}}
History = list[tuple[CaseEvent, dt.datetime]]


def so_many(examples: int) -> settings:
    """So many histories, the same ones each time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow, derandomize=True)


def history(case: Case, steps: list[Any]) -> History:
    """The events of a case that was led on by those steps, each recorded when it happened, or when its turn came."""
    for each in steps:
        if isinstance(each, str) and each in WAITS:
            case.wait(**WAITS[each])
            continue
        try:
            command = said(case, each)
        except SlipOfForm:
            continue
        decision = case.decide(command)
        if isinstance(decision, Decided):
            case.record(command, decision)
    clock, told = dt.datetime.min.replace(tzinfo=dt.UTC), []
    for event in case.events:
        clock = max(clock, event.who.at)
        told.append((event, clock))
    return told


def said(case: Case, step: Any) -> Any:
    """A command in its proper form, by name or one of those that pass now; or one as it was drawn."""
    if isinstance(step, tuple):
        name, by, fields = step
        return case.command(name, by, **fields)
    if isinstance(step, str):
        return case.command(step)
    passing = [name for name in FORMS if isinstance(case.ask(name), Decided)]
    return case.command(passing[step % len(passing)])


def rows(case: Case, events: History) -> list[Fact]:
    return list(facts_of(case.file.id, events, Beside(b"key", regimes())))


def by_table(facts: list[Fact]) -> Counter[str]:
    return Counter(NAME[type(each)] for each in facts)


def counted_alike(case: Case, steps: list[Any]) -> None:
    """The rows are those that plain Python counts."""
    events = history(case, steps)
    found, expected = by_table(facts := rows(case, events)), counts(case.file.id, case.events)
    assert {each: found[each] for each in expected} == dict(expected)
    assert sum(getattr(each, "what", "") == "night" for each in facts) == nights(case.events)
    assert sum(each.entries for each in facts if isinstance(each, EntryCount)) == len(events)
    assert {each.claim for each in facts if NAME[type(each)] == "endings"} >= ended(case.file, case.regime)


def known_alike(case: Case, steps: list[Any], data: st.DataObject) -> None:
    """As of any moment the rows are those that the record of then makes, and its alarms those of the core."""
    events = history(case, steps)
    facts = rows(case, events)
    moments = [
        *sorted({recorded for _, recorded in events}),
        *(each.recorded for each in facts if isinstance(each, Alarm)),
    ]
    if not moments:
        return
    then = data.draw(st.sampled_from(moments)) + data.draw(st.sampled_from(AROUND))
    known = [each for each in events if each[1] <= then]
    assert told(facts, then) == told(rows(case, known), then)
    alarms = Counter((each.rule, each.version) for each in facts if isinstance(each, Alarm) and stands(each, then))
    assert alarms == open_alarms(case.file.id, events, case.regime, then)


test_rows_are_those_that_plain_python_counts = so_many(60)(given(case=CASES, steps=STEPS)(counted_alike))
test_as_of_any_moment_the_rows_are_those_of_then = so_many(40)(given(CASES, STEPS, st.data())(known_alike))
test_of_many_histories_the_same = pytest.mark.long(so_many(1000)(given(CASES, STEPS, st.data())(known_alike)))
test_of_many_histories_the_counts = pytest.mark.long(so_many(1000)(given(CASES, STEPS)(counted_alike)))


def test_alarms_come_and_go_to_the_microsecond():
    """At each moment at which an alarm begins or ends, and beside it, the tables say what the core says."""
    seen = 0
    for stage, regime in (*product(STAGES, LIVE), *product(PROGRAMME, (MPP_2021,))):
        case = stage(regime=regime)
        events = history(case, ["month", "ReportNotAsked", "month"])
        alarms = [each for each in rows(case, events) if isinstance(each, Alarm)]
        edges = {edge for each in alarms for edge in (each.recorded, each.ended) if edge}
        for then in (edge + beside for edge in edges for beside in (-MOMENT, dt.timedelta(0), MOMENT)):
            standing = Counter((each.rule, each.version) for each in alarms if stands(each, then))
            assert standing == open_alarms(case.file.id, events, case.regime, then), (stage, then)
            seen += 1
    assert seen > 200


def told(facts: list[Fact], then: dt.datetime) -> Counter[Any]:
    """Rows as of a moment, save those that a later entry adds to by their nature: alarms, and the day's entries."""
    kept = (each for each in facts if not isinstance(each, Alarm | EntryCount))
    return Counter(each for each in kept if each.recorded <= then)


def stands(alarm: Alarm, then: dt.datetime) -> bool:
    return alarm.recorded <= then and (alarm.ended is None or alarm.ended > then)


def test_each_command_at_each_stage_and_hardly_a_table_is_never_reached():
    """What no history ever reaches would be counted right by never being counted."""
    reached: set[str] = set()
    for stage, regime in (*product(STAGES, (MPP_2021, PRACTISED)), *product(PROGRAMME, (MPP_2021,))):
        for name in FORMS:
            case = stage(regime=regime)
            events = history(case, [name, "day", name])
            found, expected = by_table(rows(case, events)), counts(case.file.id, case.events)
            assert {each: found[each] for each in expected} == dict(expected), (stage, name)
            reached.update(found)
    # The first takes an alarm to answer; the others only a shell records, and test_gathering reaches them there.
    assert set(NAMED) - reached == {"alarm_answers", "breaches", "matches", "refusals"}
