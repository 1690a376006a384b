"""Interview: the appointment, the conditions, and questions and answers, each with its time."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never, get_args

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.conditions import (
    require_conditions,
    require_counsel,
    require_interpreter_present,
    require_understood,
)
from asylia.core.deciders import require_decider, require_heard, require_own_claim
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, Moment
from asylia.core.facts import Facts
from asylia.core.file import (
    CaseFile,
    Claim,
    Conditions,
    Inconsistency,
    Interpreter,
    Interview,
    Line,
    PartTaken,
    with_claim,
    with_part,
    with_sign,
)  # fmt: skip
from asylia.core.standing import is_open

Mode = Literal["in_person", "video", "phone"]
Speaker = Literal["officer", "applicant", "interpreter", "counsel", "representative"]


class InterviewAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int


class BookInterview(InterviewAct, frozen=True, kw_only=True):
    """Book the interview: when (UTC), where, in person or by line, and why by line."""

    starts: Moment
    place: str
    mode: Mode = "in_person"
    reason: str = ""


class AppointInterpreter(InterviewAct, frozen=True, kw_only=True):
    """Appoint an interpreter whom the person, asked alone, accepts; `ties` are codes that may exclude."""

    interpreter: str
    language: str
    accepted: bool
    ties: tuple[str, ...] = ()
    age: int = 18
    reason: str = ""


class BeginInterview(InterviewAct, frozen=True, kw_only=True):
    """Begin, with the checklist answered; `present` are the ids of those in the room or on the line."""

    conditions: Conditions
    present: tuple[str, ...] = ()
    mode: Mode = "in_person"


class AddTestimony(InterviewAct, frozen=True, kw_only=True):
    """Add a line of question or answer to the record."""

    speaker: Speaker
    words: str
    language: str = ""
    interpretation: str = ""
    topic: str = ""


class PutInconsistency(InterviewAct, frozen=True, kw_only=True):
    """Put an inconsistency to the person and record the explanation."""

    lines: tuple[int, ...]
    between: str
    explanation: str


class TakeBreak(InterviewAct, frozen=True, kw_only=True):
    """Stop for a break."""

    reason: str = ""


class ResumeInterview(InterviewAct, frozen=True, kw_only=True):
    """Go on after a break, with the checklist answered again."""

    conditions: Conditions


class PostponeInterview(InterviewAct, frozen=True, kw_only=True):
    """Move the interview to a firm new time (UTC)."""

    starts: Moment
    reason: str


class EndInterview(InterviewAct, frozen=True, kw_only=True):
    """End the interview; what the person and counsel wish to add at the end."""

    closing: str = ""
    counsel_says: str = ""


class InterviewReport(Report, frozen=True, kw_only=True):
    """A report of this step."""

    claim: int


class ReportInterview(InterviewReport, frozen=True, kw_only=True):
    """How an interview was really held; `lacking` names what was missing from a closed list."""

    says: str
    lacking: tuple[Literal["interpreter", "privacy", "quiet", "rest", "counsel", "unrestrained", "record"], ...]


InterviewCommand: TypeAlias = (
    BookInterview | AppointInterpreter | BeginInterview | AddTestimony | PutInconsistency | TakeBreak
    | ResumeInterview | PostponeInterview | EndInterview | ReportInterview
)  # fmt: skip


class InterviewEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int


class InterviewBooked(InterviewEvent, frozen=True, kw_only=True, tag="interview.booked/1"):
    """The interview was booked."""

    starts: Moment
    place: str
    mode: Mode
    reason: str


class InterpreterAppointed(InterviewEvent, frozen=True, kw_only=True, tag="interpreter.appointed/1"):
    """An interpreter was appointed and accepted; `reason` says why another left."""

    interpreter: str
    language: str
    accepted: bool
    ties: tuple[str, ...]
    age: int
    reason: str


class InterviewBegun(InterviewEvent, frozen=True, kw_only=True, tag="interview.begun/1"):
    """The interview began under these conditions."""

    conditions: Conditions
    present: tuple[str, ...]
    mode: Mode
    day: dt.date
    zone: str


class TestimonyAdded(InterviewEvent, frozen=True, kw_only=True, tag="testimony.added/1"):
    """A line of testimony (T n) was added."""

    line: int
    speaker: Speaker
    words: str
    language: str
    interpretation: str
    topic: str


class InconsistencyPut(InterviewEvent, frozen=True, kw_only=True, tag="inconsistency.put/1"):
    """An inconsistency was put to the person, and explained so."""

    number: int
    lines: tuple[int, ...]
    between: str
    explanation: str


class BreakTaken(InterviewEvent, frozen=True, kw_only=True, tag="break.taken/1"):
    """A break was taken."""

    reason: str


class InterviewResumed(InterviewEvent, frozen=True, kw_only=True, tag="interview.resumed/1"):
    """The interview went on under these conditions."""

    conditions: Conditions


class InterviewPostponed(InterviewEvent, frozen=True, kw_only=True, tag="interview.postponed/1"):
    """The interview was moved to a firm new time."""

    starts: Moment
    reason: str


class InterviewEnded(InterviewEvent, frozen=True, kw_only=True, tag="interview.ended/1"):
    """The interview ended."""

    closing: str
    counsel_says: str


class InterviewReported(InterviewEvent, frozen=True, kw_only=True, tag="interview.reported/1"):
    """Someone reported how the interview was held and what it lacked."""

    says: str
    lacking: tuple[str, ...]


InterviewEvents: TypeAlias = (
    InterviewBooked | InterpreterAppointed | InterviewBegun | TestimonyAdded | InconsistencyPut | BreakTaken
    | InterviewResumed | InterviewPostponed | InterviewEnded | InterviewReported
)  # fmt: skip

# Which rule a reported lack breaks.
LACKING: dict[str, str] = {
    "interpreter": "interpreter.fit", "privacy": "interview.conditions", "quiet": "interview.conditions",
    "rest": "interview.rest", "counsel": "counsel.admitted", "unrestrained": "interview.restraint",
    "record": "interview.record",
}  # fmt: skip


def decide(file: CaseFile, command: InterviewCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the interview leads to."""
    if isinstance(command, ReportInterview):
        return rules.outcome(
            InterviewReported(who=command.who, claim=command.claim, says=command.says, lacking=command.lacking)
        )
    claim = file.claim(command.claim)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    rules.require(is_open(claim, rules.regime), "procedure.once", "this claim has ended", "claim")
    last = claim.determination
    rules.require(last is None or last.returned, "procedure.once", "a determination is signed and stands", "claim")
    match command:
        case BookInterview():
            return _book(claim, command, rules)
        case AppointInterpreter():
            return _interpreter(file, claim, command, rules)
        case BeginInterview():
            return _begin(file, claim, command, facts, rules)
        case PostponeInterview():
            _require_firm_date(file, command, rules)
            return rules.outcome(
                InterviewPostponed(who=command.who, claim=claim.number, starts=command.starts, reason=command.reason)
            )
        case _:
            return _course(claim, command, rules)


