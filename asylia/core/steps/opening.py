"""Opening: a case begins with an encounter, or with a statement of fear that has no case yet."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.addresses import names_consulate
from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import BORDER, Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Nationality, with_part, with_sign
from asylia.core.standing import fear_asked, may_be_own_national, return_bars

Kind = Literal["port", "between_ports", "inland"]


class OpeningAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class OpenCase(OpeningAct, frozen=True, kw_only=True):
    """Open a case for a person encountered; it pins the regime."""

    person: str
    name: str
    born: str
    nationalities: tuple[Nationality, ...]
    place: str
    regime: str
    kind: Kind = "port"
    held: bool = False


class RecordNationality(OpeningAct, frozen=True, kw_only=True):
    """Record the person's nationalities anew, each with its source and how sure it is."""

    nationalities: tuple[Nationality, ...]


class MatchCase(OpeningAct, frozen=True, kw_only=True):
    """Match a provisional case to the person's own case (the asylum office only)."""

    to: str


class EndEncounter(OpeningAct, frozen=True, kw_only=True):
    """End the encounter; hospital and release leave the fear question owed."""

    how: Literal["sent_back", "released", "hospital", "admitted", "transferred"]


class OpeningReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class OpenProvisionalCase(OpeningReport, frozen=True, kw_only=True):
    """A statement of fear by anyone, for themselves or another, without a case or an account."""

    person: str
    words: str
    regime: str
    language: str = ""
    channel: str = "page"
    about: str = "self"
    reach: str = ""


class ReportEncounter(OpeningReport, frozen=True, kw_only=True):
    """What happened at an encounter, as someone reports it."""

    place: str
    what: Literal["met", "turned_away", "admitted", "hospital", "released"]
    says: str = ""


OpeningCommand: TypeAlias = (
    OpenCase | RecordNationality | MatchCase | EndEncounter | OpenProvisionalCase | ReportEncounter
)


class OpeningEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class CaseOpened(OpeningEvent, frozen=True, kw_only=True, tag="case.opened/1"):
    """A case was opened at an encounter and its regime pinned."""

    person: str
    name: str
    born: str
    nationalities: tuple[Nationality, ...]
    place: str
    regime: str
    kind: Kind
    held: bool
    day: dt.date
    zone: str


class CaseOpenedProvisionally(OpeningEvent, frozen=True, kw_only=True, tag="case.opened_provisionally/1"):
    """A case was opened from a statement of fear alone."""

    person: str
    regime: str
    about: str
    reach: str
    day: dt.date
    zone: str


class NationalityRecorded(OpeningEvent, frozen=True, kw_only=True, tag="nationality.recorded/1"):
    """The person's nationalities were recorded."""

    nationalities: tuple[Nationality, ...]


class CaseMatched(OpeningEvent, frozen=True, kw_only=True, tag="case.matched/1"):
    """The asylum office matched a provisional case to a person's case."""

    to: str


class EncounterEnded(OpeningEvent, frozen=True, kw_only=True, tag="encounter.ended/1"):
    """The encounter ended."""

    how: str
    question_owed: bool


class EncounterReported(OpeningEvent, frozen=True, kw_only=True, tag="encounter.reported/1"):
    """Someone reported an encounter, or a turning away."""

    place: str
    what: str
    says: str


OpeningEvents: TypeAlias = (
    CaseOpened | CaseOpenedProvisionally | NationalityRecorded | CaseMatched | EncounterEnded | EncounterReported
)


