"""Power lost under load, at a seeded moment: nothing acknowledged is lost, and careless settings do lose it.

Record, key store, log, public files and a witness lie on one disk with a volatile cache (tests/faults/power_disk.py), a
PostgreSQL beside them; real processes send commands, number, sign, publish and co-sign until the cut. The journal lies
elsewhere. The controls run in the same harness: a harness in which nothing can be lost proves nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from asylia.witness import Witness
from tests.faults.invariants import Check
from tests.faults.journal import journal_at, read
from tests.faults.power import Disk, require_disk
from tests.faults.power_load import Load, witness_of
from tests.postgres import NoServerError, Server, address, server_or_skip
from tests.shell import people
from tests.shell.deployment import Deployment, in_use

LONGEST = 1.5  # seconds from the first answers to the cut


class Founded(NamedTuple):
    """A deployment to copy onto a disk: its home, and a cluster that was stopped in good order (None: SQLite)."""

    home: Path
    server: Path | None = None


class Outcome(NamedTuple):
    """What was acknowledged before the cut, and what did not hold after it."""

    acknowledged: int
    witnessed: int
    violations: list[str]

    @property
    def lost(self) -> int:
        """Commands that were acknowledged and are not there, all of them where nothing opens."""
        if any(each.startswith("opens") for each in self.violations):
            return self.acknowledged
        return sum(each.startswith("acknowledged") for each in self.violations)


@pytest.fixture(scope="module", autouse=True)
def needed() -> None:
    require_disk()


@pytest.fixture(scope="module")
def sqlite(original: Callable[[str], Deployment]) -> Founded:
    return Founded(original("sqlite").home)


@pytest.fixture(scope="module")
def postgres(django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """Founded on a server of its own, as it must run in earnest."""
    server_or_skip()
    home, folder = tmp_path_factory.mktemp("home"), Path(tempfile.mkdtemp(prefix="asylia-power-pg-"))
    server = Server(folder)
    server.make("fsync = on")
    server.start()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE record")
    with django_db_blocker.unblock(), in_use(Deployment(home, address(server.url, "record"))) as house:
        people.arrive(house)
    server.stop()
    yield Founded(home, folder)
    shutil.rmtree(folder)


def cut(founded: Founded, load: Load, check: Check, seed: int, *settings: str) -> Outcome:
    """Load on a new disk, the power cut at a moment that the seed draws, and what is found when it is back."""
    moment = random.Random(seed).uniform(0, LONGEST)  # noqa: S311 (a fault drawn from a seed)
    outside = Path(tempfile.mkdtemp(prefix="asylia-power-journal-"))
    with Disk(size=64 if founded.server is None else 256) as disk, journal_at(outside / "journal") as journal:
        home = disk.mount / "home"
        shutil.copytree(founded.home, home)
        server = None if founded.server is None else placed(founded.server, disk.mount / "pg", settings)
        url = None if server is None else address(server.url, "record")
        os.sync()
        load.begin(home, journal.socket, seed, clients=3, url=url)
        time.sleep(moment)
        disk.cut(seed)
        load.kill()
        if server:
            server.stop(signal.SIGKILL)
        disk.restore()
        kept = read(outside / "journal")
        try:
            if server:
                server.start()
            found = check(home, outside / "journal", url=url, also=[disk.mount])
        except NoServerError as error:
            found = [f"opens: {error}"]
        found += forgotten(witness_of(home), [note for note, _ in kept.witnessed])
        if server:
            server.stop(signal.SIGQUIT)
    shutil.rmtree(outside)
    return Outcome(len(kept.acknowledged), len(kept.witnessed), found)


def placed(cluster: Path, folder: Path, settings: tuple[str, ...]) -> Server:
    """The cluster copied to a folder, with more settings, and started there."""
    shutil.copytree(cluster, folder, ignore=shutil.ignore_patterns(".s.PGSQL*"))
    with (folder / "data/postgresql.conf").open("a") as file:
        file.writelines(f"{each}\n" for each in settings)
    server = Server(folder)
    server.own()
    server.start()
    return server


def forgotten(witness: Path, notes: list[str]) -> list[str]:
    """What a witness has forgotten of what it co-signed: asked with the newest, it must hold as much."""
    if not notes:
        return []
    answer = Witness(witness).add_checkpoint(f"old 0\n\n{notes[-1]}".encode())
    held, size = int(answer.text) if answer.status == 409 else 0, int(notes[-1].splitlines()[1])
    return [] if held >= size else [f"witness: it co-signed {size} leaves and holds {held}"]


def told(name: str, outcomes: list[Outcome]) -> None:
    """The figures, as `make long` shows them."""
    losing, lost = sum(each.lost > 0 for each in outcomes), sum(each.lost for each in outcomes)
    acknowledged, witnessed = sum(each.acknowledged for each in outcomes), sum(each.witnessed for each in outcomes)
    print(  # noqa: T201
        f"\n{name}: {len(outcomes)} cuts, {acknowledged} acknowledged, {witnessed} checkpoints seen outside; "
        f"{lost} acknowledged lost, in {losing} of the cuts"
    )


@pytest.mark.parametrize("seeds", [2, pytest.param(60, marks=pytest.mark.long)])
def test_sqlite_loses_nothing_that_was_acknowledged(sqlite, check, seeds):
    with Load() as load:
        outcomes = [cut(sqlite, load, check, seed) for seed in range(seeds)]
    told("SQLite, synchronous=FULL", outcomes)
    assert [each.violations for each in outcomes] == [[]] * seeds
    assert all(each.acknowledged for each in outcomes)


@pytest.mark.parametrize(
    ("synchronous", "seeds"),
    [("OFF", 1), pytest.param("OFF", 10, marks=pytest.mark.long), pytest.param("NORMAL", 10, marks=pytest.mark.long)],
)
def test_sqlite_set_up_carelessly_loses_what_was_acknowledged(sqlite, check, synchronous, seeds):
    """The control: NORMAL is folklore's setting for WAL."""
    with Load(WEAKENED=synchronous) as load:
        outcomes = [cut(sqlite, load, check, seed) for seed in range(seeds)]
    told(f"SQLite, synchronous={synchronous}", outcomes)
    assert any(each.lost for each in outcomes)


@pytest.mark.long
@pytest.mark.postgres
def test_postgres_loses_nothing_that_was_acknowledged(postgres, check):
    with Load() as load:
        outcomes = [cut(postgres, load, check, seed) for seed in range(30)]
    told("PostgreSQL, fsync=on", outcomes)
    assert [each.violations for each in outcomes] == [[]] * 30
    assert all(each.acknowledged for each in outcomes)


@pytest.mark.long
@pytest.mark.postgres
def test_postgres_without_fsync_loses_what_was_acknowledged(postgres, check):
    """The control."""
    with Load() as load:
        outcomes = [cut(postgres, load, check, seed, "fsync = off") for seed in range(10)]
    told("PostgreSQL, fsync=off", outcomes)
    assert any(each.lost for each in outcomes)
