"""Oversight: evidence is asked for by the overseer, measures are answered by headquarters, with an owner and a day."""

import datetime as dt
from typing import Any

from asylia.core.errors import Refused
from asylia.core.event import Author, Role
from asylia.core.streams.oversight import (
    AnswerMeasure,
    AskEvidence,
    MeasureAnswered,
    Oversight,
    OversightCommand,
    OversightEvents,
    decide,
    fold,
)

AT = dt.datetime(2022, 3, 1, 15, tzinfo=dt.UTC)
ROW = {"measure": "M03", "unit": "programme", "period": "2022-02"}


def ask(role: Role = "overseer", **more: Any) -> AskEvidence:
    given = {"who": Author(by="o-1", role=role, at=AT), "ask": "a-1", "words": "Which reviews were these?", **ROW}
    return AskEvidence(**{**given, "due": dt.date(2022, 3, 15), **more})


def answer(role: Role = "headquarters", **more: Any) -> AnswerMeasure:
    given = {"who": Author(by="h-1", role=role, at=AT), "owner": "head of review", "words": "Eleven, listed.", **ROW}
    return AnswerMeasure(**{**given, **more})


def after(*commands: OversightCommand) -> Oversight:
    events: list[OversightEvents] = []
    for each in commands:
        event = decide(fold(events), each)
        assert not isinstance(event, Refused), event
        events.append(event)
    return fold(events)


def refused(file: Oversight, given: OversightCommand) -> list[tuple[str, str]]:
    decided = decide(file, given)
    assert isinstance(decided, Refused), decided
    return [(each.rule, each.field) for each in decided.rules]


def test_a_question_has_its_day_and_is_answered_once() -> None:
    """oversight.answered: overdue from the day after, until it is answered; a second answer goes to the measure."""
    asked = after(ask())
    (question,) = asked.asked_about("M03")
    assert not question.overdue(dt.date(2022, 3, 15))
    assert question.overdue(dt.date(2022, 3, 16))
    answered = after(ask(), answer(ask="a-1"))
    (question,) = answered.asked_about("M03")
    assert isinstance(question.answer, MeasureAnswered)
    assert not question.overdue(dt.date(2022, 3, 16))
    assert refused(answered, answer(ask="a-1")) == [("procedure.once", "")]
    assert refused(asked, answer(ask="a-2")) == [("procedure.exists", "")]
    assert refused(asked, answer(ask="a-1", measure="M04")) == [("procedure.exists", "")]
    assert refused(asked, ask()) == [("procedure.once", "")]


def test_answers_stand_beside_each_other_newest_first() -> None:
    """Nothing is replaced: each answer of the agency stays, by measure and unit."""
    file = after(answer(), answer(unit="site/north", words="Ours is another."), answer(measure="M04"), answer())
    assert [each.unit for each in file.answers_to("M03")] == ["programme", "site/north", "programme"]
    assert [each.words for each in file.answers_to("M03", "site/north")] == ["Ours is another."]


def test_who_may_ask_and_answer_and_what_may_not_be_missing() -> None:
    """authority.role; oversight.answered: an owner, words, and a day that is not past."""
    assert refused(Oversight(), ask("headquarters")) == [("authority.role", "")]
    assert refused(Oversight(), answer("overseer")) == [("authority.role", "")]
    assert refused(Oversight(), ask(words=" ")) == [("oversight.answered", "words")]
    assert refused(Oversight(), ask(due=dt.date(2022, 2, 28))) == [("oversight.answered", "due")]
    assert refused(Oversight(), answer(owner="")) == [("oversight.answered", "owner")]
