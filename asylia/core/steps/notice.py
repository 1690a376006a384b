"""Notice: what the person is told in writing and aloud, and the proof that it reached them."""

import datetime as dt
import re
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.dating import Date, dated, require_date
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, Role, TimeOfDay
from asylia.core.facts import Facts, Wording
from asylia.core.file import (
    CaseFile,
    Determination,
    Hearing,
    Notice,
    Service,
    with_determination,
    with_hearing,
    with_sign,
)
from asylia.core.standing import final

NoticeKind = Literal["decision", "appear", "hearing", "reporting", "appointment", "reconsideration"]
Answered = Literal["request", "decline", "silent", "not_asked"]
AddressKind = Literal["postal", "shelter", "phone", "message", "email", "counsel", "trusted_person"]
Topic = Literal["time", "place", "consequences"]
Box = Literal["arrives_at_port", "present_without_admission", "after_fear_interview", "order_vacated"]

# Boxes of the form that tell another desk's decision, and who alone ticks them (domain.md 4.5: an audit of 2021
# found ten notices in which an agent had ticked a box that agents may not).
RESERVED: dict[Box, frozenset[Role]] = {
    "after_fear_interview": frozenset({"asylum_officer", "supervisor"}),
    "order_vacated": frozenset({"asylum_officer", "supervisor"}),
}
TOPICS: tuple[Topic, ...] = ("time", "place", "consequences")

# Names of networks, not addresses: a notice was once sent to "Facebook" (domain.md 4.5).
_NETWORK = re.compile(r"\b(facebook|instagram|tiktok|twitter|messenger|snapchat|telegram|whatsapp)\b", re.IGNORECASE)


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


class WarnAloud(NoticeAct, frozen=True, kw_only=True):
    """Say aloud when and where, and what follows from staying away; what was said back is kept (INA 240(b)(7))."""

    notice: int
    language: str
    topics: tuple[Topic, ...]
    said_back: str
    interpreter: str = ""


class ServeNotice(NoticeAct, frozen=True, kw_only=True):
    """Prove service: how, in which language, understood how, and what was answered about the remedy."""

    notice: int
    how: Literal["in_person", "by_mail", "electronic", "by_counsel"]
    language: str
    understood: bool
    said_back: str = ""
    received_by: Literal["self", "counsel", "representative", "relative"] = "self"
    remedy_asked: bool = False
    remedy_answer: Answered = "not_asked"


class NoticeReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportUndelivered(NoticeReport, frozen=True, kw_only=True):
    """A notice came back or did not arrive."""

    notice: int
    why: str


class ReportServiceRefused(NoticeReport, frozen=True, kw_only=True):
    """The person would not take the paper; what was read aloud all the same, and who saw it."""

    notice: int
    language: str
    read_aloud: bool
    witness: str = ""
    says: str = ""


NoticeCommand: TypeAlias = PrepareNotice | ServeNotice | WarnAloud | ReportUndelivered | ReportServiceRefused


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


class NoticeServed(NoticeEvent, frozen=True, kw_only=True, tag="notice.served/1"):
    """Service was proven."""

    number: int
    how: str
    language: str
    understood: bool
    said_back: str
    received_by: str
    remedy_answer: Answered
    day: dt.date
    zone: str


class NoticeUndelivered(NoticeEvent, frozen=True, kw_only=True, tag="notice.undelivered/1"):
    """A notice was reported undelivered."""

    number: int
    why: str


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


class WarningGiven(NoticeEvent, frozen=True, kw_only=True, tag="warning.given/1"):
    """The warning was said aloud, in this language, and said back."""

    number: int
    language: str
    topics: tuple[Topic, ...]
    said_back: str
    interpreter: str


class ServiceRefused(NoticeEvent, frozen=True, kw_only=True, tag="service.refused/1"):
    """The person would not take the paper. It proves no service."""

    number: int
    language: str
    read_aloud: bool
    witness: str
    says: str


NoticeEvents: TypeAlias = (
    NoticePrepared | NoticeServed | NoticeUndelivered | BoxesTicked | NoticeWorded | WarningGiven | ServiceRefused
)


