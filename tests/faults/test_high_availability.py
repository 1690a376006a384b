"""The leader of three PostgreSQL servers is cut off under load: writes resume, nothing acknowledged is lost or doubled.

python -m pytest -m long -s tests/faults/test_high_availability.py         prints each cut and its pause
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import psycopg
import pytest
from psycopg import sql

from asylia.ledger.logkey import keys_path
from tests.faults.invariants import checker
from tests.faults.journal import Journal, journal_at
from tests.operating.cluster import BESIDE, NODES, PASSWORD, ROOT, Cluster, Cut, missing, three_machines, until
from tests.shell.deployment import Deployment, in_use
from tests.shell.people import arrive

OWNER, ROLE = "asylia_owner", "asylia"
CLIENTS = 3
RESUME = 30.0  # seconds within which writes resume
KINDS: tuple[Cut, ...] = ("down", "deaf", "mute", "apart")

pytestmark = [pytest.mark.long, pytest.mark.postgres]


class Acknowledged(NamedTuple):
    """When a command was acknowledged, the longest that one try of it waited, and how many tries it took."""

    at: float
    waited: float
    tries: int


class Load:
    """Clients of the application, and two sequencers of which one works; all in a network namespace of their own."""

    def __init__(self, cluster: Cluster, home: Path, journal: Journal) -> None:
        self.acknowledged: list[Acknowledged] = []
        environment = {
            **os.environ, "ASYLIA_HOME": str(home), "DATABASE_URL": cluster.url(ROLE),
            "DJANGO_SETTINGS_MODULE": "asylia.web.settings", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        pipes = {"cwd": ROOT, "env": environment, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.clients = [
            cluster.begin(BESIDE, sys.executable, "-m", "tests.operating.client", journal.socket, f"{number}", **pipes)
            for number in range(CLIENTS)
        ]
        follow = (sys.executable, "-m", "asylia.cli", "ledger", "sequence", "--follow")
        quiet = {"cwd": ROOT, "env": environment, "stderr": subprocess.DEVNULL}  # each waits for the other, and says so
        self.sequencers = [cluster.begin(BESIDE, *follow, **quiet) for _ in range(2)]
        self._listening = [threading.Thread(target=self._listen, args=(client,)) for client in self.clients]
        for each in self._listening:
            each.start()

    def _listen(self, client: subprocess.Popen[str]) -> None:
        with client.stdout:
            for line in client.stdout:
                at, waited, tries = line.split()
                self.acknowledged.append(Acknowledged(float(at), float(waited), int(tries)))

    def after(self, moment: float) -> list[Acknowledged]:
        """What was acknowledged after a moment, in order."""
        return sorted(each for each in self.acknowledged if each.at > moment)

    def kill(self) -> None:
        """Ends all at once."""
        for process in (*self.clients, *self.sequencers):
            process.kill()
            process.wait(10)
        for client, each in zip(self.clients, self._listening, strict=True):
            client.stdin.close()
            each.join()

    def end(self) -> None:
        """Each client answers its command in hand first."""
        assert [each.poll() for each in (*self.clients, *self.sequencers)] == [None] * (CLIENTS + 2)
        for client in self.clients:
            client.stdin.close()
        assert [client.wait(60) for client in self.clients] == [0] * CLIENTS
        for each in self._listening:
            each.join()
        time.sleep(5)  # the sequencer's last turn
        for sequencer in self.sequencers:
            sequencer.terminate()
            sequencer.wait(10)


class Passed(NamedTuple):
    """One cut: its kind, who led before and after, seconds without an acknowledgement, the longest wait of one try."""

    kind: Cut
    before: str
    after: str
    pause: float
    waited: float
    both: float  # seconds in which two machines said that they lead

    def __str__(self) -> str:
        return (
            f"{self.kind:<6} {self.before:>5} -> {self.after:<5}  pause {self.pause:5.1f} s   "
            f"longest wait {self.waited:5.1f} s   two leaders {self.both:4.1f} s"
        )


def cut_off(cluster: Cluster, load: Load, kind: Cut, after_: float) -> Passed:
    """Cut the leader off some seconds after all is whole, wait until others write, heal."""
    before = cluster.whole()
    time.sleep(after_)
    began = time.monotonic()
    cluster.cut(kind, before)
    both = 0.0
    while time.monotonic() < began + 3 * RESUME:
        looked = time.monotonic()
        leading = [node for node in NODES if cluster.state(node) == "leads"]
        time.sleep(0.1)
        both += time.monotonic() - looked if len(leading) > 1 else 0
        if any(node != before for node in leading) and load.after(looked):
            break
    cluster.heal()
    after = cluster.leader()
    taken = [began, *(each.at for each in load.after(began))]
    pause = max(later - earlier for earlier, later in pairwise(taken))
    return Passed(kind, before, after, pause, max(each.waited for each in load.after(began)), both)


def founded(cluster: Cluster, folder: Path) -> Deployment:
    """A deployment with its people on the cluster, founded by two roles as docs/operating.md says."""
    with psycopg.connect(cluster.socket(cluster.leader()), autocommit=True) as server:
        for role in (OWNER, ROLE):
            made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(PASSWORD))
            server.execute(made)
        server.execute(f"CREATE DATABASE asylia OWNER {OWNER}")
    with psycopg.connect(cluster.socket(cluster.leader(), "asylia"), autocommit=True) as server:
        server.execute(f"GRANT CREATE ON SCHEMA public TO {ROLE}")
        server.execute(f"GRANT CREATE ON SCHEMA public TO {OWNER}")
    (folder / "home").mkdir()
    deployment = Deployment(folder / "home", cluster.socket(cluster.leader(), "asylia", ROLE))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("OWNER_DATABASE_URL", cluster.socket(cluster.leader(), "asylia", OWNER))
        with in_use(deployment) as house:
            arrive(house)
    return deployment


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """As deploy/ configures it; or, for a control, without waiting for a second machine."""
    if why := missing():
        pytest.skip(why)
    with (
        tempfile.TemporaryDirectory(prefix="asylia-ha-", ignore_cleanup_errors=True) as folder,
        three_machines(Path(folder), synchronous=getattr(request, "param", True)) as made,
    ):
        yield made


def test_a_leader_cut_off_under_load_is_replaced_and_nothing_acknowledged_is_lost(
    cluster: Cluster, django_db_blocker, tmp_path: Path
) -> None:
    cuts, chance = int(os.environ.get("CUTS", "12")), Random(2019)  # noqa: S311 (when it is cut is no secret)
    passed: list[Passed] = []
    with django_db_blocker.unblock(), journal_at(tmp_path / "journal") as journal, checker() as check:
        deployment = founded(cluster, tmp_path)
        load = Load(cluster, deployment.home, journal)
        until("a first acknowledgement", lambda: load.after(0) or None, 30)
        for number in range(cuts):
            passed.append(cut_off(cluster, load, KINDS[number % len(KINDS)], chance.uniform(2, 6)))
            sys.stdout.write(f"{number + 1:>3}  {passed[-1]}\n")
            assert passed[-1].after != passed[-1].before
            journal.witnessed(
                (deployment.home / "log/tree/checkpoint").read_text(), keys_path(deployment.home).read_text()
            )
        leader = cluster.whole()
        load.end()
        found = check(
            deployment.home, tmp_path / "journal", url=cluster.socket(leader, "asylia", ROLE),
            also=[cluster.folder / node for node in NODES],
        )  # fmt: skip
    pauses = sorted(each.pause for each in passed)
    again = sum(each.tries > 1 for each in load.acknowledged)
    sys.stdout.write(
        f"{cuts} cuts, {len(load.acknowledged)} commands acknowledged, {again} of them after being sent again; "
        f"pause {pauses[len(pauses) // 2]:.1f} s in the middle, {pauses[-1]:.1f} s at most; "
        f"violations: {len(found)}\n"
    )
    assert found == []
    assert pauses[-1] <= RESUME


@pytest.mark.parametrize("cluster", [False], indirect=True)
def test_a_leader_that_waits_for_no_second_machine_loses_what_it_acknowledged(
    cluster: Cluster, django_db_blocker, tmp_path: Path
) -> None:
    """The control: lost to the others and not to the application, it goes on telling people that it is recorded."""
    with django_db_blocker.unblock(), journal_at(tmp_path / "journal") as journal, checker() as check:
        deployment = founded(cluster, tmp_path)
        load = Load(cluster, deployment.home, journal)
        until("a first acknowledgement", lambda: load.after(0) or None, 30)
        before = cluster.whole()
        cluster.cut("apart", before)
        until("another leader", lambda: cluster.leader() != before or None, 60)
        load.kill()
        cluster.heal()
        found = check(
            deployment.home, tmp_path / "journal", url=cluster.socket(cluster.whole(), "asylia", ROLE),
        )  # fmt: skip
    lost = [each for each in found if each.startswith("acknowledged")]
    sys.stdout.write(f"control, not synchronous: {len(lost)} commands acknowledged and lost\n")
    assert lost
