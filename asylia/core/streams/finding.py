"""Findings: what a review team found and recommended, what the agencies answered, and what the overseer saw of it.

One stream `finding/<id>` is one review: its findings and recommendations are numbered in it. How far a
recommendation has come is read out of these events at a day, and stored nowhere.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.event import Event

State = Literal["plan_due", "planned", "contested", "reported_done", "not_shown", "shown", "closed"]


class ProgrammeReviewOpened(Event, frozen=True, kw_only=True, tag="programme_review.opened/1"):
    """A review of the programme was put on the record."""

    title: str
    team: str
    day: dt.date
    source: str
    reconstruction: bool


class FindingMade(Event, frozen=True, kw_only=True, tag="finding.made/1"):
    """The review found this."""

    number: int
    says: str
    source: str


class RecommendationMade(Event, frozen=True, kw_only=True, tag="recommendation.made/1"):
    """The review recommended this; `finding` is 0 where no finding behind it is known."""

    number: int
    finding: int
    says: str
    addressee: str
    plan_due: dt.date
    done_due: dt.date
    evidence: str
    measures: tuple[str, ...]
    safeguards: tuple[str, ...]


class PlanGiven(Event, frozen=True, kw_only=True, tag="plan.given/1"):
    """The addressee said what will be done, by whom and by when."""

    recommendation: int
    owner: str
    words: str
    by_day: dt.date


class RecommendationContested(Event, frozen=True, kw_only=True, tag="recommendation.contested/1"):
    """The addressee said why it will not be done, or not so."""

    recommendation: int
    words: str


class DoneReported(Event, frozen=True, kw_only=True, tag="done.reported/1"):
    """The addressee said that it is done; whether the evidence shows it, oversight says."""

    recommendation: int
    words: str
    evidence: str


class EvidenceSeen(Event, frozen=True, kw_only=True, tag="evidence.seen/1"):
    """Oversight saw the evidence, and said whether it shows that the recommendation is carried out."""

    recommendation: int
    shows: bool
    words: str


class RecommendationClosed(Event, frozen=True, kw_only=True, tag="recommendation.closed/1"):
    """Oversight ended a recommendation that was overtaken."""

    recommendation: int
    reason: str


Answered: TypeAlias = PlanGiven | RecommendationContested | DoneReported | EvidenceSeen | RecommendationClosed
FindingEvents: TypeAlias = ProgrammeReviewOpened | FindingMade | RecommendationMade | Answered


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """One recommendation and everything that was said to it since, in order."""

    made: RecommendationMade
    since: tuple[Answered, ...] = ()

    @property
    def state(self) -> State:
        """How far it has come by what was last said; nobody's word alone makes it shown but oversight's."""
        match self.since[-1] if self.since else None:
            case None:
                return "plan_due"
            case PlanGiven():
                return "planned"
            case RecommendationContested():
                return "contested"
            case DoneReported():
                return "reported_done"
            case EvidenceSeen(shows=shows):
                return "shown" if shows else "not_shown"
            case RecommendationClosed():
                return "closed"
            case never:
                assert_never(never)

    @property
    def ended(self) -> bool:
        """Whether nothing more is due of it."""
        return self.state in ("shown", "closed")

    @property
    def owner(self) -> str:
        """Who sees to it by the last plan; the addressee until there is one."""
        plans = [each.owner for each in self.since if isinstance(each, PlanGiven)]
        return plans[-1] if plans else self.made.addressee

    @property
    def due(self) -> dt.date | None:
        """The day by which the next thing is due of the addressee; a plan's own day may only be the earlier one."""
        if self.ended or self.state == "reported_done":
            return None
        if self.state == "plan_due":
            return self.made.plan_due
        plans = [each.by_day for each in self.since if isinstance(each, PlanGiven)]
        return min([self.made.done_due, *plans[-1:]])

    def overdue(self, day: dt.date) -> bool:
        """Whether what is due of the addressee is late on that day."""
        return self.due is not None and self.due < day


class ProgrammeReview(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one review."""

    id: str
    opened: ProgrammeReviewOpened | None = None
    findings: tuple[FindingMade, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    def recommendation(self, number: int) -> Recommendation | None:
        """The recommendation of that number, or None."""
        return self.recommendations[number - 1] if 1 <= number <= len(self.recommendations) else None

    def at(self, day: dt.date) -> "ProgrammeReview":
        """The review as it stood at the end of an earlier day (UTC)."""
        then = [
            replace(each, since=tuple(said for said in each.since if said.who.at.date() <= day))
            for each in self.recommendations
            if each.made.who.at.date() <= day
        ]
        return replace(self, recommendations=tuple(then))


def evolve(file: ProgrammeReview, event: FindingEvents) -> ProgrammeReview:
    """The review after one event."""
    match event:
        case ProgrammeReviewOpened():
            return replace(file, opened=event)
        case FindingMade():
            return replace(file, findings=(*file.findings, event))
        case RecommendationMade():
            return replace(file, recommendations=(*file.recommendations, Recommendation(made=event)))
        case _:
            return _since(file, event)


def _since(file: ProgrammeReview, event: Answered) -> ProgrammeReview:
    changed = [
        replace(each, since=(*each.since, event)) if each.made.number == event.recommendation else each
        for each in file.recommendations
    ]
    return replace(file, recommendations=tuple(changed))


def fold(id: str, events: Iterable[FindingEvents]) -> ProgrammeReview:
    """What a review's stream shows."""
    file = ProgrammeReview(id=id)
    for event in events:
        file = evolve(file, event)
    return file
