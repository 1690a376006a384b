"""The rows that events of custody make: times held, movements, returns, stays delivered, ports."""

from collections.abc import Iterator

from asylia.core.standing import fear_asked, is_open, protected
from asylia.core.steps.custody import (
    CustodyReported,
    PersonReturned,
    PortAnswered,
    PortBooked,
    ReturnReported,
    StayAcknowledged,
)
from asylia.core.steps.opening import CaseOpened, EncounterEnded
from asylia.oversight.fact import Fact
from asylia.oversight.facts.waiting import Custody, Movement, PortAnswer, PortAppointment, Return, Stay
from asylia.oversight.seen import HOUR, Makers, Seen, makers


def opened(seen: Seen, event: CaseOpened) -> Iterator[Fact]:
    if event.held:
        yield from held(seen, "held")


def held(seen: Seen, what: str, reasoned: bool = False) -> Iterator[Fact]:
    """One row of custody; it begins or ends a time held without a break where the case file says so."""
    memory = seen.memory
    was, now = seen.before.custody.held_since, seen.file.custody.held_since
    if was is None and now is not None:
        memory.spell, memory.held_since = memory.spell + 1, seen.at
    ended = was is not None and now is None
    child = seen.file.screening is not None and seen.file.screening.answers.get("child") == "yes"
    limit = seen.regime.limit("custody_children" if child else "custody")
    yield Custody(
        **seen.head, role=seen.role, what=what, spell=memory.spell if memory.held_since else 0,
        since=memory.held_since, until=seen.at if ended else None, hours_held=seen.hours_held,
        limit_hours=None if limit is None else limit.hours or (limit.days or 0) * 24, reasoned=reasoned,
        open_claim=any(is_open(each, seen.regime) for each in seen.file.claims),
    )  # fmt: skip
    if ended:
        memory.held_since = None


def counted(seen: Seen, event: CustodyReported) -> Iterator[Fact]:
    if event.what in ("crossing", "transfer"):
        yield Movement(**seen.head, what=event.what, port=seen.place(event.place))
    if event.what != "crossing":
        yield from held(seen, event.what, bool(event.reason.strip() and event.authoriser.strip()))


def returned(seen: Seen, event: PersonReturned | ReturnReported | EncounterEnded) -> Iterator[Fact]:
    before, regime = seen.before, seen.regime
    if not isinstance(event, EncounterEnded) or event.how == "sent_back":
        match event:
            case PersonReturned():
                what, port = "made", event.port
            case ReturnReported():
                what, port = "reported", event.place
            case EncounterEnded():
                what, port = "sent_back", ""
        yield Return(
            **seen.head, **seen.by, role=seen.role, what=what, port=seen.place(port),
            asked=fear_asked(before) or bool(before.claims),
            asked_own_language=any(each.put and each.understood and each.language in before.languages
                                   for each in before.asked),
            open_claim=any(is_open(each, regime) for each in before.claims),
            protected=any(protected(each, regime) for each in before.claims),
            barred_by=len(event.rules) if isinstance(event, ReturnReported) else 0,
            again=before.custody.returned > 0, hours_held=seen.hours_held,
        )  # fmt: skip
        yield Movement(**seen.head, what="returned", port=seen.place(port))
    if before.custody.held_since is not None and seen.file.custody.held_since is None:
        sent = isinstance(event, EncounterEnded) and event.how != "sent_back"
        yield from held(seen, "released" if sent else "returned")


def acknowledged(seen: Seen, event: StayAcknowledged) -> Iterator[Fact]:
    yield Stay(**seen.head, post=seen.place(event.post), hours=_since_claim(seen)[1])


def _since_claim(seen: Seen) -> tuple[int, float | None]:
    """The number of the last claim, and the hours since it was opened."""
    if not seen.file.claims:
        return 0, None
    last = seen.file.claims[-1]
    return last.number, (seen.at - last.who.at).total_seconds() / HOUR


def port_booked(seen: Seen, event: PortBooked) -> Iterator[Fact]:
    claim, hours = _since_claim(seen)
    yield PortAppointment(
        **seen.head, port=seen.place(event.port), appointment=event.appointment, claim=claim,
        hours_since_claim=hours,
    )  # fmt: skip


def port_answered(seen: Seen, event: PortAnswered) -> Iterator[Fact]:
    claim, hours = _since_claim(seen)
    booked = seen.before.custody.port_appointment
    if event.answer != "admitted":
        seen.memory.port_refused = seen.at
    yield PortAnswer(
        **seen.head, port=seen.place(event.port), answer=event.answer, claim=claim, hours_since_claim=hours,
        minutes_late=None if booked is None else round((seen.at - booked).total_seconds() / 60),
    )  # fmt: skip
    yield Movement(**seen.head, what=event.answer, port=seen.place(event.port))


MAKES: Makers = {
    CaseOpened: opened,
    CustodyReported: counted,
    **makers((PersonReturned, ReturnReported, EncounterEnded), returned),
    StayAcknowledged: acknowledged,
    PortBooked: port_booked,
    PortAnswered: port_answered,
}
