"""Review: no determination is final until the regime's levels have concurred; a finding is never replaced unseen."""

from typing import Literal, TypeAlias, TypedDict, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.deciders import require_reviewer
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Author, Event
from asylia.core.facts import Facts
from asylia.core.file import (
    CaseFile,
    Claim,
    Determination,
    Outcome,
    Proposal,
    Reviewed,
    Vote,
    with_claim,
    with_determination,
    with_part,
)  # fmt: skip
from asylia.core.regime import Review
from asylia.core.standing import reviews_owed

PANEL = 3
NO_VIEW = ("returned", "recognised")  # acts of review that say nothing of what the outcome should be


class ReviewAct(Act, frozen=True, kw_only=True):
    """An act of this step, about one determination of one claim."""

    claim: int
    determination: int


class Concur(ReviewAct, frozen=True, kw_only=True):
    """The reviewer finds the reasons legally sufficient."""

    notes: str = ""


class ReturnForCorrection(ReviewAct, frozen=True, kw_only=True):
    """Return the decision for a legal insufficiency, from the regime's list, that could change the outcome."""

    code: str
    reasons: str
    could_change_outcome: bool = True


class Override(ReviewAct, frozen=True, kw_only=True):
    """Replace the finding, at the level the regime names, with reasons; the finding stays beside it."""

    outcome: Outcome
    reasons: str


class ProposeOverride(ReviewAct, frozen=True, kw_only=True):
    """Put a replacement before a panel, where two levels agree."""

    outcome: Outcome
    reasons: str


class VoteOnPanel(ReviewAct, frozen=True, kw_only=True):
    """Vote, with reasons of one's own, on a proposed override."""

    outcome: Outcome
    reasons: str


class Dissent(ReviewAct, frozen=True, kw_only=True):
    """Put a dissent on the record, beside what it answers."""

    words: str


class PassReview(ReviewAct, frozen=True, kw_only=True):
    """Pass a review past its time limit, by draw, to a reviewer outside the chain."""

    reviewer: str


ReviewCommand: TypeAlias = (
    Concur | ReturnForCorrection | Override | ProposeOverride | VoteOnPanel | Dissent | PassReview
)


class ReviewEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int
    determination: int


class Concurred(ReviewEvent, frozen=True, kw_only=True, tag="review.concurred/1"):
    """A reviewer concurred at this level."""

    level: str
    notes: str


class ReturnedForCorrection(ReviewEvent, frozen=True, kw_only=True, tag="review.returned/1"):
    """The decision was returned for this insufficiency."""

    level: str
    code: str
    reasons: str


class Overridden(ReviewEvent, frozen=True, kw_only=True, tag="determination.overridden/1"):
    """The finding was replaced by this outcome, and stands beside it."""

    level: str
    outcome: Outcome
    reasons: str


class OverrideProposed(ReviewEvent, frozen=True, kw_only=True, tag="override.proposed/1"):
    """A replacement was put before a panel."""

    outcome: Outcome
    reasons: str


class PanelVoted(ReviewEvent, frozen=True, kw_only=True, tag="panel.voted/1"):
    """A panel member voted."""

    outcome: Outcome
    reasons: str


class PanelClosed(ReviewEvent, frozen=True, kw_only=True, tag="panel.closed/1"):
    """All members have voted; the panel replaced the finding, or let it stand."""

    replaced: bool


class DissentRecorded(ReviewEvent, frozen=True, kw_only=True, tag="dissent.recorded/1"):
    """A dissent stands on the record."""

    words: str


class ReviewPassed(ReviewEvent, frozen=True, kw_only=True, tag="review.passed/1"):
    """The review passed to another reviewer after its time."""

    reviewer: str


ReviewEvents: TypeAlias = (
    Concurred | ReturnedForCorrection | Overridden | OverrideProposed | PanelVoted | PanelClosed | DissentRecorded
    | ReviewPassed
)  # fmt: skip


