"""Where a claim stands under its regime: what is reviewed, final, open, and what bars return."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from asylia.core.event import BORDER
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Claim, Determination, Nationality, Notice, Repeat
from asylia.core.regime import Regime, Review

Stage = Literal[
    "encounter", "fear_claim", "referral", "interview", "readback", "determination", "review", "notice", "remedy",
    "ended",
]  # fmt: skip

# Conditions that are told in private only; a refusal says that there is one, never which (vulnerable.screened).
PRIVATE = frozenset({"sexuality", "gender_identity", "sexual_violence", "torture"})
REPORTED = "reported"  # how a placement reads that somebody only reported


# The kinds of review by which a determination was decided anew.
ANEW = ("agreed", "disagreed")


def awaits_anew(determination: Determination) -> str:
    """The level at which a determination waits to be decided anew, blind, drawn or chosen; empty where none does."""
    if any(each.kind in ANEW for each in determination.reviews):
        return ""
    return determination.drawn_for or (determination.targeted.level if determination.targeted else "")


def repeat_for(determination: Determination, staff: str, day: dt.date) -> Repeat | None:
    """What this reviewer is to decide once more by that day, or None."""
    waiting = (each for each in determination.repeats if not each.ended and each.from_day <= day)
    return next((each for each in waiting if each.reviewer == staff), None)


def repeats_of(file: CaseFile) -> Iterator[tuple[Claim, Determination, Repeat]]:
    """Every repeat of a case that is not ended, whether or not its day has come."""
    for claim in file.claims:
        for determination in claim.determinations:
            for each in determination.repeats:
                if not each.ended:
                    yield claim, determination, each


def reviews_owed(determination: Determination, regime: Regime) -> Iterator[Review]:
    """The review levels that this determination must still pass, in the regime's order."""
    done = {
        each.level
        for each in determination.reviews
        if each.kind not in ("returned", "recognised") and each.selection != "targeted"
    }
    for review in regime.review:
        share = getattr(review.rate, determination.outcome)
        every = review.selects == "every" and share == "1"
        drawn = review.selects == "drawn" and determination.drawn_for == review.level
        if (every or drawn) and review.level not in done:
            yield review


def holds_service(review: Review, determination: Determination) -> bool:
    """Whether that review must close before service: a drawn one never delays a positive (review.draw)."""
    if review.selects == "drawn":
        return determination.outcome == "negative"
    return review.before_service


def final(determination: Determination, regime: Regime) -> bool:
    """Whether every review that must come before service is closed and no override is proposed."""
    if determination.returned or determination.proposal is not None:
        return False
    return not any(holds_service(each, determination) for each in reviews_owed(determination, regime))


def remedy_open(determination: Determination, regime: Regime) -> bool:
    """Whether a remedy or a reconsideration has been asked for (or silence asks for it) and not ended."""
    service = determination.service
    if reconsideration_open(determination, regime):
        return True
    if determination.remedy_outcome is not None:
        return False
    if determination.remedy_asked is not None:
        return regime.remedy.kind != "none"
    if service is None or regime.remedy.kind == "none":
        return False
    # Where the regime says nothing of silence, silence asks (remedy.reachable).
    silent = service.remedy_answer in ("silent", "not_asked")
    return service.remedy_answer == "request" or (silent and regime.remedy.silence_means != "decline")


def reconsideration_open(determination: Determination, regime: Regime) -> bool:
    """Whether the office has been asked to look again and has not; where there is no remedy, any asking asks that."""
    if determination.reconsidered is not None:
        return False
    asked = determination.remedy_asked is not None and regime.remedy.kind == "none" and regime.reconsideration.allowed
    return asked or determination.reconsideration_asked is not None


def is_open(claim: Claim, regime: Regime) -> bool:
    """Whether a claim is open, under review, under a remedy or under reconsideration (fear.stay)."""
    if claim.closed or claim.withdrawal == "confirmed":
        return False
    determination = claim.determination
    if determination is None or determination.service is None or not final(determination, regime):
        return True
    return determination.standing == "negative" and remedy_open(determination, regime)


def protected(claim: Claim, regime: Regime) -> bool:
    """Whether the claim ended, or will when served, in the person's favour."""
    determination = claim.determination
    if claim.closed in ("exempted", "admitted", "programme_ended"):
        return True
    return determination is not None and final(determination, regime) and determination.standing == "positive"


def unended(file: CaseFile, regime: Regime) -> Iterator[str]:
    """What in a case has not come to its end, in words; while there is any, it is not erased (record.erasable)."""
    if not file.closed:
        yield "a case of this person is not closed"
    for claim in file.claims:
        if is_open(claim, regime):
            yield f"fear claim {claim.number} is open, under review, under a remedy or under reconsideration"
        elif any(list(reviews_owed(each, regime)) for each in claim.determinations[-1:]):
            yield f"a review of fear claim {claim.number} has still to be done"
    if any(not each.answered for each in file.signs):
        yield "the record shows a rule broken, and nobody has answered it yet"


def stage(claim: Claim | None, regime: Regime) -> Stage:
    """The stage the claim is at now; a return for correction moves it back to the determination."""
    if claim is None:
        return "encounter"
    determination = claim.determination
    if not is_open(claim, regime):
        return "ended"
    if determination is not None and not determination.returned:
        if not final(determination, regime):
            return "review"
        return "notice" if determination.service is None else "remedy"
    if claim.readback is not None:
        return "determination"
    # An interview that another officer held is held anew by the claim's own (decider.own-voice).
    if claim.interview.begun is not None and claim.interview.officer == claim.officer:
        return "interview" if claim.interview.ended is None else "readback"
    return "interview" if claim.officer else "referral"


