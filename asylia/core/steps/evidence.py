"""Evidence: what is filed (F n) and answered; documents and things (E n) and country information (C n) to rest on."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.deciders import require_own_claim
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Evidence, Filing, with_claim

Kind = Literal["document", "photograph", "recording", "medical", "statement", "thing"]
# Why something filed is not taken. That it came late is no reason, and stands in no list (domain 2.6).
Fault = Literal["unreadable", "incomplete", "another_person", "filed_twice", "other"]


class EvidenceAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int


class AddEvidence(EvidenceAct, frozen=True, kw_only=True):
    """Add a document or thing; `digest` is the SHA-256 of the file kept elsewhere, if there is one."""

    title: str
    kind: Kind = "document"
    digest: str = ""
    says: str = ""


class ConsultCountryInformation(EvidenceAct, frozen=True, kw_only=True):
    """Cite a passage of country information consulted on a point."""

    source: str
    passage: str
    point: str
    dated: str = ""


class AcceptEvidence(EvidenceAct, frozen=True, kw_only=True):
    """Take what was filed into the record of a claim, also where it was rejected before."""

    filing: int


class RejectEvidence(EvidenceAct, frozen=True, kw_only=True):
    """Say why what was filed is not taken; it stays, and whoever filed it sees the reason and can file again."""

    filing: int
    code: Fault
    reasons: str


class EvidenceReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class FileEvidence(EvidenceReport, frozen=True, kw_only=True):
    """Hand over a document or thing; `digest` is the SHA-256 of its file. No day is too late to hand it over."""

    claim: int
    title: str
    kind: Kind = "document"
    digest: str = ""
    says: str = ""


EvidenceCommand: TypeAlias = AddEvidence | ConsultCountryInformation | AcceptEvidence | RejectEvidence | FileEvidence


class EvidenceEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int
    number: int


class EvidenceAdded(EvidenceEvent, frozen=True, kw_only=True, tag="evidence.added/1"):
    """A document or thing came into the record."""

    title: str
    kind: str
    digest: str
    says: str


class CountryInformationConsulted(EvidenceEvent, frozen=True, kw_only=True, tag="country_information.consulted/1"):
    """A passage of country information was consulted on a point."""

    source: str
    passage: str
    point: str
    dated: str


class EvidenceFiled(EvidenceEvent, frozen=True, kw_only=True, tag="evidence.filed/1"):
    """Something was filed; it waits for an answer."""

    title: str
    kind: str
    digest: str
    says: str
    day: dt.date
    zone: str


class EvidenceAccepted(EvidenceEvent, frozen=True, kw_only=True, tag="evidence.accepted/1"):
    """What was filed came into the record, as E `number`."""

    filing: int


class EvidenceRejected(EvidenceEvent, frozen=True, kw_only=True, tag="evidence.rejected/1"):
    """What was filed (F `number`) was not taken, and why."""

    code: Fault
    reasons: str


EvidenceEvents: TypeAlias = (
    EvidenceAdded | CountryInformationConsulted | EvidenceFiled | EvidenceAccepted | EvidenceRejected
)


def decide(file: CaseFile, command: EvidenceCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about evidence leads to."""
    if isinstance(command, FileEvidence):
        return rules.outcome(
            EvidenceFiled(
                who=command.who, claim=command.claim, number=len(file.filings) + 1, title=command.title,
                kind=command.kind, digest=command.digest, says=command.says, day=facts.day, zone=facts.zone,
            )
        )  # fmt: skip
    claim = file.claim(command.claim)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    number = 1 + sum(not each.country_information for each in claim.evidence)
    match command:
        case AddEvidence():
            return rules.outcome(
                EvidenceAdded(
                    who=command.who, claim=claim.number, number=number, title=command.title, kind=command.kind,
                    digest=command.digest, says=command.says,
                )
            )  # fmt: skip
        case ConsultCountryInformation():
            rules.require(bool(command.passage.strip()), "analysis.complete", "the passage is missing", "passage")
            consulted = 1 + sum(each.country_information for each in claim.evidence)
            return rules.outcome(
                CountryInformationConsulted(
                    who=command.who, claim=claim.number, number=consulted, source=command.source,
                    passage=command.passage, point=command.point, dated=command.dated,
                )
            )  # fmt: skip
    if not 1 <= command.filing <= len(file.filings):
        return rules.missing(f"there is no filing {command.filing}", "filing")
    filing = file.filings[command.filing - 1]
    require_own_claim(claim, command.who, rules)
    rules.require(filing.answer != "accepted", "procedure.once", "it is accepted already", "filing")
    match command:
        case AcceptEvidence():
            return rules.outcome(
                EvidenceAccepted(who=command.who, claim=claim.number, number=number, filing=filing.number)
            )
        case RejectEvidence():
            rules.require(filing.answer == "", "procedure.once", "it is answered already", "filing")
            rules.require(bool(command.reasons.strip()), "filing.answered", "the reason is missing", "reasons")
            return rules.outcome(
                EvidenceRejected(
                    who=command.who, claim=claim.number, number=filing.number, code=command.code,
                    reasons=command.reasons,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: EvidenceEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case EvidenceFiled():
            filed = Filing(
                number=event.number, who=event.who, entry=file.version, claim=event.claim, title=event.title,
                kind=event.kind, digest=event.digest, says=event.says,
            )  # fmt: skip
            return replace(file, filings=(*file.filings, filed))
        case EvidenceRejected():
            rejected = replace(
                file.filings[event.number - 1], answer="rejected", code=event.code, reasons=event.reasons,
                answered=event.who.at,
            )  # fmt: skip
            return _answered(file, rejected)
        case EvidenceAccepted():
            filing = replace(
                file.filings[event.filing - 1], answer="accepted", evidence=event.number, code="", reasons="",
                answered=event.who.at,
            )  # fmt: skip
            file = _answered(file, filing)
            added = Evidence(
                number=event.number, title=filing.title, kind=filing.kind, country_information=False,
                passage=filing.says, point="", digest=filing.digest, filing=filing.number,
            )  # fmt: skip
        case EvidenceAdded():
            added = Evidence(
                number=event.number, title=event.title, kind=event.kind, country_information=False, passage=event.says,
                point="", digest=event.digest,
            )  # fmt: skip
        case CountryInformationConsulted():
            added = Evidence(
                number=event.number, title=event.source, kind="country_information", country_information=True,
                passage=event.passage, point=event.point,
            )  # fmt: skip
        case _:
            assert_never(event)
    claim = file.claims[event.claim - 1]
    return with_claim(file, replace(claim, evidence=(*claim.evidence, added)))


def _answered(file: CaseFile, filing: Filing) -> CaseFile:
    before, after = file.filings[: filing.number - 1], file.filings[filing.number :]
    return replace(file, filings=(*before, filing, *after))
