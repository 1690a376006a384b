"""The clock against the record: whether it says less than the record does, and when it was put back.

Order is by number, never by time; but limits, sessions and what people are told go by the clock. So a clock that was
put back shows: each checkpoint keeps when it was signed, and a later one that was signed earlier stays for ever.
"""

from __future__ import annotations

import datetime as dt

from asylia.ledger.engine import Connection, Engine

SLACK = dt.timedelta(seconds=1)  # what keeping a clock right may take back

NEWEST = "SELECT signed FROM ledger_checkpoints ORDER BY size DESC LIMIT 1"
EARLIER = (
    "SELECT before, signed FROM (SELECT size, signed, lag(signed) OVER (ORDER BY size) AS before "
    "FROM ledger_checkpoints) AS pairs WHERE signed < before ORDER BY size"
)


def newest_signed(engine: Engine, connection: Connection) -> dt.datetime | None:
    """When the newest checkpoint was signed, by the clock of that moment."""
    rows = engine.run(connection, NEWEST)
    return dt.datetime.fromisoformat(rows[0][0]) if rows else None


def put_back(before: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the clock says less than it did, by more than keeping it right would take back."""
    return before is not None and now < before - SLACK


def steps_back(engine: Engine, connection: Connection) -> list[tuple[str, str]]:
    """Each time the clock was put back while the log grew: what it had said, and what it said next."""
    pairs = engine.run(connection, EARLIER)
    return [
        (before, signed)
        for before, signed in pairs
        if put_back(dt.datetime.fromisoformat(before), dt.datetime.fromisoformat(signed))
    ]
