"""Hearing: who came, what the court did and when it goes on, new days, and the search for who did not come."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.dating import dated, require_date
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, TimeOfDay
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Hearing, with_hearing, with_sign
from asylia.core.missing import searched, untold
from asylia.core.standing import is_child

FirstCause = Literal[
    "no_transport", "no_notice", "kidnapping", "illness", "turned_away_at_port", "family_emergency", "other", "unknown",
]  # fmt: skip
# Beside these, what the law itself names (INA 240(e)(1) and (b)(5)(C)(ii), domain.md 4.2).
Cause = Literal[
    "no_transport", "no_notice", "kidnapping", "illness", "turned_away_at_port", "family_emergency", "other", "unknown",
    "violence", "illness_in_family", "death_in_family", "held_elsewhere", "not_let_in",
]  # fmt: skip

# Why a court does not go on that day. What the court found of the person is never a code.
Adjourned = Literal[
    "no_interpreter", "no_counsel", "notice_not_served", "no_time", "illness", "evidence", "asked_by_person", "absent",
    "other",
]  # fmt: skip
Concluded = Literal["relief", "removal", "terminated", "withdrawn"]

# Causes that are no fault of the person, whatever else is said of the absence (hearing.absence-cause).
EXCUSING: frozenset[str] = frozenset({
    "no_transport", "no_notice", "kidnapping", "illness", "turned_away_at_port", "violence", "illness_in_family",
    "death_in_family", "held_elsewhere", "not_let_in",
})  # fmt: skip


class HearingAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    hearing: int


class PostponeHearing(HearingAct, frozen=True, kw_only=True):
    """Take a hearing off its day; the new day comes with a new notice."""

    reason: str


class NewDay(HearingAct, frozen=True, kw_only=True):
    """An act that sets another day: hours of the court's clock; the report is worked out where it is left open."""

    court: str
    day: dt.date | None = None
    time: TimeOfDay | None = None
    port: str = ""
    report_day: dt.date | None = None
    report_time: TimeOfDay | None = None


class MoveHearing(NewDay, frozen=True, kw_only=True):
    """Move a hearing to another day at once; `closure` is the closing of the court that moves it, if one does."""

    day: dt.date
    time: TimeOfDay
    reason: str
    closure: str = ""


class AdjournHearing(NewDay, frozen=True, kw_only=True):
    """Record that the court goes on another day, and why; the day is set now, or by a notice that follows."""

    code: Adjourned
    says: str = ""


class ConcludeHearing(HearingAct, frozen=True, kw_only=True):
    """Record how the court ended the proceedings; no day can be set after that."""

    outcome: Concluded
    says: str = ""


class HoldUnexcused(HearingAct, frozen=True, kw_only=True):
    """The court holds that an absence was without excuse, with the record of the search before it."""

    says: str


class RecordAttendance(HearingAct, frozen=True, kw_only=True):
    """Record, for the court, whether the person was there."""

    present: bool


class RecordSearch(HearingAct, frozen=True, kw_only=True):
    """Record who was told that the person is missing, and what was tried."""

    told: tuple[str, ...]
    says: str = ""


class HearingReport(Report, frozen=True, kw_only=True):
    """A report of this step."""

    hearing: int


class ReportAbsence(HearingReport, frozen=True, kw_only=True):
    """Why the person was not there, as far as anyone knows; it can only excuse."""

    cause: Cause
    says: str = ""


HearingCommand: TypeAlias = (
    PostponeHearing
    | MoveHearing
    | AdjournHearing
    | ConcludeHearing
    | HoldUnexcused
    | RecordAttendance
    | ReportAbsence
    | RecordSearch
)


class HearingEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    hearing: int


class HearingPostponed(HearingEvent, frozen=True, kw_only=True, tag="hearing.postponed/1"):
    """The hearing was taken off its day."""

    reason: str


class HearingMoved(HearingEvent, frozen=True, kw_only=True, tag="hearing.moved/1"):
    """The hearing got another day; `to` numbers the hearing that stands there, without a notice yet."""

    to: int
    court: str
    day: dt.date
    time: TimeOfDay
    hearing_zone: str
    port: str
    report_day: dt.date | None
    report_time: TimeOfDay | None
    reason: str
    closure: str


class HearingAdjourned(HearingEvent, frozen=True, kw_only=True, tag="hearing.adjourned/1"):
    """The court goes on another day; `to` numbers the hearing that stands there, 0 while no day is set."""

    code: Adjourned
    says: str
    to: int
    court: str
    day: dt.date | None
    time: TimeOfDay | None
    hearing_zone: str
    port: str
    report_day: dt.date | None
    report_time: TimeOfDay | None


