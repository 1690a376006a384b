"""A writer to be killed: a warm process that forks a child for each piece of work, and has it die before a step.

    with writer() as send:                          # session-long
        end = send(site, Work(given, key, seen), die_before=7)

A step is a statement of any of the database's connections, or an operation on a file. The child tells the journal what
it sent and what it was answered, as a browser's side would: nothing after the kill. With `again` it does its work again
and again until it is killed; with `began` it stops before it opens anything, tells its process id, and goes on when it
is sent SIGCONT. `lying` is the control that every sweep must catch: it acknowledges before it commits.

Work without a command is the sequencer's: one turn.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from tests.faults.opening import ask, heard, opened, say, serve, started, warm

if __name__ == "__main__":
    warm()  # before anything of ours, which names its tables

import psycopg
from django.db import Error as DjangoError

from asylia.ledger import LedgerError
from asylia.ledger.follow import log_of, once
from asylia.shell import submitting
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
    """How the child ended (0, or minus the signal), how often it was done with its work, what error surfaced."""

    code: int
    done: int
    failed: str


Send = Callable[..., End]


@contextmanager
def writer() -> Iterator[Send]:
    """A function that has work done on a site by a child that is killed."""
    process = started("tests.faults.writer")

    def send(  # noqa: PLR0917 (the ways in which it may end)
        site: Any,
        work: Work,
        die_before: int = 0,
        again: tuple[int, float] | None = None,
        began: Callable[[int], None] | None = None,
        lying: bool = False,
    ) -> End:
        """`again`: after how many pieces of work, and how many seconds later, the child is killed."""
        asked = {"home": str(site.home), "url": site.url, "journal": site.journal.socket, "die_before": die_before}
        ask(process, {**asked, **work._asdict(), "again": bool(again), "stop": bool(began), "lying": lying})
        pid, done, failed = 0, 0, ""
        while (said := heard(process))[0] != "ended":
            match said:
                case "began", pid:
                    if began:
                        began(pid)
                case "done", _:
                    done += 1
                case "failed", failed:
                    pass
            if again and done == again[0]:
                Timer(again[1], os.kill, (pid, signal.SIGKILL)).start()
        return End(said[1], done, failed)

    yield send
    process.communicate(timeout=20)


def _work(asked: dict[str, Any]) -> None:
    """Do the work in this process, once or again and again."""
    journal = Journal.at(asked["journal"])
    given = None if asked["given"] is None else Given(*asked["given"])
    tick = _ticking(asked["die_before"])
    say(["began", os.getpid()])
    if asked["stop"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    try:
        house = opened(Path(asked["home"]), asked["url"])
        _count(tick)
        for number in range(MANY if asked["again"] else 1):
            key = f"{asked['key']}-{number}" if asked["again"] else asked["key"]
            if asked["lying"]:
                _lie(journal, key)
            _do(house, journal, Work(given, key, asked["seen"]), tick)
            say(["done", number])
    except (LedgerError, DjangoError, OSError, sqlite3.Error, psycopg.Error) as error:
        journal.failed(asked["key"], type(error).__name__)
        say(["failed", type(error).__name__])


def _do(house: House, journal: Journal, work: Work, tick: Callable[[], None]) -> None:
    if work.given is None:
        with closing(_traced(house.ledger.connect(), tick)) as connection:
            once(house.ledger, connection, house.home, log_of(house.home, "demonstration"))
            tick()  # after all, before anyone could be told
        return
    _traced(house.raw(), tick)
    _traced(house.ledger.keys.connection, tick)
    journal.sent(work.key, work.given, seen=work.seen)
    answer = submit(house, work.given.command(), work.given.case, key=work.key)
    tick()
    journal.answered(work.key, answer)


def _traced(connection: Any, tick: Callable[[], None]) -> Any:
    if isinstance(connection, sqlite3.Connection):
        connection.set_trace_callback(lambda _: tick())
    return connection


def _lie(journal: Journal, key: str) -> None:
    """From now on what is accepted is acknowledged at once, whatever becomes of the transaction."""
    accept = submitting._accept

    def early(sitting: Any, command: Any, decided: Any) -> Any:
        answer = accept(sitting, command, decided)
        journal.answered(key, answer)
        return answer

    submitting._accept = early


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
