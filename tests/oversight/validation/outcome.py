"""How often something happened, of how often it could have."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple


class Outcome(NamedTuple):
    """How often, of how many."""

    hits: int
    trials: int

    def plus(self, other: Outcome) -> Outcome:
        """Both together."""
        return Outcome(self.hits + other.hits, self.trials + other.trials)

    @property
    def share(self) -> float:
        """How often, from 0 to 1."""
        return self.hits / self.trials if self.trials else 0.0

    @property
    def error(self) -> float:
        """The Monte Carlo standard error of the share."""
        return sqrt(self.share * (1 - self.share) / self.trials) if self.trials else 0.0