def _book(claim: Claim, act: BookInterview, rules: Rules) -> Decided | Refused:
    rules.require(bool(claim.officer), "procedure.exists", "the claim has no officer yet")
    interview = rules.regime.interview
    remote = act.mode != "in_person"
    rules.require(
        not remote or interview.remote == "allowed" or bool(act.reason), "interview.conditions",
        "an interview by line needs its reason", "reason", interview.cite,
    )  # fmt: skip
    return rules.outcome(
        InterviewBooked(
            who=act.who, claim=claim.number, starts=act.starts, place=act.place, mode=act.mode, reason=act.reason
        )
    )


def _require_firm_date(file: CaseFile, act: PostponeInterview, rules: Rules) -> None:
    """A failed check postpones to a firm new date, which does not lengthen custody (interview.conditions)."""
    rules.require(act.starts > act.who.at, "interview.conditions", "the new time lies in the past", "starts")
    limit = rules.regime.limit("interview_rebooked")
    if file.custody.held_since is None or limit is None or limit.hours is None:
        return
    hours = (act.starts - act.who.at).total_seconds() / 3600
    rules.require(
        hours <= limit.hours, "interview.conditions",
        f"it would lengthen custody: within {limit.hours} hours while the person is held", "starts", limit.cite,
    )  # fmt: skip


