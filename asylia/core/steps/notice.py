"""Notice: what the person is told in writing and aloud, and the proof that it reached them."""

import datetime as dt
import re
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, TimeOfDay
from asylia.core.facts import Facts, sits
from asylia.core.file import CaseFile, Determination, Hearing, Notice, Service, with_determination, with_sign
from asylia.core.standing import apart, final

NoticeKind = Literal["decision", "appear", "hearing", "reporting", "appointment", "reconsideration"]
Answered = Literal["request", "decline", "silent", "not_asked"]
AddressKind = Literal["postal", "shelter", "phone", "message", "email", "counsel", "trusted_person"]

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


NoticeCommand: TypeAlias = PrepareNotice | ServeNotice | ReportUndelivered


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


NoticeEvents: TypeAlias = NoticePrepared | NoticeServed | NoticeUndelivered


def decide(file: CaseFile, command: NoticeCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about notices leads to."""
    match command:
        case PrepareNotice():
            return _prepare(file, command, facts, rules)
        case ServeNotice():
            return _serve(file, command, facts, rules)
        case ReportUndelivered():
            return rules.outcome(NoticeUndelivered(who=command.who, number=command.notice, why=command.why))
        case _:
            assert_never(command)


def _prepare(file: CaseFile, act: PrepareNotice, facts: Facts, rules: Rules) -> Decided | Refused:
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    rules.require(bool(act.signer.strip()), "notice.valid", "the signature is missing", "signer")
    rules.require(bool(act.title.strip()), "notice.valid", "the signer's title is missing", "title")
    if act.kind in ("decision", "reconsideration"):
        determination = file.determination(act.claim, act.determination)
        if determination is None:
            return rules.missing("there is no such determination", "determination")
        rules.require(
            final(determination, rules.regime), "review.deference", "its review is not closed", "determination"
        )
    for_hearing = act.kind in ("appear", "hearing")
    if for_hearing:
        _require_deliverable(act, rules)
        _require_sitting(file, act, facts, rules)
        _require_reporting(file, act, rules)
    court = facts.court(act.court)
    sets_hearing = for_hearing and act.day is not None and act.time is not None
    return rules.outcome(
        NoticePrepared(
            who=act.who, number=len(file.notices) + 1, kind=act.kind, language=act.language,
            address_kind=act.address_kind, address=act.address, signer=act.signer, title=act.title, claim=act.claim,
            determination=act.determination, hearing=len(file.hearings) + 1 if sets_hearing else 0, court=act.court,
            hearing_day=act.day, hearing_time=act.time, hearing_zone=court.zone if court else "", port=act.port,
            report_day=act.report_day, report_time=act.report_time, day=facts.day, zone=facts.zone,
        )
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


def _require_sitting(file: CaseFile, act: PrepareNotice, facts: Facts, rules: Rules) -> None:
    court = facts.court(act.court)
    if court is None:
        rules.require(False, "notice.valid", "no such court is known", "court")
        return
    if act.day is None or act.time is None:
        rules.require(False, "notice.valid", "the day and time of the hearing are missing", "day")
        return
    rules.require(sits(court, act.day, act.time), "notice.valid", "the court does not sit then", "day")
    if act.kind == "appear":
        _require_first_hearing(act.day, facts.day, rules)
    together = all(each.hearing_day in (None, act.day) for each in facts.members)
    rules.require(together or apart(file, facts.day), "family.whole", "the family has another hearing day", "day")


def _require_first_hearing(hearing: dt.date, served: dt.date, rules: Rules) -> None:
    # The day after service is day 1 (safeguards.md, "How the rules are read", 4).
    least = rules.regime.hearing.first_days
    rules.require(
        (hearing - served).days >= least, "notice.valid", f"the first hearing is less than {least} days after service",
        "day", rules.regime.hearing.cite,
    )  # fmt: skip


def _require_reporting(file: CaseFile, act: PrepareNotice, rules: Rules) -> None:
    """Who waits outside is told where and when to report before the hearing."""
    if rules.regime.placement is None or not file.placed:
        return
    told = bool(act.port) and act.report_day is not None and act.report_time is not None
    rules.require(told, "notice.valid", "port, day and time to report are missing", "port")
    if act.report_day is not None and act.day is not None:
        rules.require(
            act.report_day <= act.day, "notice.valid", "the report at the port comes after the hearing", "report_day"
        )


def _serve(file: CaseFile, act: ServeNotice, facts: Facts, rules: Rules) -> Decided | Refused:
    if not 1 <= act.notice <= len(file.notices):
        return rules.missing(f"there is no notice {act.notice}", "notice")
    notice = file.notices[act.notice - 1]
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
    rules.require(act.received_by != "relative", "family.whole", "no member carries paper for another", "received_by")
    if notice.kind == "appear" and notice.hearing:
        _require_first_hearing(file.hearings[notice.hearing - 1].day, facts.day, rules)
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
        case _:
            assert_never(event)


def _with_notice(file: CaseFile, notice: Notice) -> CaseFile:
    before, after = file.notices[: notice.number - 1], file.notices[notice.number :]
    return replace(file, notices=(*before, notice, *after))


def _prepared(file: CaseFile, event: NoticePrepared) -> CaseFile:
    notice = Notice(
        number=event.number, kind=event.kind, language=event.language, claim=event.claim,
        determination=event.determination, hearing=event.hearing, prepared=event.who.at,
    )  # fmt: skip
    file = _with_notice(file, notice)
    if event.hearing_day is None or event.hearing_time is None or not event.hearing:
        return file
    hearing = Hearing(
        number=event.hearing, court=event.court, day=event.hearing_day, time=event.hearing_time,
        zone=event.hearing_zone, port=event.port, report_day=event.report_day, report_time=event.report_time,
        notice=event.number,
    )  # fmt: skip
    return replace(file, hearings=(*file.hearings, hearing))


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
