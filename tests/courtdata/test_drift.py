"""Releases change: columns are renamed, dropped, added and reordered, tables come; nothing is taken by position."""

import datetime as dt

import pytest

from asylia.courtdata import Store
from asylia.courtdata.ingest import ingest
from tests.courtdata.handmade import handmade, header, line

CASE = header("A_TblCase")


def read(tmp_path, files, **asked):
    manifest = ingest(handmade(tmp_path / "release", files), tmp_path / "store", **asked)
    return manifest, Store(tmp_path / "store")


def rows(store, name, *columns):
    return [tuple(row.values()) for row in store.table(name).select(*columns).to_pyarrow().to_pylist()]


def test_a_renamed_column_is_found_by_its_former_name_and_in_any_case(tmp_path):
    text = (
        CASE.replace("Sex", "GENDER").replace("LANG", "Lang")
        + "\r\n"
        + line("A_TblCase", IDNCASE="7", Sex="F", LANG="SP")
    )
    manifest, store = read(tmp_path, {"A_TblCase": text})
    assert rows(store, "A_TblCase", "IDNCASE", "Sex", "LANG") == [(7, "F", "SP")]
    assert {c.name: c.called for c in manifest.tables["A_TblCase"].columns if c.name != c.called} == {
        "Sex": "GENDER",
        "LANG": "Lang",
    }
    assert not manifest.tables["A_TblCase"].unknown


def test_columns_in_another_order_go_where_their_names_say(tmp_path):
    _, store = read(tmp_path, {"A_TblCaseIdentifier": "CASE_ID\tIDNCASE\tIDNCASEID\nMP\t7\t1\n"})
    assert rows(store, "A_TblCaseIdentifier", "IDNCASEID", "IDNCASE", "CASE_ID") == [(1, 7, "MP")]


def test_a_dropped_column_is_there_and_empty_and_said(tmp_path):
    manifest, store = read(
        tmp_path, {"tbl_CustodyHistory": "IDNCUSTODY\tIDNCASE\tDATDETAINED\n1\t7\t2019-01-02 00:00:00.000\n"}
    )
    assert manifest.tables["tbl_CustodyHistory"].missing == ("CUSTODY", "DATRELEASED")
    assert rows(store, "tbl_CustodyHistory", "CUSTODY", "DATRELEASED") == [(None, None)]
    assert str(store.table("tbl_CustodyHistory").DATRELEASED.type()).startswith("timestamp")


def test_a_new_column_is_kept_as_text_and_said(tmp_path):
    text = CASE + "\tNEW_THING\n" + line("A_TblCase", IDNCASE="7") + "\t2019-01-02 00:00:00.000\n"
    manifest, store = read(tmp_path, {"A_TblCase": text})
    assert manifest.tables["A_TblCase"].unknown == ("NEW_THING",)
    assert rows(store, "A_TblCase", "NEW_THING") == [("2019-01-02 00:00:00.000",)]


def test_a_header_with_fewer_names_than_the_lines_have_fields_loses_nothing(tmp_path):
    text = CASE + "\n" + "".join(line("A_TblCase", IDNCASE=str(n)) + f"\tX{n}\n" for n in (7, 8, 9))
    manifest, store = read(tmp_path, {"A_TblCase": text})
    assert manifest.tables["A_TblCase"].unknown == ("column39",)
    assert rows(store, "A_TblCase", "IDNCASE", "column39") == [(7, "X7"), (8, "X8"), (9, "X9")]


