"""What is said of a release while it is read and afterwards, at 80 columns."""

import io
import re
import sys

from asylia.courtdata.accounting import Bar, clock, summary
from asylia.courtdata.release import Release


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_rows_rate_and_time_left_in_80_columns(release, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    bar = Bar(Release(release.path), [])
    bar.size, bar.read, bar.rows = 2_000_000, 1_000_000, 23_000_000
    bar.draw("tbl_CasePriorityHistory", 240.0)
    bar.done()
    lines = [line for line in re.sub(r"\x1b\[K", "", screen.getvalue()).split("\r") if line]
    assert len(lines) == 1
    assert lines[0].startswith("[###############...............] 23,000,000 rows, 95,833 a second 4:00 left")
    assert len(lines[0]) <= 80


def test_the_bar_says_nothing_where_nobody_watches(release, capsys):
    bar = Bar(Release(release.path), ["A_TblCase"])
    bar.shown -= 1
    bar.watch("A_TblCase", 10, 5)
    bar.done()
    assert capsys.readouterr().err == ""


def test_times_are_minutes_or_hours():
    assert (clock(65), clock(7265)) == ("1:05", "2:01:05")


def test_the_summary_adds_up_and_names_what_is_not_plain(spoilt):
    store, spoiler, release = spoilt
    said = summary(store.manifest, store.path)
    expected = spoiler.expected["A_TblCase"]
    total = release.rows["A_TblCase"] + expected.rows + release.rows["B_TblProceeding"]
    assert said[1].startswith(f"{total:,} rows in 2 tables = ")
    assert any("A_TblCase: quarantined" in line and "misfit" in line for line in said)
    assert any("Count.txt says 900 rows" in line for line in said)
