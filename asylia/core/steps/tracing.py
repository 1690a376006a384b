"""Tracing: a relative is looked for by a named owner; each side is asked alone, and neither learns where the other is.

Of a relative who is found this case keeps nothing until both have said yes: what the other side was asked and said
stands in that side's own case (contact.family-counsel, family.whole).
"""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Trace, with_trace

# Where is asked: a closed list, on which no state, consulate or embassy stands (share.never-feared-state).
Where = Literal["our_records", "duty_post", "shelter", "health_service", "child_protection", "family_links", "counsel"]
OWNERS = ("asylum_officer", "supervisor", "specialist")
NOT_SO = "both sides have not said yes, each asked alone"


class TracingAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    trace: int


class NameOwner(TracingAct, frozen=True, kw_only=True):
    """Name who looks for the relative, and by which day they say what came of it."""

    owner: str
    until: dt.date


class AskAlone(TracingAct, frozen=True, kw_only=True):
    """Record what the person, asked alone, says to being put in touch with the relative."""

    agreed: Literal["yes", "no", "not_now"]
    alone: bool


class PutInTouch(TracingAct, frozen=True, kw_only=True):
    """Put the two in touch, once both have said yes; `case` is that of the other side."""

    case: str
    how: Literal["call", "meeting", "letter"]


class CloseTrace(TracingAct, frozen=True, kw_only=True):
    """End the search. "No news" is said alike whether nobody was found or someone said no."""

    because: Literal["reached", "no_news", "asked_to_stop"]


class BeSought(Act, frozen=True, kw_only=True):
    """As the owner of a search in another case: this person is the relative, and is to be asked, alone."""

    seeker: str
    theirs: int
    relation: str


class TracingReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class AskTracing(TracingReport, frozen=True, kw_only=True):
    """The person, or someone for them, asks that a relative be found."""

    relative: str
    relation: str
    last_seen: str = ""


class ReportTried(TracingReport, frozen=True, kw_only=True):
    """Where it was asked for the relative; nothing is said there of a fear, or of where the person is."""

    trace: int
    where: Where


TracingCommand: TypeAlias = NameOwner | AskAlone | PutInTouch | CloseTrace | BeSought | AskTracing | ReportTried


class TracingEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    trace: int


class TracingAsked(TracingEvent, frozen=True, kw_only=True, tag="tracing.asked/1"):
    """It was asked that a relative be found."""

    relative: str
    relation: str
    last_seen: str
    day: dt.date
    zone: str


class OwnerNamed(TracingEvent, frozen=True, kw_only=True, tag="tracing.owner_named/1"):
    """Someone by name looks for the relative, and says by a day what came of it."""

    owner: str
    until: dt.date


class Sought(TracingEvent, frozen=True, kw_only=True, tag="tracing.sought/1"):
    """A relative looks for this person; sealed from all but the owner until both have said yes."""

    seeker: str
    theirs: int
    relation: str
    owner: str


class AskedAlone(TracingEvent, frozen=True, kw_only=True, tag="tracing.asked_alone/1"):
    """What the person, asked alone, said to contact."""

    agreed: Literal["yes", "no", "not_now"]


class Tried(TracingEvent, frozen=True, kw_only=True, tag="tracing.tried/1"):
    """It was asked somewhere."""

    where: Where


class InTouch(TracingEvent, frozen=True, kw_only=True, tag="tracing.in_touch/1"):
    """The two were put in touch; both had said yes."""

    case: str
    how: Literal["call", "meeting", "letter"]


class TraceClosed(TracingEvent, frozen=True, kw_only=True, tag="tracing.closed/1"):
    """The search ended."""

    because: Literal["reached", "no_news", "asked_to_stop"]


TracingEvents: TypeAlias = TracingAsked | OwnerNamed | Sought | AskedAlone | Tried | InTouch | TraceClosed


def decide(file: CaseFile, command: TracingCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about a search for a relative leads to."""
    match command:
        case AskTracing():
            return rules.outcome(
                TracingAsked(
                    who=command.who, trace=len(file.traces) + 1, relative=command.relative, relation=command.relation,
                    last_seen=command.last_seen, day=facts.day, zone=facts.zone,
                )
            )  # fmt: skip
        case ReportTried():
            return rules.outcome(Tried(who=command.who, trace=command.trace, where=command.where))
        case BeSought():
            mine = facts.sought_by == command.who.by
            rules.require(mine, "contact.family-counsel", "that search has another owner", "seeker")
            known = any((each.seeker, each.theirs) == (command.seeker, command.theirs) for each in file.traces)
            rules.require(not known, "procedure.once", "this search is known here already", "seeker")
            return rules.outcome(
                Sought(
                    who=command.who, trace=len(file.traces) + 1, seeker=command.seeker, theirs=command.theirs,
                    relation=command.relation, owner=command.who.by,
                )
            )  # fmt: skip
    if not 1 <= command.trace <= len(file.traces):
        return rules.missing(f"there is no search {command.trace}", "trace")
    trace = file.traces[command.trace - 1]
    rules.require(not trace.closed, "procedure.once", "this search has ended", "trace")
    match command:
        case NameOwner():
            owner = facts.staff.get(command.owner)
            fit = owner is not None and owner.role in OWNERS and not owner.disabled
            rules.require(fit, "contact.family-counsel", "the owner is someone of the asylum office, by name", "owner")
            return rules.outcome(
                OwnerNamed(who=command.who, trace=trace.number, owner=command.owner, until=command.until)
            )
        case AskAlone():
            rules.require(command.alone, "family.whole", "they were not asked alone", "alone")
            _require_owner(trace, command, rules)
            return rules.outcome(AskedAlone(who=command.who, trace=trace.number, agreed=command.agreed))
        case PutInTouch():
            _require_owner(trace, command, rules)
            both = trace.agreed == "yes" and facts.other_agreed
            rules.require(both, "contact.family-counsel", NOT_SO, "case")
            return rules.outcome(InTouch(who=command.who, trace=trace.number, case=command.case, how=command.how))
        case CloseTrace():
            _require_owner(trace, command, rules)
            reached = trace.reached or command.because != "reached"
            rules.require(reached, "contact.family-counsel", "the two were not put in touch", "because")
            return rules.outcome(TraceClosed(who=command.who, trace=trace.number, because=command.because))
        case _:
            assert_never(command)


def _require_owner(trace: Trace, act: TracingAct, rules: Rules) -> None:
    rules.require(act.who.by == trace.owner, "contact.family-counsel", "this search has another owner")


def evolve(file: CaseFile, event: TracingEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case TracingAsked():
            asked = Trace(number=event.trace, relative=event.relative, relation=event.relation, asked=event.who.at)
            return with_trace(file, asked)
        case Sought():
            sought = Trace(
                number=event.trace, relative="", relation=event.relation, asked=event.who.at, owner=event.owner,
                seeker=event.seeker, theirs=event.theirs,
            )  # fmt: skip
            return with_trace(file, sought)
    if not 1 <= event.trace <= len(file.traces):
        return file  # a report about a search that nobody asked for: it stands as an entry
    trace = file.traces[event.trace - 1]
    match event:
        case OwnerNamed():
            return with_trace(file, replace(trace, owner=event.owner, by=event.until))
        case AskedAlone():
            return with_trace(file, replace(trace, agreed=event.agreed))
        case Tried():
            return with_trace(file, replace(trace, tried=trace.tried + 1))
        case InTouch():
            return with_trace(file, replace(trace, reached=True))
        case TraceClosed():
            return with_trace(file, replace(trace, closed=event.because))
        case _:
            assert_never(event)
