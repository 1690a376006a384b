"""Drawn review: a determination decided anew, blind, because the system drew it, or marked as chosen, or once more.

What is chosen, repeated or recognised is kept out of every estimate; who decides anew is never told which it is
(review.draw, review.blind; oversight.md, two-sided review design).
"""

import datetime as dt
from typing import Literal, TypeAlias, TypedDict, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.deciders import require_of_the_office, require_reviewer
from asylia.core.draw import REPEAT_AFTER, REPEAT_RATE, is_repeated, period_of
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Author, Event
from asylia.core.facts import Facts
from asylia.core.file import (
    CaseFile,
    Claim,
    Determination,
    Outcome,
    Repeat,
    Reviewed,
    Targeted,
    with_determination,
    with_part,
)
from asylia.core.standing import ANEW, awaits_anew, repeat_for

Selection = Literal["drawn", "targeted", "repeat"]
LEVEL = "headquarters"


class DrawnReviewAct(Act, frozen=True, kw_only=True):
    """An act of this step, about one determination of one claim."""

    claim: int
    determination: int


class TargetReview(DrawnReviewAct, frozen=True, kw_only=True):
    """Have a determination decided anew that nobody drew; marked for ever, kept out of estimates, it delays nothing."""

    reason: str


class RecogniseCase(DrawnReviewAct, frozen=True, kw_only=True):
    """Say that you recognise the case: another reviewer decides it anew, and nothing of yours is counted."""


class SignDrawnReview(DrawnReviewAct, frozen=True, kw_only=True):
    """Decide anew, blind, a determination that came before you without your choosing it."""

    outcome: Outcome
    reasons: str


DrawnReviewCommand: TypeAlias = TargetReview | RecogniseCase | SignDrawnReview


class DrawnReviewEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    claim: int
    determination: int
    level: str


class ReviewTargeted(DrawnReviewEvent, frozen=True, kw_only=True, tag="review.targeted/1"):
    """Someone chose this determination to be decided anew: it is kept out of every estimate."""

    reason: str


class CaseRecognised(DrawnReviewEvent, frozen=True, kw_only=True, tag="case.recognised/1"):
    """The reviewer recognised the case and was replaced; a repeat that was recognised is not done."""

    selection: Selection


class DrawnReviewSigned(DrawnReviewEvent, frozen=True, kw_only=True, tag="drawn_review.signed/1"):
    """A drawn determination was decided anew, blind; `recognised` (no longer written) keeps it out of estimates."""

    outcome: Outcome
    reasons: str
    agrees: bool
    recognised: bool


class TargetedReviewSigned(DrawnReviewEvent, frozen=True, kw_only=True, tag="targeted_review.signed/1"):
    """A determination that someone chose was decided anew, blind; kept out of every estimate."""

    outcome: Outcome
    reasons: str
    agrees: bool


class RepeatDrawHeld(DrawnReviewEvent, frozen=True, kw_only=True, tag="repeat_draw.held/1"):
    """The system drew whether this reviewer decides the same case once more, later: at which probability, and if so."""

    reviewer: str
    period: str
    rate: str
    drawn: bool
    from_day: dt.date


class RepeatSigned(DrawnReviewEvent, frozen=True, kw_only=True, tag="repeat.signed/1"):
    """A reviewer decided a case of their own once more; `agrees` with their own earlier decision."""

    outcome: Outcome
    reasons: str
    agrees: bool


DrawnReviewEvents: TypeAlias = (
    ReviewTargeted | CaseRecognised | DrawnReviewSigned | TargetedReviewSigned | RepeatDrawHeld | RepeatSigned
)


