"""The queue model against simpy, claim by claim, and against closed forms: Erlang C, Pollaczek-Khinchine, Little."""

from math import factorial
from random import Random

import msgspec
import pytest
import simpy

from asylia.simulator.queueing import DAY, Hours, claims, run
from asylia.simulator.queueing_plan import plan_of
from asylia.simulator.queueing_runs import answers, asked, estimate, student

ALWAYS_OPEN = {"hours_a_day": 24, "days_a_week": 7}
PLENTY = 500


def office(**changed):
    """A plan in which nothing binds but what a test names; times of an office that never closes."""
    plan = {
        "title": "invented", "days": 120, "claims_a_day": 20.0,
        "office": {"officers": PLENTY, "rooms": PLENTY, "supervisors": PLENTY, "reviewers": PLENTY} | ALWAYS_OPEN,
        "language": [{"name": "Spanish", "share": 1.0}],
        "minutes": {"interview": 150, "writing": 1e-6, "review": 1e-6, "correction": 30, "drawn_review": 60}
        | {"spread": 1},
        "review": {}, "limits": {"interview": 5, "decision": 10, "final": 20},
    }  # fmt: skip
    for name, value in changed.items():
        plan[name] = plan[name] | value if isinstance(value, dict) else value
    return plan_of(plan)


# --- simpy, with the same claims


class Oracle:
    """The same office as processes of simpy: whoever came first has the better claim on every desk."""

    def __init__(self, plan, seed):
        self.env, self.plan = simpy.Environment(), plan
        count, hours = plan.office, Hours(plan.office)
        self.officers = simpy.PriorityResource(self.env, count.officers)
        self.rooms = simpy.PriorityResource(self.env, count.rooms)
        self.supervisors = simpy.Resource(self.env, count.supervisors)
        self.reviewers = simpy.Resource(self.env, count.reviewers)
        self.interpreters = [simpy.Resource(self.env, each.interpreters or PLENTY) for each in plan.language]
        self.made = list(claims(plan, Random(seed)))  # noqa: S311
        for number, each in enumerate(self.made):
            each.number = number
            each.ready = hours.working(each.made + (0 if each.before else plan.limits.rest * DAY))
            self.env.process(self.passes(each))
        self.env.run()

    def passes(self, claim):
        """One claim through the office."""
        yield self.env.timeout(claim.ready)
        officer = None
        with self.interpreters[claim.language].request() as interpreter:
            yield interpreter
            with self.rooms.request(priority=claim.number) as room:
                yield room
                officer = self.officers.request(priority=claim.number)
                yield officer
                claim.begun = self.env.now
                yield self.env.timeout(claim.interview)
        yield self.env.timeout(claim.writing)
        claim.signed = self.env.now
        self.officers.release(officer)
        for left in range(claim.returns, -1, -1):
            with self.supervisors.request() as supervisor:
                yield supervisor
                yield self.env.timeout(claim.review)
            if left:
                with self.officers.request(priority=-1) as again:
                    yield again
                    yield self.env.timeout(claim.correction)
        if claim.drawn_review:
            with self.reviewers.request() as reviewer:
                yield reviewer
                yield self.env.timeout(claim.drawn_review)
        claim.final = self.env.now


