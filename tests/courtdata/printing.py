"""The invented caseload as a release prints it: Arrow tables of text, columns in file order, no traps yet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from asylia.courtdata.schema import Type, tables
from tests.courtdata.world import COURT_OF, ELSEWHERE, EPOCH, FIRST_CASE, PROGRAMME, Arrays, Dice, World

DAYS = pa.array([f"{day} 00:00:00.000" for day in EPOCH + np.arange(25_000)])  # 1970 to 2038, by day number
MONTHS = pa.array([f"{m % 12 + 1}/{m // 12}" for m in range(12 * 2040)])


def chunk(world: World, f: Arrays) -> dict[str, pa.Table]:
    """The six large tables for those cases; later, without the rows of cases that are gone."""
    p = world.proceedings(f)
    made = {
        "A_TblCase": case_table(world.seed, f, p),
        "B_TblProceeding": proceeding_table(world.seed, f, p),
        "tbl_schedule": schedule_table(world.seed, f, p, world.hearings(f, p)),
        "A_TblCaseIdentifier": identifier_table(f),
        "tbl_RepsAssigned": reps_table(world.seed, f),
        "tbl_Court_Appln": application_table(world.seed, f, p),
    }
    made = {
        name: table.take(pc.sort_indices(table[tables()[name].key].cast(pa.int64()))) for name, table in made.items()
    }
    if world.later:
        gone = pa.array(f["IDNCASE"][f["removed_later"]]).cast(pa.string())
        made = {name: t.filter(pc.invert(pc.is_in(t["IDNCASE"], value_set=gone))) for name, t in made.items()}
    return made


def dates(days: np.ndarray) -> pa.Array:
    """Day numbers as the release prints dates, empty for -1."""
    return DAYS.take(pa.array(days, mask=days < 0))


def flagged(mask: np.ndarray, value: str, other: str | None = None) -> pa.Array:
    """One value where the mask holds."""
    return pc.if_else(pa.array(mask), pa.scalar(value, pa.string()), pa.scalar(other, pa.string()))


def printed(name: str, columns: dict[str, pa.Array | np.ndarray], n: int) -> pa.Table:
    """The whole table in file order; columns that nobody filled are empty."""
    made = {}
    for column in tables()[name].columns:
        given = columns.get(column.name)
        if given is None:
            made[column.name] = pa.nulls(n, pa.string())
        elif isinstance(given, np.ndarray):
            made[column.name] = pa.array(given).cast(pa.string())
        else:
            made[column.name] = given
    return pa.table(made)


def months(born: np.ndarray) -> pa.Array:
    """Months as the release prints them: 4/1974; empty for -1."""
    return MONTHS.take(pa.array(born, mask=born < 0))


CITIES = ["LAREDO", "EL PASO", "SAN DIEGO", "LAKE WORTH", "LOS ANGELES", "HOUSTON", "N/A", "NA", "MIAMI", "RENO"]
STATES = ["TX", "CA", "FL", "NY", "NV", "TX ", "CA "]
NATIONS = ["HO", "GT", "ES", "CU", "EC", "NI", "VE", "MX", "NA", "BR"]
TONGUES = ["SP ", "SP ", "SP ", "ENG", "MAM", "QUC", "POR"]
JUDGES = [f"Q{n:02d}" for n in range(60)]
CLOCKS = [f"{h:02d}{m:02d}" for h in range(8, 17) for m in (0, 30)]
ZIPS = [f"{n:05d}" for n in range(501, 99_000, 37)]


def case_table(seed: int, f: Arrays, p: Arrays) -> pa.Table:
    """A_TblCase."""
    d = Dice(seed, f["IDNCASE"])
    n = len(f["IDNCASE"])
    hearing = d.some("hearing", f["noticed"] + 60, 0.81)
    where = p["location"][p["last"]]
    columns: dict[str, pa.Array | np.ndarray] = {
        "IDNCASE": f["IDNCASE"], "ALIEN_CITY": d.pick("ALIEN_CITY", CITIES, 0.97),
        "ALIEN_STATE": d.pick("ALIEN_STATE", STATES, 0.97),
        "ALIEN_ZIPCODE": d.pick("ALIEN_ZIPCODE", ZIPS, 0.98),
        "NAT": pa.array(np.array(NATIONS)[f["IDNCASE"] % len(NATIONS)]),
        "LANG": pa.array(np.array(TONGUES)[f["IDNCASE"] % len(TONGUES)]),
        "CUSTODY": d.pick("CUSTODY", ["N", "D", "R"], 0.99),
        "SITE_TYPE": d.pick("SITE_TYPE", ["M", "I"], 0.49),
        "E_28_DATE": dates(np.where(f["counsel_on_case"], f["noticed"] + 45, -1)),
        "ATTY_NBR": flagged(f["counsel"], "01", "00"), "CASE_TYPE": flagged(f["removal"], "RMV", "WHO"),
        "UPDATE_SITE": pa.array(where), "LATEST_HEARING": dates(hearing),
        "LATEST_TIME": pc.if_else(pa.array(hearing >= 0), d.pick("LATEST_TIME", CLOCKS), None),
        "LATEST_CAL_TYPE": d.pick("LATEST_CAL_TYPE", ["M", "I"], 0.8),
        "RELEASE_MONTH": d.pick("RELEASE_MONTH", ["00", "04", "11"], 0.21),
        "RELEASE_YEAR": d.pick("RELEASE_YEAR", ["0000", "2019"], 0.21), "DATE_OF_ENTRY": dates(f["noticed"] - 2),
        "C_ASY_TYPE": d.pick("C_ASY_TYPE", ["E", "I"], 0.4), "C_BIRTHDATE": months(f["born"]),
        "ADDRESS_CHANGEDON": dates(d.some("ADDRESS_CHANGEDON", f["noticed"] + 90, 0.37)),
        "Sex": d.pick("Sex", ["M", "F"], 0.55), "DATE_DETAINED": dates(d.some("DATE_DETAINED", f["noticed"], 0.18)),
        "DATE_RELEASED": dates(d.some("DATE_RELEASED", f["noticed"] + 9, 0.08)),
        "LPR": d.pick("LPR", ["0", "1"], 0.08), "CASEPRIORITY_CODE": d.pick("CASEPRIORITY_CODE", ["N/A", "N/A", "5 "]),
    }  # fmt: skip
    return printed("A_TblCase", columns, n)


def proceeding_table(seed: int, f: Arrays, p: Arrays) -> pa.Table:
    """B_TblProceeding."""
    d = Dice(seed, p["IDNPROCEEDING"])
    case, last, n = p["case"], p["last"], len(p["case"])
    outcome = f["outcome"][case]
    decided = last & f["completed"][case]
    by_other = decided & (outcome == "U")
    court = np.array([COURT_OF.get(place, place) for place in p["location"].tolist()])
    away = p["away"]
    columns: dict[str, pa.Array | np.ndarray] = {
        "IDNPROCEEDING": p["IDNPROCEEDING"], "IDNCASE": f["IDNCASE"][case], "OSC_DATE": dates(f["noticed"][case]),
        "INPUT_DATE": dates(f["noticed"][case] + 3), "BASE_CITY_CODE": pa.array(court),
        "HEARING_LOC_CODE": pa.array(p["location"]), "IJ_CODE": d.pick("IJ_CODE", JUDGES, 0.99),
        "TRANS_IN_DATE": dates(d.some("TRANS_IN_DATE", f["noticed"][case] + 10, 0.18)),
        "TRANS_NBR": d.pick("TRANS_NBR", ["00", "01"], 0.38), "HEARING_DATE": dates(f["noticed"][case] + 60),
        "HEARING_TIME": d.pick("HEARING_TIME", CLOCKS, 0.97), "DEC_TYPE": flagged(decided, "W"),
        "DEC_CODE": pc.if_else(pa.array(decided & ~by_other), pa.array(outcome), None),
        "OTHER_COMP": pc.if_else(pa.array(by_other), "U", pc.if_else(pa.array(last), None, d.pick("comp", ["C", "T"]))),
        "COMP_DATE": dates(p["on"]),
        "ABSENTIA": flagged(decided & f["absent"][case], "Y", "N"),
        "VENUE_CHG_GRANTED": dates(np.where(away, p["on"], -1)),
        "TRANSFER_TO": flagged(away, "LOS"),
        "DATE_APPEAL_DUE_STATUS": dates(np.where(decided, f["decided"][case] + 30, -1)),
        "TRANSFER_STATUS": flagged(away, "C"), "CUSTODY": d.pick("CUSTODY", ["N", "D", "R"]),
        "CASE_TYPE": flagged(f["removal"][case], "RMV", "WHO"),
        "NAT": pa.array(np.array(NATIONS)[f["IDNCASE"][case] % 10]),
        "LANG": pa.array(np.array(TONGUES)[f["IDNCASE"][case] % 7]),
        "CRIM_IND": d.pick("CRIM_IND", ["N", "N", "Y"], 0.97),
        "AGGRAVATE_FELON": d.pick("AGGRAVATE_FELON", ["0"], 0.74),
        "DATE_DETAINED": dates(d.some("DATE_DETAINED", f["noticed"][case], 0.24)),
        "DATE_RELEASED": dates(d.some("DATE_RELEASED", f["noticed"][case] + 9, 0.13)),
    }  # fmt: skip
    return printed("B_TblProceeding", columns, n)


def schedule_table(seed: int, f: Arrays, p: Arrays, h: Arrays) -> pa.Table:
    """tbl_schedule."""
    d = Dice(seed, h["IDNSCHEDULE"])
    at, n = h["at"], len(h["at"])
    case = p["case"][at]
    place = p["location"][at]
    court = pa.array([COURT_OF.get(name, name) for name in p["location"].tolist()]).take(pa.array(at))
    missed = h["final"] & (f["absent"][case] & p["last"][at])
    columns: dict[str, pa.Array | np.ndarray] = {
        "IDNSCHEDULE": h["IDNSCHEDULE"], "IDNPROCEEDING": p["IDNPROCEEDING"][at], "IDNCASE": f["IDNCASE"][case],
        "OSC_DATE": dates(f["noticed"][case]), "GENERATION": d.pick("GENERATION", ["99", "98"]),
        "REC_TYPE": d.pick("REC_TYPE", ["B"]),
        "LANG": pa.array(np.array(TONGUES)).take(pa.array(f["IDNCASE"][case] % 7)),
        "HEARING_LOC_CODE": pa.array(place), "BASE_CITY_CODE": court, "IJ_CODE": d.pick("IJ_CODE", JUDGES),
        "INPUT_DATE": dates(np.maximum(h["on"] - 30, 1)), "INPUT_TIME": d.pick("INPUT_TIME", CLOCKS),
        "UPDATE_DATE": dates(np.maximum(h["on"] - 20, 1)), "UPDATE_TIME": d.pick("UPDATE_TIME", CLOCKS),
        "ASSIGNMENT_PATH": d.pick("ASSIGNMENT_PATH", ["W", "F"], 0.15),
        "CAL_TYPE": pc.if_else(pa.array(h["number"] == 0), "M", d.pick("CAL_TYPE", ["M", "I"])),
        "ADJ_DATE": dates(h["on"]),
        "ADJ_TIME_START": d.pick("ADJ_TIME_START", CLOCKS), "ADJ_TIME_STOP": d.pick("ADJ_TIME_STOP", CLOCKS, 0.9),
        "ADJ_RSN": pc.if_else(pa.array(missed), "ZZ", d.pick("ADJ_RSN", ["01", "02", "17", "12"], 0.85)),
        "ADJ_MEDIUM": d.pick("ADJ_MEDIUM", ["P", "V", "T"], 0.87),
        "ADJ_ELAP_DAYS": d.pick("ADJ_ELAP_DAYS", ["0000", "0021"], 0.52),
        "LNGSESSNID": (9_000_000 + h["IDNSCHEDULE"] // 7), "SCHEDULE_TYPE": d.pick("SCHEDULE_TYPE", ["MR", "IR", "CY"]),
        "NOTICE_CODE": d.pick("NOTICE_CODE", ["U7", "G1"], 0.57), "BLNCLOCKOVERRIDE": d.pick("BLNCLOCKOVERRIDE", ["0"]),
        "EOIRAttorneyID": flagged(f["counsel"][case], "00000000-0000-4000-8000-000000000000"),
    }  # fmt: skip
    return printed("tbl_schedule", columns, n)


def identifier_table(f: Arrays) -> pa.Table:
    """A_TblCaseIdentifier: the programme's flag for those who carry it, a flag of something else for others."""
    of_case = f["IDNCASE"]
    flag = np.where(f["by_flag"], np.where(of_case % 2 == 0, "MP", "RM"), np.where(of_case % 9 == 0, "AL", ""))
    kept = flag != ""
    columns = {"IDNCASEID": 100_001 + f["ordinal"][kept], "IDNCASE": of_case[kept], "CASE_ID": pa.array(flag[kept])}
    return printed("A_TblCaseIdentifier", columns, int(kept.sum()))


