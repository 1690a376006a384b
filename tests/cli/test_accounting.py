"""The read log's digest and the revealed seed as they are typed."""

import datetime as dt

import pytest


@pytest.fixture(scope="module")
def home(asylia, tmp_path_factory):
    """A home with an empty live deployment."""
    home = tmp_path_factory.mktemp("live") / "home"
    assert asylia(home, "found", "--headquarters", "quill", "--name", "A. Quill").returncode == 0
    return home


def test_an_empty_read_log_is_said_and_verifies(asylia, home):
    assert asylia(home, "reads", "digest").stdout == "No look was recorded since the last digest.\n"
    ran = asylia(home, "reads", "verify")
    assert (ran.returncode, ran.stdout) == (0, "Every look that was digested stands as it was.\n")


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("2022-99", "a period is a year and a month: 2026-11"),
        (f"{dt.datetime.now(dt.UTC):%Y-%m}", "is not over: its seed still decides who is drawn"),
        ("2020-01", "nothing was drawn in 2020-01: no seed was committed"),
    ],
)
def test_a_seed_that_cannot_be_revealed_is_one_plain_line(asylia, home, period, says):
    ran = asylia(home, "draw", "reveal", period)
    assert (ran.returncode, ran.stderr.count("\n"), says in ran.stderr) == (2, 1, True)
    ran = asylia(home, "draw", "export", period, home / "draw.jsonl")
    assert (ran.returncode, ran.stderr.count("\n"), (home / "draw.jsonl").exists()) == (2, 1, False)


def test_a_seed_is_committed_for_a_month_to_come_and_no_other(asylia, home):
    ran = asylia(home, "draw", "commit", "2999-01")
    assert (ran.returncode, "is on the record, in draw/2999-01" in ran.stdout) == (0, True)
    assert asylia(home, "draw", "commit", "2999-01").stdout == ran.stdout
    assert "has begun" in asylia(home, "draw", "commit", "2020-01").stderr


def test_a_file_that_is_no_draw_is_one_plain_line(asylia, home, tmp_path):
    (tmp_path / "none.jsonl").write_text("{}\n", "utf-8")
    ran = asylia(home, "draw", "redraw", tmp_path / "none.jsonl", "2026-11")
    assert (ran.returncode, ran.stdout) == (1, "NOT SO: this file holds no commitment of 2026-11\n")
    assert asylia(home, "draw", "redraw", tmp_path / "gone.jsonl", "2026-11").returncode == 2
