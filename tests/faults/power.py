"""Power that can be cut: an ordinary file system on a disk with a volatile write cache, and processes that die with it.

    with Disk() as disk:
        disk.acknowledged(work)       # in a process of its own, on disk.mount
        disk.cut(seed)                # whoever has a file of the disk open is gone, too
        disk.restore()                # mounted again: what a machine finds when it starts

The file system is ext4 as the kernel has it, its journal replayed at each mount. It is told to be as hard as the
standard allows: a rename orders no data (noauto_da_alloc), nor does the journal (data=writeback), and nothing is
written in the background (commit=600), so that what a program did not sync does not reach the disk by luck.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pytest

OPTIONS = "noauto_da_alloc,data=writeback,commit=600,errors=continue"
WAIT = 10.0  # seconds for the disk to appear or to be let go


def require_disk() -> None:
    """Skips the test where nobody may mount a disk made of a file, and says what is missing."""
    if os.getuid() != 0:
        pytest.skip("only root can mount a disk whose power can be cut")
    for device in ("/dev/fuse", "/dev/loop-control"):
        if not Path(device).exists():
            pytest.skip(f"this kernel has no {device}, from which a disk with a volatile cache is made")
    if not shutil.which("mkfs.ext4"):
        pytest.skip("mkfs.ext4 is missing: on Debian, apt-get install e2fsprogs")
    found = subprocess.run([sys.executable, "-c", "import mfusepy"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("libfuse is missing: on Debian, apt-get install libfuse3-3")


class Disk:
    """A disk of `size` MB and the file system on it, mounted where every account may come; it ends with the block."""

    def __init__(self, size: int = 64) -> None:
        self._folder = folder = Path(tempfile.mkdtemp(prefix="asylia-power-"))
        self.image, self.mount, self._fuse = folder / "image", folder / "mounted/disk", folder / "mounted/fuse"
        for each in (self.mount, self._fuse):
            each.mkdir(parents=True)
        folder.chmod(0o755)
        # Shared: else a mount namespace that another program makes meanwhile would keep what is unmounted here.
        _run("mount", "--bind", "--make-shared", self.mount.parent, self.mount.parent)
        with self.image.open("wb") as made:
            made.truncate(size << 20)
        _run("mkfs.ext4", "-q", "-F", self.image)
        self._loop = ""
        self._children: list[int] = []
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.power_disk", self.image, self._fuse], cwd=Path(__file__).parents[2]
        )

    def __enter__(self) -> Disk:
        _until((self._fuse / "disk").exists)
        self._attach()
        return self

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()
        self._detach()
        _run("umount", self._fuse)
        _run("umount", self.mount.parent)
        assert self._server.wait(timeout=WAIT) == 0
        shutil.rmtree(self._folder)

    def acknowledged(self, work: Callable[[], object]) -> None:
        """Does the work in a process of its own and returns when it says that it is done; then it waits for the end."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                work()
                os.write(writer, b"done")
                signal.pause()
            finally:
                os._exit(1)
        os.close(writer)
        said = os.read(reader, 4)
        os.close(reader)
        self._children.append(child)
        assert said == b"done", "the work failed before the power did"

    def cut(self, seed: object) -> None:
        """The power fails: of what was not flushed, the disk has what the seed draws; every process is gone."""
        (self._fuse / "power").write_text(f"off {seed}")
        self._kill()

    def restore(self) -> None:
        """The machine starts again."""
        self._detach()
        (self._fuse / "power").write_text("on")
        self._attach()

    def _kill(self) -> None:
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        while self._children:
            os.waitpid(self._children.pop(), 0)
        while living := _with_files_of(self.mount):
            for pid in living:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _attach(self) -> None:
        self._loop = _run("losetup", "--find", "--show", self._fuse / "disk")
        _run("mount", "-o", OPTIONS, self._loop, self.mount)

    def _detach(self) -> None:
        _run("umount", self.mount)
        _run("losetup", "--detach", self._loop)
        _until(lambda: not _run("losetup", "--noheadings", "--associated", self._fuse / "disk"))


def _with_files_of(mount: Path) -> list[int]:
    """Processes that stand in the folder or have a file of it open, by /proc; never this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            links = [process / "cwd", *(process / "fd").iterdir()]
            if int(process.name) != os.getpid() and any(_leads_into(link, mount) for link in links):
                found.append(int(process.name))
    return found


def _leads_into(link: Path, mount: Path) -> bool:
    with suppress(OSError):
        return f"{link.readlink()}/".startswith(f"{mount}/")
    return False


def _run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "the disk did not come or go"
        time.sleep(0.01)
