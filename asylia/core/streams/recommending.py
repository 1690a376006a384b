"""Recommending: what a review team and the agencies may say of findings and recommendations, and what is refused."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import TypeAlias, assert_never

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.rules import RULES
from asylia.core.streams.finding import (
    DoneReported,
    EvidenceSeen,
    FindingEvents,
    FindingMade,
    PlanGiven,
    ProgrammeReview,
    ProgrammeReviewOpened,
    RecommendationClosed,
    RecommendationContested,
    RecommendationMade,
)

# House: a plan is due thirty days after a recommendation is made, and its carrying out ninety.
PLAN_WITHIN = dt.timedelta(days=30)
DONE_WITHIN = dt.timedelta(days=90)


class FindingAct(Act, frozen=True, kw_only=True):
    """An act about one review, by its id."""

    review: str


class OpenProgrammeReview(FindingAct, frozen=True, kw_only=True):
    """Put a review on the record: its title, its team, the day of its report, and what it is known from.

    `reconstruction`: its own text could not be had, and what stands here was put together from what others wrote.
    """

    title: str
    team: str
    day: dt.date
    source: str
    reconstruction: bool = False


class MakeFinding(FindingAct, frozen=True, kw_only=True):
    """Put down what the review found, and where it says so."""

    says: str
    source: str = ""


class MakeRecommendation(FindingAct, frozen=True, kw_only=True):
    """Recommend: what is to be done and by whom, behind which finding, what would show it, and which measure counts it.

    `day` is the day it was made, from which plan and carrying out are due; `safeguards` are ids of rules.
    """

    says: str
    addressee: str
    day: dt.date
    evidence: str
    finding: int = 0
    measures: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()


class RecommendationAct(FindingAct, frozen=True, kw_only=True):
    """An act about one recommendation of a review."""

    recommendation: int


class GivePlan(RecommendationAct, frozen=True, kw_only=True):
    """Say for the addressee what will be done, who sees to it and by when."""

    owner: str
    words: str
    by_day: dt.date


class ContestRecommendation(RecommendationAct, frozen=True, kw_only=True):
    """Say for the addressee why it will not be done, or not so."""

    words: str


class ReportDone(RecommendationAct, frozen=True, kw_only=True):
    """Say for the addressee that it is done, and where the evidence of it is."""

    words: str
    evidence: str


class SeeEvidence(RecommendationAct, frozen=True, kw_only=True):
    """Say for oversight what the evidence was seen to show."""

    shows: bool
    words: str


class CloseRecommendation(RecommendationAct, frozen=True, kw_only=True):
    """End a recommendation that has been overtaken, with the reason; what was shown to be done needs no closing."""

    reason: str


FindingCommand: TypeAlias = (
    OpenProgrammeReview | MakeFinding | MakeRecommendation | GivePlan | ContestRecommendation | ReportDone | SeeEvidence
    | CloseRecommendation
)  # fmt: skip


def decide(file: ProgrammeReview, command: FindingCommand) -> FindingEvents | Refused:
    """What a command about a review leads to, or every rule that it breaks."""
    broken = tuple(_broken(file, command))
    if broken:
        return Refused(rules=broken)
    match command:
        case OpenProgrammeReview():
            return ProgrammeReviewOpened(
                who=command.who, title=command.title, team=command.team, day=command.day, source=command.source,
                reconstruction=command.reconstruction,
            )  # fmt: skip
        case MakeFinding():
            number = len(file.findings) + 1
            return FindingMade(who=command.who, number=number, says=command.says, source=command.source)
        case MakeRecommendation():
            return RecommendationMade(
                who=command.who, number=len(file.recommendations) + 1, finding=command.finding, says=command.says,
                addressee=command.addressee, plan_due=command.day + PLAN_WITHIN, done_due=command.day + DONE_WITHIN,
                evidence=command.evidence, measures=command.measures, safeguards=command.safeguards,
            )  # fmt: skip
        case _:
            return _answer(command)


def _answer(
    command: GivePlan | ContestRecommendation | ReportDone | SeeEvidence | CloseRecommendation,
) -> FindingEvents:
    match command:
        case GivePlan():
            return PlanGiven(
                who=command.who, recommendation=command.recommendation, owner=command.owner, words=command.words,
                by_day=command.by_day,
            )  # fmt: skip
        case ContestRecommendation():
            return RecommendationContested(who=command.who, recommendation=command.recommendation, words=command.words)
        case ReportDone():
            return DoneReported(
                who=command.who, recommendation=command.recommendation, words=command.words, evidence=command.evidence
            )
        case SeeEvidence():
            return EvidenceSeen(
                who=command.who, recommendation=command.recommendation, shows=command.shows, words=command.words
            )
        case CloseRecommendation():
            return RecommendationClosed(who=command.who, recommendation=command.recommendation, reason=command.reason)
        case _:
            assert_never(command)


def _broken(file: ProgrammeReview, command: FindingCommand) -> Iterator[Broken]:
    agency = isinstance(command, GivePlan | ContestRecommendation | ReportDone)
    if command.who.role != ("headquarters" if agency else "overseer"):
        whose = "headquarters answers for the agencies" if agency else "the overseer keeps reviews and their findings"
        yield Broken(rule="authority.role", detail=whose)
    if isinstance(command, OpenProgrammeReview) and file.opened is not None:
        yield Broken(rule="procedure.once", detail="this review is on the record already")
    if not isinstance(command, OpenProgrammeReview) and file.opened is None:
        yield Broken(rule="procedure.exists", detail="there is no such review")
    for field in _WORDS[type(command)]:
        if not getattr(command, field).strip():
            yield Broken(rule="oversight.answered", detail="this is missing", field=field)
    if isinstance(command, MakeRecommendation):
        yield from _naming(file, command)
    if isinstance(command, RecommendationAct):
        yield from _about(file, command)


def _naming(file: ProgrammeReview, command: MakeRecommendation) -> Iterator[Broken]:
    """What a recommendation points to is there."""
    if not 0 <= command.finding <= len(file.findings):
        yield Broken(rule="procedure.exists", detail="there is no finding of that number", field="finding")
    for each in command.safeguards:
        if each not in RULES:
            yield Broken(rule="procedure.exists", detail=f"no safeguard is named {each}", field="safeguards")
    for each in command.measures:
        if not re.fullmatch(r"M\d\d", each):
            yield Broken(rule="procedure.exists", detail=f"no measure is named {each}", field="measures")


# The fields of each command that no words may be missing from.
_WORDS: dict[type[FindingAct], tuple[str, ...]] = {
    OpenProgrammeReview: ("title", "team", "source"),
    MakeFinding: ("says",),
    MakeRecommendation: ("says", "addressee", "evidence"),
    GivePlan: ("owner", "words"),
    ContestRecommendation: ("words",),
    ReportDone: ("words", "evidence"),
    SeeEvidence: ("words",),
    CloseRecommendation: ("reason",),
}


def _about(file: ProgrammeReview, command: RecommendationAct) -> Iterator[Broken]:
    about = file.recommendation(command.recommendation)
    if about is None:
        yield Broken(rule="procedure.exists", detail="there is no recommendation of that number")
        return
    if about.ended:
        yield Broken(rule="procedure.once", detail="this recommendation has ended")
    if isinstance(command, SeeEvidence) and about.state != "reported_done":
        yield Broken(rule="oversight.answered", detail="nothing is reported done whose evidence could be seen")
    if isinstance(command, GivePlan) and command.by_day > about.made.done_due:
        detail = f"it is to be done by {about.made.done_due}: a plan cannot put that off"
        yield Broken(rule="oversight.answered", detail=detail, field="by_day")
