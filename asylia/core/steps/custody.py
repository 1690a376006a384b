"""Custody and return: stays delivered, what happens in custody counted, who is brought in, and who may be returned."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.dating import require_open_gate
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import BORDER, Author, Event, Moment
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_part, with_sign
from asylia.core.standing import is_open, return_bars

Counted = Literal[
    "held", "released", "night", "restraint", "food", "water", "sleep", "medical", "call", "crossing", "transfer",
]  # fmt: skip


class CustodyAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class ReturnPerson(CustodyAct, frozen=True, kw_only=True):
    """Return the person to wait outside; the rules of return.lawful are asked at this moment."""

    port: str


class AcknowledgeStay(CustodyAct, frozen=True, kw_only=True):
    """A person at a duty post acknowledges that a stay arrived."""

    post: str


class BookPort(CustodyAct, frozen=True, kw_only=True):
    """Give a person who waits outside an appointment at a port, to be brought in (UTC)."""

    port: str
    appointment: Moment


class CustodyReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportCustody(CustodyReport, frozen=True, kw_only=True):
    """What happened in custody, as it happens; a restraint names its reason and authoriser."""

    what: Counted
    place: str = ""
    reason: str = ""
    authoriser: str = ""
    says: str = ""


class ReportReturn(CustodyReport, frozen=True, kw_only=True):
    """The person has been returned, whatever the rules say."""

    says: str
    place: str = ""


class ReportPortAnswer(CustodyReport, frozen=True, kw_only=True):
    """How the port answered the person's pass."""

    port: str
    answer: Literal["admitted", "refused", "no_answer"]


CustodyCommand: TypeAlias = ReturnPerson | AcknowledgeStay | BookPort | ReportCustody | ReportReturn | ReportPortAnswer


class CustodyEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class PersonReturned(CustodyEvent, frozen=True, kw_only=True, tag="person.returned/1"):
    """The person was returned, lawfully as far as the record shows."""

    port: str
    day: dt.date
    zone: str


class StayAcknowledged(CustodyEvent, frozen=True, kw_only=True, tag="stay.acknowledged/1"):
    """A duty post acknowledged the stay."""

    post: str


class PortBooked(CustodyEvent, frozen=True, kw_only=True, tag="port.booked/1"):
    """An appointment at a port was given."""

    port: str
    appointment: Moment


class CustodyReported(CustodyEvent, frozen=True, kw_only=True, tag="custody.reported/1"):
    """Something that happened in custody was reported."""

    what: Counted
    place: str
    reason: str
    authoriser: str
    says: str


class ReturnReported(CustodyEvent, frozen=True, kw_only=True, tag="return.reported/1"):
    """A return was reported; `rules` are those that barred it at that moment."""

    says: str
    place: str
    rules: tuple[str, ...]


class PortAnswered(CustodyEvent, frozen=True, kw_only=True, tag="port.answered/1"):
    """A port's answer to the pass was reported."""

    port: str
    answer: Literal["admitted", "refused", "no_answer"]


CustodyEvents: TypeAlias = (
    PersonReturned | StayAcknowledged | PortBooked | CustodyReported | ReturnReported | PortAnswered
)


