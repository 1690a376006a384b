"""What leaves as a file: rows that no spreadsheet runs, folders that are whole, pages that are what they say."""

import csv
import io

import pytest

from asylia.publish.charts import Mark, bars, columns, dots, steps
from asylia.publish.page import document, main_of, table
from asylia.publish.tidy import SUMS, Altered, as_csv, safe, sums, verify

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    (row,) = csv.reader(io.StringIO(as_csv(("name",), [(cell,)]).split("\n", 1)[1], newline=""))
    assert row == [f"'{cell}"]


def test_numbers_and_what_is_not_there_stay_so():
    assert (safe(-3.5), safe(None), safe(0), safe("under 10")) == ("-3.5", "", "0", "under 10")


def test_a_folder_is_what_its_checksums_say(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / SUMS).write_text(sums({"a": b"1"}))
    assert list(verify(tmp_path)) == ["a"]
    (tmp_path / "b").write_bytes(b"2")
    with pytest.raises(Altered, match="b is not one of the files"):
        verify(tmp_path)
    (tmp_path / "b").unlink()
    (tmp_path / "a").write_bytes(b"2")
    with pytest.raises(Altered, match="a is not what was published"):
        verify(tmp_path)
    (tmp_path / "a").unlink()
    with pytest.raises(Altered, match="a is missing"):
        verify(tmp_path)


def test_no_word_of_a_release_becomes_part_of_the_page():
    marks = [Mark(HOSTILE, 0.5, HOSTILE, 0.4, 0.6), Mark("x", None, HOSTILE)]
    for drawn in (bars("n", HOSTILE, marks), dots("n", HOSTILE, marks), columns("n", HOSTILE, marks),
                  steps("n", HOSTILE, marks, (90, 180)), table(HOSTILE, [HOSTILE], [[HOSTILE]])):  # fmt: skip
        assert "<script" not in drawn
        assert "&lt;script&gt;" in drawn


def test_a_chart_says_in_words_what_it_shows():
    drawn = bars("n", "Outcomes", [Mark("removal order", 20, "20"), Mark("relief", None, "under 10")])
    assert '<desc id="n-desc">removal order: 20; relief: under 10</desc>' in drawn
    assert 'role="img"' in drawn
    assert 'aria-labelledby="n-title n-desc"' in drawn


def test_the_main_part_of_a_page_can_be_taken_out():
    assert main_of(document("t", "<h1>x</h1>", strip="s", head="h", foot="f")) == "<h1>x</h1>"
    with pytest.raises(ValueError, match="no published page"):
        main_of("<main>x</main>")
