"""Closing: a case ends when nothing in it is open."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile
from asylia.core.standing import is_open


class ClosingAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class CloseCase(ClosingAct, frozen=True, kw_only=True):
    """Close the case."""

    reason: Literal["protected", "proceedings_ended", "programme_ended", "left_by_choice", "died", "matched"]
    says: str = ""


ClosingCommand: TypeAlias = CloseCase


class ClosingEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class CaseClosed(ClosingEvent, frozen=True, kw_only=True, tag="case.closed/1"):
    """The case was closed."""

    reason: str
    says: str


ClosingEvents: TypeAlias = CaseClosed


def decide(file: CaseFile, command: ClosingCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What closing leads to."""
    for claim in file.claims:
        dead = command.reason in ("died", "matched")
        rules.require(dead or not is_open(claim, rules.regime), "fear.referral", f"fear claim {claim.number} is open")
    matched = command.reason != "matched" or bool(file.matched_to)
    rules.require(matched, "procedure.exists", "this statement is not matched to a person's case", "reason")
    waiting = [each for each in file.hearings if each.awaited]
    rules.require(not waiting or command.reason == "died", "notice.served", "a hearing has still to be held")
    return rules.outcome(CaseClosed(who=command.who, reason=command.reason, says=command.says))


def evolve(file: CaseFile, event: ClosingEvents) -> CaseFile:
    """The case file after closing."""
    match event:
        case CaseClosed():
            return replace(file, closed=event.reason)
        case _:
            assert_never(event)
