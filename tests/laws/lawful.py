"""What must hold of every event, in words of its own: nothing here asks the core what it thinks lawful."""

import datetime as dt

from asylia.core.decider import CaseEvent
from asylia.core.file import CaseFile, Claim, Determination
from asylia.core.regime import Regime
from asylia.core.steps.custody import PersonReturned
from asylia.core.steps.determination import DeterminationSigned
from asylia.core.steps.fear import WithdrawalConfirmed
from asylia.core.steps.opening import EncounterEnded
from asylia.core.steps.service import NoticeServed

# The parts of one side: a border officer may encounter, detain and refer; an officer hears and decides.
SIDES = (
    ("encountered", "detained", "referred"), ("interviewed", "decided"), ("reviewed",), ("reconsidered",),
    ("interpreted",),
)  # fmt: skip


def lawful(before: CaseFile, event: CaseEvent, after: CaseFile, regime: Regime, day: dt.date) -> None:
    """Require every law of one event; a historical regime is held to those of its own text only."""
    what_was_signed_stays(before, after)
    if isinstance(event, PersonReturned):
        nobody_is_returned_over_a_claim(before)
    if regime.historical:
        return
    nobody_takes_two_sides(after)
    nothing_given_is_taken_back(before, after)
    if isinstance(event, PersonReturned):
        assert any(each.answer in ("yes", "no") for each in before.asked), "returned unasked"
    if isinstance(event, EncounterEnded) and event.how == "sent_back":
        nobody_is_returned_over_a_claim(before)
    if isinstance(event, WithdrawalConfirmed):
        said = before.claims[event.claim - 1].withdrawn_on
        assert said is not None
        assert said < day, "withdrawn within a day"
    if isinstance(event, DeterminationSigned):
        signed_by_who_heard(before, event)
        if event.outcome == "negative":
            no_negative_while_all_is_found(event, regime)
    if isinstance(event, NoticeServed):
        final_by_two(before, event)


def nobody_is_returned_over_a_claim(file: CaseFile) -> None:
    for claim in file.claims:
        assert not undecided(claim), "returned over an open claim"
        last = claim.determination
        assert last is None or last.service is None or last.standing == "negative" or claim.closed, "protected"


def undecided(claim: Claim) -> bool:
    """A claim that nothing has ended: no closing, no confirmed withdrawal, no decision served and standing."""
    last = claim.determination
    served = last is not None and last.service is not None and not last.returned
    return not (claim.closed or claim.withdrawal == "confirmed" or served)


def signed_by_who_heard(file: CaseFile, event: DeterminationSigned) -> None:
    claim = file.claims[event.claim - 1]
    assert event.who.by == claim.officer == claim.interview.officer, "signed in another's name"
    assert claim.readback is not None
    assert claim.band is not None


def no_negative_while_all_is_found(event: DeterminationSigned, regime: Regime) -> None:
    found = {(each.protection, each.element) for each in event.findings if each.finding == "found"}
    barred = {each.protection for each in event.bars if each.finding == "found"}
    for protection in regime.protections:
        all_found = found >= {(protection.id, each.id) for each in protection.elements}
        assert not all_found or protection.id in barred, "negative while every element is found"
        assert not (protection.id in barred and any(each.torture for each in protection.elements)), "barred torture"


def final_by_two(file: CaseFile, event: NoticeServed) -> None:
    """No decision is told to the person before someone other than its officer has passed it."""
    notice = file.notices[event.number - 1]
    determination = file.determination(notice.claim, notice.determination)
    if notice.kind == "decision" and determination is not None:
        others = {each.who.by for each in determination.reviews if each.kind == "concurred"}
        assert others - {determination.who.by}, "final by one person alone"


def nobody_takes_two_sides(file: CaseFile) -> None:
    taken: dict[str, set[int]] = {}
    for each in file.parts:
        side = next(number for number, side in enumerate(SIDES) if each.part in side)
        taken.setdefault(each.staff, set()).add(side)
    assert all(len(sides) == 1 for sides in taken.values()), taken


def what_was_signed_stays(before: CaseFile, after: CaseFile) -> None:
    """An override, a return, a remedy: the finding that they answer stays, beside them, for ever."""
    for claim in before.claims:
        for first in claim.determinations:
            now = after.determination(claim.number, first.number)
            assert now is not None
            assert as_signed(now) == as_signed(first)
            assert now.reviews[: len(first.reviews)] == first.reviews
            assert now.dissents[: len(first.dissents)] == first.dissents


def nothing_given_is_taken_back(before: CaseFile, after: CaseFile) -> None:
    for claim in before.claims:
        for first in claim.determinations:
            now = after.determination(claim.number, first.number)
            given = first.service is not None and first.standing == "positive"
            assert not given or (now is not None and now.standing == "positive" and not now.returned), "taken back"


def as_signed(determination: Determination) -> tuple[object, ...]:
    """What the officer signed."""
    return (
        determination.who, determination.outcome, determination.met, determination.findings, determination.bars,
        determination.reasons, determination.statement,
    )  # fmt: skip
