"""PostgreSQL killed under load again and again: the application reconnects by itself, and every command is there once.

Several processes submit commands, each under a key of its own, and send the same form again until there is an answer.
The key store lies in a second database of the same server, so that every connection of the application is lost.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.invariants import checker
from tests.faults.journal import journal_at, read
from tests.faults.power_load import Load
from tests.postgres import Server, address, server_or_skip
from tests.shell import people
from tests.shell.deployment import Deployment, in_use

pytestmark = pytest.mark.postgres
CLIENTS = 4
HOWS = ("postmaster", "immediate", "session")
LONGEST = 3.0  # seconds between one kill and the next


@pytest.fixture
def server() -> Iterator[Server]:
    server_or_skip()
    folder = Path(tempfile.mkdtemp(prefix="asylia-killed-"))
    made = Server(folder)
    made.make("fsync = on")
    made.start()
    yield made
    made.stop(signal.SIGQUIT)
    shutil.rmtree(folder)


def kill(server: Server, how: str) -> None:
    """Kills the server, or one of its sessions (for which it ends all others and recovers), and has it answer again."""
    if how == "session":
        with psycopg.connect(server.url, autocommit=True) as connection:
            sql = "SELECT pid FROM pg_stat_activity WHERE datname IN ('record', 'keys') ORDER BY random() LIMIT 1"
            ((pid,),) = connection.execute(sql).fetchall()
        os.kill(pid, signal.SIGKILL)
    else:
        server.stop(signal.SIGKILL if how == "postmaster" else signal.SIGQUIT)
    server.start()


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_every_command_is_there_once(server, kills, tmp_path, django_db_blocker, monkeypatch):
    chance = random.Random(kills)  # noqa: S311 (a fault drawn from a seed)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE record")
        connection.execute("CREATE DATABASE keys")
    home, url = tmp_path / "home", address(server.url, "record")
    home.mkdir()
    monkeypatch.setenv("KEYSTORE_URL", address(server.url, "keys"))
    with django_db_blocker.unblock(), in_use(Deployment(home, url)) as house:
        people.arrive(house)
    with Load() as load, checker() as check, journal_at(tmp_path / "journal") as journal:
        load.begin(home, journal.socket, kills, clients=CLIENTS, url=url)
        for number in range(kills):
            time.sleep(chance.uniform(0, LONGEST))
            kill(server, HOWS[number % len(HOWS)])
        time.sleep(1)
        load.finish()
        found = check(home, tmp_path / "journal", url=url)
    kept = read(tmp_path / "journal")
    failed = Counter(each for errors in kept.failed.values() for each in errors)
    print(  # noqa: T201
        f"\n{kills} kills: {len(kept.sent)} commands sent, {len(kept.answered)} answered, {len(kept.failed)} of them "
        f"after a failure ({dict(failed)}), {len(kept.witnessed)} checkpoints seen outside"
    )
    assert found == []
    assert kept.sent.keys() == kept.answered.keys()
    assert kept.failed
    assert failed.keys() == {"SendAgain"}, "each failure is said plainly"
