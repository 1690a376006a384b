"""PostgreSQL killed under load again and again: the application reconnects by itself, and every command is there once.

Four processes of the application and one server of its pages submit commands, each under a key of its own, and send the
same form again until there is an answer. The key store lies in a second database of the same server, so that every
connection of the application is lost.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from asylia.accounts.staff import found
from tests.faults.invariants import checker
from tests.faults.journal import Answer, Given, Journal, journal_at, read
from tests.faults.power_load import Load
from tests.faults.wire import Lost, Sender, serving
from tests.postgres import Server, address, server_or_skip
from tests.shell import people
from tests.shell.deployment import Deployment, in_use

pytestmark = pytest.mark.postgres
CLIENTS, BROWSERS = 4, 2
HOWS = ("postmaster", "immediate", "session")
LONGEST = 3.0  # seconds between one kill and the next


@pytest.fixture
def server() -> Iterator[Server]:
    server_or_skip()
    folder = Path(tempfile.mkdtemp(prefix="asylia-killed-"))
    made = Server(folder)
    made.make("fsync = on")
    made.start()
    with psycopg.connect(made.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE record")
        connection.execute("CREATE DATABASE keys")
    yield made
    made.stop(signal.SIGQUIT)
    shutil.rmtree(folder)


def kill(server: Server, how: str) -> None:
    """Kills the server, or one of its sessions (for which it ends all others and recovers), and has it answer again."""
    if how == "session":
        with psycopg.connect(server.url, autocommit=True) as connection:
            sql = "SELECT pid FROM pg_stat_activity WHERE datname IN ('record', 'keys') ORDER BY random() LIMIT 1"
            for (pid,) in connection.execute(sql).fetchall():
                os.kill(pid, signal.SIGKILL)
    else:
        server.stop(signal.SIGKILL if how == "postmaster" else signal.SIGQUIT)
    server.start()


class Browser:
    """Someone at the border who reports fears in one case, and sends each form until a page says that it is done."""

    def __init__(self, port: int, case: str, journal: Journal) -> None:
        self.sender, self.case, self.journal = Sender(port, "sloane"), case, journal
        self.codes: Counter[int | str] = Counter()

    def work(self, stopping: threading.Event) -> None:
        """Form after form."""
        while not stopping.is_set():
            key, words = uuid.uuid4().hex, f"Tengo miedo. {self.journal.canary}"
            fields = {"words": words, "language": "es", "new_facts": False}
            form = {"words": words, "language": "es", "new_facts": "no", "happened": "2022-01-12T09:00"}
            self.journal.sent(key, Given("ReportFear", "sloane", people.BEGAN.isoformat(), self.case, fields), seen=1)
            while (code := self._sent({**form, "key": key, "seen": "1"})) != 303:
                self.journal.failed(key, str(code))
                time.sleep(0.05)
            self.journal.answered(key, Answer("Accepted"))

    def _sent(self, form: dict[str, str]) -> int | str:
        try:
            code: int | str = self.sender.post(self.case, "ReportFear", form)[0]
        except Lost:
            code = "Lost"
        self.codes[code] += 1
        return code


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_every_command_is_there_once(server, kills, tmp_path, django_db_blocker, monkeypatch):
    chance, stopping = random.Random(kills), threading.Event()  # noqa: S311 (a fault drawn from a seed)
    home, url, path = tmp_path / "home", address(server.url, "record"), tmp_path / "journal"
    home.mkdir()
    monkeypatch.setenv("KEYSTORE_URL", address(server.url, "keys"))
    with django_db_blocker.unblock(), in_use(Deployment(home, url)) as house:
        found(demonstration=True, place="Larkfield region")
        people.arrive(house)
        cases = [people.Desk(house).open().case for _ in range(BROWSERS)]
    with Load() as load, serving(home, url) as port, journal_at(path) as journal, ThreadPoolExecutor() as pool:
        browsers = [Browser(port, case, journal) for case in cases]
        working: list[Future[None]] = [pool.submit(each.work, stopping) for each in browsers]
        try:
            load.begin(home, journal.socket, kills, clients=CLIENTS, url=url)
            for number in range(kills):
                time.sleep(chance.uniform(0, LONGEST))
                kill(server, HOWS[number % len(HOWS)])
            time.sleep(1)
            load.finish()
        finally:
            stopping.set()
        for each in working:
            each.result(timeout=60)
    with checker() as check:  # of this key store
        violations = check(home, path, url=url)
    kept, codes = read(path), sum((each.codes for each in browsers), Counter())
    failed = Counter(error for key, errors in kept.failed.items() if "-" in key for error in errors)
    print(  # noqa: T201
        f"\n{kills} kills: {len(kept.sent)} commands sent, {len(kept.answered)} answered, {len(kept.failed)} of them "
        f"after a failure ({dict(failed)}; pages {dict(codes)}), {len(kept.witnessed)} checkpoints seen outside"
    )
    assert violations == []
    assert kept.sent.keys() == kept.answered.keys()
    assert failed.keys() == {"SendAgain"}, "each failure is said plainly"
    assert codes.keys() <= {303, 503}, "and on a page"
