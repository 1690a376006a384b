"""The store as a library: typed tables on any Ibis backend, codes explained by their true keys, plain errors."""

import ibis
import pytest

from asylia.courtdata import Store, StoreError
from asylia.courtdata.ingest import ingest
from asylia.courtdata.schema import tables
from asylia.courtdata.store import IBIS
from tests.courtdata.handmade import handmade, header, line


def test_every_column_has_the_type_of_the_schema(store):
    for name, table in tables().items():
        types = store.table(name).schema()
        for column in table.columns:
            expected = ibis.dtype(IBIS[column.type])
            assert types[column.name].copy(nullable=True) == expected or types[column.name].is_timestamp()
        assert ("case_million" in types) == (table.case is not None)


def test_a_filter_on_cases_reads_the_files_it_needs(store):
    cases = store.table("A_TblCase")
    assert cases.filter(cases.case_million == 7).count().execute() == 400
    assert cases.filter(cases.case_million == 8).count().execute() == 0


def test_a_decision_is_explained_by_case_type_code_and_kind(tmp_path):
    def proceeding(key: int, case_type: str, code: str, column: str) -> str:
        return line("B_TblProceeding", IDNPROCEEDING=str(key), IDNCASE="7", CASE_TYPE=case_type, **{column: code})

    name = "tblLookupCourtDecision"
    codes = [("RMV", "X", "Remove", "C"), ("BND", "X", "Zero Bond", "C"), ("RMV", "X", "Something else", "O")]
    explained = [
        line(name, idnCourtDecision=str(n), strCaseType=t, strDecCode=c, strDecDescription=d, strDecType=k)
        for n, (t, c, d, k) in enumerate(codes)
    ]
    rows = [proceeding(1, "RMV", "X", "DEC_CODE"), proceeding(2, "BND", "X", "DEC_CODE")]
    rows += [proceeding(3, "RMV", "X", "OTHER_COMP"), proceeding(4, "RMV", "Q", "DEC_CODE")]
    release = handmade(
        tmp_path / "release",
        {"B_TblProceeding": "\n".join([header("B_TblProceeding"), *rows]), name: "\n".join([header(name), *explained])},
    )
    ingest(release, tmp_path / "store")
    told = Store(tmp_path / "store").decoded("B_TblProceeding").order_by("IDNPROCEEDING").to_pyarrow()
    assert told["DEC_CODE_says"].to_pylist() == ["Remove", "Zero Bond", None, None]
    assert told["OTHER_COMP_says"].to_pylist() == [None, None, "Something else", None]


@pytest.mark.parametrize(
    "name", ["A_TblCase", "B_TblProceeding", "tbl_schedule", "tbl_RepsAssigned", "tbl_Court_Appln"]
)
def test_explaining_codes_neither_loses_nor_doubles_a_row(store, name):
    told = store.decoded(name)
    assert told.count().execute() == store.table(name).count().execute() == store.account(name).rows
    assert any(column.endswith("_says") for column in told.columns)


def test_codes_are_explained_by_ours_where_the_release_has_no_such_table(tmp_path):
    name = "A_TblCaseIdentifier"
    rows = f"{header(name)}\n{line(name, IDNCASEID='1', IDNCASE='7', CASE_ID='MP')}\n"
    ingest(handmade(tmp_path / "release", {name: rows}), tmp_path / "store")
    assert Store(tmp_path / "store").decoded(name).CASE_ID_says.execute().tolist() == ["MIGRANT PROTECTION PROTOCOL"]


def test_the_backend_can_be_ones_own(store):
    mine = ibis.duckdb.connect()
    table = Store(store.path, mine).table("A_TblCase")
    assert mine.execute(table.count()) == 400


def test_errors_are_plain_sentences(store, tmp_path):
    with pytest.raises(StoreError, match="holds no release: `asylia courtdata ingest RELEASE --store"):
        Store(tmp_path)
    with pytest.raises(StoreError, match="holds no table tblX; it holds A_TblCase"):
        store.table("tblX")
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        Store(tmp_path)
