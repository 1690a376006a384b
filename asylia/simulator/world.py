"""The simulated world: its clock, its people and desks, and the one way in which anything happens in it.

`World.act` gives a real command to the real core, with the facts that the shell would gather, and records what it leads
to. There is no other way: what the core refuses does not happen, and that it was tried is recorded.
"""

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from asylia.core.command import Act
from asylia.core.command import name_of as name_of_command
from asylia.core.decider import BreachNoted, CaseCommand, decide, evolve
from asylia.core.draw import seed_digest
from asylia.core.errors import Decided, Refused
from asylia.core.event import Author, Role
from asylia.core.facts import Facts, Staff
from asylia.core.file import CaseFile
from asylia.core.refusal import ActRefused
from asylia.core.regime import Regime
from asylia.core.steps.custody import AcknowledgeStay
from asylia.core.steps.determination import SignDetermination
from asylia.core.steps.drawn_review import SignDrawnReview
from asylia.core.steps.fear import AskFear, ReportFear
from asylia.core.steps.hearing import AdjournHearing, HearingAdjourned
from asylia.core.steps.interview import BeginInterview
from asylia.core.steps.notice import NoticePrepared, PrepareNotice
from asylia.core.steps.opening import OpenCase, OpenProvisionalCase
from asylia.core.steps.referral import AssignOfficer
from asylia.core.streams.drawing import SeedCommitted, SeedRevealed
from asylia.core.streams.family import MemberJoined
from asylia.ledger import new_id
from asylia.simulator.docket import Docket
from asylia.simulator.keeping import Keeps
from asylia.simulator.loop import Loop, Pool, Process
from asylia.simulator.lots import Lots
from asylia.simulator.plan import Plan
from asylia.simulator.population import DAY
from asylia.simulator.staffing import Desks, desks, founding
from asylia.simulator.tally import Tally, noted
from asylia.simulator.travellers import Case, Travellers

REMEMBERED = 10_000  # days of places, and facts of a day
ANYONE = Staff(id="anyone", role="anyone")
DRAWS = (AssignOfficer, SignDetermination, SignDrawnReview)
# The commands whose facts are more than their author, the day and the family (shell/gathering.py).
ASKING = frozenset({
    OpenCase, OpenProvisionalCase, PrepareNotice, AdjournHearing, AssignOfficer, AcknowledgeStay, BeginInterview,
    AskFear, ReportFear, SignDetermination, SignDrawnReview,
})  # fmt: skip


