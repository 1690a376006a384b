"""The attack: the least and greatest value of each small count, by linear programming over all that is printed.

A solution of the linear program is a world that agrees with everything printed. Where a small count is 0 in one such
world and 9 in another, nobody can bound it to fewer than ten values; and one world clears every count that is 0 (or 9)
in it. So worlds are asked for in which as many as possible are, and only what none of them clears is bounded by itself.
To hold back more only adds worlds: what was cleared stays cleared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Span = tuple[int, int | None]  # least and greatest value; None: there is no greatest
Watch = Callable[[int, int], None]  # how much is cleared, and of how much
NEAR = 1e-5  # how far a solver's number may lie from the whole number that it stands for
DOWN, UP = 1.0, -1.0  # the solver makes a sum as small as it can


class World(NamedTuple):
    """Numbers for all cells that agree with everything printed, and which limits kept it from going further."""

    values: NDArray[np.float64]
    pressed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Leak:
    """A small count that can be bounded to fewer values, and the other cells that the bound rests on."""

    cell: str
    rests_on: tuple[str, ...]


class Audit:
    """Every sum of a table as an equation over its unknowns, and what is printed of them as limits.

    Cells that are never printed and stand in the same sums are one unknown: nobody can tell them apart.
    """

    def __init__(
        self, cells: Iterable[str], sums: Sequence[tuple[str, Sequence[str]]], spans: Mapping[str, Span],
    ) -> None:  # fmt: skip
        standing: dict[str, list[tuple[int, float]]] = {name: [] for name in cells}
        for row, (total, parts) in enumerate(sums):
            standing[total].append((row, -1.0))
            for part in parts:
                standing[part].append((row, 1.0))
        unknowns: dict[str | tuple[tuple[int, float], ...], str] = {}  # what tells an unknown apart, and its first cell
        told = {name: name if name in spans else tuple(standing[name]) for name in standing}
        for name, each in told.items():
            unknowns.setdefault(each, name)
        places = {each: place for place, each in enumerate(unknowns)}
        self.names = list(unknowns.values())
        self.place = {name: places[each] for name, each in told.items()}
        self.limits: list[Span] = [spans.get(name, (0, None)) for name in self.names]
        self.worlds: list[NDArray[np.float64]] = []
        entries = [(row, place, sign) for place, name in enumerate(self.names) for row, sign in standing[name]]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(sums), len(self.names))
        self.equations = csr_matrix((signs, (rows, columns)), shape=shape) if sums else None

    def widen(self, name: str, span: Span) -> None:
        """From now on a reader knows less of this cell."""
        self.limits[self.place[name]] = span

    def leaks(self, small: Sequence[str], most: int, watch: Watch) -> Iterator[Leak]:
        """The counts that cannot be anything from 0 to `most`, each again and again until widen() has put an end to it.

        Every world that cleared one is kept in `worlds`.
        """
        for before, aim, end in ((0, DOWN, 0), (len(small), UP, most)):
            todo = [self.place[name] for name in sorted(small, key=lambda name: crc32(name.encode()))]  # apart from kin
            size = len(todo)  # of how many at once: fewer when they cannot all be there in one world
            while todo:
                watch(before + len(small) - len(todo), 2 * len(small))
                asked = todo[:size]
                world = self.world(asked, aim, most)
                left = [place for place in todo if abs(world.values[place] - end) > NEAR]
                if len(left) < len(todo):
                    self.worlds.append(world.values)
                    size = min(2 * size if not {*asked} & {*left} else max(size // 2, 1), len(left))
                elif len(asked) > 1:
                    size = len(asked) // 4 or 1
                else:
                    yield Leak(self.names[todo[0]], self.rests_on(world, todo[0]))
                todo = left

    def agrees(self, world: NDArray[np.float64]) -> bool:
        """Whether a world adds up, and lies within what is printed."""
        low, high = (
            np.array([span[end] if span[end] is not None else np.inf for span in self.limits]) for end in (0, 1)
        )
        inside = bool(np.all(world >= low - NEAR) and np.all(world <= high + NEAR))
        if self.equations is None:
            return inside
        off: NDArray[np.float64] = np.asarray(self.equations @ world)
        return inside and float(np.max(np.abs(off))) < NEAR

    def bounds(self, name: str, most: int) -> tuple[int, int]:
        """The least and greatest whole number up to `most` that a cell can be.

        Raises ValueError when what is printed contradicts itself.
        """
        place = self.place[name]
        low, high = (float(self.world([place], aim, most).values[place]) for aim in (DOWN, UP))
        return math.ceil(low - NEAR), math.floor(high + NEAR)

    def world(self, places: Sequence[int], aim: float, most: int) -> World:
        """One world in which these cells, none above `most`, are together as small (or as great) as they can be."""
        wanted, limits = np.zeros(len(self.names)), list(self.limits)
        for place in places:
            wanted[place], limits[place] = aim, (limits[place][0], most)
        right = None if self.equations is None else np.zeros(self.equations.shape[0])
        found = linprog(wanted, A_eq=self.equations, b_eq=right, bounds=limits, method="highs")  # type: ignore[call-overload]
        if not found.success:
            raise ValueError(f"what is printed contradicts itself at {self.names[places[0]]}: {found.message}")
        weight = np.abs(found.lower.marginals) + np.abs(found.upper.marginals)
        return World(found.x, weight > NEAR)

    def rests_on(self, world: World, place: int) -> tuple[str, ...]:
        """The other cells whose limits keep this world from going further."""
        return tuple(self.names[other] for other in np.flatnonzero(world.pressed) if other != place)
