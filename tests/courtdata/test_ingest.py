"""Every row of a release is in the store, typed and in order, or named among those that are not."""

import hashlib
import stat

import pyarrow.parquet as pq
import pytest

from asylia.courtdata import Store
from asylia.courtdata.ingest import ingest
from asylia.courtdata.schema import tables
from tests.courtdata.generator import files_in
from tests.courtdata.reckoning import rows


def stored(store, name):
    """The table's rows as they lie on disk, file by file."""
    columns = [column.name for column in tables()[name].columns]
    files = [store.folder / file.path for file in store.account(name).files if not file.path.startswith("lines/")]
    return [
        row
        for file in files
        for row in zip(*(pq.read_table(file, partitioning=None)[c].to_pylist() for c in columns), strict=True)
    ]


def test_every_table_of_the_schema_is_there_and_agrees_with_the_count(store, release):
    assert set(store.manifest.tables) == set(tables()) == set(release.rows)
    for name, account in store.manifest.tables.items():
        assert (account.rows, account.good, account.counted) == (release.rows[name],) * 3
        assert (account.repaired, account.quarantined, account.agrees) == ({}, {}, True)
    assert (store.manifest.absent, store.manifest.ignored) == ((), ())


@pytest.mark.parametrize("name", sorted(tables()))
def test_each_value_is_typed_and_each_row_in_the_order_of_case_and_key(store, release, name):
    assert stored(store, name) == rows(name, release.clean[name])


def test_the_birth_month_is_a_month(store, release):
    known = [born for born in release.facts["born"] if born >= 0]
    cases = store.table("A_TblCase")
    assert cases.C_BIRTHDATE.count().execute() == len(known) > 100
    assert min(known) // 12 == cases.C_BIRTHDATE.min().execute().year


def test_padding_goes_and_is_counted_by_column(store, release):
    padded = {column.name: column.padded for column in store.account("A_TblCase").columns if column.padded}
    clean = release.clean["A_TblCase"]
    assert padded == {
        name: count
        for name in clean.column_names
        if (count := sum((text or "").endswith(" ") for text in clean[name].to_pylist()))
    }
    assert set(padded) >= {"LANG", "ALIEN_STATE"}


def test_digests_are_those_of_the_files(store, release):
    for account in store.manifest.tables.values():
        assert hashlib.sha256((release.path / account.source.path).read_bytes()).hexdigest() == account.source.sha256
        for file in account.files:
            data = (store.folder / file.path).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file.bytes, file.sha256)
    assert store.manifest.source.released == "2021-02-01"


def test_files_are_zstd_and_their_owners_alone(store):
    for path in files_in(store.path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in store.path.rglob("*") if path.is_dir())
    facts = pq.ParquetFile(store.folder / store.account("A_TblCase").files[0].path).metadata.row_group(0)
    assert {facts.column(n).compression for n in range(facts.num_columns)} == {"ZSTD"}
    assert facts.column(0).statistics.min == 7_000_003


def test_the_release_is_only_read(release, tmp_path):
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in files_in(release.path)
    }
    ingest(release.path, tmp_path, only=("A_TblCase", "tblLanguage"))
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_mode) for p in files_in(release.path)}


def test_rows_that_cross_blocks_runs_and_row_groups_stay_whole_and_in_order(release, tmp_path, monkeypatch):
    monkeypatch.setattr("asylia.courtdata.blocks.SIZE", 3001)
    monkeypatch.setattr("asylia.courtdata.sorting.RUN_ROWS", 37)
    monkeypatch.setattr("asylia.courtdata.sorting.BUCKET", 16)
    monkeypatch.setattr("asylia.courtdata.sorting.GROUP_ROWS", 50)
    monkeypatch.setattr("asylia.courtdata.writing.PARTITION", 100)
    ingest(release.path, tmp_path, only=("A_TblCase", "tbl_schedule", "tblLanguage"))
    small = Store(tmp_path)
    for name in ("A_TblCase", "tbl_schedule", "tblLanguage"):
        assert stored(small, name) == rows(name, release.clean[name])
    assert len(small.account("A_TblCase").files) == 7 + 1
    assert small.account("tbl_schedule").duplicate_keys == 0 == small.account("tbl_schedule").without_case