class HearingConcluded(HearingEvent, frozen=True, kw_only=True, tag="hearing.concluded/1"):
    """The court ended the proceedings."""

    outcome: Concluded
    says: str


class AbsenceHeldUnexcused(HearingEvent, frozen=True, kw_only=True, tag="absence.held_unexcused/1"):
    """The court held the absence unexcused."""

    says: str


class AttendanceRecorded(HearingEvent, frozen=True, kw_only=True, tag="attendance.recorded/1"):
    """The person was there, or was not."""

    present: bool


class AbsenceFirstReported(HearingEvent, frozen=True, kw_only=True, tag="absence.reported/1"):
    """A cause of absence was reported, from the shorter list."""

    cause: FirstCause
    says: str


class AbsenceReported(HearingEvent, frozen=True, kw_only=True, tag="absence.reported/2"):
    """A cause of absence was reported."""

    cause: Cause
    says: str


class SearchRecorded(HearingEvent, frozen=True, kw_only=True, tag="search.recorded/1"):
    """The search for a missing person was recorded."""

    told: tuple[str, ...]
    says: str


HearingEvents: TypeAlias = (
    HearingPostponed
    | HearingMoved
    | HearingAdjourned
    | HearingConcluded
    | AbsenceHeldUnexcused
    | AttendanceRecorded
    | AbsenceFirstReported
    | AbsenceReported
    | SearchRecorded
)


