"""E-values of many units: alarms among them at a known share of false ones, and one e-value for all."""

from __future__ import annotations

from collections.abc import Sequence


def e_benjamini_hochberg(e_values: Sequence[float | None]) -> list[float | None]:
    """Each e-value as a q: the least share of false alarms at which it would be one, under any dependence.

    Wang and Ramdas 2022, JRSS B 84:822 (e-BH): the k greatest are alarms when the k-th is m / (k q) or more.
    """
    order = sorted((at for at, e in enumerate(e_values) if e is not None), key=lambda at: -(e_values[at] or 0.0))
    told: list[float | None] = [None] * len(e_values)
    least = 1.0
    for rank, at in reversed(list(enumerate(order, 1))):
        e = e_values[at] or 0.0
        least = min(least, len(order) / (rank * e)) if e else least
        told[at] = least
    return told


def average(e_values: Sequence[float]) -> float | None:
    """One e-value for all: their mean, under any dependence (Vovk and Wang 2021, Ann. Statist. 49:1736)."""
    return sum(e_values) / len(e_values) if e_values else None
