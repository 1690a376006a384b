"""The rows of draws, and of what is decided anew, blind: drawn, chosen, or once more."""

from collections.abc import Iterator

from asylia.core.file import Determination as Signed
from asylia.core.standing import ANEW
from asylia.core.steps.determination import DrawHeld
from asylia.core.steps.drawn_review import (
    CaseRecognised,
    DrawnReviewSigned,
    RepeatDrawHeld,
    RepeatSigned,
    ReviewTargeted,
    TargetedReviewSigned,
)
from asylia.core.steps.review import ReviewPassed
from asylia.oversight.codes import listed
from asylia.oversight.extracting.decision import hours_since
from asylia.oversight.fact import Fact
from asylia.oversight.facts.decision import Draw, Passing, SecondDecision
from asylia.oversight.seen import Makers, Seen, makers

Drawing = DrawHeld | ReviewTargeted | RepeatDrawHeld
Anew = DrawnReviewSigned | TargetedReviewSigned | RepeatSigned


def _of(seen: Seen, event: Drawing | Anew | ReviewPassed | CaseRecognised) -> Signed:
    return seen.before.claims[event.claim - 1].determinations[event.determination - 1]


def drawn(seen: Seen, event: Drawing) -> Iterator[Fact]:
    signed, head = _of(seen, event), seen.head
    site, represented = head["site"], head["represented"]
    if isinstance(event, DrawHeld):
        site, represented = seen.place(event.site), event.represented
        seen.memory.rates[event.claim, event.determination, event.level] = float(event.rate)
    lot = None if isinstance(event, ReviewTargeted) else event
    yield Draw(
        **head, claim=event.claim, determination=event.determination, level=listed(event.level),
        outcome=signed.outcome, period=_month(lot.period) if lot else "",
        stratum=f"{signed.outcome}/{site}/{'represented' if represented else 'unrepresented'}",
        probability=float(lot.rate) if lot else None, drawn=lot.drawn if lot else True, targeted=lot is None,
        repeat=isinstance(event, RepeatDrawHeld),
    )  # fmt: skip


def _month(period: str) -> str:
    return period if len(period) == 7 and period.replace("-", "").isdigit() else "other"


def anew(seen: Seen, event: Anew) -> Iterator[Fact]:
    signed, own = _of(seen, event), seen.beside.pseudonym(seen.who.by)
    first, first_officer = signed.outcome, seen.beside.pseudonym(signed.who.by)
    repeat = isinstance(event, RepeatSigned)
    if repeat:
        earlier = (each.outcome for each in signed.reviews if each.who.by == seen.who.by and each.kind in ANEW)
        first, first_officer = next((each for each in earlier if each), signed.outcome), own
    targeted = isinstance(event, TargetedReviewSigned)
    yield SecondDecision(
        **seen.head, officer=own, first_officer=first_officer, claim=event.claim, determination=event.determination,
        level=listed(event.level), first=first, second=event.outcome, agrees=event.agrees,
        recognised=isinstance(event, DrawnReviewSigned) and event.recognised, targeted=targeted, repeat=repeat,
        probability=None if targeted else seen.memory.rates.get((event.claim, event.determination, event.level)),
        hours=hours_since(seen, signed),
    )  # fmt: skip


def passed(seen: Seen, event: ReviewPassed | CaseRecognised) -> Iterator[Fact]:
    recognised = event if isinstance(event, CaseRecognised) else None
    yield Passing(
        **seen.head, claim=event.claim, determination=event.determination,
        because="recognised" if recognised else "late",
        repeat=bool(recognised and recognised.selection == "repeat"), hours=hours_since(seen, _of(seen, event)),
    )  # fmt: skip


MAKES: Makers = {
    **makers((DrawHeld, ReviewTargeted, RepeatDrawHeld), drawn),
    **makers((DrawnReviewSigned, TargetedReviewSigned, RepeatSigned), anew),
    **makers((ReviewPassed, CaseRecognised), passed),
}
