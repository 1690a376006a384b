"""The rows that events of a claim make."""

from collections.abc import Iterator

from asylia.core.file import CaseFile, Conditions
from asylia.core.steps.advisal import RepresentativeAppointed
from asylia.core.steps.calling import LegalHelpChecked
from asylia.core.steps.fear import (
    ClaimClosed,
    FearClaimed,
    FearSaidAgain,
    ReferralMade,
    WithdrawalConfirmed,
    WithdrawalRecorded,
    WithdrawalUndone,
)
from asylia.core.steps.interview import (
    BreakTaken,
    InterpreterAppointed,
    InterviewBegun,
    InterviewBooked,
    InterviewEnded,
    InterviewPostponed,
    InterviewResumed,
)
from asylia.core.steps.readback import ReadbackCorrected, ReadbackGiven
from asylia.core.steps.referral import OfficerAssigned, OfficerReassigned, OfficerRecused
from asylia.core.steps.representation import (
    AppearanceDeclined,
    AppearanceWasAsked,
    CounselEntered,
    CounselFirstEntered,
    CounselLeft,
    CounselRefused,
    CounselTurnedAway,
)
from asylia.core.steps.request import RequestGranted, RequestMade, RequestRefused
from asylia.oversight.codes import door, language, listed
from asylia.oversight.fact import Fact
from asylia.oversight.facts.claim import (
    Assignment,
    Booking,
    Break,
    Claim,
    ClaimClosure,
    HelpCheck,
    Interpreting,
    Interview,
    InterviewEnd,
    Readback,
    Recusal,
    Referral,
    Representation,
    Request,
    Saying,
    Waiver,
    Withdrawal,
)
from asylia.oversight.seen import Makers, Seen, makers

NEEDED = ("private", "quiet", "rested", "fed", "well", "child_care")


def said(seen: Seen, event: FearClaimed | FearSaidAgain) -> Iterator[Fact]:
    opened = isinstance(event, FearClaimed)
    channel, own = door(event.channel), event.said_by == "self"
    yield Saying(
        **seen.head, claim=event.claim, role=seen.role, channel=channel, said_by_self=own, opened=opened,
        waits=seen.waits,
    )  # fmt: skip
    if opened:
        yield Claim(
            **seen.head, **seen.by, claim=event.claim, role=seen.role, channel=channel, said_by_self=own,
            repeat=event.claim > 1, waits=seen.waits, stage=_stage(seen.before, seen), hours_held=seen.hours_held,
        )  # fmt: skip


def _stage(file: CaseFile, seen: Seen) -> str:
    """Where in the procedure the fear was said."""
    if file.provisional or not file.version:
        return "statement"
    if seen.waits == "outside":
        return "waiting"
    if not file.encounter_ended and not file.custody.returned:
        return "encounter"
    if seen.waits == "held":
        return "custody"
    return "before_hearing" if any(each.awaited for each in file.hearings) else "later"


def referred(seen: Seen, event: ReferralMade) -> Iterator[Fact]:
    yield Referral(**seen.head, **seen.by, claim=event.claim, role=seen.role)


def withdrawn(seen: Seen, event: WithdrawalRecorded | WithdrawalConfirmed | WithdrawalUndone) -> Iterator[Fact]:
    said = event if isinstance(event, WithdrawalRecorded) else None
    yield Withdrawal(
        **seen.head, **seen.by, claim=event.claim, role=seen.role,
        what="recorded" if said else "confirmed" if isinstance(event, WithdrawalConfirmed) else "undone",
        alone=bool(said and said.alone), counsel_offered=bool(said and said.counsel_offered),
        hours_held=seen.hours_held,
    )  # fmt: skip


def closed(seen: Seen, event: ClaimClosed) -> Iterator[Fact]:
    claim = seen.file.claims[event.claim - 1]
    yield ClaimClosure(
        **seen.head, **seen.by, claim=event.claim, role=seen.role, reason=listed(event.reason),
        decided=claim.determination is not None,
    )  # fmt: skip


