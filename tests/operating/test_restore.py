"""The database is lost under load and put back as docs/operating.md says: nothing acknowledged is missing.

python -m pytest -m long -s tests/operating/test_restore.py       prints each restore; CYCLES=3 for fewer
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest

from tests.faults.invariants import checker
from tests.faults.journal import Journal, journal_at, read
from tests.operating.sandbox import ROOT, Machine
from tests.shell.deployment import Deployment, in_use
from tests.shell.people import arrive

CLIENTS = 2
WORK = 50  # commands acknowledged before the next loss, at least
HOLD = "install -m 644 /var/lib/asylia/log/tree/checkpoint /var/lib/asylia/log/public/keys /etc/asylia/"
VERIFY = (
    "asylia ledger verify /var/lib/asylia/restored.export --checkpoint /etc/asylia/checkpoint --keys /etc/asylia/keys"
)
pytestmark = [pytest.mark.long, pytest.mark.postgres]


@pytest.fixture
def deployment(machine: Machine, django_db_blocker) -> Deployment:
    """Installed and archived as the guide says, with the invented people of the tests; one copy is made."""
    machine.follow("Install", "The database, with two roles")
    machine.run("runuser -u postgres -- psql -qc 'ALTER ROLE asylia_owner LOGIN'")
    made = Deployment(machine.folder / "var/lib/asylia", machine.url("asylia"))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setenv("OWNER_DATABASE_URL", machine.url("asylia_owner"))
        with in_use(made) as house:
            arrive(house)
    machine.run("asylia ledger sequence")
    machine.follow("Copies")
    return made


@contextmanager
def load(deployment: Deployment, journal: Journal) -> Iterator[None]:
    """Clients that submit commands, each until it is answered; at the end each answers the one in hand."""
    environment = {
        **os.environ, "ASYLIA_HOME": str(deployment.home), "DATABASE_URL": deployment.url,
        "DJANGO_SETTINGS_MODULE": "asylia.web.settings",
    }  # fmt: skip
    clients = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.operating.client", journal.socket, f"{number}"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        for number in range(CLIENTS)
    ]
    try:
        yield
        assert [client.poll() for client in clients] == [None] * CLIENTS
    finally:
        for client in clients:
            client.stdin.close()
        assert [client.wait(60) for client in clients] == [0] * CLIENTS


def lose_power(machine: Machine) -> None:
    """The database's machine is gone from one moment to the next."""
    pid = int((machine.data / "postmaster.pid").read_text().split()[0])
    machine.run(f"kill -KILL {pid}; rm -rf {machine.data}.lost")


def missing(path: Path, machine: Machine) -> tuple[int, int]:
    """How many commands were acknowledged, and how many of them the database does not know."""
    acknowledged = set(read(path).acknowledged)
    with psycopg.connect(machine.url("asylia")) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM ledger_keys").fetchall()}
    return len(acknowledged), len(acknowledged - kept)


def test_nothing_acknowledged_is_missing_after_a_restore_under_load(
    machine: Machine, deployment: Deployment, tmp_path: Path
) -> None:
    cycles, chance = int(os.environ.get("CYCLES", "20")), Random(2019)  # noqa: S311 (when it is lost is no secret)
    took, lost, path = [], 0, tmp_path / "journal"
    with journal_at(path) as journal, checker() as check:
        with load(deployment, journal):
            for cycle in range(cycles):
                known = len(read(path).acknowledged)
                while len(read(path).acknowledged) < known + WORK:
                    time.sleep(0.2)
                machine.run(HOLD)
                time.sleep(chance.uniform(0, 2))
                lose_power(machine)
                before, began = set(read(path).acknowledged), time.monotonic()
                machine.follow("Put it back")
                took.append(time.monotonic() - began)
                acknowledged, gap = missing(path, machine)
                lost += gap
                sys.stdout.write(
                    f"{cycle + 1:>3}  acknowledged before {len(before):>5}, missing {gap}; "
                    f"restored, proved and copied again in {took[-1]:.0f} s\n"
                )
        machine.run("systemctl stop asylia")
        found = check(deployment.home, path, url=deployment.url, also=[machine.data, machine.folder / "var/backups"])
    sys.stdout.write(
        f"{cycles} restores under load: {acknowledged} commands acknowledged, {lost} missing (RPO 0 is 0), "
        f"{max(took):.0f} s at most; violations: {len(found)}\n"
    )
    assert (lost, found) == (0, [])


def test_a_restore_that_misses_something_says_how_much(
    machine: Machine, deployment: Deployment, tmp_path: Path
) -> None:
    """To a moment before the end: nothing more is signed, and the checkpoint held outside names the gap."""
    moment = machine.run("date -u '+%Y-%m-%d %H:%M:%S.%N+00'").strip()
    with psycopg.connect(deployment.url) as connection:
        ((before,),) = connection.execute("SELECT count(*) FROM ledger_events").fetchall()
    with journal_at(tmp_path / "journal") as journal, load(deployment, journal):
        while len(read(tmp_path / "journal").acknowledged) < 20:
            time.sleep(0.2)
    machine.run("asylia ledger sequence")
    machine.run(HOLD)
    checkpoint = (deployment.home / "log/tree/checkpoint").read_text()
    signed = int(checkpoint.splitlines()[1])
    machine.run(f"""
systemctl stop asylia-archive
systemctl stop postgresql@15-main
mv /var/lib/postgresql/15/main /var/lib/postgresql/15/main.lost
/opt/asylia/deploy/restore "{moment}"
systemctl start postgresql@15-main
runuser -u postgres -- psql -qc "ALTER SYSTEM RESET synchronous_standby_names" -c "SELECT pg_reload_conf()"
""")
    assert machine.run("asylia ledger sequence 2>&1 || echo ended with $?").splitlines() == [
        f"the log signed {signed} leaves, the record knows of {before}: an old copy was put back", "ended with 2",
    ]  # fmt: skip
    assert (deployment.home / "log/tree/checkpoint").read_text() == checkpoint
    said = machine.run("asylia doctor || echo ended with $?")
    assert "ended with 1" in said
    machine.run("asylia ledger export /var/lib/asylia/restored.export")
    said = machine.run(f"{VERIFY} || echo ended with $?").splitlines()
    assert said[0].startswith(f"BAD: entry {before} and later ones are missing")
    assert f"signed {signed} entries" in said[0]
    assert said[1:] == [said[1], "ended with 1"]
    sys.stdout.write(f"gap announced: {signed} signed, {before} here, {signed - before} missing\n")
