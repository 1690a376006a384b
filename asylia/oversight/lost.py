"""What erasures took from the event tables: how many rows, of which tables and months; never of whom."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from asylia.ledger.durable import put

FILE = "lost.json"


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
    """What each erasure took, by its id, oldest first. It stands with the tables, and is written when they are."""
    path = home / "oversight" / "tables" / FILE
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Lost]) if path.exists() else {}


def write(folder: Path, lost: Mapping[str, Lost]) -> None:
    """Write what erasures took beside the tables in a folder."""
    ordered = dict(sorted(lost.items(), key=lambda each: (each[1].recorded, each[0])))
    put(folder / FILE, msgspec.json.format(msgspec.json.encode(ordered)))


def added(before: Mapping[str, Lost], more: Mapping[str, Lost]) -> dict[str, Lost]:
    """What erasures took, with what was taken now; rows of one erasure may go at several times."""
    return {**before, **{id: _together(before.get(id), each) for id, each in more.items()}}


def _together(before: Lost | None, more: Lost) -> Lost:
    if before is None:
        return more
    rows = {
        name: dict(Counter(before.rows.get(name, {})) + Counter(more.rows.get(name, {})))
        for name in before.rows | more.rows
    }
    return Lost(recorded=before.recorded, cases=more.cases, rows=rows)
