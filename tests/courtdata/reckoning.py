"""What a clean table must be when typed: worked out again in plain Python, a value at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from asylia.courtdata.schema import Type, tables


def typed(text: str | None, kind: Type) -> Any:
    """One value, as the store must have it."""
    said = (text or "").rstrip(" ")
    if not said:
        return None
    match kind:
        case Type.INTEGER:
            return int(said)
        case Type.NUMBER:
            return float(said)
        case Type.MOMENT:
            return dt.datetime.strptime(said, "%Y-%m-%d %H:%M:%S.%f")  # noqa: DTZ007 - the release has no zone
        case Type.MONTH:
            month, year = said.split("/")
            return dt.date(int(year), int(month), 1)
        case Type.FLAG:
            return said == "1"
    return said


def rows(name: str, clean: pa.Table) -> list[tuple[Any, ...]]:
    """A clean table's rows, typed and in the order of the store."""
    table = tables()[name]
    columns = [[typed(text, c.type) for text in clean[c.name].to_pylist()] for c in table.columns]
    names = [c.name for c in table.columns]
    places = [names.index(column) for column in table.order]
    made = list(zip(*columns, strict=True))
    return sorted(made, key=lambda row: [row[place] for place in places]) if places else made