def reps_table(seed: int, f: Arrays) -> pa.Table:
    """tbl_RepsAssigned: the government's attorney for every second case, counsel for those who have one."""
    government = np.flatnonzero(f["ordinal"] % 2 == 0)
    case = np.r_[government, np.flatnonzero(f["counsel"])]
    counsel = np.arange(len(case)) >= len(government)
    order = np.argsort(case, kind="stable")
    case, counsel = case[order], counsel[order]
    d = Dice(seed, f["IDNCASE"][case] * 2 + counsel)
    columns: dict[str, pa.Array | np.ndarray] = {
        "IDNREPSASSIGNED": 5_000_001 + f["ordinal"][case] * 2 + counsel, "IDNCASE": f["IDNCASE"][case],
        "STRATTYLEVEL": d.pick("STRATTYLEVEL", ["COURT"]), "STRATTYTYPE": flagged(counsel, "ALIEN", "INS"),
        "PARENT_TABLE": d.pick("PARENT_TABLE", ["A_Tblcase", "A_TblCase"]), "PARENT_IDN": f["IDNCASE"][case],
        "BASE_CITY_CODE": pa.array(np.array(ELSEWHERE)[case % 8]),
        "E_28_DATE": dates(np.where(counsel, f["noticed"][case] + 45, -1)),
        "BLNPRIMEATTY": d.pick("BLNPRIMEATTY", ["0", "1"]),
    }  # fmt: skip
    return printed("tbl_RepsAssigned", columns, len(case))


