"""What changed from one release to the next: rows that came, rows that went, values that are others now.

The courts publish no list of changes, and rows have vanished by the hundred thousand (TRAC, 2019).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from textwrap import fill
from typing import Any

import ibis
import ibis.expr.types as ir
import msgspec

from asylia.courtdata.cases import became, happened
from asylia.courtdata.cohort import Rule, cohort
from asylia.courtdata.manifest import StoredTable
from asylia.courtdata.questions import totals
from asylia.courtdata.schema import Table, tables
from asylia.courtdata.store import Store

NOW = "_now"  # ends the name of a column of the later release
LARGE = "case_million"  # by which tables with a case are divided: one part of both releases at a time keeps memory flat
CASES, PROCEEDINGS = "A_TblCase", "B_TblProceeding"
GROUPS = ("court", "outcome", "age")

Watch = Callable[[str], None]  # the table that is about to be compared


class TableChange(msgspec.Struct, frozen=True):
    """One table in both releases, rows told apart by its key.

    `before` and `after` count all rows; rows without a key, or whose key is not theirs alone, are `unclear` and in no
    other count. `changed` rows have at least one other value; `columns` says how many in each column.
    """

    table: str
    before: int
    after: int
    added: int
    removed: int
    changed: int
    unclear: int
    columns: dict[str, int]
    columns_added: tuple[str, ...]
    columns_gone: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """Cases that went, by one of GROUPS."""

    by: str
    value: str
    cases: int


class Comparison(msgspec.Struct, frozen=True):
    """Two releases held together."""

    before: str  # the day of the release
    after: str
    tables: tuple[TableChange, ...]
    missing: tuple[str, ...]  # tables that only one of them has
    gone: int  # cases that the later release does not have
    gone_completed: int  # of them, those that a judge had completed
    gone_proceedings: int  # completed proceedings that the later release does not have, of whatever case
    groups: tuple[Group, ...]

    @property
    def alarm(self) -> str | None:
        """One sentence when closed history has disappeared, else None."""
        if not self.gone_completed and not self.gone_proceedings:
            return None
        return (
            f"Closed history has disappeared: {self.gone_completed:,} completed cases and {self.gone_proceedings:,} "
            f"completed proceedings of the release of {self.before} are not in that of {self.after}."
        )


def compare(before: Store, after: Store, watch: Watch = lambda table: None) -> Comparison:  # noqa: ARG005
    """Hold two releases together, table by table. Both stores are read through the same backend.

    Raises StoreError when a release has no A_TblCase or B_TblProceeding. A row whose case changed to one a million
    numbers away counts as removed and added.
    """
    for store in (before, after):
        store.account(CASES), store.account(PROCEEDINGS)
    both = sorted(before.manifest.tables.keys() & after.manifest.tables.keys())
    either = before.manifest.tables.keys() | after.manifest.tables.keys()
    changes = []
    for name in both:
        if name in tables() and tables()[name].key:
            watch(name)
            changes.append(changed(tables()[name], before, after))
    day = dt.date.fromisoformat(before.manifest.source.released)
    chosen = cohort(before, Rule.EVERYONE).semi_join(vanished(before, after, CASES), "IDNCASE")
    held = became(before, chosen, day).cache()
    try:
        groups = tuple(Group(by, each[by], each["cases"]) for by in GROUPS for each in counted(held, by))
        completed = sum(each["cases"] for each in counted(held.filter(held.completed)))
    finally:
        held.release()
    over = vanished(before, after, PROCEEDINGS)
    over = over.filter(happened(over.COMP_DATE, day))
    return Comparison(
        before.manifest.source.released, after.manifest.source.released, tuple(changes),
        tuple(sorted(either - set(both))), gone=next(each.removed for each in changes if each.table == CASES),
        gone_completed=completed, gone_proceedings=counted(over)[0]["cases"], groups=groups,
    )  # fmt: skip


def vanished(before: Store, after: Store, name: str) -> ir.Table:
    """The rows of the earlier release whose key the later one does not have."""
    key, rows = key_of(tables()[name]), before.table(name)
    return rows.filter(rows[key].notnull()).anti_join(after.table(name), key)


def key_of(table: Table) -> str:
    """The column that tells a table's rows apart; ValueError for a table without one, which is never compared."""
    if table.key is None:
        raise ValueError(table.name)
    return table.key


def counted(table: ir.Table, *by: str) -> list[dict[str, Any]]:
    """How many rows, by group."""
    return totals(table, by, cases=ibis._.count())


