"""Notice: what the person is told in writing, on which day, in whose name; each flaw is refused by name."""

import datetime as dt
import re
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.addresses import no_address
from asylia.core.command import Act
from asylia.core.dating import Date, dated, require_date, require_first_hearing
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, Role, TimeOfDay
from asylia.core.facts import Facts, Wording
from asylia.core.file import CaseFile, Hearing, Notice, with_hearing, with_notice, with_sign
from asylia.core.standing import final

NoticeKind = Literal["decision", "appear", "hearing", "reporting", "appointment", "reconsideration"]
AddressKind = Literal["postal", "shelter", "phone", "message", "email", "counsel", "trusted_person"]
Box = Literal["arrives_at_port", "present_without_admission", "after_fear_interview", "order_vacated"]

# Boxes of the form that tell another desk's decision, and who alone ticks them (domain.md 4.5: an audit of 2021
# found ten notices in which an agent had ticked a box that agents may not).
RESERVED: dict[Box, frozenset[Role]] = {
    "after_fear_interview": frozenset({"asylum_officer", "supervisor"}),
    "order_vacated": frozenset({"asylum_officer", "supervisor"}),
}


class NoticeAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class PrepareNotice(NoticeAct, frozen=True, kw_only=True):
    """Prepare and sign a notice. Hearing day and time are the court's own; reporting ones the port's."""

    kind: NoticeKind
    language: str
    address_kind: AddressKind = "postal"
    address: str = ""
    signer: str = ""
    title: str = ""
    claim: int = 0
    determination: int = 0
    court: str = ""
    day: dt.date | None = None
    time: TimeOfDay | None = None
    port: str = ""
    report_day: dt.date | None = None
    report_time: TimeOfDay | None = None
    boxes: tuple[Box, ...] = ()


NoticeCommand: TypeAlias = PrepareNotice


class NoticeEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class NoticePrepared(NoticeEvent, frozen=True, kw_only=True, tag="notice.prepared/1"):
    """A notice was prepared and signed; `hearing` numbers the hearing it sets, 0 for none."""

    number: int
    kind: NoticeKind
    language: str
    address_kind: AddressKind
    address: str
    signer: str
    title: str
    claim: int
    determination: int
    hearing: int
    court: str
    hearing_day: dt.date | None
    hearing_time: TimeOfDay | None
    hearing_zone: str
    port: str
    report_day: dt.date | None
    report_time: TimeOfDay | None
    day: dt.date
    zone: str


class BoxesTicked(NoticeEvent, frozen=True, kw_only=True, tag="boxes.ticked/1"):
    """Which boxes of the form a notice was signed with."""

    number: int
    boxes: tuple[Box, ...]


class NoticeWorded(NoticeEvent, frozen=True, kw_only=True, tag="notice.worded/1"):
    """The text a notice was made from, and how far it had come in that language (facts.Wording)."""

    number: int
    kind: NoticeKind
    text: str
    version: int
    digest: str
    language: str
    state: str
    fallback: bool
    beside: str


NoticeEvents: TypeAlias = NoticePrepared | BoxesTicked | NoticeWorded


