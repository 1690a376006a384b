"""Referral: a claim is drawn among eligible officers and leaves its officer only for a listed reason."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.deciders import left_custody
from asylia.core.draw import drawn_officer
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Claim, with_claim
from asylia.core.standing import is_open

# Only these take a case from its officer after the first question (decider.drawn).
LEAVES: frozenset[str] = frozenset({"illness", "recusal", "conflict", "request"})


class ReferralAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class AssignOfficer(ReferralAct, frozen=True, kw_only=True):
    """Draw an officer for the claim among those eligible."""

    claim: int


class ReassignOfficer(ReferralAct, frozen=True, kw_only=True):
    """Take the claim from its officer, for a reason, and draw another."""

    claim: int
    reason: Literal["illness", "recusal", "conflict", "request", "management", "workload"]
    says: str = ""


class Recuse(ReferralAct, frozen=True, kw_only=True):
    """The officer steps back, on conscience or conflict, without giving reasons."""

    claim: int


ReferralCommand: TypeAlias = AssignOfficer | ReassignOfficer | Recuse


class ReferralEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class OfficerAssigned(ReferralEvent, frozen=True, kw_only=True, tag="officer.assigned/1"):
    """The claim was drawn to an officer, among so many."""

    claim: int
    officer: str
    among: int


class OfficerReassigned(ReferralEvent, frozen=True, kw_only=True, tag="officer.reassigned/1"):
    """The claim left its officer for this reason and was drawn to another."""

    claim: int
    officer: str
    among: int
    reason: str
    says: str
    after_first_question: bool


class OfficerRecused(ReferralEvent, frozen=True, kw_only=True, tag="officer.recused/1"):
    """The officer stepped back; no reason is kept."""

    claim: int


ReferralEvents: TypeAlias = OfficerAssigned | OfficerReassigned | OfficerRecused


def decide(file: CaseFile, command: ReferralCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about assignment leads to."""
    claim = file.claim(command.claim)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    rules.require(is_open(claim, rules.regime), "procedure.once", "this claim has ended", "claim")
    match command:
        case AssignOfficer():
            rules.require(not claim.officer, "procedure.once", "the claim has its officer")
            officer, among = _drawn(file, claim, facts, rules)
            return rules.outcome(OfficerAssigned(who=command.who, claim=claim.number, officer=officer, among=among))
        case ReassignOfficer():
            return _reassign(file, claim, command, facts, rules)
        case Recuse():
            rules.require(claim.officer == command.who.by, "decider.drawn", "only the claim's officer steps back")
            return rules.outcome(OfficerRecused(who=command.who, claim=claim.number))
        case _:
            assert_never(command)


def _drawn(file: CaseFile, claim: Claim, facts: Facts, rules: Rules) -> tuple[str, int]:
    """The officer drawn and among how many; without anyone certified, a historical regime draws among all."""
    taken = {*claim.officers_before, claim.officer}
    free = [
        each for each in facts.eligible
        if each not in taken and not file.took_part(each) and not facts.took_part(each)
    ]  # fmt: skip
    months = rules.regime.certificate.months_since_custody_post
    standard = rules.regime.certificate.standard
    known = [facts.staff[each] for each in free if each in facts.staff]
    own = [each for each in known if not each.detailed_from and left_custody(each, facts.day, months)]
    rules.require(
        bool(own) or not known, "decider.of-the-office", "every eligible officer is lent or lately held people"
    )
    certified = [each.id for each in own if each.certified(standard, facts.day)]
    rules.require(bool(certified), "decider.trained", "no eligible officer holds a certificate valid today")
    pool = certified or free
    return drawn_officer(facts.draw_seed, file.id, claim.number, pool), len(pool)


def _reassign(file: CaseFile, claim: Claim, act: ReassignOfficer, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(bool(claim.officer), "procedure.exists", "the claim has no officer yet")
    after = claim.interview.begun is not None
    rules.require(
        not after or act.reason in LEAVES, "decider.drawn",
        "after the first question a case leaves its officer only for illness, recusal, conflict or at the person's"
        " request", "reason",
    )  # fmt: skip
    officer, among = _drawn(file, claim, facts, rules)
    return rules.outcome(
        OfficerReassigned(
            who=act.who, claim=claim.number, officer=officer, among=among, reason=act.reason, says=act.says,
            after_first_question=after,
        )
    )  # fmt: skip


def evolve(file: CaseFile, event: ReferralEvents) -> CaseFile:
    """The case file after an event of this step."""
    claim = file.claims[event.claim - 1]
    match event:
        case OfficerAssigned():
            return with_claim(file, replace(claim, officer=event.officer))
        case OfficerReassigned():
            before = (*claim.officers_before, claim.officer) if claim.officer else claim.officers_before
            return with_claim(file, _heard_anew(replace(claim, officer=event.officer, officers_before=before)))
        case OfficerRecused():
            before = (*claim.officers_before, claim.officer)
            return with_claim(file, _heard_anew(replace(claim, officer="", officers_before=before)))
        case _:
            assert_never(event)


def _heard_anew(claim: Claim) -> Claim:
    """The claim for its next officer, who hears the person anew (decider.own-voice).

    What was said stays; what the former officer found goes, save in a decision that is signed.
    """
    if claim.interview.begun is None:
        return claim
    return replace(claim, readback=None, findings=(), bars=(), credibility=None, band=None)