def application_table(seed: int, f: Arrays, p: Arrays) -> pa.Table:
    """tbl_Court_Appln: an asylum application for every third case, granted where relief was."""
    case = np.flatnonzero(f["ordinal"] % 3 == 0)
    d = Dice(seed, f["IDNCASE"][case])
    done = f["completed"][case]
    columns: dict[str, pa.Array | np.ndarray] = {
        "IDNPROCEEDINGAPPLN": 3_000_001 + f["ordinal"][case], "IDNPROCEEDING": p["IDNPROCEEDING"][p["last"]][case],
        "IDNCASE": f["IDNCASE"][case], "APPL_CODE": d.pick("APPL_CODE", ["ASYL", "WCAT"]),
        "APPL_RECD_DATE": dates(f["noticed"][case] + 50),
        "APPL_DEC": pc.if_else(pa.array(done), flagged(f["outcome"][case] == "R", "G", "D"), None),
    }  # fmt: skip
    return printed("tbl_Court_Appln", columns, len(case))


# --- code tables, and tables of which only the shape matters ------------------------------------------------------


SAMPLE = {
    Type.NUMBER: "1500.0", Type.MOMENT: "2014-09-06 13:05:00.000", Type.MONTH: "4/1974", Type.CLOCK: "0830",
    Type.FLAG: "1", Type.CODE: "X", Type.TEXT: "INVENTED",
}  # fmt: skip
CODES = {
    "tblLookupHloc": [(c, f"{c} INVENTED PORT") for c in (*PROGRAMME, "MPP")] + [(c, f"{c} COURT") for c in ELSEWHERE],
    "tblLookupBaseCity": [(c, f"{c} CITY") for c in (*sorted(set(COURT_OF.values())), *ELSEWHERE)],
    "tblLookupAlienNat": [(c, f"NATION {c}") for c in NATIONS],
    "tblLanguage": [(c, f"LANGUAGE {c.strip()}") for c in sorted(set(TONGUES))],
    "tblLookupCaseType": [("RMV", "Removal"), ("WHO", "Withholding Only"), ("BND", "Bond")],
    "tblLookUpCaseIdentifier": [
        ("MP", "MIGRANT PROTECTION PROTOCOL"),
        ("RM", "Remain in Mexico"),
        ("AL", "LITIGATION"),
    ],
    "tblLookUp_Appln": [("ASYL", "ASYLUM"), ("WCAT", "WITHHOLDING, TORTURE")],
}
CITY_OF = {  # where hearing locations are: real cities, so that distances can be told
    "SYP": "SAN DIEGO", "OPP": "SAN DIEGO", "CIX": "IMPERIAL", "ENP": "EL PASO", "MPL": "LAREDO", "MPB": "BROWNSVILLE",
    "MPP": "SAN DIEGO", "LOS": "LOS ANGELES", "SFR": "SAN FRANCISCO", "NYC": "NEW YORK CITY", "MIA": "MIAMI",
    "CHI": "CHICAGO", "HOU": "HOUSTON", "DAL": "DALLAS", "ATL": "ATLANTA",
}  # fmt: skip
STATE_OF = {
    "ENP": "TX",
    "MPL": "TX",
    "MPB": "TX",
    "NYC": "NY",
    "MIA": "FL",
    "CHI": "IL",
    "HOU": "TX",
    "DAL": "TX",
    "ATL": "GA",
}
DECISIONS = [  # case type, code, meaning, type: the same code means different things
    ("RMV", "X", "Remove", "C"), ("BND", "X", "Zero Bond", "C"), ("RMV", "R", "Relief Granted", "C"),
    ("RMV", "V", "Voluntary Departure", "C"), ("RMV", "U", "Dismissed by IJ", "O"),
    ("RMV", "C", "Change of Venue", "O"),
    ("RMV", "T", "Transfer", "O"), ("WHO", "X", "Deny Withholding", "C"), ("WHO", "U", "Dismissed by IJ", "O"),
    ("WHO", "C", "Change of Venue", "O"), ("WHO", "T", "Transfer", "O"),
]  # fmt: skip