def assigned(seen: Seen, event: OfficerAssigned | OfficerReassigned) -> Iterator[Fact]:
    again = event if isinstance(event, OfficerReassigned) else None
    yield Assignment(
        **seen.head, **seen.of(event.officer), claim=event.claim, role=seen.role, among=event.among,
        again=again is not None, reason=listed(again.reason) if again else "",
        after_first_question=bool(again and again.after_first_question),
    )  # fmt: skip


def recused(seen: Seen, event: OfficerRecused) -> Iterator[Fact]:
    # Who steps back is kept out: a count of recusals by officer would be a reason not to.
    yield Recusal(**seen.head, claim=event.claim, office=seen.by["office"], hours_held=seen.hours_held)


Represented = (
    CounselFirstEntered | CounselEntered | AppearanceWasAsked | AppearanceDeclined | CounselLeft | CounselRefused
    | CounselTurnedAway | RepresentativeAppointed
)  # fmt: skip


def represented(seen: Seen, event: Represented) -> Iterator[Fact]:
    code = ""
    match event:
        case CounselFirstEntered():
            what = "entered"
        case CounselEntered():
            what, code = "entered", event.how
        case AppearanceWasAsked():
            what = "asked"
        case AppearanceDeclined():
            what = "declined"
        case CounselLeft():
            what = "left"
        case CounselRefused():
            what, code = "refused", listed(event.code)
        case CounselTurnedAway():
            what = "turned_away"
        case RepresentativeAppointed():
            what = "representative_appointed"
    yield Representation(**seen.head, role=seen.role, what=what, code=code, hours_held=seen.hours_held)


def help_checked(seen: Seen, event: LegalHelpChecked) -> Iterator[Fact]:
    yield HelpCheck(
        **seen.head, before=event.before, of=event.of, list_given=event.list_given, line_worked=event.line_worked,
        out_of_hearing=event.out_of_hearing,
    )  # fmt: skip


def requested(seen: Seen, event: RequestMade | RequestGranted | RequestRefused) -> Iterator[Fact]:
    made = event if isinstance(event, RequestMade) else None
    yield Request(
        **seen.head, request=event.request, role=seen.role,
        what="made" if made else "granted" if isinstance(event, RequestGranted) else "refused", kind=event.kind,
        code=listed(event.code) if isinstance(event, RequestRefused) else "",
        answer_by=made.answer_by if made else None,
    )  # fmt: skip


def booked(seen: Seen, event: InterviewBooked | InterviewPostponed) -> Iterator[Fact]:
    claim = seen.file.claims[event.claim - 1]
    yield Booking(
        **seen.head, **seen.of(claim.officer), claim=event.claim, starts=event.starts, mode=claim.interview.mode,
        postponed=isinstance(event, InterviewPostponed),
    )  # fmt: skip


def interpreter(seen: Seen, event: InterpreterAppointed) -> Iterator[Fact]:
    yield Interpreting(
        **seen.head, claim=event.claim, interpreted_in=language(event.language), accepted=event.accepted,
        ties=len(event.ties), replaces=bool(event.reason),
    )  # fmt: skip


def begun(seen: Seen, event: InterviewBegun) -> Iterator[Fact]:
    claim, how = seen.file.claims[event.claim - 1], event.conditions
    seen.memory.break_seconds.pop(event.claim, None)
    seen.memory.restrained.discard(event.claim)
    heard_in = claim.interpreter.language if claim.interpreter else seen.file.best_language
    standard, day = seen.regime.certificate.standard, seen.head["day"]
    certificate = seen.beside.certificate(seen.who.by, standard, day, seen.recorded)
    yield Interview(
        **seen.head, **seen.by, claim=event.claim, role=seen.role, mode=event.mode, heard_in=language(heard_in),
        interpreted=claim.interpreter is not None, own_language=seen.understood(heard_in),
        certified=certificate is not None, certificate_until=certificate.until_day if certificate else None,
        counsel_present=counsel_in(seen.file, event.present), counsel_offered=how.counsel_offered,
        answered_by_person=how.answered_by == "person", private=how.private, quiet=how.quiet, rested=how.rested,
        fed=how.fed, well=how.well, child_care=how.child_care, restrained=how.restrained,
        restraint_reasoned=bool(how.restraint_reason and how.restraint_by and how.restraint_minutes),
        rest_hours=how.rest_hours, rest_waived=how.rest_waived,
        lacking=sum(not getattr(how, each) for each in NEEDED) + how.restrained,
        hour=seen.local(seen.at).hour, hours_held=seen.hours_held,
    )  # fmt: skip
    yield from _conditions(seen, event.claim, how)


