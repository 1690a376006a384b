"""Extraction: the rows that the events of one case make, one event after another."""

import datetime as dt
from collections.abc import Iterable, Iterator

from asylia.core.decider import CaseEvent, evolve
from asylia.core.file import CaseFile
from asylia.core.steps.advisal import AdvisalGiven, LanguageRecorded
from asylia.core.steps.custody import PersonReturned
from asylia.core.steps.determination import DeterminationSigned
from asylia.core.steps.evidence import CountryInformationConsulted, EvidenceFiled, EvidenceRejected
from asylia.core.steps.family import TracerNamed
from asylia.core.steps.fear import FearClaimed, FearQuestionPut
from asylia.core.steps.interview import InconsistencyPut, TestimonyAdded
from asylia.core.steps.notice import BoxesTicked
from asylia.core.steps.opening import NationalityRecorded
from asylia.core.steps.portal import AccessChanged, AccessGiven, AccessRevoked, LinkAsked
from asylia.core.steps.readback import ReadbackGiven
from asylia.core.steps.review import Overridden, ReturnedForCorrection
from asylia.core.steps.service import NoticeServed
from asylia.oversight.beside import Beside
from asylia.oversight.extracting import claim, custody, decision, drawing, encounter, waiting, watching
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import EntryCount
from asylia.oversight.seen import Looks, Maker, Memory, Seen

LATE = dt.timedelta(hours=48)
# What an entry of these kinds has to say; without it the entry is counted as incomplete (M24).
COMPLETE: dict[type, tuple[str, ...]] = {
    LanguageRecorded: ("languages", "best"),
    AdvisalGiven: ("language", "said_back"),
    FearQuestionPut: ("language", "words"),
    FearClaimed: ("words", "language"),
    ReadbackGiven: ("language", "facts"),
    DeterminationSigned: ("reasons", "statement", "findings"),
    Overridden: ("reasons",),
    ReturnedForCorrection: ("code", "reasons"),
    NoticeServed: ("how", "language", "said_back"),
    PersonReturned: ("port",),
}

MAKERS: dict[type, tuple[Maker, ...]] = {}
for _module in (encounter, claim, decision, drawing, waiting, custody, watching):
    for _event, _maker in _module.MAKES.items():
        MAKERS[_event] = (*MAKERS.get(_event, ()), _maker)


# Events that make no row of their own, and where what they say is counted instead.
MAKES_NONE: dict[type, str] = {
    NationalityRecorded: "stands in the nationality of every later row, and in exclusions where it makes one",
    TracerNamed: "of the first form of tracing, which is no longer written",
    TestimonyAdded: "counted in the row of the interview's end; what was said stays in the case",
    InconsistencyPut: "counted in the row of the interview's end",
    CountryInformationConsulted: "a source and a passage: no code in it is counted by a measure",
    EvidenceFiled: "what is filed is counted once it is accepted after a signature (edits)",
    EvidenceRejected: "as what is filed: no measure rests on it",
    BoxesTicked: "boxes of a form, beside the notice that has its row",
    AccessGiven: "who opens the person's own pages is counted nowhere",
    AccessChanged: "who opens the person's own pages is counted nowhere",
    AccessRevoked: "who opens the person's own pages is counted nowhere",
    LinkAsked: "who asks is not known",
}


def nobody(_staff: str) -> tuple[dt.datetime, ...]:
    """No looks: where no read log is at hand."""
    return ()


class CaseFacts:
    """The rows of one case, taken event by event: `after` for each, in order, and `rest` at the end."""

    def __init__(self, beside: Beside, looks: Looks | None = None) -> None:
        self._beside = beside
        self._looks = looks or nobody
        self._memory = Memory()
        self._alarms = watching.Open()
        self._last: Seen | None = None
        self._today = [0, 0, 0]  # entries, late, incomplete

    def after(self, before: CaseFile, event: CaseEvent, file: CaseFile, recorded: dt.datetime) -> list[Fact]:
        """The rows of one event: `file` is the case after it, `recorded` the record's clock (UTC)."""
        seen = Seen(before, event, file, recorded, memory=self._memory, beside=self._beside, looks=self._looks)
        rows: list[Fact] = []
        last = self._last
        if last is not None and recorded.date() != last.recorded.date():
            rows.append(self._day_over(last))
        for maker in MAKERS.get(type(event), ()):
            rows.extend(maker(seen, event))
        rows += watching.excluded(seen)
        rows += watching.ended(seen)
        rows.extend(self._alarms.step(seen, last))
        self._today[0] += 1
        self._today[1] += recorded - event.who.at > LATE
        self._today[2] += _lacks(event)
        self._last = seen
        return rows

    def rest(self) -> list[Fact]:
        """The rows that stand at the last entry: open alarms, and those that come if nothing is done; its day."""
        return [] if self._last is None else [*self._alarms.rest(self._last), self._day_over(self._last)]

    def _day_over(self, last: Seen) -> EntryCount:
        """One row for the entries of one day, by the last of them."""
        entries, late, incomplete = self._today
        self._today = [0, 0, 0]
        return EntryCount(**last.head, entries=entries, late=late, incomplete=incomplete)


def _lacks(event: CaseEvent) -> bool:
    needed = COMPLETE.get(type(event))
    return needed is not None and any(not getattr(event, each) for each in needed)


def facts_of(
    case: str, events: Iterable[tuple[CaseEvent, dt.datetime]], beside: Beside, looks: Looks | None = None
) -> Iterator[Fact]:
    """Every row that a case makes, from its events with the moments they were recorded."""
    taken, file = CaseFacts(beside, looks), CaseFile(id=case)
    for event, recorded in events:
        before, file = file, evolve(file, event)
        yield from taken.after(before, event, file, recorded)
    yield from taken.rest()
