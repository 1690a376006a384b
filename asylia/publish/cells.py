"""Small cells: counts are rounded, those under ten are not shown, and more are held back until no sum gives them away.

Every count is rounded to 10 on its own (as the Office of Homeland Security Statistics has done since 2023), a count
under 10 is printed as "under 10", and a reader who knows all rounding and every sum must not be able to bound it to
fewer than 10 values. That is checked by linear programming, as an attacker would (audit.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from asylia.publish.audit import NEAR, Audit, Leak, Span, Watch
from asylia.publish.held import Held

STEP = 10  # counts are rounded to it; a smaller count is not shown, and may be any of its STEP values
LEAST = STEP + STEP // 2  # the least count that is printed: "10" would mean 10 to 14, five values only

Cell = str  # the name of a count in its table: `2019-05/children`
Sum = tuple[Cell, Sequence[Cell]]  # a total and the cells that add up to it


Printed = Mapping[Cell, int | Held]


class NotSafe(Exception):
    """A table cannot be printed; its text names the cell that would be given away."""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of people: those that are to be printed, those that only join them, and how they add up.

    A total may stand in several sums. A cell that is in no sum is known to nobody who does not see it printed.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    published: Collection[Cell]

    def verify(self) -> None:
        """Raises ValueError when a count is negative, or a total is not the sum of its parts."""
        for name, count in self.counts.items():
            if count < 0:
                raise ValueError(f"{name} is {count}: a count cannot be negative")
        for total, parts in self.sums:
            added = sum(self.counts[part] for part in parts)
            if self.counts[total] != added:
                raise ValueError(f"{total} is {self.counts[total]}, and its parts add up to {added}")


@dataclass(frozen=True, slots=True)
class Protected:
    """What may be printed of each published cell, and the proof: worlds in which each small count is 0, or is 9.

    A world has one number for each unknown of the table, in the order of the Audit that found it.
    """

    printed: Printed
    worlds: Sequence[NDArray[np.float64]]


def protect(
    table: Table, watch: Watch = lambda safe, of: None, already: Printed = MappingProxyType({})  # noqa: ARG005
) -> Protected:  # fmt: skip
    """Round, hold back, and prove that it is enough. What was printed `already` (an earlier vintage) stays as it was.

    Raises ValueError when the table does not add up, and NotSafe when a small count is given away by what is true of
    the table itself, or by what was printed already, whatever is held back.
    """
    table.verify()
    printed = {name: already.get(name, first(table.counts[name])) for name in table.published}
    audit = Audit(table.counts, table.sums, {name: span(shown) for name, shown in printed.items()})
    for leak in audit.leaks(small(table), STEP - 1, watch):
        free = {name: shown for name, shown in printed.items() if name not in already}
        for name, shown in held_more(leak, table, free).items():
            printed[name] = shown
            audit.widen(name, span(shown))
    return Protected(printed, audit.worlds)


def held_more(leak: Leak, table: Table, printed: Printed) -> Printed:
    """What to print in place of a count that a bound rests on: the least that is shown is held back.

    Where none of them is shown, it rests on small ones and on others that are known not to be small: then neither is
    said of any of them. Raises NotSafe where it rests on no printed cell at all.
    """
    resting = {name: printed[name] for name in leak.rests_on if name in printed}
    shown = [name for name, each in resting.items() if isinstance(each, int)]
    if shown:
        return {min(shown, key=lambda name: (table.counts[name], name)): Held.BESIDE}
    if all(each is Held.BOTH for each in resting.values()):
        raise NotSafe(f"{leak.cell} is under 10, and more of it shows in the table itself, whatever is held back")
    return dict.fromkeys(resting, Held.BOTH)


def check(table: Table, protected: Protected) -> None:
    """Refuse what is not proved safe: the last gate before a file leaves. Raises NotSafe, which names the cell.

    It trusts nothing but sums: every world must add up and agree with all that is printed, and every small count be 0
    in one of them and 9 in another. What is not proved so is bounded by itself, so that the refusal says how far.
    """
    audit = Audit(table.counts, table.sums, {name: span(shown) for name, shown in protected.printed.items()})
    good = [world for world in protected.worlds if audit.agrees(world)]
    for name in small(table):
        values = [float(world[audit.place[name]]) for world in good]
        proved = all(any(abs(value - end) < NEAR for value in values) for end in (0, STEP - 1))
        if not proved and audit.bounds(name, STEP - 1) != (0, STEP - 1):
            low, high = audit.bounds(name, STEP - 1)
            raise NotSafe(f"{name} is under 10, and what is printed beside it shows that it is {low} to {high}")


def bounds(name: Cell, table: Table, printed: Printed) -> tuple[int, int]:
    """The least and greatest number that a small cell can be for one who knows what is printed and every sum.

    Raises ValueError when what is printed contradicts itself.
    """
    audit = Audit(table.counts, table.sums, {each: span(shown) for each, shown in printed.items()})
    return audit.bounds(name, STEP - 1)


def small(table: Table) -> list[Cell]:
    """The published cells that nobody may learn more of."""
    return [name for name in table.published if table.counts[name] < STEP]


def first(count: int) -> int | Held:
    """What is printed of a count by itself."""
    if count < STEP:
        return Held.SMALL
    return Held.BESIDE if count < LEAST else rounded(count)


def rounded(count: int) -> int:
    """To the nearest 10, a five upwards."""
    return (count + STEP // 2) // STEP * STEP


def span(shown: int | Held) -> Span:
    """What a reader knows of one cell by itself; None: no greatest."""
    match shown:
        case Held.SMALL:
            return 0, STEP - 1
        case Held.BESIDE:
            return STEP, None
        case Held.BOTH:
            return 0, None
        case _:
            return shown - STEP // 2, shown + STEP // 2 - 1