def decide(file: CaseFile, command: ReviewCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command of review leads to."""
    claim, determination = file.claim(command.claim), file.determination(command.claim, command.determination)
    if claim is None or determination is None:
        return rules.missing("there is no such determination", "determination")
    if isinstance(command, Dissent):
        return rules.outcome(DissentRecorded(words=command.words, **_of(command)))
    if isinstance(command, PassReview):
        return _pass(file, determination, command, facts, rules)
    require_reviewer(file, claim, command.who, facts, rules)
    rules.require(not determination.returned, "procedure.once", "this decision was returned and is being written anew")
    gave = any(each.who.by == command.who.by and each.kind not in NO_VIEW for each in determination.reviews)
    rules.require(not gave, "roles.apart", "has given a view of this decision already")
    match command:
        case Concur() | ReturnForCorrection():
            return _sufficiency(claim, determination, command, rules)
        case Override() | ProposeOverride():
            return _override(claim, determination, command, rules)
        case VoteOnPanel():
            return _vote(determination, command, rules)
        case _:
            assert_never(command)


def _pass(
    file: CaseFile, determination: Determination, act: PassReview, facts: Facts, rules: Rules
) -> Decided | Refused:
    """The draw itself is the shell's: here, that a review is late and the reviewer stands outside the chain."""
    owed = next(reviews_owed(determination, rules.regime), None)
    rules.require(owed is not None, "procedure.exists", "no review is owed")
    rules.require(act.reviewer != act.who.by, "roles.apart", "nobody passes a review to themselves", "reviewer")
    outside = not (file.took_part(act.reviewer) or facts.took_part(act.reviewer))
    rules.require(outside, "roles.apart", "the reviewer has taken part in this family's cases", "reviewer")
    if owed is not None and owed.days is not None:
        late = (facts.day - determination.day).days > owed.days
        rules.require(late, "review.deference", f"its {owed.days} days have not passed yet", cite=owed.cite)
    return rules.outcome(ReviewPassed(reviewer=act.reviewer, **_of(act)))


class _Of(TypedDict):
    who: Author
    claim: int
    determination: int


def _of(act: ReviewAct) -> _Of:
    return {"who": act.who, "claim": act.claim, "determination": act.determination}


def _owed(determination: Determination, act: ReviewAct, rules: Rules) -> Review | None:
    """The review this author's level owes; noted as broken where there is none."""
    review = next((each for each in reviews_owed(determination, rules.regime) if each.level == act.who.role), None)
    named = rules.regime.reviews(act.who.role)
    rules.require(bool(named), "review.deference", "this regime names no approval at this level")
    rules.require(review is not None or not named, "procedure.exists", "no review is owed at this level")
    _require_symmetry(named, rules)
    return review


def _require_symmetry(reviews: tuple[Review, ...], rules: Rules) -> None:
    for each in reviews:
        rules.require(
            each.rate.positive == each.rate.negative, "review.symmetry",
            "at this level review depends on the direction of the outcome", cite=each.cite,
        )  # fmt: skip


def _sufficiency(
    claim: Claim, determination: Determination, act: Concur | ReturnForCorrection, rules: Rules
) -> Decided | Refused:
    review = _owed(determination, act, rules)
    _require_not_passed(determination, act, rules)
    match act:
        case Concur():
            return rules.outcome(Concurred(level=act.who.role, notes=act.notes, **_of(act)))
        case ReturnForCorrection():
            told = determination.service is not None and determination.standing == "positive"
            rules.require(not told, "review.override", "after service nothing is changed except in the person's favour")
            listed = act.code in {each.id for each in rules.regime.insufficiencies}
            rules.require(listed, "review.deference", "this is no legal insufficiency of the regime's list", "code")
            rules.require(
                act.could_change_outcome,
                "review.deference",
                "it could not change the outcome: send it as a note",
                "code",
            )
            rules.require(
                bool(act.reasons.strip()), "review.deference", "the words for the officer are missing", "reasons"
            )
            limit = review.returns if review is not None else 0
            rules.require(
                claim.returns < limit,
                "review.deference",
                f"returned {claim.returns} times already: concur, or send it to the level that may override",
            )
            return rules.outcome(
                ReturnedForCorrection(level=act.who.role, code=act.code, reasons=act.reasons, **_of(act))
            )
        case _:
            assert_never(act)


def _require_not_passed(determination: Determination, act: ReviewAct, rules: Rules) -> None:
    passed = determination.reviewer not in ("", act.who.by)
    rules.require(not passed, "review.deference", "this review passed to another reviewer after its time")


def _override(
    claim: Claim, determination: Determination, act: Override | ProposeOverride, rules: Rules
) -> Decided | Refused:
    regime = rules.regime
    rules.require(bool(act.reasons.strip()), "review.override", "reasons of its own are missing", "reasons")
    rules.require(act.outcome != determination.standing, "procedure.once", "this outcome stands already", "outcome")
    in_favour = act.outcome == "positive"
    rules.require(
        determination.service is None or in_favour, "review.override",
        "after service nothing is overridden except in the person's favour", "outcome",
    )  # fmt: skip
    panel = any("override" in each.may for each in regime.reviews("panel"))
    if isinstance(act, ProposeOverride):
        rules.require(panel, "review.override", "this regime names no panel: two agreeing levels are final")
        rules.require(determination.proposal is None, "procedure.once", "a proposal is before the panel already")
        return rules.outcome(OverrideProposed(outcome=act.outcome, reasons=act.reasons, **_of(act)))
    named = any("override" in each.may for each in regime.reviews(act.who.role))
    rules.require(named, "review.override", "the regime gives this level no power to replace a finding")
    _require_symmetry(regime.reviews(act.who.role), rules)
    _require_sent_up(claim, determination, act, rules)
    agree = any(each.kind == "concurred" for each in determination.reviews)
    rules.require(
        not agree, "review.override",
        "officer and reviewer agree: " + ("only a panel may replace it" if panel else "their agreement is final"),
    )  # fmt: skip
    return rules.outcome(Overridden(level=act.who.role, outcome=act.outcome, reasons=act.reasons, **_of(act)))


def _require_sent_up(claim: Claim, determination: Determination, act: Override, rules: Rules) -> None:
    """A targeted review takes only what a reviewer sends up at the limit of returns, and once (review.deference)."""
    named = [each for each in rules.regime.reviews(act.who.role) if "override" in each.may]
    if not named or any(each.selects == "every" for each in named):
        return
    limit = max((each.returns for each in rules.regime.review), default=0)
    rules.require(
        claim.returns >= limit, "review.deference",
        f"this level takes only what was returned {limit} times and sent up", cite=named[0].cite,
    )  # fmt: skip
    again = any(each.kind == "overridden" and each.level == act.who.role for each in determination.reviews)
    rules.require(
        not again or act.outcome == "positive", "review.deference", "one targeted review for each decision and level"
    )


def _vote(determination: Determination, act: VoteOnPanel, rules: Rules) -> Decided | Refused:
    proposal = determination.proposal
    if proposal is None:
        return rules.missing("no proposal is before a panel", "determination")
    taken = {proposal.by, *(each.by for each in proposal.votes)}
    rules.require(act.who.by not in taken, "roles.apart", "has proposed or voted already")
    rules.require(bool(act.reasons.strip()), "review.override", "reasons of one's own are missing", "reasons")
    voted = PanelVoted(outcome=act.outcome, reasons=act.reasons, **_of(act))
    votes = [*(each.outcome for each in proposal.votes), act.outcome]
    if len(votes) < PANEL:
        return rules.outcome(voted)
    replaced = votes.count(proposal.outcome) * 2 > PANEL
    closed = PanelClosed(replaced=replaced, **_of(act))
    if not replaced:
        return rules.outcome(voted, closed)
    new = Overridden(level="panel", outcome=proposal.outcome, reasons=proposal.reasons, **_of(act))
    return rules.outcome(voted, closed, new)


def evolve(file: CaseFile, event: ReviewEvents) -> CaseFile:
    """The case file after an event of review."""
    determination = file.claims[event.claim - 1].determinations[event.determination - 1]
    changed = with_determination(file, event.claim, _answered(determination, event))
    match event:
        case ReturnedForCorrection(code="not_understood"):
            return with_part(_voided(changed, event.claim), event.who.by, "reviewed")
        case DissentRecorded() | ReviewPassed():
            return changed
        case _:
            return with_part(changed, event.who.by, "reviewed")


def _answered(determination: Determination, event: ReviewEvents) -> Determination:
    match event:
        case Concurred():
            return _reviewed(determination, event.who, event.level, "concurred", reasons=event.notes)
        case ReturnedForCorrection():
            back = _reviewed(determination, event.who, event.level, "returned", code=event.code, reasons=event.reasons)
            return replace(back, returned=True)
        case Overridden():
            return _reviewed(
                determination, event.who, event.level, "overridden", reasons=event.reasons, outcome=event.outcome
            )
        case OverrideProposed():
            proposal = Proposal(by=event.who.by, outcome=event.outcome, reasons=event.reasons)
            return replace(determination, proposal=proposal)
        case PanelVoted():
            return replace(determination, proposal=_voted(determination.proposal, event))
        case PanelClosed():
            return replace(determination, proposal=None)
        case DissentRecorded():
            return replace(determination, dissents=(*determination.dissents, event.words))
        case ReviewPassed():
            return replace(determination, reviewer=event.reviewer)
        case _:
            assert_never(event)


def _reviewed(
    determination: Determination, who: Author, level: str,
    kind: Literal["concurred", "returned", "overridden"],
    code: str = "", reasons: str = "", outcome: Outcome | None = None,
) -> Determination:  # fmt: skip
    review = Reviewed(level=level, who=who, kind=kind, code=code, reasons=reasons, outcome=outcome)
    return replace(determination, reviews=(*determination.reviews, review))


def _voted(proposal: Proposal | None, event: PanelVoted) -> Proposal | None:
    if proposal is None:
        return None
    vote = Vote(by=event.who.by, outcome=event.outcome, reasons=event.reasons)
    return replace(proposal, votes=(*proposal.votes, vote))


def _voided(file: CaseFile, number: int) -> CaseFile:
    """A return because the person did not understand voids the steps after the advisal (advisal.understood)."""
    claim = file.claims[number - 1]
    fresh = Claim(
        number=claim.number, who=claim.who, day=claim.day, words=claim.words, channel=claim.channel,
        regime=claim.regime, officer=claim.officer, officers_before=claim.officers_before,
        interpreter=claim.interpreter, evidence=claim.evidence, determinations=claim.determinations,
    )  # fmt: skip
    return replace(with_claim(file, fresh), advisal=None)
