"""Determination: findings element by element, the likelihood band locked, then the officer's own outcome."""

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core import analysis
from asylia.core.command import Act
from asylia.core.deciders import require_decider, require_heard
from asylia.core.draw import is_drawn, period_of, rate_of
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import (
    Band,
    BarFinding,
    CaseFile,
    Claim,
    Credibility,
    Determination,
    Finding,
    Found,
    Outcome,
    with_claim,
    with_part,
)  # fmt: skip
from asylia.core.standing import is_open


class DeterminationAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    claim: int


class RecordFinding(DeterminationAct, frozen=True, kw_only=True):
    """Find, or not, one element of one protection, with reasons and the lines they rest on ("T 28")."""

    protection: str
    element: str
    finding: Found
    reasons: str
    cites: tuple[str, ...] = ()
    group: str = ""
    favourable: str = ""
    asked_line: int | None = None


class AssessCredibility(DeterminationAct, frozen=True, kw_only=True):
    """State whether the person is credible; a no rests on inconsistencies that were put."""

    credible: bool
    reasons: str
    inconsistencies: tuple[int, ...] = ()


class FindBar(DeterminationAct, frozen=True, kw_only=True):
    """Find, or not, a bar to one protection."""

    protection: str
    bar: str
    finding: Found
    reasons: str


class LockBand(DeterminationAct, frozen=True, kw_only=True):
    """Lock the officer's own view of the likelihood, before the outcome opens; for oversight only."""

    band: Band


class SignDetermination(DeterminationAct, frozen=True, kw_only=True):
    """Sign: for each protection whether the standard is met, the outcome, and the reasons as the person reads them."""

    met: dict[str, bool]
    outcome: Outcome
    reasons: str
    explanation: str = ""
    statement: str = ""


DeterminationCommand: TypeAlias = RecordFinding | AssessCredibility | FindBar | LockBand | SignDetermination


class DeterminationEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int


class FindingRecorded(DeterminationEvent, frozen=True, kw_only=True, tag="finding.recorded/1"):
    """The officer found, or did not find, an element."""

    finding: Finding


class CredibilityAssessed(DeterminationEvent, frozen=True, kw_only=True, tag="credibility.assessed/1"):
    """The officer assessed credibility."""

    credible: bool
    reasons: str
    inconsistencies: tuple[int, ...]


class BarFound(DeterminationEvent, frozen=True, kw_only=True, tag="bar.found/1"):
    """The officer found, or did not find, a bar to one protection."""

    bar: BarFinding


class BandLocked(DeterminationEvent, frozen=True, kw_only=True, tag="band.locked/1"):
    """The officer locked the likelihood band; sealed under the overseer's key."""

    band: Band


class DeterminationSigned(DeterminationEvent, frozen=True, kw_only=True, tag="determination.signed/1"):
    """The officer signed. `drawn_for` is the level whose review the draw chose, empty for none."""

    number: int
    outcome: Outcome
    met: dict[str, bool]
    findings: tuple[Finding, ...]
    bars: tuple[BarFinding, ...]
    reasons: str
    explanation: str
    statement: str
    drawn_for: str
    day: dt.date
    zone: str


class DrawHeld(DeterminationEvent, frozen=True, kw_only=True, tag="draw.held/1"):
    """The system drew whether this determination is decided anew at a level: the probability it had, and if so.

    `site` (the place of the encounter) and `represented` are its stratum, beside the outcome that was signed; `period`
    names the seed, by its month (`2026-11`).
    """

    determination: int
    level: str
    period: str
    site: str
    represented: bool
    rate: str
    drawn: bool


DeterminationEvents: TypeAlias = (
    FindingRecorded | CredibilityAssessed | BarFound | BandLocked | DeterminationSigned | DrawHeld
)


