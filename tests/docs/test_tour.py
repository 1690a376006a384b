"""The tour shows pictures that are there, gives commands that run, and names rules and files that exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asylia.core.rules import RULES

ROOT = Path(__file__).parents[2]
TOUR = (ROOT / "docs" / "tour.md").read_text("utf-8")
PICTURES = ROOT / "docs" / "tour"
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TOUR, re.DOTALL) for line in block.splitlines()]


def test_every_picture_is_there_and_every_picture_there_is_shown():
    shown = set(re.findall(r"!\[[^\]]+\]\(tour/([^)]+)\)", TOUR))
    assert shown == {each.name for each in PICTURES.iterdir()}
    assert sum(each.stat().st_size for each in PICTURES.iterdir()) < 1_500_000


def test_every_rule_and_file_that_it_names_exists():
    named = set(re.findall(r"`([^`\s]+)`", TOUR))
    rules = {each for each in named if re.fullmatch(r"[a-z]+\.[a-z-]+", each) and not each.endswith(".py")}
    assert rules <= set(RULES), rules - set(RULES)
    files = {each for each in named if each.startswith(("asylia/", "tests/", "docs/"))}
    assert files
    assert [each for each in files if not (ROOT / each).exists()] == []


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the demonstration that `make run` serves."""
    home = tmp_path_factory.mktemp("tour") / "var"
    made = run("demo", home)
    assert (made.returncode, "24 measures counted for the overseer's board." in made.stdout) == (0, True)
    return home


def run(arguments, home):
    """Run an `asylia` command on that home, beside it."""
    env = {**os.environ, "ASYLIA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    env["DJANGO_SETTINGS_MODULE"] = "asylia.web.settings"  # not those of the tests
    command = [sys.executable, "-m", "asylia.cli", *arguments.split()]
    return subprocess.run(command, check=False, cwd=home.parent, env=env, capture_output=True, text=True)


def test_every_command_runs(home):
    """Each `asylia` line exits 0 in turn, `make` lines name a verb of the Makefile."""
    assert COMMANDS
    for line in COMMANDS:
        program, _, arguments = line.partition(" ")
        if program == "make":
            assert re.search(rf"^{arguments}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        else:
            assert program == ".venv/bin/asylia"
            done = run(arguments, home)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