def changed(table: Table, before: Store, after: Store) -> TableChange:
    """What became of one table's rows."""
    then, now = (alone(table, store) for store in (before, after))
    shared = [name for name in then.columns if name in now.columns and name not in (table.key, LARGE)]
    sums: dict[str, int] = {}
    for one, other in parts(then, now):
        for name, count in held_together(table, one, other, shared).items():
            sums[name] = sums.get(name, 0) + count
    accounts = before.account(table.name), after.account(table.name)
    clear = 2 * sums["matched_"] + sums["added_"] + sums["removed_"]
    return TableChange(
        table.name, accounts[0].rows, accounts[1].rows, sums["added_"], sums["removed_"], sums["changed_"],
        unclear=held(before, table) + held(after, table) - clear,
        columns={name: sums[name] for name in shared if sums[name]},
        columns_added=newly(accounts[0], then, accounts[1], now),
        columns_gone=newly(accounts[1], now, accounts[0], then),
    )  # fmt: skip


def newly(one: StoredTable, one_rows: ir.Table, other: StoredTable, other_rows: ir.Table) -> tuple[str, ...]:
    """Columns that the other release has and the one lacks: of the schema, and never seen."""
    known, unseen = set(one.missing) - set(other.missing), set(other_rows.columns) - set(one_rows.columns)
    return tuple(sorted(known | unseen))


def held(store: Store, table: Table) -> int:
    """How many rows of a table the store holds: those that were set aside are not among them."""
    account = store.account(table.name)
    return account.good + sum(account.repaired.values())


def alone(table: Table, store: Store) -> ir.Table:
    """The table's rows that have a key of their own."""
    rows = store.table(table.name)
    key = rows[table.key]
    if store.account(table.name).duplicate_keys:
        single = rows.group_by(table.key).agg(rows_=ibis._.count())
        rows = rows.semi_join(single.filter(single.rows_ == 1), table.key)
    return rows.filter(key.notnull())


def parts(then: ir.Table, now: ir.Table) -> Iterator[tuple[ir.Table, ir.Table]]:
    """Both tables, a million case numbers at a time where they are divided so."""
    if LARGE not in then.columns or LARGE not in now.columns:
        yield then, now
        return
    for part in sorted({each[LARGE] for table in (then, now) for each in counted(table, LARGE)}):
        if part == "unknown":
            yield then.filter(then[LARGE].isnull()), now.filter(now[LARGE].isnull())
        else:
            yield then.filter(then[LARGE] == int(part)), now.filter(now[LARGE] == int(part))


def held_together(table: Table, then: ir.Table, now: ir.Table, shared: list[str]) -> dict[str, int]:
    """Rows matched, added, removed and changed, and changes by column."""
    key = key_of(table)
    now = now.view()  # a table of its own, also where a release is held against itself
    renamed = now.select(**{f"{key}{NOW}": now[key]}, **{f"{name}{NOW}": now[name] for name in shared})
    both = then.select(key, *shared).outer_join(renamed, [then[key] == renamed[f"{key}{NOW}"]])
    here, there = both[key].notnull(), both[f"{key}{NOW}"].notnull()
    other = {name: here & there & ~both[name].identical_to(both[f"{name}{NOW}"]) for name in shared}
    flags = {"matched_": here & there, "added_": ~here, "removed_": ~there}
    flags["changed_"] = reduce(or_, other.values(), ibis.literal(False))
    marked = both.select(**{name: flag.cast("int64") for name, flag in {**flags, **other}.items()})
    return totals(marked, (), **{name: ibis._[name].sum() for name in marked.columns})[0]


def as_text(comparison: Comparison) -> str:
    """For a terminal of 80 columns; tables that are the same in both are counted, not listed."""
    lines = [f"Release of {comparison.before} against that of {comparison.after}", ""]
    if comparison.alarm:
        lines += [fill(f"ALARM. {comparison.alarm}", 80), ""]
    lines.append(f"  {'table':<28}{'added':>12}{'removed':>12}{'changed':>12}{'unclear':>12}")
    same = 0
    for each in comparison.tables:
        if not (each.added or each.removed or each.changed or each.unclear):
            same += 1
            continue
        counts = (each.added, each.removed, each.changed, each.unclear)
        lines.append(f"  {each.table:<28}" + "".join(f"{count:>12,}" for count in counts))
        lines += [f"    {name:<38}{count:>12,} changed" for name, count in sorted(each.columns.items())]
        lines += [f"    {name:<38} new column" for name in each.columns_added]
        lines += [f"    {name:<38} column gone" for name in each.columns_gone]
    lines += [f"  {same} more tables are the same in both.", ""]
    lines += [f"  only in one of them: {name}" for name in comparison.missing]
    lines.append(f"Cases that went: {comparison.gone:,}, of them completed: {comparison.gone_completed:,}")
    for by in GROUPS:
        lines.append(f"  by {by}")
        lines += [f"    {each.value:<38}{each.cases:>12,}" for each in comparison.groups if each.by == by]
    return "\n".join(lines) + "\n"
