"""Requests: counsel or the person asks to attend, or that a day be moved (R n); each is answered by a day."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event, Moment, Role
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Request, with_sign
from asylia.core.standing import orders_bar

Asked = Literal["attend", "postpone_interview", "postpone_hearing"]
Because = Literal[
    "none", "illness", "counsel_not_free", "no_time_to_prepare", "evidence_coming", "no_transport", "child_care",
    "other",
]  # fmt: skip
ANSWER_WITHIN = dt.timedelta(days=1)  # house: an interview may be days away, and silence is no answer
AT_COURT: frozenset[Role] = frozenset({"hearing_clerk", "judge"})


class RequestAct(Act, frozen=True, kw_only=True):
    """An act of this step."""

    request: int


class GrantRequest(RequestAct, frozen=True, kw_only=True):
    """Grant what was asked; `place` is the room or the line for whoever attends."""

    place: str = ""
    says: str = ""


class RefuseRequest(RequestAct, frozen=True, kw_only=True):
    """Refuse what was asked, with a reason; attendance only on a ground of the regime (`code`)."""

    reasons: str
    code: str = ""


class RequestReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class MakeRequest(RequestReport, frozen=True, kw_only=True):
    """Ask to attend (in person or by line), or that a day be moved; `number` is that of the claim or hearing."""

    kind: Asked
    number: int
    by_line: bool = False
    because: Because = "none"
    says: str = ""


RequestCommand: TypeAlias = GrantRequest | RefuseRequest | MakeRequest


class RequestEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    request: int


class RequestMade(RequestEvent, frozen=True, kw_only=True, tag="request.made/1"):
    """Something was asked of the office, to be answered by a moment (UTC)."""

    kind: Asked
    of: int
    by_line: bool
    because: str
    says: str
    answer_by: Moment
    day: dt.date
    zone: str


class RequestGranted(RequestEvent, frozen=True, kw_only=True, tag="request.granted/1"):
    """It was granted; `kind` says what."""

    kind: Asked
    place: str
    says: str


class RequestRefused(RequestEvent, frozen=True, kw_only=True, tag="request.refused/1"):
    """It was refused, and why; `kind` says what."""

    kind: Asked
    code: str
    reasons: str


RequestEvents: TypeAlias = RequestMade | RequestGranted | RequestRefused


def decide(file: CaseFile, command: RequestCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about a request leads to."""
    if isinstance(command, MakeRequest):
        return rules.outcome(
            RequestMade(
                who=command.who, request=len(file.requests) + 1, kind=command.kind, of=command.number,
                by_line=command.by_line, because=command.because, says=command.says,
                answer_by=_by(file, command), day=facts.day, zone=facts.zone,
            )
        )  # fmt: skip
    if not 1 <= command.request <= len(file.requests):
        return rules.missing(f"there is no request {command.request}", "request")
    request = file.requests[command.request - 1]
    rules.require(request.answer != "granted", "procedure.once", "it is granted already", "request")
    court = command.who.role in AT_COURT
    rules.require(
        court == (request.kind == "postpone_hearing"), "authority.role",
        "a hearing's day is for the court and its clerks, an interview for the asylum office", "request",
    )  # fmt: skip
    match command:
        case GrantRequest():
            return rules.outcome(
                RequestGranted(
                    who=command.who, request=request.number, kind=request.kind, place=command.place, says=command.says
                )
            )
        case RefuseRequest():
            rules.require(request.answer == "", "procedure.once", "it is answered already", "request")
            rules.require(bool(command.reasons.strip()), "filing.answered", "the reason is missing", "reasons")
            if request.kind == "attend":
                _require_ground(file, command, facts, rules)
            return rules.outcome(
                RequestRefused(
                    who=command.who, request=request.number, kind=request.kind, code=command.code,
                    reasons=command.reasons,
                )
            )  # fmt: skip
        case _:
            assert_never(command)


def _by(file: CaseFile, asked: MakeRequest) -> dt.datetime:
    """The moment until which it is to be answered: a day later, and before what it is about begins."""
    by, had = asked.who.at + ANSWER_WITHIN, _had(file, asked.kind, asked.number)
    return had if had is not None and asked.who.at < had < by else by


def _had(file: CaseFile, kind: Asked, of: int) -> dt.datetime | None:
    """When the interview begins that a request is about; a hearing's hour is by its court's own clock."""
    claim = file.claim(of) if kind != "postpone_hearing" else None
    return claim.interview.starts if claim else None


def _require_ground(file: CaseFile, act: RefuseRequest, facts: Facts, rules: Rules) -> None:
    """Attendance is refused as counsel is: on a ground of the regime, and never past a court's order."""
    counsel = rules.regime.counsel
    rules.require(
        counsel.may_be_refused and act.code in counsel.refusal_codes, "counsel.admitted",
        "this regime gives no such ground for refusing counsel", "code", counsel.cite,
    )  # fmt: skip
    ordered = orders_bar(file, facts, "counsel_before_interview")
    rules.require(not ordered, "order.obeyed", "a court order gives access to counsel", "code")


def evolve(file: CaseFile, event: RequestEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case RequestMade():
            made = Request(
                number=event.request, who=event.who, entry=file.version, kind=event.kind, of=event.of,
                by_line=event.by_line, because=event.because, says=event.says, by=event.answer_by,
                had=_had(file, event.kind, event.of),
            )  # fmt: skip
            return replace(file, requests=(*file.requests, made))
        case RequestGranted():
            return _answered(file, event, "granted", event.place or event.says)
        case RequestRefused():
            refused = _answered(file, event, "refused", event.reasons)
            if event.kind != "attend":
                return refused
            barred = replace(refused, counsel_refused=event.code)
            return with_sign(barred, "counsel.admitted", "Counsel was refused under a code of the regime.", event.who)
        case _:
            assert_never(event)


def _answered(
    file: CaseFile, event: RequestGranted | RequestRefused, answer: Literal["granted", "refused"], reasons: str
) -> CaseFile:
    request = replace(file.requests[event.request - 1], answer=answer, reasons=reasons, answered=event.who.at)
    before, after = file.requests[: request.number - 1], file.requests[request.number :]
    return replace(file, requests=(*before, request, *after))
