"""Calling: a list of legal help, a line that works, a signal to call; what client and counsel say is kept nowhere."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import Call, CaseFile, with_sign

CURRENT = dt.timedelta(days=31)  # house: a list that nobody looked through for a month is no current list


class CallingReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportLegalHelp(CallingReport, frozen=True, kw_only=True):
    """Before an interview or hearing: the list given and its day, whether the line worked, out of hearing or not.

    `number` is that of the claim or hearing.
    """

    before: Literal["interview", "hearing"]
    number: int
    list_given: bool
    listed: dt.date
    line: str
    line_worked: bool
    out_of_hearing: bool


class SignalCall(CallingReport, frozen=True, kw_only=True):
    """Say that counsel is asked to call, or the client to be put through; on which line, and never about what."""

    to: Literal["counsel", "client"]
    line: str = ""


class ReportCall(CallingReport, frozen=True, kw_only=True):
    """What became of a signal: whether they were put through, and out of everyone's hearing."""

    call: int
    put_through: bool
    out_of_hearing: bool


CallingCommand: TypeAlias = ReportLegalHelp | SignalCall | ReportCall


class CallingEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class LegalHelpChecked(CallingEvent, frozen=True, kw_only=True, tag="legal_help.checked/1"):
    """Whether a current list of legal help and a working line were there, before an interview or a hearing."""

    before: Literal["interview", "hearing"]
    of: int
    list_given: bool
    listed: dt.date
    line: str
    line_worked: bool
    out_of_hearing: bool
    day: dt.date
    zone: str


class CallSignalled(CallingEvent, frozen=True, kw_only=True, tag="call.signalled/1"):
    """Counsel, or the client, is asked to call."""

    number: int
    to: Literal["counsel", "client"]
    line: str


class CallReported(CallingEvent, frozen=True, kw_only=True, tag="call.reported/1"):
    """What became of a signal."""

    call: int
    put_through: bool
    out_of_hearing: bool


CallingEvents: TypeAlias = LegalHelpChecked | CallSignalled | CallReported


def decide(file: CaseFile, command: CallingCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a report about calling leads to."""
    match command:
        case ReportLegalHelp():
            return rules.outcome(
                LegalHelpChecked(
                    who=command.who, before=command.before, of=command.number, list_given=command.list_given,
                    listed=command.listed, line=command.line, line_worked=command.line_worked,
                    out_of_hearing=command.out_of_hearing, day=facts.day, zone=facts.zone,
                )
            )  # fmt: skip
        case SignalCall():
            return rules.outcome(
                CallSignalled(who=command.who, number=len(file.calls) + 1, to=command.to, line=command.line)
            )
        case ReportCall():
            return rules.outcome(
                CallReported(
                    who=command.who,
                    call=command.call,
                    put_through=command.put_through,
                    out_of_hearing=command.out_of_hearing,
                )
            )
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: CallingEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case LegalHelpChecked():
            there = event.list_given and event.day - event.listed <= CURRENT
            if there and event.line_worked and event.out_of_hearing:
                return replace(file, legal_help=(*file.legal_help, f"{event.before}.{event.of}"))
            says = f"No current list, or no working line out of hearing, before the {event.before}."
            return with_sign(file, "contact.family-counsel", says, event.who)
        case CallSignalled():
            call = Call(number=event.number, to=event.to, line=event.line, at=event.who.at)
            return replace(file, calls=(*file.calls, call))
        case CallReported():
            if event.put_through and not event.out_of_hearing:
                says = "Client and counsel were put through where others could hear."
                file = with_sign(file, "contact.family-counsel", says, event.who)
            answered = [
                replace(each, answered=each.answered or (each.number == event.call and event.put_through))
                for each in file.calls
            ]
            return replace(file, calls=tuple(answered))
        case _:
            assert_never(event)
