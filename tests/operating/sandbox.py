"""A machine in a folder: PostgreSQL, the services of deploy/, and whatever docs/operating.md says to type.

    with sandbox(folder) as machine:
        machine.run("asylia doctor")

Folders such as /etc and /var/lib, ports and the account names lie inside `folder`; `stand_in.py` says what is not real.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.operating.stand_in import SERVER
from tests.ports import free_port
from tests.postgres import NoServerError
from tests.postgres import _programs as programs

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
GUIDE = ROOT / "docs" / "operating.md"
NAMES = ("adduser", "setpriv", "runuser", "install", "systemctl", "nginx")
FOLDERS = (
    "bin", "etc/systemd/system", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "opt/asylia", "run/units",
    "srv", "usr/local/sbin", "var/backups", "var/lib", "var/lib/postgresql/15",
)  # fmt: skip
OURS = ("ASYLIA_", "DJANGO_", "DATABASE_", "KEYSTORE_", "OWNER_", "PG", "PYTHON", "MAKE", "MFLAGS", "VIRTUAL_ENV")
SERVICES = ("asylia", "asylia-send", "asylia-archive", "witness")
BLOCK = re.compile(r"^```sh( long)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDED = ("bash", "curl", "openssl", "tar", "runuser")


class Block(NamedTuple):
    """A block of the guide: the heading it stands under, whether it is for `make long`, and its text."""

    heading: str
    long: bool
    text: str


def blocks() -> list[Block]:
    """The guide's blocks, in order."""
    text = GUIDE.read_text()
    return [
        Block(re.findall("^## (.*)$", text[: found.start()], re.MULTILINE)[-1], bool(found[1]), found[2])
        for found in BLOCK.finditer(text)
    ]


def binaries() -> Path:
    """PostgreSQL's programs. Skips the test where something is missing, and fails it in CI."""
    missed = pytest.fail if os.environ.get("CI") else pytest.skip
    if lacking := [name for name in NEEDED if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]:
        missed(f"the guide's commands need {', '.join(lacking)}")
    try:
        return programs()
    except NoServerError as error:
        missed(str(error))
        raise


class Machine:
    """The sandbox's machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.binaries = binaries()
        self.data = folder / "var/lib/postgresql/15/main"
        self._ports = {port: free_port() for port in (80, 443, 5432, 8000, 8090, 8400)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = {
            **kept, "SANDBOX": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "PATH": f"{folder}/bin:{folder}/usr/local/sbin:{self.binaries}:/usr/sbin:/usr/bin:/sbin:/bin",
            "PGHOST": f"{folder}/run", "PGPORT": str(self._ports[5432]), "PGUSER": "postgres",
        }  # fmt: skip

    def here(self, text: str) -> str:
        """The text with folders and ports of this sandbox."""
        text = text.replace("/usr/lib/postgresql/15/bin", str(self.binaries)).replace("/var/run/postgresql", "/run")
        text = re.sub(r"(?<![\w.])/(etc|var|srv|run|opt|usr/local)(?=/)|(?<==)/run\b", rf"{self.folder}\g<0>", text)
        return re.sub(
            r"(?<=:)(?:443|5432|8000|8400)\b|(?<=--port )\d+|(?<=listen )\d+",
            lambda found: str(self._ports[int(found[0])]), text,
        )  # fmt: skip

    def url(self, role: str) -> str:
        """The record's address for a role, by the socket."""
        return f"postgresql://{role}@/asylia?host={self.folder}/run&port={self._ports[5432]}"

    def run(self, text: str) -> str:
        """Types commands as root would; what they print. Fails the test at the first that fails."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(text)], env=self.environment, cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def follow(self, *headings: str) -> None:
        """What the guide says under these headings, but for the blocks of `make long`."""
        assert set(headings) <= {block.heading for block in blocks()}
        for block in blocks():
            if block.heading in headings and not block.long:
                self.run(block.text)

    def make(self) -> None:
        """Folders, stand-ins, the release, and an empty PostgreSQL as Debian makes one."""
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True)
        for name in NAMES:
            stand_in = self.folder / "bin" / name
            stand_in.write_text(f"#!{sys.executable}\n{(HERE / 'stand_in.py').read_text()}")
            stand_in.chmod(0o755)
        (self.folder / "opt/asylia/.venv").symlink_to(Path(sys.executable).parents[1])
        self.deploy()
        for name in ("run", "var/lib/postgresql/15") if os.getuid() == 0 else ():
            shutil.chown(self.folder / name, SERVER)
        self.run(f"""
runuser -u postgres -- initdb -D {self.data} -U postgres -A trust --auth-host=scram-sha-256 -k -E UTF8 >/dev/null
cat >> {self.data}/postgresql.conf <<END
port = {self._ports[5432]}
listen_addresses = 'localhost'
unix_socket_directories = '{self.folder}/run'
END
systemctl start postgresql@15-main
""")

    def deploy(self) -> None:
        """The release's deploy/, with folders and ports of this sandbox."""
        (self.folder / "opt/asylia/deploy").mkdir(exist_ok=True)
        for path in (ROOT / "deploy").iterdir():
            copy = self.folder / "opt/asylia/deploy" / path.name
            copy.write_text(self.here(path.read_text()))
            copy.chmod(path.stat().st_mode)

    def end(self) -> None:
        """Stops what runs; PostgreSQL even where something else could not be stopped."""
        pid = self.folder / "run/nginx.pid"
        try:
            self.run(f"for unit in {' '.join(SERVICES)}; do systemctl stop $unit; done")
            if pid.exists() and pid.read_text():
                self.run("nginx -s quit")
        finally:
            if (self.data / "postmaster.pid").exists():
                self.run(f"runuser -u postgres -- pg_ctl -s -D {self.data} -m immediate stop")


@contextmanager
def sandbox(folder: Path) -> Iterator[Machine]:
    """A machine on which nothing of ours is installed yet; `folder` is short (a socket lies in it) and open to all."""
    machine = Machine(folder)
    try:
        machine.make()
        yield machine
    finally:
        machine.end()
