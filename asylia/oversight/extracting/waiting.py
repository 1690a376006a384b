"""The rows that events of waiting make: notices, hearings, transports, contact, what is asked for and disclosed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

from asylia.core.file import Hearing as OfCase
from asylia.core.file import Notice as Paper
from asylia.core.steps.calling import CallReported, CallSignalled
from asylia.core.steps.closing import CaseClosed
from asylia.core.steps.contact import ChannelLost, ContactChanged, ContactFirstPlanned, ContactPlanned, ContactTried
from asylia.core.steps.disclosure import DisclosureAsked, DisclosureMade, SharingReported
from asylia.core.steps.hearing import (
    AbsenceFirstReported,
    AbsenceHeldUnexcused,
    AbsenceReported,
    AttendanceRecorded,
    HearingAdjourned,
    HearingConcluded,
    HearingMoved,
    HearingPostponed,
    SearchRecorded,
)
from asylia.core.steps.message import MessageDelivered, MessageFailed, MessageSent, MessageTried
from asylia.core.steps.notice import NoticePrepared, NoticeWorded
from asylia.core.steps.portal import Asked, AskedAnswered
from asylia.core.steps.service import NoticeServed, NoticeUndelivered, ServiceRefused, WarningGiven
from asylia.core.steps.transport import TransportConfirmed, TransportPlanned, TransportReported
from asylia.notices.states import State
from asylia.oversight.codes import language, listed
from asylia.oversight.fact import Fact
from asylia.oversight.facts.claim import Waiver
from asylia.oversight.facts.waiting import (
    Absence,
    Asking,
    Attendance,
    CaseClosure,
    Contact,
    Hearing,
    HearingEnd,
    Message,
    Notice,
    Release,
    Search,
    Service,
    Transport,
    Warning,
    Wording,
)
from asylia.oversight.seen import HOUR, Makers, Seen, makers, zone_named


def prepared(seen: Seen, event: NoticePrepared) -> Iterator[Fact]:
    notice = seen.file.notices[event.number - 1]
    yield Notice(
        **seen.head, number=event.number, kind=event.kind, written_in=language(event.language),
        readable=seen.understood(event.language), address_kind=event.address_kind, claim=event.claim,
        determination=event.determination, hearing=event.hearing, hearing_day=event.hearing_day,
        replaces=notice.replaces,
    )  # fmt: skip
    if len(seen.file.hearings) > len(seen.before.hearings):
        yield _set(seen, seen.file.hearings[-1], "notice")


def worded(seen: Seen, event: NoticeWorded) -> Iterator[Fact]:
    yield Wording(
        **seen.head, number=event.number, kind=event.kind, written_in=language(event.language),
        state=event.state if event.state in get_args(State) else "other", fallback=event.fallback,
    )  # fmt: skip


def served(seen: Seen, event: NoticeServed | NoticeUndelivered | ServiceRefused) -> Iterator[Fact]:
    notice = seen.file.notices[event.number - 1] if 1 <= event.number <= len(seen.file.notices) else None
    what = {NoticeServed: "served", NoticeUndelivered: "undelivered", ServiceRefused: "refused"}[type(event)]
    said_in = "" if isinstance(event, NoticeUndelivered) else event.language
    proof = event if isinstance(event, NoticeServed) else None
    yield Service(
        **seen.head, number=event.number, what=what, how=listed(proof.how) if proof else "",
        served_in=language(said_in), readable=seen.understood(said_in), understood=bool(proof and proof.understood),
        received_by_self=bool(proof and proof.received_by == "self"),
        remedy_answer=proof.remedy_answer if proof else "", **_told(seen, notice),
    )  # fmt: skip
    declined = proof is not None and proof.remedy_answer == "decline" and seen.regime.remedy.kind != "none"
    if declined and notice and notice.claim:
        yield Waiver(**seen.head, **seen.by, claim=notice.claim, what="remedy", hours_held=seen.hours_held)


def _told(seen: Seen, notice: Paper | None) -> dict[str, Any]:
    """What a notice tells of: its hearing and how far off it is, its determination and how long ago it was signed."""
    nothing: dict[str, Any] = {
        "kind": "", "claim": 0, "determination": 0, "outcome": "", "hearing": 0, "hearing_day": None,
        "days_before": None, "hours_since_signed": None, "touches": 0,
    }  # fmt: skip
    if notice is None:
        return nothing
    told = {**nothing, "kind": notice.kind, "claim": notice.claim, "determination": notice.determination}
    if 1 <= notice.hearing <= len(seen.file.hearings):
        day = seen.file.hearings[notice.hearing - 1].day
        told |= {"hearing": notice.hearing, "hearing_day": day, "days_before": (day - seen.head["day"]).days}
    signed = seen.file.determination(notice.claim, notice.determination)
    if signed is not None:
        hours = (seen.at - signed.who.at).total_seconds() / HOUR
        told |= {"outcome": signed.standing, "hours_since_signed": hours, "touches": len(signed.reviews)}
    return told


def warned(seen: Seen, event: WarningGiven) -> Iterator[Fact]:
    yield Warning(**seen.head, number=event.number, warned_in=language(event.language), topics=len(set(event.topics)))


def _set(seen: Seen, hearing: OfCase, because: str) -> Hearing:
    return Hearing(
        **seen.head, hearing=hearing.number, court=seen.place(hearing.court), hearing_day=hearing.day,
        port=seen.place(hearing.port), notice=hearing.notice, because=because, replaces=hearing.replaces,
        by_closure=bool(hearing.closure),
    )  # fmt: skip


def hearing_ended(
    seen: Seen, event: HearingPostponed | HearingMoved | HearingAdjourned | HearingConcluded
) -> Iterator[Fact]:
    hearing = seen.file.hearings[event.hearing - 1]
    what, code = "postponed", ""
    if isinstance(event, HearingAdjourned):
        what, code = "adjourned", event.code
    elif isinstance(event, HearingConcluded):
        what, code = "concluded", event.outcome
    yield HearingEnd(**seen.head, hearing=event.hearing, court=seen.place(hearing.court), what=what, code=code)
    if len(seen.file.hearings) > len(seen.before.hearings):
        yield _set(seen, seen.file.hearings[-1], "moved" if isinstance(event, HearingMoved) else "adjourned")


def attended(seen: Seen, event: AttendanceRecorded) -> Iterator[Fact]:
    hearing = seen.file.hearings[event.hearing - 1]
    notice = seen.file.notice_of(hearing)
    service = notice.service if notice else None
    refused = seen.memory.port_refused
    yield Attendance(
        **seen.head, hearing=event.hearing, court=seen.place(hearing.court), hearing_day=hearing.day,
        present=event.present, waits=seen.waits, notice_confirmed=notice is not None and notice.proven,
        notice_readable=service is not None and seen.understood(service.language),
        notice_days=None if service is None else (hearing.day - service.day).days,
        port_refused=refused is not None and (notice is None or refused >= notice.prepared),
        transport_failed=hearing.transport.way == "not_come",
    )  # fmt: skip


def absent(seen: Seen, event: AbsenceReported | AbsenceFirstReported | AbsenceHeldUnexcused) -> Iterator[Fact]:
    hearing = hearing_of(seen, event.hearing)
    notice = seen.file.notice_of(hearing) if hearing else None
    held = isinstance(event, AbsenceHeldUnexcused)
    cause = hearing.cause if hearing and held else "" if held else event.cause  # type: ignore[union-attr]
    yield Absence(
        **seen.head, hearing=event.hearing, court=seen.place(hearing.court) if hearing else "",
        what="held_unexcused" if held else "reported", cause=cause or "unknown",
        notice_confirmed=notice is not None and notice.proven,
    )  # fmt: skip


def searched(seen: Seen, event: SearchRecorded) -> Iterator[Fact]:
    yield Search(**seen.head, hearing=event.hearing, told=len(set(event.told)))


def transported(seen: Seen, event: TransportPlanned | TransportConfirmed | TransportReported) -> Iterator[Fact]:
    what, late = "planned", None
    if isinstance(event, TransportConfirmed):
        what = "confirmed"
    elif isinstance(event, TransportReported):
        what = event.what
        due = _due(hearing_of(seen, event.hearing), what)
        late = None if due is None else round((seen.at - due).total_seconds() / 60)
    yield Transport(**seen.head, hearing=event.hearing, what=what, minutes_late=late)


def _due(hearing: OfCase | None, what: str) -> dt.datetime | None:
    """When the transport was to leave, or the hearing was to begin, by the clock of the court."""
    if hearing is None or what not in ("left", "arrived"):
        return None
    begins = dt.datetime.combine(hearing.day, hearing.time, tzinfo=zone_named(hearing.zone))
    return hearing.transport.leaves if what == "left" else begins


def hearing_of(seen: Seen, number: int) -> OfCase | None:
    """The hearing of that number, or None: a report may name one that there is not."""
    return seen.file.hearings[number - 1] if 1 <= number <= len(seen.file.hearings) else None


Reaching = ContactFirstPlanned | ContactPlanned | ContactChanged | ChannelLost | ContactTried


def reached(seen: Seen, event: Reaching) -> Iterator[Fact]:
    match event:
        case ContactFirstPlanned() | ContactPlanned():
            what, channel = "planned", "several"
        case ContactChanged():
            what, channel = "changed", event.channel.kind
        case ChannelLost():
            what, channel = "lost", _kind(seen, event.channel)
        case ContactTried():
            what, channel = "tried", _kind(seen, event.channel)
    yield Contact(
        **seen.head, role=seen.role, what=what, channel=channel,
        channels=sum(not each.lost for each in seen.file.contact.channels),
        reached=isinstance(event, ContactTried) and event.reached, waits=seen.waits,
    )  # fmt: skip


KINDS = frozenset({"phone", "message", "email", "postal", "shelter", "trusted_person", "counsel"})


def _kind(seen: Seen, channel: str) -> str:
    """The kind of a way that is named by its kind, or by what stands in the plan."""
    planned = (each.kind for each in seen.before.contact.channels if each.value == channel)
    return channel if channel in KINDS else next(planned, "other")


def messaged(seen: Seen, event: MessageTried | MessageSent | MessageDelivered | MessageFailed) -> Iterator[Fact]:
    what = {
        MessageTried: "tried", MessageSent: "sent", MessageDelivered: "delivered", MessageFailed: "failed"
    }[type(event)]  # fmt: skip
    message = seen.file.contact.message(event.message, event.way)
    yield Message(**seen.head, way=event.way, what=what, to=message.to if message else "")


def disclosed(seen: Seen, event: DisclosureMade | DisclosureAsked | SharingReported) -> Iterator[Fact]:
    made = event if isinstance(event, DisclosureMade) else None
    yield Release(
        **seen.head, what="made" if made else "asked" if isinstance(event, DisclosureAsked) else "reported",
        recipient=made.recipient if made else "", fields=len(made.fields) if made else 0,
        consent=bool(made and made.consent),
    )  # fmt: skip


def asked_for(seen: Seen, event: Asked | AskedAnswered | CallSignalled | CallReported) -> Iterator[Fact]:
    what, kind = "", ""
    match event:
        case Asked():
            what, kind = "asked", event.what
        case AskedAnswered():
            what = "answered"
        case CallSignalled():
            what, kind = "call_signalled", event.to
        case CallReported():
            what = "call_reported"
    yield Asking(**seen.head, what=what, kind=kind, done=isinstance(event, CallReported) and event.put_through)


def closed(seen: Seen, event: CaseClosed) -> Iterator[Fact]:
    yield CaseClosure(
        **seen.head, reason=listed(event.reason), claims=len(seen.file.claims),
        decided=any(each.determination for each in seen.file.claims),
    )  # fmt: skip


MAKES: Makers = {
    NoticePrepared: prepared,
    NoticeWorded: worded,
    **makers((NoticeServed, NoticeUndelivered, ServiceRefused), served),
    WarningGiven: warned,
    **makers((HearingPostponed, HearingMoved, HearingAdjourned, HearingConcluded), hearing_ended),
    AttendanceRecorded: attended,
    **makers((AbsenceReported, AbsenceFirstReported, AbsenceHeldUnexcused), absent),
    SearchRecorded: searched,
    **makers((TransportPlanned, TransportConfirmed, TransportReported), transported),
    **makers((ContactFirstPlanned, ContactPlanned, ContactChanged, ChannelLost, ContactTried), reached),
    **makers((MessageTried, MessageSent, MessageDelivered, MessageFailed), messaged),
    **makers((DisclosureMade, DisclosureAsked, SharingReported), disclosed),
    **makers((Asked, AskedAnswered, CallSignalled, CallReported), asked_for),
    CaseClosed: closed,
}
