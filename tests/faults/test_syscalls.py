"""Each write and sync of five commands fails (EIO, ENOSPC) or is the last: an error surfaces, never as an answer.

SQLite alone: its files are written by the process itself. PostgreSQL's are its server's.
"""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest

from tests.faults.conftest import Site
from tests.faults.journal import Given, journal_at
from tests.faults.strace import FAULTS, Began, Call, require_strace, rested_on, struck, traced
from tests.faults.writer import Send, Work
from tests.shell.people import MPP, Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
CHANCE = Random(2019)  # noqa: S311 (which call fails is no secret)
HOME = {"country": "HN", "source": "own words", "certainty": "certain"}


def opened(site: Site) -> tuple[Desk, Given]:
    desk = Desk(site.house)
    person = {"person": site.house.new_id(), "name": "Ana Inventada", "born": "1995", "nationalities": [HOME]}
    return desk, _given(desk, "OpenCase", "sloane", **person, place="Northgate crossing", regime=MPP)


def claimed(site: Site) -> tuple[Desk, Given]:
    desk = Desk(site.house).open()
    return desk, _given(desk, "ReportFear", "sloane", words="Tengo miedo.", language="es")


def determined(site: Site) -> tuple[Desk, Given]:
    """Signed in a month in which nothing was drawn yet: its seed is made and committed, too."""
    desk = Desk(site.house).open().make_open_to_hearing()
    officer, regime = desk.weigh(), site.house.regimes[MPP]
    desk.at = desk.at.replace(month=desk.at.month + 1, day=3)
    met = {each.id: each.id != "torture" for each in regime.protections}
    words = {"reasons": "You told us that you were held.", "statement": "This is my own decision.", "explanation": ""}
    return desk, _given(desk, "SignDetermination", officer, claim=1, met=met, outcome="positive", **words)


def reviewed(site: Site) -> tuple[Desk, Given]:
    desk = Desk(site.house).open().make_open_to_hearing()
    desk.decide()
    return desk, _given(desk, "Concur", "abara", claim=1, determination=1)


def returned(site: Site) -> tuple[Desk, Given]:
    desk = Desk(site.house).open().make_returnable()
    return desk, _given(desk, "ReturnPerson", "sloane", port="Northgate")


def _given(desk: Desk, do: str, by: str, **fields: object) -> Given:
    return Given(do, by, desk.at.isoformat(), desk.case, fields)


COMMANDS = [opened, claimed, determined, reviewed, returned]


class Sweep:
    """One command on one deployment, sent to a fresh copy of it each time."""

    def __init__(self, site: Site, send: Send, prepare, lying: bool = False) -> None:
        desk, given = prepare(site)
        self.work = Work(given, "key", len(desk.record()))
        site.house.ledger.close()
        self.site, self.lying, self._send, self._number = site, lying, send, 0
        self.rested_on: list[Call] = []
        self.failed = ""

    @contextmanager
    def copy(self) -> Iterator[Site]:
        """The deployment as it was before the command, with a journal of its own."""
        self._number += 1
        folder = self.site.home.parent / f"copy{self._number}"
        shutil.copytree(self.site.home, folder / "home")
        with journal_at(folder / "journal") as journal:
            yield self.site._replace(home=folder / "home", journal=journal, path=folder / "journal")
        shutil.rmtree(folder)

    def calls(self) -> list[Call]:
        """What the command does to the files, when nothing fails."""
        with self.copy() as site:
            ends = []
            made = traced(site.home, lambda began: ends.append(self.send(site, began)))
            assert ends[0].done == 1
            site.require_whole()
            self.rested_on = rested_on(made)
            return made

    def send(self, site: Site, began: Began):
        return self._send(site, self.work, began=began, lying=self.lying)

    def strike(self, call: Call, fault: str) -> str:
        """What is wrong after that call failed: nothing, or a line that says so; `missed` where it hit no file."""
        with self.copy() as site:
            ends = []
            hit = struck(site.home, lambda began: ends.append(self.send(site, began)), call, fault)
            if hit is None:
                return "missed"
            self.failed = ends[0].failed
            where = f"{fault} at {hit}"
            found = site.checked(site.home, site.path)
            if found:
                return f"{where}: {found}"
            if ends[0].code not in {0, -signal.SIGKILL}:
                return f"{where}: an error that nobody foresaw"
            if ends[0].done and call in self.rested_on and "error" in fault:
                return f"{where}: acknowledged although it failed"
            return ""


@pytest.fixture
def sweeps(site, send, request):
    require_strace()
    return lambda prepare, lying=False: Sweep(site, send, prepare, lying)


def struck_all(sweep: Sweep, every: int) -> tuple[int, list[str]]:
    """How many faults met a file of the record, and what was wrong after them."""
    strikes = [(call, fault) for call in sweep.calls() for fault in FAULTS]
    answers = [sweep.strike(*each) for each in strikes[CHANCE.randrange(every) :: every]]
    return len(answers) - answers.count("missed"), [each for each in answers if each not in {"", "missed"}]


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("prepare", COMMANDS, ids=[each.__name__ for each in COMMANDS])
def test_a_failing_call_surfaces_and_loses_nothing(sweeps, prepare, every):
    hits, wrong = struck_all(sweeps(prepare), every)
    print(f"{hits} faults met a file of the record")  # noqa: T201 (the figure of the long run)
    assert wrong == []
    assert hits * every >= 60


def test_what_is_acknowledged_was_synced_after_its_last_write(sweeps):
    """With synchronous=NORMAL, the folklore, the write-ahead log is not synced at a commit, and this fails."""
    sweep = sweeps(claimed)
    sweep.calls()
    assert sweep.rested_on[-1].name == "fdatasync"


def test_a_commit_that_fails_is_said_plainly(sweeps):
    """Where there was no room, and where nobody knows what the disk holds: the page can say what to do."""
    sweep = sweeps(claimed)
    sweep.calls()
    write = next(each for each in sweep.rested_on if each.name == "pwrite64")
    for call, fault, says in (
        (write, "error=ENOSPC", "OutOfSpace"),
        (write, "error=EIO", "SendAgain"),
        (sweep.rested_on[-1], "error=EIO", "SendAgain"),
    ):
        assert sweep.strike(call, fault) == ""
        assert sweep.failed == says


def test_the_control_that_acknowledges_before_it_commits_is_caught(sweeps):
    sweep = sweeps(claimed, lying=True)
    sweep.calls()
    commit = next(each for each in sweep.rested_on if each.name == "pwrite64")
    for fault in FAULTS:
        assert "was acknowledged and its key is not there" in sweep.strike(commit, fault)