def fear_asked(file: CaseFile) -> bool:
    """Whether the fear question has been put properly and answered: yes, or no and no again.

    A no counts once someone outside the border agency has asked again (fear.asked); silence and
    "not now" stay open.
    """
    good = [each for each in file.asked if each.put and each.alone and each.understood and each.attested]
    answers = [each for each in good if each.language in file.languages and each.answer in ("yes", "no")]
    if any(each.answer == "yes" for each in answers):
        return True
    return any(each.answer == "no" and each.who.role not in BORDER for each in answers[1:])


def exclusions(file: CaseFile, regime: Regime) -> tuple[str, ...]:
    """Why this person cannot be placed: ids of the regime's exclusions that the record shows.

    A possible nationality of the country of return excludes until a court says otherwise
    (excluded.never); a condition listed by the regime excludes when present, and in doubt where the
    regime has a doubt rule.
    """
    if regime.placement is None:
        return ()  # elsewhere a listed condition gives guarantees, and there is nothing to be excluded from
    found: list[str] = []
    if may_be_own_national(file.nationalities, regime):
        found.append("own_national")
    screening = file.screening
    if screening is None:
        return tuple(found)
    barring = dict.fromkeys((*regime.vulnerability.listed, *(each.id for each in regime.exclusions)))
    doubt_excludes = regime.vulnerability.doubt_excludes
    return (*found, *(each for each in barring if screening.present(each, doubt_excludes)))


def may_be_own_national(nationalities: tuple[Nationality, ...], regime: Regime) -> bool:
    """Whether one of these may be a nationality of the country of return, however sure it is."""
    country = regime.placement.country if regime.placement else ""
    return bool(country) and any(each.country == country for each in nationalities)


def is_child(file: CaseFile) -> bool:
    """Whether the person is, or may be, a child: age in doubt is a child (vulnerable.screened)."""
    screening = file.screening
    return screening is not None and any(screening.present(each, True) for each in ("child", "unaccompanied_child"))


def apart(file: CaseFile, day: dt.date) -> bool:
    """Whether this member is processed apart from the family on that day, under a code that still holds."""
    return bool(file.apart_code) and (file.apart_until is None or day <= file.apart_until)


def doubts(file: CaseFile) -> tuple[str, ...]:
    """Conditions in doubt that nobody qualified has resolved, and a private wish not yet met."""
    screening = file.screening
    if screening is None:
        return ()
    open_doubts = [
        each for each, answer in screening.answers.items() if answer == "doubt" and each not in screening.resolved
    ]
    if screening.private_wish and not screening.spoken_with:
        open_doubts.append("private_wish")
    return tuple(open_doubts)


def return_bars(file: CaseFile, regime: Regime, facts: Facts) -> Iterator[tuple[str, str]]:
    """Every rule that bars returning this person now, with what in the record bars it."""
    if not fear_asked(file):
        yield "fear.asked", "the fear question has not been put and answered as it must be"
    for claim in file.claims:
        if is_open(claim, regime):
            yield "fear.stay", f"fear claim {claim.number} is open"
        elif protected(claim, regime):
            yield "return.lawful", f"fear claim {claim.number} ended in the person's favour"
        elif claim.closed == "died":
            yield "return.lawful", f"fear claim {claim.number} ended with the person's death"
    if any(each.protected or each.open_claim for each in facts.members):
        yield "family.whole", "another member of the family is protected or has an open claim"
    # A placement that was only reported is none made under the rules: a report opens no door.
    if file.placed in ("", REPORTED):
        yield "return.lawful", "the person is not placed under a regime that provides return"
    if not any(each.kind == "appear" and each.service for each in file.notices):
        yield "return.lawful", "no notice to appear has been served"
    elif not any(_still_valid(each, file, facts.day) for each in file.notices):
        yield "return.lawful", "no notice served and delivered names a hearing that is still to come"
    if not any(not each.lost for each in file.contact.channels):
        yield "contact.reachable", "there is no way recorded to reach the person"
    yield from people_bars(file, regime, facts)
    if orders_bar(file, facts, "no_return"):
        yield "order.obeyed", "a court order stops returns"


def _still_valid(notice: Notice, file: CaseFile, day: dt.date) -> bool:
    if notice.service is None or notice.undelivered or not notice.hearing:
        return False
    hearing = file.hearings[notice.hearing - 1]
    return not hearing.postponed and hearing.day >= day


def people_bars(file: CaseFile, regime: Regime, facts: Facts) -> Iterator[tuple[str, str]]:
    """Rules about who the person is that bar placement and return alike."""
    if file.advisal is not None and file.advisal.understood == "cannot_follow" and not file.representative:
        yield "advisal.understood", "an independent representative is owed first"
    if file.screening is None:
        yield "vulnerable.screened", "the vulnerability tool has not been used"
    elif file.screening.due:
        yield "vulnerable.screened", "a child was born: the vulnerability tool is used again"
    for doubt in doubts(file):
        yield "vulnerable.screened", f"a doubt is unresolved: {_named(doubt)}"
    for found in exclusions(file, regime):
        yield "excluded.never", _named(found)
    for member in facts.members:
        if member.excluded:
            yield "excluded.never", "a member of the family is excluded"


def _named(condition: str) -> str:
    return "something told in private" if condition in PRIVATE else condition.replace("_", " ")


def orders_bar(file: CaseFile, facts: Facts, effect: str) -> bool:
    """Whether a court order with that effect binds this case (order.obeyed)."""
    return any(
        effect in order.effects
        and (not order.places or file.place in order.places)
        and (not order.cases or file.id in order.cases)
        # An order for people in custody binds for whoever was held: no report of a release undoes it.
        and (not order.in_custody or file.custody.was_held)
        and (not order.with_counsel or bool(file.counsel))
        for order in facts.orders
    )
