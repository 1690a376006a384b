"""The law of absences, attacked: none is held unexcused without proven service of that very day."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from asylia.core.errors import Decided
from asylia.core.event import Event
from asylia.core.steps.hearing import AbsenceHeldUnexcused, AttendanceRecorded, HearingMoved, HearingPostponed
from asylia.core.steps.notice import NoticePrepared
from asylia.core.steps.service import NoticeServed, NoticeUndelivered
from asylia.core.steps.transport import TransportReported
from tests.core.build import APPEAR, Case, unafraid, waiting

DAYS = ("2022-03-02", "2022-03-09", "2022-03-16")
HEARINGS = st.sampled_from((1, 1, 1, 2, 2, 3, 4))
NOTICES = st.sampled_from((1, 1, 1, 2, 2, 3, 4))
CAUSES = st.sampled_from(("other", "unknown", "no_notice", "kidnapping", "family_emergency", "no_transport"))


def served_and_not_back(events: list[Event], hearing: int) -> bool:
    """Read from the events alone: the last paper that told this hearing was served, and nothing came back of it."""
    told = [each.number for each in events if isinstance(each, NoticePrepared) and each.hearing == hearing]
    if not told:
        return False
    about = [each for each in events if isinstance(each, NoticeServed | NoticeUndelivered) and each.number == told[-1]]
    return bool(about) and isinstance(about[-1], NoticeServed)


def is_lawful(events: list[Event], held: AbsenceHeldUnexcused) -> None:
    """What must stand in the record before a court may hold this absence unexcused."""
    assert served_and_not_back(events, held.hearing), "unexcused without proven service"
    of = [each for each in events if getattr(each, "hearing", 0) == held.hearing]
    assert not any(isinstance(each, HearingPostponed | HearingMoved) for each in of), "of a day that was off"
    came = [each.present for each in of if isinstance(each, AttendanceRecorded)]
    assert came, "nobody recorded who came"
    assert came[-1] is False
    assert not any(isinstance(each, TransportReported) and each.what == "not_come" for each in of), "no way to come"
    assert held.who.role in ("judge", "hearing_clerk")


class Absences(RuleBasedStateMachine):
    """Papers, service, returned mail, refusals, moved days, causes, searches, in any order, and the court pressed."""

    case: Case

    @initialize(served=st.booleans())
    def begin(self, served: bool) -> None:
        self.case = waiting() if served else unafraid().do("PlaceInProgramme").do("PlanContact")

    def give(self, name: str, by: str = "", /, **fields: Any) -> None:
        command = self.case.command(name, by, **fields)
        before = list(self.case.events)
        decision = self.case.decide(command)
        if isinstance(decision, Decided):
            for event in decision.events:
                if isinstance(event, AbsenceHeldUnexcused):
                    is_lawful(before, event)
            self.case.record(command, decision)

    @rule(kind=st.sampled_from(("appear", "hearing")), day=st.sampled_from(DAYS))
    def prepare(self, kind: str, day: str) -> None:
        self.give("PrepareNotice", **{**APPEAR, "kind": kind, "day": day, "report_day": day})

    @rule(notice=NOTICES)
    def serve(self, notice: int) -> None:
        self.give("ServeNotice", notice=notice)

    @rule(notice=NOTICES)
    def comes_back(self, notice: int) -> None:
        self.give("ReportUndelivered", notice=notice)

    @rule(notice=NOTICES)
    def not_taken(self, notice: int) -> None:
        self.give("ReportServiceRefused", notice=notice)

    @rule(hearing=HEARINGS, day=st.sampled_from(DAYS))
    def move(self, hearing: int, day: str) -> None:
        self.give("MoveHearing", hearing=hearing, day=day, report_day=day)

    @rule(hearing=HEARINGS)
    def take_off(self, hearing: int) -> None:
        self.give("PostponeHearing", hearing=hearing)

    @rule(hearing=HEARINGS, present=st.booleans())
    def attend(self, hearing: int, present: bool) -> None:
        self.give("RecordAttendance", hearing=hearing, present=present)

    @rule(hearing=HEARINGS, cause=CAUSES)
    def say_why(self, hearing: int, cause: str) -> None:
        self.give("ReportAbsence", hearing=hearing, cause=cause)

    @rule(hearing=HEARINGS, what=st.sampled_from(("left", "not_come")))
    def ride(self, hearing: int, what: str) -> None:
        self.give("ReportTransport", hearing=hearing, what=what)

    @rule(hearing=HEARINGS)
    def search(self, hearing: int) -> None:
        self.give("RecordSearch", hearing=hearing)

    @rule(hearing=HEARINGS, by=st.sampled_from(("judge", "clerk", "border", "supervisor")))
    def press(self, hearing: int, by: str) -> None:
        self.give("HoldUnexcused", by, hearing=hearing)

    @rule(hearing=HEARINGS)
    def press_hard(self, hearing: int) -> None:
        """All that else would stand in the way is done first: what refuses now is the service."""
        self.attend(hearing, False)
        self.say_why(hearing, "other")
        self.search(hearing)
        self.press(hearing, "judge")

    @rule(days=st.sampled_from((1, 7, 30)))
    def wait(self, days: int) -> None:
        self.case.wait(days=days)


TestAbsences = Absences.TestCase
TestAbsences.settings = settings(max_examples=200)
