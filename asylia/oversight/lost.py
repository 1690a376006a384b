"""What erasures took from the event tables: how many rows, of which tables and months; never of whom."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from asylia.ledger.durable import put


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """One erasure: when it was recorded, how many cases went, and rows by table and by the month of `recorded`."""

    recorded: dt.datetime
    cases: int
    rows: dict[str, dict[str, int]] = {}

    def among(self, tables: Iterable[str], as_of: dt.datetime) -> int:
        """How many rows of those tables, recorded up to the month of that moment, can be counted no more.

        Whole months are counted: it is the most that a row as of that moment can lack.
        """
        last = f"{as_of.astimezone(dt.UTC):%Y-%m}"
        months = (self.rows.get(each, {}) for each in tables)
        return sum(count for each in months for month, count in each.items() if month <= last)


def lost_from(home: Path) -> dict[str, Lost]:
    """What each erasure took, by its id, oldest first."""
    path = _path(home)
    found = msgspec.json.decode(path.read_bytes(), type=dict[str, Lost]) if path.exists() else {}
    return dict(sorted(found.items(), key=lambda each: (each[1].recorded, each[0])))


def note(home: Path, erased: Mapping[str, Lost]) -> None:
    """Add what erasures took, by their ids. What is noted of one already is added to."""
    known = lost_from(home)
    for id, each in erased.items():
        known[id] = _together(known[id], each) if id in known else each
    if erased:
        put(_path(home), msgspec.json.format(msgspec.json.encode(known)))


def _together(before: Lost, more: Lost) -> Lost:
    rows = {
        name: dict(Counter(before.rows.get(name, {})) + Counter(more.rows.get(name, {})))
        for name in before.rows | more.rows
    }
    return Lost(recorded=before.recorded, cases=max(before.cases, more.cases), rows=rows)


def _path(home: Path) -> Path:
    return home / "oversight" / "lost.json"
