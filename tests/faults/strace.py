"""System calls that fail: strace, attached to a process of ours, hits one call on one of the deployment's files.

calls = traced(home, send_it)                                      # every write and sync of the record's files
hit = struck(home, send_it, calls[7], "error=EIO")                 # the same again, and that call fails
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

CALLS = "pwrite64,write,fdatasync,fsync,openat,rename,link,unlink,unlinkat,ftruncate,fchmod,chmod,mkdir"
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
LINE = re.compile(r"(\w+)\((.*)")
Began = Callable[[int], None]


class Call(NamedTuple):
    """The `number`-th call of that name in the process, and the file that it was made on."""

    name: str
    number: int
    path: str


def rested_on(calls: list[Call]) -> list[Call]:
    """The calls that a commit rests on: writes and syncs of write-ahead logs and secrets, once the record is open."""
    begun = max(
        at for at, each in enumerate(calls) if each.name == "openat" and each.path.endswith("asylia.sqlite3-wal")
    )
    names = {"pwrite64", "write", "fdatasync", "fsync"}
    return [
        each for each in calls[begun:] if each.name in names and (each.path.endswith("-wal") or "/draw/" in each.path)
    ]


def require_strace() -> None:
    """Skips the test where strace is missing, or may attach to nothing."""
    if not shutil.which("strace"):
        pytest.skip("strace is missing: on Debian, apt-get install strace")
    trial = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    if trial.returncode or not _attaches():
        pytest.skip(
            "this machine lets nobody trace a running process (kernel.yama.ptrace_scope, or a container's rule)"
        )


def _attaches() -> bool:
    sleeper = subprocess.Popen(["sleep", "60"])
    tracer = subprocess.Popen(["strace", "-o", "/dev/null", "-p", str(sleeper.pid)], stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    attached = "attached" in tracer.stderr.readline()
    sleeper.kill()
    sleeper.wait()
    tracer.communicate(timeout=20)
    return attached


def traced(home: Path, send: Callable[[Began], object]) -> list[Call]:
    """The calls on files below `home` that a process makes, in order, and what they are."""
    return [call for call, _ in _under_strace(home, send, [])]


def struck(home: Path, send: Callable[[Began], object], call: Call, fault: str) -> Call | None:
    """The same with a fault at one call; the call that was hit, None where it was made on no file of the home."""
    made = _under_strace(home, send, ["-e", f"inject={call.name}:{fault}:when={call.number}"])
    if "KILL" in fault:
        return made[-1][0] if made and made[-1][0][:2] == call[:2] else None
    return next((each for each, line in made if "(INJECTED)" in line), None)


def _under_strace(home: Path, send: Callable[[Began], object], more: list[str]) -> list[tuple[Call, str]]:
    with tempfile.NamedTemporaryFile("r", prefix="strace-") as output:
        tracers: list[subprocess.Popen[str]] = []

        def began(pid: int) -> None:
            _wait_until_stopped(pid)
            command = ["strace", "-y", "-s", "8", "-o", output.name, "-e", f"trace={CALLS}", *more, "-p", str(pid)]
            tracers.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
            assert tracers[0].stderr
            assert "attached" in tracers[0].stderr.readline()
            os.kill(pid, signal.SIGCONT)

        send(began)
        tracers[0].communicate(timeout=20)
        return _of(home, output.read())


def _wait_until_stopped(pid: int) -> None:
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        os.sched_yield()


def _of(home: Path, output: str) -> list[tuple[Call, str]]:
    """The calls on files of the home, each with strace's line."""
    counts, found = Counter[str](), []
    for line in output.splitlines():
        if match := LINE.match(line):
            name, rest = match.groups()
            counts[name] += 1
            if path := re.search(rf"{re.escape(str(home))}[^\">]*", rest):
                found.append((Call(name, counts[name], path[0].removeprefix(str(home))), line))
    return found
