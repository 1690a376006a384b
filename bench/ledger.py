"""Appending to the record, beside a peer that proves nothing and beside what this machine's disk and memory allow.

    python -m bench.ledger [ROUNDS]

Each round measures ours and the peer's in turn, so that a busy neighbour meets both; figures are medians over rounds.
The peer is the recorder of `eventsourcing` 9.5.6, given the same event as ready JSON: it neither encodes, salts,
hashes, chains nor seals. Wall time is what a person waits; where the disk makes it jump, CPU time is the steadier.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from asylia.ledger import Ledger, NewEvent, canonical, entry
from tests.postgres import NoServerError, durable, postgres_database, server_url

AT = "2022-01-12T15:40:00.000Z"
FIELDS = {
    "by": "staff/01fs7f4a40zzzzzzzzzzzzzzzz",
    "signed": None,
    "words": "They told my brother that they would kill me if I came back to the house.",
    "language": "es",
    "claim": 1,
    "channel": "spoken",
    "place": "bridge-1",
    "heard_by_interpreter": True,
}
EVENT = NewEvent("fear.claimed/1", AT, "border-officer", FIELDS, "person/1", "us_mpp/2021-12-02", "A" * 43)
STATE = canonical(EVENT)  # what a store that proves nothing would keep
SINGLES, BATCHES, BATCH = 100, 20, 100


class Spent(NamedTuple):
    """Microseconds an event."""

    wall: float
    cpu: float


def spent(act: Callable[[], None], times: int, events: int) -> Spent:
    """What `act` costs, done `times` times over `events` events each."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        act()
    each = times * events / 1e6
    return Spent((time.perf_counter() - wall) / each, (time.process_time() - cpu) / each)


# --- the price of proof ----------------------------------------------------------------------------------------


def proof(keys: Ledger) -> float:
    """Microseconds of CPU to salt, digest and seal one event of eight fields, and to write and link its entry."""
    cipher, nonce, prev = keys.keys.key_to_seal("person/1").cipher, bytes(12), bytes(32)

    def prove() -> None:
        plaintext, content = entry.commit(FIELDS, entry.salts(os.urandom(16 * len(FIELDS))))
        said = entry.link(EVENT, "case/01fs7f4a40zzzzzzzzzzzzzzzz", 7, AT, prev, content)
        entry.entry_digest(canonical(said))
        entry.seal(cipher, nonce, plaintext, said)

    return spent(prove, 5000, 1).cpu


# --- writers: each gives a function that appends so many events in one commit ------------------------------------


Writer = Callable[[int], None]


def ours(ledger: Ledger, stack: ExitStack) -> Writer:
    """Appends to a new stream, in one transaction, proofs and seal and all."""
    connection = ledger.connect()
    stack.callback(connection.close)
    ledger.keys.ensure(["person/1"])

    def write(count: int) -> None:
        with ledger.transaction(connection):
            ledger.append(connection, f"case/{uuid4().hex}", 0, [EVENT] * count, AT)

    return write


def peer(recorder: Any) -> Writer:
    """Inserts the event's plain JSON under a new id."""

    def write(count: int) -> None:
        name = uuid4()
        recorder.insert_events([StoredEvent(name, version, EVENT.name, STATE) for version in range(1, count + 1)])

    return write


def memory() -> Writer:
    """The same rows as the peer's, in SQLite without any disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE rows (stream TEXT, version INTEGER, entry BLOB, PRIMARY KEY (stream, version))")

    def write(count: int) -> None:
        name = uuid4().hex
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO rows VALUES (?, ?, ?)", [(name, version, STATE) for version in range(count)]
        )
        connection.execute("COMMIT")

    return write


def disk(folder: Path) -> Callable[[], None]:
    """One write of 16 kB made durable."""
    handle = os.open(folder / "sync", os.O_WRONLY | os.O_CREAT)

    def sync() -> None:
        os.pwrite(handle, bytes(16384), 0)
        os.fdatasync(handle)

    return sync


# --- the two engines ---------------------------------------------------------------------------------------------


@contextmanager
def on_sqlite(folder: Path) -> Iterator[dict[str, Writer]]:
    """Ours and the peer's, in files of one folder, both with a write-ahead log and synchronous=FULL."""
    with ExitStack() as stack:
        ledger = Ledger.create(f"sqlite:///{folder}/record.sqlite3", folder / "home")
        recorder = SQLiteApplicationRecorder(SQLiteDatastore(str(folder / "peer.sqlite3")))
        recorder.create_table()
        stack.callback(recorder.datastore.close)
        stack.callback(ledger.close)
        yield {"ours": ours(ledger, stack), "peer": peer(recorder), "memory": memory()}


