"""Placement: who may be placed in a programme of waiting outside at all, and for which stated reason."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_sign
from asylia.core.standing import REPORTED, is_open, orders_bar, people_bars, protected


class PlacementAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class PlaceInProgramme(PlacementAct, frozen=True, kw_only=True):
    """Place the person in the regime's programme, for a reason from its list."""

    reason: str


class ExemptFromProgramme(PlacementAct, frozen=True, kw_only=True):
    """Take the person out of the programme, in their favour."""

    reason: Literal["excluded", "vulnerable", "family_of_excluded", "protected", "order", "discretion", "ended"]
    says: str = ""


class PlacementReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportPlacement(PlacementReport, frozen=True, kw_only=True):
    """Someone was placed in the programme, whatever the rules say."""

    says: str = ""


PlacementCommand: TypeAlias = PlaceInProgramme | ExemptFromProgramme | ReportPlacement


class PlacementEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class PlacementMade(PlacementEvent, frozen=True, kw_only=True, tag="placement.made/1"):
    """The person was placed in the programme, for this reason."""

    reason: str


class PlacementEnded(PlacementEvent, frozen=True, kw_only=True, tag="placement.ended/1"):
    """The person was taken out of the programme."""

    reason: str
    says: str


class PlacementReported(PlacementEvent, frozen=True, kw_only=True, tag="placement.reported/1"):
    """A placement outside the rules was reported; `rules` are those the record shows broken."""

    says: str
    rules: tuple[str, ...]


PlacementEvents: TypeAlias = PlacementMade | PlacementEnded | PlacementReported


def decide(file: CaseFile, command: PlacementCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about placement leads to."""
    match command:
        case PlaceInProgramme():
            return _place(file, command, facts, rules)
        case ExemptFromProgramme():
            return rules.outcome(PlacementEnded(who=command.who, reason=command.reason, says=command.says))
        case ReportPlacement():
            broken = tuple(dict.fromkeys(rule for rule, _ in people_bars(file, rules.regime, facts)))
            return rules.outcome(PlacementReported(who=command.who, says=command.says, rules=broken))
        case _:
            assert_never(command)


def _place(file: CaseFile, act: PlaceInProgramme, facts: Facts, rules: Rules) -> Decided | Refused:
    placement = rules.regime.placement
    if placement is None:
        rules.require(False, "procedure.regime", "this regime provides no programme of waiting outside")
        return rules.outcome()
    rules.require(
        act.reason in placement.reasons, "placement.reasoned", "the reason is not on the regime's list", "reason",
        placement.cite,
    )  # fmt: skip
    rules.require(file.placed in ("", REPORTED), "procedure.once", "the person is placed already")
    rules.require(
        file.exempted in ("", "discretion", "ended"), "excluded.never",
        f"the person was taken out of the programme: {file.exempted.replace('_', ' ')}",
    )  # fmt: skip
    for rule, detail in people_bars(file, rules.regime, facts):
        rules.require(False, rule, detail)
    for claim in file.claims:
        rules.require(
            not protected(claim, rules.regime), "excluded.never", f"fear claim {claim.number} was found for the person"
        )
        rules.require(not is_open(claim, rules.regime), "fear.stay", f"fear claim {claim.number} is open")
    rules.require(not orders_bar(file, facts, "no_placement"), "order.obeyed", "a court order stops placement")
    if any(each.protected for each in facts.members):
        rules.require(False, "family.whole", "a member of the family is protected")
    return rules.outcome(PlacementMade(who=act.who, reason=act.reason))


def evolve(file: CaseFile, event: PlacementEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case PlacementMade():
            return replace(file, placed=event.reason)
        case PlacementEnded():
            return replace(file, placed="", exempted=event.reason)
        case PlacementReported():
            for rule in event.rules:
                file = with_sign(file, rule, "A placement was reported that this rule bars.", event.who)
            return file if file.placed else replace(file, placed=REPORTED)
        case _:
            assert_never(event)
