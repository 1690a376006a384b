"""Contact: the plan by which a person who waits can be reached, what was tried, and what was lost."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Channel, with_sign


class ContactAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class PlanContact(ContactAct, frozen=True, kw_only=True):
    """Record the ways to reach the person, which are safe, and the dangers in trying."""

    channels: tuple[Channel, ...]
    dangers: str = ""


class ContactReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportChannelLost(ContactReport, frozen=True, kw_only=True):
    """A way to reach the person is gone, and why."""

    channel: str
    because: Literal["left_for_hearing", "moved", "stolen", "number_changed", "other"]
    says: str = ""


class ReportContactTried(ContactReport, frozen=True, kw_only=True):
    """An attempt to reach the person, and whether it did."""

    channel: str
    reached: bool
    says: str = ""


ContactCommand: TypeAlias = PlanContact | ReportChannelLost | ReportContactTried


class ContactEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class ContactPlanned(ContactEvent, frozen=True, kw_only=True, tag="contact.planned/1"):
    """The ways to reach the person were recorded."""

    channels: tuple[Channel, ...]
    dangers: str


class ChannelLost(ContactEvent, frozen=True, kw_only=True, tag="channel.lost/1"):
    """A way to reach the person was reported lost."""

    channel: str
    because: str
    says: str


class ContactTried(ContactEvent, frozen=True, kw_only=True, tag="contact.tried/1"):
    """An attempt to reach the person was reported."""

    channel: str
    reached: bool
    says: str


ContactEvents: TypeAlias = ContactPlanned | ChannelLost | ContactTried


def decide(file: CaseFile, command: ContactCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about contact leads to."""
    match command:
        case PlanContact():
            rules.require(
                bool(command.channels), "contact.reachable", "no way to reach the person is given", "channels"
            )
            return rules.outcome(ContactPlanned(who=command.who, channels=command.channels, dangers=command.dangers))
        case ReportChannelLost():
            return rules.outcome(
                ChannelLost(who=command.who, channel=command.channel, because=command.because, says=command.says)
            )
        case ReportContactTried():
            return rules.outcome(
                ContactTried(who=command.who, channel=command.channel, reached=command.reached, says=command.says)
            )
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: ContactEvents) -> CaseFile:
    """The case file after an event of this step."""
    contact = file.contact
    match event:
        case ContactPlanned():
            return replace(file, contact=replace(contact, channels=event.channels, dangers=event.dangers))
        case ChannelLost():
            # Leaving a shelter for a hearing does not lose the address (contact.reachable): the channel
            # stays, and the loss is an alarm.
            lost = event.because != "left_for_hearing"
            channels = tuple(
                replace(each, lost=each.lost or lost) if each.kind == event.channel else each
                for each in contact.channels
            )
            changed = replace(file, contact=replace(contact, channels=channels))
            return with_sign(changed, "contact.reachable", "A way to reach the person was reported lost.", event.who)
        case ContactTried():
            if not event.reached:
                return file
            return replace(file, contact=replace(contact, last_reached=event.who.at))
        case _:
            assert_never(event)
