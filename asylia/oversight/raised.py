"""What staff raised: counts from the confidential channel, carried over by hand, by site and quarter.

They come protected and a quarter late (docs/concerns.md), and are kept as they came. No measure reads them: they are
shown beside the measures, and nothing is computed from them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import msgspec

from asylia.publish.gate import examine

FOLDER = "concern-counts"
HEAD = ("quarter", "site", "reports", "reports_printed")
QUARTER = re.compile(r"(\d{4})Q([1-4])")
HELD = frozenset({"under 10", "held back", "not shown"})


class NotTaken(ValueError):
    """Rows are not what the channel's recipients make; the text says which line, and how it is mended."""


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """How much staff raised in one quarter at one site, as it was printed; "all" is every site."""

    quarter: str
    site: str
    printed: str


def read(data: bytes, today: dt.date) -> list[Raised]:
    """The rows in a file of counts. Raises NotTaken."""
    if found := examine("counts.csv", data):
        raise NotTaken("; ".join(map(str, found)))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    if not rows or tuple(rows[0]) != HEAD:
        raise NotTaken(f"the first line is not {','.join(HEAD)}: make the file with `asylia concerns counts`")
    return [_row(number, row, today) for number, row in enumerate(rows[1:], 2)]


def _row(number: int, row: list[str], today: dt.date) -> Raised:
    quarter, site, reports, printed = row if len(row) == len(HEAD) else ("", "", "", "")
    found = QUARTER.fullmatch(quarter)
    if found is None or not site:
        raise NotTaken(f"line {number}: a quarter such as 2027Q1 and a site are wanted")
    if today < told_from(int(found[1]), int(found[2])):
        raise NotTaken(
            f"line {number}: {quarter} is told a quarter after it is over, since a fresh count points to people"
        )
    rounded = printed == "printed" and reports.isdecimal() and int(reports) % 10 == 0 and int(reports) >= 20
    if not rounded and not (printed in HELD and not reports):
        raise NotTaken(f"line {number}: a count is rounded to 10 or held back, and this is neither")
    return Raised(quarter=quarter, site=site, printed=reports if rounded else printed)


def told_from(year: int, quarter: int) -> dt.date:
    """The first day on which a quarter may be told: when the quarter after it is over."""
    return dt.date(year + (quarter * 3 + 3) // 12, (quarter * 3 + 3) % 12 + 1, 1)


def take(home: Path, data: bytes, today: dt.date) -> list[Raised]:
    """Keep a file of counts; a quarter that is there already is never written over. Raises NotTaken."""
    rows = read(data, today)
    quarters = {each.quarter for each in rows}
    if len(quarters) != 1:
        raise NotTaken("a file tells of one quarter")
    path = home / FOLDER / f"{quarters.pop()}.csv"
    if path.exists():
        raise NotTaken(f"{path.stem} was taken in already, and what was told is never changed")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)
    return rows


def kept(home: Path) -> list[Raised]:
    """Every row that was taken in, the newest quarter first."""
    paths = sorted((home / FOLDER).glob("*.csv"), reverse=True)
    return [row for path in paths for row in read(path.read_bytes(), dt.date.max)]
