"""Findings: a review's recommendations, the agencies' answers, and a state that is read out of them at a day."""

import datetime as dt
from typing import Any

import pytest

from asylia.core.errors import Refused
from asylia.core.event import Author, Role
from asylia.core.streams.finding import FindingEvents, ProgrammeReview, fold
from asylia.core.streams.recommending import (
    CloseRecommendation,
    ContestRecommendation,
    FindingCommand,
    GivePlan,
    MakeFinding,
    MakeRecommendation,
    OpenProgrammeReview,
    ReportDone,
    SeeEvidence,
    decide,
)

MADE = dt.date(2022, 3, 1)
SECOND = "oversight.answered"


def who(role: Role, day: dt.date = MADE) -> Author:
    return Author(by=f"{role}-1", role=role, at=dt.datetime.combine(day, dt.time(15), tzinfo=dt.UTC))


GIVEN: dict[type[FindingCommand], tuple[Role, dict[str, Any]]] = {
    OpenProgrammeReview: (
        "overseer", {"title": "A review", "team": "Four invented reviewers", "day": MADE, "source": "its report"},
    ),
    MakeFinding: ("overseer", {"says": "Nobody was asked at one bridge."}),
    MakeRecommendation: (
        "overseer",
        {"says": "Ask everyone.", "addressee": "the border agency", "day": MADE, "evidence": "a month without a gap",
         "measures": ("M10",), "safeguards": ("fear.asked",), "finding": 1},
    ),
    GivePlan: (
        "headquarters",
        {"recommendation": 1, "owner": "head of posts", "words": "Cards.", "by_day": dt.date(2022, 5, 1)},
    ),
    ContestRecommendation: ("headquarters", {"recommendation": 1, "words": "It is done already."}),
    ReportDone: ("headquarters", {"recommendation": 1, "words": "Done.", "evidence": "M10 of April"}),
    SeeEvidence: ("overseer", {"recommendation": 1, "shows": True, "words": "April shows it."}),
    CloseRecommendation: ("overseer", {"recommendation": 1, "reason": "The programme ended."}),
}  # fmt: skip


def command(kind: type[FindingCommand], role: Role | None = None, day: dt.date = MADE, **more: Any) -> FindingCommand:
    desk, fields = GIVEN[kind]
    return kind(**{"who": who(role or desk, day), "review": "r-1", **fields, **more})


def after(*commands: FindingCommand | type[FindingCommand]) -> ProgrammeReview:
    """The review after a finding, a recommendation and these commands, all of which pass."""
    events: list[FindingEvents] = []
    for each in (OpenProgrammeReview, MakeFinding, MakeRecommendation, *commands):
        event = decide(fold("r-1", events), command(each) if isinstance(each, type) else each)
        assert not isinstance(event, Refused), event
        events.append(event)
    return fold("r-1", events)


def refused(file: ProgrammeReview, given: FindingCommand) -> list[tuple[str, str]]:
    answer = decide(file, given)
    assert isinstance(answer, Refused), answer
    return [(each.rule, each.field) for each in answer.rules]


def test_a_plan_is_due_in_thirty_days_and_its_carrying_out_in_ninety() -> None:
    """oversight.answered: 30 and 90 days from the day the recommendation was made."""
    made = after().recommendations[0]
    assert (made.state, made.owner, made.due) == ("plan_due", "the border agency", dt.date(2022, 3, 31))
    assert not made.overdue(dt.date(2022, 3, 31))
    assert made.overdue(dt.date(2022, 4, 1))
    planned = after(GivePlan).recommendations[0]
    assert (planned.state, planned.owner, planned.due) == ("planned", "head of posts", dt.date(2022, 5, 1))
    contested = after(ContestRecommendation).recommendations[0]
    assert (contested.state, contested.due) == ("contested", dt.date(2022, 5, 30))
    assert contested.overdue(dt.date(2022, 5, 31))


def test_only_evidence_that_oversight_has_seen_ends_a_recommendation() -> None:
    """oversight.answered: the addressee's word that it is done ends nothing."""
    said = after(GivePlan, ReportDone).recommendations[0]
    assert (said.state, said.ended, said.due) == ("reported_done", False, None)
    assert after(GivePlan, ReportDone, SeeEvidence).recommendations[0].state == "shown"
    no = after(GivePlan, ReportDone, command(SeeEvidence, shows=False)).recommendations[0]
    assert (no.state, no.ended, no.due) == ("not_shown", False, dt.date(2022, 5, 1))
    assert no.overdue(dt.date(2022, 5, 2))
    assert refused(after(GivePlan), command(SeeEvidence)) == [(SECOND, "")]
    assert refused(after(CloseRecommendation), command(ReportDone)) == [("procedure.once", "")]


def test_a_plan_cannot_put_off_the_day() -> None:
    """oversight.answered: ninety days are ninety days."""
    assert refused(after(), command(GivePlan, by_day=dt.date(2022, 5, 31))) == [(SECOND, "by_day")]
    again = after(GivePlan, command(GivePlan, owner="another", by_day=dt.date(2022, 4, 2))).recommendations[0]
    assert (again.owner, again.due) == ("another", dt.date(2022, 4, 2))


@pytest.mark.parametrize("kind", [each for each in GIVEN if each is not OpenProgrammeReview])
def test_what_is_not_there_and_what_another_desk_asks_is_refused(kind: type[FindingCommand]) -> None:
    """authority.role, procedure.exists: the overseer keeps findings, headquarters answers for the agencies."""
    other: Role = "overseer" if GIVEN[kind][0] == "headquarters" else "headquarters"
    assert ("authority.role", "") in refused(after(), command(kind, other))
    assert ("procedure.exists", "") in refused(ProgrammeReview(id="r-1"), command(kind))
    if "recommendation" in GIVEN[kind][1]:
        assert refused(after(), command(kind, recommendation=2)) == [("procedure.exists", "")]
    words = [name for name, value in GIVEN[kind][1].items() if isinstance(value, str)]
    file = after(ReportDone) if kind is SeeEvidence else after()
    for name in words:
        empty: dict[str, Any] = {name: " "}
        assert (SECOND, name) in refused(file, command(kind, **empty))


def test_a_review_is_put_on_the_record_once_and_a_recommendation_names_a_finding_that_is_there() -> None:
    """procedure.once, procedure.exists."""
    assert refused(after(), command(OpenProgrammeReview)) == [("procedure.once", "")]
    assert refused(after(), command(MakeRecommendation, finding=2)) == [("procedure.exists", "finding")]
    assert refused(after(), command(MakeRecommendation, measures=("parity",))) == [("procedure.exists", "measures")]
    assert refused(after(), command(MakeRecommendation, safeguards=("no.one",))) == [("procedure.exists", "safeguards")]
    assert after(command(MakeRecommendation, finding=0)).recommendations[1].made.number == 2


def test_how_it_stood_on_an_earlier_day_is_read_out_of_the_record() -> None:
    """No state is stored: what was said later is left out."""
    file = after(command(GivePlan, day=dt.date(2022, 3, 20)), command(ReportDone, day=dt.date(2022, 4, 10)))
    states = [file.at(dt.date(2022, *day)).recommendations[0].state for day in ((3, 19), (3, 20), (4, 9), (4, 10))]
    assert states == ["plan_due", "planned", "planned", "reported_done"]
    assert file.at(dt.date(2022, 2, 28)).recommendations == ()