def decide(file: CaseFile, command: NoticeCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about notices leads to."""
    match command:
        case PrepareNotice():
            return _prepare(file, command, facts, rules)
        case ServeNotice():
            return _serve(file, command, facts, rules)
        case WarnAloud():
            return _warn(file, command, rules)
        case ReportUndelivered():
            return rules.outcome(NoticeUndelivered(who=command.who, number=command.notice, why=command.why))
        case ReportServiceRefused():
            return rules.outcome(
                ServiceRefused(
                    who=command.who, number=command.notice, language=command.language, read_aloud=command.read_aloud,
                    witness=command.witness, says=command.says,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def _prepare(file: CaseFile, act: PrepareNotice, facts: Facts, rules: Rules) -> Decided | Refused:
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
            _require_first_hearing(act.day, facts.day, rules)
        if act.day is not None and act.time is not None:
            hearing = _standing(file, date) or len(file.hearings) + 1
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
    network = act.address_kind != "email" and _NETWORK.search(value) is not None
    rules.require(shape and not network, "notice.valid", "nothing can be delivered to this address", "address")


def _require_first_hearing(hearing: dt.date, served: dt.date, rules: Rules) -> None:
    # The day after service is day 1 (safeguards.md, "How the rules are read", 4).
    least = rules.regime.hearing.first_days
    rules.require(
        (hearing - served).days >= least, "notice.valid", f"the first hearing is less than {least} days after service",
        "day", rules.regime.hearing.cite,
    )  # fmt: skip


def _warn(file: CaseFile, act: WarnAloud, rules: Rules) -> Decided | Refused:
    if not 1 <= act.notice <= len(file.notices):
        return rules.missing(f"there is no notice {act.notice}", "notice")
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    left_out = [each for each in TOPICS if each not in act.topics]
    rules.require(not left_out, "notice.served", f"not said: {' and '.join(left_out)}", "topics")
    rules.require(bool(act.said_back.strip()), "notice.served", "what was understood was not said back", "said_back")
    return rules.outcome(
        WarningGiven(
            who=act.who, number=act.notice, language=act.language, topics=act.topics, said_back=act.said_back,
            interpreter=act.interpreter,
        )
    )  # fmt: skip


def _serve(file: CaseFile, act: ServeNotice, facts: Facts, rules: Rules) -> Decided | Refused:
    if not 1 <= act.notice <= len(file.notices):
        return rules.missing(f"there is no notice {act.notice}", "notice")
    notice = file.notices[act.notice - 1]
    # What came back after its service is told by another paper: a report opens no door (house rule 1).
    rules.require(notice.service is None, "procedure.once", "this notice is served already", "notice")
    rules.require(act.who.at >= notice.prepared, "notice.valid", "served before it was prepared", "notice")
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    rules.require(
        act.understood and bool(act.said_back.strip()),
        "notice.served",
        "what was understood was not said back",
        "said_back",
    )
    aloud = act.how == "in_person" or bool(notice.warned)
    rules.require(
        aloud or not notice.unapproved,
        "notice.approved",
        "its text is not approved: someone has to say it aloud",
        "how",
    )
    rules.require(act.received_by != "relative", "family.whole", "no member carries paper for another", "received_by")
    hearing = file.hearings[notice.hearing - 1] if notice.hearing else None
    if hearing is not None:
        off = "the hearing was taken off its day: serve the notice that replaces this one"
        rules.require(not hearing.postponed, "notice.valid", off, "notice")
        replaced = hearing.notice != notice.number
        rules.require(not replaced, "notice.valid", f"notice {hearing.notice} replaces this one", "notice")
        if notice.kind == "appear":
            _require_first_hearing(hearing.day, facts.day, rules)
    determination = file.determination(notice.claim, notice.determination)
    if notice.kind == "decision" and determination is not None:
        # What closed before the notice was prepared may have been opened since (review.draw, review.override).
        rules.require(final(determination, rules.regime), "review.deference", "its review is not closed", "notice")
        _require_current(determination, notice, rules)
        _require_remedy(determination, act, rules)
    return rules.outcome(
        NoticeServed(
            who=act.who, number=notice.number, how=act.how, language=act.language, understood=act.understood,
            said_back=act.said_back, received_by=act.received_by, remedy_answer=act.remedy_answer, day=facts.day,
            zone=facts.zone,
        )
    )  # fmt: skip


def _require_current(determination: Determination, notice: Notice, rules: Rules) -> None:
    replaced = any(each.kind == "overridden" and each.who.at >= notice.prepared for each in determination.reviews)
    rules.require(not replaced, "notice.valid", "the decision was replaced since: prepare the notice anew", "notice")


def _require_remedy(determination: Determination, act: ServeNotice, rules: Rules) -> None:
    if determination.standing == "positive" or rules.regime.remedy.kind == "none":
        return
    asked = act.remedy_asked and act.remedy_answer != "not_asked"
    rules.require(
        asked, "remedy.reachable", "the remedy was not asked aloud and answered", "remedy_asked",
        rules.regime.remedy.cite,
    )  # fmt: skip


def evolve(file: CaseFile, event: NoticeEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case NoticePrepared():
            return _prepared(file, event)
        case NoticeServed():
            return _served(file, event)
        case NoticeUndelivered():
            if 1 <= event.number <= len(file.notices):
                file = _with_notice(file, replace(file.notices[event.number - 1], undelivered=event.why))
            return with_sign(file, "notice.served", "A notice was reported undelivered.", event.who)
        case ServiceRefused():
            if 1 <= event.number <= len(file.notices):
                aloud = "read aloud all the same" if event.read_aloud else "not read aloud"
                file = _with_notice(file, replace(file.notices[event.number - 1], refused=aloud))
            return file
        case WarningGiven():
            return _with_notice(file, replace(file.notices[event.number - 1], warned=event.language))
        case BoxesTicked():
            return file
        case NoticeWorded():
            return _with_wording(file, event)
        case _:
            assert_never(event)


def _with_notice(file: CaseFile, notice: Notice) -> CaseFile:
    before, after = file.notices[: notice.number - 1], file.notices[notice.number :]
    return replace(file, notices=(*before, notice, *after))


def _with_wording(file: CaseFile, event: NoticeWorded) -> CaseFile:
    """Whether the text is approved for this person; where it is not, an alarm, one for each kind until answered."""
    if event.state == "approved" and not event.fallback:
        return file
    file = _with_notice(file, replace(file.notices[event.number - 1], unapproved=True))
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
    file = _with_notice(file, notice)
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
        file = _with_notice(file, replace(notice, replaces=told.notice))
    return file


def _served(file: CaseFile, event: NoticeServed) -> CaseFile:
    notice = file.notices[event.number - 1]
    service = Service(
        at=event.who.at, day=event.day, how=event.how, language=event.language, understood=event.understood,
        remedy_answer=event.remedy_answer,
    )  # fmt: skip
    file = _with_notice(file, replace(notice, service=service, undelivered=""))
    determination = file.determination(notice.claim, notice.determination)
    if notice.kind != "decision" or determination is None:
        return file
    asked = event.who.at if event.remedy_answer == "request" else determination.remedy_asked
    return with_determination(file, notice.claim, replace(determination, service=service, remedy_asked=asked))
