"""The rows that events of the decision, its review and its remedies make."""

import datetime as dt
from collections.abc import Iterator

from asylia.core.file import Claim as OfCase
from asylia.core.file import Determination as Signed
from asylia.core.regime import Regime
from asylia.core.steps.determination import (
    BandLocked,
    BarFound,
    CredibilityAssessed,
    DeterminationSigned,
    FindingRecorded,
)
from asylia.core.steps.drawn_review import DrawnReviewSigned, TargetedReviewSigned
from asylia.core.steps.evidence import EvidenceAccepted, EvidenceAdded
from asylia.core.steps.readback import ReadbackCorrected
from asylia.core.steps.reconsideration import ReconsiderationAsked, ReconsiderationDecided
from asylia.core.steps.remedy import RecordSent, RemedyAsked, RemedyDecided
from asylia.core.steps.review import (
    Concurred,
    DissentRecorded,
    Overridden,
    OverrideProposed,
    PanelClosed,
    PanelVoted,
    ReturnedForCorrection,
)
from asylia.oversight.codes import language, listed
from asylia.oversight.extracting.claim import counsel_in
from asylia.oversight.fact import Fact
from asylia.oversight.facts.decision import (
    Band,
    Determination,
    Dissent,
    Edit,
    Finding,
    Reconsideration,
    Remedy,
    Review,
    Vote,
)
from asylia.oversight.seen import HOUR, Makers, Seen, makers


def locked(seen: Seen, event: BandLocked) -> Iterator[Fact]:
    locks = seen.memory.locks[event.claim] = seen.memory.locks.get(event.claim, 0) + 1
    yield Band(
        **seen.head, **seen.by, claim=event.claim, band=event.band, lock=locks,
        after_signing=_signed(seen.before.claims[event.claim - 1]),
    )  # fmt: skip
    yield from edited(seen, event)


def _signed(claim: OfCase) -> bool:
    """Whether a determination stands that was not returned."""
    return claim.determination is not None and not claim.determination.returned


Edited = (
    BandLocked | FindingRecorded | BarFound | CredibilityAssessed | ReadbackCorrected | EvidenceAdded | EvidenceAccepted
)
KIND_OF_EDIT: dict[type, str] = {
    BandLocked: "band", FindingRecorded: "finding", BarFound: "bar", CredibilityAssessed: "credibility",
    ReadbackCorrected: "fact", EvidenceAdded: "evidence", EvidenceAccepted: "evidence",
}  # fmt: skip
AFTER_BAND = (BandLocked, FindingRecorded, BarFound, CredibilityAssessed)


def edited(seen: Seen, event: Edited) -> Iterator[Fact]:
    """What is recorded once a band is locked or a decision signed."""
    claim = seen.before.claim(event.claim)
    if claim is None:
        return
    after = "signature" if _signed(claim) else "band" if claim.band and isinstance(event, AFTER_BAND) else ""
    if after:
        yield Edit(**seen.head, **seen.by, claim=event.claim, what=KIND_OF_EDIT[type(event)], after=after)


def signed(seen: Seen, event: DeterminationSigned) -> Iterator[Fact]:
    claim, regime, day = seen.file.claims[event.claim - 1], seen.regime, seen.head["day"]
    interview, credible = claim.interview, claim.credibility
    glosses = [each for each in _standards(regime) if each is not None]
    earlier = sum(len(each.determinations) for each in seen.before.claims)
    certificate = seen.beside.certificate(seen.who.by, regime.certificate.standard, day, seen.recorded)
    yield Determination(
        **seen.head, **seen.by, claim=event.claim, determination=event.number, role=seen.role, outcome=event.outcome,
        band=claim.band or "", standard=min(glosses, default=None),
        bars=sum(each.finding == "found" for each in event.bars),
        credible="" if credible is None else "yes" if credible.credible else "no",
        explained=bool(event.explanation.strip()), drawn_for=listed(event.drawn_for),
        repeat=earlier > 0, interpreted_in=language(claim.interpreter.language) if claim.interpreter else "",
        mode=interview.mode if interview.begun else "", counsel_present=counsel_in(seen.file, interview.present),
        certified=certificate is not None, claimed=claim.who.at, interviewed=interview.begun,
        hour=seen.local(seen.at).hour,
    )  # fmt: skip
    for each in event.findings:
        yield Finding(
            **seen.head, claim=event.claim, determination=event.number, protection=listed(each.protection),
            element=listed(each.element), found=each.finding == "found",
        )  # fmt: skip


def _standards(regime: Regime) -> Iterator[int | None]:
    """What the standards of its protections are glossed with, in percent."""
    for each in regime.protections:
        standard = regime.standard(each.standard)
        yield standard.gloss if standard else None


Reviewing = Concurred | ReturnedForCorrection | Overridden | DrawnReviewSigned | TargetedReviewSigned


