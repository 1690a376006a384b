"""Where the ports of the programme and the cities of the courts lie."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from asylia.courtdata.cohort import programme
from asylia.courtdata.store import Store

HEARING_LOCATIONS = "tblLookupHloc"


class Place(NamedTuple):
    """A place in degrees."""

    says: str
    north: float
    east: float


@cache
def cities() -> dict[tuple[str, str], Place]:
    """Cities of places.csv beside this file, by name and state, in capitals as the courts write them."""
    lines = files("asylia.courtdata").joinpath("places.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {
        (row["city"].upper(), row["state"]): Place(
            f"{row['city']}, {row['state']}", float(row["north"]), float(row["east"])
        )
        for row in rows
    }


def places_of(store: Store) -> dict[str, Place]:
    """Hearing locations by code, and the ports as `port CODE`, as far as the release and places.csv tell."""
    found = {
        f"port {code}": Place(port.says, port.north, port.east)
        for code, port in programme().ports.items()
        if port.north is not None and port.east is not None
    }
    if HEARING_LOCATIONS not in store.manifest.tables:
        return found
    table = store.table(HEARING_LOCATIONS)
    for row in table.select("HEARING_LOC_CODE", "HEARING_CITY", "HEARING_STATE").execute().to_dict("records"):
        city = cities().get((str(row["HEARING_CITY"]).upper(), str(row["HEARING_STATE"])))
        if city:
            found[row["HEARING_LOC_CODE"]] = city
    return found
