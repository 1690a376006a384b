"""The command as a person runs it: a process of its own, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path) -> dict[str, str]:
    """An environment in which nothing but the home is said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ASYLIA_", "DJANGO_", "DATABASE_"))}
    return {**kept, "ASYLIA_HOME": str(home), "COLUMNS": "80", "PYTHONWARNINGS": "error"}


@pytest.fixture(scope="session")
def asylia() -> Run:
    """A function: the command in a home, run to its end."""

    def run(home: Path, *arguments: object, **said: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "asylia.cli", *map(str, arguments)],
            env=environment(home) | said, capture_output=True, text=True, timeout=400, check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def demonstration(asylia: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration in it; tests add to it, and take nothing away."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    ran = asylia(home, "demo")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("23 stories played: 24 invented cases in ")
    return home
