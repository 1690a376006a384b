"""One question of the press, answered from a store and from the text by whoever can.

    python -m bench.courtdata_question NAME RELEASE STORE

Whose cases are the programme's, how many of them were moved off its docket, how many are children, under five and
infants, as of 12 June 2019? Prints the CPU seconds of start and imports, those of the question, and the figures.
"""

# ruff: noqa: PLC0415, S608, T201  (a command prints; each way loads its own library and no other's)

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.courtdata_ways import said_last, text

DAY = dt.date(2019, 6, 12)
UNTIL = dt.datetime(2019, 6, 13)  # noqa: DTZ001 - the release knows no time zone
PORTS = ["SYP", "OPP", "CIX", "ENP", "MPL", "MPB", "TUM"]
READ = {  # what the question needs of each table
    "A_TblCase": ("IDNCASE", "CASE_TYPE", "C_BIRTHDATE"),
    "A_TblCaseIdentifier": ("IDNCASE", "CASE_ID"),
    "B_TblProceeding": (
        "IDNCASE", "IDNPROCEEDING", "HEARING_LOC_CODE", "OSC_DATE", "INPUT_DATE", "COMP_DATE", "DEC_CODE", "OTHER_COMP",
    ),
    "tbl_schedule": ("IDNCASE", "IDNSCHEDULE", "HEARING_LOC_CODE", "INPUT_DATE", "ADJ_DATE"),
}  # fmt: skip
FIGURES = ("cases", "heard at a port", "moved", "children", "under five", "infants")
Figures = tuple[int, ...]
SQL = f"""
WITH heard AS (
    SELECT IDNCASE FROM B_TblProceeding WHERE HEARING_LOC_CODE IN ({str(PORTS)[1:-1]})
    UNION SELECT IDNCASE FROM tbl_schedule WHERE HEARING_LOC_CODE IN ({str(PORTS)[1:-1]})
), flagged AS (
    SELECT DISTINCT IDNCASE FROM A_TblCaseIdentifier WHERE CASE_ID IN ('MP', 'RM')
), chosen AS (
    SELECT c.IDNCASE, c.C_BIRTHDATE, h.IDNCASE IS NOT NULL AS at_port
    FROM A_TblCase c LEFT JOIN heard h USING (IDNCASE) LEFT JOIN flagged f USING (IDNCASE)
    WHERE c.CASE_TYPE = 'RMV' AND (h.IDNCASE IS NOT NULL OR f.IDNCASE IS NOT NULL)
), notice AS (
    SELECT IDNCASE, min(OSC_DATE) AS noticed FROM B_TblProceeding SEMI JOIN chosen USING (IDNCASE)
    WHERE OSC_DATE < $until GROUP BY IDNCASE
), last AS (
    SELECT IDNCASE, place, ended IS NULL OR (said IS NULL AND other IN ('C', 'T')) AS pending
    FROM (
        SELECT IDNCASE, IDNPROCEEDING, HEARING_LOC_CODE AS place,
            CASE WHEN COMP_DATE < $until THEN COMP_DATE::DATE END AS ended,
            CASE WHEN COMP_DATE < $until THEN DEC_CODE END AS said,
            CASE WHEN COMP_DATE < $until THEN OTHER_COMP END AS other
        FROM B_TblProceeding SEMI JOIN chosen USING (IDNCASE) WHERE INPUT_DATE IS NULL OR INPUT_DATE < $until
    )
    QUALIFY row_number() OVER (
        PARTITION BY IDNCASE
        ORDER BY ended DESC NULLS FIRST, said DESC NULLS LAST, other DESC NULLS LAST, IDNPROCEEDING DESC
    ) = 1
), next AS (
    SELECT IDNCASE, HEARING_LOC_CODE AS next_place FROM tbl_schedule SEMI JOIN chosen USING (IDNCASE)
    WHERE (INPUT_DATE IS NULL OR INPUT_DATE < $until) AND ADJ_DATE >= $until
    QUALIFY row_number() OVER (PARTITION BY IDNCASE ORDER BY ADJ_DATE, IDNSCHEDULE) = 1
), told AS (
    SELECT date_trunc('month', noticed) AS month, at_port,
        at_port AND (coalesce(place NOT IN ({str(PORTS)[1:-1]}), false)
            OR coalesce(pending AND next_place NOT IN ({str(PORTS)[1:-1]}), false)) AS moved,
        (year(noticed) - year(C_BIRTHDATE)) * 12 + month(noticed) - month(C_BIRTHDATE) AS months
    FROM chosen JOIN notice USING (IDNCASE) JOIN last USING (IDNCASE) LEFT JOIN next USING (IDNCASE)
)
SELECT month, count(*), count_if(at_port), count_if(moved),
    count_if(months BETWEEN 0 AND 215), count_if(months BETWEEN 0 AND 59), count_if(months BETWEEN 0 AND 11)
FROM told GROUP BY month ORDER BY month
"""