def decide(file: CaseFile, command: CustodyCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about custody or return leads to."""
    match command:
        case ReturnPerson():
            for rule, detail in return_bars(file, rules.regime, facts):
                rules.require(False, rule, detail)
            return rules.outcome(PersonReturned(who=command.who, port=command.port, day=facts.day, zone=facts.zone))
        case AcknowledgeStay():
            stayed = any(is_open(each, rules.regime) for each in file.claims)
            rules.require(stayed, "procedure.exists", "no stay is in force")
            named = not facts.duty_posts or command.post in facts.duty_posts
            rules.require(named, "fear.stay-delivered", "no such duty post is named for this case", "post")
            return rules.outcome(StayAcknowledged(who=command.who, post=command.post))
        case BookPort():
            rules.require(
                command.appointment > command.who.at,
                "fear.brought-in",
                "the appointment lies in the past",
                "appointment",
            )
            _require_soon(file, command, rules)
            require_open_gate(command.port, facts, rules)
            return rules.outcome(PortBooked(who=command.who, port=command.port, appointment=command.appointment))
        case ReportCustody():
            return rules.outcome(
                CustodyReported(
                    who=command.who, what=command.what, place=command.place, reason=command.reason,
                    authoriser=command.authoriser, says=command.says,
                )
            )  # fmt: skip
        case ReportReturn():
            broken = tuple(dict.fromkeys(rule for rule, _ in return_bars(file, rules.regime, facts)))
            return rules.outcome(ReturnReported(who=command.who, says=command.says, place=command.place, rules=broken))
        case ReportPortAnswer():
            return rules.outcome(PortAnswered(who=command.who, port=command.port, answer=command.answer))
        case _:
            assert_never(command)


def _require_soon(file: CaseFile, act: BookPort, rules: Rules) -> None:
    """Who claims fear while waiting outside is brought in within the regime's hours (fear.brought-in)."""
    limit = rules.regime.limit("port_appointment")
    claims = any(is_open(each, rules.regime) for each in file.claims)
    if not claims or limit is None or limit.hours is None:
        return
    hours = (act.appointment - act.who.at).total_seconds() / 3600
    rules.require(
        hours <= limit.hours, "fear.brought-in", f"later than {limit.hours} hours from now", "appointment", limit.cite
    )


def evolve(file: CaseFile, event: CustodyEvents) -> CaseFile:
    """The case file after an event of this step."""
    custody = file.custody
    match event:
        case PersonReturned():
            outside = replace(custody, outside=True, returned=custody.returned + 1, held_since=None)
            return replace(file, custody=outside)
        case ReturnReported():
            file = replace(file, custody=replace(custody, outside=True, returned=custody.returned + 1, held_since=None))
            for rule in event.rules:
                file = with_sign(file, rule, "A return was reported that this rule bars.", event.who)
            return file
        case StayAcknowledged():
            acknowledged = tuple(dict.fromkeys((*custody.acknowledged, event.post)))
            return replace(file, custody=replace(custody, acknowledged=acknowledged))
        case PortBooked():
            booked = replace(custody, port=event.port, port_appointment=event.appointment, port_answer="")
            return replace(file, custody=booked)
        case PortAnswered():
            answered = replace(
                custody, port_answer=event.answer, outside=event.answer != "admitted" and custody.outside
            )
            file = replace(file, custody=answered)
            if event.answer != "admitted":
                says = f"The port {event.port} did not let the person in."
                return with_sign(file, "fear.brought-in", says, event.who)
            return file
        case CustodyReported():
            return _counted(file, event, event.who)
        case _:
            assert_never(event)


def _counted(file: CaseFile, event: CustodyReported, who: Author) -> CaseFile:
    custody = replace(file.custody, counted=who.at)
    match event.what:
        case "held":
            # Held on with a reason and a name: the limit runs anew from there, and the nights go on (custody.limit).
            reasoned = bool(event.reason.strip() and event.authoriser.strip())
            since = who.at if reasoned else custody.held_since or who.at
            custody = replace(custody, held_since=since, was_held=True, outside=False)
        case "released" | "transfer":
            custody = replace(custody, held_since=None)
        case "night":
            custody = replace(custody, nights=custody.nights + 1)
        case "restraint":
            custody = replace(custody, restraints=custody.restraints + 1)
            if not (event.reason and event.authoriser):
                file = with_sign(
                    file, "interview.restraint", "A restraint was reported without reason or authoriser.", who
                )
        case _:
            pass
    if who.role in BORDER and event.what in ("held", "restraint"):
        file = with_part(file, who.by, "detained")
    return replace(file, custody=custody)
