"""Counts for overseers: by site and quarter, a quarter late, with the house's one rule for small numbers.

They are counted from reports that two recipients opened, on a recipient's machine, and carried over by hand: the
channel itself knows neither site nor subject.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from asylia.concerns.opener import NotOpened
from asylia.publish.tidy import as_csv

ELSEWHERE = "not said"
HEAD = ("quarter", "site", "reports", "reports_printed")


def quarter(day: dt.date) -> str:
    """The quarter of a day, for example 2027Q1."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def counted(folders: Sequence[Path], of: str, today: dt.date) -> str:
    """Rows of one quarter as CSV.

    Raises NotOpened before the quarter after it is over: fresh counts point to people.
    """
    year, number = int(of[:4]), int(of[5:])
    until = dt.date(year + (number * 3 + 3) // 12, (number * 3 + 3) % 12 + 1, 1)
    if today < until:
        raise NotOpened(f"Counts of {of} are made from {until} on: a count that is fresh points to who was there.")
    from asylia.publish.cells import Table, check, protect  # noqa: PLC0415 - the solver is asked for here only

    sites = Counter(_site(folder) for folder in folders)
    table = Table({"all": sum(sites.values()), **sites}, [("all", list(sites))], published=("all", *sites))
    protected = protect(table)
    check(table, protected)
    rows = [
        (of, name, shown if isinstance(shown, int) else None, "printed" if isinstance(shown, int) else str(shown))
        for name, shown in protected.printed.items()
    ]
    return as_csv(HEAD, rows)


def _site(folder: Path) -> str:
    lines = (folder / "report.txt").read_text("utf-8").splitlines()
    return next((line.removeprefix("site: ") for line in lines if line.startswith("site: ")), ELSEWHERE)


def add_verb(one: argparse.ArgumentParser) -> None:
    """What the verb is asked."""
    one.add_argument("quarter", metavar="QUARTER", help="for example 2027Q1")
    one.add_argument("reports", nargs="+", type=Path, metavar="FOLDER", help="opened reports of that quarter")


def counts(asked: argparse.Namespace) -> int:
    """Print the rows of one quarter."""
    of = asked.quarter
    if not (len(of) == 6 and of[:4].isdigit() and of[4] == "Q" and of[5] in "1234"):
        raise NotOpened(f"{of} is no quarter: write it as 2027Q1.")
    print(counted(asked.reports, of, dt.datetime.now(dt.UTC).date()), end="")
    return 0
