"""A program run where it can do nothing: no network, no files but its own, little memory, little time.

What opens a hostile file may be taken over by it (that is assumed, not hoped against). bubblewrap gives it a world of
its own; only what it writes into /out is read afterwards, bounded and as plain bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 120
MEMORY = 448 << 20  # bytes of address space, of each process
MOST_FILES, MOST_BYTES = 2_000, 96 << 20  # that are read of what it wrote
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")


class NotOpened(Exception):
    """A file cannot be opened safely; the text is one plain sentence."""


def run(
    command: Sequence[str], given: Mapping[str, bytes], *, seconds: int = SECONDS, memory: int = MEMORY
) -> dict[str, bytes]:
    """What a program writes into /out, by name, when it is given files in /in.

    Raises NotOpened when there is no sandbox, when it takes too long or too much, or when it ends badly.
    """
    bubble, limits = shutil.which("bwrap"), shutil.which("prlimit")
    if bubble is None or limits is None:
        raise NotOpened("There is no sandbox here, and no file of strangers is opened without one: install bubblewrap.")
    memory_disk = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own in it, mode 700
    with tempfile.TemporaryDirectory(dir=memory_disk, prefix="asylia-") as top:
        into, out = Path(top) / "in", Path(top) / "out"
        into.mkdir()
        out.mkdir()
        for name, data in given.items():
            (into / name).write_bytes(data)
        world = [
            "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
            "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "OMP_THREAD_LIMIT", "1",
            "--hostname", "nowhere", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108 - its own
            *(word for path in {*SYSTEM, sys.prefix, sys.base_prefix} for word in ("--ro-bind-try", path, path)),
            "--ro-bind", str(into), "/in", "--bind", str(out), "/out", "--chdir", "/out",
        ]  # fmt: skip
        bounds = [f"--as={memory}", f"--cpu={seconds}", f"--fsize={MOST_BYTES}", "--core=0", "--nofile=256"]
        try:
            ran = subprocess.run(
                [limits, *bounds, bubble, *world, *command], capture_output=True, timeout=seconds, check=False,
                env={"PATH": os.defpath},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotOpened(
                f"It takes longer than {seconds} seconds to open. Divide it, or make a picture of it."
            ) from None
        if ran.returncode != 0:
            raise NotOpened(
                "It cannot be opened: it is broken, locked, or made to take too much. Make a picture of it."
            )
        return _written(out)


def _written(out: Path) -> dict[str, bytes]:
    """The plain files in a folder that a stranger wrote; a link or a device is passed over."""
    told, left = {}, MOST_BYTES
    for place, entry in enumerate(sorted(os.scandir(out), key=lambda each: each.name)):
        if place >= MOST_FILES:
            raise NotOpened("It has too many pages. Divide it.")
        if not entry.is_file(follow_symlinks=False):
            continue
        handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW)
        with open(handle, "rb") as file:  # noqa: PTH123 - a link is not followed
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise NotOpened("What it unpacks to is too large. Divide it.")
        told[entry.name] = data
    return told
