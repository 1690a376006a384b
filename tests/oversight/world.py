"""A small invented programme as event tables, for tests of what is published and kept: sites large and small."""

import datetime as dt

import numpy as np
import pyarrow as pa

from asylia.oversight.store import in_memory, schema
from asylia.oversight.tables import TABLES

SITES = ("Northgate", "Southbank", "Fallbrook", "Tinyford")
SHARE = (0.6, 0.35, 0.035, 0.015)
LANGUAGES = ("es", "pt", "ht", "q'anjob'al", "fr")
QUARTER = dt.date(2027, 1, 1)
AS_OF = dt.datetime(2027, 4, 5, tzinfo=dt.UTC)


def world(cases=1_200, seed=8, late=0):
    """Tables of a quarter of decisions: positives are rare, headquarters reviews them, and few negatives.

    `late` cases of the same quarter were recorded only after AS_OF.
    """
    random = np.random.default_rng(seed)
    told = {"encounters": [], "determinations": [], "reviews": []}
    for number in range(cases + late):
        day = QUARTER + dt.timedelta(days=int(random.integers(0, 89)))
        at = dt.datetime.combine(day, dt.time(12), dt.UTC)
        recorded = AS_OF + dt.timedelta(days=5) if number >= cases else at
        positive = bool(random.random() < 0.06)
        who = {
            "case": f"c{number}", "site": str(random.choice(SITES, p=SHARE)), "recorded": recorded, "at": at,
            "day": day, "language": str(random.choice(LANGUAGES, p=(0.6, 0.2, 0.1, 0.06, 0.04))),
            "represented": bool(random.random() < 0.2), "officer": f"o{random.integers(0, 40)}", "claim": 1,
            "determination": 1, "outcome": "positive" if positive else "negative",
        }  # fmt: skip
        told["encounters"].append(who)
        told["determinations"].append(who)
        for level, rate in (("supervisor", 1.0), ("headquarters", 0.9 if positive else 0.05)):
            if random.random() < rate:
                told["reviews"].append({**who, "level": level, "kind": "concurred", "selection": "every"})
    return told


def rows_of(**more):
    """The same as typed tables."""
    return {
        name: pa.Table.from_pylist([fitting(name, row) for row in rows], schema=schema(TABLES[name]))
        for name, rows in world(**more).items()
    }


def store(**more):
    """The same as a store."""
    return in_memory(rows_of(**more))


def fitting(name, row):
    """A row's columns of that table; the others are empty."""
    return {column.name: row.get(column.name) for column in TABLES[name].columns}
