"""The log: keeping up with the record, proving one entry of ten million, verifying a million.

    python -m bench.log

The ratio of appending with and without the sequencer at work is of one run, in turns; the rest stands beside its aim.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median

from asylia.ledger import Ledger, canonical, entry, merkle, to_text, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.follow import once
from asylia.ledger.logkey import make_log
from asylia.ledger.tiles import Tiles
from bench.clients import sequencer
from bench.ledger import AT, EVENT, FIELDS, spent
from tests.postgres import NoServerError, durable, postgres_database, server_url

ENTRIES, SINGLES, ROUNDS = 10_000, 8_000, 3  # singles: longer than the sequencer pauses
LEAVES, PROOFS = 10_000_000, 200
VERIFIED = 1_000_000


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def keeping_up(url: str, home: Path) -> None:
    """Numbers and signs many entries at once; then appends beside a sequencer at work and without one, in turns."""
    ledger, keys = Ledger.create(url, home), make_log(home, "demonstration")
    with closing(ledger.connect()) as connection:
        appended = write(ledger, connection, "batch", ENTRIES // 100, 100)
        signed = timed(lambda: once(ledger, connection, home, keys))
        kind = ledger.engine.kind
        print(f"{kind}: append, 100 a commit       {appended / ENTRIES * 1e6:8.1f} us an entry")
        print(f"{kind}: number, grow, sign         {signed / ENTRIES * 1e6:8.1f} us an entry")
        alone, beside = [], []
        for number in range(ROUNDS):
            alone.append(write(ledger, connection, f"alone{number}", SINGLES, 1))
            with sequencer(url, home):
                beside.append(write(ledger, connection, f"beside{number}", SINGLES, 1))
        ratio = median(one / other for one, other in zip(alone, beside, strict=True))
        print(f"{kind}: one a commit               {median(alone) / SINGLES * 1e6:8.1f} us alone")
        print(f"{kind}: beside the sequencer       {median(beside) / SINGLES * 1e6:8.1f} us, {ratio:.2f} of that speed")
    ledger.close()


def write(ledger: Ledger, connection: Connection, name: str, commits: int, entries: int) -> float:
    """Seconds of so many commits of so many entries, each of a new case."""

    def work() -> None:
        for case in range(commits):
            with ledger.transaction(connection):
                ledger.append(connection, f"case/{name}-{case:08}", 0, [EVENT] * entries, AT)

    return timed(work)


def proving(folder: Path) -> None:
    """The path of one entry of ten million, from tiles on disk, nothing kept in memory between two."""
    tiles, step = Tiles(folder), 1 << 16
    for first in range(0, LEAVES, step):
        tiles.grow(first, [sha256(b"%d" % leaf).digest() for leaf in range(first, min(first + step, LEAVES))])
    chosen = random.Random(1).sample(range(LEAVES), PROOFS)  # noqa: S311 (which entries to ask for)
    costs = [spent(partial(prove, tiles, leaf), 1, 1) for leaf in chosen]
    wall, cpu = (sorted(getattr(cost, what) / 1e3 for cost in costs) for what in ("wall", "cpu"))
    print(f"proof of one entry of 10^7, ms         {median(wall):.2f}, slowest {wall[-1]:.2f} (aim 5)")
    print(f"  of it CPU                            {median(cpu):.2f}, slowest {cpu[-1]:.2f}")


def prove(tiles: Tiles, leaf: int) -> list[bytes]:
    """The hashes beside the way from one leaf to the root."""
    return merkle.inclusion(tiles.tree(LEAVES), leaf, LEAVES)


def export(entries: int) -> Iterator[str]:
    """A closed export of short streams, as `asylia ledger export` writes it."""
    yield canonical({"format": verifier.FORMAT, "opened": False}).decode()
    _, content = entry.commit(FIELDS, entry.salts(bytes(16 * len(FIELDS))))
    for number in range(entries // 20):
        stream = f"case/{number:026}"
        prev = entry.stream_digest(stream)
        for version in range(1, 21):
            text = canonical(entry.link(EVENT, stream, version, AT, prev, content))
            prev = entry.entry_digest(text)
            place = {"leaf": number * 20 + version - 1, "stream": stream, "version": version}
            line = {"digest": to_text(prev), "entry": to_text(text), "sealed": "A" * 600, "under": "person/1"}
            yield canonical({**line, **place}).decode()
    yield canonical({"end": {"entries": entries, "streams": entries // 20}}).decode()


def verifying(folder: Path) -> None:
    """A million entries, in a process that does nothing else: its time on a core and its memory."""
    path = folder / "export"
    with path.open("w") as file:
        file.writelines(f"{line}\n" for line in export(VERIFIED))
    child = os.fork()
    if child == 0:
        os._exit(verifier.main([str(path)]))
    _, status, used = os.wait4(child, 0)
    assert status == 0  # noqa: S101
    print(f"verifying 10^6 entries             {used.ru_utime + used.ru_stime:8.1f} s of one core (aim 60)")
    print(f"  its memory                       {used.ru_maxrss / 1024:8.0f} MB (aim 200)")


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as name:
        folder = Path(name)
        verifying(folder)  # first: the child's memory begins with this process's
        keeping_up(f"sqlite:///{folder}/record.sqlite3", folder / "home")
        try:
            server_url()
            with durable(), postgres_database() as url:
                keeping_up(url, folder / "other")
        except NoServerError as error:
            print(f"PostgreSQL was not measured: {error}")
        proving(folder / "tree")


if __name__ == "__main__":
    main()
