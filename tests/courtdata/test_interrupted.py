"""An ingest that is killed leaves the old store whole, and goes on where it was when it is started again."""

import subprocess
import sys
from pathlib import Path

import pytest

from asylia.courtdata import Store
from asylia.courtdata.ingest import ingest
from tests.courtdata.generator import files_in, write_release
from tests.courtdata.world import World

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from asylia.courtdata.ingest import ingest

def watch(table, size, rows):
    if rows and table == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

ingest(Path(sys.argv[1]), Path(sys.argv[2]), watch=watch)
"""


def killed(release: Path, store: Path, at: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, release, store, at], cwd=ROOT, check=False)
    assert done.returncode == -9


@pytest.fixture
def later(tmp_path):
    return write_release(tmp_path / "later", World(later=True)).path


def test_the_old_store_stays_whole_and_what_was_done_is_not_read_again(store, release, later, tmp_path):
    kept = tmp_path / "store"
    ingest(release.path, kept)
    before = {path: path.read_bytes() for path in files_in(kept)}
    killed(later, kept, "tbl_schedule")
    assert {path: path.read_bytes() for path in before} == before
    assert Store(kept).table("A_TblCase").count().execute() == 400
    finished = {path.parent.name for path in kept.rglob("table.json")} - {"tbl_schedule"}
    assert "A_TblCase" in finished

    read: set[str] = set()

    def watch(table: str, size: int, rows: int) -> None:
        if rows and not size:
            read.add(table)

    ingest(later, kept, watch=watch)
    assert "tbl_schedule" in read
    assert "A_TblCase" not in read
    new = Store(kept)
    assert new.manifest.source.released == "2021-06-01"
    assert new.table("A_TblCase").count().execute() == 420 - 8
    assert [path.name for path in kept.glob("release-*")] == [new.manifest.folder]
    again = ingest(later, tmp_path / "other")
    assert {n: [f.sha256 for f in t.files] for n, t in again.tables.items()} == {
        n: [f.sha256 for f in t.files] for n, t in new.manifest.tables.items()
    }


def test_a_table_whose_file_was_cut_is_read_again(later, tmp_path):
    killed(later, tmp_path / "store", "tbl_schedule")
    (rows,) = (tmp_path / "store").glob("release-*/A_TblCase/*/rows.parquet")
    rows.write_bytes(rows.read_bytes()[:-100])
    ingest(later, tmp_path / "store")
    assert Store(tmp_path / "store").table("A_TblCase").count().execute() == 412


def test_tables_can_be_added_to_a_store_of_the_same_release(release, tmp_path):
    first = ingest(release.path, tmp_path, only=["tblLanguage"])
    second = ingest(release.path, tmp_path, only=["a_tblcase"])
    assert set(first.tables) == {"tblLanguage"}
    assert set(second.tables) == {"A_TblCase", "tblLanguage"}
    assert second.folder == first.folder