def counsel_in(file: CaseFile, present: tuple[str, ...]) -> bool:
    """Whether counsel is among those present: by id, or named as such."""
    return "counsel" in present or bool(file.counsel and file.counsel in present)


def _conditions(seen: Seen, claim: int, how: Conditions) -> Iterator[Fact]:
    """What the person gave up when the interview began or went on."""
    if how.restrained:
        seen.memory.restrained.add(claim)
    for what, waived in (("rest", how.rest_waived), ("goes_on", how.goes_on)):
        if waived:
            yield Waiver(**seen.head, **seen.by, claim=claim, what=what, hours_held=seen.hours_held)


def paused(seen: Seen, event: BreakTaken) -> Iterator[Fact]:
    seen.memory.break_since.setdefault(event.claim, seen.at)
    yield from ()


def resumed(seen: Seen, event: InterviewResumed) -> Iterator[Fact]:
    yield from _broken(seen, event.claim)
    yield from _conditions(seen, event.claim, event.conditions)


def _broken(seen: Seen, claim: int) -> Iterator[Fact]:
    since = seen.memory.break_since.pop(claim, None)
    if since is not None:
        seconds = max(0.0, (seen.at - since).total_seconds())
        seen.memory.break_seconds[claim] = seen.memory.break_seconds.get(claim, 0.0) + seconds
        yield Break(**seen.head, claim=claim, minutes=round(seconds / 60))


def ended(seen: Seen, event: InterviewEnded) -> Iterator[Fact]:
    yield from _broken(seen, event.claim)
    interview = seen.file.claims[event.claim - 1].interview
    broken = seen.memory.break_seconds.pop(event.claim, 0.0)
    lasted = (seen.at - interview.begun).total_seconds() if interview.begun else 0.0
    speakers = [each.speaker for each in interview.lines]
    yield InterviewEnd(
        **seen.head, **seen.by, claim=event.claim, mode=interview.mode, minutes=max(0, round((lasted - broken) / 60)),
        break_minutes=round(broken / 60), questions=speakers.count("officer"), answers=speakers.count("applicant"),
        inconsistencies=len(interview.inconsistencies), restrained=event.claim in seen.memory.restrained,
        counsel_present=counsel_in(seen.file, interview.present),
    )  # fmt: skip


def read_back(seen: Seen, event: ReadbackGiven | ReadbackCorrected) -> Iterator[Fact]:
    given = event if isinstance(event, ReadbackGiven) else None
    claim = seen.file.claim(event.claim)
    corrected = sum(each.answer == "corrected" for each in given.facts) if given else 1
    yield Readback(
        **seen.head, **seen.by, claim=event.claim, what="given" if given else "corrected",
        facts=len(given.facts) if given else 0, corrections=corrected, confirmed=bool(given and given.confirmed),
        after_signing=claim is not None and claim.determination is not None,
    )  # fmt: skip


MAKES: Makers = {
    **makers((FearClaimed, FearSaidAgain), said),
    ReferralMade: referred,
    **makers((WithdrawalRecorded, WithdrawalConfirmed, WithdrawalUndone), withdrawn),
    ClaimClosed: closed,
    **makers((OfficerAssigned, OfficerReassigned), assigned),
    OfficerRecused: recused,
    **makers(
        (
            CounselFirstEntered, CounselEntered, AppearanceWasAsked, AppearanceDeclined, CounselLeft, CounselRefused,
            CounselTurnedAway, RepresentativeAppointed,
        ),
        represented,
    ),
    LegalHelpChecked: help_checked,
    **makers((RequestMade, RequestGranted, RequestRefused), requested),
    **makers((InterviewBooked, InterviewPostponed), booked),
    InterpreterAppointed: interpreter,
    InterviewBegun: begun,
    BreakTaken: paused,
    InterviewResumed: resumed,
    InterviewEnded: ended,
    **makers((ReadbackGiven, ReadbackCorrected), read_back),
}  # fmt: skip
