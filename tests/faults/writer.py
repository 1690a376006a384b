"""A writer to be killed: a warm process that forks a child for each piece of work, and has it die before a step.

    with writer() as send:                          # session-long
        end = send(site, Work(given, key, seen), die_before=7)

A step is a statement of any of the database's connections, or an operation on a file. The child tells the journal what
it sent and what it was answered, as a browser's side would: nothing after the kill. Without `die_before` it does its
work again and again until somebody kills it, and says when it began and each time it ended.

Work without a command is the sequencer's: one turn.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from tests.faults.opening import ask, heard, opened, say, serve, started, warm

if __name__ == "__main__":
    warm()  # before anything of ours, which names its tables

import psycopg

from asylia.ledger.follow import log_of, once
from asylia.shell.house import House
from asylia.shell.submitting import submit
from tests.faults.journal import Given, Journal

MANY = 10_000
FILES = ((os, "fsync"), (os, "open"), (Path, "replace"), (Path, "unlink"), (Path, "hardlink_to"))
SERVER = ((psycopg.Cursor, "execute"), (psycopg.Cursor, "executemany"), (psycopg.Connection, "commit"))


class Work(NamedTuple):
    """What the child does: one command under a form's key, or (none given) one turn of the sequencer."""

    given: Given | None
    key: str = ""
    seen: int = 0


class End(NamedTuple):
    """How the child ended (0, or minus the signal), and how often it was done with its work."""

    code: int
    done: int


Send = Callable[..., End]


@contextmanager
def writer() -> Iterator[Send]:
    """A function that has work done on a site by a child that is killed."""
    process = started("tests.faults.writer")

    def send(site: Any, work: Work, die_before: int | None = None, kill: tuple[int, float] = (0, 0.0)) -> End:
        """`kill`: without `die_before`, after how many pieces of work, and how many seconds later."""
        asked = {"home": str(site.home), "url": site.url, "journal": site.journal.socket, "die_before": die_before}
        ask(process, {**asked, "given": work.given, "key": work.key, "seen": work.seen})
        pid = done = 0
        while (said := heard(process))[0] != "ended":
            pid, done = (said[1], 0) if said[0] == "began" else (pid, done + 1)
            if pid and done == kill[0]:
                Timer(kill[1], os.kill, (pid, signal.SIGKILL)).start()
        return End(said[1], done)

    yield send
    process.communicate(timeout=20)


def _work(asked: dict[str, Any]) -> None:
    """Do the work in this process, once or again and again."""
    house = opened(Path(asked["home"]), asked["url"])
    journal = Journal.at(asked["journal"])
    given = None if asked["given"] is None else Given(*asked["given"])
    tick = _ticking(asked["die_before"] or 0)
    _count(tick)
    if asked["die_before"] is not None:
        _do(house, journal, given, asked["key"], asked["seen"], tick)
        say(["done", ""])
        return
    say(["began", os.getpid()])
    for number in range(MANY):
        _do(house, journal, given, f"{asked['key']}-{number}", asked["seen"], tick)
        say(["done", number])


def _do(  # noqa: PLR0917 (what a piece of work needs)
    house: House, journal: Journal, given: Given | None, key: str, seen: int, tick: Callable[[], None]
) -> None:
    raw = house.raw()
    store = house.ledger.keys.connection
    for each in (raw, store):
        if not isinstance(each, psycopg.Connection):
            each.set_trace_callback(lambda _: tick())
    if given is None:
        with closing(house.ledger.connect()) as connection:
            if not isinstance(connection, psycopg.Connection):
                connection.set_trace_callback(lambda _: tick())
            once(house.ledger, connection, house.home, log_of(house.home, "demonstration"))
            tick()  # after all, before anyone could be told
        return
    journal.sent(key, given, seen=seen)
    answer = submit(house, given.command(), given.case, key=key)
    tick()
    journal.answered(key, answer)


def _ticking(die_before: int) -> Callable[[], None]:
    """A count of steps that kills this process at one of them."""
    left = die_before

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick


def _count(tick: Callable[[], None]) -> None:
    """From now on each operation on a file, and each statement to a server, is a step before it begins."""

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def one(*arguments: Any, **named: Any) -> Any:
            tick()
            return call(*arguments, **named)

        return one

    for kind, name in (*FILES, *SERVER):
        setattr(kind, name, counted(getattr(kind, name)))


if __name__ == "__main__":
    serve(_work, lambda code: say(["ended", code]))
