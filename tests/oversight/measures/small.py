"""Small tables written by hand, and the row that a measure makes of them."""

import datetime as dt

from asylia.oversight.computing import compute_all
from asylia.oversight.registry import measures
from asylia.oversight.store import from_csv, in_memory

AS_OF = dt.datetime(2027, 3, 31, 18, tzinfo=dt.UTC)


def said(measure, tables, as_of=AS_OF, **more):
    """All rows and breaches of a measure; `tables` maps a name to a first line and the rows under it."""
    texts = {name: "\n".join(lines) for name, lines in tables.items()}
    return compute_all([measures()[measure]], in_memory(from_csv(texts, as_of)), as_of, **more)


def row(measure, tables, unit="programme", of="all", part="", **more):
    """The row of one unit."""
    told = said(measure, tables, **more).rows
    return next(each for each in told if (each.unit, each.of, each.part) == (unit, of, part))
