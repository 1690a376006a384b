"""An attacker: bounds every count by linear programming, from printed numbers and sums; it shares no code with us."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

LARGE = 10**7


class Attacker:
    """Unknowns are all cells that anything names; each sum is two inequalities; what is not printed may be any number.

    Printed as a number: the ten values that round to it. "under 10": 0 to 9. "held back": 10 or more. "not shown": any.
    """

    def __init__(self, printed: Mapping[str, object], sums: Sequence[tuple[str, Sequence[str]]]) -> None:
        named = [*printed, *(cell for total, parts in sums for cell in (total, *parts))]
        self.place = {cell: place for place, cell in enumerate(dict.fromkeys(named))}
        self.limits = [(0, LARGE)] * len(self.place)
        for cell, shown in printed.items():
            self.limits[self.place[cell]] = self.known(str(shown))
        self.upper = lil_matrix((2 * len(sums), len(self.place)))
        for row, (total, parts) in enumerate(sums):
            for sign, at in ((1, 2 * row), (-1, 2 * row + 1)):
                self.upper[at, self.place[total]] -= sign
                for part in parts:
                    self.upper[at, self.place[part]] += sign
        self.upper = self.upper.tocsr()

    @staticmethod
    def known(shown: str) -> tuple[int, int]:
        """What a cell tells by itself."""
        if shown.isdigit():
            return int(shown) - 5, int(shown) + 4
        return {"under 10": (0, 9), "held back": (10, LARGE), "not shown": (0, LARGE)}[shown]

    def bounds(self, cell: str) -> tuple[int, int]:
        """The least and the greatest whole number that it can be."""
        ends = [self.end({cell: sign}) for sign in (1.0, -1.0)]
        return math.ceil(ends[0] - 1e-5), math.floor(-ends[1] + 1e-5)

    def end(self, aim: Mapping[str, float]) -> float:
        """The least value of a sum of cells."""
        wanted = np.zeros(len(self.place))
        for cell, weight in aim.items():
            wanted[self.place[cell]] = weight
        rows = self.upper if self.upper.shape[0] else None
        right = np.zeros(self.upper.shape[0]) if rows is not None else None
        solved = linprog(wanted, A_ub=rows, b_ub=right, bounds=self.limits, method="highs-ds")
        assert solved.success, solved.message
        return float(solved.fun)