def small_table(name: str, rows: int = 3) -> pa.Table:
    """Any other table: its codes where it explains some, else a few rows of the right shape."""
    table = tables()[name]
    said: dict[str, list[str]] = {}
    if name == "tblLookupCourtDecision":
        names = ("strCaseType", "strDecCode", "strDecDescription", "strDecType")
        said = {column: [row[n] for row in DECISIONS] for n, column in enumerate(names)}
    elif name in CODES and table.code and table.says:
        said = {table.code: [code for code, _ in CODES[name]], table.says: [says for _, says in CODES[name]]}
    if name == "tblLookupHloc":
        codes = said[table.code or ""]
        said |= {
            "HEARING_CITY": [CITY_OF[code] for code in codes],
            "HEARING_STATE": [STATE_OF.get(code, "CA") for code in codes],
        }
    if said:
        rows = len(next(iter(said.values())))
    columns: dict[str, pa.Array] = {}
    for column in table.columns:
        if column.type is Type.INTEGER:
            first = FIRST_CASE if column.name == table.case else 1
            columns[column.name] = pa.array([str(first + 3 * row // 2) for row in range(rows)])
        else:
            columns[column.name] = pa.array(said.get(column.name, [SAMPLE.get(column.type, "")] * rows))
    return printed(name, columns, rows)
