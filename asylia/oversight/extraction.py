"""Extraction: the rows that the events of one case make, one event after another."""

import datetime as dt
from collections.abc import Iterable, Iterator

from asylia.core.decider import CaseEvent, evolve
from asylia.core.file import CaseFile
from asylia.oversight.beside import Beside
from asylia.oversight.extracting import claim, decision, drawing, encounter, waiting, watching
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import EntryCount
from asylia.oversight.seen import Maker, Memory, Seen

Looks = dict[str, list[dt.datetime]]

LATE = dt.timedelta(hours=48)
# What an entry of these kinds has to say; without it the entry is counted as incomplete (M24).
COMPLETE: dict[str, tuple[str, ...]] = {
    "language.recorded/1": ("languages", "best"),
    "advisal.given/1": ("language", "said_back"),
    "fear_question.put/1": ("language", "words"),
    "fear.claimed/1": ("words", "language"),
    "readback.given/1": ("language", "facts"),
    "determination.signed/1": ("reasons", "statement", "findings"),
    "determination.overridden/1": ("reasons",),
    "review.returned/1": ("code", "reasons"),
    "notice.served/1": ("how", "language", "said_back"),
    "person.returned/1": ("port",),
}

MAKERS: dict[type, tuple[Maker, ...]] = {}
for _module in (encounter, claim, decision, drawing, waiting, watching):
    for _event, _maker in _module.MAKES.items():
        MAKERS[_event] = (*MAKERS.get(_event, ()), _maker)


class CaseFacts:
    """The rows of one case, taken event by event: `after` for each, in order, and `rest` at the end."""

    def __init__(self, beside: Beside, looks: Looks | None = None) -> None:
        self._beside = beside
        self._looks = looks or {}
        self._memory = Memory()
        self._alarms = watching.Open()
        self._last: Seen | None = None
        self._entries: EntryCount | None = None

    def after(self, before: CaseFile, event: CaseEvent, file: CaseFile, recorded: dt.datetime) -> Iterator[Fact]:
        """The rows of one event: `file` is the case after it, `recorded` the record's clock (UTC)."""
        seen = Seen(before, event, file, recorded, memory=self._memory, beside=self._beside, looks=self._looks)
        for maker in MAKERS.get(type(event), ()):
            yield from maker(seen, event)
        yield from watching.excluded(seen)
        yield from watching.ended(seen)
        yield from self._alarms.step(seen, self._last)
        yield from self._counted(seen)
        self._last = seen

    def rest(self) -> Iterator[Fact]:
        """The rows that stand at the last entry: open alarms, and those that come if nothing is done; its day."""
        if self._last is not None:
            yield from self._alarms.rest(self._last)
        if self._entries is not None:
            yield self._entries

    def _counted(self, seen: Seen) -> Iterator[Fact]:
        """One row for the entries of one day, once the day is over."""
        before = self._entries
        same = before is not None and before.recorded.date() == seen.recorded.date()
        if before is not None and not same:
            yield before
        entries, late, incomplete = (before.entries, before.late, before.incomplete) if before and same else (0, 0, 0)
        self._entries = EntryCount(
            **seen.head, entries=entries + 1, late=late + (seen.recorded - seen.at > LATE),
            incomplete=incomplete + _lacks(seen.event),
        )  # fmt: skip


def _lacks(event: CaseEvent) -> bool:
    return any(not getattr(event, each) for each in COMPLETE.get(event.__struct_config__.tag, ()))  # type: ignore[arg-type]


def facts_of(
    case: str, events: Iterable[tuple[CaseEvent, dt.datetime]], beside: Beside, looks: Looks | None = None
) -> Iterator[Fact]:
    """Every row that a case makes, from its events with the moments they were recorded."""
    taken, file = CaseFacts(beside, looks), CaseFile(id=case)
    for event, recorded in events:
        before, file = file, evolve(file, event)
        yield from taken.after(before, event, file, recorded)
    yield from taken.rest()
