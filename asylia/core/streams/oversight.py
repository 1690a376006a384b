"""Oversight: which measures were kept and published, what evidence was asked for, what the agency answered.

Streams `oversight/<year>`. They hold ids, days, digests and the words of agency and overseer about a measure, never
about a person.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event, Moment

ANSWER_WITHIN = dt.timedelta(days=14)  # house: a measure's alarm, and a question about one, has its answer by then


class OversightAct(Act, frozen=True, kw_only=True):
    """An act about a measure: its id (`M01`), unit and period, as the rows of an edition name them."""

    measure: str
    unit: str
    period: str


class AskEvidence(OversightAct, frozen=True, kw_only=True):
    """Ask the agency for the evidence behind a measure's row; `ask` is the question's id, minted with its form."""

    ask: str
    words: str
    due: dt.date


class AnswerMeasure(OversightAct, frozen=True, kw_only=True):
    """Answer for the agency: who owns it, what was found and done, what is still to be done by which day."""

    owner: str
    words: str
    due: dt.date | None = None
    ask: str = ""


OversightCommand: TypeAlias = AskEvidence | AnswerMeasure


class MeasuresKept(Event, frozen=True, kw_only=True, tag="measures.kept/1"):
    """An edition of measures was kept, computed from what was recorded by `as_of`; both digests are SHA-256, hex."""

    edition: str
    digest: str
    as_of: Moment
    definitions: str


class ReleasePublished(Event, frozen=True, kw_only=True, tag="release.published/1"):
    """A public release was made: the SHA-256 of its manifest; a revision is a new vintage of the same release."""

    release: str
    vintage: int
    manifest: str


class EvidenceAsked(Event, frozen=True, kw_only=True, tag="evidence.asked/1"):
    """The overseer asked for the evidence behind a row, by a day."""

    ask: str
    measure: str
    unit: str
    period: str
    words: str
    due: dt.date


class MeasureAnswered(Event, frozen=True, kw_only=True, tag="measure.answered/1"):
    """The agency answered a measure, or a question about it (`ask`, empty where none was asked)."""

    measure: str
    unit: str
    period: str
    owner: str
    words: str
    due: dt.date | None
    ask: str


OversightEvents: TypeAlias = MeasuresKept | ReleasePublished | EvidenceAsked | MeasureAnswered


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question about a measure, and its answer once there is one."""

    asked: EvidenceAsked
    answer: MeasureAnswered | None = None

    def overdue(self, day: dt.date) -> bool:
        """Whether its day has passed without an answer."""
        return self.answer is None and self.asked.due < day


class Oversight(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of editions and releases, in their order, of questions by id, and of every answer."""

    kept: tuple[MeasuresKept, ...] = ()
    releases: tuple[ReleasePublished, ...] = ()
    asked: dict[str, Asked] = {}
    answers: tuple[MeasureAnswered, ...] = ()

    def answers_to(self, measure: str, unit: str = "") -> Iterator[MeasureAnswered]:
        """The answers to a measure, the newest first; of one unit where it is named."""
        return (each for each in reversed(self.answers) if each.measure == measure and unit in ("", each.unit))

    def asked_about(self, measure: str) -> Iterator[Asked]:
        """The questions about a measure, the newest first."""
        return (each for each in reversed(self.asked.values()) if each.asked.measure == measure)


def decide(file: Oversight, command: OversightCommand) -> OversightEvents | Refused:
    """What a command about a measure leads to, or every rule that it breaks."""
    broken = tuple(_broken(file, command))
    if broken:
        return Refused(rules=broken)
    match command:
        case AskEvidence():
            return EvidenceAsked(
                who=command.who, ask=command.ask, measure=command.measure, unit=command.unit, period=command.period,
                words=command.words, due=command.due,
            )  # fmt: skip
        case AnswerMeasure():
            return MeasureAnswered(
                who=command.who, measure=command.measure, unit=command.unit, period=command.period,
                owner=command.owner, words=command.words, due=command.due, ask=command.ask,
            )  # fmt: skip
        case _:
            assert_never(command)


def _broken(file: Oversight, command: OversightCommand) -> Iterator[Broken]:
    wanted = "overseer" if isinstance(command, AskEvidence) else "headquarters"
    if command.who.role != wanted:
        asks = "the overseer asks" if wanted == "overseer" else "headquarters answers for the agency"
        yield Broken(rule="authority.role", detail=asks)
    if not command.words.strip():
        yield Broken(rule="oversight.answered", detail="the words are missing", field="words")
    match command:
        case AskEvidence():
            if command.ask in file.asked:
                yield Broken(rule="procedure.once", detail="this was asked already")
            if command.due < command.who.at.date():
                yield Broken(rule="oversight.answered", detail="the day for the answer is past", field="due")
        case AnswerMeasure():
            yield from _answering(file, command)
        case _:
            assert_never(command)


def _answering(file: Oversight, command: AnswerMeasure) -> Iterator[Broken]:
    if not command.owner.strip():
        yield Broken(rule="oversight.answered", detail="nobody is named who sees to it", field="owner")
    if not command.ask:
        return
    known = file.asked.get(command.ask)
    if known is None or known.asked.measure != command.measure:
        yield Broken(rule="procedure.exists", detail="no such question was asked about this measure")
    elif known.answer is not None:
        yield Broken(rule="procedure.once", detail="this question was answered already: answer the measure instead")


def fold(events: Iterable[OversightEvents]) -> Oversight:
    """What the streams of all years show together, read in the order of the years."""
    kept: list[MeasuresKept] = []
    releases: list[ReleasePublished] = []
    asked: dict[str, Asked] = {}
    answers: list[MeasureAnswered] = []
    for event in events:
        match event:
            case MeasuresKept():
                kept.append(event)
            case ReleasePublished():
                releases.append(event)
            case EvidenceAsked():
                asked[event.ask] = Asked(asked=event)
            case MeasureAnswered():
                answers.append(event)
                if event.ask:
                    asked[event.ask] = replace(asked[event.ask], answer=event)
            case _:
                assert_never(event)
    return Oversight(kept=tuple(kept), releases=tuple(releases), asked=asked, answers=tuple(answers))
