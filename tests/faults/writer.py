"""A writer to be killed: one warm process that forks a child for each command, and kills it before a statement.

    python -m tests.faults.writer           with ASYLIA_HOME and, on PostgreSQL, DATABASE_URL

Reads one JSON object a line: what to send, and before which statement of its transaction to die (none: to send it
again and again, until somebody kills it). A child says `acknowledged` as a browser would be told it; the parent then
says how the child ended.
"""

# ruff: noqa: E402
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()  # before anything of ours, which names its tables

import psycopg

from asylia.core import codec
from asylia.core.event import Author
from asylia.regimes import regimes
from asylia.shell.house import House
from asylia.shell.submitting import submit

MANY = 10_000


def main() -> None:
    """Serve commands until there are no more."""
    regimes()  # read once, here, and not by every child
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            send(json.loads(line))
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


def send(asked: dict[str, Any]) -> None:
    """Send one command in this process, or the same one under key after key, and end it."""
    house = House.open(Path(os.environ["ASYLIA_HOME"]))
    who = Author(by=asked["by"], role="anyone", at=dt.datetime.fromisoformat(asked["at"]))
    command = codec.to_command(asked["do"], who, asked["fields"])
    if asked["die_before"] is None:
        say("began", os.getpid())
        for number in range(MANY):
            submit(house, command, asked["case"], key=f"{asked['key']}-{number}")
            say("acknowledged", number)
    tick = ticking(asked["die_before"] or 0)
    raw = house.raw()
    if isinstance(raw, psycopg.Connection):
        for kind, name in (
            (psycopg.Cursor, "execute"),
            (psycopg.Cursor, "executemany"),
            (psycopg.Connection, "commit"),
        ):
            setattr(kind, name, counted(getattr(kind, name), tick))
    else:
        raw.set_trace_callback(lambda _: tick())
    store = house.ledger.keys.connection
    store.set_trace_callback(lambda _: tick())
    answer = submit(house, command, asked["case"], key=asked["key"])
    tick()  # after the commit, before anyone could be told
    say("acknowledged", type(answer).__name__)
    os._exit(0)


def ticking(die_before: int) -> Callable[[], None]:
    """A count of statements that kills this process at one of them."""
    left = die_before

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick


def counted(call: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    """The same call, counted before it begins."""

    def one(*arguments: Any, **named: Any) -> Any:
        tick()
        return call(*arguments, **named)

    return one


def say(what: str, more: object) -> None:
    """One line, at once."""
    sys.stdout.write(json.dumps([what, more]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