def decide(file: CaseFile, command: DrawnReviewCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command of this step leads to."""
    claim, determination = file.claim(command.claim), file.determination(command.claim, command.determination)
    if claim is None or determination is None:
        return rules.missing("there is no such determination", "determination")
    if isinstance(command, TargetReview):
        return _target(determination, command, rules)
    repeat = repeat_for(determination, command.who.by, facts.day)
    if repeat is not None:
        require_of_the_office(facts.author, facts.day, rules)
        return _once_more(determination, repeat, command, rules)
    return _anew(file, claim, determination, command, facts, rules)


def _target(determination: Determination, act: TargetReview, rules: Rules) -> Decided | Refused:
    named = rules.regime.reviews(LEVEL)
    rules.require(bool(named), "review.deference", "this regime names no review at this level")
    rules.require(bool(act.reason.strip()), "review.draw", "why it is chosen is missing", "reason")
    rules.require(not determination.returned, "procedure.once", "this decision was returned and is being written anew")
    rules.require(determination.drawn_for != LEVEL, "procedure.once", "the system drew this decision already")
    again = determination.targeted is not None
    rules.require(not again, "review.deference", "one targeted review for each decision and level")
    return rules.outcome(ReviewTargeted(level=LEVEL, reason=act.reason, **_of(act)))


def _anew(
    file: CaseFile, claim: Claim, determination: Determination, act: RecogniseCase | SignDrawnReview, facts: Facts,
    rules: Rules,
) -> Decided | Refused:  # fmt: skip
    """The first blind decision at this level: of what the system drew, or of what someone chose."""
    require_reviewer(file, claim, act.who, facts, rules)
    rules.require(not determination.returned, "procedure.once", "this decision was returned and is being written anew")
    gave = any(each.who.by == act.who.by and each.kind != "returned" for each in determination.reviews)
    rules.require(not gave, "roles.apart", "has given a view of this decision already")
    drawn, targeted = determination.drawn_for == act.who.role, determination.targeted
    chosen = targeted is not None and targeted.level == act.who.role
    rules.require(drawn or chosen, "review.draw", "this determination was not drawn for review here")
    rules.require(
        targeted is None or targeted.by != act.who.by, "roles.apart", "who chose a decision does not decide it anew"
    )
    passed = determination.reviewer not in ("", act.who.by)
    rules.require(not passed, "review.deference", "this review passed to another reviewer after its time")
    for each in rules.regime.reviews(act.who.role):
        rules.require(
            each.rate.positive == each.rate.negative, "review.symmetry",
            "at this level review depends on the direction of the outcome", cite=each.cite,
        )  # fmt: skip
    waits = awaits_anew(determination) == act.who.role
    rules.require(waits or not (drawn or chosen), "procedure.once", "the drawn review is signed already")
    if isinstance(act, RecogniseCase):
        selection: Selection = "drawn" if drawn else "targeted"
        return rules.outcome(CaseRecognised(level=act.who.role, selection=selection, **_of(act)))
    return _signed(file, determination, act, facts, rules)


def _signed(
    file: CaseFile, determination: Determination, act: SignDrawnReview, facts: Facts, rules: Rules
) -> Decided | Refused:
    agrees, level = act.outcome == determination.outcome, act.who.role
    if determination.drawn_for != level:
        return rules.outcome(
            TargetedReviewSigned(level=level, outcome=act.outcome, reasons=act.reasons, agrees=agrees, **_of(act))
        )
    signed = DrawnReviewSigned(
        level=level, outcome=act.outcome, reasons=act.reasons, agrees=agrees, recognised=False, **_of(act)
    )
    drawn = is_repeated(facts.draw_seed, level, file.id, act.claim, act.determination, REPEAT_RATE)
    held = RepeatDrawHeld(
        level=level, reviewer=act.who.by, period=period_of(facts.day), rate=REPEAT_RATE, drawn=drawn,
        from_day=facts.day + REPEAT_AFTER, **_of(act),
    )  # fmt: skip
    return rules.outcome(signed, held)


def _once_more(
    determination: Determination, repeat: Repeat, act: RecogniseCase | SignDrawnReview, rules: Rules
) -> Decided | Refused:
    if isinstance(act, RecogniseCase):
        return rules.outcome(CaseRecognised(level=repeat.level, selection="repeat", **_of(act)))
    own = next(each for each in determination.reviews if each.who.by == act.who.by and each.kind in ANEW)
    return rules.outcome(
        RepeatSigned(
            level=repeat.level, outcome=act.outcome, reasons=act.reasons, agrees=act.outcome == own.outcome, **_of(act)
        )
    )


class _Of(TypedDict):
    who: Author
    claim: int
    determination: int


def _of(act: DrawnReviewAct) -> _Of:
    return {"who": act.who, "claim": act.claim, "determination": act.determination}


def evolve(file: CaseFile, event: DrawnReviewEvents) -> CaseFile:
    """The case file after an event of this step."""
    determination = file.claims[event.claim - 1].determinations[event.determination - 1]
    changed = with_determination(file, event.claim, _after(determination, event))
    if isinstance(event, DrawnReviewSigned | TargetedReviewSigned):
        return with_part(changed, event.who.by, "reviewed")
    return changed


def _after(determination: Determination, event: DrawnReviewEvents) -> Determination:
    match event:
        case ReviewTargeted():
            chosen = Targeted(level=event.level, by=event.who.by, at=event.who.at)
            return replace(determination, targeted=chosen)
        case DrawnReviewSigned(recognised=True) | CaseRecognised(selection="drawn" | "targeted"):
            recognised = Reviewed(level=event.level, who=event.who, kind="recognised")
            return replace(determination, reviews=(*determination.reviews, recognised))
        case DrawnReviewSigned() | TargetedReviewSigned():
            reviewed = Reviewed(
                level=event.level, who=event.who, kind="agreed" if event.agrees else "disagreed",
                reasons=event.reasons, outcome=event.outcome,
                selection="drawn" if isinstance(event, DrawnReviewSigned) else "targeted",
            )  # fmt: skip
            with_it = replace(determination, reviews=(*determination.reviews, reviewed))
            return _in_favour(with_it, event)
        case RepeatDrawHeld():
            if not event.drawn:
                return determination
            repeat = Repeat(level=event.level, reviewer=event.reviewer, from_day=event.from_day)
            return replace(determination, repeats=(*determination.repeats, repeat))
        case CaseRecognised():
            return _repeat_ended(determination, event)
        case RepeatSigned():
            return _in_favour(_repeat_ended(determination, event), event)
        case _:
            assert_never(event)


def _in_favour(
    determination: Determination, event: DrawnReviewSigned | TargetedReviewSigned | RepeatSigned
) -> Determination:
    """A disagreement opens reconsideration only in the person's favour (review.draw)."""
    if event.outcome == "negative" or determination.outcome == "positive":
        return determination
    if determination.reconsideration_asked is not None:
        return determination
    return replace(determination, reconsideration_asked=event.who.at)


def _repeat_ended(determination: Determination, event: CaseRecognised | RepeatSigned) -> Determination:
    ended = [replace(each, ended=True) if each.reviewer == event.who.by else each for each in determination.repeats]
    return replace(determination, repeats=tuple(ended))
