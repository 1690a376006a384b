"""Counts of what staff raised: taken in once, a quarter late, only as they may be told; and shown as they came."""

import datetime as dt

import pytest

from asylia.concerns.counting import counted
from asylia.oversight.raised import NotTaken, kept, read, take

DAY = dt.date(2027, 7, 1)
GOOD = (
    b"quarter,site,reports,reports_printed\r\n2027Q1,all,30,printed\r\n"
    b"2027Q1,Northgate,,held back\r\n2027Q1,Fallbrook,,under 10\r\n"
)


def test_rows_are_kept_as_they_came_and_once(tmp_path):
    assert kept(tmp_path) == []
    assert [each.printed for each in take(tmp_path, GOOD, DAY)] == ["30", "held back", "under 10"]
    assert kept(tmp_path)[0].site == "all"
    with pytest.raises(NotTaken, match="taken in already"):
        take(tmp_path, GOOD, DAY)


@pytest.mark.parametrize(
    ("data", "day", "why"),
    [
        (GOOD, dt.date(2027, 6, 30), "a quarter after it is over"),
        (GOOD.replace(b"30,printed", b"27,printed"), DAY, "line 2: a count is rounded"),
        (GOOD.replace(b",,under 10", b",3,under 10"), DAY, "line 4: a count is rounded"),
        (GOOD.replace(b"2027Q1,all", b"2027-Q1,all"), DAY, "line 2: a quarter such as"),
        (GOOD.replace(b"quarter,site", b"quarter,author"), DAY, "the first line is not"),
        (GOOD.replace(b"Northgate", b"ana@example.org"), DAY, "an address of e-mail"),
        (b"", DAY, "the first line is not"),
        (GOOD.replace(b"2027Q1,Fallbrook", b"2026Q4,Fallbrook"), DAY, "one quarter"),
    ],
)
def test_what_may_not_be_told_is_not_taken_in(tmp_path, data, day, why):
    with pytest.raises(NotTaken, match=why):
        take(tmp_path, data, day)
    assert kept(tmp_path) == []


def test_what_recipients_make_is_what_is_taken_in(tmp_path):
    for number in range(30):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "report.txt").write_text("report x\nsite: Northgate\n\nInvented.\n", "utf-8")
    rows = read(counted([tmp_path / str(n) for n in range(30)], "2027Q1", DAY).encode(), DAY)
    assert [(each.site, each.printed) for each in rows] == [("all", "30"), ("Northgate", "30")]