WORK = {"interview": 150, "writing": 90, "review": 40, "correction": 45, "drawn_review": 120, "spread": 0.6}
CHECKED = {"returned": 0.3, "drawn": 0.2}
SHUT_AT_NIGHT = {"hours_a_day": 8, "days_a_week": 5}
AGAINST_SIMPY = {
    "rooms bind": office(office={"officers": 14, "rooms": 5, "supervisors": 3, "reviewers": 2}, minutes=WORK,
                         review=CHECKED, claims_a_day=40.0),
    "officers bind": office(office={"officers": 7, "supervisors": 2, "reviewers": 1}, minutes=WORK, review=CHECKED,
                            claims_a_day=35.0),
    "interpreters bind": office(
        office={"officers": 12, "supervisors": 2, "reviewers": 1} | SHUT_AT_NIGHT, minutes=WORK, review=CHECKED,
        claims_a_day=12.0, waiting_at_start=30, limits={"rest": 2},
        language=[{"name": "a", "share": 0.5, "interpreters": 4}, {"name": "b", "share": 0.2, "interpreters": 1},
                  {"name": "c", "share": 0.3}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", AGAINST_SIMPY)
def test_every_claim_is_heard_signed_and_final_when_simpy_says_so(which):
    """Different loops, the same claims: equal to the microsecond, and someone had to wait at each desk."""
    plan = AGAINST_SIMPY[which]
    ours, theirs = run(plan, 7).claims, Oracle(plan, 7).made
    assert len(ours) == len(theirs) > 1000
    for when in ("begun", "signed", "final"):
        said = [getattr(each, when) for each in theirs]
        assert [getattr(each, when) for each in ours] == pytest.approx(said, abs=1e-6)
    assert sum(each.begun > each.ready + 1 for each in ours) > 200
    assert sum(each.returns for each in theirs) > 100 < sum(each.drawn_review > 0 for each in theirs)


# --- closed forms


def erlang_c(servers, load):
    """The mean wait of M/M/c as a share of the mean service time (Erlang 1917); `load` = arrivals x service."""
    waits = load**servers / factorial(servers) * servers / (servers - load)
    all_free = sum(load**n / factorial(n) for n in range(servers)) + waits
    return waits / all_free / (servers - load)


def mean_wait(plan, runs=12):
    """The mean wait for an interview, in minutes, over the runs, without their first twenty days; and its interval."""
    waits = []
    for n in range(runs):
        late = [each.begun - each.ready for each in run(plan, n).claims if each.made > 20 * DAY]
        waits.append(sum(late) / len(late))
    return estimate(waits, 0, float("inf"))


def close(found, theory):
    """Within three half intervals, which are themselves narrow enough to tell."""
    half = (found.high - found.low) / 2
    assert half < 0.12 * theory
    assert abs(found.mean - theory) < 3 * half


@pytest.mark.parametrize(("servers", "desk"), [(1, "officers"), (3, "officers"), (4, "rooms"), (2, "interpreters")])
def test_the_mean_wait_is_that_of_erlang(servers, desk):
    """M/M/c: exponential interviews, c officers, c rooms or c interpreters, three fifths of the time at work."""
    load = 0.6 * servers
    asks = {"days": 1600 // servers, "claims_a_day": load * DAY / 150}
    plan = (
        office(**asks, language=[{"name": "a", "share": 1.0, "interpreters": servers}])
        if desk == "interpreters"
        else office(**asks, office={desk: servers})
    )
    close(mean_wait(plan), 150 * erlang_c(servers, load))
    assert asked(plan)["interpreters of a" if desk == "interpreters" else desk] == pytest.approx(0.6, rel=1e-6)


@pytest.mark.parametrize("spread", [0, 0.5, 1.5])
def test_the_mean_wait_of_one_officer_is_that_of_pollaczek_and_khinchine(spread):
    """M/G/1: W = rho S (1 + cv^2) / 2 (1 - rho), for durations always the same, and less and more spread."""
    plan = office(days=600, claims_a_day=0.7 * DAY / 150, office={"officers": 1}, minutes={"spread": spread})
    close(mean_wait(plan), 0.7 * 150 * (1 + spread**2) / (2 * 0.3))


def test_little_holds_for_the_lines_that_were_counted():
    """L = lambda W: L counted at each closing, W from the claims' own times; a line counted wrong would not fit."""
    plan = office(
        days=700, claims_a_day=30.0, office={"officers": 4, "supervisors": 1, "reviewers": 1},
        minutes={"interview": 150, "writing": 20, "review": 30, "drawn_review": 90}, review={"drawn": 0.3},
    )  # fmt: skip
    one = run(plan, 3)
    waits = {
        "interview": sum(each.begun - each.ready for each in one.claims),
        "review": sum(each.final - each.signed - each.review - each.drawn_review for each in one.claims),
    }
    both = zip(one.waiting["review"], one.waiting["drawn review"], strict=True)
    counted = {"interview": one.waiting["interview"], "review": [sum(each) for each in both]}
    for line, total in waits.items():
        assert sum(counted[line]) / len(counted[line]) == pytest.approx(total / (plan.days * DAY), rel=0.15), line


def test_nobody_waits_where_there_is_plenty():
    """A claim is heard when it may be: after its rest, while the office is open."""
    one = run(office(limits={"rest": 2}, office=SHUT_AT_NIGHT), 1)
    assert all(each.begun == each.ready for each in one.claims)
    assert set(one.waiting["interview"]) == {0}


# --- hours, limits, intervals


def test_open_time_and_the_calendar_agree():
    """An office of eight hours, Monday to Friday: Saturday is Monday's opening; what ends at closing ends that day."""
    hours = Hours(office(office=SHUT_AT_NIGHT).office)
    assert hours.working(5 * DAY) == hours.working(7 * DAY) == 5 * 480
    assert hours.working(3 * DAY + 600) == 4 * 480
    assert hours.calendar(4 * 480, ended=True) == 3 * DAY + 480
    assert hours.calendar(4 * 480, ended=False) == 4 * DAY
    assert hours.calendar(5 * 480, ended=False) == 7 * DAY
    for minute in range(0, 21 * 1440, 7):
        back = hours.calendar(hours.working(minute), ended=False)
        assert back >= minute
        assert hours.working(back) == hours.working(minute)


def test_an_officer_begins_no_more_interviews_a_day_than_the_rule_of_care_allows():
    """decider.care"""
    quick = {"interview": 20, "writing": 5}
    plan = office(office={"officers": 3, "interviews_a_day": 3} | SHUT_AT_NIGHT, minutes=quick, claims_a_day=14.0)
    begun = [int(each.begun // 480) for each in run(plan, 1).claims]
    assert max(begun.count(day) for day in set(begun)) == 9
    assert asked(plan)["interviews a day"] > 1 > asked(plan)["officers"]


def test_equal_seeds_give_equal_answers_and_every_plan_the_same_claims():
    """A change of staff is held against the plan run by run."""
    plans = {"as planned": office(claims_a_day=24.0, office={"officers": 2}), "more": office(claims_a_day=24.0)}
    once, again = (answers(plans, 6, seed=4) for _ in range(2))
    assert once == again
    assert once[0].claims == once[1].claims
    assert once[1].more["interview"].low > 0
    assert answers(plans, 6, seed=5)[0].claims != once[0].claims


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """400 sets of 8 numbers with a known mean: 95 % intervals hold it in 92 to 98 %."""
    chance = Random(1)  # noqa: S311
    sets = ([chance.gauss(10, 3) for _ in range(8)] for _ in range(400))
    held = sum(found.low <= 10 <= found.high for found in (estimate(each, 0, 100) for each in sets))
    assert 0.92 < held / 400 < 0.98
    assert [student(n) for n in (4, 9, 19, 99)] == pytest.approx([2.7764, 2.2622, 2.0930, 1.9842], abs=1e-3)


def test_what_nobody_asked_for_cannot_be_known():
    """An office to which nobody comes has no share in time: neither 0 % nor 100 %."""
    (empty,) = answers({"as planned": office(claims_a_day=1e-9)}, 5, seed=1)
    assert (empty.claims.mean, set(empty.in_time.values()), set(empty.days.values())) == (0, {None}, {None})
    assert set(msgspec.structs.astuple(empty.waiting["interview"])) == {0}


def test_a_line_that_grows_without_end_is_named():
    """Asked for more than can be done: the line at the end is as long as what was left over."""
    plan = office(office={"officers": 2}, claims_a_day=30.0)
    (found,) = answers({"as planned": plan}, 6, seed=1)
    assert found.asked["officers"] == pytest.approx(30 * 150 / DAY / 2)
    left_over = (30 - 2 * DAY / 150) * plan.days
    assert found.at_end["interview"].mean == pytest.approx(left_over, rel=0.06)
    assert found.busy["officers"].mean > 0.99