def decide(file: CaseFile, command: DeterminationCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the determination leads to."""
    claim = file.claim(command.claim)
    if claim is None:
        return rules.missing(f"there is no fear claim {command.claim}", "claim")
    rules.require(is_open(claim, rules.regime), "procedure.once", "this claim has ended", "claim")
    last = claim.determination
    rules.require(last is None or last.returned, "procedure.once", "a determination is signed and stands", "claim")
    require_decider(file, claim, command.who, facts, rules, "decides")
    require_heard(claim, command.who, rules)
    match command:
        case RecordFinding():
            finding = analysis.require_finding(claim, _finding(command), rules)
            return rules.outcome(FindingRecorded(who=command.who, claim=claim.number, finding=finding))
        case AssessCredibility():
            analysis.require_credibility(claim, command.credible, command.inconsistencies, command.reasons, rules)
            return rules.outcome(
                CredibilityAssessed(
                    who=command.who, claim=claim.number, credible=command.credible, reasons=command.reasons,
                    inconsistencies=command.inconsistencies,
                )
            )  # fmt: skip
        case FindBar():
            bar = BarFinding(
                protection=command.protection, bar=command.bar, finding=command.finding, reasons=command.reasons
            )
            analysis.require_bar(bar, rules)
            return rules.outcome(BarFound(who=command.who, claim=claim.number, bar=bar))
        case LockBand():
            analysis.require_all_found(claim, rules)
            rules.require(claim.band is None, "procedure.once", "the band is locked already", "band")
            return rules.outcome(BandLocked(who=command.who, claim=claim.number, band=command.band))
        case SignDetermination():
            return _sign(file, claim, command, facts, rules)
        case _:
            assert_never(command)


def _finding(act: RecordFinding) -> Finding:
    return Finding(
        protection=act.protection, element=act.element, finding=act.finding, reasons=act.reasons, cites=act.cites,
        group=act.group, favourable=act.favourable, asked_line=act.asked_line,
    )  # fmt: skip


def _sign(file: CaseFile, claim: Claim, act: SignDetermination, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(claim.readback is not None, "readback.before-decision", "the summary has not been read back")
    analysis.require_all_found(claim, rules)
    rules.require(claim.band is not None, "analysis.standard", "the likelihood band is not locked yet", "band")
    analysis.require_agreement(claim, act.met, act.outcome, act.explanation, rules)
    rules.require(
        bool(act.reasons.strip()),
        "analysis.complete",
        "the reasons as the person will read them are missing",
        "reasons",
    )
    rules.require(bool(act.statement.strip()), "decider.care", "the officer's own statement is missing", "statement")
    waits = [each.number for each in file.filings if not each.answer]
    rules.require(not waits, "filing.answered", f"filed and not answered: F {', F '.join(map(str, waits))}")
    number = len(claim.determinations) + 1
    held = tuple(_draws(file, claim, number, act, facts, rules))
    signed = DeterminationSigned(
        who=act.who, claim=claim.number, number=number, outcome=act.outcome, met=act.met, findings=claim.findings,
        bars=claim.bars, reasons=act.reasons, explanation=act.explanation, statement=act.statement,
        drawn_for=next((each.level for each in held if each.drawn), ""), day=facts.day, zone=facts.zone,
    )  # fmt: skip
    return rules.outcome(signed, *held)


def _draws(
    file: CaseFile, claim: Claim, number: int, act: SignDetermination, facts: Facts, rules: Rules
) -> Iterator[DrawHeld]:
    """What the system draws at this signature, from the period's committed seed: each level once, none after a yes."""
    represented = bool(file.counsel)
    for review in rules.regime.review:
        if review.selects != "drawn":
            continue
        rate = rate_of(getattr(review.rate, act.outcome), facts.sample, file.place, represented=represented)
        drawn = is_drawn(facts.draw_seed, review.level, file.id, claim.number, number, rate)
        yield DrawHeld(
            who=act.who, claim=claim.number, determination=number, level=review.level, period=period_of(facts.day),
            site=file.place, represented=represented, rate=rate, drawn=drawn,
        )  # fmt: skip
        if drawn:
            return


def evolve(file: CaseFile, event: DeterminationEvents) -> CaseFile:
    """The case file after an event of this step."""
    claim = file.claims[event.claim - 1]
    match event:
        case FindingRecorded():
            found = event.finding
            others = [
                each for each in claim.findings if (each.protection, each.element) != (found.protection, found.element)
            ]
            return with_claim(file, replace(claim, findings=(*others, found)))
        case CredibilityAssessed():
            assessed = Credibility(
                credible=event.credible, reasons=event.reasons, inconsistencies=event.inconsistencies
            )
            return with_claim(file, replace(claim, credibility=assessed))
        case BarFound():
            bar = event.bar
            others_bars = [each for each in claim.bars if (each.protection, each.bar) != (bar.protection, bar.bar)]
            return with_claim(file, replace(claim, bars=(*others_bars, bar)))
        case BandLocked():
            return with_claim(file, replace(claim, band=event.band))
        case DeterminationSigned():
            signed = Determination(
                number=event.number, who=event.who, day=event.day, outcome=event.outcome, met=event.met,
                findings=event.findings, bars=event.bars, reasons=event.reasons, statement=event.statement,
                drawn_for=event.drawn_for,
            )  # fmt: skip
            with_it = with_claim(file, replace(claim, determinations=(*claim.determinations, signed)))
            return with_part(with_it, event.who.by, "decided")
        case DrawHeld():
            return file
        case _:
            assert_never(event)
