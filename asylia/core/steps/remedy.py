"""Remedy: what the person asks for outside the agency (judge, court, appeal); asking suspends return."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_determination, with_sign


class RemedyAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int
    determination: int


class SendRecord(RemedyAct, frozen=True, kw_only=True):
    """Send the record to judge and counsel, the day the remedy is asked for."""

    to: tuple[str, ...]


class DecideRemedy(RemedyAct, frozen=True, kw_only=True):
    """The judge, court or appeal body decides."""

    outcome: Literal["for_person", "against_person"]
    says: str = ""


class RemedyReport(Report, frozen=True, kw_only=True):
    """A report of this step."""

    claim: int
    determination: int


class AskRemedy(RemedyReport, frozen=True, kw_only=True):
    """The person asks for the remedy, in any words and through any channel."""

    words: str
    channel: str = "in_person"


RemedyCommand: TypeAlias = SendRecord | DecideRemedy | AskRemedy


class RemedyEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int
    determination: int


class RemedyAsked(RemedyEvent, frozen=True, kw_only=True, tag="remedy.asked/1"):
    """The remedy was asked for; return is suspended."""

    words: str
    channel: str


class RecordSent(RemedyEvent, frozen=True, kw_only=True, tag="record.sent/1"):
    """The record went to these recipients."""

    to: tuple[str, ...]


class RemedyDecided(RemedyEvent, frozen=True, kw_only=True, tag="remedy.decided/1"):
    """The remedy was decided."""

    outcome: Literal["for_person", "against_person"]
    says: str


RemedyEvents: TypeAlias = RemedyAsked | RecordSent | RemedyDecided


def decide(file: CaseFile, command: RemedyCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the remedy leads to."""
    if isinstance(command, AskRemedy):
        return rules.outcome(
            RemedyAsked(
                who=command.who, claim=command.claim, determination=command.determination, words=command.words,
                channel=command.channel,
            )
        )  # fmt: skip
    determination = file.determination(command.claim, command.determination)
    if determination is None:
        return rules.missing("there is no such determination", "determination")
    match command:
        case SendRecord():
            rules.require(bool(command.to), "remedy.reachable", "it goes to the judge: nobody is named", "to")
            counsel = not file.counsel or "counsel" in command.to
            rules.require(counsel, "remedy.reachable", "it goes to counsel the same day too", "to")
            return rules.outcome(
                RecordSent(who=command.who, claim=command.claim, determination=command.determination, to=command.to)
            )
        case DecideRemedy():
            known = rules.regime.remedy.kind != "none"
            rules.require(known, "procedure.regime", "this regime gives no remedy outside the agency")
            rules.require(determination.service is not None, "remedy.reachable", "the decision is not served yet")
            rules.require(determination.remedy_outcome is None, "procedure.once", "the remedy is decided already")
            took_part = file.took_part(command.who.by) or facts.took_part(command.who.by)
            rules.require(not took_part, "roles.apart", "has taken part in this family's cases")
            return rules.outcome(
                RemedyDecided(
                    who=command.who, claim=command.claim, determination=command.determination,
                    outcome=command.outcome, says=command.says,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: RemedyEvents) -> CaseFile:
    """The case file after an event of this step."""
    determination = file.determination(event.claim, event.determination)
    if determination is None:
        says = "A remedy was asked for before any such decision stands on the record."
        return with_sign(file, "remedy.reachable", says, event.who)
    match event:
        case RemedyAsked():
            file = replace(file, closed="")  # asking in any words suspends return, in a closed case too
            changed = replace(determination, remedy_asked=event.who.at)
        case RecordSent():
            changed = replace(determination, record_sent=True)
        case RemedyDecided():
            changed = replace(determination, remedy_outcome=event.outcome)
        case _:
            assert_never(event)
    return with_determination(file, event.claim, changed)
