"""Weeks (from Monday), months and quarters: where a day falls, and what comes before and after."""

from __future__ import annotations

import datetime as dt
from typing import Literal

Period = Literal["week", "month", "quarter"]
LETTER: dict[Period, str] = {"week": "W", "month": "M", "quarter": "Q"}
MONTHS = {"month": 1, "quarter": 3}


def start_of(day: dt.date, period: Period) -> dt.date:
    """The first day of the period that a day is in."""
    if period == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1, month=day.month - (day.month - 1) % MONTHS[period])


def after(start: dt.date, period: Period, count: int = 1) -> dt.date:
    """The first day of the period that comes so many later (earlier when negative)."""
    if period == "week":
        return start + dt.timedelta(weeks=count)
    months = start.year * 12 + start.month - 1 + MONTHS[period] * count
    return dt.date(months // 12, months % 12 + 1, 1)


def run(first: dt.date, last: dt.date, period: Period) -> list[dt.date]:
    """The starts of all periods from one to another, both included."""
    starts = []
    while first <= last:
        starts.append(first)
        first = after(first, period)
    return starts