def test_a_table_never_seen_is_kept_as_text_in_its_order_and_said(tmp_path):
    manifest, store = read(tmp_path, {"tblBrandNew": "b\ta\n2\tNA\n1\tx\r\n"})
    assert not manifest.tables["tblBrandNew"].known
    assert rows(store, "tblBrandNew", "b", "a") == [("2", "NA"), ("1", "x")]
    assert "A_TblCase" in manifest.absent


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_last_line_counts_with_or_without_an_end(tmp_path, end):
    manifest, store = read(tmp_path, {"A_TblCaseIdentifier": f"IDNCASEID\tIDNCASE\tCASE_ID\n1\t7\tMP{end}"})
    assert (manifest.tables["A_TblCaseIdentifier"].rows, manifest.tables["A_TblCaseIdentifier"].lines) == (1, 1)
    assert rows(store, "A_TblCaseIdentifier", "CASE_ID") == [("MP",)]


def test_a_header_alone_is_a_table_without_rows(tmp_path):
    manifest, store = read(tmp_path, {"A_TblCase": CASE})
    assert (manifest.tables["A_TblCase"].rows, store.table("A_TblCase").count().execute()) == (0, 0)


def test_a_key_that_two_rows_bear_is_said_and_both_stay(tmp_path):
    two = [
        line("A_TblCase", IDNCASE="7", NAT="HO"),
        line("A_TblCase", IDNCASE="7", NAT="GT"),
        line("A_TblCase", IDNCASE="8"),
    ]
    manifest, store = read(tmp_path, {"A_TblCase": "\n".join([CASE, *two])})
    assert manifest.tables["A_TblCase"].duplicate_keys == 1
    assert sorted(rows(store, "A_TblCase", "IDNCASE", "NAT"), key=str) == [(7, "GT"), (7, "HO"), (8, None)]


def test_rows_of_a_case_that_is_not_there_are_said_and_stay(tmp_path):
    flags = "IDNCASEID\tIDNCASE\tCASE_ID\n1\t7\tMP\n2\t9\tMP\n3\t9\tRM\n"
    cases = f"{CASE}\n{line('A_TblCase', IDNCASE='7')}"
    manifest, store = read(tmp_path, {"A_TblCase": cases, "A_TblCaseIdentifier": flags})
    assert manifest.tables["A_TblCaseIdentifier"].without_case == 2
    assert store.table("A_TblCaseIdentifier").count().execute() == 3


def test_a_moment_keeps_its_time_of_day(tmp_path):
    name = "tbl_CasePriorityHistory"
    row = line(name, idnCasePriHistory="1", idnCase="7", DATCREATEDON="2019-01-02 13:05:09.120")
    _, store = read(tmp_path, {name: f"{header(name)}\n{row}\n"})
    assert rows(store, "tbl_CasePriorityHistory", "DATCREATEDON")[0][0].isoformat() == "2019-01-02T13:05:09.120000"


def test_a_hexadecimal_key_is_no_number(tmp_path):
    manifest, _ = read(tmp_path, {"A_TblCaseIdentifier": "IDNCASEID\tIDNCASE\tCASE_ID\n0x10\t7\tMP\n2\t7\tMP\n"})
    assert manifest.tables["A_TblCaseIdentifier"].quarantined == {"no-key": 1}


def test_clock_times_keep_their_four_digits(tmp_path):
    _, store = read(tmp_path, {"A_TblCase": f"{CASE}\n{line('A_TblCase', IDNCASE='7', LATEST_TIME='0830')}\n"})
    assert rows(store, "A_TblCase", "LATEST_TIME") == [("0830",)]


def test_a_lone_carriage_return_inside_a_value_tears_a_row_too(tmp_path):
    text = f"{CASE}\n{line('A_TblCase', IDNCASE='7', ALIEN_CITY='LAKE?WORTH')}\n".replace("?", "\r")
    manifest, store = read(tmp_path, {"A_TblCase": text})
    assert manifest.tables["A_TblCase"].repaired == {"torn-line": 1}
    assert rows(store, "A_TblCase", "ALIEN_CITY") == [("LAKE\nWORTH",)]


def test_the_day_of_the_release_can_be_said(tmp_path):
    manifest, _ = read(tmp_path, {"A_TblCase": CASE}, released=dt.date(2019, 6, 1))
    assert manifest.source.released == "2019-06-01"
