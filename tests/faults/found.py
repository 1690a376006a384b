"""A record as it was found after a fault: every stream's entries, and what the journal's forms were answered."""

import json

from asylia.ledger import Recorded
from asylia.ledger.export import export_lines
from asylia.shell.house import House
from tests.faults.journal import Answer, Kept


class Found:
    """The record as it was found: every stream's entries, and what the forms' keys were answered."""

    def __init__(self, house: House, kept: Kept) -> None:
        self.house = house
        self.kept = kept
        self.raw = house.raw()
        self.answers: dict[str, Answer] = {}
        for key in kept.sent:
            if (before := house.ledger.remembered(self.raw, key)) is not None:
                said = json.loads(before.answer)
                self.answers[key] = Answer("Accepted", said["case"], said["version"], tuple(said["events"]))
        self._streams: dict[str, list[Recorded]] = {}
        self._export: list[str] = []

    def stream(self, name: str) -> list[Recorded]:
        """The entries of a stream, opened."""
        if name not in self._streams:
            self._streams[name] = self.house.ledger.read(self.raw, name)
        return self._streams[name]

    def export(self) -> list[str]:
        """The whole record, opened; its text is kept in memory, never in a file."""
        if not self._export:
            ledger = self.house.ledger
            lines = export_lines(ledger.engine, ledger.keys, self.raw, opened=True)
            self._export = [line.decode() for line in lines]
        return self._export

    def streams(self, kind: str) -> list[str]:
        """Names of the streams of one kind, without it."""
        return [each.removeprefix(f"{kind}/") for each in self.house.ledger.streams(self.raw, f"{kind}/")]

    def entries(self, answer: Answer) -> list[Recorded]:
        """The entries that an answer speaks of."""
        return self.stream(f"case/{answer.case}")[answer.version - len(answer.events) : answer.version]
