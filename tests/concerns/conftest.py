"""A channel with three invented recipients, and a program that serves it."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import msgspec
import pytest

from asylia.concerns.channel import SETTINGS, Channel, make, new_recipient, read
from tests.ports import free_port

OFFICES = {"inspector": ("Rosa Quintero", "Dale Marsh"), "union": ("Tomas Abara", ""), "ombudsman": ("Lena Fenn", "")}


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A channel's folder, and the folder in which its recipients keep their keys on machines of their own."""

    home: Path
    keys: Path

    @property
    def channel(self) -> Channel:
        """The settings."""
        return read(self.home)

    def key(self, of: str) -> Path:
        """A recipient's secret keys."""
        return self.keys / f"{of}.key"


def scene_in(folder: Path, *, staff: int = 40, delay: int = 0, hourly: int = 10_000) -> Scene:
    """A channel made in a folder."""
    made = Scene(home=folder / "channel", keys=folder / "keys")
    made.keys.mkdir()
    make(made.home)
    blocks = [
        f"staff_active = {staff}\ndelay_days = {delay}\n"
        f'sites = ["Northgate", "Fallbrook"]\nhourly_without_script = {hourly}\n'
    ]
    for id_, (holder, above) in OFFICES.items():
        secret, key, signs = new_recipient()
        made.key(id_).write_text(secret, "ascii")
        higher = f'["{above}"]' if above else "[]"
        blocks.append(
            f'[[recipient]]\nid = "{id_}"\nsays = "The {id_}"\nkey = "{key}"\nsigns = "{signs}"\n'
            f'contact = "PO Box 1 (invented)"\nholders = ["{holder}"]\nabove = {higher}\n'
        )
    (made.home / SETTINGS).write_text("\n".join(blocks), "utf-8")
    return made


@pytest.fixture
def scene(tmp_path) -> Scene:
    """A channel in a folder of its own."""
    return scene_in(tmp_path)


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A channel that is being served."""

    scene: Scene
    address: str
    log: Path
    pid: int


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The channel's own program, on a port of its own, with what it writes to its terminal in a file."""
    folder = tmp_path_factory.mktemp("concerns")
    scene, port, log = scene_in(folder), free_port(), folder / "terminal.txt"
    environment = {**os.environ, "ASYLIA_CONCERNS": str(scene.home), "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir()
    with log.open("wb") as out:
        command = [sys.executable, "-m", "asylia.concerns", "serve", "--port", str(port)]
        program = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/checkpoints")
        yield Served(scene=scene, address=f"http://127.0.0.1:{port}", log=log, pid=program.pid)
    finally:
        program.terminate()
        program.wait(10)


def wait_for(address: str) -> None:
    """Wait until something answers."""
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - this machine's own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")


@pytest.fixture
def npm_node() -> str:
    """The node that fetches the browser's modules."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("this machine has no node of its own")
    return found