def _interpreter(file: CaseFile, claim: Claim, act: AppointInterpreter, rules: Rules) -> Decided | Refused:
    rule = rules.regime.interpreter
    before = claim.interpreter
    rules.require(
        before is None or before.id == act.interpreter or bool(act.reason.strip()), "interpreter.fit",
        "why another interpreter left is missing", "reason",
    )  # fmt: skip
    others = file.took_part(act.interpreter, *(each for each in get_args(PartTaken) if each != "interpreted"))
    rules.require(not others, "roles.apart", "the interpreter has taken another part in this case", "interpreter")
    rules.require(
        act.language in file.languages, "interpreter.fit", "this language is not recorded as understood", "language"
    )
    tied = sorted(set(act.ties) & (set(rule.exclusions) | HOUSE_TIES))
    rules.require(
        not tied, "interpreter.fit", f"tied: {', '.join(each.replace('_', ' ') for each in tied)}", "ties", rule.cite
    )
    rules.require(act.age >= rule.minimum_age, "interpreter.fit", f"younger than {rule.minimum_age}", "age", rule.cite)
    rules.require(act.accepted, "interpreter.fit", "the person, asked alone, has not accepted", "accepted")
    rules.require(act.interpreter != file.counsel, "interpreter.fit", "counsel does not interpret", "interpreter")
    return rules.outcome(
        InterpreterAppointed(
            who=act.who, claim=act.claim, interpreter=act.interpreter, language=act.language, accepted=act.accepted,
            ties=act.ties, age=act.age, reason=act.reason,
        )
    )  # fmt: skip


# Ties that exclude an interpreter under every regime (interpreter.fit).
HOUSE_TIES: frozenset[str] = frozenset({"feared_state", "feared_actor", "counsel", "witness", "family"})


def _begin(file: CaseFile, claim: Claim, act: BeginInterview, facts: Facts, rules: Rules) -> Decided | Refused:
    interview = claim.interview
    rules.require(
        interview.begun is None or interview.officer != claim.officer,
        "procedure.once",
        "the interview has begun already",
    )
    unreasoned = act.mode not in ("in_person", interview.mode) and rules.regime.interview.remote == "with_reason"
    rules.require(not unreasoned, "interview.conditions", "an interview by line is booked with its reason", "mode")
    require_understood(file, rules)
    require_decider(file, claim, act.who, facts, rules, "interviewed")
    care = rules.regime.certificate.interviews_a_day
    rules.require(facts.interviews_today < care, "decider.care", f"no more than {care} interviews a day")
    require_interpreter_present(file, claim, act.present, facts, rules)
    require_conditions(act.conditions, rules)
    require_counsel(file, act.conditions, act.present, facts, rules)
    return rules.outcome(
        InterviewBegun(
            who=act.who, claim=claim.number, conditions=act.conditions, present=act.present, mode=act.mode,
            day=facts.day, zone=facts.zone,
        )
    )  # fmt: skip


