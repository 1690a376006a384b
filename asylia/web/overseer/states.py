"""The state of a whole measure out of its rows: what is worst stands first, and nothing is ok by accident."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from asylia.oversight.row import Row
from asylia.oversight.status import Status

ORDER = tuple(Status)
LOUD = (Status.NOT_MEASURABLE, Status.ALARM, Status.WATCH)


class Standing(NamedTuple):
    """One measure as it stands: its state, the row that shows it, how many other rows show the same, all its rows."""

    measure: str
    state: Status
    row: Row
    alike: int
    rows: Sequence[Row]


def standing(rows: Iterable[Row]) -> list[Standing]:
    """Return every measure of an edition, the worst state first, then by its number."""
    ordered = sorted(rows, key=lambda row: row.measure)
    each = [of_one(id, list(of_it)) for id, of_it in groupby(ordered, key=lambda row: row.measure)]
    return sorted(each, key=lambda one: (ORDER.index(one.state), one.measure))


def loud(rows: Iterable[Row]) -> list[Standing]:
    """Return what stands out, the worst first: a measure has a line for each state, so that none hides another."""
    ordered = sorted(
        (row for row in rows if row.status in LOUD), key=lambda row: (ORDER.index(row.status), row.measure)
    )
    return [
        of_one(measure, list(alike))
        for (_, measure), alike in groupby(ordered, key=lambda row: (row.status, row.measure))
    ]


def of_one(measure: str, rows: Sequence[Row]) -> Standing:
    """Return how one measure stands.

    What cannot be known, an alarm or a watch anywhere is the measure's own; else it is what the programme's row says,
    for a place too small to say anything makes the whole neither better nor worse.
    """
    loud = [row for row in rows if row.status in LOUD]
    candidates = loud or [row for row in rows if row.unit == "programme"] or list(rows)
    worst = min((row.status for row in candidates), key=ORDER.index)
    same = [row for row in candidates if row.status is worst]
    first = min(same, key=lambda row: (row.unit != "programme", row.unit, row.of, row.part))
    return Standing(measure, worst, first, len(same) - 1, rows)


def counted(standings: Iterable[Standing]) -> list[tuple[Status, int]]:
    """Return how many measures stand in each state, all six, in their order."""
    found = [one.state for one in standings]
    return [(state, found.count(state)) for state in ORDER]
