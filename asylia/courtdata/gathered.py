"""One row a case of the programme, with all that a publication counts of it; it stays in memory and goes nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

import ibis.expr.types as ir

from asylia.courtdata.analyses import BETWEEN
from asylia.courtdata.cases import cases
from asylia.courtdata.cohort import Rule
from asylia.courtdata.kinds import KINDS, Kind, described
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.places import Place, places_of
from asylia.courtdata.questions import FAR, Setting, apart
from asylia.courtdata.store import Store

UNKNOWN = "unknown"
NEAR_BY, FAR_AWAY, NOT_KNOWN, NOT_ASKED = "near", "far", "not known", ""  # how far the court is from the port
STILL, ELSEWHERE, GONE = "still there", "elsewhere", "gone"  # where the later release has a case
HORIZONS = (90, 180, 270, 360, 540, 720)  # days after the notice by which it is asked for how many it has happened
NEVER, BEFORE = -1, -2  # it has not happened by the last of them; it is said to have happened before the notice


class Case(NamedTuple):
    """What a publication counts of one case."""

    kind: Kind
    month: str  # of the notice
    follow: int  # how many of the HORIZONS the release can tell of it
    decided: int  # by which of the HORIZONS, as its place; or NEVER, BEFORE
    heard: int
    court: str
    nationality: str
    language: str
    sex: str
    port: str  # empty: it was never at a location of the programme
    place: str
    reach: str
    later: str  # empty: the later release is not asked about it


def gather(store: Store, day: dt.date, later: Store | None = None) -> list[Case]:
    """Every case of the programme as it stood on that day; StoreError when the release cannot tell of it."""
    if day > (released := dt.date.fromisoformat(store.manifest.source.released)):
        raise StoreError(f"The release of {released} cannot tell of {day}: ask for that day or an earlier one.")
    told = cases(store, Rule.EITHER, day).cache()
    try:
        after = matched(told, Setting(store, day, later)) if later else {}
        where = places_of(store)
        return [case_of(row, day, where, after) for row in described(told).to_pyarrow().to_pylist()]
    finally:
        told.release()


def matched(told: ir.Table, setting: Setting) -> dict[int, str]:
    """Where the later release has each case that was pending at a location of the programme, by IDNCASE."""
    both = BETWEEN.matched(told, setting)
    found = both.select("IDNCASE", "there_", "moved_").to_pyarrow().to_pylist()
    return {row["IDNCASE"]: GONE if not row["there_"] else ELSEWHERE if row["moved_"] else STILL for row in found}


def case_of(row: Mapping[str, Any], day: dt.date, where: dict[str, Place], after: Mapping[int, str]) -> Case:
    """One case of a table that cases() gives."""
    since = row["noticed"]
    return Case(
        kind=Kind(**{name: row[name] for name in KINDS}),
        month=f"{since:%Y-%m}", follow=horizons((day - since).days),
        decided=band(row["decided"], since), heard=band(row["first_hearing"], since),
        court=row["court"] or UNKNOWN, nationality=row["nationality"] or UNKNOWN,
        language=row["language"] or UNKNOWN, sex=row["sex"] or UNKNOWN,
        port=row["port"] or "", place=row["place"] or UNKNOWN,
        reach=reach(row["port"], row["place"], where), later=after.get(row["IDNCASE"], ""),
    )  # fmt: skip


def horizons(days: int) -> int:
    """How many of the HORIZONS are that many days or fewer."""
    return sum(horizon <= days for horizon in HORIZONS)


def band(when: dt.date | None, since: dt.date) -> int:
    """By which of the HORIZONS it had happened."""
    if when is None or (days := (when - since).days) > HORIZONS[-1]:
        return NEVER
    return BEFORE if days < 0 else next(place for place, horizon in enumerate(HORIZONS) if days <= horizon)


def reach(port: str | None, place: str | None, where: dict[str, Place]) -> str:
    """How far a place of hearing is from a port, in the words above."""
    if not port:
        return NOT_ASKED
    km = apart({"port": port, "place": place}, where)
    return NOT_KNOWN if km is None else FAR_AWAY if km > FAR else NEAR_BY
