"""A process killed between any two statements of the shell's transaction: all of a command is written, or none.

The journal of what was acknowledged is kept here, by a process that is not the one killed.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from threading import Timer
from typing import NamedTuple

import pytest

from asylia.caseload.models import CaseRow
from asylia.core.errors import Refused
from asylia.shell.rebuilding import rebuild
from asylia.shell.submitting import Accepted
from tests.shell.people import MPP, Desk, entries
from tests.shell.rows import rows


class Given(NamedTuple):
    """A command as a form gives it."""

    do: str
    by: str
    fields: dict[str, object]


CHANCE = Random(2019)  # noqa: S311 (when a process is killed is no secret)
MOST = 80  # statements: more than any command has


@pytest.fixture(scope="module")
def writer(deployment, house) -> Iterator[Callable[..., tuple[int, list[str]]]]:
    """A function that has one command sent by a process that dies before a statement: how it ended, what it told."""
    environment = {**os.environ, "ASYLIA_HOME": str(deployment.home), "DJANGO_SETTINGS_MODULE": "asylia.web.settings"}
    environment.pop("DATABASE_URL", None)
    if deployment.url:
        environment["DATABASE_URL"] = deployment.url
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer"], env=environment, cwd=Path(__file__).parents[2], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def send(die_before: int | None, desk: Desk, given: Given, key: str = "") -> tuple[int, list[str]]:
        asked = {**given._asdict(), "at": desk.at.isoformat(), "case": desk.case, "key": key}
        process.stdin.write(json.dumps({**asked, "die_before": die_before}) + "\n")
        process.stdin.flush()
        told: list[str] = []
        pid, enough = 0, CHANCE.randrange(5)
        while (said := json.loads(process.stdout.readline()))[0] != "ended":
            if said[0] == "began":
                pid = said[1]
            else:
                told.append(said[1])
            if pid and len(told) == enough:  # and at any moment of what it does next
                Timer(CHANCE.uniform(0, 0.01), os.kill, (pid, signal.SIGKILL)).start()
        return said[1], told

    yield send
    process.stdin.close()
    process.stdout.close()
    assert process.wait(timeout=20) == 0


def sweep(house, writer, prepare: Callable[[], tuple[Desk, Given]], events: int, first: int = 1) -> int:
    """Kill before every statement from the first on, look, send the same form again, look; how many were killed."""
    for statement in range(first, MOST):
        desk, given = prepare()
        before, key = len(desk.record()), f"{desk.case}-{statement}"
        ended, told = writer(statement, desk, given, key)
        assert ended in {0, -signal.SIGKILL}
        written = len(desk.record()) - before
        assert written in {0, events}, "half a command"
        kept = house.ledger.remembered(house.raw(), key) is not None
        assert kept == (written == events), "the form's key and its events are written together"
        assert not told or kept, "acknowledged and not there"
        assert isinstance(desk.try_(given.do, given.by, key=key, **given.fields), Accepted), (
            "sent again, it is answered"
        )
        assert len(desk.record()) == before + events, "exactly once"
        if ended == 0 or CaseRow.objects.count() < 4:  # where there are many cases, all of them at the end
            require_rebuilt_alike(house)
        if ended == 0:
            assert told == ["Accepted"]
            assert house.ledger.verify(house.raw()).good
            return statement - first
    raise AssertionError("the writer never came to its end")


def require_rebuilt_alike(house) -> None:
    """The rows are those that a rebuild gives."""
    live = rows(house)
    rebuild(house)
    assert rows(house) == live


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_process_killed_at_any_moment_loses_nothing_it_acknowledged(house, writer, kills):
    """A command sent again and again until the kill: of all that were sent, the last alone may be unknown."""
    given, acknowledged = Given("ReportFear", "rowan", {"words": "Tengo miedo.", "language": "es"}), 0
    for kill in range(kills):
        desk = Desk(house).open()
        key = f"{desk.case}-{kill}"
        ended, told = writer(None, desk, given, key)
        assert ended == -signal.SIGKILL
        kept = [house.ledger.remembered(house.raw(), f"{key}-{number}") is not None for number in range(len(told) + 2)]
        written = kept.index(False)
        assert written in {len(told), len(told) + 1}
        assert not any(kept[written:])
        said = [each.name for each in desk.record()].count("fear.said_again/1")
        assert said == max(written - 1, 0), "each once: the first is the claim"
        acknowledged += len(told)
    assert acknowledged > kills
    require_rebuilt_alike(house)
    assert house.ledger.verify(house.raw()).good


def test_a_family_is_joined_in_both_streams_or_in_neither(house, writer):
    desk, family = Desk(house).open(), house.new_id()
    given = Given("JoinFamily", "sloane", {"family": family, "relation": "mother"})
    assert sweep(house, writer, lambda: (desk, given), events=1) > 12
    joined = [each for each in desk.record() if each.name == "family.joined/1"]
    assert len(joined) == len(entries(house, f"family/{family}"))


def test_a_refusal_is_kept_whole_or_not_at_all(house, writer):
    """It is not answered under its key, for a refused form may be mended: nothing is half kept, that is all."""
    desk = Desk(house).open().claim()
    given = Given("CloseClaim", "sloane", {"claim": 1, "reason": "no_fear_seen"})
    for statement in range(1, MOST):
        before = len(desk.record())
        ended, told = writer(statement, desk, given)
        written = [each.name for each in desk.record()[before:]]
        assert written in ([], ["act.refused/1"])
        assert not told or written
        require_rebuilt_alike(house)
        if ended == 0:
            break
    assert statement > 10
    assert isinstance(desk.try_(given.do, given.by, **given.fields), Refused)
    assert house.ledger.verify(house.raw()).good


def test_a_case_is_opened_whole_or_not_at_all(house, writer):
    home = {"country": "HN", "source": "own words", "certainty": "certain"}

    def prepare() -> tuple[Desk, Given]:
        person = {"person": house.new_id(), "name": "Ana Inventada", "born": "1995", "nationalities": [home]}
        return Desk(house), Given("OpenCase", "sloane", {**person, "place": "Northgate crossing", "regime": MPP})

    assert sweep(house, writer, prepare, events=1) > 12


def test_an_officer_is_drawn_with_the_seed_committed_or_not_at_all(house, writer):
    def prepare() -> tuple[Desk, Given]:
        desk = Desk(house)
        years, month = divmod(len(house.ledger.streams(house.raw(), "draw/")), 12)
        desk.at = desk.at.replace(year=2022 + years, month=1 + month)  # a month that nothing was drawn in yet
        return desk.open().claim(), Given("AssignOfficer", "abara", {"claim": 1})

    everyone = len(house.ledger.streams(house.raw(), "staff/"))  # each read by a statement of its own, before any write
    assert sweep(house, writer, prepare, events=1, first=everyone) > 12
