"""Family: who belongs together is whom the persons say, and they are processed together."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import BORDER, Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Nationality, Trace, with_sign, with_trace

Relation = Literal["mother", "father", "spouse", "partner", "child", "sibling", "guardian", "kin", "self"]


class FamilyAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class JoinFamily(FamilyAct, frozen=True, kw_only=True):
    """Record that the person belongs to a family, as the persons say (until disproved with reasons)."""

    family: str
    relation: Relation
    says: str = ""


class DisproveKinship(FamilyAct, frozen=True, kw_only=True):
    """Take the person out of the family, with reasons, after a child-protection check in private."""

    reasons: str
    in_private: bool = True


class RecordWishToBeApart(FamilyAct, frozen=True, kw_only=True):
    """Record that the person, asked alone and informed, fears or wishes to leave another member."""

    words: str
    alone: bool = True
    informed: bool = True


class ProcessApart(FamilyAct, frozen=True, kw_only=True):
    """Process or send this member apart from the family, under a code of the regime, until a day."""

    code: str
    reasons: str
    until: dt.date | None = None
    sends_elsewhere: bool = False


class FamilyReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportSeparation(FamilyReport, frozen=True, kw_only=True):
    """The authority separated members of a family; a search for them begins with it (tracing)."""

    says: str


class ReportBirth(FamilyReport, frozen=True, kw_only=True):
    """A child was born to the person; the family is screened again that day."""

    child: str
    country: str


FamilyCommand: TypeAlias = (
    JoinFamily | DisproveKinship | RecordWishToBeApart | ProcessApart | ReportSeparation | ReportBirth
)


class FamilyEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class FamilyJoined(FamilyEvent, frozen=True, kw_only=True, tag="family.joined/1"):
    """The person belongs to this family."""

    family: str
    relation: Relation
    says: str


class KinshipDisproved(FamilyEvent, frozen=True, kw_only=True, tag="kinship.disproved/1"):
    """The person was found not to belong, with reasons."""

    reasons: str


class WishToBeApartRecorded(FamilyEvent, frozen=True, kw_only=True, tag="wish_to_be_apart.recorded/1"):
    """The person wishes, alone and informed, to be apart; sealed from the other members."""

    words: str


class ProcessedApart(FamilyEvent, frozen=True, kw_only=True, tag="family.processed_apart/1"):
    """This member is processed apart, under this code, until this day."""

    code: str
    reasons: str
    until: dt.date | None
    sends_elsewhere: bool


class TracerNamed(FamilyEvent, frozen=True, kw_only=True, tag="tracer.named/1"):
    """Someone by name traces the separated members, by a day. Read for ever; tracing.owner_named/1 is written."""

    tracer: str
    until: dt.date


class SeparationReported(FamilyEvent, frozen=True, kw_only=True, tag="separation.reported/1"):
    """A separation by the authority was reported."""

    says: str


class BirthReported(FamilyEvent, frozen=True, kw_only=True, tag="birth.reported/1"):
    """A birth was reported; `child` is the child's case or a name kept sealed."""

    child: str
    country: str


FamilyEvents: TypeAlias = (
    FamilyJoined | KinshipDisproved | WishToBeApartRecorded | ProcessedApart | TracerNamed | SeparationReported
    | BirthReported
)  # fmt: skip


def decide(file: CaseFile, command: FamilyCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the family leads to."""
    match command:
        case JoinFamily():
            rules.require(
                file.family in ("", command.family), "procedure.once", "the person belongs to a family already"
            )
            return rules.outcome(
                FamilyJoined(who=command.who, family=command.family, relation=command.relation, says=command.says)
            )
        case DisproveKinship():
            rules.require(
                command.in_private, "family.whole", "a doubt about kinship is checked in private", "in_private"
            )
            rules.require(bool(command.reasons.strip()), "family.whole", "the reasons are missing", "reasons")
            return rules.outcome(KinshipDisproved(who=command.who, reasons=command.reasons))
        case RecordWishToBeApart():
            rules.require(command.alone, "family.whole", "the wish was not heard alone", "alone")
            rules.require(command.informed, "family.whole", "the person was not told what follows", "informed")
            return rules.outcome(WishToBeApartRecorded(who=command.who, words=command.words))
        case ProcessApart():
            return _apart(file, command, facts, rules)
        case ReportSeparation():
            return rules.outcome(SeparationReported(who=command.who, says=command.says))
        case ReportBirth():
            return rules.outcome(BirthReported(who=command.who, child=command.child, country=command.country))
        case _:
            assert_never(command)


def _apart(file: CaseFile, act: ProcessApart, facts: Facts, rules: Rules) -> Decided | Refused:
    wished = act.code == "informed_wish" and file.apart_wish
    by_court = act.code in ("court_order", "best_interests")
    listed = act.code in rules.regime.family.apart_codes
    rules.require(listed or wished or by_court, "family.whole", "the regime lists no such code", "code")
    shown = {
        "informed_wish": (file.apart_wish, "no wish of the person, heard alone and informed, is on the record"),
        "court_order": (any(file.id in each.cases for each in facts.orders), "no court order in force names this case"),
        "best_interests": (act.who.role not in BORDER, "a child's best interests are for someone qualified"),
    }
    holds, detail = shown.get(act.code, (True, ""))
    rules.require(holds, "family.whole", detail, "code")
    rules.require(
        not act.sends_elsewhere or wished or by_court, "family.whole",
        "members are sent to different places only by court order, for a child, or at an informed wish", "code",
    )  # fmt: skip
    rules.require(act.until is not None or wished, "family.whole", "the day until which this holds is missing", "until")
    return rules.outcome(
        ProcessedApart(
            who=act.who, code=act.code, reasons=act.reasons, until=act.until, sends_elsewhere=act.sends_elsewhere
        )
    )


def evolve(file: CaseFile, event: FamilyEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case FamilyJoined():
            return replace(file, family=event.family, relation=event.relation)
        case KinshipDisproved():
            return replace(file, family="", relation="")
        case WishToBeApartRecorded():
            return replace(file, apart_wish=True)
        case ProcessedApart():
            return replace(file, apart_code=event.code, apart_until=event.until)
        case TracerNamed():
            return replace(file, traced_by=event.tracer)
        case SeparationReported():
            search = Trace(number=len(file.traces) + 1, relative="", relation="family", asked=event.who.at)
            separated = with_trace(replace(file, separated=True), search)
            return with_sign(separated, "family.whole", "Members of a family were reported separated.", event.who)
        case BirthReported():
            # The newborn may hold the nationality of the place of birth, which excludes the family
            # until shown otherwise (excluded.never); the tool is used again that day.
            born = Nationality(country=event.country, source="born there: child of the person", certainty="possible")
            screening = replace(file.screening, due=True) if file.screening else None
            return replace(file, nationalities=(*file.nationalities, born), screening=screening)
        case _:
            assert_never(event)
