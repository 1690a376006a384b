"""Representation: counsel, or another chosen person, is entered with consent and admitted."""

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_sign
from asylia.core.standing import orders_bar


class RepresentationAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class EnterAppearance(RepresentationAct, frozen=True, kw_only=True):
    """Enter counsel's appearance, with the person's consent."""

    counsel: str
    consent: bool
    organisation: str = ""


class EndAppearance(RepresentationAct, frozen=True, kw_only=True):
    """End counsel's appearance; what was served on them stays theirs."""

    says: str = ""


class RefuseCounsel(RepresentationAct, frozen=True, kw_only=True):
    """Refuse counsel's attendance, where the regime allows it, for a coded reason."""

    code: str
    says: str = ""


class RepresentationReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportCounselTurnedAway(RepresentationReport, frozen=True, kw_only=True):
    """Counsel was turned away, whatever the rules say."""

    says: str


RepresentationCommand: TypeAlias = EnterAppearance | EndAppearance | RefuseCounsel | ReportCounselTurnedAway


class RepresentationEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class CounselEntered(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.entered/1"):
    """Counsel entered, with consent."""

    counsel: str
    organisation: str


class CounselLeft(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.left/1"):
    """Counsel's appearance ended."""

    says: str


class CounselRefused(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.refused/1"):
    """Counsel's attendance was refused under a code of the regime; oversight is alerted."""

    code: str
    says: str


class CounselTurnedAway(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.turned_away/1"):
    """Counsel was reported turned away."""

    says: str


RepresentationEvents: TypeAlias = CounselEntered | CounselLeft | CounselRefused | CounselTurnedAway


def decide(file: CaseFile, command: RepresentationCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about representation leads to."""
    match command:
        case EnterAppearance():
            rules.require(command.consent, "counsel.admitted", "the person's consent is missing", "consent")
            rules.require(
                not file.took_part(command.counsel), "roles.apart", "counsel has taken part in this case", "counsel"
            )
            return rules.outcome(
                CounselEntered(who=command.who, counsel=command.counsel, organisation=command.organisation)
            )
        case EndAppearance():
            rules.require(bool(file.counsel), "procedure.exists", "no counsel has entered")
            return rules.outcome(CounselLeft(who=command.who, says=command.says))
        case RefuseCounsel():
            counsel = rules.regime.counsel
            rules.require(
                counsel.may_be_refused and command.code in counsel.refusal_codes, "counsel.admitted",
                "this regime gives no such ground for refusing counsel", "code", counsel.cite,
            )  # fmt: skip
            ordered = orders_bar(file, facts, "counsel_before_interview")
            rules.require(not ordered, "order.obeyed", "a court order gives access to counsel", "code")
            return rules.outcome(CounselRefused(who=command.who, code=command.code, says=command.says))
        case ReportCounselTurnedAway():
            return rules.outcome(CounselTurnedAway(who=command.who, says=command.says))
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: RepresentationEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case CounselEntered():
            return replace(file, counsel=event.counsel, counsel_refused="")
        case CounselLeft():
            return replace(file, counsel="")
        case CounselRefused():
            refused = replace(file, counsel_refused=event.code)
            return with_sign(refused, "counsel.admitted", "Counsel was refused under a code of the regime.", event.who)
        case CounselTurnedAway():
            return with_sign(file, "counsel.admitted", "Counsel was reported turned away.", event.who)
        case _:
            assert_never(event)
