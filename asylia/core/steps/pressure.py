"""Pressure: contact about an undecided case is recorded, whichever way it points, and changes nothing else."""

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.deadlines import due, open_name
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, LateAnswered, with_sign


class PressureAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class RequireConsultation(PressureAct, frozen=True, kw_only=True):
    """Make signing depend on asking someone first: refused wherever it is tried."""

    says: str


class PressureReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportContact(PressureReport, frozen=True, kw_only=True):
    """Someone contacted the officer about this case: who, from where, and what was asked."""

    asked: str
    by_whom: str = ""
    inside_chain: bool = True
    advice_asked_for: bool = False


class AnswerSign(PressureAct, frozen=True, kw_only=True):
    """Answer an alarm that a report raised: what was found and done."""

    rule: str
    answer: str


class AnswerLate(PressureAct, frozen=True, kw_only=True):
    """Say why something in this case is late and by when it will be done; it stays due until it is."""

    due: str
    claim: int
    answer: str


PressureCommand: TypeAlias = RequireConsultation | ReportContact | AnswerSign | AnswerLate


class PressureEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class ConsultationRequired(PressureEvent, frozen=True, kw_only=True, tag="consultation.required/1"):
    """Signing was made to depend on asking someone (historical regimes only)."""

    says: str


class ContactReported(PressureEvent, frozen=True, kw_only=True, tag="contact.reported/1"):
    """Contact about an undecided case was reported."""

    asked: str
    by_whom: str
    inside_chain: bool
    advice_asked_for: bool


class AlarmAnswered(PressureEvent, frozen=True, kw_only=True, tag="alarm.answered/1"):
    """An alarm was answered."""

    rule: str
    answer: str


class LatenessAnswered(PressureEvent, frozen=True, kw_only=True, tag="lateness.answered/1"):
    """What was late was answered for, and by which rule it is late; it stays due."""

    due: str
    claim: int
    rule: str
    answer: str


PressureEvents: TypeAlias = ConsultationRequired | ContactReported | AlarmAnswered | LatenessAnswered


def decide(file: CaseFile, command: PressureCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about pressure leads to."""
    match command:
        case RequireConsultation():
            rules.require(False, "decider.no-pressure", "consultation cannot be a condition of signing", "says")
            return rules.outcome(ConsultationRequired(who=command.who, says=command.says))
        case ReportContact():
            return rules.outcome(
                ContactReported(
                    who=command.who, asked=command.asked, by_whom=command.by_whom, inside_chain=command.inside_chain,
                    advice_asked_for=command.advice_asked_for,
                )
            )  # fmt: skip
        case AnswerSign():
            raised = any(each.rule == command.rule and not each.answered for each in file.signs)
            rules.require(raised, "procedure.exists", "no such alarm is unanswered", "rule")
            return rules.outcome(AlarmAnswered(who=command.who, rule=command.rule, answer=command.answer))
        case AnswerLate():
            return _late(file, command, rules)
        case _:
            assert_never(command)


def _late(file: CaseFile, act: AnswerLate, rules: Rules) -> Decided | Refused:
    stands = (each for each in due(file, rules.regime) if (open_name(each.id), each.claim) == (act.due, act.claim))
    late = next((each for each in stands if each.by is not None and each.by < act.who.at), None)
    if late is None:
        return rules.missing("nothing of that name is late", "due")
    rules.require(bool(act.answer.strip()), "oversight.answered", "the answer is missing", "answer")
    return rules.outcome(
        LatenessAnswered(who=act.who, due=act.due, claim=act.claim, rule=late.alarm, answer=act.answer)
    )


def evolve(file: CaseFile, event: PressureEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case ConsultationRequired():
            return with_sign(file, "decider.no-pressure", "Signing was made to depend on consultation.", event.who)
        case ContactReported():
            if event.advice_asked_for:
                return file
            says = "Someone contacted the officer about the undecided case."
            return with_sign(file, "decider.no-pressure", says, event.who)
        case AlarmAnswered():
            return _answered(file, event)
        case LatenessAnswered():
            said = LateAnswered(due=event.due, claim=event.claim, who=event.who, answer=event.answer)
            return replace(file, late_answered=(*file.late_answered, said))
        case _:
            assert_never(event)


def _answered(file: CaseFile, event: AlarmAnswered) -> CaseFile:
    signs = tuple(
        replace(each, answered=event.answer) if each.rule == event.rule and not each.answered else each
        for each in file.signs
    )
    return replace(file, signs=signs)
