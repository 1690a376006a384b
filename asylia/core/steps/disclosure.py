"""Disclosure: what leaves, to whom, on what basis; nothing goes to a state in which harm is feared."""

from typing import Literal, TypeAlias, assert_never

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_sign
from asylia.core.standing import is_open, protected

# The closed list of recipients: no foreign government, consulate or embassy is on it. The admission
# authority is the port office that lets a lawfully returned person in, and gets identity only.
Recipient = Literal[
    "applicant", "counsel", "court", "oversight", "duty_post", "health_service", "child_protection",
    "admission_authority",
]  # fmt: skip
IDENTITY: frozenset[str] = frozenset({"name", "born", "nationality", "photograph_on_paper"})


class DisclosureAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class Disclose(DisclosureAct, frozen=True, kw_only=True):
    """Disclose named fields to a recipient of the closed list, on a basis, with consent where it is needed."""

    recipient: Recipient
    basis: str
    fields: tuple[str, ...]
    consent: bool = False
    says: str = ""


class DisclosureReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportDisclosureAsked(DisclosureReport, frozen=True, kw_only=True):
    """Someone outside asked for something about the person; it is recorded and goes nowhere."""

    asker: str
    what: str


class ReportShared(DisclosureReport, frozen=True, kw_only=True):
    """Something was shared outside the rules."""

    with_whom: str
    what: str


DisclosureCommand: TypeAlias = Disclose | ReportDisclosureAsked | ReportShared


class DisclosureEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class DisclosureMade(DisclosureEvent, frozen=True, kw_only=True, tag="disclosure.made/1"):
    """Fields were disclosed to a recipient."""

    recipient: Recipient
    basis: str
    fields: tuple[str, ...]
    consent: bool
    says: str


class DisclosureAsked(DisclosureEvent, frozen=True, kw_only=True, tag="disclosure.asked/1"):
    """Someone asked."""

    asker: str
    what: str


class SharingReported(DisclosureEvent, frozen=True, kw_only=True, tag="sharing.reported/1"):
    """Sharing outside the rules was reported."""

    with_whom: str
    what: str


DisclosureEvents: TypeAlias = DisclosureMade | DisclosureAsked | SharingReported


def decide(file: CaseFile, command: DisclosureCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about disclosure leads to."""
    match command:
        case Disclose():
            return _disclose(file, command, facts, rules)
        case ReportDisclosureAsked():
            return rules.outcome(DisclosureAsked(who=command.who, asker=command.asker, what=command.what))
        case ReportShared():
            return rules.outcome(SharingReported(who=command.who, with_whom=command.with_whom, what=command.what))
        case _:
            assert_never(command)


def _disclose(file: CaseFile, act: Disclose, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(bool(act.basis.strip()), "data.purpose", "the basis is missing", "basis")
    rules.require(
        "biometrics" not in act.fields, "share.never-feared-state", "no biometrics are stored or given", "fields"
    )
    if act.recipient == "admission_authority":
        more = sorted(set(act.fields) - IDENTITY)
        rules.require(not more, "share.never-feared-state", f"more than identity: {', '.join(more)}", "fields")
        claims = [each for each in file.claims if is_open(each, rules.regime) or protected(each, rules.regime)]
        family = any(each.open_claim or each.protected for each in facts.members)
        rules.require(
            not (claims or family), "share.never-feared-state",
            "a fear claim of the person or the family is open or was found for them", "recipient",
        )  # fmt: skip
    needs_consent = act.recipient in ("health_service", "child_protection")
    rules.require(act.consent or not needs_consent, "data.purpose", "the person's consent is missing", "consent")
    return rules.outcome(
        DisclosureMade(
            who=act.who, recipient=act.recipient, basis=act.basis, fields=act.fields, consent=act.consent, says=act.says
        )
    )


def evolve(file: CaseFile, event: DisclosureEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case DisclosureMade():
            return file
        case DisclosureAsked():
            says = "Someone outside asked for what may not be given."
            return with_sign(file, "share.never-feared-state", says, event.who)
        case SharingReported():
            return with_sign(file, "share.never-feared-state", "Sharing outside the rules was reported.", event.who)
        case _:
            assert_never(event)