def decide(file: CaseFile, act: NoticeCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What preparing a notice leads to."""
    _require_signed(file, act, facts, rules)
    if act.kind in ("decision", "reconsideration"):
        determination = file.determination(act.claim, act.determination)
        if determination is None:
            return rules.missing("there is no such determination", "determination")
        rules.require(
            final(determination, rules.regime), "review.deference", "its review is not closed", "determination"
        )
    date, hearing = dated(file, act, facts), 0
    if act.kind in ("appear", "hearing"):
        _require_deliverable(act, rules)
        _require_hearing(file, date, facts, rules)
        if act.kind == "appear" and act.day is not None:
            require_first_hearing(act.day, facts.day, rules)
        if act.day is not None and act.time is not None:
            hearing = _standing(file, date) or len(file.hearings) + 1
    if act.kind == "reporting":
        date = _as_told(file, date, rules)
    ticked = [BoxesTicked(who=act.who, number=len(file.notices) + 1, boxes=act.boxes)] if act.boxes else []
    return rules.outcome(
        NoticePrepared(
            who=act.who, number=len(file.notices) + 1, kind=act.kind, language=act.language,
            address_kind=act.address_kind, address=act.address, signer=act.signer, title=act.title, claim=act.claim,
            determination=act.determination, hearing=hearing, court=act.court, hearing_day=act.day,
            hearing_time=act.time, hearing_zone=date.zone, port=date.port, report_day=date.report_day,
            report_time=date.report_time, day=facts.day, zone=facts.zone,
        ),
        *ticked,
        *_worded(act, len(file.notices) + 1, facts.wording),
    )  # fmt: skip


def _require_signed(file: CaseFile, act: PrepareNotice, facts: Facts, rules: Rules) -> None:
    """In a language understood, by who prepares it, with a title, and no box ticked that is another desk's."""
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    rules.require(bool(act.signer.strip()), "notice.valid", "the signature is missing", "signer")
    rules.require(bool(act.title.strip()), "notice.valid", "the signer's title is missing", "title")
    own = act.signer.strip() in ("", facts.author.name) or not facts.author.name
    rules.require(own, "notice.valid", "signed in the name of another than who prepares it", "signer")
    for box in act.boxes:
        allowed = RESERVED.get(box, frozenset({act.who.role}))
        rules.require(
            act.who.role in allowed, "notice.valid", f"this desk may not tick the box {box.replace('_', ' ')}", "boxes"
        )


def _as_told(file: CaseFile, date: Date, rules: Rules) -> Date:
    """The sheet that says where to report tells what the notice of the hearing ahead tells, never another hour."""
    ahead = next((each for each in file.hearings if each.awaited and each.report_day), None)
    if ahead is None:
        return date
    told = (ahead.port, ahead.report_day, ahead.report_time)
    typed = (date.port or ahead.port, date.report_day or ahead.report_day, date.report_time or ahead.report_time)
    rules.require(typed == told, "notice.valid", "the notice of the hearing tells another report", "report_day")
    return msgspec.structs.replace(date, port=ahead.port, report_day=ahead.report_day, report_time=ahead.report_time)


def _worded(act: PrepareNotice, number: int, wording: Wording | None) -> tuple[NoticeWorded, ...]:
    """What is kept of the text; nothing where no paper is made from one."""
    if wording is None:
        return ()
    return (NoticeWorded(who=act.who, number=number, kind=act.kind, **msgspec.structs.asdict(wording)),)


def _standing(file: CaseFile, date: Date) -> int:
    """The number of a hearing still to come that stands at this very day and hour; 0 where none does."""
    same = (each.number for each in file.hearings if each.awaited and (each.court, each.day, each.time) == (
        date.court, date.day, date.time))  # fmt: skip
    return next(same, 0)


def _require_hearing(file: CaseFile, date: Date, facts: Facts, rules: Rules) -> None:
    """A day that can be set, in proceedings that go on, and the one that was given where a hearing has moved."""
    require_date(file, date, facts, rules)
    # Dates were once written for people whose cases had ended (domain.md 4.5).
    ended = any(each.outcome and not each.outcome.startswith("adjourned") for each in file.hearings)
    rules.require(not ended, "notice.valid", "the court has ended the proceedings: no hearing is ahead", "day")
    moved = next((each for each in file.hearings if each.awaited and not each.notice), None)
    if moved is not None and date.day is not None and date.time is not None:
        rules.require(
            _standing(file, date) == moved.number, "notice.valid",
            f"the hearing was moved to {moved.day} at {moved.time:%H:%M}: the notice tells that day", "day",
        )  # fmt: skip


def _require_deliverable(act: PrepareNotice, rules: Rules) -> None:
    """An address at which something can arrive: never a network's name (notice.valid)."""
    value = act.address.strip()
    shape = {
        "postal": len(value) >= 12 and any(each.isdigit() for each in value),
        # 320 characters is the longest address that mail allows (RFC 3696).
        "email": len(value) <= 320 and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)),
        "phone": sum(each.isdigit() for each in value) >= 7,
        "message": sum(each.isdigit() for each in value) >= 7,
    }.get(act.address_kind, len(value) >= 3)
    rules.require(shape, "notice.valid", "nothing can be delivered to this address", "address")
    none = no_address(act.address_kind, value)
    rules.require(not (shape and none), "notice.valid", none, "address")


def evolve(file: CaseFile, event: NoticeEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case NoticePrepared():
            return _prepared(file, event)
        case BoxesTicked():
            return file
        case NoticeWorded():
            return _with_wording(file, event)
        case _:
            assert_never(event)


def _with_wording(file: CaseFile, event: NoticeWorded) -> CaseFile:
    """Whether the text is approved for this person; where it is not, an alarm, one for each kind until answered."""
    if event.state == "approved" and not event.fallback:
        return file
    file = with_notice(file, replace(file.notices[event.number - 1], unapproved=True))
    lacking = "there is no text" if event.fallback else f"the text is not approved ({event.state})"
    says = f"Notice of the kind {event.kind}: {lacking} in the person's language. It goes out only said aloud."
    if any(each.says == says and not each.answered for each in file.signs):
        return file
    return with_sign(file, "notice.approved", says, event.who)


def _prepared(file: CaseFile, event: NoticePrepared) -> CaseFile:
    known = file.hearings[event.hearing - 1] if 1 <= event.hearing <= len(file.hearings) else None
    told = file.told_before(known) if known is not None and not known.notice else known
    notice = Notice(
        number=event.number, kind=event.kind, language=event.language, claim=event.claim,
        determination=event.determination, hearing=event.hearing, prepared=event.who.at,
        address_kind=event.address_kind, address=event.address, replaces=told.notice if told else 0,
    )  # fmt: skip
    file = with_notice(file, notice)
    if event.hearing_day is None or event.hearing_time is None or not event.hearing:
        return file
    if known is not None:  # another paper for a day that stands: the report is as this one tells it
        told_now = replace(
            known, notice=event.number, port=event.port, report_day=event.report_day, report_time=event.report_time
        )  # fmt: skip
        return with_hearing(file, told_now)
    # A day that was taken off without another is replaced by the next that a notice sets.
    off = [each for each in file.hearings if each.postponed]
    followed = {each.replaces for each in file.hearings}
    before = next((each.number for each in reversed(off) if each.number not in followed), 0)
    hearing = Hearing(
        number=event.hearing, court=event.court, day=event.hearing_day, time=event.hearing_time,
        zone=event.hearing_zone, port=event.port, report_day=event.report_day, report_time=event.report_time,
        notice=event.number, replaces=before,
    )  # fmt: skip
    file = with_hearing(file, hearing)
    if before and (told := file.told_before(hearing)) is not None:
        file = with_notice(file, replace(notice, replaces=told.notice))
    return file
