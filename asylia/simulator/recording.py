"""Recording: what the world did goes to a real ledger, appended by a second process in large transactions.

The first process decides and hands over events as bytes; the second salts, chains, seals and writes them. A case's
events wait until there are enough of them, or nothing more is expected: a page of the record is then written a few
times and not once for every event. Each entry says when it was recorded, by the simulated clock.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import msgspec

from asylia.core.event import Event
from asylia.core.regime import Regime
from asylia.ledger import Head, Ledger, NewEvent
from asylia.ledger.entry import stream_digest

ENOUGH = 24  # events of one case: about the fill of a page
CHUNK = 1 << 20  # bytes handed over at once, and written in one transaction
BAND = "band.locked/1"  # the one event that is sealed under the overseer's key (docs/decisions/0005)

_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class RecordingFailed(Exception):
    """The second process could not write; its text says why."""


class Batch(msgspec.Struct, array_like=True):
    """Events of one stream, in order: as JSON, each sealed under `under` ("person/..." for a case)."""

    stream: str
    under: str
    events: list[bytes]


class Setting(NamedTuple):
    """What the second process needs: where the record is, the seed of its salts, and the regime of its cases."""

    url: str
    home: Path
    seed: int
    regime: str
    digest: str


class Recorder:
    """Keeps what happens in the record at `url`, which must be there and hold no case yet; use it in a `with`."""

    def __init__(self, url: str, home: Path, seed: int, regime: Regime) -> None:
        self._waiting: dict[str, list[bytes]] = {}
        self._persons: dict[str, str] = {}
        self._parts: list[bytes] = []
        self._size = 0
        spawned = get_context("spawn")
        self._pipe, theirs = spawned.Pipe()
        setting = Setting(url, home, seed, regime.version, regime.digest)
        self._process = spawned.Process(target=record, args=(theirs, setting), daemon=True)
        self._process.start()
        theirs.close()
        self.written = 0

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if failed is not None:
            self._process.terminate()
            self._process.join()
            return
        for case in list(self._waiting):
            self.closed(case)
        self._hand_over()
        self._send(b"")
        self.written = self._answer()
        self._process.join()

    def case(self, case: str, person: str, event: Event) -> None:
        """Keep one event of a case."""
        waiting = self._waiting.get(case)
        if waiting is None:
            waiting = self._waiting[case] = []
            self._persons[case] = person
        waiting.append(_encode(event))
        if len(waiting) >= ENOUGH:
            self.closed(case)

    def closed(self, case: str) -> None:
        """Hand over what waits of this case."""
        events = self._waiting.pop(case, None)
        if events:
            self._add(Batch(f"case/{case}", f"person/{self._persons.pop(case)}", events))

    def beside(self, stream: str, under: str, events: list[Event]) -> None:
        """Keep events of a stream beside the cases."""
        self._add(Batch(stream, under, [_encode(each) for each in events]))

    def _add(self, batch: Batch) -> None:
        packed = _pack(batch)
        self._parts.append(packed)
        self._size += len(packed)
        if self._size >= CHUNK:
            self._hand_over()

    def _hand_over(self) -> None:
        if self._parts:
            self._send(_pack(self._parts))
        self._parts, self._size = [], 0

    def _send(self, data: bytes) -> None:
        try:
            self._pipe.send_bytes(data)
        except (BrokenPipeError, ConnectionResetError):
            self._answer()

    def _answer(self) -> int:
        """How many entries were written; raises RecordingFailed."""
        try:
            answer = self._pipe.recv()
        except EOFError:
            answer = "the process that writes the record has ended"
        if isinstance(answer, str):
            raise RecordingFailed(f"The record could not be written: {answer}.")
        return int(answer)


def record(pipe: Connection, setting: Setting) -> None:
    """The second process: append whatever comes, until nothing more does."""
    try:
        pipe.send(written(pipe, setting))
    except Exception as error:  # noqa: BLE001 (whatever it was, the first process says it)
        pipe.send(f"{type(error).__name__}: {error}")


def written(pipe: Connection, setting: Setting) -> int:
    """Append everything that the pipe gives; how many entries that were."""
    salts = random.Random(f"salts of {setting.seed}").randbytes  # noqa: S311 (equal seeds give equal entries)
    ledger = Ledger.open(setting.url, setting.home, entropy=salts)
    heads: dict[str, Head] = {}
    keys: set[str] = set()
    count = 0
    with closing(ledger), closing(ledger.connect()) as connection:
        while data := pipe.recv_bytes():
            batches = [msgspec.msgpack.decode(each, type=Batch) for each in msgspec.msgpack.decode(data)]
            made = [list(new_events(each, setting)) for each in batches]
            fresh = {event.under for each in made for event in each} - keys
            keys |= fresh
            ledger.keys.ensure(fresh)
            with ledger.transaction(connection):
                for batch, events in zip(batches, made, strict=True):
                    head = heads.get(batch.stream) or Head(0, stream_digest(batch.stream))
                    for at, together in groupby(events, lambda each: each.at):
                        done = ledger.append(connection, batch.stream, head, list(together), at)
                        head = Head(done[-1].version, done[-1].digest)
                        count += len(done)
                    heads[batch.stream] = head
    return count


def new_events(batch: Batch, setting: Setting) -> Iterator[NewEvent]:
    """The events of a batch as the ledger takes them; those of a case carry its regime."""
    of_case = batch.stream.startswith("case/")
    regime, digest = (setting.regime, setting.digest) if of_case else (None, None)
    for each in batch.events:
        fields: dict[str, Any] = msgspec.json.decode(each)
        who, name = fields.pop("who"), fields.pop("event")
        fields["by"], fields["signed"] = who["by"], None
        under = f"overseer/{batch.under.removeprefix('person/')}" if name == BAND else batch.under
        yield NewEvent(name, f"{who['at'][:-1]}.000Z", who["role"], fields, under, regime, digest)
