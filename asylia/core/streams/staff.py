"""Staff: who holds which desk, with which training, as the stream `staff/<id>` shows."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.event import Event, Role
from asylia.core.facts import Certificate, Duty, Staff


class StaffAct(Act, frozen=True, kw_only=True):
    """An act about one member of staff."""

    staff: str


class AppointStaff(StaffAct, frozen=True, kw_only=True):
    """Give a person a desk; appointing again changes it."""

    desk: Role
    name: str
    office: str = ""
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    custody_post_until: dt.date | None = None
    detailed_from: str = ""


class CertifyStaff(StaffAct, frozen=True, kw_only=True):
    """Certify training in one standard: hours, mode, trainer; never for a day before it is given."""

    standard: str
    from_day: dt.date
    until_day: dt.date | None = None
    hours: int = 0
    mode: str = ""
    trainer: str = ""


class DisableStaff(StaffAct, frozen=True, kw_only=True):
    """Close a person's account; it takes effect with their next request."""

    reason: str


class AddressStaff(StaffAct, frozen=True, kw_only=True):
    """Record where the system tells this person, or the desk they hold, that something waits for them."""

    email: str = ""
    number: str = ""


class GiveDuty(StaffAct, frozen=True, kw_only=True):
    """Give a person a duty beside their desk; a quality lead sees rows of measures that are of one officer."""

    duty: Duty


class EndDuty(StaffAct, frozen=True, kw_only=True):
    """Take a duty from a person; their desk stays."""

    duty: Duty


StaffCommand: TypeAlias = AppointStaff | CertifyStaff | DisableStaff | AddressStaff | GiveDuty | EndDuty


class StaffAppointed(Event, frozen=True, kw_only=True, tag="staff.appointed/1"):
    """A person was given a desk."""

    desk: Role
    name: str
    office: str
    zone: str
    languages: tuple[str, ...]
    custody_post_until: dt.date | None
    detailed_from: str


class StaffCertified(Event, frozen=True, kw_only=True, tag="staff.certified/1"):
    """A person was certified in a standard."""

    standard: str
    from_day: dt.date
    until_day: dt.date | None
    hours: int
    mode: str
    trainer: str


class StaffDisabled(Event, frozen=True, kw_only=True, tag="staff.disabled/1"):
    """A person's account was closed."""

    reason: str


class StaffAddressed(Event, frozen=True, kw_only=True, tag="staff.addressed/1"):
    """Where a person is told that something waits; an empty one is none."""

    email: str
    number: str


class DutyGiven(Event, frozen=True, kw_only=True, tag="duty.given/1"):
    """A person was given a duty beside their desk."""

    duty: Duty


class DutyEnded(Event, frozen=True, kw_only=True, tag="duty.ended/1"):
    """A duty was taken from a person."""

    duty: Duty


StaffEvents: TypeAlias = StaffAppointed | StaffCertified | StaffDisabled | StaffAddressed | DutyGiven | DutyEnded


def happened(command: StaffCommand) -> StaffEvents:
    """The event that a staff command leads to; who may give it is the shell's question (headquarters)."""
    match command:
        case AppointStaff():
            return StaffAppointed(
                who=command.who, desk=command.desk, name=command.name, office=command.office, zone=command.zone,
                languages=command.languages, custody_post_until=command.custody_post_until,
                detailed_from=command.detailed_from,
            )  # fmt: skip
        case CertifyStaff():
            return StaffCertified(
                who=command.who, standard=command.standard, from_day=command.from_day, until_day=command.until_day,
                hours=command.hours, mode=command.mode, trainer=command.trainer,
            )  # fmt: skip
        case DisableStaff():
            return StaffDisabled(who=command.who, reason=command.reason)
        case AddressStaff():
            return StaffAddressed(who=command.who, email=command.email, number=command.number)
        case GiveDuty():
            return DutyGiven(who=command.who, duty=command.duty)
        case EndDuty():
            return DutyEnded(who=command.who, duty=command.duty)
        case _:
            assert_never(command)


def evolve(staff: Staff, event: StaffEvents) -> Staff:
    """The member of staff after one event."""
    match event:
        case StaffAppointed():
            return replace(
                staff, role=event.desk, name=event.name, office=event.office, zone=event.zone,
                languages=event.languages,
                custody_post_until=event.custody_post_until, detailed_from=event.detailed_from,
            )  # fmt: skip
        case StaffCertified():
            certificate = Certificate(
                standard=event.standard, from_day=event.from_day, until_day=event.until_day, hours=event.hours,
                mode=event.mode, trainer=event.trainer,
            )  # fmt: skip
            return replace(staff, certificates=(*staff.certificates, certificate))
        case StaffDisabled():
            return replace(staff, disabled=True)
        case StaffAddressed():
            return replace(staff, email=event.email, number=event.number)
        case DutyGiven():
            return replace(staff, duties=tuple(sorted({*staff.duties, event.duty})))
        case DutyEnded():
            return replace(staff, duties=tuple(each for each in staff.duties if each != event.duty))
        case _:
            assert_never(event)


def fold(id: str, events: Iterable[StaffEvents]) -> Staff:
    """The member of staff that a stream shows; without events, nobody's desk ("anyone")."""
    staff = Staff(id=id, role="anyone")
    for event in events:
        staff = evolve(staff, event)
    return staff
