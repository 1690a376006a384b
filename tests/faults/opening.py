"""Warm processes: Django set up once, on no deployment; each fork of it then opens one as a restart does.

warm()                                  # first, before anything of ours is imported that names tables
house = opened(home, url)               # in a fork: this process's Django is that deployment's
"""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asylia.shell.house import House

# What is imported at its first use: once, here, and not by every fork.
LAZY = ("asylia.ledger.sqlite", "asylia.ledger.postgres", "django.db.models.sql.compiler", "encodings.utf_16_le")
HERE = Path(__file__).parents[2]


def warm() -> None:
    """Sets Django up on a folder that is thrown away."""
    import django  # noqa: PLC0415

    os.environ["ASYLIA_HOME"] = tempfile.mkdtemp(prefix="warm-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "asylia.web.settings"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    shutil.rmtree(os.environ["ASYLIA_HOME"])

    for name in LAZY:
        import_module(name)
    import_module("asylia.regimes").regimes()  # read once, here, and not by every fork
    gc.disable()  # a fork lives for one piece of work
    gc.freeze()


def opened(home: Path, url: str | None) -> "House":
    """The deployment's house; raises what a restart would say."""
    from django.db import connections  # noqa: PLC0415

    from asylia.shell.house import House  # noqa: PLC0415
    from asylia.web.home import database  # noqa: PLC0415

    described = connections.configure_settings({"default": database(home, url)})["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = described
    return House.open(home)


def serve(answer: Callable[[dict[str, Any]], None], died: Callable[[int], None]) -> None:
    """Has each line of standard input answered by a fork; `died` is told how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            answer(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died(os.waitstatus_to_exitcode(status))


def say(what: object) -> None:
    """One line of standard output, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def started(module: str, **environment: str) -> subprocess.Popen[str]:
    """A warm process, spoken to by lines."""
    return subprocess.Popen(
        [sys.executable, "-m", module], cwd=HERE, env={**os.environ, **environment}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def ask(process: "subprocess.Popen[str]", what: dict[str, Any]) -> None:
    """One line to a warm process."""
    assert process.stdin
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()


def heard(process: "subprocess.Popen[str]") -> Any:
    """The next line from it."""
    assert process.stdout
    return json.loads(process.stdout.readline())
