"""A founding that power cuts short is begun again in the same folder, and comes to its end."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run, asylia, environment
from tests.faults.power import Disk, require_disk

__all__ = ["asylia"]
SEEDS = 12
FIRST = ("--headquarters", "lindqvist", "--name", "M. Lindqvist (invented)")


@pytest.mark.long
def test_a_founding_that_was_cut_short_is_begun_again(asylia: Run) -> None:
    require_disk()
    chance, cut_short, took = random.Random(0), 0, 0.0  # noqa: S311 (a fault drawn from a seed)
    with Disk() as disk:
        for seed in range(SEEDS):
            home = disk.mount / str(seed) / "home"
            moment = chance.uniform(0.3, 1) * took
            founding = begun(home)
            began = time.monotonic()
            while seed > 0 and time.monotonic() < began + moment and founding.poll() is None:
                time.sleep(0.001)
            code = founding.wait() if seed == 0 else founding.poll()  # the first to its end: how long it takes
            took = took or time.monotonic() - began
            disk.cut(seed)
            founding.wait()
            disk.restore()
            again = asylia(home, "found", *FIRST)
            if code == 0:  # it had said so
                assert (again.returncode, "There is a record" in again.stderr) == (2, True)
            elif again.returncode == 2:  # all was there, and only the code was not yet printed
                assert "There is a record" in again.stderr
                assert asylia(home, "staff", "invite", "lindqvist").returncode == 0
            else:
                assert again.returncode == 0, (seed, again.stderr)
                cut_short += 1
            doctor = asylia(home, "doctor")
            assert doctor.returncode == 0, (seed, doctor.stdout)
    print(f"\n{SEEDS} foundings, {cut_short} of them cut short")  # noqa: T201
    assert cut_short > SEEDS // 3


def begun(home: Path) -> subprocess.Popen[bytes]:
    """A founding, in a process of its own that stands on the disk, and so ends with it."""
    home.parent.mkdir()
    command = [sys.executable, "-m", "asylia.cli", "found", *FIRST]
    return subprocess.Popen(
        command, cwd=home.parent, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
