"""Reading abreast: many streams shared out among processes, each with its own connection and its own files."""

import datetime as dt
import os
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from asylia.ledger import Ledger
from asylia.oversight.beside import Beside, officers_key
from asylia.oversight.errors import OversightError
from asylia.oversight.parquet import Rows
from asylia.oversight.reading import Read, read_beside, read_cases
from asylia.regimes import regimes

MANY = 2_000  # streams from which on starting processes costs less than it saves
EACH = 100  # streams between two words about how far a process is


class Share(NamedTuple):
    """What one process reads, and where it puts it."""

    url: str
    keystore_url: str
    home: Path
    streams: list[str]
    folder: Path
    part: str
    now: dt.datetime


def read_abreast(
    ledger: Ledger, home: Path, streams: list[str], folder: Path, *,
    now: dt.datetime, progress: Callable[[int, int], None],
) -> tuple[Read, int]:  # fmt: skip
    """Add the rows of many cases to a folder; what reading came to, and how many rows that were.

    Raises OversightError where a process could not go on.
    """
    count = min(os.cpu_count() or 1, len(streams) // (MANY // 2))
    context, pipes, processes = get_context("spawn"), [], []
    for number in range(count):
        pipe, theirs = context.Pipe(duplex=False)
        share = Share(
            ledger.engine.url, ledger.keys.engine.url, home, streams[number::count], folder, f"part-{number + 1}", now
        )
        process = context.Process(target=read_share, args=(theirs, share), daemon=True)
        process.start()
        theirs.close()
        pipes.append(pipe)
        processes.append(process)
    try:
        return _collected(pipes, len(streams), progress)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _collected(pipes: list[Connection], of: int, progress: Callable[[int, int], None]) -> tuple[Read, int]:
    """What all processes came to, once the last of them has ended."""
    done = dict.fromkeys(pipes, 0)
    heads: dict[str, int] = {}
    damaged = rows = 0
    while pipes:
        ready = wait(pipes)
        for pipe in [each for each in pipes if each in ready]:
            said = _heard(pipe)
            if isinstance(said, int):
                done[pipe] = said
                progress(sum(done.values()), of)
                continue
            read, written = said
            heads, damaged, rows = heads | read.heads, damaged + read.damaged, rows + written
            pipes.remove(pipe)
    return Read(heads, damaged), rows


def _heard(pipe: Connection) -> int | tuple[Read, int]:
    try:
        said = pipe.recv()
    except EOFError:
        said = "a process that reads it has ended"
    if isinstance(said, str):
        raise OversightError(f"The record could not be read: {said}.")
    heard: int | tuple[Read, int] = said
    return heard


def read_share(pipe: Connection, share: Share) -> None:
    """Read one share, in a process of its own; say how far it is, and what it came to."""
    try:
        pipe.send(_read(pipe, share))
    except Exception as error:  # noqa: BLE001 - whatever it was, the first process says it
        pipe.send(f"{type(error).__name__}: {error}")


def _read(pipe: Connection, share: Share) -> tuple[Read, int]:
    beside, rows = Beside(officers_key(share.home), regimes()), Rows(share.folder, share.part)

    def progress(done: int) -> None:
        if done % EACH == 0 or done == len(share.streams):
            pipe.send(done)

    with (
        closing(Ledger.open(share.url, share.home, keystore_url=share.keystore_url)) as ledger,
        closing(ledger.connect()) as raw,
    ):
        for _ in read_beside(ledger, raw, beside):
            pass
        read = read_cases(ledger, raw, share.streams, beside, rows, now=share.now, progress=progress)
    rows.flush()
    rows.close()
    return read, rows.count
