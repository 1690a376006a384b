"""Hearing: attendance, absence with its cause, new dates, and the search for who did not come."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Hearing, with_sign
from asylia.core.standing import is_child

Cause = Literal[
    "no_transport", "no_notice", "kidnapping", "illness", "turned_away_at_port", "family_emergency", "other", "unknown",
]  # fmt: skip


# Causes that are no fault of the person, whatever else is said of the absence (hearing.absence-cause).
EXCUSING: frozenset[str] = frozenset({"no_transport", "no_notice", "kidnapping", "illness", "turned_away_at_port"})


class HearingAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    hearing: int


class PostponeHearing(HearingAct, frozen=True, kw_only=True):
    """Take a hearing off its day; the new day comes with a new notice."""

    reason: str


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


HearingCommand: TypeAlias = PostponeHearing | HoldUnexcused | RecordAttendance | ReportAbsence | RecordSearch


class HearingEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    hearing: int


class HearingPostponed(HearingEvent, frozen=True, kw_only=True, tag="hearing.postponed/1"):
    """The hearing was taken off its day."""

    reason: str


class AbsenceHeldUnexcused(HearingEvent, frozen=True, kw_only=True, tag="absence.held_unexcused/1"):
    """The court held the absence unexcused."""

    says: str


class AttendanceRecorded(HearingEvent, frozen=True, kw_only=True, tag="attendance.recorded/1"):
    """The person was there, or was not."""

    present: bool


class AbsenceReported(HearingEvent, frozen=True, kw_only=True, tag="absence.reported/1"):
    """A cause of absence was reported."""

    cause: Cause
    says: str


class SearchRecorded(HearingEvent, frozen=True, kw_only=True, tag="search.recorded/1"):
    """The search for a missing person was recorded."""

    told: tuple[str, ...]
    says: str


HearingEvents: TypeAlias = (
    HearingPostponed | AbsenceHeldUnexcused | AttendanceRecorded | AbsenceReported | SearchRecorded
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


def _unexcused(file: CaseFile, hearing: Hearing, act: HoldUnexcused, rules: Rules) -> Decided | Refused:
    notice = file.notices[hearing.notice - 1]
    proven = notice.service is not None and not notice.undelivered
    rules.require(proven, "notice.served", "service of the notice of this hearing is not proven", "hearing")
    rules.require(hearing.attended is False, "procedure.exists", "no absence is recorded", "hearing")
    known = hearing.cause in ("other", "family_emergency") or (hearing.cause == "unknown" and hearing.searches > 0)
    rules.require(bool(hearing.cause), "hearing.absence-cause", "the cause is not recorded yet", "hearing")
    rules.require(
        known or not hearing.cause, "hearing.absence-cause",
        "this cause is no fault of the person, or the person is missing and nobody has searched", "hearing",
    )  # fmt: skip
    rules.require(
        not is_child(file), "hearing.absence-cause", "a child's absence is never the child's fault", "hearing"
    )
    return rules.outcome(AbsenceHeldUnexcused(who=act.who, hearing=act.hearing, says=act.says))


def evolve(file: CaseFile, event: HearingEvents) -> CaseFile:
    """The case file after an event of this step."""
    if isinstance(event, AbsenceReported):
        return _absence_told(file, event)
    hearing = file.hearings[event.hearing - 1]
    match event:
        case HearingPostponed():
            return _with_hearing(file, replace(hearing, postponed=event.reason))
        case AbsenceHeldUnexcused():
            return _with_hearing(file, replace(hearing, unexcused=True))
        case AttendanceRecorded():
            return _with_hearing(file, replace(hearing, attended=event.present))
        case SearchRecorded():
            searched = _with_hearing(file, replace(hearing, searches=hearing.searches + 1))
            return replace(searched, contact=replace(file.contact, searches=file.contact.searches + 1))
        case _:
            assert_never(event)


def _absence_told(file: CaseFile, event: AbsenceReported) -> CaseFile:
    """The cause that someone reports; that the person was absent is for the court to record."""
    if 1 <= event.hearing <= len(file.hearings):
        hearing = file.hearings[event.hearing - 1]
        # A cause that excuses is not undone by a later report (hearing.absence-cause).
        if hearing.cause not in EXCUSING:
            file = _with_hearing(file, replace(hearing, cause=event.cause))
    if event.cause in ("kidnapping", "turned_away_at_port", "no_notice"):
        says = f"An absence was reported with the cause: {event.cause.replace('_', ' ')}."
        return with_sign(file, "hearing.absence-cause", says, event.who)
    return file


def _with_hearing(file: CaseFile, hearing: Hearing) -> CaseFile:
    before, after = file.hearings[: hearing.number - 1], file.hearings[hearing.number :]
    return replace(file, hearings=(*before, hearing, *after))