def decide(file: CaseFile, command: OpeningCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What an opening command leads to."""
    match command:
        case OpenCase():
            rules.require(file.version == 0, "procedure.once", "this case is open already")
            adopted = command.regime in facts.regimes
            rules.require(adopted, "procedure.regime", "this regime is not adopted here by two people", "regime")
            _require_sources(command.nationalities, rules)
            return rules.outcome(_opened(command, facts))
        case OpenProvisionalCase():
            return rules.outcome(
                CaseOpenedProvisionally(
                    who=command.who, person=command.person, regime=command.regime, about=command.about,
                    reach=command.reach, day=facts.day, zone=facts.zone,
                )
            )  # fmt: skip
        case RecordNationality():
            _require_sources(command.nationalities, rules)
            dropped = may_be_own_national(file.nationalities, rules.regime) and not may_be_own_national(
                command.nationalities, rules.regime
            )
            rules.require(
                not dropped or command.who.role == "judge", "excluded.never",
                "only a court says that this may not be a nationality of the person", "nationalities",
            )  # fmt: skip
            return rules.outcome(NationalityRecorded(who=command.who, nationalities=command.nationalities))
        case MatchCase():
            rules.require(file.provisional, "procedure.exists", "this case is not provisional")
            rules.require(not file.matched_to, "procedure.once", "this statement is matched already")
            rules.require(
                bool(command.to) and command.to != file.id, "procedure.exists", "name the person's case", "to"
            )
            rules.require(
                command.who.role not in BORDER, "fear.open-door", "the asylum office matches, never a border role"
            )
            return rules.outcome(CaseMatched(who=command.who, to=command.to))
        case EndEncounter():
            asked = fear_asked(file) or bool(file.claims)
            owed = command.how in ("hospital", "released")
            rules.require(asked or owed, "fear.asked", "the encounter would end unasked", "how")
            if command.how == "sent_back":
                # Sending back is returning, whatever it is called (return.lawful).
                for rule, detail in return_bars(file, rules.regime, facts):
                    rules.require(False, rule, detail, "how")
            return rules.outcome(EncounterEnded(who=command.who, how=command.how, question_owed=owed and not asked))
        case ReportEncounter():
            return rules.outcome(
                EncounterReported(who=command.who, place=command.place, what=command.what, says=command.says)
            )
        case _:
            assert_never(command)


def _require_sources(nationalities: tuple[Nationality, ...], rules: Rules) -> None:
    """A nationality of the country of return is never proved through that state's consulate (excluded.never)."""
    for each in nationalities:
        asked_there = may_be_own_national((each,), rules.regime) and names_consulate(each.source)
        rules.require(
            not asked_there, "excluded.never", "never asked of that state's consulate or embassy", "nationalities"
        )


def _opened(command: OpenCase, facts: Facts) -> CaseOpened:
    return CaseOpened(
        who=command.who, person=command.person, name=command.name, born=command.born,
        nationalities=command.nationalities, place=command.place, regime=command.regime, kind=command.kind,
        held=command.held, day=facts.day, zone=facts.zone,
    )  # fmt: skip


def evolve(file: CaseFile, event: OpeningEvents) -> CaseFile:
    """The case file after an opening event."""
    match event:
        case CaseOpened():
            held = event.who.at if event.held else None
            opened = replace(
                file, person=event.person, name=event.name, born=event.born, nationalities=event.nationalities,
                place=event.place, zone=event.zone, regime=event.regime, opened=event.who,
                custody=replace(file.custody, held_since=held, was_held=event.held),
            )  # fmt: skip
            return with_part(opened, event.who.by, "encountered")
        case CaseOpenedProvisionally():
            return replace(
                file, person=event.person, regime=event.regime, zone=event.zone, opened=event.who, provisional=True
            )
        case NationalityRecorded():
            return replace(file, nationalities=event.nationalities)
        case CaseMatched():
            return replace(file, matched_to=event.to)
        case EncounterEnded():
            away = event.how in ("sent_back", "released", "admitted")
            custody = replace(
                file.custody, held_since=None if away else file.custody.held_since,
                outside=event.how == "sent_back" or (file.custody.outside and event.how != "admitted"),
            )  # fmt: skip
            return replace(file, encounter_ended=event.how, custody=custody)
        case EncounterReported():
            if event.what == "turned_away":
                return with_sign(file, "fear.asked", "Someone was turned away without being asked.", event.who)
            return file
        case _:
            assert_never(event)
