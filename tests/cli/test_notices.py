"""How far every text has come, as it is typed."""

import pytest


def test_every_text_in_every_language_with_its_state_fits_80_columns(asylia, tmp_path):
    ran = asylia(tmp_path, "notices", "list")
    lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert lines[0].split() == ["en", "es", "pt", "ht", "fr", "am", "ar", "bn", "pa", "ru", "ti", "zh"]
    assert next(line for line in lines if line.startswith("hearing_notice")).split()[1:] == ["dr"] * 12
    assert next(line for line in lines if line.startswith("process")).split()[1:] == ["dr"] * 5 + ["-"] * 7
    assert max(map(len, lines)) <= 80


def test_one_text_says_who_took_it_how_far_and_when(asylia, tmp_path):
    told = asylia(tmp_path, "notices", "list", "process").stdout.splitlines()
    assert told[:2] == ["en  draft", "      draft       program     2026-11-26"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("list", "letter"), "there is no 'letter'; there are: advisal"),
        (("raise", "process", "fr", "approved", "--by", "L-003"), "what comes next is translated"),
        (("raise", "process", "fr", "translated", "--by", "Anna"), "'Anna' is no person's code; write it as T-014"),
        (("raise", "process", "am", "translated", "--by", "T-014"), "there is no 'process in am'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_plain_line(asylia, tmp_path, asked, says):
    ran = asylia(tmp_path, "notices", *asked)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert says in ran.stderr
