"""Evidence: documents and things (E n) and passages of country information (C n) that findings may rest on."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Evidence, with_claim


class EvidenceAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int


class AddEvidence(EvidenceAct, frozen=True, kw_only=True):
    """Add a document or thing; `digest` is the SHA-256 of the file kept elsewhere, if there is one."""

    title: str
    kind: Literal["document", "photograph", "recording", "medical", "statement", "thing"] = "document"
    digest: str = ""
    says: str = ""


class ConsultCountryInformation(EvidenceAct, frozen=True, kw_only=True):
    """Cite a passage of country information consulted on a point."""

    source: str
    passage: str
    point: str
    dated: str = ""


EvidenceCommand: TypeAlias = AddEvidence | ConsultCountryInformation


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


EvidenceEvents: TypeAlias = EvidenceAdded | CountryInformationConsulted


def decide(file: CaseFile, command: EvidenceCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about evidence leads to."""
    claim = file.claim(command.claim)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    country = isinstance(command, ConsultCountryInformation)
    number = sum(1 for each in claim.evidence if each.country_information == country) + 1
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
            return rules.outcome(
                CountryInformationConsulted(
                    who=command.who, claim=claim.number, number=number, source=command.source,
                    passage=command.passage, point=command.point, dated=command.dated,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: EvidenceEvents) -> CaseFile:
    """The case file after an event of this step."""
    claim = file.claims[event.claim - 1]
    match event:
        case EvidenceAdded():
            added = Evidence(
                number=event.number, title=event.title, kind=event.kind, country_information=False, passage=event.says,
                point="",
            )  # fmt: skip
        case CountryInformationConsulted():
            added = Evidence(
                number=event.number, title=event.source, kind="country_information", country_information=True,
                passage=event.passage, point=event.point,
            )  # fmt: skip
        case _:
            assert_never(event)
    return with_claim(file, replace(claim, evidence=(*claim.evidence, added)))