def decide(file: CaseFile, command: HearingCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about a hearing leads to."""
    if isinstance(command, ReportAbsence):
        return rules.outcome(
            AbsenceReported(who=command.who, hearing=command.hearing, cause=command.cause, says=command.says)
        )
    if not 1 <= command.hearing <= len(file.hearings):
        return rules.missing(f"there is no hearing {command.hearing}", "hearing")
    hearing = file.hearings[command.hearing - 1]
    match command:
        case PostponeHearing():
            rules.require(hearing.attended is None, "procedure.once", "this hearing has been held")
            return rules.outcome(HearingPostponed(who=command.who, hearing=command.hearing, reason=command.reason))
        case MoveHearing():
            return _move(file, hearing, command, facts, rules)
        case AdjournHearing():
            return _adjourn(file, hearing, command, facts, rules)
        case ConcludeHearing():
            return _conclude(hearing, command, rules)
        case HoldUnexcused():
            return _unexcused(file, hearing, command, rules)
        case RecordAttendance():
            return rules.outcome(AttendanceRecorded(who=command.who, hearing=command.hearing, present=command.present))
        case RecordSearch():
            rules.require(bool(command.told), "hearing.absence-cause", "nobody was told", "told")
            return rules.outcome(
                SearchRecorded(who=command.who, hearing=command.hearing, told=command.told, says=command.says)
            )
        case _:
            assert_never(command)


def _move(file: CaseFile, hearing: Hearing, act: MoveHearing, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(hearing.attended is None, "procedure.once", "this hearing has been held", "hearing")
    rules.require(not hearing.postponed, "procedure.once", "this hearing was taken off its day already", "hearing")
    rules.require(bool(act.reason.strip()), "notice.valid", "people are told why: the reason is missing", "reason")
    date = dated(file, act, facts)
    require_date(file, date, facts, rules)
    return rules.outcome(
        HearingMoved(
            who=act.who, hearing=hearing.number, to=len(file.hearings) + 1, court=date.court, day=act.day,
            time=act.time, hearing_zone=date.zone, port=date.port, report_day=date.report_day,
            report_time=date.report_time, reason=act.reason, closure=act.closure,
        )
    )  # fmt: skip


def _adjourn(file: CaseFile, hearing: Hearing, act: AdjournHearing, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(hearing.attended is not None, "procedure.exists", "it is not recorded yet who came", "hearing")
    rules.require(not hearing.outcome, "procedure.once", "what the court did is recorded already", "hearing")
    date = dated(file, act, facts)
    if act.day is not None or act.time is not None:
        require_date(file, date, facts, rules, heard=hearing.day)
    sets = act.day is not None and act.time is not None
    return rules.outcome(
        HearingAdjourned(
            who=act.who, hearing=hearing.number, code=act.code, says=act.says,
            to=len(file.hearings) + 1 if sets else 0, court=date.court, day=date.day, time=date.time,
            hearing_zone=date.zone, port=date.port if sets else "", report_day=date.report_day if sets else None,
            report_time=date.report_time if sets else None,
        )
    )  # fmt: skip


def _conclude(hearing: Hearing, act: ConcludeHearing, rules: Rules) -> Decided | Refused:
    rules.require(not hearing.outcome, "procedure.once", "what the court did is recorded already", "hearing")
    against = act.outcome == "removal"
    rules.require(
        not against or bool(hearing.attended) or hearing.unexcused, "hearing.absence-cause",
        "an order against an absent person follows only where the court held the absence unexcused", "outcome",
    )  # fmt: skip
    rules.require(hearing.attended is not None, "procedure.exists", "it is not recorded yet who came", "hearing")
    return rules.outcome(HearingConcluded(who=act.who, hearing=hearing.number, outcome=act.outcome, says=act.says))


def _unexcused(file: CaseFile, hearing: Hearing, act: HoldUnexcused, rules: Rules) -> Decided | Refused:
    notice = file.notice_of(hearing)
    proven = notice is not None and notice.proven
    rules.require(proven, "notice.served", "service of the notice of this hearing is not proven", "hearing")
    rules.require(not hearing.postponed, "notice.valid", "the hearing was taken off its day", "hearing")
    rules.require(hearing.attended is False, "procedure.exists", "no absence is recorded", "hearing")
    rules.require(bool(hearing.cause), "hearing.absence-cause", "the cause is not recorded yet", "hearing")
    rules.require(
        hearing.cause not in EXCUSING, "hearing.absence-cause", "this cause is no fault of the person", "hearing"
    )
    rules.require(
        searched(file, hearing), "hearing.absence-cause",
        f"the person is first a missing person: not told yet, {' and '.join(untold(file, hearing)) or 'anyone'}",
        "hearing",
    )  # fmt: skip
    rules.require(
        not is_child(file), "hearing.absence-cause", "a child's absence is never the child's fault", "hearing"
    )
    return rules.outcome(AbsenceHeldUnexcused(who=act.who, hearing=act.hearing, says=act.says))


def evolve(file: CaseFile, event: HearingEvents) -> CaseFile:
    """The case file after an event of this step."""
    if isinstance(event, AbsenceReported | AbsenceFirstReported):
        return _absence_told(file, event)
    hearing = file.hearings[event.hearing - 1]
    match event:
        case HearingPostponed():
            return with_hearing(file, replace(hearing, postponed=event.reason))
        case HearingMoved():
            file = with_hearing(file, replace(hearing, postponed=event.reason))
            return with_hearing(file, _new_day(event, event.day, event.time, event.closure))
        case HearingAdjourned():
            file = with_hearing(file, replace(hearing, outcome=f"adjourned: {event.code}"))
            if event.day is None or event.time is None:
                return file
            return with_hearing(file, _new_day(event, event.day, event.time))
        case HearingConcluded():
            return with_hearing(file, replace(hearing, outcome=event.outcome))
        case AbsenceHeldUnexcused():
            return with_hearing(file, replace(hearing, unexcused=True))
        case AttendanceRecorded():
            return with_hearing(file, replace(hearing, attended=event.present))
        case SearchRecorded():
            told = tuple(dict.fromkeys((*hearing.told, *(each.replace(" ", "_") for each in event.told))))
            after = with_hearing(file, replace(hearing, searches=hearing.searches + 1, told=told))
            return replace(after, contact=replace(file.contact, searches=file.contact.searches + 1))
        case _:
            assert_never(event)


def _new_day(event: HearingMoved | HearingAdjourned, day: dt.date, time: dt.time, closure: str = "") -> Hearing:
    return Hearing(
        number=event.to, court=event.court, day=day, time=time, zone=event.hearing_zone, port=event.port,
        report_day=event.report_day, report_time=event.report_time, notice=0, replaces=event.hearing, closure=closure,
    )  # fmt: skip


def _absence_told(file: CaseFile, event: AbsenceReported | AbsenceFirstReported) -> CaseFile:
    """The cause that someone reports; that the person was absent is for the court to record."""
    if 1 <= event.hearing <= len(file.hearings):
        hearing = file.hearings[event.hearing - 1]
        # A cause that excuses is not undone by a later report (hearing.absence-cause).
        if hearing.cause not in EXCUSING:
            file = with_hearing(file, replace(hearing, cause=event.cause))
    if event.cause in ("kidnapping", "turned_away_at_port", "no_notice", "violence", "not_let_in"):
        says = f"An absence was reported with the cause: {event.cause.replace('_', ' ')}."
        return with_sign(file, "hearing.absence-cause", says, event.who)
    return file
