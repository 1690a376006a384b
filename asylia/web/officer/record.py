"""The record of an interview line by line, with the breaks, changes and inconsistencies between the lines."""

from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from asylia.core.decider import CaseEvent
from asylia.core.file import Claim
from asylia.core.steps.interview import (
    BreakTaken,
    InconsistencyPut,
    InterpreterAppointed,
    InterviewBegun,
    InterviewEnded,
    InterviewResumed,
    TestimonyAdded,
)
from asylia.shell.reading import events_of
from asylia.web.cases import Case, house
from asylia.web.officer.claims import named
from asylia.web.passages import SPEAKERS


class Row(NamedTuple):
    """One line said (`cite` T n), or a note between the lines (no `cite`); `puts` are the lines it speaks of."""

    time: str
    speaker: str
    words: str
    cite: str = ""
    language: str = "en"
    meaning: str = ""
    puts: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the line's element: `T-28`."""
        return self.cite.replace(" ", "-")


def rows_of(case: Case, claim: Claim) -> list[Row]:
    """Return the whole record of the claim's interview, oldest first."""
    zone = ZoneInfo(case.file.zone)
    events = events_of(house().ledger.read(house().raw(), f"case/{case.id}"))
    of_claim = [each for each in events if getattr(each, "claim", 0) == claim.number]
    return list(_rows(of_claim, zone))


def _rows(events: list[CaseEvent], zone: ZoneInfo) -> Iterator[Row]:
    begun = False
    for event in events:
        time = f"{event.who.at.astimezone(zone):%H:%M:%S}"
        match event:
            case TestimonyAdded():
                yield Row(
                    time, SPEAKERS.get(event.speaker, event.speaker), event.words, f"T {event.line}",
                    event.language or "en", event.interpretation,
                )  # fmt: skip
            case InconsistencyPut():
                put = tuple(f"T {each}" for each in event.lines)
                yield Row(time, "", f"Inconsistency {event.number} was put: {event.between}", puts=put)
                yield Row(time, "Explained", event.explanation, puts=())
            case BreakTaken():
                yield Row(time, "", f"Break. {event.reason}".strip())
            case InterviewBegun() | InterviewResumed():
                yield Row(time, "", "The conditions were checked again. Went on." if begun else "Conditions checked.")
                begun = True
            case InterpreterAppointed() if begun:
                yield Row(time, "", f"Interpreter {named(event.interpreter)} took over: {event.reason}")
            case InterviewEnded():
                yield Row(time, "", f"The interview ended. {event.closing}".strip())
                if event.counsel_says:
                    yield Row(time, "Counsel", event.counsel_says)
