"""One run of an office: claims wait for officer, room and interpreter together, then for review. Of queues, not people.

Time runs while the office is open; calendar days come in where limits are counted. Work that is not done at closing
goes on next morning. Who came first is heard first, but nobody waits for an interpreter of another's language. An
officer who has heard writes at once. A decision sent back is corrected before a new interview begins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf
from random import Random

from asylia.simulator.queueing_plan import Office, Plan

DAY = 1440.0  # minutes
RETURNS = 2  # a decision is sent back twice at most; then others decide (review.deference)
CLOSED, READY, HEARD, WRITTEN, REVIEWED, CORRECTED, DECIDED_ANEW, MORNING = range(8)


@dataclass(slots=True)
class Claim:
    """One claim: what it will take, in minutes of work, and when each thing happened, in minutes of open time."""

    made: float  # in minutes of the calendar, from the first day's opening
    before: bool  # it waited already when the plan began
    language: int
    interview: float
    writing: float
    review: float
    correction: float
    drawn_review: float  # 0: not drawn
    returns: int
    number: int = 0  # in the order in which they were made
    ready: float = 0.0
    begun: float = inf
    signed: float = inf
    final: float = inf


@dataclass(slots=True)
class Desk:
    """People or places of one kind: how many are free, who waits for them, and how long they worked in all."""

    free: int
    waiting: deque[Claim] = field(default_factory=deque)
    worked: float = 0.0


@dataclass(frozen=True)
class Run:
    """What came of one run: the claims in order, how many waited at each closing, and what share of time was worked."""

    claims: list[Claim]
    waiting: dict[str, list[int]]
    busy: dict[str, float]


class Hours:
    """When an office is open: from minutes of the calendar to minutes of open time, and back."""

    def __init__(self, office: Office) -> None:
        self.open = office.hours_a_day * 60
        self.days = office.days_a_week

    def working(self, calendar: float) -> float:
        """Open time up to a moment; one while the office is shut is that of the next opening."""
        day, minute = divmod(calendar, DAY)
        week, weekday = divmod(int(day), 7)
        if weekday >= self.days:
            return (week + 1) * self.days * self.open
        return (week * self.days + weekday) * self.open + min(minute, self.open)

    def calendar(self, working: float, *, ended: bool) -> float:
        """The moment after so much open time; what `ended` with the day did so at closing, not next morning."""
        day, minute = divmod(working, self.open)
        if ended and minute == 0 and day > 0:
            day, minute = day - 1, self.open
        week, weekday = divmod(int(day), self.days)
        return (week * 7 + weekday) * DAY + minute


def claims(plan: Plan, chance: Random) -> Iterator[Claim]:
    """Yield the claims of a plan in the order they are made; equal seeds give equal claims whoever works there."""
    takes, review = plan.minutes, plan.review

    def lasting(mean: float) -> float:
        if takes.spread == 0:
            return mean
        return chance.gammavariate(takes.spread**-2, mean * takes.spread**2)

    def claim(made: float, *, before: bool) -> Claim:
        spoken, language = chance.random(), 0
        while language < len(plan.language) - 1 and spoken >= plan.language[language].share:
            spoken -= plan.language[language].share
            language += 1
        sent_back = [chance.random() < review.returned for _ in range(RETURNS)]
        return Claim(
            made, before, language, lasting(takes.interview), lasting(takes.writing), lasting(takes.review),
            lasting(takes.correction), lasting(takes.drawn_review) * (chance.random() < review.drawn),
            returns=RETURNS if all(sent_back) else int(sent_back[0]),
        )  # fmt: skip

    for _ in range(plan.waiting_at_start):
        yield claim(0.0, before=True)
    made = 0.0
    while (made := made + chance.expovariate(plan.claims_a_day / DAY)) < plan.days * DAY:
        yield claim(made, before=False)


class Working:
    """The office at work: what happens next, in order of time, until every claim is final."""

    def __init__(self, plan: Plan, chance: Random) -> None:
        office = plan.office
        self.hours = Hours(office)
        self.ends = self.hours.working(plan.days * DAY)
        self.officers, self.rooms = Desk(office.officers), Desk(office.rooms)
        self.supervisors, self.reviewers = Desk(office.supervisors), Desk(office.reviewers)
        self.interpreters = [Desk(each.interpreters or office.officers) for each in plan.language]
        self.most = office.officers * office.interviews_a_day if office.interviews_a_day else None
        self.today, self.begun = -1, 0  # the working day, and how many interviews were begun on it
        self.made = list(claims(plan, chance))
        for number, each in enumerate(self.made):
            each.number = number
            rest = 0.0 if each.before else plan.limits.rest * DAY
            each.ready = self.hours.working(each.made + rest)
        closings = [self.hours.open * (n + 1) for n in range(round(self.ends / self.hours.open))]
        self.next: list[tuple[float, int, int, Claim | None]] = [(each, CLOSED, 0, None) for each in closings]
        self.next += [(each.ready, READY, each.number, each) for each in self.made]
        heapify(self.next)
        self.counted = len(self.next)
        self.at_closing: dict[str, list[int]] = {"interview": [], "review": [], "drawn review": []}

    def until_all_is_final(self) -> None:
        """Let everything happen."""
        while self.next:
            now, what, _, claim = heappop(self.next)
            if claim is None:
                if what == CLOSED:
                    self.count()
                    continue
            else:
                self.happens(now, what, claim)
            self.begin_what_can(now)

    def happens(self, now: float, what: int, claim: Claim) -> None:
        """One thing is done: who did it is free, and the claim waits for the next."""
        if what == READY:
            self.interpreters[claim.language].waiting.append(claim)
        elif what == HEARD:
            self.rooms.free += 1
            self.interpreters[claim.language].free += 1
            self.takes(now, self.officers, claim.writing, WRITTEN, claim)
        elif what in (WRITTEN, CORRECTED):
            self.officers.free += 1
            claim.signed = min(claim.signed, now)
            self.supervisors.waiting.append(claim)
        elif what == REVIEWED:
            self.supervisors.free += 1
            if claim.returns:
                claim.returns -= 1
                self.officers.waiting.append(claim)
            elif claim.drawn_review:
                self.reviewers.waiting.append(claim)
            else:
                claim.final = now
        else:
            self.reviewers.free += 1
            claim.final = now

    def begin_what_can(self, now: float) -> None:
        """Begin whatever has its people, and its place, free."""
        while self.officers.free and self.officers.waiting:
            claim = self.officers.waiting.popleft()
            self.officers.free -= 1
            self.takes(now, self.officers, claim.correction, CORRECTED, claim)
        while self.officers.free and self.rooms.free and (first := self.whom_to_hear(now)):
            first.begun = now
            self.officers.free -= 1
            for place in (self.rooms, self.interpreters[first.language]):
                place.free -= 1
                self.worked(now, place, first.interview)
            self.takes(now, self.officers, first.interview, HEARD, first)
        for desk, what in ((self.supervisors, REVIEWED), (self.reviewers, DECIDED_ANEW)):
            while desk.free and desk.waiting:
                claim = desk.waiting.popleft()
                desk.free -= 1
                self.takes(now, desk, claim.review if what == REVIEWED else claim.drawn_review, what, claim)

    def whom_to_hear(self, now: float) -> Claim | None:
        """Take the first who waits and whose interpreter is free; nobody once the day's interviews are begun."""
        lines = [each for each in self.interpreters if each.waiting and each.free]
        today = int(now // self.hours.open)
        if today != self.today:
            self.today, self.begun = today, 0
        if not lines or self.begun == self.most:
            return None
        self.begun += 1
        if self.begun == self.most:
            self.push((today + 1) * self.hours.open, MORNING, None)
        return min(lines, key=lambda each: each.waiting[0].number).waiting.popleft()

    def takes(self, now: float, desk: Desk, minutes: float, what: int, claim: Claim) -> None:
        """Someone of a desk begins a piece of work."""
        self.worked(now, desk, minutes)
        self.push(now + minutes, what, claim)

    def worked(self, now: float, desk: Desk, minutes: float) -> None:
        """Count the minutes that lie within the plan."""
        desk.worked += max(0.0, min(now + minutes, self.ends) - now)

    def push(self, at: float, what: int, claim: Claim | None) -> None:
        """Something will happen."""
        self.counted += 1
        heappush(self.next, (at, what, self.counted, claim))

    def count(self) -> None:
        """The office closes: count who waits, and for what."""
        self.at_closing["interview"].append(sum(len(each.waiting) for each in self.interpreters))
        self.at_closing["review"].append(len(self.supervisors.waiting))
        self.at_closing["drawn review"].append(len(self.reviewers.waiting))


def run(plan: Plan, seed: int) -> Run:
    """One run of a plan; the same seed gives the same claims under every change of staff, rooms and limits."""
    working = Working(plan, Random(seed))  # noqa: S311 - a simulation, no secret
    working.until_all_is_final()
    office = plan.office
    desks = {
        "officers": (working.officers, office.officers), "rooms": (working.rooms, office.rooms),
        "supervisors": (working.supervisors, office.supervisors), "reviewers": (working.reviewers, office.reviewers),
    } | {
        f"interpreters of {each.name}": (desk, each.interpreters)
        for each, desk in zip(plan.language, working.interpreters, strict=True) if each.interpreters
    }  # fmt: skip
    busy = {name: desk.worked / (people * working.ends) for name, (desk, people) in desks.items()}
    return Run(working.made, working.at_closing, busy)
