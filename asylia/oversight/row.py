"""A row: what one measure says of one unit and period, as it is stored, shown, exported and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from asylia.oversight.counted import Arm
from asylia.oversight.status import Status


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One part of one measure, for one unit and period. Shares are from 0 to 1; moments are UTC; days are inclusive."""

    measure: str
    version: int
    part: str  # "" when the measure has one part
    unit: str  # programme, site, officer, language ...
    of: str  # which of them; "all" of the programme, "unknown" where the record does not say
    start: dt.date
    end: dt.date
    pooled: int  # how many periods were taken together
    arms: Mapping[str, Arm]
    numerator: int | None  # over all arms; None when suppressed
    denominator: int | None
    estimate: float | None
    lower: float | None
    upper: float | None
    p: float | None
    q: float | None  # p after the family's multiplicity
    e_value: float | None
    values: Mapping[str, float | None]
    method: str
    status: Status
    reason: str  # in words; "" only when ok
    crossed: tuple[str, ...]  # the limits whose bounds held, so that the period after knows (two-period rule)
    data_as_of: dt.datetime
    definition: str  # digest of the declaration
    query: str  # digest of the SQL that counted


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One broken rule in one case: a class-A alarm, at once, with an owner and a time by which it is answered."""

    measure: str
    version: int
    rule: str  # a safeguard's or rule's id
    case: str
    of: str  # the site; "unknown" where the record does not say
    since: dt.datetime
    ended: dt.datetime | None  # answered or mended; None while open
    owner: str  # the role that answers
    due: dt.datetime
