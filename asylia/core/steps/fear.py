"""Fear: the question is put, and a fear in any words opens a claim that only the asylum office can decide."""

import datetime as dt
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import BORDER, Event
from asylia.core.facts import Facts
from asylia.core.file import Asked, CaseFile, Claim, with_claim, with_part, with_sign
from asylia.core.standing import is_open

Answer = Literal["yes", "no", "silent", "not_now"]
ClosedFor = Literal["exempted", "admitted", "programme_ended", "died", "no_fear_seen", "implicitly_withdrawn"]


class FearAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class AskFear(FearAct, frozen=True, kw_only=True):
    """Put the fear question and record the answer in the person's own words."""

    language: str
    answer: Answer
    words: str = ""
    interpretation: str = ""
    interpreter: str = ""
    alone: bool = True
    understood: bool = True
    attested: bool = True


class WithdrawClaim(FearAct, frozen=True, kw_only=True):
    """Record that the person, alone and before an asylum officer, says the claim is withdrawn."""

    claim: int
    words: str
    alone: bool = True
    counsel_offered: bool = True


class ConfirmWithdrawal(FearAct, frozen=True, kw_only=True):
    """Record, a day later or more, that the person still means it."""

    claim: int
    words: str


class CloseClaim(FearAct, frozen=True, kw_only=True):
    """End a claim without a determination, for a listed reason."""

    claim: int
    reason: ClosedFor
    says: str = ""


class FearReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportFear(FearReport, frozen=True, kw_only=True):
    """Words of fear, in any words, of any country, by anyone, through any channel, at any time."""

    words: str
    language: str = ""
    interpretation: str = ""
    channel: str = "encounter"
    said_by: str = "self"
    new_facts: bool = False


class ReportNotAsked(FearReport, frozen=True, kw_only=True):
    """The fear question was not put, or not as it must be."""

    says: str
    place: str = ""


class UndoWithdrawal(FearReport, frozen=True, kw_only=True):
    """The person takes a withdrawal back, in any words."""

    claim: int
    words: str


FearCommand: TypeAlias = (
    AskFear | WithdrawClaim | ConfirmWithdrawal | CloseClaim | ReportFear | ReportNotAsked | UndoWithdrawal
)


class FearEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class FearQuestionPut(FearEvent, frozen=True, kw_only=True, tag="fear_question.put/1"):
    """The fear question was put, and answered so."""

    language: str
    answer: Answer
    words: str
    interpretation: str
    interpreter: str
    alone: bool
    understood: bool
    attested: bool
    day: dt.date
    zone: str


class FearQuestionNotPut(FearEvent, frozen=True, kw_only=True, tag="fear_question.not_put/1"):
    """Someone reported that the fear question was not put as it must be."""

    says: str
    place: str


class FearClaimed(FearEvent, frozen=True, kw_only=True, tag="fear.claimed/1"):
    """A fear was expressed; a claim is open. It keeps the regime in force for the case."""

    claim: int
    words: str
    language: str
    interpretation: str
    channel: str
    said_by: str
    regime: str
    day: dt.date
    zone: str


class FearSaidAgain(FearEvent, frozen=True, kw_only=True, tag="fear.said_again/1"):
    """More words of fear while a claim is undecided; they stand with that claim."""

    claim: int
    words: str
    language: str
    interpretation: str
    channel: str
    said_by: str


class ReferralMade(FearEvent, frozen=True, kw_only=True, tag="referral.made/1"):
    """The claim went to the asylum office, in the moment it was made."""

    claim: int
    day: dt.date
    zone: str


class WithdrawalRecorded(FearEvent, frozen=True, kw_only=True, tag="withdrawal.recorded/1"):
    """The person said the claim is withdrawn; it stays open until confirmed."""

    claim: int
    words: str
    alone: bool
    counsel_offered: bool
    day: dt.date
    zone: str


