"""Sixteen clients at once on PostgreSQL with the sequencer at work, beside as many that insert the same rows plainly.

    python -m bench.clients [ROUNDS]

Every client is a process with a connection of its own and commits one entry at a time, of cases of its own. The peer's
rows are as long as ours and its commits as durable, but it neither proves, links, seals nor numbers anything. Rounds
are in turns, so that a busy neighbour meets all. CPU is that of all clients, of the server's processes for them, and of
the sequencer: where both cores are full, it alone decides how many commits there are.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
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
WARM = 50  # commits before the clock runs: a process just forked pays for each page of memory that it first writes to
LOOK = 0.5  # seconds between two looks at how far the log is

PLAIN = b"INSERT INTO plain VALUES (%b, %b, %b, %b, %b, %b)"
TABLE = (
    b"CREATE TABLE plain (stream text, version bigint, entry bytea, digest bytea, under text, sealed bytea, "
    b"PRIMARY KEY (stream, version))"
)
FAR = (
    "SELECT (SELECT count(*) FROM ledger_pending) + (SELECT coalesce(max(leaf) + 1, 0) FROM ledger_leaves), "
    "coalesce(max(size), 0) FROM ledger_checkpoints"
)
SERVING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
FORK = multiprocessing.get_context("fork")

Client = Callable[[], Callable[[], None]]
"""Opens what a process needs, and gives what it does again and again."""


class Speed(NamedTuple):
    """How quickly all clients together went on."""

    commits: float  # a second
    cpu: float  # microseconds a commit


def together(url: str, client: Client, beside: Sequence[int] = ()) -> Speed:
    """All clients begin at one moment and go on for SECONDS; `beside`: processes whose CPU counts too."""
    begin, over, told = FORK.Barrier(CLIENTS + 1), FORK.Barrier(CLIENTS + 1), FORK.SimpleQueue()

    def run() -> None:
        write = client()
        for _ in range(WARM):
            write()
        begin.wait()
        end = time.monotonic() + SECONDS
        done = 0
        while time.monotonic() < end:
            write()
            done += 1
        told.put(done)
        over.wait()

    processes = [FORK.Process(target=run) for _ in range(CLIENTS)]
    for process in processes:
        process.start()
    pids = [*beside, *(process.pid or 0 for process in processes)]
    begin.wait()
    before = cpu(url, pids)
    done: int = sum(told.get() for _ in processes)
    spent = cpu(url, pids) - before
    over.wait()
    for process in processes:
        process.join()
    return Speed(done / SECONDS, spent / done)


def cpu(url: str, pids: Iterable[int]) -> float:
    """Microseconds of CPU so far of these processes, and of the server's that serve this database."""
    engine = engine_for(url)
    with closing(engine.connect()) as connection:
        serving = [pid for (pid,) in engine.run(connection, SERVING)]
    stats = [Path(f"/proc/{pid}/schedstat") for pid in (*pids, *serving)]
    return sum(int(stat.read_text().split()[0]) for stat in stats if stat.exists()) / 1000


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
def sequencer(url: str, home: Path) -> Iterator[int]:
    """A sequencer in a process of its own, turn after turn; gives its id."""
    stop = FORK.Event()

    def run() -> None:
        follow(Ledger.open(url, home), home, "demonstration", cast("threading.Event", stop), print)

    process = FORK.Process(target=run)
    process.start()
    yield process.pid or 0
    stop.set()
    process.join()


def watched(url: str, work: Callable[[], Speed]) -> tuple[Speed, Lag]:
    """What `work` gives, and how far the log was behind meanwhile."""
    engine = engine_for(url)
    seen: list[tuple[float, int, int]] = []
    found: list[Speed] = []
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
    waiting = max(held - signed for _, held, signed in seen)
    return found[0], Lag(behind, waiting, max(0.0, seen[-1][0] - ended))


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
        speeds: dict[str, list[Speed]] = {"plain": [], "alone": [], "ours": []}
        lags = []
        for _ in range(rounds):
            speeds["plain"].append(together(url, plain(url, row, autocommit=False)))
            speeds["alone"].append(together(url, plain(url, row, autocommit=True)))
            with sequencer(url, home) as numbering:
                speed, lag = watched(url, partial(together, url, ours(url, home), [numbering]))
            speeds["ours"].append(speed)
            lags.append(lag)
        report(speeds, lags)


def report(speeds: dict[str, list[Speed]], lags: list[Lag]) -> None:
    """Prints speeds, ratios of the same round, and the worst lag of all rounds."""
    said = {"plain": "BEGIN, INSERT, COMMIT", "alone": "INSERT alone", "ours": "ours, and numbered"}
    for name, what in said.items():
        each = speeds[name]
        wall = median(us.commits / them.commits for us, them in zip(speeds["ours"], each, strict=True))
        work = median(them.cpu / us.cpu for us, them in zip(speeds["ours"], each, strict=True))
        commits, each_cpu = median(one.commits for one in each), median(one.cpu for one in each)
        aim = " (aim 0.7)" if name == "plain" else ""
        print(
            f"{what:22} {commits:7.0f} commits/s {each_cpu:6.0f} us CPU   ours to it {wall:.2f}, by CPU {work:.2f}{aim}"
        )
    print(f"longest from commit to signed checkpoint {max(lag.seconds for lag in lags):.1f} s (aim 10)")
    entries, after = max(lag.entries for lag in lags), max(lag.after for lag in lags)
    print(f"most entries waiting {entries}; all were signed {after:.1f} s after the last commit")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
