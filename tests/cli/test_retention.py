"""Holds, erasures and copies of the keys as they are typed."""

import os
import subprocess
import sys

import pytest

from asylia.core.event import Author
from asylia.core.streams.keeping import (
    ErasureApproved,
    ErasureAsked,
    ErasureDeclined,
    HoldLifted,
    HoldPlaced,
    KeysCopied,
    RecordErased,
    fold,
)
from asylia.retention import erasure_said, hold_said
from tests.cli.conftest import environment
from tests.shell.people import BEGAN

HQ, OUT = (Author(by=by, role=role, at=BEGAN) for by, role in (("quill", "headquarters"), ("okafor", "overseer")))
DAY = BEGAN.date()


@pytest.fixture(scope="module")
def home(asylia, tmp_path_factory):
    """A home with an empty live deployment."""
    home = tmp_path_factory.mktemp("live") / "home"
    assert asylia(home, "found", "--headquarters", "quill", "--name", "A. Quill").returncode == 0
    return home


def test_what_was_never_done_is_said(asylia, home):
    for verb, says in (("hold", "No hold was ever placed.\n"), ("erase", "No erasure was ever asked for.\n")):
        ran = asylia(home, verb, "list")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, says, "")
    assert asylia(home, "erase", "finish").stdout.startswith("0 erasures ended")


def test_the_keys_are_copied_to_a_new_file_of_its_owners_alone(asylia, home, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    ran = asylia(home, "keys", "copy", copy)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "overwrite it within 30 days" in ran.stdout
    assert copy.stat().st_mode & 0o077 == 0
    again = asylia(home, "keys", "copy", copy)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert asylia(home, "ledger", "export", tmp_path / "export").returncode == 0
    opened = asylia(home, "hold", "list", KEYSTORE_URL=f"sqlite:///{copy}")
    assert opened.returncode == 0, "the copy is a key store that opens the record"


def test_the_doctor_counts_erased_keys_that_live_and_finish_destroys_them(asylia, home):
    """A process that was killed between approval and destruction, made by hand: the next one ends it."""
    script = (
        "from pathlib import Path; import os, sys; from asylia.shell.starting import start;"
        "start(Path(os.environ['ASYLIA_HOME'])); from asylia.shell.house import House;"
        "house = House.open(Path(os.environ['ASYLIA_HOME'])); house.ledger.keys.ensure(['person/p-1']);"
        "from tests.shell.erased import approved; approved(house, 'p-1')"
    )
    subprocess.run([sys.executable, "-c", script], env=environment(home) | {"PYTHONPATH": os.getcwd()}, check=True)  # noqa: PTH109
    ran = asylia(home, "doctor")
    assert "BAD   erased keys are gone: 1 live\n      run `asylia erase finish`" in ran.stdout
    assert "NOT YET ERASED" in asylia(home, "erase", "list").stdout
    assert (
        asylia(home, "erase", "finish").stdout == "1 erasures ended; 1 keys destroyed that had been approved for it.\n"
    )
    assert "good  erased keys are gone: 0 live" in asylia(home, "doctor").stdout


def test_holds_and_erasures_are_told_in_short_lines():
    """80 columns, whatever is told; who, when, on what basis, how far."""
    placed = HoldPlaced(who=HQ, hold="h", basis="records_request", cite="FOIA 22-1 (invented)", person="")
    asked = ErasureAsked(who=HQ, erasure="e", person="p-1", basis="schedule", cite="Item 4.2 (invented)", from_day=DAY)
    approved = ErasureApproved(who=OUT, erasure="e", cases=("c",), keys=("person/p-1",), last_copy=DAY)
    lifted = HoldLifted(who=OUT, hold="h", reason="Answered.")
    done = RecordErased(who=OUT, erasure="e")
    declined = ErasureDeclined(who=OUT, erasure="e", reason="No.")
    told = [hold_said(fold(events).holds["h"]) for events in ([placed], [placed, lifted])]
    histories = ([asked], [asked, declined], [asked, approved], [asked, approved, done], [KeysCopied(who=HQ), asked])
    told += [erasure_said(fold(events).erasures["e"]) for events in histories]
    says = ("in force", "lifted 2022-01-12 by okafor", "waits for a second person", "declined by okafor",
            "NOT YET ERASED", "erased 2022-01-12", "overwritten by 2022-02-11")  # fmt: skip
    assert [each for each in says if each not in "\n".join(told)] == []
    assert max(len(line) for each in told for line in each.splitlines()) <= 80
