"""Three machines in three network namespaces, each with an etcd member and a PostgreSQL kept by Patroni.

    with three_machines(folder) as cluster:
        cluster.leader()                       # "one", "two" or "three"
        cluster.cut("deaf", cluster.leader())  # see Cut
        cluster.heal()

The configuration is the one that `deploy/` ships. The machines are joined by a bridge in a fourth namespace; programs
of the application run in a fifth. Everything is ended by its own process id, and every namespace taken away, whatever
fails.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import psycopg

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
NODES = {"one": "10.77.0.1", "two": "10.77.0.2", "three": "10.77.0.3"}
BESIDE, ADDRESS = "application", "10.77.0.10"
NOWHERE = "02:00:00:00:00:99"  # an interface that nobody has: what is sent to it is lost without a word
PASSWORD = "invented"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
NEEDED = {"ip": "iproute2", "patroni": "patroni", "etcd": "etcd-server", "setpriv": "util-linux", "openssl": "openssl"}

Cut = Literal["down", "deaf", "mute", "apart"]
"""down: the cable is out. deaf: nothing reaches it, what it sends arrives. mute: the other way round. apart: it and the
other two are lost to each other, the application reaches all three."""


def missing() -> str:
    """Why there can be no cluster here; empty where there can."""
    if os.getuid() != 0:
        return "network namespaces need root"
    packages = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    packages += [] if BINARIES else ["postgresql"]
    if packages:
        return f"Debian's packages are needed: apt-get install {' '.join(packages)}"
    tried = subprocess.run(["ip", "netns", "add", f"try-{os.getpid()}"], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "delete", f"try-{os.getpid()}"], capture_output=True, check=False)
    return f"this kernel makes no network namespaces: {tried.stderr.strip()}" if tried.returncode else ""


class Cluster:
    """What the test has in hand; `folder` is readable by everyone on the machine."""

    def __init__(self, folder: Path, *, synchronous: bool) -> None:
        self.folder = folder
        self.synchronous = synchronous
        self.account = pwd.getpwnam("postgres")
        self._begun: list[subprocess.Popen[bytes]] = []
        self._cuts: list[tuple[str, str]] = []  # namespace, command that heals

    def namespace(self, name: str) -> str:
        """The namespace's name on this machine."""
        return f"asylia-{os.getpid()}-{name}"

    def url(self, role: str, database: str = "asylia") -> str:
        """What the application is configured with: every machine, whichever leads."""
        return f"postgresql://{role}:{PASSWORD}@{','.join(NODES.values())}:5432/{database}?sslmode=require"

    def socket(self, node: str, database: str = "postgres", role: str = "postgres") -> str:
        """One machine's own socket, which no cut reaches: for looking from outside."""
        return f"postgresql://{role}@/{database}?host={self.folder / node}"

    def leader(self) -> str:
        """The machine that writes, as all three say; waits for it."""
        return until("a leader", self._leader, 90)

    def _leader(self) -> str | None:
        states = {node: self.state(node) for node in NODES}
        leading = [node for node, state in states.items() if state == "leads"]
        return leading[0] if len(leading) == 1 else None

    def whole(self) -> str:
        """The leader, once the other two follow it and one of them holds all that is acknowledged."""
        return until("two that follow", self._whole, 120)

    def _whole(self) -> str | None:
        leader = self._leader()
        if leader is None or sorted(map(self.state, NODES)) != ["follows", "follows", "leads"]:
            return None
        with psycopg.connect(self.socket(leader), autocommit=True) as connection:
            kinds = [kind for (kind,) in connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall()]
        return leader if len(kinds) == 2 and ("sync" in kinds or not self.synchronous) else None

    def state(self, node: str) -> str:
        """leads, follows, or away."""
        try:
            with psycopg.connect(self.socket(node), autocommit=True, connect_timeout=2) as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
        except psycopg.Error:
            return "away"
        return "follows" if row and row[0] else "leads"

    def cut(self, kind: Cut, node: str) -> None:
        """Cuts one machine off."""
        others = [each for each in NODES if each != node]
        if kind == "down":
            self._lose(self.namespace("bridge"), f"link set {node} down", f"link set {node} up")
        if kind in {"mute", "apart"}:
            for each in [NODES[other] for other in others] + ([ADDRESS] if kind == "mute" else []):
                self._lose_all_sent(node, each)
        if kind in {"deaf", "apart"}:
            for each in [*others, *([BESIDE] if kind == "deaf" else [])]:
                self._lose_all_sent(each, NODES[node])

    def _lose_all_sent(self, sender: str, to: str) -> None:
        place = f"{to} dev net"
        self._lose(
            self.namespace(sender), f"neighbour replace {place} lladdr {NOWHERE} nud permanent",
            f"neighbour delete {place}",
        )  # fmt: skip

    def _lose(self, namespace: str, how: str, healed: str) -> None:
        _ip("-n", namespace, *how.split())
        self._cuts.append((namespace, healed))

    def heal(self) -> None:
        """Takes back every cut."""
        while self._cuts:
            namespace, how = self._cuts.pop()
            _ip("-n", namespace, *how.split())

    def begin(self, node: str, *command: str, **more: object) -> subprocess.Popen[bytes]:
        """Starts a program on a machine (or BESIDE), under the account of this process."""
        process = subprocess.Popen(["ip", "netns", "exec", self.namespace(node), *command], **more)  # type: ignore[call-overload]
        self._begun.append(process)
        return process

    # --- making and ending ---

    def make(self) -> None:
        """Namespaces, bridge, etcd, Patroni; returns once a leader and two that follow are there."""
        self._join()
        self._certify()
        for node in NODES:
            self._daemon(node, "etcd", "--config-file", str(self._configure(node, "etcd.yml")))
        for node in NODES:
            self._daemon(node, "patroni", str(self._configure(node, "patroni.yml")))
            if node == "one":
                self.leader()  # the first makes the database, the others copy it
        self.whole()

    def _join(self) -> None:
        bridge = self.namespace("bridge")
        _ip("netns", "add", bridge)
        _ip("-n", bridge, "link", "add", "bridge", "type", "bridge")
        _ip("-n", bridge, "link", "set", "bridge", "up")
        for name, address in {**NODES, BESIDE: ADDRESS}.items():
            namespace = self.namespace(name)
            _ip("netns", "add", namespace)
            _ip("-n", bridge, "link", "add", name, "type", "veth", "peer", "name", "net", "netns", namespace)
            _ip("-n", bridge, "link", "set", name, "master", "bridge", "up")
            _ip("-n", namespace, "link", "set", "lo", "up")
            _ip("-n", namespace, "address", "add", f"{address}/24", "dev", "net")
            _ip("-n", namespace, "link", "set", "net", "up")

    def _certify(self) -> None:
        made = self.folder / "server"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=postgres.example", "-keyout", f"{made}.key", "-out", f"{made}.crt"],
            check=True, capture_output=True,
        )  # fmt: skip
        for name in ("server.key", "server.crt"):
            os.chown(self.folder / name, self.account.pw_uid, self.account.pw_gid)
            (self.folder / name).chmod(0o600)

    def _configure(self, node: str, name: str) -> Path:
        """The file of deploy/, with what it says to replace replaced, and its folders in this one."""
        text, mine = (ROOT / "deploy" / name).read_text(), self.folder / node
        said = {f"ADDRESS_{other.upper()}": address for other, address in NODES.items()}
        said |= {"ADDRESS": NODES[node], "NAME": node, "NETWORK": "10.77.0.0/24"}
        said |= {f"{whose}_PASSWORD": PASSWORD for whose in ("SUPERUSER", "REPLICATION", "REWIND")}
        said |= {
            "/var/lib/etcd/asylia": f"{mine}/etcd", "/var/lib/postgresql/15/asylia": f"{mine}/data",
            "/usr/lib/postgresql/15/bin": str(BINARIES[-1]), "/var/lib/postgresql/pgpass": f"{mine}/pgpass",
            "/var/run/postgresql": str(mine), "/etc/patroni/server": f"{self.folder}/server",
        }  # fmt: skip
        text = re.sub("|".join(sorted(map(re.escape, said), key=len, reverse=True)), lambda found: said[found[0]], text)
        mine.mkdir(exist_ok=True)
        os.chown(mine, self.account.pw_uid, self.account.pw_gid)
        # One address more for whoever looks from outside: root, on the machine's own socket.
        text = text.replace("- local all postgres peer", "- local all all trust")
        if not self.synchronous:
            text = re.sub(r"(synchronous_mode(?:_strict)?): true", r"\1: false", text)
        (mine / name).write_text(text)
        return mine / name

    def _daemon(self, node: str, *command: str) -> None:
        as_postgres = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=-all")
        with (self.folder / node / f"{command[0]}.log").open("ab") as log:
            self.begin(
                node, *as_postgres, *command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder / node), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip

    def end(self) -> None:
        """Ends what runs in the namespaces, by process id, and takes them away."""
        names = [self.namespace(name) for name in (*NODES, BESIDE, "bridge")]
        for signal in ("-TERM", "-KILL"):
            for name in names:
                found = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True, check=False)
                if pids := found.stdout.split():
                    subprocess.run(["kill", signal, *pids], capture_output=True, check=False)
            time.sleep(2)
        for process in self._begun:
            process.wait(10)
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


@contextmanager
def three_machines(folder: Path, *, synchronous: bool = True) -> Iterator[Cluster]:
    """A cluster that is whole; gone at the end. Not `synchronous`: as deploy/ warns not to run it, for a control."""
    folder.chmod(0o755)
    cluster = Cluster(folder, synchronous=synchronous)
    try:
        cluster.make()
        yield cluster
    finally:
        cluster.end()


def until(what: str, found: Callable[[], T | None], seconds: float) -> T:
    """What `found` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (one := found()) is not None:
            return one
        time.sleep(0.2)
    raise AssertionError(f"{what} within {seconds} s: no")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