def reviewed(seen: Seen, event: Reviewing) -> Iterator[Fact]:
    before = seen.before.claims[event.claim - 1].determinations[event.determination - 1]
    outcome = seen.file.claims[event.claim - 1].determinations[event.determination - 1].standing
    selection, code, recognised = _selection(seen.regime, event.level, before.outcome), "", False
    match event:
        case Concurred():
            kind, reasons = "concurred", event.notes
        case ReturnedForCorrection():
            kind, reasons, code = "returned", event.reasons, listed(event.code)
        case Overridden():
            kind, reasons = "overridden", event.reasons
        case DrawnReviewSigned() | TargetedReviewSigned():
            kind, reasons, outcome = "agreed" if event.agrees else "disagreed", event.reasons, event.outcome
            selection = "drawn" if isinstance(event, DrawnReviewSigned) else "targeted"
            recognised = isinstance(event, DrawnReviewSigned) and event.recognised
    yield Review(
        **seen.head, **seen.by, claim=event.claim, determination=event.determination, level=listed(event.level),
        kind=kind, selection=selection, signed=before.outcome, before=before.standing, after=outcome,
        agreeing=_agreeing(before), reasoned=bool(reasons.strip()), code=code, served=before.service is not None,
        recognised=recognised, hours=hours_since(seen, before), reading_minutes=_reading(seen, before),
    )  # fmt: skip


def _selection(regime: Regime, level: str, outcome: str) -> str:
    """How a decision came before a level that did not draw it."""
    if level == "panel":
        return "targeted"
    every = any(each.selects == "every" and getattr(each.rate, outcome) == "1" for each in regime.reviews(level))
    return "every" if every else "targeted"


def _agreeing(determination: Signed) -> int:
    """Levels, the officer one of them, that agreed with the outcome that stands."""
    standing = determination.standing
    overridden = sum(each.kind == "overridden" and each.outcome == standing for each in determination.reviews)
    concurred = sum(each.kind == "concurred" for each in determination.reviews)
    return (determination.outcome == standing) + overridden + concurred


def hours_since(seen: Seen, determination: Signed) -> float:
    """Hours since a determination was signed."""
    return (seen.at - determination.who.at).total_seconds() / HOUR


def _reading(seen: Seen, determination: Signed) -> float | None:
    """Minutes from the reviewer's first look at the case since it was signed; None where no look is on record."""
    since: dt.datetime = determination.who.at
    looks = (each for each in seen.looks(seen.who.by) if since <= each <= seen.at)
    first = next(looks, None)
    return None if first is None else (seen.at - first).total_seconds() / 60


VOTES: dict[type, str] = {OverrideProposed: "proposed", PanelVoted: "voted", PanelClosed: "closed"}


def voted(seen: Seen, event: OverrideProposed | PanelVoted | PanelClosed) -> Iterator[Fact]:
    yield Vote(
        **seen.head, officer=seen.by["officer"], claim=event.claim, determination=event.determination,
        what=VOTES[type(event)],
        outcome="" if isinstance(event, PanelClosed) else event.outcome,
        replaced=isinstance(event, PanelClosed) and event.replaced,
    )  # fmt: skip


def dissented(seen: Seen, event: DissentRecorded) -> Iterator[Fact]:
    yield Dissent(
        **seen.head, officer=seen.by["officer"], claim=event.claim, determination=event.determination, role=seen.role
    )


def remedied(seen: Seen, event: RemedyAsked | RecordSent | RemedyDecided) -> Iterator[Fact]:
    decided = event if isinstance(event, RemedyDecided) else None
    yield Remedy(
        **seen.head, claim=event.claim, determination=event.determination,
        what="decided" if decided else "asked" if isinstance(event, RemedyAsked) else "record_sent",
        outcome=decided.outcome if decided else "",
    )  # fmt: skip


def reconsidered(seen: Seen, event: ReconsiderationAsked | ReconsiderationDecided) -> Iterator[Fact]:
    decided = event if isinstance(event, ReconsiderationDecided) else None
    yield Reconsideration(
        **seen.head, officer=seen.by["officer"], claim=event.claim, determination=event.determination,
        what="decided" if decided else "asked", outcome=decided.outcome if decided else "",
    )  # fmt: skip


MAKES: Makers = {
    BandLocked: locked,
    **makers(
        (FindingRecorded, BarFound, CredibilityAssessed, ReadbackCorrected, EvidenceAdded, EvidenceAccepted), edited
    ),
    DeterminationSigned: signed,
    **makers((Concurred, ReturnedForCorrection, Overridden, DrawnReviewSigned, TargetedReviewSigned), reviewed),
    **makers((OverrideProposed, PanelVoted, PanelClosed), voted),
    DissentRecorded: dissented,
    **makers((RemedyAsked, RecordSent, RemedyDecided), remedied),
    **makers((ReconsiderationAsked, ReconsiderationDecided), reconsidered),
}