@contextmanager
def on_postgres(folder: Path) -> Iterator[dict[str, Writer]]:
    """Ours and the peer's, in two databases of one server with fsync on."""
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore  # noqa: PLC0415 (needs a pool)

    with durable(), postgres_database() as url, postgres_database() as other, ExitStack() as stack:
        ledger = Ledger.create(url, folder / "home")
        parts = urlsplit(other)
        where = parse_qs(parts.query).get("host", [parts.hostname or "localhost"])[0]
        datastore = PostgresDatastore(
            parts.path[1:], where, parts.port or 5432, parts.username or "", parts.password or ""
        )
        recorder = PostgresApplicationRecorder(datastore)
        recorder.create_table()
        stack.callback(datastore.close)
        stack.callback(ledger.close)
        yield {"ours": ours(ledger, stack), "peer": peer(recorder)}


# --- rounds and report -------------------------------------------------------------------------------------------


def compare(writers: dict[str, Writer], rounds: int) -> dict[tuple[str, int], list[Spent]]:
    """Every writer's cost, single and batched, round by round."""
    found: dict[tuple[str, int], list[Spent]] = {}
    for write in writers.values():
        write(BATCH)
    for _ in range(rounds):
        for size, times in ((1, SINGLES), (BATCH, BATCHES)):
            for name, write in writers.items():
                found.setdefault((name, size), []).append(spent(lambda: write(size), times, size))  # noqa: B023
    return found


def report(engine: str, found: dict[tuple[str, int], list[Spent]], aims: dict[int, float], least: float) -> None:
    """Prints one engine's figures and ratios (how many events we write for one of the other's)."""
    for size, aim in aims.items():
        us, them = found["ours", size], found["peer", size]
        wall, cpu = ratio(us, them, "wall"), ratio(us, them, "cpu")
        print(f"{engine}, {size} a commit")
        for name, costs in ((name, costs) for (name, of), costs in found.items() if of == size):
            shown = Spent(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))
            speed = 1e6 / shown.wall
            print(f"  {name:8} {shown.wall:8.1f} us wall {shown.cpu:8.1f} us CPU an event {speed:8.0f} events/s")
        print(f"  ours to peer  {wall:.2f} wall, {cpu:.2f} CPU (aim {aim})")
        print(f"  ours to disk  {least / (median(cost.wall for cost in us) * size):.2f} of the disk's sync rate")


def ratio(us: list[Spent], them: list[Spent], what: str) -> float:
    """The median over rounds of their cost by ours: above 1 we are quicker."""
    return median(getattr(other, what) / getattr(own, what) for own, other in zip(us, them, strict=True))


def main(rounds: int = 7) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name:
        folder = Path(name)
        with on_sqlite(folder / "a") as writers:
            least = spent(disk(folder), 200, 1).wall
            print(f"disk: {least:.1f} us a sync of 16 kB, {1e6 / least:.0f} a second")
            price = median(
                proof(Ledger.open(f"sqlite:///{folder}/a/record.sqlite3", folder / "a" / "home")) for _ in range(7)
            )
            print(f"price of proof: {price:.2f} us CPU an event of eight fields (aim 12)")
            report("SQLite", compare(writers, rounds), {1: 0.9, BATCH: 0.5}, least)
        try:
            server_url()
            import_module("eventsourcing.postgres")
        except (NoServerError, ImportError) as error:  # the peer needs psycopg-pool
            print(f"PostgreSQL: not measured, {error}")
            return
        with on_postgres(folder / "b") as writers:
            report("PostgreSQL", compare(writers, rounds), {1: 3.0, BATCH: 1.7}, least)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
