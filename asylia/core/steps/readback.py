"""Read-back: the summary of material facts is read to the person and corrected before any determination."""

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.deciders import require_heard, require_own_claim
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Claim, Correction, Readback, ReadFact, with_claim, with_sign
from asylia.core.standing import is_open


class ReadbackAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int


class ReadBack(ReadbackAct, frozen=True, kw_only=True):
    """Record the read-back: each fact with its lines and the person's answer; a refusal with its reason."""

    language: str
    facts: tuple[ReadFact, ...]
    confirmed: bool
    reason: str = ""
    added: str = ""
    counsel_says: str = ""


class CorrectReadback(Report, frozen=True, kw_only=True):
    """The person corrects one fact of the read-back later (0: adds something), in their own words."""

    claim: int
    fact: int
    words: str


ReadbackCommand: TypeAlias = ReadBack | CorrectReadback


class ReadbackEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int


class ReadbackGiven(ReadbackEvent, frozen=True, kw_only=True, tag="readback.given/1"):
    """The facts were read back and answered so; `confirmed` false is a refusal, which blocks nothing."""

    language: str
    facts: tuple[ReadFact, ...]
    confirmed: bool
    reason: str
    added: str
    counsel_says: str


class ReadbackCorrected(ReadbackEvent, frozen=True, kw_only=True, tag="readback.corrected/1"):
    """The person corrected one fact of the read-back; the words stand beside it, and beside how it was answered."""

    fact: int
    words: str


ReadbackEvents: TypeAlias = ReadbackGiven | ReadbackCorrected


def decide(file: CaseFile, command: ReadbackCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a read-back, or a correction of it, leads to."""
    claim = file.claim(command.claim)
    if isinstance(command, CorrectReadback):
        corrected = ReadbackCorrected(
            who=command.who, claim=command.claim, fact=command.fact, words=command.words
        )  # fmt: skip
        return rules.outcome(corrected)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    rules.require(is_open(claim, rules.regime), "procedure.once", "this claim has ended", "claim")
    rules.require(claim.interview.ended is not None, "procedure.exists", "the interview has not ended")
    last = claim.determination
    rules.require(last is None or last.returned, "procedure.once", "a determination is signed and stands", "claim")
    require_own_claim(claim, command.who, rules)
    require_heard(claim, command.who, rules)
    rules.require(
        command.language in file.languages,
        "advisal.language",
        "this language is not recorded as understood",
        "language",
    )
    _require_whole(claim, command, rules)
    return rules.outcome(
        ReadbackGiven(
            who=command.who, claim=claim.number, language=command.language, facts=command.facts,
            confirmed=command.confirmed, reason=command.reason, added=command.added, counsel_says=command.counsel_says,
        )
    )  # fmt: skip


def _require_whole(claim: Claim, act: ReadBack, rules: Rules) -> None:
    known = {each.number for each in claim.interview.lines}
    rules.require(bool(act.facts), "readback.before-decision", "no fact was read back", "facts")
    for number, fact in enumerate(act.facts, start=1):
        resting = bool(fact.lines) and set(fact.lines) <= known
        rules.require(resting, "readback.before-decision", f"fact {number} names no line of the testimony", "facts")
        answered = fact.answer != "not_answered" or not act.confirmed
        rules.require(answered, "readback.before-decision", f"fact {number} has no answer", "facts")
        corrected = fact.answer != "corrected" or bool(fact.correction.strip())
        rules.require(corrected, "readback.before-decision", f"the correction of fact {number} is missing", "facts")
    rules.require(
        act.confirmed or bool(act.reason.strip()),
        "readback.before-decision",
        "why it was not confirmed is missing",
        "reason",
    )


def evolve(file: CaseFile, event: ReadbackEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case ReadbackGiven():
            given = Readback(
                at=event.who.at, language=event.language, facts=event.facts, confirmed=event.confirmed,
                reason=event.reason, added=event.added, counsel_says=event.counsel_says,
            )  # fmt: skip
            return with_claim(file, replace(file.claims[event.claim - 1], readback=given))
        case ReadbackCorrected():
            return _corrected(file, event)
        case _:
            assert_never(event)


def _corrected(file: CaseFile, event: ReadbackCorrected) -> CaseFile:
    """The correction beside the read-back; where a decision rests on the facts without it, a sign to answer."""
    claim = file.claim(event.claim)
    if claim is None or claim.readback is None:
        return file
    correction = Correction(fact=event.fact, words=event.words, at=event.who.at)
    given = replace(claim.readback, corrections=(*claim.readback.corrections, correction))
    file = with_claim(file, replace(claim, readback=given))
    signed = claim.determination
    if signed is not None and not signed.returned:
        says = "The person corrected the read-back after the decision was signed."
        return with_sign(file, "readback.before-decision", says, event.who)
    return file