class World:
    """One programme in time."""

    def __init__(self, plan: Plan, regime: Regime, seed: int, scale: float, keeps: Keeps) -> None:
        self.plan, self.regime, self.seed = plan, regime, seed
        self.keeps = keeps
        self.loop = Loop()
        self.tally = Tally()
        self.desks: Desks = desks(plan, regime, seed, scale)
        self.docket = Docket(self.desks.courts)
        self.begins = dt.datetime.combine(plan.begins, dt.time(), tzinfo=dt.UTC)
        self.lots = Lots("world", seed)
        self.practised = tuple(plan.practised(each) for each in plan.sites)
        self.border = tuple(Pool(self.loop, len(each)) for each in self.desks.border)
        self.rooms = {id: Pool(self.loop, 1) for each in self.desks.officers.values() for id in each}
        self.reviewers = {office: Pool(self.loop, len(each)) for office, each in self.desks.supervisors.items()}
        self.headquarters = Pool(self.loop, len(self.desks.headquarters))
        self._moment = (-1, self.begins)
        self._facts: dict[tuple[str, str, dt.date], Facts] = {}
        self._days: dict[tuple[str, int], dt.date] = {}
        self._interviews: dict[tuple[str, dt.date], int] = {}
        self._periods: list[str] = []
        self._posts = tuple(sorted({self.desks.staff[each].office for each in self.desks.posts}))
        for stream, under, events in founding(regime, self.desks, self.begins):
            keeps.beside(stream, under, events)

    # --- time

    @property
    def at(self) -> dt.datetime:
        """Now, in UTC."""
        if self._moment[0] != self.loop.now:
            self._moment = (self.loop.now, self.begins + dt.timedelta(seconds=self.loop.now))
        return self._moment[1]

    def day(self, zone: str) -> dt.date:
        """Today, at a place."""
        key = (zone, self.loop.now // 900)  # no zone is off by less than a quarter of an hour
        found = self._days.get(key)
        if found is None:
            if len(self._days) > REMEMBERED:
                self._days.clear()
            found = self._days[key] = self.at.astimezone(ZoneInfo(zone)).date()
        return found

    def seconds_until(self, at: dt.datetime) -> int:
        """How long from now until then; at least a second."""
        return max(1, int((at - self.at).total_seconds()))

    def second_of(self, day: dt.date) -> int:
        """The second at which a day (UTC) begins, counted as the loop counts; never one that is past."""
        begins = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        return max(self.loop.now, int((begins - self.begins).total_seconds()))

    def until_open(self, zone: str, opens: int = 8, closes: int = 17) -> int:
        """Seconds until an office opens, by its clock; 0 while it is open. Closed on Saturdays and Sundays."""
        local = self.at.astimezone(ZoneInfo(zone))
        minute = local.hour * 60 + local.minute
        if local.weekday() < 5 and opens * 60 <= minute < closes * 60:
            return 0
        days = 0 if minute < opens * 60 else 1
        while (local.weekday() + days) % 7 > 4:
            days += 1
        return max(60, (days * 24 * 60 + opens * 60 - minute) * 60)

    def begin(self, people: Travellers, process: Process, at: int) -> None:
        """Let a process of a party begin at a second that is not past."""
        self.loop.begin(people.during(process), at)

    # --- what happens

    def act(self, case: Case, by: str, command: type[CaseCommand], /, **fields: Any) -> Decided | Refused:
        """Give a command about a case, now, from the desk of `by` ("anyone" and "applicant" hold none)."""
        staff = self.desks.staff.get(by, ANYONE)
        role: Role = "applicant" if by == "applicant" else staff.role
        who = Author(by=case.who if by == "applicant" else by, role=role, at=self.at)
        given = command(who=who, **fields)
        decision = decide(case.file, given, self.regime, self.facts(case, given, staff))
        if isinstance(decision, Refused):
            self._refused(case, given, decision)
            return decision
        for event in decision.events:
            self._happened(case, event)
        for broken in decision.breaches:
            self._happened(case, BreachNoted(who=who, rule=broken.rule, detail=broken.detail))
        return decision

    def _refused(self, case: Case, command: CaseCommand, refused: Refused) -> None:
        """That an act was tried and refused is itself recorded; never what was typed."""
        self.tally.refused[refused.rules[0].rule] += 1
        if isinstance(command, Act) and case.file.version:
            rules = tuple(dict.fromkeys(each.rule for each in refused.rules))
            self._happened(case, ActRefused(who=command.who, act=name_of_command(command), rules=rules))

    def _happened(self, case: Case, event: Any) -> None:
        file = case.file = evolve(case.file, event)
        self.keeps.case(case.id, case.who, event)
        noted(self.tally, case.person, event, file, self.regime)
        if isinstance(event, NoticePrepared | HearingAdjourned):
            number = event.hearing if isinstance(event, NoticePrepared) else event.to
            if number:
                hearing = file.hearings[number - 1]
                self.docket.book(hearing.court, hearing.day, hearing.time, case.party.key)

    def join(self, case: Case, by: str, relation: str) -> None:
        """Keep the family's own stream equal to what its members' streams say."""
        who = Author(by=by, role=self.desks.staff[by].role, at=self.at)
        stream = f"family/{case.party.family}"
        self.keeps.beside(stream, stream, [MemberJoined(who=who, case=case.id, relation=relation)])

    def interviewed(self, officer: str, day: dt.date) -> None:
        """Count an interview that began."""
        self._interviews[officer, day] = self._interviews.get((officer, day), 0) + 1

    def interviews(self, officer: str, day: dt.date) -> int:
        """How many interviews an officer began on a day."""
        return self._interviews.get((officer, day), 0)

    def new_case(self, lots: Lots) -> str:
        """A new time-ordered id, the same for the same person and moment."""
        return new_id(lambda: self.at, lambda size: lots.bytes(f"case {self.loop.now}", size))

    # --- what the core is told

    def facts(self, case: Case, command: CaseCommand, author: Staff) -> Facts:
        """What the shell would gather for this command; facts that name nothing of the case are made once a day."""
        file = case.file
        zone = file.zone if file.version else author.zone
        day = self.day(zone)
        more = self._asked_for(case, command, day) if type(command) in ASKING else {}
        if file.family:
            more["members"] = tuple(
                [each.as_member(self.regime, day) for each in case.party.cases if each is not case and each.file.family]
            )
        if more:
            return Facts(author=author, day=day, zone=zone, **more)
        plain = self._facts.get((author.id, zone, day))
        if plain is None:
            if len(self._facts) > REMEMBERED:
                self._facts.clear()
            plain = self._facts[author.id, zone, day] = Facts(author=author, day=day, zone=zone)
        return plain

    def _asked_for(self, case: Case, command: CaseCommand, day: dt.date) -> dict[str, Any]:
        """What only some commands ask for beside the author, the day and the family."""
        more: dict[str, Any] = {}
        match command:
            case OpenCase() | OpenProvisionalCase():
                more["regimes"] = (self.regime.version,)
            case PrepareNotice() | AdjournHearing():
                more["courts"] = self.docket.calendars
                if command.day is not None and command.time is not None:
                    more["slot"] = self.docket.slot(command.court, command.day, command.time, case.party.key)
            case AssignOfficer() | AcknowledgeStay():
                more["staff"] = self.desks.staff
                more["duty_posts"] = self._posts
            case BeginInterview():
                more["interviews_today"] = self.interviews(command.who.by, day)
            case AskFear() | ReportFear() if case.file.custody.outside:
                more["port_hour"] = self._port_hour(case.file, self.loop.now)
        if isinstance(command, DRAWS):
            more["draw_seed"] = self.draw_seed(f"{day:%Y-%m}")
            more["eligible"] = self.desks.officers[case.party.site.office]
        return more

    def _port_hour(self, file: CaseFile, now: int) -> dt.datetime:
        """The next nine o'clock at the place that leaves six hours for the way."""
        local = (self.begins + dt.timedelta(seconds=now, hours=6)).astimezone(ZoneInfo(file.zone))
        morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
        return (morning if morning >= local else morning + dt.timedelta(days=1)).astimezone(dt.UTC)

    # --- the draw

    def draw_seed(self, period: str) -> bytes:
        """The month's secret seed: the same for the same seed of the simulation."""
        return hashlib.sha256(f"simulated draw\x1f{self.seed}\x1f{period}".encode()).digest()

    def months(self) -> Process:
        """A process: commits each month's seed a day before the month and reveals it a day after (review.draw).

        A day, because a month begins at each place by its own clock.
        """
        period = f"{self.at:%Y-%m}"
        self._commit(period)
        while True:
            first = (self.at.replace(day=1) + dt.timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0)
            yield self.seconds_until(first - dt.timedelta(days=1))
            self._commit(f"{first:%Y-%m}")
            yield 2 * DAY
            revealed = SeedRevealed(who=self._drawing, seed=self.draw_seed(period).hex())
            self.keeps.beside(f"draw/{period}", "office/draw", [revealed])
            period = f"{first:%Y-%m}"

    def _commit(self, period: str) -> None:
        committed = SeedCommitted(who=self._drawing, digest=seed_digest(self.draw_seed(period)))
        self.keeps.beside(f"draw/{period}", "office/draw", [committed])
        self._periods.append(period)

    @property
    def _drawing(self) -> Author:
        return Author(by=self.desks.headquarters[0], role="headquarters", at=self.at)

    @property
    def periods(self) -> tuple[str, ...]:
        """The months for which a seed was committed."""
        return tuple(self._periods)
