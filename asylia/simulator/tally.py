"""The tally: what became of the simulated people, held against the truth that only the simulator knows."""

from collections import Counter
from functools import cache
from typing import NamedTuple

from asylia.core.event import Event, name_of
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.standing import protected
from asylia.simulator.population import Person

RUNGS = (
    ("encountered", "Encountered", ""),
    ("asked", "Asked about fear", "encountered"),
    ("claimed", "Claimed fear", "encountered"),
    ("referred", "Referred to the asylum office", "claimed"),
    ("interviewed", "Interviewed", "referred"),
    ("decided", "Decided by an officer", "interviewed"),
    ("positive", "Found positive by the officer", "decided"),
    ("final_positive", "Positive in the end", "decided"),
    ("sent_away", "Sent away at least once", "encountered"),
    ("missed", "Missed a hearing", "encountered"),
)  # fmt: skip


class Count(NamedTuple):
    """One run in figures: people on each rung, and the truth."""

    rungs: dict[str, int]
    in_danger: int
    endangered: int  # in true danger, and sent away
    protected: int  # in true danger, and found so
    mistaken: int  # in no true danger, and found so
    events: int
    refused: int
    breaches: int
    names: dict[str, int]
    seeds: dict[str, bytes]  # of each month's draw; secret until its month is over


class Tally:
    """Counts people, not events: whoever is asked twice is asked."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._rungs: dict[str, set[int]] = {id: set() for id, *_ in RUNGS}
        self._danger: set[int] = set()
        self._found: set[int] = set()

    def meet(self, person: Person) -> None:
        """Someone is encountered."""
        self._rungs["encountered"].add(person.number)
        if person.in_danger:
            self._danger.add(person.number)

    def step(self, rung: str, person: Person) -> None:
        """Someone has come to that rung."""
        self._rungs[rung].add(person.number)

    def count(self) -> Count:
        """Everything so far."""
        rungs = {id: len(people) for id, people in self._rungs.items()}
        away, found = self._rungs["sent_away"], self._rungs["final_positive"]
        return Count(
            rungs=rungs, in_danger=len(self._danger), endangered=len(away & self._danger),
            protected=len(found & self._danger), mistaken=len(found - self._danger), events=self.names.total(),
            refused=self.names["act.refused/1"], breaches=self.names["breach.noted/1"], names=dict(self.names),
            seeds={},
        )  # fmt: skip


_name = cache(name_of)
STEPS = {
    "fear_question.put/1": "asked", "fear.claimed/1": "claimed", "referral.made/1": "referred",
    "interview.begun/1": "interviewed", "determination.signed/1": "decided", "person.returned/1": "sent_away",
    "return.reported/1": "sent_away",
}  # fmt: skip


def noted(tally: Tally, person: Person, event: Event, file: CaseFile, regime: Regime) -> None:
    """Take one event into account; `file` is the case after it."""
    name = _name(type(event))
    tally.names[name] += 1
    rung = STEPS.get(name)
    if rung is not None:
        tally.step(rung, person)
    if name == "determination.signed/1" and getattr(event, "outcome", "") == "positive":
        tally.step("positive", person)
    elif name == "attendance.recorded/1" and not getattr(event, "present", True):
        tally.step("missed", person)
    elif name == "notice.served/1" and any(protected(each, regime) for each in file.claims):
        tally.step("final_positive", person)