def ours(release: Path, store: Path) -> Callable[[], Figures]:
    """Through the library: the analyses that `asylia courtdata report` prints, with their intervals."""
    import ibis

    from asylia.courtdata import Store
    from asylia.courtdata.engines import duckdb
    from asylia.courtdata.report import Asked, report

    engine = duckdb()
    engine.execute(ibis.memtable({"one": [1]}))  # what Ibis loads at its first question belongs to the start
    names = ("new-cases", "transferred", "children", "under-five", "infants")
    del release

    def ask() -> Figures:
        told = report(Store(store, engine), Asked(analyses=names, as_of=DAY))
        rows = {answer.name: answer.rows[-1] for answer in told.answers}
        moved = rows["transferred"]
        counts = [rows[name].numerator for name in names[2:]]
        return rows["new-cases"].denominator, moved.denominator, moved.numerator, *counts

    return ask


def sql(release: Path, store: Path) -> Callable[[], Figures]:
    """DuckDB on the store's Parquet, the question written by hand."""
    import duckdb as engine

    connection = engine.connect()
    del release

    def ask() -> Figures:
        (folder,) = store.glob("release-*")
        for name in READ:
            read = f"read_parquet('{folder}/{name}/**/*.parquet', hive_partitioning=true)"
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {read}")
        return added(connection.execute(SQL, {"until": UNTIL}).fetchall())

    return ask


def sql_text(release: Path, store: Path) -> Callable[[], Figures]:
    """The same SQL on the text, the columns that it needs typed by hand."""
    import duckdb as engine

    connection = engine.connect()
    connection.execute("SET enable_progress_bar = false")
    del store

    def typed(column: str) -> str:
        if column.startswith("IDN"):
            return f"try_cast({column} AS BIGINT) AS {column}"
        if column == "C_BIRTHDATE":
            return f"try_strptime({column}, '%m/%Y') AS {column}"
        return f"try_cast({column} AS TIMESTAMP) AS {column}" if column.endswith("_DATE") else column

    def ask() -> Figures:
        for name, columns in READ.items():
            how = "delim='\t', quote='', escape='', header=true, ignore_errors=true, all_varchar=true"
            read = f"read_csv('{text(release, name)}', {how})"
            connection.execute(f"CREATE VIEW {name} AS SELECT {', '.join(map(typed, columns))} FROM {read}")
        return added(connection.execute(SQL, {"until": UNTIL}).fetchall())

    return ask


def added(months: list[tuple[Any, ...]]) -> Figures:
    """The figures of all months together."""
    return tuple(sum(row[at] for row in months) for at in range(1, 1 + len(FIGURES)))


