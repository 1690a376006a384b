"""Service: how a notice reached the person, in which language, said back; what came back, what was not taken."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.dating import require_first_hearing
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Determination, Notice, Service, with_determination, with_notice, with_sign
from asylia.core.standing import final

Answered = Literal["request", "decline", "silent", "not_asked"]
Topic = Literal["time", "place", "consequences"]
TOPICS: tuple[Topic, ...] = ("time", "place", "consequences")


class ServiceAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class WarnAloud(ServiceAct, frozen=True, kw_only=True):
    """Say aloud when and where, and what follows from staying away; what was said back is kept (INA 240(b)(7))."""

    notice: int
    language: str
    topics: tuple[Topic, ...]
    said_back: str
    interpreter: str = ""


class ServeNotice(ServiceAct, frozen=True, kw_only=True):
    """Prove service: how, in which language, understood how, and what was answered about the remedy."""

    notice: int
    how: Literal["in_person", "by_mail", "electronic", "by_counsel"]
    language: str
    understood: bool
    said_back: str = ""
    received_by: Literal["self", "counsel", "representative", "relative"] = "self"
    remedy_asked: bool = False
    remedy_answer: Answered = "not_asked"


class ServiceReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportUndelivered(ServiceReport, frozen=True, kw_only=True):
    """A notice came back or did not arrive."""

    notice: int
    why: str


class ReportServiceRefused(ServiceReport, frozen=True, kw_only=True):
    """The person would not take the paper; what was read aloud all the same, and who saw it."""

    notice: int
    language: str
    read_aloud: bool
    witness: str = ""
    says: str = ""


ServiceCommand: TypeAlias = ServeNotice | WarnAloud | ReportUndelivered | ReportServiceRefused


class ServiceEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class NoticeServed(ServiceEvent, frozen=True, kw_only=True, tag="notice.served/1"):
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


class NoticeUndelivered(ServiceEvent, frozen=True, kw_only=True, tag="notice.undelivered/1"):
    """A notice was reported undelivered."""

    number: int
    why: str


class WarningGiven(ServiceEvent, frozen=True, kw_only=True, tag="warning.given/1"):
    """The warning was said aloud, in this language, and said back."""

    number: int
    language: str
    topics: tuple[Topic, ...]
    said_back: str
    interpreter: str


class ServiceRefused(ServiceEvent, frozen=True, kw_only=True, tag="service.refused/1"):
    """The person would not take the paper. It proves no service."""

    number: int
    language: str
    read_aloud: bool
    witness: str
    says: str


ServiceEvents: TypeAlias = NoticeServed | NoticeUndelivered | WarningGiven | ServiceRefused


def decide(file: CaseFile, command: ServiceCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about the service of a notice leads to."""
    match command:
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
            require_first_hearing(hearing.day, facts.day, rules)
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


def evolve(file: CaseFile, event: ServiceEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case NoticeServed():
            return _served(file, event)
        case NoticeUndelivered():
            if 1 <= event.number <= len(file.notices):
                file = with_notice(file, replace(file.notices[event.number - 1], undelivered=event.why))
            return with_sign(file, "notice.served", "A notice was reported undelivered.", event.who)
        case ServiceRefused():
            if 1 <= event.number <= len(file.notices):
                aloud = "read aloud all the same" if event.read_aloud else "not read aloud"
                file = with_notice(file, replace(file.notices[event.number - 1], refused=aloud))
            return file
        case WarningGiven():
            return with_notice(file, replace(file.notices[event.number - 1], warned=event.language))
        case _:
            assert_never(event)


def _served(file: CaseFile, event: NoticeServed) -> CaseFile:
    notice = file.notices[event.number - 1]
    service = Service(
        at=event.who.at, day=event.day, how=event.how, language=event.language, understood=event.understood,
        remedy_answer=event.remedy_answer,
    )  # fmt: skip
    file = with_notice(file, replace(notice, service=service, undelivered=""))
    determination = file.determination(notice.claim, notice.determination)
    if notice.kind != "decision" or determination is None:
        return file
    asked = event.who.at if event.remedy_answer == "request" else determination.remedy_asked
    return with_determination(file, notice.claim, replace(determination, service=service, remedy_asked=asked))
