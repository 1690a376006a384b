"""The other verbs, on one demonstration."""

import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from asylia.cli import parser
from asylia.regimes import SHELF
from tests.cli.conftest import environment

HELP = Path(__file__).parent / "help.txt"
VERBS = (
    (), ("play",), ("found",), ("demo",), ("serve",), ("rebuild",), ("doctor",), ("staff",), ("staff", "invite"),
    ("ledger",), ("ledger", "export"),
    ("ledger", "verify"), ("ledger", "sequence"), ("ledger", "rotate-key"), ("ledger", "bundles"),
    ("ledger", "upgrade"), ("ledger", "witness"), ("witness",), ("witness", "make"), ("witness", "trust"),
    ("witness", "serve"), ("witness", "contradictions"),
    ("receipt",), ("receipt", "make"), ("receipt", "verify"), ("disclose",),
    ("hold",), ("hold", "list"), ("erase",), ("erase", "list"), ("erase", "finish"), ("keys",), ("keys", "copy"),
    ("reads",), ("reads", "digest"), ("reads", "verify"), ("reads", "join"), ("draw",), ("draw", "commit"),
    ("draw", "reveal"), ("draw", "export"), ("draw", "redraw"),
    ("gate",), ("release",), ("release", "retype"), ("release", "typeset"), ("release", "example"),
    ("notices",), ("notices", "list"), ("notices", "raise"),
    ("oversight",), ("oversight", "measure"), ("oversight", "show"), ("oversight", "ladder"), ("oversight", "list"),
    ("oversight", "concerns"),
    ("oversight", "editions"),
    ("oversight", "check"), ("oversight", "methodology"), ("oversight", "publish"), ("oversight", "verify"),
    ("whatif",), ("simulate",), ("compare",),
    ("regimes",), ("regimes", "list"), ("regimes", "show"), ("regimes", "check"),
)  # fmt: skip


def help_of(verb: tuple[str, ...], capsys, monkeypatch) -> str:
    """What --help of a verb prints at 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        parser().parse_args([*verb, "--help"])
    return capsys.readouterr().out


def test_help_is_what_it_was_and_fits_80_columns(capsys, monkeypatch):
    """The golden file is written anew by deleting it and running this test."""
    told = "\n".join(help_of(verb, capsys, monkeypatch) for verb in VERBS)
    if not HELP.exists():
        HELP.write_text(told, "utf-8")
    assert told == HELP.read_text("utf-8")
    assert max(len(line) for line in told.splitlines()) <= 80


def test_the_demonstration_is_made_once(asylia, demonstration):
    """Idempotent: a second time it is left alone."""
    ran = asylia(demonstration, "demo")
    assert (ran.returncode, ran.stdout.split(":")[0]) == (0, "There already")


def answers(address: str) -> int:
    """What the page answers, once anyone does."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310 - an address of ours
                return page.status
        except urllib.error.URLError:
            time.sleep(0.1)
    return 0


def test_every_desk_of_the_demonstration_has_something_to_do(asylia, demonstration):
    """Served on 127.0.0.1: its address and one sign-in per desk are printed first."""
    served = subprocess.Popen(
        [sys.executable, "-m", "asylia.cli", "serve"], env=environment(demonstration), stdout=subprocess.PIPE, text=True
    )
    try:
        address = served.stdout.readline().strip()
        assert re.fullmatch(r"http://localhost:\d+", address)
        said = "".join(iter(served.stdout.readline, "Ctrl-C stops it.\n"))
        for desk in ("border officer", "asylum officer", "supervisor", "headquarters", "hearing clerk", "judge",
                     "specialist", "monitor", "overseer", "duty post", "counsel"):  # fmt: skip
            assert f"\n  {desk} " in said
        assert answers(f"{address.replace('localhost', '127.0.0.1')}/sign-in") == 200
    finally:
        served.terminate()
        served.wait(timeout=30)
        served.stdout.close()


def test_the_doctor_finds_it_well(asylia, demonstration):
    """Every check good, exit code 0."""
    ran = asylia(demonstration, "doctor")
    assert (ran.returncode, "BAD" in ran.stdout) == (0, False), ran.stdout


def test_an_export_is_verified_and_a_changed_one_named(asylia, demonstration, tmp_path):
    """The first bad entry, in plain words; exit code 1."""
    export = tmp_path / "record.jsonl"
    assert asylia(demonstration, "ledger", "export", export).returncode == 0
    assert asylia(demonstration, "ledger", "verify", export).returncode == 0
    lines = export.read_text("utf-8").splitlines()
    export.write_text("\n".join([*lines[:5], *lines[6:]]) + "\n", "utf-8")
    ran = asylia(demonstration, "ledger", "verify", export)
    assert ran.returncode == 1
    assert re.search(r"BAD: \S+ version \d+", ran.stdout), ran.stdout


