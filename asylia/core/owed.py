"""What is owed to counsel, to whoever filed or asked, and to who looks for a relative: one due line each."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from asylia.core.event import Role
from asylia.core.file import CaseFile, Request

DAY = dt.timedelta(days=1)
CALL_WITHIN = dt.timedelta(hours=4)  # house: a client is put through on the same half day
FILING_WITHIN = 3 * DAY  # house: as a decision needs no longer to be read than to be written
ASK_WITHIN = 2 * DAY


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that someone must do: what, who (desk, and person where one is named), by when (UTC).

    `by` is None where the regime sets no limit. `alarm` is the rule that is broken when it is late.
    """

    id: str
    what: str
    claim: int
    desk: Role
    staff: str
    by: dt.datetime | None
    alarm: str
    limit: str = ""


def of_counsel(file: CaseFile) -> Iterator[Due]:
    """What waits for an answer: filings, requests, counsel who asked, calls; and legal help before each day."""
    officer = file.claims[-1].officer if file.claims else ""
    asked = file.appearance_asked
    if asked is not None:
        yield Due(
            id="appearance", what="Ask the person, alone, whether they want this counsel", claim=0,
            desk="asylum_officer", staff=officer, by=asked.at + DAY, alarm="contact.family-counsel",
        )  # fmt: skip
    for filing in file.filings:
        if not filing.answer:
            yield Due(
                id=f"filing.{filing.number}", what=f"Accept what was filed (F {filing.number}), or say why not",
                claim=filing.claim, desk="asylum_officer", staff=officer, by=filing.who.at + FILING_WITHIN,
                alarm="filing.answered",
            )  # fmt: skip
    for request in file.requests:
        yield from _of_request(file, request, officer)
    for call in file.calls:
        if not call.answered and call.to == "client":
            held = file.custody.held_since is not None
            desk: Role = "duty_post" if held else "asylum_officer"
            yield Due(
                id=f"call.{call.number}", what="Put the client through to counsel, out of hearing", claim=0, desk=desk,
                staff="" if held else officer, by=call.at + CALL_WITHIN, alarm="contact.family-counsel",
            )  # fmt: skip
    yield from _of_legal_help(file)


def _of_request(file: CaseFile, request: Request, officer: str) -> Iterator[Due]:
    """An answer; and, where a move was granted, the move itself while the old day still stands."""
    of_hearing = request.kind == "postpone_hearing"
    desk: Role = "hearing_clerk" if of_hearing else "asylum_officer"
    staff = "" if of_hearing else officer
    if not request.answer:
        alarm = "counsel.admitted" if request.kind == "attend" else "filing.answered"
        yield Due(
            id=f"request.{request.number}", what=f"Answer what was asked (R {request.number})", claim=0, desk=desk,
            staff=staff, by=request.by, alarm=alarm,
        )  # fmt: skip
    elif request.answer == "granted" and request.answered and _stands(file, request):
        what = "hearing" if of_hearing else "interview"
        yield Due(
            id=f"move_{what}.{request.of}", what=f"Move the {what}, as granted (R {request.number})", claim=0,
            desk=desk, staff=staff, by=request.answered + DAY, alarm="filing.answered",
        )  # fmt: skip


def _stands(file: CaseFile, request: Request) -> bool:
    """Whether the day that was to be moved still stands."""
    match request.kind:
        case "postpone_interview":
            claim = file.claim(request.of)
            if claim is None or request.had is None:
                return False
            return claim.interview.begun is None and claim.interview.starts == request.had
        case "postpone_hearing":
            known = 1 <= request.of <= len(file.hearings)
            return known and file.hearings[request.of - 1].awaited
        case _:
            return False


def _of_legal_help(file: CaseFile) -> Iterator[Due]:
    """A current list and a working line before each interview and hearing (contact.family-counsel)."""

    def help_before(what: Literal["interview", "hearing"], number: int, by: dt.datetime, desk: Role, who: str) -> Due:
        return Due(
            id=f"legal_help.{what}.{number}", what=f"Give the list of legal help and a line, before the {what}",
            claim=0, desk=desk, staff=who, by=by, alarm="contact.family-counsel",
        )  # fmt: skip

    for claim in file.claims:
        booked = claim.interview
        ahead = booked.begun is None and not claim.closed
        if booked.starts and ahead and f"interview.{claim.number}" not in file.legal_help:
            yield help_before("interview", claim.number, booked.starts, "asylum_officer", claim.officer)
    for hearing in file.hearings:
        if hearing.awaited and f"hearing.{hearing.number}" not in file.legal_help:
            by = dt.datetime.combine(hearing.day, hearing.time, tzinfo=dt.UTC)
            yield help_before("hearing", hearing.number, by, "hearing_clerk", "")


def of_searches(file: CaseFile) -> Iterator[Due]:
    """For each relative looked for: an owner by name, the person asked alone, and what came of it by the day."""
    for trace in file.traces:
        if trace.closed:
            continue
        if not trace.owner:
            yield Due(
                id=f"trace_owner.{trace.number}", what="Name who looks for the relative", claim=0, desk="supervisor",
                staff="", by=trace.asked + DAY, alarm="contact.family-counsel",
            )  # fmt: skip
            continue
        if trace.agreed in ("", "not_now"):
            yield Due(
                id=f"trace_ask.{trace.number}", what="Ask, alone, about contact with a relative", claim=0,
                desk="asylum_officer", staff=trace.owner, by=trace.asked + ASK_WITHIN, alarm="contact.family-counsel",
            )  # fmt: skip
        if trace.by is not None:
            end = dt.datetime.combine(trace.by, dt.time(), tzinfo=dt.UTC) + DAY
            yield Due(
                id=f"trace.{trace.number}", what="Say what came of the search for the relative", claim=0,
                desk="asylum_officer", staff=trace.owner, by=end, alarm="contact.family-counsel",
            )  # fmt: skip
