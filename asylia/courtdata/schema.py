"""What a release holds: its tables, their columns and types, read from schema.toml beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal


class Type(StrEnum):
    """How a column's text is read."""

    INTEGER = "integer"
    NUMBER = "number"
    MOMENT = "moment"  # a date; with a time of day where the release has one
    MONTH = "month"  # M/YYYY, kept as the first day of the month
    CLOCK = "clock"  # four digits, 0830, kept as text
    FLAG = "flag"  # 0 or 1
    CODE = "code"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the store, its type, the table that explains its codes, names it had before."""

    name: str
    type: Type
    explained_by: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `key` tells its rows apart, `case` is the column that holds IDNCASE; both may be missing."""

    name: str
    kind: Literal["data", "lookup"]
    columns: tuple[Column, ...]
    key: str | None = None
    case: str | None = None
    code: str | None = None  # of a code table: the column with the code, and the one with its meaning
    says: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """The columns that the store sorts this table by: its case, then its key."""
        return tuple(dict.fromkeys(name for name in (self.case, self.key) if name))

    def column(self, name: str) -> Column | None:
        """The column that a release calls `name` (in any case), now or formerly; None when there is none."""
        wanted = name.strip().casefold()
        for column in self.columns:
            if wanted in (column.name.casefold(), *(alias.casefold() for alias in column.aliases)):
                return column
        return None


def _column(line: str) -> Column:
    facts, _, aliases = line.partition(" = ")
    name, kind, *explained = facts.split()
    return Column(name, Type(kind), explained[0] if explained else None, tuple(aliases.split()))


def _table(name: str, said: dict[str, Any]) -> Table:
    columns = tuple(_column(line) for line in said.pop("columns").strip().splitlines())
    return Table(name, columns=columns, **said)


@cache
def tables() -> MappingProxyType[str, Table]:
    """Every known table by name, data tables first."""
    text = files("asylia.courtdata").joinpath("schema.toml").read_text("utf-8")
    return MappingProxyType({name: _table(name, said) for name, said in tomllib.loads(text).items()})


def known(name: str) -> Table | None:
    """The table that a release calls `name`, in any case; None for one that has never been seen."""
    return _by_folded_name().get(name.casefold())


@cache
def _by_folded_name() -> dict[str, Table]:
    return {name.casefold(): table for name, table in tables().items()}
