"""A law of erasing, over random schedules and holds: nothing held goes, nothing gone opens, nothing else is lost."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asylia.core.event import Author
from asylia.core.streams.keeping import ApproveErasure, AskErasure, DeclineErasure, LiftHold, PlaceHold
from asylia.shell.erasing import finish, keep
from asylia.shell.rebuilding import rebuild
from tests.shell.people import DESKS, Desk, entries
from tests.shell.rows import rows

BEGIN = dt.date(2022, 3, 1)
PERSONS = range(3)
STAFF = ("moyo", "quill", "okafor", "abara")  # headquarters twice, the overseer, a supervisor

person, which = st.sampled_from(PERSONS), st.integers(0, 2)
by = st.sampled_from(("moyo", "okafor", "moyo", "okafor", *STAFF))
HOLD = st.tuples(st.just("hold"), st.one_of(person, person, st.none()), by)
LIFT = st.tuples(st.just("lift"), which, by)
ASK = st.tuples(st.just("ask"), person, by, st.integers(-9, 9))
APPROVE = st.tuples(st.just("approve"), which, st.sampled_from(("", "", "", *STAFF)))  # "": from the other desk
DECLINE = st.tuples(st.just("decline"), which, by)
CLOSE = st.tuples(st.just("close"), person)
LATER = st.tuples(st.just("later"), st.integers(1, 10))
STEPS = st.builds(
    lambda closed, steps: [("close", each) for each in closed] + steps,
    st.sets(person, min_size=1),
    st.lists(
        st.one_of(ASK, APPROVE, LATER, HOLD, LIFT, ASK, APPROVE, LIFT, APPROVE, CLOSE, DECLINE, st.just(("finish",))),
        min_size=10, max_size=40,
    ),
)  # fmt: skip


@dataclass
class Schedule:
    """One schedule played against the house, and beside it what ought to be, kept as plainly as can be."""

    house: object
    day: dt.date = BEGIN
    desks: list = field(default_factory=list)
    persons: list = field(default_factory=list)
    closed: set = field(default_factory=set)
    holds: list = field(default_factory=list)  # [id, person or None, by, in force]
    asked: list = field(default_factory=list)  # [id, person, by, from day, waits]
    gone: set = field(default_factory=set)

    def begin(self):
        self.desks = [Desk(self.house).open(f"Invented {each}") for each in PERSONS]
        self.persons = [each.file.person for each in self.desks]
        return self

    def who(self, by):
        return Author(by=by, role=DESKS[by][0], at=self.house.clock())

    def held(self, person):
        return any(force and of in (None, person) for _, of, _, force in self.holds)

    def may(self, by):
        return DESKS[by][0] in ("headquarters", "overseer")

    def free(self, person):
        return person in self.closed and person not in self.gone and not self.held(person)

    def hold(self, person, by):
        id, of = self.house.new_id(), "" if person is None else self.persons[person]
        given = PlaceHold(who=self.who(by), hold=id, basis="litigation", cite="invented", person=of)
        done = keep(self.house, given) is None
        assert done == (self.may(by) and person not in self.gone)
        if done:
            self.holds.append([id, person, by, True])

    def lift(self, at, by):
        if self.holds:
            hold = self.holds[at % len(self.holds)]
            done = keep(self.house, LiftHold(who=self.who(by), hold=hold[0], reason="invented")) is None
            assert done == (self.may(by) and hold[3] and hold[2] != by)
            hold[3] = hold[3] and not done

    def ask(self, person, by, days):
        id, day = self.house.new_id(), self.day + dt.timedelta(days=days)
        given = AskErasure(who=self.who(by), erasure=id, person=self.persons[person], basis="schedule",
                           cite="invented", from_day=day)  # fmt: skip
        done = keep(self.house, given) is None
        waiting = any(of == person and waits for _, of, _, _, waits in self.asked)
        assert done == (self.may(by) and self.free(person) and not waiting)
        if done:
            self.asked.append([id, person, by, day, True])

    def approve(self, at, by):
        if self.asked:
            asked = self.asked[-1 - at % len(self.asked)]
            id, person, asker, day, waits = asked
            by = by or ("moyo" if asker == "okafor" else "okafor")
            done = keep(self.house, ApproveErasure(who=self.who(by), erasure=id)) is None
            two = {DESKS[asker][0], DESKS[by][0]} == {"headquarters", "overseer"}
            assert done == (waits and two and day <= self.day and self.free(person))
            if done:
                asked[4] = False
                self.gone.add(person)

    def decline(self, at, by):
        if self.asked:
            asked = self.asked[at % len(self.asked)]
            done = keep(self.house, DeclineErasure(who=self.who(by), erasure=asked[0], reason="invented")) is None
            assert done == (self.may(by) and asked[4])
            asked[4] = asked[4] and not done

    def close(self, person):
        if person not in self.closed:
            self.desks[person].give("CloseCase", "rowan", reason="programme_ended")
            self.closed.add(person)

    def later(self, days):
        self.day += dt.timedelta(days=days)

    def finish(self):
        finish(self.house)
        self.look()

    def look(self):
        """What is gone opens nowhere, whatever is asked; everything else opens."""
        for number, desk in enumerate(self.desks):
            fields = [each.fields for each in entries(self.house, f"case/{desk.case}")]
            assert [each is None for each in fields] == [number in self.gone] * len(fields)
            assert desk.file.name == ("" if number in self.gone else f"Invented {number}")


def played(house, steps):
    """Play one schedule to its end."""
    clock = house.clock
    schedule = Schedule(house)
    house.clock = lambda: dt.datetime.combine(schedule.day, dt.time(12), dt.UTC)
    try:
        schedule.begin()
        for name, *given_to in steps:
            getattr(schedule, name)(*given_to)
        schedule.finish()
    finally:
        for id, _, placed, force in schedule.holds:  # no hold on everyone outlives its schedule
            by = schedule.who("moyo" if placed == "quill" else "quill")
            assert not force or keep(house, LiftHold(who=by, hold=id, reason="invented")) is None
        house.clock = clock
    return schedule


def law(count):
    """The settings of so many schedules."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=slow, database=None)


@law(25)
@given(steps=STEPS)
def test_nothing_held_is_erased_and_nothing_erased_opens(house, steps):
    """record.erasable"""
    played(house, steps)


def test_after_schedules_the_record_verifies_and_the_rows_are_those_of_a_rebuild(house):
    schedule = played(house, [("close", 0), ("ask", 0, "moyo", 0), ("hold", None, "moyo"), ("approve", 0, "okafor"),
                              ("lift", 0, "quill"), ("approve", 0, "okafor")])  # fmt: skip
    assert schedule.gone == {0}
    assert house.ledger.verify(house.raw()).good
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


@pytest.mark.long
@law(1000)
@given(steps=STEPS)
def test_nothing_held_is_erased_and_nothing_erased_opens_in_a_thousand_schedules(house, steps):
    """record.erasable"""
    played(house, steps)
