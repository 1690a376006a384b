"""Every kind of case that can be, and which counts each kind is part of.

A kind is all that the questions ask of one case. The questions' own conditions are put to a table of one row a kind, so
that what is printed and what is protected cannot be about different cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, TypeAlias

import ibis
import ibis.expr.types as ir

from asylia.courtdata.cases import ADULT, AGES, OTHER, PENDING, UNKNOWN
from asylia.courtdata.cohort import programme
from asylia.courtdata.engines import duckdb
from asylia.courtdata.questions import Analysis, Condition, Parts, Share

EVERYONE = "everyone"
AGE_GROUPS = (*AGES, ADULT, UNKNOWN)
SOME_DAY = dt.date(2000, 1, 1)  # of a hearing, where all that is asked is whether there was one


class Kind(NamedTuple):
    """All that the questions ask of one case; the names are those of cases()."""

    outcome: str
    in_absentia: bool
    represented: bool
    age: str
    heard: bool
    missed: bool
    by_location: bool
    moved: bool

    @property
    def completed(self) -> bool:
        """Whether a judge has completed it."""
        return self.outcome != PENDING


KINDS = Kind._fields


@dataclass(frozen=True, slots=True)
class Counted:
    """A count: the analysis and part that print it, or the cases that it is counted among (`whole`)."""

    analysis: str
    part: str = ""
    whole: bool = False

    def __str__(self) -> str:
        named = f"{self.analysis} ({self.part})" if self.part else self.analysis
        return f"cases asked about by {named}" if self.whole else named


Members: TypeAlias = Mapping[Counted, frozenset[Kind]]


def outcomes() -> tuple[str, ...]:
    """Every outcome that cases() knows, pending first."""
    return (PENDING, *(each.says for each in programme().outcomes), OTHER)


def possible() -> Iterator[Kind]:
    """Every kind that cases() can make of a case: only who is completed is absent, only who is heard there is moved."""
    told = (True, False)
    for kind in map(Kind._make, product(outcomes(), told, told, AGE_GROUPS, told, told, told, told)):
        absent = not kind.in_absentia or (kind.completed and kind.missed)
        missed = not kind.missed or kind.heard or kind.in_absentia
        if absent and missed and (kind.by_location or not kind.moved):
            yield kind


def parts_of(analysis: Parts) -> tuple[str, ...]:
    """The values that an analysis of parts divides into; a month is no part of a kind, and gives none."""
    return {"outcome": outcomes()[1:], "age": AGE_GROUPS}.get(analysis.of, ())


def conditions(analyses: Sequence[Analysis]) -> dict[Counted, Condition]:
    """What each count of these analyses asks of a case; analyses that ask of more than a kind give none."""
    asked: dict[Counted, Condition] = {Counted(EVERYONE): lambda told: ibis.literal(True)}  # noqa: ARG005
    for each in analyses:
        if isinstance(each, Share | Parts):
            asked[Counted(each.name, whole=True)] = each.among
        if isinstance(each, Share):
            asked[Counted(each.name)] = both(each.among, each.counted)
        if isinstance(each, Parts):
            asked |= {Counted(each.name, part): both(each.among, equals(each.of, part)) for part in parts_of(each)}
    return asked


def both(one: Condition, other: Condition) -> Condition:
    """Both conditions at once."""
    return lambda told: one(told) & other(told)


def equals(column: str, value: str) -> Condition:
    """Whether a column holds that value."""
    return lambda told: told[column] == value


def members(analyses: Sequence[Analysis]) -> Members:
    """Which kinds each count is about."""
    kinds = list(possible())
    columns = {name: [getattr(kind, name) for kind in kinds] for name in KINDS}
    columns |= {"place_": list(range(len(kinds))), "completed": [kind.completed for kind in kinds]}
    columns["first_hearing"] = [SOME_DAY if kind.heard else None for kind in kinds]
    told = ibis.memtable(columns)
    asked = conditions(analyses)
    named = {f"count_{number}": condition(told) for number, condition in enumerate(asked.values())}
    rows = duckdb().execute(told.select("place_", **named)).to_dict("records")
    return {
        count: frozenset(kinds[row["place_"]] for row in rows if row[name])
        for count, name in zip(asked, named, strict=True)
    }


def described(told: ir.Table) -> ir.Table:
    """A table of cases with the columns of a kind."""
    return told.mutate(heard=told.first_hearing.notnull())
