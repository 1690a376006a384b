"""Small cells: counts are rounded, those under ten are not shown, and more are held back until no sum gives them away.

Every count is rounded to 10 on its own (as the Office of Homeland Security Statistics has done since 2023), a count
under 10 is printed as "under 10", and a reader who knows all rounding and every sum must not be able to bound it to
fewer than 10 values. That is checked by linear programming, as an attacker would.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import linprog

STEP = 10  # counts are rounded to it; a smaller count is not shown, and may be any of its STEP values
SMALL = STEP - 1

Cell = str  # the name of a count in its table: `2019-05/children`


class Held(StrEnum):
    """Why a count is not printed."""

    SMALL = "under 10"
    BESIDE = "held back"  # so that a small one beside it cannot be worked out


class NotSafe(Exception):
    """A table cannot be printed; its text names the cell that would be given away."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What may be printed of each cell: a multiple of 10, or why not."""

    printed: Mapping[Cell, int | Held]


def protect(counts: Mapping[Cell, int], sums: Mapping[Cell, Sequence[Cell]]) -> Protected:
    """Protect a table of counts. `sums` says which cells add up to which total, itself a cell of `counts`.

    Raises ValueError when a count is negative, or a total is not the sum of its parts.
    """
    for name, count in counts.items():
        if count < 0:
            raise ValueError(f"{name} is {count}: a count cannot be negative")
    for total, parts in sums.items():
        if counts[total] != sum(counts[part] for part in parts):
            raise ValueError(f"{total} is {counts[total]}, and its parts add up to {sum(counts[p] for p in parts)}")
    printed: dict[Cell, int | Held] = {
        name: Held.SMALL if count < STEP else rounded(count) for name, count in counts.items()
    }
    while leaks := list(given_away(printed, sums)):
        for name in leaks:
            printed[beside(name, counts, printed, sums)] = Held.BESIDE
    return Protected(printed)


def rounded(count: int) -> int:
    """To the nearest 10, a five upwards."""
    return (count + STEP // 2) // STEP * STEP


def check(protected: Protected, sums: Mapping[Cell, Sequence[Cell]]) -> None:
    """Refuse what would give a small count away. Raises NotSafe, which names it: the last gate before a file leaves."""
    for name in given_away(protected.printed, sums):
        low, high = bounds(name, protected.printed, sums)
        raise NotSafe(f"{name} is under 10, and what is printed beside it shows that it is {low} to {high}")


def given_away(printed: Mapping[Cell, int | Held], sums: Mapping[Cell, Sequence[Cell]]) -> Iterator[Cell]:
    """The small cells that a reader could bound to fewer than 10 values."""
    for name, shown in printed.items():
        if shown is Held.SMALL:
            low, high = bounds(name, printed, sums)
            if high - low < SMALL:
                yield name


def bounds(name: Cell, printed: Mapping[Cell, int | Held], sums: Mapping[Cell, Sequence[Cell]]) -> tuple[int, int]:
    """The least and greatest whole number that a cell can be for one who knows what is printed and every sum.

    A cell that may be any number has no greatest: it is given as the greatest of its table's printed numbers and more.
    """
    cells = {cell: place for place, cell in enumerate(printed)}
    ceiling = STEP * (len(cells) + 1) + sum(shown for shown in printed.values() if isinstance(shown, int))
    limits = [span(shown, ceiling) for shown in printed.values()]
    rows = np.zeros((len(sums), len(cells)))
    for row, (total, parts) in zip(rows, sums.items(), strict=True):
        row[cells[total]] = -1
        for part in parts:
            row[cells[part]] += 1
    aim = np.zeros(len(cells))
    aim[cells[name]] = 1
    found = []
    for sign in (1, -1):
        solved = linprog(sign * aim, A_eq=rows if len(sums) else None, b_eq=np.zeros(len(sums)) if len(sums) else None,
                         bounds=limits, method="highs")  # fmt: skip
        if not solved.success:
            raise ValueError(f"what is printed contradicts itself at {name}: {solved.message}")
        found.append(sign * float(solved.fun or 0.0))
    return math.ceil(found[0] - 1e-6), math.floor(found[1] + 1e-6)


def span(shown: int | Held, ceiling: int) -> tuple[float, float]:
    """What a reader knows of one cell by itself."""
    if shown is Held.SMALL:
        return 0, SMALL
    if shown is Held.BESIDE:
        return 0, ceiling
    return max(shown - STEP // 2, 0), shown + STEP // 2 - 1


def beside(
    name: Cell, counts: Mapping[Cell, int], printed: Mapping[Cell, int | Held], sums: Mapping[Cell, Sequence[Cell]]
) -> Cell:
    """The cell to hold back next: the smallest printed one that shares a sum with the cell given away, parts first.

    When none of its sums has a printed cell left, the smallest printed cell of the table.
    """
    sharing = [(total, parts) for total, parts in sums.items() if name == total or name in parts]
    neighbours = [part for _, parts in sharing for part in parts] or []
    for candidates in (neighbours, [total for total, _ in sharing], list(printed)):
        shown = [cell for cell in candidates if cell != name and isinstance(printed[cell], int)]
        if shown:
            return min(shown, key=lambda cell: (counts[cell], cell))
    raise ValueError(f"nothing is left to hold back beside {name}")