def _course(
    claim: Claim,
    act: AddTestimony | PutInconsistency | TakeBreak | ResumeInterview | EndInterview,
    rules: Rules,
) -> Decided | Refused:
    """What happens between the first question and the end: the claim's own officer records it."""
    interview = claim.interview
    rules.require(interview.begun is not None, "procedure.exists", "the interview has not begun")
    rules.require(interview.ended is None, "procedure.once", "the interview has ended")
    require_own_claim(claim, act.who, rules)
    require_heard(claim, act.who, rules)
    if not isinstance(act, ResumeInterview | EndInterview):
        rules.require(
            not interview.paused, "interview.conditions", "the interview is at a break: check the conditions again"
        )
    match act:
        case AddTestimony():
            return rules.outcome(
                TestimonyAdded(
                    who=act.who, claim=claim.number, line=len(interview.lines) + 1, speaker=act.speaker,
                    words=act.words, language=act.language, interpretation=act.interpretation, topic=act.topic,
                )
            )  # fmt: skip
        case PutInconsistency():
            known = set(act.lines) <= {each.number for each in interview.lines}
            rules.require(
                known and bool(act.lines), "interview.inconsistency", "it must name lines of the record", "lines"
            )
            rules.require(
                bool(act.explanation.strip()), "interview.inconsistency",
                "the explanation is missing; where none was given, say so", "explanation",
            )  # fmt: skip
            return rules.outcome(
                InconsistencyPut(
                    who=act.who, claim=claim.number, number=len(interview.inconsistencies) + 1, lines=act.lines,
                    between=act.between, explanation=act.explanation,
                )
            )  # fmt: skip
        case TakeBreak():
            return rules.outcome(BreakTaken(who=act.who, claim=claim.number, reason=act.reason))
        case ResumeInterview():
            require_conditions(act.conditions, rules)
            return rules.outcome(InterviewResumed(who=act.who, claim=claim.number, conditions=act.conditions))
        case EndInterview():
            rules.require(bool(interview.lines), "interview.record", "no question or answer is recorded")
            return rules.outcome(
                InterviewEnded(who=act.who, claim=claim.number, closing=act.closing, counsel_says=act.counsel_says)
            )
        case _:
            assert_never(act)


def evolve(file: CaseFile, event: InterviewEvents) -> CaseFile:
    """The case file after an event of this step."""
    if isinstance(event, InterviewReported):
        for lack in event.lacking:
            file = with_sign(file, LACKING[lack], f"The interview was reported held without: {lack}.", event.who)
        return file
    claim = file.claims[event.claim - 1]
    match event:
        case InterpreterAppointed():
            interpreter = Interpreter(id=event.interpreter, language=event.language)
            appointed = with_claim(file, replace(claim, interpreter=interpreter))
            return with_part(appointed, event.interpreter, "interpreted")
        case InterviewBegun():
            begun = with_claim(file, replace(claim, interview=_interview(claim.interview, event)))
            return with_part(begun, event.who.by, "interviewed")
        case _:
            return with_claim(file, replace(claim, interview=_interview(claim.interview, event)))


def _interview(
    interview: Interview,
    event: InterviewBooked | InterviewBegun | TestimonyAdded | InconsistencyPut | BreakTaken | InterviewResumed
    | InterviewPostponed | InterviewEnded,
) -> Interview:  # fmt: skip
    match event:
        case TestimonyAdded():
            line = Line(
                number=event.line, at=event.who.at, speaker=event.speaker, words=event.words, language=event.language,
                interpretation=event.interpretation, topic=event.topic,
            )  # fmt: skip
            return replace(interview, lines=(*interview.lines, line))
        case InterviewBooked():
            return replace(interview, starts=event.starts, place=event.place, mode=event.mode)
        case InterviewBegun():
            return replace(
                interview, officer=event.who.by, begun=event.who.at, ended=None, paused=False,
                conditions=event.conditions, present=event.present, mode=event.mode,
            )  # fmt: skip
        case InconsistencyPut():
            put = Inconsistency(
                number=event.number, lines=event.lines, between=event.between, explanation=event.explanation
            )
            return replace(interview, inconsistencies=(*interview.inconsistencies, put))
        case BreakTaken():
            return replace(interview, paused=True)
        case InterviewResumed():
            return replace(interview, paused=False, conditions=event.conditions)
        case InterviewPostponed():
            return replace(interview, starts=event.starts)
        case InterviewEnded():
            return replace(interview, ended=event.who.at, paused=False)
        case _:
            assert_never(event)
