"""Joins as measures need them: a population keeps every row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

DECISION = ("case", "claim", "determination")


def beside(rows: ir.Table, more: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Every row, with the further columns of `more`, which holds at most one row a key; empty where it holds none."""
    joined = rows.left_join(more, list(keys))
    further = [name for name in more.columns if name not in keys]
    return joined.select(*(joined[name] for name in rows.columns), *(joined[name] for name in further))


def marked(rows: ir.Table, more: ir.Table, keys: Sequence[str]) -> ir.Table:
    """The same, where the further columns are yes or no, and nothing is no."""
    further = [name for name in more.columns if name not in keys]
    joined = beside(rows, more, keys)
    return joined.mutate(**{name: joined[name].fill_null(False) for name in further})
