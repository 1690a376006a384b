"""Many units at once: how many alarms of a family may be false."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import stats


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """Each p as a q: the least share of false alarms at which it would be one; a missing p stays None.

    Benjamini and Hochberg 1995, JRSS B 57:289.
    """
    present = [p for p in p_values if p is not None]
    found = iter(stats.false_discovery_control(present).tolist() if present else [])
    return [None if p is None else float(next(found)) for p in p_values]