def polars(release: Path, store: Path) -> Callable[[], Figures]:
    """From the text, lazily, the columns that are needed."""
    import polars as pl

    del store

    def table(name: str) -> pl.LazyFrame:
        lines = pl.scan_csv(
            text(release, name), separator="\t", quote_char=None, infer_schema=False, truncate_ragged_lines=True,
            encoding="utf8-lossy",
        )  # fmt: skip
        numbers = [pl.col(c).cast(pl.Int64, strict=False) for c in READ[name] if c.startswith("IDN")]
        moments = [
            pl.col(c).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
            for c in READ[name]
            if c.endswith("_DATE") and c != "C_BIRTHDATE"
        ]
        return lines.select(READ[name]).with_columns(*numbers, *moments)

    def ask() -> Figures:
        proceedings, hearings = table("B_TblProceeding"), table("tbl_schedule")
        here = pl.col("HEARING_LOC_CODE").is_in(PORTS)
        heard = pl.concat([t.filter(here).select("IDNCASE") for t in (proceedings, hearings)]).unique()
        flags = table("A_TblCaseIdentifier").filter(pl.col("CASE_ID").is_in(["MP", "RM"])).select("IDNCASE").unique()
        chosen = (
            table("A_TblCase")
            .filter(pl.col("CASE_TYPE") == "RMV")
            .join(heard.with_columns(at_port=True), on="IDNCASE", how="left")
            .join(flags.with_columns(flagged=True), on="IDNCASE", how="left")
            .filter(pl.col("at_port").is_not_null() | pl.col("flagged").is_not_null())
            .with_columns(pl.col("at_port").fill_null(value=False))
            .collect()
            .lazy()
        )
        notice = (
            proceedings.filter(pl.col("OSC_DATE") < UNTIL)
            .join(chosen, on="IDNCASE", how="semi")
            .group_by("IDNCASE")
            .agg(noticed=pl.col("OSC_DATE").min())
        )
        over = pl.col("COMP_DATE") < UNTIL
        known = pl.col("INPUT_DATE").is_null() | (pl.col("INPUT_DATE") < UNTIL)
        last = (
            proceedings.filter(known)
            .join(chosen, on="IDNCASE", how="semi")
            .with_columns(
                ended=pl.when(over).then(pl.col("COMP_DATE").dt.date()), said=pl.when(over).then(pl.col("DEC_CODE")),
                other=pl.when(over).then(pl.col("OTHER_COMP")),
            )
            .sort(pl.col("ended").is_null(), "ended", pl.col("said").is_not_null(), "said",
                  pl.col("other").is_not_null(), "other", "IDNPROCEEDING")
            .group_by("IDNCASE", maintain_order=True)
            .agg(pl.col("HEARING_LOC_CODE", "ended", "said", "other").last())
            .with_columns(goes_on=pl.col("said").is_null() & pl.col("other").is_in(["C", "T"]))
            .with_columns(pending=pl.col("ended").is_null() | pl.col("goes_on"))
        )  # fmt: skip
        ahead = (
            hearings.filter(known & (pl.col("ADJ_DATE") >= UNTIL))
            .join(chosen, on="IDNCASE", how="semi")
            .sort("ADJ_DATE", "IDNSCHEDULE")
            .group_by("IDNCASE", maintain_order=True)
            .agg(next_place=pl.col("HEARING_LOC_CODE").first())
        )
        born = pl.col("C_BIRTHDATE").str.split("/")
        month, year = (born.list.get(at, null_on_oob=True).cast(pl.Int64, strict=False) for at in (0, 1))
        months = (pl.col("noticed").dt.year() - year) * 12 + pl.col("noticed").dt.month() - month
        away = pl.col("pending") & ~pl.col("next_place").is_in(PORTS)
        elsewhere = (~here).fill_null(value=False) | away.fill_null(value=False)
        told = chosen.join(notice, on="IDNCASE").join(last, on="IDNCASE").join(ahead, on="IDNCASE", how="left")
        young = [months.is_between(0, end).sum().alias(f"under {end}") for end in (215, 59, 11)]
        moved = (pl.col("at_port") & elsewhere).sum().alias("moved")
        row = told.select(pl.len(), pl.col("at_port").sum(), moved, *young).collect()
        return tuple(int(value) for value in row.row(0))

    return ask


