"""A reader who has a published folder and nothing else: reads its rows, and knows which of them must add up."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from tests.publish.attacker import Attacker

SAME = {  # analyses that count the same cases, as methodology.html defines them
    ("relief", ""): ("outcomes", "relief granted"), ("removal-orders", ""): ("outcomes", "removal order"),
    ("terminated", ""): ("outcomes", "terminated or dismissed"), ("infants", ""): ("ages", "under 1"),
    ("age-unknown", ""): ("ages", "unknown"),
}  # fmt: skip
OF_EVERYONE = ("completed", "represented", "children", "under-five", "infants", "age-unknown", "ages", "new-cases")
OF_COMPLETED = ("outcomes", "relief", "removal-orders", "terminated", "in-absentia")
AGES = ("under 1", "1 to 4", "5 to 17", "18 and over", "unknown")
Cell = tuple[str, ...]


class Folder:
    """The rows of a folder as cells: (of, analysis, part, division, group); what they are out of is a part, `whole`."""

    def __init__(self, folder: Path) -> None:
        self.printed: dict[Cell, str] = {}
        self.groups: dict[tuple[str, str], set[str]] = {}
        for path in sorted(folder.glob("*.csv")):
            for row in csv.DictReader(path.read_text("utf-8").splitlines()):
                self.read(row)

    def read(self, row: dict[str, str]) -> None:
        """One row: two counts."""
        of, analysis, division, group = row["of"], row["analysis"], row["division"], row["group"]
        if division == "way":
            return
        for part, kind in ((row["part"], "numerator"), (self.whole(analysis, row["part"]), "denominator")):
            cell = self.cell(of, analysis, part, division, group)
            if analysis == "vanished" and kind == "denominator":
                cell = (of, analysis, "", "", "")  # of all that vanished, whatever they are divided by
            said = row[kind] or row[f"{kind}_printed"]
            assert self.printed.get(cell, said) == said, f"{cell} is printed as {said} and {self.printed[cell]}"
            self.printed[cell] = said
        if division:
            self.groups.setdefault((of, division), set()).add(group)

    @staticmethod
    def whole(analysis: str, part: str) -> str:
        """What a figure is counted among."""
        return f"whole of {part}" if analysis.startswith(("time-", "transferred-between")) else "whole"

    @staticmethod
    def cell(of: str, analysis: str, part: str, division: str, group: str) -> Cell:
        """One name for what is counted, whatever analysis prints it."""
        if part == "whole" and analysis in OF_EVERYONE:
            analysis, part = "everyone", ""
        if part == "whole" and analysis in OF_COMPLETED:
            analysis, part = "completed", ""
        analysis, part = SAME.get((analysis, part), (analysis, part))
        if analysis == "new-cases":  # a month is a division of everyone
            analysis, part, division, group = "everyone", "", "month", part
        return of, analysis, part, division, group

    def sums(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """All that must add up: groups to the whole, parts to what they are parts of, with the rest, not printed."""
        for (of, division), groups in self.groups.items():
            for analysis, part in {(c[1], c[2]) for c in self.printed if c[0] == of and c[3] == division}:
                yield (of, analysis, part, "", ""), [(of, analysis, part, division, group) for group in sorted(groups)]
        outcomes = [
            cell for cell in self.printed if cell[0] == "vanished" and cell[3] == "outcome" and cell[4] != "pending"
        ]
        yield ("vanished", "vanished", "completed", "", ""), outcomes
        for of, division, group in {(c[0], c[3], c[4]) for c in self.printed}:
            yield from self.inside(of, division, group)

    def inside(self, of: str, division: str, group: str) -> Iterator[tuple[Cell, list[Cell]]]:
        """What holds among the counts of one group."""

        def at(analysis: str, part: str = "") -> Cell:
            return of, analysis, part, division, group

        everyone, completed = at("everyone"), at("completed")
        yield everyone, [at("ages", age) for age in AGES]
        yield at("children"), [at("ages", age) for age in AGES[:3]]
        yield at("under-five"), [at("ages", age) for age in AGES[:2]]
        outcomes = sorted({c[2] for c in self.printed if c[1] == "outcomes"})
        yield completed, [at("outcomes", outcome) for outcome in outcomes]
        for part, whole in (
            (completed, everyone), (at("represented"), everyone), (at("in-absentia"), completed),
            (at("transferred", "whole"), everyone), (at("transferred"), at("transferred", "whole")),
            (at("transferred-pending", "whole"), at("transferred", "whole")),
            (at("transferred-pending"), at("transferred-pending", "whole")),
            (at("transferred-pending"), at("transferred")), (at("missed-hearings"), at("missed-hearings", "whole")),
            (at("missed-hearings", "whole"), everyone),
        ):  # fmt: skip
            if part in self.printed or whole in self.printed:
                yield whole, [part, ("rest", *part, *whole)]

    def attacker(self) -> Attacker:
        """All of it as a linear program."""
        return Attacker(*named("", self))


def named(prefix: str, folder: Folder) -> tuple[dict[str, str], list[tuple[str, list[str]]]]:
    """Cells and sums under names as the attacker takes them."""
    known = folder.printed
    sums = [(total, parts) for total, parts in folder.sums() if any(cell in known for cell in (total, *parts))]
    return (
        {prefix + "|".join(cell): said for cell, said in known.items()},
        [(prefix + "|".join(total), [prefix + "|".join(part) for part in parts]) for total, parts in sums],
    )
