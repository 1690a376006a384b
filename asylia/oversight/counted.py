"""What a statistic is given, what it gives back, and the names under which measures find it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

Setting = float | str | bool


class Arm(msgspec.Struct, frozen=True):
    """How many, of how many."""

    numerator: int
    denominator: int


Arms = Mapping[str, Arm]  # by name: "positive" and "negative" where two are compared, "all" where there is one


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of one part of a measure, for one unit, up to one moment.

    A statistic takes what it needs: `arms` always; `strata` when the measure names strata (the same arms within each,
    by the stratum's values); `series` and `starts` (the arms of every period from the first, the running one last);
    `frame` when it names columns: one numpy array a column, one entry a row of the population, in no promised order.
    """

    arms: Arms
    strata: Mapping[tuple[Any, ...], Arms] = {}
    series: Sequence[Arms] = ()
    starts: Sequence[dt.date] = ()
    frame: Mapping[str, Any] = {}
    settings: Mapping[str, Setting] = {}


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a statistic says; None is what cannot be said. `values` are further numbers by name (tau, gap, mde)."""

    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    e_value: float | None = None
    values: Mapping[str, float | None] = {}

    def and_then(self, more: Found) -> Found:
        """These numbers, and those of another statistic where these lack them; what is not finite is no number."""
        told = {name: getattr(self, name) for name in NUMBERS}
        told |= {name: finite(getattr(more, name)) for name, number in told.items() if number is None}
        values = {name: finite(number) for name, number in more.values.items()}
        return Found(**told, values={**values, **self.values})


NUMBERS = ("estimate", "lower", "upper", "p", "e_value")


def finite(number: float | None) -> float | None:
    """A plain float; None for what is no number (NaN, infinite)."""
    return None if number is None or not math.isfinite(number) else float(number)


Statistic = Callable[[Counted], Found]
Across = Callable[[Sequence[Counted]], Sequence[Found]]  # all units of a part and period at once (a funnel)
AnyStatistic = TypeVar("AnyStatistic", bound=Callable[..., Any])

REGISTERED: dict[str, Callable[..., Any]] = {}


def statistic(name: str) -> Callable[[AnyStatistic], AnyStatistic]:
    """Register a Statistic or an Across under the name by which measures ask for it."""

    def register(function: AnyStatistic) -> AnyStatistic:
        if REGISTERED.setdefault(name, function) is not function:
            raise ValueError(f"two statistics are named {name}")
        return function

    return register
