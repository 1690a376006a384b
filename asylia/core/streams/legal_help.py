"""Legal help: the list of who helps people here without pay or for little, as someone at a desk looked it through."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event, Role

KEEPERS: frozenset[Role] = frozenset({"hearing_clerk", "supervisor", "headquarters"})


class Helper(msgspec.Struct, frozen=True, kw_only=True):
    """Who helps: name, number that was called and answered, languages spoken (as people say them), hours."""

    name: str
    number: str
    languages: str = ""
    hours: str = ""


class ListHelp(Act, frozen=True, kw_only=True):
    """Put the list anew, each number called; the list before it stands no longer."""

    helpers: tuple[Helper, ...]


class HelpListed(Event, frozen=True, kw_only=True, tag="help.listed/1"):
    """The list as it was looked through on a day."""

    helpers: tuple[Helper, ...]


HelpEvents: TypeAlias = HelpListed


class HelpList(msgspec.Struct, frozen=True, kw_only=True):
    """Who helps, and when someone last called them all; None where nobody has."""

    helpers: tuple[Helper, ...] = ()
    at: dt.datetime | None = None


def decide(command: ListHelp) -> HelpListed | Refused:
    """What putting the list anew leads to."""
    if command.who.role not in KEEPERS:
        detail = "clerks, supervisors and headquarters keep the list"
        return Refused(rules=(Broken(rule="authority.role", detail=detail),))
    whole = [each for each in command.helpers if each.name.strip() and each.number.strip()]
    if not whole or len(whole) < len(command.helpers):
        detail = "each on the list has a name and a number that someone called"
        return Refused(rules=(Broken(rule="contact.family-counsel", detail=detail, field="helpers"),))
    return HelpListed(who=command.who, helpers=command.helpers)


def fold(events: Iterable[HelpEvents]) -> HelpList:
    """The list that stands: the last one."""
    listed = HelpList()
    for each in events:
        listed = HelpList(helpers=each.helpers, at=each.who.at)
    return listed
