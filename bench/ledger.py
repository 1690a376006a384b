"""Appending to the record, beside a peer that proves nothing and beside what this machine's disk and memory allow.

    python -m bench.ledger [ROUNDS]

Each round measures ours and the peer's in turn, so that a busy neighbour meets both; figures are medians over rounds.
The peer is the recorder of `eventsourcing` 9.5.6, given the same event as ready JSON: it neither encodes, salts,
hashes, chains nor seals. Wall time is what a person waits; where the disk makes it jump, CPU time is the steadier.

Beside both stand the limits. `rows`: rows as long as ours into the record's own tables, and no proof. `alone`: the same
on PostgreSQL as one statement, without BEGIN and COMMIT. `memory`: our whole append in SQLite that no disk holds, so
that ours to it is what durability costs. `plain`: the peer's rows in one bare table in memory.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from asylia.ledger import Head, Ledger, NewEvent, canonical, entry
from asylia.ledger.engine import Connection, schema_text
from asylia.ledger.sqlite import PAGE_SIZE, SETTINGS, Sqlite
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
CASE = 20  # entries of a case, where they come one by one
TIMES = {1: 100, 32: 40, 100: 20}  # commits a round, by the entries of each


class Spent(NamedTuple):
    """Microseconds an event."""

    wall: float
    cpu: float


def spent(act: Callable[[], object], times: int, events: int) -> Spent:
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


def ours(ledger: Ledger, connection: Connection) -> Writer:
    """Appends to a case, in one transaction, proofs and seal and all; once it has CASE entries, to a new one."""
    stream, after = "", Head(CASE, b"")

    def write(count: int) -> None:
        nonlocal stream, after
        new = after.version >= CASE
        stream = f"case/{uuid4().hex}" if new else stream
        with ledger.transaction(connection):
            done = ledger.append(connection, stream, 0 if new else after, [EVENT] * count, AT)
        after = Head(done[-1].version, done[-1].digest)

    return write


def rows(ledger: Ledger, connection: Connection, *, begin: bool = True) -> Writer:
    """Rows as long as ours into the same tables, made beforehand: what is left of an append without its proof."""
    made = f"case/{uuid4().hex}"
    with ledger.transaction(connection):
        ledger.append(connection, made, 0, [EVENT], AT)
    ((entry, digest, under, sealed),) = ledger.engine.run(
        connection, "SELECT entry, digest, under, sealed FROM ledger_events WHERE stream = ?", (made,)
    )

    def write(count: int) -> None:
        name = f"case/{uuid4().hex}"
        with ledger.transaction(connection) if begin else nullcontext():
            ledger.engine.insert_entries(
                connection, [(name, version, entry, digest, under, sealed) for version in range(1, count + 1)]
            )

    return write


def peer(recorder: Any) -> Writer:
    """Inserts the event's plain JSON; CASE of them, or one commit's, under one id."""
    name, version = uuid4(), 0

    def write(count: int) -> None:
        nonlocal name, version
        if version >= CASE:
            name, version = uuid4(), 0
        recorder.insert_events(
            [StoredEvent(name, number, EVENT.name, STATE) for number in range(version + 1, version + count + 1)]
        )
        version += count

    return write


class Memory(Sqlite):
    """The same engine and settings over a database that no disk holds."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        for name, wanted in {"page_size": PAGE_SIZE, **SETTINGS, "journal_mode": "memory"}.items():
            self.connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        self.install(self.connection, schema_text("sqlite", "ledger"), None)


def plain() -> Writer:
    """The peer's rows in one bare table, in SQLite without any disk."""
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
        ledger.keys.ensure(["person/1"])
        other = Ledger.create(f"sqlite:///{folder}/rows.sqlite3", folder / "other")
        stack.callback(other.close)
        connection, beside = (stack.enter_context(closing(each.connect())) for each in (ledger, other))
        memory = Memory()
        yield {
            "ours": ours(ledger, connection), "peer": peer(recorder), "rows": rows(other, beside),
            "memory": ours(Ledger(memory, ledger.keys), memory.connection), "plain": plain(),
        }  # fmt: skip


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
        ledger.keys.ensure(["person/1"])
        connection = stack.enter_context(closing(ledger.connect()))
        yield {
            "ours": ours(ledger, connection), "peer": peer(recorder),
            "rows": rows(ledger, connection), "alone": rows(ledger, connection, begin=False),
        }  # fmt: skip


# --- rounds and report -------------------------------------------------------------------------------------------


def compare(writers: dict[str, Writer], rounds: int) -> dict[tuple[str, int], list[Spent]]:
    """Every writer's cost, single and batched, round by round."""
    found: dict[tuple[str, int], list[Spent]] = {}
    for write in writers.values():
        write(max(TIMES))
    for _ in range(rounds):
        for size, times in TIMES.items():
            for name, write in writers.items():
                found.setdefault((name, size), []).append(spent(lambda: write(size), times, size))  # noqa: B023
    return found


def report(engine: str, found: dict[tuple[str, int], list[Spent]], aims: dict[tuple[str, int], float]) -> None:
    """Prints one engine's figures and ratios (how many events we write for one of the other's)."""
    for size in TIMES:
        us = found["ours", size]
        print(f"{engine}, {size} a commit: us an event, events/s, ours to it")
        for name, costs in ((name, costs) for (name, of), costs in found.items() if of == size):
            wall, cpu = median(cost.wall for cost in costs), median(cost.cpu for cost in costs)
            aim = f" (aim {aims[name, size]})" if (name, size) in aims else ""
            print(
                f"  {name:7} {wall:7.1f} wall {cpu:6.1f} CPU {1e6 / wall:7.0f}/s"
                f"   {ratio(us, costs, 'wall'):.2f} wall, {ratio(us, costs, 'cpu'):.2f} CPU{aim}"
            )


def ratio(us: list[Spent], them: list[Spent], what: str) -> float:
    """The median over rounds of their cost by ours: above 1 we are quicker."""
    return float(median(getattr(other, what) / getattr(own, what) for own, other in zip(us, them, strict=True)))


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
            aims = {("peer", 1): 0.9, ("memory", 32): 0.4, ("peer", 100): 0.5}
            report("SQLite", compare(writers, rounds), aims)
        try:
            server_url()
            import_module("eventsourcing.postgres")
        except (NoServerError, ImportError) as error:  # the peer needs psycopg-pool
            print(f"PostgreSQL: not measured, {error}")
            return
        with on_postgres(folder / "b") as writers:
            report("PostgreSQL", compare(writers, rounds), {("peer", 1): 3.0, ("peer", 100): 1.7})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
