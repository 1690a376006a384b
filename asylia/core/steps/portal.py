"""The person's own pages: access given and taken away, what the person asks for, and *they are sending me back now*."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import Asking, CaseFile, Portal, with_sign

Handed = Literal["told", "slip", "phone", "own_pages"]
Wanted = Literal["interpreter", "other_interpreter", "woman", "man", "counsel", "alone", "other"]


class PortalAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class GiveAccess(PortalAct, frozen=True, kw_only=True):
    """Give the person a secret for their own pages: told aloud, on a slip of its own, or by phone."""

    how: Handed


class ChangeAccess(PortalAct, frozen=True, kw_only=True):
    """Make a new secret in place of the old, which opens nothing from then on."""

    how: Handed


class RevokeAccess(PortalAct, frozen=True, kw_only=True):
    """Shut the person's own pages: no secret and no link opens them, and whoever is in them is out."""

    because: Literal["asked", "lost", "seen_by_others", "unsafe"]


class AnswerAsked(PortalAct, frozen=True, kw_only=True):
    """Answer what the person asked for, in words that the person reads."""

    asked: int
    says: str


class PortalReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class AskLink(PortalReport, frozen=True, kw_only=True):
    """Someone asked that a link to these pages be sent by the ways that the person called safe."""


class AskFor(PortalReport, frozen=True, kw_only=True):
    """The person asks for something: an interpreter, a woman or a man, counsel, to be heard alone."""

    what: Wanted
    words: str = ""


class ReportSendingBack(PortalReport, frozen=True, kw_only=True):
    """The person is being sent back at this moment, says the person or someone else."""

    words: str
    place: str = ""
    language: str = ""
    said_by: str = "self"


PortalCommand: TypeAlias = (
    GiveAccess | ChangeAccess | RevokeAccess | AnswerAsked | AskLink | AskFor | ReportSendingBack
)  # fmt: skip


class PortalEvent(Event, frozen=True, kw_only=True):
    """An event of this step. The secret is in none of them, nor any digest of it."""


class AccessGiven(PortalEvent, frozen=True, kw_only=True, tag="portal.access_given/1"):
    """A secret was made and handed over; `number` counts those of this case."""

    number: int
    how: Handed


class AccessChanged(PortalEvent, frozen=True, kw_only=True, tag="portal.access_changed/1"):
    """A new secret took the place of the old."""

    number: int
    how: Handed


class AccessRevoked(PortalEvent, frozen=True, kw_only=True, tag="portal.access_revoked/1"):
    """The person's own pages were shut."""

    because: str


class LinkAsked(PortalEvent, frozen=True, kw_only=True, tag="portal.link_asked/1"):
    """A link to these pages was asked for; who asked is not known."""


class Asked(PortalEvent, frozen=True, kw_only=True, tag="portal.asked/1"):
    """The person asked for something."""

    number: int
    what: Wanted
    words: str


class AskedAnswered(PortalEvent, frozen=True, kw_only=True, tag="portal.answered/1"):
    """What the person asked for was answered."""

    asked: int
    says: str


class SendingBackSaid(PortalEvent, frozen=True, kw_only=True, tag="sending_back.said/1"):
    """It was said that the person is being sent back at this moment."""

    words: str
    place: str
    language: str
    said_by: str


PortalEvents: TypeAlias = (
    AccessGiven | AccessChanged | AccessRevoked | LinkAsked | Asked | AskedAnswered | SendingBackSaid
)


def decide(file: CaseFile, command: PortalCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the person's own pages leads to."""
    portal = file.portal
    match command:
        case GiveAccess():
            matched = not file.provisional and not file.matched_to
            rules.require(matched, "portal.two-codes", "this statement is not matched to a person's case yet")
            rules.require(not portal.open, "procedure.once", "there is a secret already: change it", "how")
            return rules.outcome(AccessGiven(who=command.who, number=portal.made + 1, how=command.how))
        case ChangeAccess():
            rules.require(portal.open, "procedure.exists", "no secret was given yet, or it was revoked", "how")
            return rules.outcome(AccessChanged(who=command.who, number=portal.made + 1, how=command.how))
        case RevokeAccess():
            rules.require(portal.open, "procedure.exists", "no secret opens these pages", "because")
            return rules.outcome(AccessRevoked(who=command.who, because=command.because))
        case AnswerAsked():
            known = 1 <= command.asked <= len(portal.asked)
            if not known:
                return rules.missing("nothing of that number was asked for", "asked")
            rules.require(not portal.asked[command.asked - 1].answer, "procedure.once", "it is answered", "asked")
            rules.require(bool(command.says.strip()), "procedure.exists", "the answer is missing", "says")
            return rules.outcome(AskedAnswered(who=command.who, asked=command.asked, says=command.says))
        case AskLink():
            return rules.outcome(LinkAsked(who=command.who))
        case AskFor():
            number = len(portal.asked) + 1
            return rules.outcome(Asked(who=command.who, number=number, what=command.what, words=command.words))
        case ReportSendingBack():
            return rules.outcome(
                SendingBackSaid(
                    who=command.who, words=command.words, place=command.place, language=command.language,
                    said_by=command.said_by,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: PortalEvents) -> CaseFile:
    """The case file after an event of this step."""
    portal = file.portal
    match event:
        case AccessGiven() | AccessChanged():
            return _with(file, replace(portal, open=True, made=event.number, how=event.how))
        case AccessRevoked():
            return _with(file, replace(portal, open=False))
        case LinkAsked():
            return _with(file, replace(portal, links=(*portal.links, event.who.at)))
        case Asked():
            asked = Asking(number=event.number, what=event.what, words=event.words, at=event.who.at)
            return _with(file, replace(portal, asked=(*portal.asked, asked)))
        case AskedAnswered():
            answered = replace(portal.asked[event.asked - 1], answer=event.says, answered=event.who.at)
            before, after = portal.asked[: event.asked - 1], portal.asked[event.asked :]
            return _with(file, replace(portal, asked=(*before, answered, *after)))
        case SendingBackSaid():
            said = _with(file, replace(portal, sending_back=event.who.at))
            return with_sign(said, "fear.stay", "It was said that this person is being sent back now.", event.who)
        case _:
            assert_never(event)


def links_since(file: CaseFile, moment: dt.datetime) -> int:
    """How many links to this person's pages were asked for since that moment (UTC)."""
    return sum(each >= moment for each in file.portal.links)


def _with(file: CaseFile, portal: Portal) -> CaseFile:
    return replace(file, portal=portal)
