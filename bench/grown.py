"""Appending to a record of ten million entries, beside a record of a hundred thousand: what growth costs.

    python -m bench.grown [ENTRIES]

Both records are made by the ledger's own append and numbered by its own sequencer; nothing is put in by another way.
Then each is measured in turns. What is counted is CPU time, of this process and of its server's, since on a disk of
this size a shared machine's wall time says more about the others.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from asylia.ledger import Head, Ledger, new_id
from asylia.ledger.follow import once
from asylia.ledger.logkey import make_log
from bench.ledger import AT, EVENT
from tests.postgres import NoServerError, durable, postgres_database, server_url

SMALL, LARGE = 100_000, 10_000_000
CASE = 20  # entries of a case
COMMIT = 50  # cases a commit while a record is made
TURN = 100_000  # entries between two turns of the sequencer meanwhile
ROUNDS, SINGLES, BATCHES, BATCH = 9, 200, 20, 32


class Spent(NamedTuple):
    """Microseconds of CPU an entry."""

    new: float  # one a commit, to the newest case
    batch: float  # 32 a commit, to a new case
    log: float  # these numbered, the tree grown, a checkpoint signed
    old: float  # one a commit, to a case anywhere in the record


class Grown:
    """A record of so many entries, and what to measure on it."""

    def __init__(self, url: str, home: Path, entries: int) -> None:
        self.ledger = Ledger.create(url, home)
        self.connection = self.ledger.connect()
        self.home, self.log = home, make_log(home, "demonstration")
        self._chance = random.Random(1)  # noqa: S311 (names of cases, not secrets)
        self._day = datetime(2022, 1, 12, tzinfo=UTC)
        self._cases: list[str] = []
        self._head = Head(CASE, b"")
        while len(self._cases) * CASE < entries:
            for _ in range(TURN // CASE // COMMIT):
                with self.ledger.transaction(self.connection):
                    for _ in range(COMMIT):
                        self._open(CASE)
            self._turn()
            print(f"\r{self.ledger.engine.kind}: {len(self._cases) * CASE:,} entries", end="", file=sys.stderr)
        print(file=sys.stderr)

    def _open(self, entries: int) -> None:
        self._day += timedelta(minutes=5)
        self._cases.append(f"case/{new_id(lambda: self._day, self._chance.randbytes)}")
        done = self.ledger.append(self.connection, self._cases[-1], 0, [EVENT] * entries, AT)
        self._head = Head(done[-1].version, done[-1].digest)

    def _new(self) -> None:
        with self.ledger.transaction(self.connection):
            if self._head.version >= CASE:
                self._open(1)
            else:
                (done,) = self.ledger.append(self.connection, self._cases[-1], self._head, [EVENT], AT)
                self._head = Head(done.version, done.digest)

    def _batch(self) -> None:
        with self.ledger.transaction(self.connection):
            self._open(BATCH)

    def _old(self) -> None:
        stream = self._chance.choice(self._cases)
        with self.ledger.transaction(self.connection):
            self.ledger.append(self.connection, stream, self.ledger.head(self.connection, stream), [EVENT], AT)

    def spent(self) -> Spent:
        """One round."""
        new = self._cpu(self._new, SINGLES) / SINGLES
        batch = self._cpu(self._batch, BATCHES) / BATCHES / BATCH
        log = self._cpu(self._turn, 1) / (SINGLES + BATCHES * BATCH)
        old = self._cpu(self._old, SINGLES) / SINGLES
        self._turn()
        return Spent(new, batch, log, old)

    def _turn(self) -> None:
        once(self.ledger, self.connection, self.home, self.log)

    def _cpu(self, act: Callable[[], object], times: int) -> float:
        began = time.process_time() * 1e6 + self._server()
        for _ in range(times):
            act()
        return time.process_time() * 1e6 + self._server() - began

    def _server(self) -> float:
        """Microseconds of CPU of the server's process for this connection; SQLite has none."""
        if self.ledger.engine.kind == "sqlite":
            return 0.0
        path = Path(f"/proc/{self.connection.info.backend_pid}/schedstat")
        return int(path.read_text().split()[0]) / 1000 if path.exists() else 0.0

    def close(self) -> None:
        """Ends both connections."""
        self.connection.close()
        self.ledger.close()


def grown(small: Grown, large: Grown) -> Iterator[str]:
    """Measures both in turns; lines to print."""
    kind = large.ledger.engine.kind
    rounds = [(small.spent(), large.spent()) for _ in range(ROUNDS)]
    names = ("one a commit", "32 a commit", "number, grow, sign", "one a commit, any old case")
    for place, name in enumerate(names):
        one, other = (median(spent[which][place] for spent in rounds) for which in (0, 1))
        ratio = median(large[place] / small[place] for small, large in rounds)
        aim = " (aim 1.2)" if place < 2 else ""
        yield f"{kind}: {name:28} {one:7.1f} and {other:7.1f} us CPU an entry, {ratio:.2f} times{aim}"


def measure(small: str, large: str, folder: Path, entries: int) -> None:
    """Makes and measures two records on one engine."""
    with (
        closing(Grown(small, folder / "small", SMALL)) as few,
        closing(Grown(large, folder / "large", entries)) as many,
    ):
        os.sync()  # what making them left to write is not measured
        print(f"{few.ledger.engine.kind}: records of {SMALL:,} and {entries:,} entries")
        for line in grown(few, many):
            print(line, flush=True)


def main(entries: int = LARGE) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name:
        folder = Path(name)
        measure(f"sqlite:///{folder}/small.sqlite3", f"sqlite:///{folder}/large.sqlite3", folder / "a", entries)
    try:
        server_url()
    except NoServerError as error:
        print(f"PostgreSQL: not measured, {error}")
        return
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name, ExitStack() as stack:
        stack.enter_context(durable())
        small, large = (stack.enter_context(postgres_database()) for _ in range(2))
        measure(small, large, Path(name), entries)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