def test_rebuilding_counts_the_cases(asylia, demonstration):
    """No bar where nobody watches."""
    ran = asylia(demonstration, "rebuild")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "24 cases read again from the record.\n", "")


def test_regimes_are_listed_shown_and_checked(asylia, tmp_path):
    """The law as data."""
    assert "us_mpp/2021-12-02" in asylia(tmp_path, "regimes", "list").stdout
    assert "INA 241(b)(3)(A)" in asylia(tmp_path, "regimes", "show", "us_mpp/2021-12-02").stdout
    bad = tmp_path / "2021-12-02.toml"
    bad.write_text((SHELF / "us_mpp/2021-12-02.toml").read_text("utf-8").replace("[remedy]\n", "[remedi]\n"), "utf-8")
    ran = asylia(tmp_path, "regimes", "check", bad)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert 'did you mean "remedy"?' in ran.stderr


@pytest.mark.parametrize("verb", [("serve",), ("rebuild",), ("doctor",), ("ledger", "export", "x.jsonl")])
def test_without_a_record_it_is_said_how_to_make_one(verb, asylia, tmp_path):
    """One plain sentence, exit code 2, nothing made."""
    ran = asylia(tmp_path / "nowhere", *verb)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "`asylia demo` makes a demonstration" in ran.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("verb", [
    ("ledger", "verify", "nowhere.jsonl"), ("regimes", "show", "us_mpp/1999"), ("regimes", "check", "nowhere.toml"),
])  # fmt: skip
def test_what_is_not_there_is_one_sentence(verb, asylia, tmp_path):
    """No traceback."""
    ran = asylia(tmp_path, *verb)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("address", ["postgresql://nobody:nothing@127.0.0.1:1/none", "mysql://x"])
def test_a_database_that_cannot_be_reached_is_one_sentence(address, asylia, tmp_path):
    """No traceback, no password."""
    ran = asylia(tmp_path, "rebuild", DATABASE_URL=address)
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    assert "nothing@" not in ran.stderr


FIRST = ("--headquarters", "lindqvist", "--name", "M. Lindqvist (invented)")
CODE = re.compile(r"^  ((?:[0-9a-z]{4}-){6}[0-9a-z]{2})$", re.MULTILINE)


def test_founding_twice_leaves_what_is_there(asylia, tmp_path):
    """An empty live deployment, once."""
    assert asylia(tmp_path / "home", "found", "--place", "Larkfield region", *FIRST).returncode == 0
    ran = asylia(tmp_path / "home", "found", *FIRST)
    assert (ran.returncode, ran.stdout) == (2, "")
    ran = asylia(tmp_path / "home", "demo")
    assert ran.returncode == 2
    assert "holds a live record, which no demonstration touches" in ran.stderr


def test_founding_lets_the_first_person_in_and_says_what_comes_next(asylia, tmp_path):
    """accounts.md: the code, once; a regime is used once two have adopted it."""
    ran = asylia(tmp_path / "home", "found", *FIRST)
    assert ran.returncode == 0
    assert CODE.search(ran.stdout)
    assert "before a regime is adopted by two" in ran.stdout
    made = sqlite3.connect(tmp_path / "home" / "asylia.sqlite3")
    assert made.execute("SELECT staff, role, name FROM accounts_account").fetchall() == [
        ("lindqvist", "headquarters", "M. Lindqvist (invented)")
    ]
    assert made.execute("SELECT count(*) FROM accounts_invitation").fetchone() == (1,)
    made.close()


def test_a_code_is_made_anew_for_whoever_was_appointed_only(asylia, tmp_path):
    """A new code replaces the one before; an unknown id is one sentence."""
    first = CODE.search(asylia(tmp_path / "home", "found", *FIRST).stdout)[1]
    ran = asylia(tmp_path / "home", "staff", "invite", "lindqvist")
    assert ran.returncode == 0
    assert CODE.fullmatch("  " + ran.stdout.splitlines()[0])
    assert first not in ran.stdout
    ran = asylia(tmp_path / "home", "staff", "invite", "nobody")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no open account 'nobody'. Headquarters appoints staff first.\n"


@pytest.mark.parametrize("wrong", [
    (), ("--headquarters", "two words", "--name", "A. B."), ("--headquarters", "lindqvist", "--name", " "),
])  # fmt: skip
def test_nothing_is_founded_by_half(wrong, asylia, tmp_path):
    """Without its first person a live deployment lets nobody in."""
    ran = asylia(tmp_path / "home", "found", *wrong)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert not (tmp_path / "home").exists()
