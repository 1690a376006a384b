"""Reconsideration: the office looks again, through an officer who took no part, and only to the person's gain."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.deciders import require_of_the_office, require_trained
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Determination, with_determination, with_part, with_sign
from asylia.core.standing import reconsideration_open


class ReconsiderationAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int
    determination: int


class DecideReconsideration(ReconsiderationAct, frozen=True, kw_only=True):
    """Decide, as an officer who took no part, whether the negative stands."""

    outcome: Literal["stands", "changed_for_person"]
    reasons: str


class ReconsiderationReport(Report, frozen=True, kw_only=True):
    """A report of this step."""

    claim: int
    determination: int


class AskReconsideration(ReconsiderationReport, frozen=True, kw_only=True):
    """The person (or counsel) asks that the office look again, in any words."""

    words: str
    channel: str = "in_person"


ReconsiderationCommand: TypeAlias = DecideReconsideration | AskReconsideration


class ReconsiderationEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int
    determination: int


class ReconsiderationAsked(ReconsiderationEvent, frozen=True, kw_only=True, tag="reconsideration.asked/1"):
    """Reconsideration was asked for."""

    words: str
    channel: str


class ReconsiderationDecided(ReconsiderationEvent, frozen=True, kw_only=True, tag="reconsideration.decided/1"):
    """Reconsideration was decided."""

    outcome: Literal["stands", "changed_for_person"]
    reasons: str


ReconsiderationEvents: TypeAlias = ReconsiderationAsked | ReconsiderationDecided


def decide(file: CaseFile, command: ReconsiderationCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about reconsideration leads to."""
    if isinstance(command, AskReconsideration):
        return rules.outcome(
            ReconsiderationAsked(
                who=command.who, claim=command.claim, determination=command.determination, words=command.words,
                channel=command.channel,
            )
        )  # fmt: skip
    determination = file.determination(command.claim, command.determination)
    if determination is None:
        return rules.missing("there is no such determination", "determination")
    match command:
        case DecideReconsideration():
            asked = determination.reconsidered is not None or reconsideration_open(determination, rules.regime)
            rules.require(asked, "procedure.exists", "reconsideration was not asked for")
            rules.require(determination.reconsidered is None, "procedure.once", "it is decided already")
            apart = not (file.took_part(command.who.by) or facts.took_part(command.who.by))
            rules.require(apart, "roles.apart", "has taken part in this family's cases")
            require_trained(facts.author, facts, rules)
            require_of_the_office(facts.author, facts.day, rules)
            rules.require(bool(command.reasons.strip()), "analysis.complete", "the reasons are missing", "reasons")
            return rules.outcome(
                ReconsiderationDecided(
                    who=command.who, claim=command.claim, determination=command.determination,
                    outcome=command.outcome, reasons=command.reasons,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: ReconsiderationEvents) -> CaseFile:
    """The case file after an event of this step."""
    determination = file.determination(event.claim, event.determination)
    if determination is None:
        says = "Reconsideration was asked for before any such decision stands on the record."
        return with_sign(file, "remedy.reachable", says, event.who)
    match event:
        case ReconsiderationAsked():
            asked = replace(determination, reconsideration_asked=event.who.at, reconsidered=_still(determination))
            return with_determination(replace(file, closed=""), event.claim, asked)
        case ReconsiderationDecided():
            decided = with_determination(file, event.claim, replace(determination, reconsidered=event.outcome))
            return with_part(decided, event.who.by, "reconsidered")
        case _:
            assert_never(event)


def _still(determination: Determination) -> Literal["changed_for_person"] | None:
    """What a new request leaves of an earlier answer: a change for the person stays (review.override)."""
    return "changed_for_person" if determination.reconsidered == "changed_for_person" else None