class WithdrawalConfirmed(FearEvent, frozen=True, kw_only=True, tag="withdrawal.confirmed/1"):
    """The person confirmed the withdrawal on a later day."""

    claim: int
    words: str


class WithdrawalUndone(FearEvent, frozen=True, kw_only=True, tag="withdrawal.undone/1"):
    """The person took the withdrawal back."""

    claim: int
    words: str


class ClaimClosed(FearEvent, frozen=True, kw_only=True, tag="claim.closed/1"):
    """The claim ended without a determination."""

    claim: int
    reason: str
    says: str


FearEvents: TypeAlias = (
    FearQuestionPut | FearQuestionNotPut | FearClaimed | FearSaidAgain | ReferralMade | WithdrawalRecorded
    | WithdrawalConfirmed | WithdrawalUndone | ClaimClosed
)  # fmt: skip


def decide(file: CaseFile, command: FearCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about fear leads to."""
    match command:
        case AskFear():
            return _ask(file, command, facts, rules)
        case ReportFear():
            return rules.outcome(*claimed(file, command, facts, rules))
        case ReportNotAsked():
            return rules.outcome(FearQuestionNotPut(who=command.who, says=command.says, place=command.place))
        case WithdrawClaim() | ConfirmWithdrawal() | UndoWithdrawal() | CloseClaim():
            claim = file.claim(command.claim)
            if isinstance(command, UndoWithdrawal) and (claim is None or claim.withdrawal == "none"):
                # Nothing is withdrawn: then these are words of fear like any other.
                said = ReportFear(who=command.who, words=command.words)
                return rules.outcome(*claimed(file, said, facts, rules))
            if claim is None:
                return rules.missing(f"there is no fear claim {command.claim}", "claim")
            if not isinstance(command, UndoWithdrawal):
                rules.require(is_open(claim, rules.regime), "procedure.once", "this claim has ended", "claim")
            return _ending(claim, command, facts, rules)
        case _:
            assert_never(command)


def _ask(file: CaseFile, act: AskFear, facts: Facts, rules: Rules) -> Decided | Refused:
    put = FearQuestionPut(
        who=act.who, language=act.language, answer=act.answer, words=act.words, interpretation=act.interpretation,
        interpreter=act.interpreter, alone=act.alone, understood=act.understood, attested=act.attested,
        day=facts.day, zone=facts.zone,
    )  # fmt: skip
    if act.answer == "yes":
        # However the question was put, a fear said is a fear claimed (fear.any-words).
        said = ReportFear(who=act.who, words=act.words, language=act.language, interpretation=act.interpretation)
        fear = claimed(file, said, facts, rules)
        by_right_desk = not any(each.rule.startswith("authority.") for each in rules.broken)
        return Decided(events=(put, *fear) if by_right_desk else fear)
    rules.require(act.alone, "fear.asked", "asked within the hearing of others", "alone")
    rules.require(act.understood, "fear.asked", "the question was not understood: ask again", "understood")
    rules.require(act.attested, "fear.asked", "nobody attests question and answer", "attested")
    rules.require(
        bool(act.words) or act.answer != "no", "fear.asked", "the answer in the person's words is missing", "words"
    )
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    return rules.outcome(put)


def claimed(file: CaseFile, said: ReportFear, facts: Facts, rules: Rules) -> tuple[FearEvents, ...]:
    """The events that words of fear lead to: more words on an undecided claim, or a claim and its referral."""
    last = file.claims[-1] if file.claims else None
    if last is not None and last.determination is None and is_open(last, rules.regime) and not said.new_facts:
        again = FearSaidAgain(
            who=said.who, claim=last.number, words=said.words, language=said.language,
            interpretation=said.interpretation, channel=said.channel, said_by=said.said_by,
        )  # fmt: skip
        return (again,)
    number = len(file.claims) + 1
    claim = FearClaimed(
        who=said.who, claim=number, words=said.words, language=said.language, interpretation=said.interpretation,
        channel=said.channel, said_by=said.said_by, regime=rules.regime.version, day=facts.day, zone=facts.zone,
    )  # fmt: skip
    return claim, ReferralMade(who=said.who, claim=number, day=facts.day, zone=facts.zone)


def _ending(
    claim: Claim,
    command: WithdrawClaim | ConfirmWithdrawal | UndoWithdrawal | CloseClaim,
    facts: Facts,
    rules: Rules,
) -> Decided | Refused:
    match command:
        case WithdrawClaim():
            rules.require(command.alone, "withdrawal.free", "the person was not alone", "alone")
            rules.require(command.counsel_offered, "withdrawal.free", "counsel was not offered", "counsel_offered")
            return rules.outcome(
                WithdrawalRecorded(
                    who=command.who, claim=command.claim, words=command.words, alone=command.alone,
                    counsel_offered=command.counsel_offered, day=facts.day, zone=facts.zone,
                )
            )  # fmt: skip
        case ConfirmWithdrawal():
            later = claim.withdrawn_on is not None and facts.day > claim.withdrawn_on
            rules.require(claim.withdrawal == "said", "procedure.exists", "no withdrawal waits for confirmation")
            rules.require(later, "withdrawal.free", "a withdrawal is confirmed a day later, not before")
            return rules.outcome(WithdrawalConfirmed(who=command.who, claim=command.claim, words=command.words))
        case UndoWithdrawal():
            return rules.outcome(WithdrawalUndone(who=command.who, claim=command.claim, words=command.words))
        case CloseClaim():
            rules.require(
                command.reason != "no_fear_seen",
                "fear.referral",
                "whether there is a fear is for a determination",
                "reason",
            )
            # No regime file states implicit withdrawal yet, so nobody's silence ends a claim.
            implicit = command.reason == "implicitly_withdrawn"
            rules.require(not implicit, "fear.referral", "this regime knows no implicit withdrawal", "reason")
            return rules.outcome(
                ClaimClosed(who=command.who, claim=command.claim, reason=command.reason, says=command.says)
            )
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: FearEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case FearQuestionPut():
            asked = Asked(
                who=event.who, day=event.day, put=True, language=event.language, alone=event.alone,
                understood=event.understood, attested=event.attested, answer=event.answer,
            )  # fmt: skip
            return replace(file, asked=(*file.asked, asked))
        case FearQuestionNotPut():
            return with_sign(file, "fear.asked", "The fear question was reported as not put.", event.who)
        case FearClaimed():
            claim = Claim(
                number=event.claim, who=event.who, day=event.day, words=(event.words,), channel=event.channel,
                regime=event.regime,
            )  # fmt: skip
            # The claim's stay must be acknowledged anew at every post (fear.stay-delivered).
            return with_claim(_reopened(replace(file, custody=replace(file.custody, acknowledged=()))), claim)
        case ReferralMade():
            return with_part(file, event.who.by, "referred") if event.who.role in BORDER else file
        case FearSaidAgain():
            claim = file.claims[event.claim - 1]
            # Whoever says a fear again has not withdrawn it (withdrawal.free).
            again = replace(claim, words=(*claim.words, event.words), withdrawal="none", withdrawn_on=None)
            return with_claim(_reopened(file), again)
        case WithdrawalRecorded():
            claim = file.claims[event.claim - 1]
            return with_claim(file, replace(claim, withdrawal="said", withdrawn_on=event.day))
        case WithdrawalConfirmed():
            return with_claim(file, replace(file.claims[event.claim - 1], withdrawal="confirmed"))
        case WithdrawalUndone():
            undone = replace(file.claims[event.claim - 1], withdrawal="none", withdrawn_on=None)
            return with_claim(_reopened(file), undone)
        case ClaimClosed():
            return with_claim(file, replace(file.claims[event.claim - 1], closed=event.reason))
        case _:
            assert_never(event)


def _reopened(file: CaseFile) -> CaseFile:
    """A case in which a fear is said is open, whatever closed it (fear.any-words: at any time)."""
    return replace(file, closed="")
