"""Events and commands as plain data: stable names, every field present, old versions upcast on reading."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeAlias, get_args

import msgspec

from asylia.core.command import Command
from asylia.core.countries import COUNTRIES
from asylia.core.decider import CaseCommand, CaseEvent
from asylia.core.errors import SlipOfForm
from asylia.core.event import Author, Event, name_of
from asylia.core.refusal import ActRefused
from asylia.core.steps.family import ReportBirth
from asylia.core.streams import (
    adoption,
    court,
    departure,
    drawing,
    family,
    finding,
    keeping,
    legal_help,
    order,
    oversight,
    release,
    staff,
)

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

EVENTS: dict[str, type[CaseEvent]] = {name_of(each): each for each in get_args(CaseEvent)}
# The streams beside a case, by the first part of their names.
BESIDE: dict[str, dict[str, type[Event]]] = {
    kind: {name_of(each): each for each in events}
    for kind, events in {
        "staff": get_args(staff.StaffEvents),
        "order": get_args(order.OrderEvents),
        "regime": get_args(adoption.AdoptionEvents),
        "draw": get_args(drawing.DrawingEvents),
        "family": get_args(family.FamilyStreamEvents),
        "court": get_args(court.CourtEvents),
        "desk": (ActRefused, departure.DeparturesDrawn),
        "help": (legal_help.HelpListed,),
        "keeping": get_args(keeping.KeepingEvents),
        "oversight": get_args(oversight.OversightEvents),
        "finding": get_args(finding.FindingEvents),
        "release": get_args(release.ReleaseEvents),
    }.items()
}
COMMANDS: dict[str, type[CaseCommand]] = {each.__name__: each for each in get_args(CaseCommand)}


class UnknownEvent(ValueError):
    """A stored event whose name this version does not know; it is never dropped."""


def at_text(at: dt.datetime) -> str:
    """A moment as RFC 3339 in UTC with milliseconds, for example 2022-01-12T15:40:00.000Z."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_fields(event: Event) -> dict[str, Plain]:
    """The sealed content of an event: `by`, the reserved `signed`, and every field of its version."""
    fields: dict[str, Plain] = msgspec.to_builtins(event)
    fields.pop("who")
    fields.pop("event")
    return {"by": event.who.by, "signed": None, **fields}


def from_fields(name: str, at: str, role: str, fields: Mapping[str, Plain]) -> CaseEvent:
    """The event of a case that a stored entry holds. Raises UnknownEvent for a name not in EVENTS."""
    known = EVENTS.get(name)
    if known is None:
        raise UnknownEvent(f"no event of a case is named {name}: a newer version of the software wrote it")
    return msgspec.convert(_with_author(name, at, role, fields), known)


def from_fields_beside(kind: str, name: str, at: str, role: str, fields: Mapping[str, Plain]) -> Event:
    """The event of a stream beside a case; `kind` is the first part of the stream's name."""
    known = BESIDE.get(kind, {}).get(name)
    if known is None:
        raise UnknownEvent(f"no event of a {kind} stream is named {name}: a newer version of the software wrote it")
    return msgspec.convert(_with_author(name, at, role, fields), known)


def _with_author(name: str, at: str, role: str, fields: Mapping[str, Plain]) -> dict[str, Plain]:
    # Unknown keys are kept in the ledger and ignored here; msgspec passes over them.
    return {**fields, "who": {"by": fields["by"], "role": role, "at": at}, "event": name}


def to_command(name: str, who: Author, fields: Mapping[str, object]) -> CaseCommand:
    """The command with that name and those fields (plain data). Raises SlipOfForm, naming the field."""
    kind = COMMANDS.get(name)
    if kind is None:
        raise SlipOfForm("do", f"there is no command {name}")
    try:
        plain = {**fields, "who": msgspec.to_builtins(who), "do": name}
        command = msgspec.convert(plain, kind, strict=False)
    except msgspec.ValidationError as error:
        says, _, where = str(error).partition(" - at `$.")
        raise SlipOfForm(where.rstrip("`") or "form", says) from error
    check_countries(command)
    return command


def check_countries(command: Command) -> None:
    """Raises SlipOfForm, naming the field, for a nationality that is no country's code (empty: none is known).

    Asked of commands only: an event is read whatever code it was written with.
    """
    written = {
        f"nationalities[{place}].country": each.country
        for place, each in enumerate(getattr(command, "nationalities", ()))
    }
    if isinstance(command, ReportBirth):
        written["country"] = command.country
    for field, code in written.items():
        if code and code not in COUNTRIES:
            raise SlipOfForm(field, "is no country's code of two capital letters (ISO 3166), such as HN or MX")


def command_fields(command: Command) -> dict[str, Plain]:
    """A command as plain data, without its author: what a digest or a draft is made of."""
    fields: dict[str, Plain] = msgspec.to_builtins(command)
    fields.pop("who")
    return fields
