"""Each way in which real releases are spoilt, on generated files with known truth."""

import pytest
from ibis import _

from tests.courtdata.reckoning import rows
from tests.courtdata.traps import CASE_TRAPS, PROCEEDING_TRAPS

NAMES = ("A_TblCase", "B_TblProceeding")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_good_repaired_or_quarantined_as_the_truth_says(spoilt, name):
    store, spoiler, release = spoilt
    account, expected = store.account(name), spoiler.expected[name]
    assert account.repaired == dict(expected.repaired)
    assert account.quarantined == dict(expected.quarantined)
    assert account.rows == release.rows[name] + expected.rows
    assert account.rows == account.good + expected.repaired.total() + expected.quarantined.total()
    torn = store.lines(name).filter(_.fate == "repaired").lines.sum().execute() - expected.repaired.total()
    assert account.lines == account.rows + torn
    held = store.table(name).count().execute()
    assert held == account.rows - expected.quarantined.total()


@pytest.mark.parametrize("name", NAMES)
def test_each_trap_was_set_and_each_mended_cell_holds_what_it_must(spoilt, name):
    store, spoiler, _ = spoilt
    table = store.table(name)
    key = "IDNCASE" if name == "A_TblCase" else "IDNPROCEEDING"
    rows = {row[key]: row for row in table.to_pyarrow().to_pylist()}
    expected = spoiler.expected[name]
    assert expected.values
    for number, cells in expected.values.items():
        assert {column: rows[number][column] for column in cells} == cells
    traps = CASE_TRAPS if name == "A_TblCase" else PROCEEDING_TRAPS
    assert len({tuple(cells) for cells in expected.values.values()}) + len(expected.quarantined) >= len(traps) - 4


@pytest.mark.parametrize("name", NAMES)
def test_lines_stand_word_for_word_with_their_number(spoilt, name):
    store, spoiler, _ = spoilt
    logged = {row["line"]: row["verbatim"] for row in store.lines(name).to_pyarrow().to_pylist()}
    assert logged == spoiler.expected[name].verbatim


def test_a_count_that_disagrees_is_said(spoilt):
    store, spoiler, release = spoilt
    account = store.account("A_TblCase")
    assert account.counted == release.rows["A_TblCase"]
    assert not account.agrees
    assert account.rows - account.counted == spoiler.expected["A_TblCase"].rows > 0


def test_the_rest_is_as_it_was(spoilt):
    store, spoiler, release = spoilt
    touched = {int(n) for n in spoiler.expected["A_TblCase"].values}
    lost = {
        int(field)
        for line in store.lines("A_TblCase").to_pyarrow()["verbatim"].to_pylist()
        if (field := line.split(b"\t")[0]).isdigit()
    }
    clean = {row[0]: row for row in rows("A_TblCase", release.clean["A_TblCase"])}
    table = store.table("A_TblCase")
    read = {row["IDNCASE"]: tuple(row.values())[:39] for row in table.to_pyarrow().to_pylist()}
    same = clean.keys() & read.keys() - touched - lost
    assert len(same) > 700
    assert all(read[key] == clean[key] for key in same)
