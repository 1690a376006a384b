"""Contact: the plan by which a person who waits can be reached, what was tried, and what was lost."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.addresses import names_consulate, no_address
from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Channel, ChannelKind, Part, with_sign

Door = Literal["portal", "counsel", "telephone", "paper", "in_person"]


class ContactAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class PlanContact(ContactAct, frozen=True, kw_only=True):
    """Record the ways to reach the person, the best first: which are safe, at what hours, and the dangers in trying."""

    channels: tuple[Channel, ...]
    dangers: str = ""


class ChangeContact(ContactAct, frozen=True, kw_only=True):
    """Record an address or number that the person reports, through which door, and who brought it.

    `replaces`: what was known of that kind is no longer true.
    """

    channel: Channel
    door: Door
    told_by: Literal["self", "counsel", "representative", "relative"] = "self"
    replaces: bool = True


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


ContactCommand: TypeAlias = PlanContact | ChangeContact | ReportChannelLost | ReportContactTried


class ContactEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class PlannedChannel(Part, frozen=True, kw_only=True):
    """A channel as contact.planned/1 keeps it: without hours and a danger of its own."""

    kind: ChannelKind
    value: str
    safe: bool
    lost: bool = False


class ContactFirstPlanned(ContactEvent, frozen=True, kw_only=True, tag="contact.planned/1"):
    """The ways to reach the person were recorded. Read for ever; contact.planned/2 is written."""

    channels: tuple[PlannedChannel, ...]
    dangers: str


class ContactPlanned(ContactEvent, frozen=True, kw_only=True, tag="contact.planned/2"):
    """The ways to reach the person were recorded, each with its hours and its danger."""

    channels: tuple[Channel, ...]
    dangers: str


class ContactChanged(ContactEvent, frozen=True, kw_only=True, tag="contact.changed/1"):
    """A change of address or number was reported, and through which door it came."""

    channel: Channel
    door: Door
    told_by: str
    replaces: bool
    day: dt.date
    zone: str


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


ContactEvents: TypeAlias = ContactFirstPlanned | ContactPlanned | ContactChanged | ChannelLost | ContactTried


def decide(file: CaseFile, command: ContactCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about contact leads to."""
    match command:
        case PlanContact():
            rules.require(
                bool(command.channels), "contact.reachable", "no way to reach the person is given", "channels"
            )
            for number, channel in enumerate(command.channels):
                _require_deliverable(channel, f"channels.{number}.value", facts, rules)
            return rules.outcome(ContactPlanned(who=command.who, channels=command.channels, dangers=command.dangers))
        case ChangeContact():
            _require_deliverable(command.channel, "channel.value", facts, rules)
            _require_door(command, rules)
            return rules.outcome(
                ContactChanged(
                    who=command.who, channel=command.channel, door=command.door, told_by=command.told_by,
                    replaces=command.replaces, day=facts.day, zone=facts.zone,
                )
            )  # fmt: skip
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


def _require_deliverable(channel: Channel, field: str, facts: Facts, rules: Rules) -> None:
    """A way by which something arrives, and never one that leads through a consulate (share.never-feared-state)."""
    abroad = names_consulate(channel.value)
    rules.require(
        not abroad, "share.never-feared-state", "no way to reach a person leads through a consulate or embassy", field
    )
    if channel.lost or abroad:
        return
    why = no_address(channel.kind, channel.value, (each.court for each in facts.courts))
    rules.require(not why, "contact.reachable", why, field)


def _require_door(act: ChangeContact, rules: Rules) -> None:
    """Who writes it down says through which door it came: the person's own pages, counsel, or a desk."""
    own: Door | None = {"applicant": "portal", "counsel": "counsel"}.get(act.who.role)  # type: ignore[assignment]
    fits = act.door == own if own else act.door not in ("portal", "counsel")
    rules.require(fits, "authority.role", "this did not come through the door that is named", "door")


def evolve(file: CaseFile, event: ContactEvents) -> CaseFile:
    """The case file after an event of this step."""
    contact = file.contact
    match event:
        case ContactFirstPlanned():
            known = (
                Channel(kind=each.kind, value=each.value, safe=each.safe, lost=each.lost) for each in event.channels
            )
            return replace(file, contact=replace(contact, channels=tuple(known), dangers=event.dangers))
        case ContactPlanned():
            return replace(file, contact=replace(contact, channels=event.channels, dangers=event.dangers))
        case ContactChanged():
            kept = tuple(each for each in contact.channels if not (event.replaces and each.kind == event.channel.kind))
            return replace(file, contact=replace(contact, channels=(event.channel, *kept)))
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
            return replace(file, contact=replace(contact, last_reached=event.who.at, reached_by=event.channel))
        case _:
            assert_never(event)