def pandas(release: Path, store: Path) -> Callable[[], Figures]:
    """From the text, whole columns in memory."""
    import pandas as pd  # type: ignore[import-untyped]

    del store

    def table(name: str) -> pd.DataFrame:
        read = pd.read_csv(
            text(release, name), sep="\t", quoting=3, encoding="latin-1", dtype=str, on_bad_lines="skip",
            usecols=list(READ[name]),
        )  # fmt: skip
        for column in READ[name]:
            if column.startswith("IDN"):
                read[column] = pd.to_numeric(read[column], errors="coerce")
            elif column.endswith("_DATE") and column != "C_BIRTHDATE":
                read[column] = pd.to_datetime(read[column], format="%Y-%m-%d %H:%M:%S.%f", errors="coerce")
        return read

    def ask() -> Figures:
        cases, flags = table("A_TblCase"), table("A_TblCaseIdentifier")
        proceedings, hearings = table("B_TblProceeding"), table("tbl_schedule")
        heard = set[float]().union(*(t.IDNCASE[t.HEARING_LOC_CODE.isin(PORTS)] for t in (proceedings, hearings)))
        chosen = cases[cases.CASE_TYPE == "RMV"].assign(at_port=lambda c: c.IDNCASE.isin(heard))
        chosen = chosen[chosen.at_port | chosen.IDNCASE.isin(flags.IDNCASE[flags.CASE_ID.isin(["MP", "RM"])])]
        proceedings = proceedings[proceedings.IDNCASE.isin(chosen.IDNCASE)]
        notice = proceedings[proceedings.OSC_DATE < UNTIL].groupby("IDNCASE").OSC_DATE.min().rename("noticed")
        last = proceedings[proceedings.INPUT_DATE.isna() | (proceedings.INPUT_DATE < UNTIL)].copy()
        last["ended"] = last.COMP_DATE.where(last.COMP_DATE < UNTIL).dt.normalize()
        for column in ("DEC_CODE", "OTHER_COMP"):
            last[column] = last[column].where(last.ended.notna(), None)
        last = last.sort_values(["IDNPROCEEDING"]).sort_values("OTHER_COMP", na_position="first", kind="stable")
        last = last.sort_values("DEC_CODE", na_position="first", kind="stable")
        last = last.sort_values("ended", na_position="last", kind="stable").drop_duplicates("IDNCASE", keep="last")
        last["pending"] = last.ended.isna() | (last.DEC_CODE.isna() & last.OTHER_COMP.isin(["C", "T"]))
        ahead = hearings[hearings.IDNCASE.isin(chosen.IDNCASE) & (hearings.ADJ_DATE >= UNTIL)]
        ahead = ahead[ahead.INPUT_DATE.isna() | (ahead.INPUT_DATE < UNTIL)].sort_values(["ADJ_DATE", "IDNSCHEDULE"])
        ahead = ahead.drop_duplicates("IDNCASE").set_index("IDNCASE").HEARING_LOC_CODE.rename("next_place")
        told = chosen.join(notice, on="IDNCASE", how="inner").merge(last, on="IDNCASE").join(ahead, on="IDNCASE")
        born = told.C_BIRTHDATE.str.split("/", expand=True).apply(pd.to_numeric, errors="coerce")
        months = (told.noticed.dt.year - born[1]) * 12 + told.noticed.dt.month - born[0]
        away = [told[c].notna() & ~told[c].isin(PORTS) for c in ("HEARING_LOC_CODE", "next_place")]
        moved = told.at_port & (away[0] | (told.pending & away[1]))
        young = [int(months.between(0, end).sum()) for end in (215, 59, 11)]
        return len(told), int(told.at_port.sum()), int(moved.sum()), *young

    return ask


WAYS = {
    "asylia, store": ours, "SQL by hand, store": sql, "DuckDB, text": sql_text, "Polars, text": polars,
    "pandas, text": pandas,
}  # fmt: skip

if __name__ == "__main__":
    question = WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    start = time.process_time()
    figures = question()
    print(json.dumps({"start": start, "question": time.process_time() - start, "figures": figures}))
    said_last()
