"""The same deployments as the shell's own tests, one for each test, with a journal beside it and the warm processes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import keys_path
from asylia.ledger.sequencer import Clock, now
from asylia.shell.house import House
from tests.faults.invariants import Check, checker
from tests.faults.journal import Journal, journal_at
from tests.faults.writer import Send, writer
from tests.shell.conftest import deployment, engine, house, original
from tests.shell.deployment import copied, drop, in_use

__all__ = ["deployment", "engine", "house", "original"]


class Site(NamedTuple):
    """A deployment of one test's own, open in this process too, and the journal of what is sent to it."""

    home: Path
    url: str | None
    house: House
    journal: Journal
    path: Path
    checked: Check

    def require_whole(self, *also: Path) -> None:
        """Every invariant holds (tests/faults/invariants.py)."""
        assert self.checked(self.home, self.path, url=self.url, also=also) == []

    def sequence(self, clock: Clock = now) -> None:
        """One whole turn of the sequencer."""
        ledger = self.house.ledger
        with closing(ledger.connect()) as connection:
            once(ledger, connection, self.home, log_of(self.home, "demonstration"), clock)

    def witness(self) -> None:
        """What the log signed last is seen by someone outside."""
        engine = self.house.ledger.engine
        with closing(self.house.ledger.connect()) as connection:
            rows = engine.run(connection, "SELECT note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1")
        for (note,) in rows:
            self.journal.witnessed(note, keys_path(self.home).read_text())


@pytest.fixture(scope="session")
def check() -> Iterator[Check]:
    """The checker, warm."""
    with checker() as one:
        yield one


@pytest.fixture(scope="session")
def send() -> Iterator[Send]:
    """The writer, warm."""
    with writer() as one:
        yield one


@pytest.fixture
def site(original, engine, tmp_path, django_db_blocker, check) -> Iterator[Site]:
    copy = copied(original(engine), tmp_path)
    path = tmp_path / "journal"
    with django_db_blocker.unblock(), in_use(copy) as opened, journal_at(path) as journal:
        yield Site(copy.home, copy.url, opened, journal, path, check)
    drop(copy)
