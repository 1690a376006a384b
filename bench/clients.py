"""Sixteen clients at once on PostgreSQL with the sequencer at work, beside as many that insert the same rows plainly.

    python -m bench.clients [ROUNDS]

Every client is a process with a connection of its own and commits one entry at a time, of cases of its own. The peer's
rows are as long as ours and its commits as durable, but it neither proves, links, seals nor numbers anything. Rounds
are in turns, so that a busy neighbour meets all.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple, cast
from uuid import uuid4

from asylia.ledger import Head, Ledger
from asylia.ledger.engine import Row, engine_for
from asylia.ledger.entry import stream_digest
from asylia.ledger.follow import follow
from asylia.ledger.logkey import make_log
from bench.ledger import AT, EVENT
from tests.postgres import NoServerError, durable, postgres_database, server_url

CLIENTS, SECONDS, CASE = 16, 5.0, 20  # entries of a case
LOOK = 0.25  # seconds between two looks at how far the log is

PLAIN = b"INSERT INTO plain VALUES (%b, %b, %b, %b, %b, %b)"
TABLE = (
    b"CREATE TABLE plain (stream text, version bigint, entry bytea, digest bytea, under text, sealed bytea, "
    b"PRIMARY KEY (stream, version))"
)
FAR = (
    "SELECT (SELECT count(*) FROM ledger_pending) + (SELECT coalesce(max(leaf) + 1, 0) FROM ledger_leaves), "
    "coalesce(max(size), 0) FROM ledger_checkpoints"
)
FORK = multiprocessing.get_context("fork")

Client = Callable[[], Callable[[], None]]
"""Opens what a process needs, and gives what it does again and again."""


def together(client: Client) -> float:
    """Commits a second of all clients: they begin at one moment and go on for SECONDS."""
    begin, told = FORK.Barrier(CLIENTS), FORK.SimpleQueue()

    def run() -> None:
        write = client()
        begin.wait()
        end = time.monotonic() + SECONDS
        done = 0
        while time.monotonic() < end:
            write()
            done += 1
        told.put(done)

    processes = [FORK.Process(target=run) for _ in range(CLIENTS)]
    for process in processes:
        process.start()
    done: int = sum(told.get() for _ in processes)
    for process in processes:
        process.join()
    return done / SECONDS


def ours(url: str, home: Path) -> Client:
    """Appends an entry to a case, proofs and seal and all; after CASE entries, to a new one."""

    def client() -> Callable[[], None]:
        ledger = Ledger.open(url, home)
        connection = ledger.connect()
        stream, head = "", Head(CASE, b"")

        def write() -> None:
            nonlocal stream, head
            if head.version == CASE:
                stream = f"case/{uuid4().hex}"
                head = Head(0, stream_digest(stream))
            with ledger.transaction(connection):
                (done,) = ledger.append(connection, stream, head, [EVENT], AT)
            head = Head(done.version, done.digest)

        return write

    return client


def plain(url: str, row: Row, *, autocommit: bool) -> Client:
    """Inserts a row as long as ours: in a transaction, as a record is written, or as one statement alone."""

    def client() -> Callable[[], None]:
        engine = engine_for(url)
        connection = engine.connect()
        numbers = count()

        def insert() -> None:
            place = (f"case/{uuid4().hex}", next(numbers) % CASE + 1)
            connection.execute(PLAIN, place + row[2:], prepare=True)

        def write() -> None:
            with engine.transaction(connection):
                insert()

        return insert if autocommit else write

    return client


# --- the sequencer beside them -----------------------------------------------------------------------------------


class Lag(NamedTuple):
    """How far the log was behind the commits, at worst."""

    seconds: float  # from the commit of an entry to a signed checkpoint over it
    entries: int
    after: float  # seconds until all was signed, once the clients had stopped


@contextmanager
def sequencer(url: str, home: Path) -> Iterator[None]:
    """A sequencer in a process of its own, turn after turn."""
    stop = FORK.Event()

    def run() -> None:
        follow(Ledger.open(url, home), home, "demonstration", cast("threading.Event", stop), print)

    process = FORK.Process(target=run)
    process.start()
    yield
    stop.set()
    process.join()


def watched(url: str, work: Callable[[], float]) -> tuple[float, Lag]:
    """What `work` gives, and how far the log was behind meanwhile."""
    engine = engine_for(url)
    seen: list[tuple[float, int, int]] = []
    found: list[float] = []
    worker = threading.Thread(target=lambda: found.append(work()))
    with closing(engine.connect()) as connection:
        worker.start()
        ended = None
        while ended is None or seen[-1][1] > seen[-1][2]:
            ((committed, signed),) = engine.run(connection, FAR)
            seen.append((time.monotonic(), committed, signed))
            if ended is None and not worker.is_alive():
                ended = time.monotonic()
            time.sleep(LOOK)
    behind = max(at - next((then for then, held, _ in seen if held > signed), at) for at, _, signed in seen)
    return found[0], Lag(behind, max(held - signed for _, held, signed in seen), seen[-1][0] - ended)


def main(rounds: int = 3) -> None:
    """Measures and prints."""
    try:
        server_url()
    except NoServerError as error:
        print(f"not measured, {error}")
        return
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name, durable(), postgres_database() as url:
        home = Path(name) / "home"
        ledger = Ledger.create(url, home)
        make_log(home, "demonstration")
        ledger.keys.ensure(["person/1"])
        with closing(ledger.connect()) as connection:
            with ledger.transaction(connection):
                ledger.append(connection, "case/first", 0, [EVENT], AT)
            (row,) = ledger.engine.run(
                connection, "SELECT stream, version, entry, digest, under, sealed FROM ledger_events"
            )
            connection.execute(TABLE)
        ledger.close()
        speeds: dict[str, list[float]] = {"plain": [], "alone": [], "ours": []}
        lags = []
        for _ in range(rounds):
            speeds["plain"].append(together(plain(url, row, autocommit=False)))
            speeds["alone"].append(together(plain(url, row, autocommit=True)))
            with sequencer(url, home):
                speed, lag = watched(url, lambda: together(ours(url, home)))
            speeds["ours"].append(speed)
            lags.append(lag)
        report(speeds, lags)


def report(speeds: dict[str, list[float]], lags: list[Lag]) -> None:
    """Prints speeds, ratios of the same round, and the worst lag of all rounds."""
    for name, what in (("plain", "plain inserts"), ("alone", "the same, no BEGIN"), ("ours", "ours, and numbered")):
        print(f"{what:20} {median(speeds[name]):8.0f} commits/s of {CLIENTS} clients")
    for name, what in (("plain", "ours to plain       "), ("alone", "ours to no BEGIN    ")):
        ratio = median(us / them for us, them in zip(speeds["ours"], speeds[name], strict=True))
        print(f"{what} {ratio:8.2f}" + (" (aim 0.7)" if name == "plain" else ""))
    print(f"longest from commit to signed checkpoint {max(lag.seconds for lag in lags):.1f} s (aim 10)")
    entries, after = max(lag.entries for lag in lags), max(lag.after for lag in lags)
    print(f"most entries waiting {entries}; all were signed {after:.1f} s after the last commit")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
