"""From a world's people to the event tables, typed as asylia/oversight has them."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from asylia.oversight.store import schema
from asylia.oversight.tables import TABLES
from tests.oversight.worlds.world import People

EMPTY = {"code": "", "id": "", "count": 0, "yes_no": False, "share": None, "day": None, "moment": None}


def made(name: str, rows: int, columns: Mapping[str, object]) -> pa.Table:
    """A table of so many rows; a column that is not given is empty, and one that no table has is an error."""
    table = TABLES[name]
    if strange := set(columns) - {column.name for column in table.columns}:
        raise KeyError(f"table {name} has no column {', '.join(sorted(strange))}")
    types = schema(table)
    told = []
    for column in table.columns:
        kind = types.field(column.name).type
        value = columns.get(column.name, None if column.optional else EMPTY[column.kind])
        if value is None:
            told.append(pa.nulls(rows, kind))
        elif isinstance(value, pa.Array):
            told.append(value)
        elif isinstance(value, np.ndarray):
            told.append(typed(value, kind))
        else:
            told.append(pa.repeat(pa.scalar(value, kind), rows))
    return pa.Table.from_arrays(told, schema=types)


def typed(value: np.ndarray, kind: pa.DataType) -> pa.Array:
    """A numpy column as the table's type; moments are of UTC."""
    if pa.types.is_timestamp(kind):
        return pa.array(value.astype("datetime64[us]")).cast(pa.timestamp("us")).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(value.astype("datetime64[D]"))
    return pa.array(value, type=kind) if value.dtype == object else pa.array(value).cast(kind)


class Known:
    """What every row about a person says of them, at any choice of people."""

    def __init__(self, people: People) -> None:
        self.people = people
        world, n = people.world, people.n
        self.case = np.char.add("c", np.arange(n).astype(str)).astype(object)
        self.family = np.where(people.together, np.char.add("f", people.party.astype(str)), "").astype(object)
        reps = np.arange(people.rep.max() + 1).astype(str)
        regime = np.char.add("r", reps)
        site = np.char.add(np.char.add(regime[:, None], "/S"), np.arange(world.sites).astype(str)[None, :])
        officer = np.char.add(np.char.add(site[:, :, None], "/o"), np.arange(world.officers).astype(str)[None, None, :])
        self.regime = regime.astype(object)[people.rep]
        self.site = site.astype(object)[people.rep, people.site]
        self.officer = officer.astype(object)[people.rep, people.site, people.officer]
        self.supervisor = np.char.add(site, "/u").astype(object)[people.rep, people.site]
        self.border = np.char.add(site, "/b").astype(object)[people.rep, people.site]
        self.second = np.char.add(regime, "/q").astype(object)[people.rep]
        self.language = np.where(people.hard, "quc", "es").astype(object)
        self.nationality = np.where(people.hard, "GT", "HN").astype(object)
        self.age = np.where(people.child, "5_to_17", "adult").astype(object)

    def rows(self, name: str, who: np.ndarray, at: np.ndarray, **columns: object) -> pa.Table:
        """A table with a row for each of these people (indices); arrays among the columns are theirs already."""
        people = self.people
        known = {
            "recorded": at, "at": at, "day": at, "case": self.case[who], "family": self.family[who],
            "site": self.site[who], "regime": self.regime[who], "language": self.language[who],
            "nationality": self.nationality[who], "age_group": self.age[who], "represented": people.represented[who],
            "placed": True,
        }  # fmt: skip
        return made(name, len(who), known | columns)
