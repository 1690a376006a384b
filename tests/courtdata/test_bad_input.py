"""Bad input gets one plain sentence that names file, line and remedy, exit code 2, and leaves the store as it was."""

import struct
import zipfile
import zlib
from pathlib import Path

import inflate64
import pytest

from asylia.cli import main
from asylia.courtdata import Store, StoreError
from asylia.courtdata.ingest import ingest
from tests.courtdata.generator import files_in, zipped
from tests.courtdata.handmade import handmade, header, line

CASE = header("A_TblCase")
GOOD = f"{CASE}\n{line('A_TblCase', IDNCASE='7')}\n"


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in files_in(folder)}


BAD = {
    "empty": ({"A_TblCase": ""}, "EOIR Case Data/A_TblCase.csv is empty, without even a header"),
    "commas": (
        {"A_TblCase": CASE.replace("\t", ",")},
        "A_TblCase.csv, line 1: one column where a table separated by tabs",
    ),
    "no key": ({"A_TblCase": "NAT\tLANG\nHO\tSP\n"}, "A_TblCase.csv, line 1: there is no column IDNCASE"),
    "twice": ({"A_TblCase": f"{CASE}\tGENDER\n"}, "A_TblCase.csv, line 1: the column Sex stands there twice"),
    "no table": ({"readme.txt": "hello"}, "has no .csv file in it"),
    "two of one": ({"A_TblCase": GOOD, "Lookup/a_tblcase.csv": GOOD}, "are both A_TblCase: take one out"),
    "counts": (
        {"A_TblCase": GOOD, "Count.txt": "A_TblCase\t1\nB_TblProceeding\tmany\n"},
        "Count.txt, line 2: TABLE, a tab",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_in_one_sentence_and_the_store_stays(what, tmp_path, capsys):
    files, says = BAD[what]
    ingest(handmade(tmp_path / "good", {"A_TblCase": GOOD}), tmp_path / "store")
    before = snapshot(tmp_path / "store")
    bad = handmade(tmp_path / "bad", files)
    assert main(["courtdata", "ingest", str(bad), "--store", str(tmp_path / "store")]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert snapshot(tmp_path / "store") == before
    with pytest.raises(StoreError):
        ingest(bad, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_release_that_is_not_there(tmp_path, capsys):
    assert main(["courtdata", "ingest", str(tmp_path / "no.zip"), "--store", str(tmp_path / "store")]) == 2
    assert "There is no" in capsys.readouterr().err


def test_a_table_that_the_release_lacks(tmp_path, capsys):
    release = handmade(tmp_path / "release", {"A_TblCase": GOOD})
    assert main(["courtdata", "ingest", str(release), "--store", str(tmp_path / "s"), "--tables", "tblX"]) == 2
    assert "has no table tblX; it has A_TblCase." in capsys.readouterr().err


def test_a_store_inside_the_release_is_refused(tmp_path):
    release = handmade(tmp_path / "release", {"A_TblCase": GOOD})
    with pytest.raises(StoreError, match="lies inside the release"):
        ingest(release, release / "store")


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_a_zip_that_was_cut_short(release, tmp_path, share):
    whole = zipped(release.path, tmp_path / "whole.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(StoreError, match=r"cut\.zip is cut short or damaged .*: download it again"):
        ingest(tmp_path / "cut.zip", tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_zip_in_which_a_byte_was_changed(release, tmp_path):
    path = zipped(release.path, tmp_path / "changed.zip")
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("EOIR Case Data/A_TblCase.csv")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 400] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"EOIR Case Data/A_TblCase\.csv"):
        ingest(path, tmp_path / "store")


def deflate64(folder: Path, target: Path) -> Path:
    """The folder as a zip packed with Deflate64: stored first, then each member's bytes and method replaced."""
    central, body = b"", b""
    for path in files_in(folder):
        name, data = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        packer = inflate64.Deflater()
        packed = packer.deflate(data) + packer.flush()
        facts = struct.pack("<3H2H3L2H", 21, 0, 9, 0, 0x5241, zlib.crc32(data), len(packed), len(data), len(name), 0)
        central += b"PK\x01\x02" + struct.pack("<H", 21) + facts + struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + facts + name + packed
    count = len(list(files_in(folder)))
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(central), len(body), 0)
    target.write_bytes(body + central + end)
    return target


@pytest.mark.parametrize("pack", [zipped, deflate64], ids=["Deflate", "Deflate64"])
def test_a_zip_gives_the_same_rows_as_its_folder(release, store, tmp_path, pack):
    path = pack(release.path, tmp_path / "release.zip")
    manifest = ingest(path, tmp_path / "store")
    assert manifest.source.kind == "zip"
    assert manifest.source.sha256
    for name, account in manifest.tables.items():
        same = store.account(name)
        assert (account.rows, account.source.sha256) == (same.rows, same.source.sha256)
        assert [f.sha256 for f in account.files] == [f.sha256 for f in same.files]


def test_a_deflate64_zip_that_was_spoilt(release, tmp_path):
    path = deflate64(release.path, tmp_path / "release.zip")
    data = bytearray(path.read_bytes())
    data[-3000 - (len(data) // 2)] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(StoreError, match="cut short or damaged"):
        ingest(path, tmp_path / "store")


def test_count_txt_that_disagrees_gives_exit_code_1_and_a_store(tmp_path, capsys):
    release = handmade(tmp_path / "release", {"A_TblCase": GOOD, "Count.txt": "A_TblCase\t3\r\n"})
    assert main(["courtdata", "ingest", str(release), "--store", str(tmp_path / "store")]) == 1
    assert "A_TblCase: Count.txt says 3 rows, 1 were read" in capsys.readouterr().out
    assert Store(tmp_path / "store").table("A_TblCase").count().execute() == 1
