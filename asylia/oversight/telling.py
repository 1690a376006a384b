"""A measure and its rows as others take them: a definition in words, a JSON row, a line of CSV, a cell of a tile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from asylia.oversight.row import Row
from asylia.publish.tidy import as_csv


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """A limit in words, and in how many periods it must be crossed."""

    says: str
    periods: int


class RuleTold(msgspec.Struct, frozen=True, kw_only=True):
    """A class-A rule in words, who answers, and within how many hours."""

    id: str
    says: str
    owner: str
    hours: int


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A measure in words, as it was when its rows were made; pages read this, never the measure's code."""

    id: str
    version: int
    digest: str
    title: str
    question: str
    why: str
    alarm_class: str
    population: str
    numerator: str
    denominator: str
    units: tuple[str, ...]
    parts: tuple[str, ...]
    arms: tuple[str, ...]
    period: str
    pooled_until: int
    pooled_most: int
    method: str
    scale: str  # how the estimate is written: share, points, ratio, hours or number
    rules: tuple[RuleTold, ...]
    not_measurable: tuple[Ruled, ...]
    alarm: tuple[Ruled, ...]
    watch: tuple[Ruled, ...]
    enough: int
    family: str  # whose looks are paid for together; "" where none
    direction: str
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    visibility: str
    counter_measures: tuple[str, ...]
    sources: tuple[tuple[str, bool], ...]  # the citation, and whether it was read there
    picture: str
    owner: str
    checked_by: str
    next_review: dt.date
    lacks: str


def as_json(row: Row) -> dict[str, Any]:
    """A row as the API gives it."""
    told: dict[str, Any] = msgspec.to_builtins(row)
    return told


FIELDS = {
    "measure": ("string", "the measure's id"), "version": ("integer", "of its definition"),
    "part": ("string", "which part of the measure; empty where it has one"),
    "unit": ("string", "kind of unit"), "of": ("string", "which of them"),
    "start": ("date", "first day counted"), "end": ("date", "last day counted"),
    "pooled": ("integer", "periods taken together"),
    "numerator": ("integer", "over all arms"), "denominator": ("integer", "over all arms"),
    "estimate": ("number", "what the method says"), "lower": ("number", "95 % interval"),
    "upper": ("number", "95 % interval"), "p": ("number", "exact or permutation"),
    "q": ("number", "after the family's multiplicity"), "e_value": ("number", "anytime-valid; 20 or more is an alarm"),
    "status": ("string", "not measurable, alarm, watch, insufficient, suppressed or ok"),
    "reason": ("string", "in words; empty when ok"), "method": ("string", "estimate, interval and test"),
    "data_as_of": ("datetime", "what was recorded until then (UTC)"),
    "definition": ("string", "SHA-256 of the definition"), "query": ("string", "SHA-256 of the query"),
}  # fmt: skip


def cells(row: Row) -> Mapping[str, Any]:
    """A row under FIELDS, its numbers exactly those of the API."""
    told = as_json(row)
    return {name: told[name] for name in FIELDS}


def csv_of(rows: Iterable[Row]) -> str:
    """Rows as tidy CSV: exact, for inside the agency; publishing.py protects what leaves."""
    return as_csv(tuple(FIELDS), (tuple(cells(row).values()) for row in rows))


def value(row: Row) -> str:
    """What a tile shows: counts of each arm, or the estimate with its interval; in words where it cannot be known."""
    if row.status in ("not measurable", "suppressed"):
        return "cannot be known" if row.status == "not measurable" else "not shown"
    counts = "; ".join(f"{arm.numerator:,} of {arm.denominator:,}" for arm in row.arms.values())
    return counts.replace(",", "\u202f") or "nothing yet"
