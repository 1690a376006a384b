"""What the period before showed, for rules of two periods: what was kept, or else what would have been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from asylia.oversight.computing import compute_all
from asylia.oversight.kept import Kept
from asylia.oversight.measure import Measure
from asylia.oversight.periods import start_of
from asylia.oversight.row import Row
from asylia.oversight.store import Store

MOMENT = dt.timedelta(seconds=1)


def history(measures: Sequence[Measure], store: Store, as_of: dt.datetime, kept: Kept) -> list[Row]:
    """Earlier rows of the measures that have such a rule.

    Before the first edition the row that would have been shown at the end of the period before is computed instead,
    from what was recorded by then.
    """
    asking = [each for each in measures if any(limit.periods > 1 for limit in (*each.alarm, *each.watch))]
    told = kept.history(as_of, {each.id for each in asking})
    for measure in asking:
        start = start_of(as_of.date(), measure.grain.period)
        before = dt.datetime.combine(start, dt.time(), dt.UTC) - MOMENT
        if not any(row.measure == measure.id for row in told):
            told += compute_all([measure], store, before, officers=True).rows
    return told
