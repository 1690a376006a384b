"""How far the record is held outside the agency, as the pages about the record say it."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from asylia.ledger import LedgerError
from asylia.ledger.note import BadNote
from asylia.ledger.outside import outside, public
from asylia.web.cases import house
from asylia.web.standing import day


class Held(NamedTuple):
    """The newest checkpoint, who saw how much of it, and in words what is wanting; `fault` where there is no log."""

    size: int
    signed: str
    public: str
    witnesses: Sequence[tuple[str, str]]
    unwitnessed: str
    waiting: int
    fault: str = ""


def outside_now(zone: ZoneInfo) -> Held:
    """Return what log and witnesses hold now, by a page's clock. A log that is away is said; no page waits for it."""
    try:
        found = outside(house().ledger.engine, house().raw(), house().home)
        shown = public(house().home, house().clock())
    except (LedgerError, BadNote, OSError) as error:
        return Held(
            0, "", "", (), "", 0, fault=f"{error}" if isinstance(error, LedgerError) else "its files are missing"
        )
    size = found.checkpoint.size if found.checkpoint else 0
    late = " No other has become public since." if shown and shown.late else ""
    return Held(
        size,
        minute(found.signed, zone),
        f"{shown.checkpoint.size} entries, {minute(shown.at.isoformat(), zone)}.{late}" if shown else "none yet",
        [(each.name, f"saw {each.size}" if each.size >= 0 else "has not answered yet") for each in found.witnesses],
        minute(found.unwitnessed, zone) if found.unwitnessed else "",
        found.waiting,
    )


def minute(at: str, zone: ZoneInfo) -> str:
    """Return a moment as these pages say it, empty where there is none."""
    if not at:
        return ""
    there = dt.datetime.fromisoformat(at).astimezone(zone)
    return f"{day(there)} {there:%H:%M}"
