"""All that is published about one release as one table of counts, so that no answer gives away what another holds back.

Counts that are divided in several ways are joined by what they share. Here that is a tree: every division (by court, by
month, ...) meets the kinds of cases in those groups of kinds that its questions tell apart. Along a tree, counts that
agree where they meet can always be made one caseload (Lauritzen, Graphical Models, 1996, decomposable tables), so the
audit over these cells is the audit over every caseload that could be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from asylia.courtdata.kinds import Counted, Kind, Members
from asylia.publish.cells import Cell, Sum, Table

Together: TypeAlias = frozenset[Counted]  # what the divided questions tell of a kind
Atom: TypeAlias = tuple[Any, ...]


class OneTable:
    """Cells as they come together: atoms that are never printed, and the counts that are, each a sum of atoms."""

    def __init__(self) -> None:
        self.counts: dict[Cell, int] = {}
        self.sums: list[Sum] = []
        self.published: dict[frozenset[Cell], Cell] = {}

    def table(self) -> Table:
        """The table as the room publish wants it."""
        return Table(self.counts, self.sums, tuple(self.published.values()))

    def add(self, cell: Cell, count: int) -> Cell:
        """A cell that is never printed."""
        self.counts[cell] = count
        return cell

    def publish(self, name: Cell, atoms: Iterable[Cell]) -> Cell | None:
        """The cell that prints the sum of these atoms, of whatever name it is first published under.

        None when there are none: what cannot be is no secret, and is not printed.
        """
        made_of = frozenset(atoms)
        if made_of and made_of not in self.published:
            self.published[made_of] = self.total(name, sorted(made_of))
        return self.published.get(made_of)

    def total(self, name: Cell, parts: Sequence[Cell]) -> Cell:
        """A cell for a sum, and the sum; where the cell is there already, one more sum that it must be."""
        self.counts.setdefault(name, sum(self.counts[part] for part in parts))
        self.sums.append((name, parts))
        return name

    def within(self, part: Cell, whole: Cell) -> None:
        """Those of one cell are among those of another."""
        rest = self.add(f"{whole} without {part}", self.counts[whole] - self.counts[part])
        self.total(whole, (part, rest))


class Day:
    """What is counted as of one day: its kinds of cases, and the same cases divided in other ways."""

    def __init__(self, into: OneTable, named: str, cases: Counter[Kind], members: Members) -> None:
        self.into, self.named, self.members = into, named, members
        kinds = sorted(frozenset[Kind]().union(*members.values()))
        self.atoms = {kind: into.add(f"{named}kind {n}", cases[kind]) for n, kind in enumerate(kinds)}
        self.meetings: dict[tuple[Counted, ...], Mapping[Together, Cell]] = {}

    def together(self, kind: Kind, divided: Sequence[Counted]) -> Together:
        """What these counts tell of a kind."""
        return frozenset(count for count in divided if kind in self.members[count])

    def whole(self, count: Counted, among: Callable[[Kind], bool] | None = None, label: str = "") -> Cell | None:
        """The cell for a count, or for those of one more property."""
        chosen = [kind for kind in self.members[count] if among is None or among(kind)]
        return self.into.publish(f"{self.named}{count}{label}", (self.atoms[kind] for kind in chosen))

    def some(self, label: str, count: Counted, among: Callable[[Kind], bool]) -> Cell:
        """The same, never printed: to say how two days hold together."""
        chosen = sorted(self.atoms[kind] for kind in self.members[count] if among(kind))
        return self.into.total(f"{self.named}some {label}", chosen)

    def meeting(self, divided: Sequence[Counted]) -> Mapping[Together, Cell]:
        """Where divisions by these counts meet the kinds: a cell for each group of kinds that they tell apart."""
        if (known := tuple(divided)) not in self.meetings:
            of: dict[Together, list[Cell]] = {}
            for kind, atom in self.atoms.items():
                of.setdefault(self.together(kind, divided), []).append(atom)
            named = f"{self.named}meeting {len(self.meetings)}"
            self.meetings[known] = {
                group: self.into.total(f"{named}.{n}", atoms) for n, (group, atoms) in enumerate(of.items())
            }
        return self.meetings[known]

    def division(
        self, name: str, divided: Sequence[Counted], cases: Counter[tuple[Atom, Together]], groups: Iterable[Atom],
        can_be: Callable[[Atom, Together], bool],
    ) -> Division:  # fmt: skip
        """One more way to divide the same cases: every group, with every group of kinds that can be in it."""
        meeting = self.meeting(divided)
        atoms = {
            (group, kinds): self.into.add(f"{self.named}{name} {n}.{m}", cases[group, kinds])
            for n, group in enumerate(groups)
            for m, kinds in enumerate(meeting)
            if can_be(group, kinds)
        }
        if lost := {each for each, count in cases.items() if count} - atoms.keys():
            raise ValueError(f"{name} has cases of a kind that cannot be: {min(map(str, lost))}")
        for kinds, cell in meeting.items():
            self.into.total(cell, [atom for (_, of), atom in atoms.items() if of == kinds])
        return Division(self.into, f"{self.named}{{}} by {{}}", atoms)


class Division:
    """The cases of a day divided one way."""

    def __init__(self, into: OneTable, named: str, atoms: Mapping[tuple[Atom, Together], Cell]) -> None:
        self.into, self.named, self.atoms = into, named, atoms

    def cell(self, count: Counted | None, label: str, chosen: Callable[[Atom], bool]) -> Cell | None:
        """The cell for a count (None: everyone) in the groups chosen."""
        atoms = (atom for (group, of), atom in self.atoms.items() if chosen(group) and (count is None or count in of))
        return self.into.publish(self.named.format(count or "everyone", label), atoms)
