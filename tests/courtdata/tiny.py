"""A release of a few rows that a test writes out itself; every row is invented."""

from __future__ import annotations

from pathlib import Path

from asylia.courtdata import Store
from asylia.courtdata.ingest import ingest
from asylia.courtdata.report import USED
from asylia.courtdata.schema import tables

Rows = list[dict[str, object]]
RELEASED = "2020-06-01"


def store(folder: Path, released: str = RELEASED, **rows: Rows) -> Store:
    """A store of a release with these rows by table; tables that the analyses need and that have none are empty."""
    import datetime as dt  # noqa: PLC0415

    data = folder / "release" / "EOIR Case Data"
    data.mkdir(parents=True)
    for name in dict.fromkeys((*USED, *rows)):
        columns = [column.name for column in tables()[name].columns]
        lines = ["\t".join(columns)]
        for row in rows.get(name, []):
            unknown = set(row) - set(columns)
            assert not unknown, f"{name} has no {unknown}"
            lines.append("\t".join(str(row.get(column, "")) for column in columns))
        (data / f"{name}.csv").write_text("\r\n".join(lines) + "\r\n", "ascii")
    ingest(folder / "release", folder / "store", released=dt.date.fromisoformat(released))
    return Store(folder / "store")


class Cases:
    """Rows of cases, put together a case at a time; dates are days, 2019-03-01."""

    def __init__(self) -> None:
        self.tables: dict[str, Rows] = {name: [] for name in USED}

    def case(self, number: int, *, kind: str = "RMV", noticed: str = "2019-03-01", **columns: object) -> None:
        """A case; its proceedings all have that notice."""
        self.noticed = noticed
        self.tables["A_TblCase"].append({"IDNCASE": number, "CASE_TYPE": kind, **columns})

    def proceeding(self, number: int, place: str, ended: str = "", **columns: object) -> None:
        """A proceeding of that case."""
        rows = self.tables["B_TblProceeding"]
        rows.append(
            {"IDNPROCEEDING": len(rows) + 1, "IDNCASE": number, "HEARING_LOC_CODE": place, "BASE_CITY_CODE": place,
             "OSC_DATE": moment(self.noticed), "COMP_DATE": moment(ended), **columns}
        )  # fmt: skip

    def hearing(self, number: int, place: str, on: str, **columns: object) -> None:
        """A hearing of that case's newest proceeding."""
        rows = self.tables["tbl_schedule"]
        rows.append(
            {"IDNSCHEDULE": len(rows) + 1, "IDNPROCEEDING": len(self.tables["B_TblProceeding"]), "IDNCASE": number,
             "HEARING_LOC_CODE": place, "ADJ_DATE": moment(on), **columns}
        )  # fmt: skip

    def flag(self, number: int, code: str) -> None:
        """A flag on that case."""
        rows = self.tables["A_TblCaseIdentifier"]
        rows.append({"IDNCASEID": len(rows) + 1, "IDNCASE": number, "CASE_ID": code})

    def counsel(self, number: int, kind: str, since: str = "") -> None:
        """Somebody who is assigned to that case."""
        rows = self.tables["tbl_RepsAssigned"]
        rows.append(
            {"IDNREPSASSIGNED": len(rows) + 1, "IDNCASE": number, "STRATTYTYPE": kind, "E_28_DATE": moment(since)}
        )


def moment(day: str) -> str:
    """A day as the release prints it."""
    return f"{day} 00:00:00.000" if day else ""
