"""Transport: the way from the port to the court and back, with its times and who escorts, as it happens."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, Moment
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Transport, with_hearing, with_sign

Passed = Literal["left", "arrived", "not_come"]


class TransportAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    hearing: int


class PlanTransport(TransportAct, frozen=True, kw_only=True):
    """Book the way from the port to a hearing: when it leaves the gate, who drives and who escorts."""

    leaves: Moment
    escort: str
    vehicle: str = ""


class ConfirmTransport(TransportAct, frozen=True, kw_only=True):
    """Confirm it, as who drives has said; only then does a paper promise it."""

    by_whom: str


class ReportTransport(Report, frozen=True, kw_only=True):
    """It left, it arrived, or it did not come."""

    hearing: int
    what: Passed
    says: str = ""


TransportCommand: TypeAlias = PlanTransport | ConfirmTransport | ReportTransport


class TransportEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    hearing: int


class TransportPlanned(TransportEvent, frozen=True, kw_only=True, tag="transport.planned/1"):
    """The way to a hearing was booked."""

    leaves: Moment
    escort: str
    vehicle: str


class TransportConfirmed(TransportEvent, frozen=True, kw_only=True, tag="transport.confirmed/1"):
    """Who drives confirmed it."""

    by_whom: str


class TransportReported(TransportEvent, frozen=True, kw_only=True, tag="transport.reported/1"):
    """It left, arrived, or did not come."""

    what: Passed
    says: str


TransportEvents: TypeAlias = TransportPlanned | TransportConfirmed | TransportReported


def decide(file: CaseFile, command: TransportCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the way to a hearing leads to."""
    if isinstance(command, ReportTransport):
        return rules.outcome(
            TransportReported(who=command.who, hearing=command.hearing, what=command.what, says=command.says)
        )
    if not 1 <= command.hearing <= len(file.hearings):
        return rules.missing(f"there is no hearing {command.hearing}", "hearing")
    hearing = file.hearings[command.hearing - 1]
    rules.require(hearing.awaited, "procedure.exists", "this hearing is not ahead", "hearing")
    match command:
        case PlanTransport():
            rules.require(bool(hearing.port), "notice.valid", "no port is named for this hearing", "hearing")
            rules.require(command.leaves > command.who.at, "notice.valid", "the hour of leaving is past", "leaves")
            rules.require(bool(command.escort.strip()), "custody.counted", "who escorts is not named", "escort")
            return rules.outcome(
                TransportPlanned(
                    who=command.who, hearing=hearing.number, leaves=command.leaves, escort=command.escort,
                    vehicle=command.vehicle,
                )
            )  # fmt: skip
        case ConfirmTransport():
            rules.require(hearing.transport.way != "", "procedure.exists", "no transport is booked", "hearing")
            rules.require(bool(command.by_whom.strip()), "custody.counted", "who confirmed is not named", "by_whom")
            return rules.outcome(TransportConfirmed(who=command.who, hearing=hearing.number, by_whom=command.by_whom))
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: TransportEvents) -> CaseFile:
    """The case file after an event of this step; a transport that did not come is no fault of who waited for it."""
    if not 1 <= event.hearing <= len(file.hearings):
        return file
    hearing = file.hearings[event.hearing - 1]
    match event:
        case TransportPlanned():
            planned = Transport(way="planned", leaves=event.leaves, escort=event.escort)
            return with_hearing(file, replace(hearing, transport=planned))
        case TransportConfirmed():
            confirmed = replace(hearing.transport, way="confirmed", confirmed_by=event.by_whom)
            return with_hearing(file, replace(hearing, transport=confirmed))
        case TransportReported():
            hearing = replace(hearing, transport=replace(hearing.transport, way=event.what))
            if event.what != "not_come":
                return with_hearing(file, hearing)
            file = with_hearing(file, replace(hearing, cause="no_transport"))
            return with_sign(file, "hearing.absence-cause", "The transport from the port did not come.", event.who)
        case _:
            assert_never(event)
