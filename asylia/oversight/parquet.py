"""Event tables on disk: a Parquet file a table, written whole beside the old ones and then put in their place.

`<home>/oversight/tables` is a link to the folder that stands. Whoever reads it reads one moment of the record; what an
erasure takes away is in no byte of the folder that takes its place, and the old one is deleted.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from asylia.ledger.durable import make_folder
from asylia.oversight.fact import Column, Fact, Kind, Table
from asylia.oversight.lost import Lost, lost_from, write
from asylia.oversight.tables import NAME, TABLES

TYPES: dict[Kind, pa.DataType] = {
    "code": pa.string(), "id": pa.string(), "count": pa.int64(), "share": pa.float64(), "yes_no": pa.bool_(),
    "day": pa.date32(), "moment": pa.timestamp("us", tz="UTC"),
}  # fmt: skip
HEADS = pa.schema([("stream", pa.string()), ("version", pa.int64())])
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
HELD = 100_000  # rows of all tables held before they are written
BATCH = 50_000  # rows read at a time of a table that stands


def schema(table: Table) -> pa.Schema:
    """The types of a table's columns."""
    return pa.schema([pa.field(each.name, TYPES[each.kind], nullable=each.optional) for each in table.columns])


SCHEMAS = {name: schema(each) for name, each in TABLES.items()}
COLUMNS = {name: tuple((each, attrgetter(each.name)) for each in table.columns) for name, table in TABLES.items()}


def tables_of(home: Path) -> Path:
    """Where the event tables of a home lie; there may be none yet."""
    return home / "oversight" / "tables"


def heads(home: Path) -> dict[str, int]:
    """The streams that the tables were made from, each with the version read last."""
    path = tables_of(home) / "heads.parquet"
    if not path.exists():
        return {}
    read = pq.read_table(path)
    return dict(zip(read["stream"].to_pylist(), read["version"].to_pylist(), strict=True))


def files_of(folder: Path, name: str) -> list[Path]:
    """The files of a table in a folder; none where it has no rows."""
    return sorted((folder / name).glob("*.parquet"))


class Rows:
    """Rows of every table on their way to disk: one file a table, named by the part that writes it."""

    def __init__(self, folder: Path, part: str = "rows") -> None:
        self.folder = folder
        self.count = 0
        self._part = part
        self._waiting: dict[type[Fact], list[Fact]] = defaultdict(list)
        self._held = 0
        self._files: dict[str, pq.ParquetWriter] = {}

    def add(self, facts: Iterable[Fact]) -> None:
        """Add rows, each to its table."""
        waiting = self._waiting
        for fact in facts:
            waiting[type(fact)].append(fact)
            self._held += 1
        if self._held >= HELD:
            self.flush()

    def put(self, name: str, batch: pa.RecordBatch) -> None:
        """Add a batch of rows to a table."""
        if not batch.num_rows:
            return
        if name not in self._files:
            make_folder(self.folder / name)
            path = self.folder / name / f"{self._part}.parquet"
            self._files[name] = pq.ParquetWriter(path, SCHEMAS[name], compression="zstd")
        self._files[name].write_batch(batch)
        self.count += batch.num_rows

    def flush(self) -> None:
        """Write what is held."""
        for kind, rows in self._waiting.items():
            name = NAME[kind]
            arrays = [_array(column, list(map(value, rows))) for column, value in COLUMNS[name]]
            self.put(name, pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS[name]))
        self._waiting.clear()
        self._held = 0

    def close(self) -> None:
        """End the files."""
        for file in self._files.values():
            file.close()
        self._files.clear()


class Writing:
    """The tables as they are written anew; nothing is seen of them before the end.

    with Writing(home) as writing:
        writing.rows.add(facts)
        writing.heads["case/..."] = version
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._alone: int | None = None
        self.rows = Rows(home / "oversight" / f"tables-{secrets.token_hex(8)}")
        self.heads: dict[str, int] = {}
        self.lost: dict[str, Lost] = {}

    def __enter__(self) -> Writing:
        make_folder(self._home / "oversight")
        # One at a time: what an erasure takes away must not come back with a writing that began before it.
        self._alone = os.open(self._home / "oversight" / "writing.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._alone, fcntl.LOCK_EX)
        self._sweep()
        self.lost = lost_from(self._home)
        make_folder(self.rows.folder)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.rows.flush()
            self.rows.close()
            if kind is None:
                self._put_in_place()
        finally:
            self._sweep()
            if self._alone is not None:
                os.close(self._alone)

    def keep(self, without: Collection[str]) -> Iterator[tuple[str, pa.Table]]:
        """Take over the rows of every case but these from the tables that stand; gives what was left out, by table."""
        left_out = pa.array(sorted(without), pa.string())
        for name in (name for name, table in TABLES.items() if table.of_a_case):
            for batch in _batches(tables_of(self._home), name):
                gone = pc.is_in(batch["case"], value_set=left_out)
                self.rows.put(name, batch.filter(pc.invert(gone)).cast(SCHEMAS[name]))
                if pc.any(gone).as_py():
                    yield name, pa.Table.from_batches([batch.filter(gone)])
        for stream, version in heads(self._home).items():
            if stream.removeprefix("case/") not in without:
                self.heads.setdefault(stream, version)

    def keep_beside(self) -> None:
        """Take over the tables that are about no case as they stand."""
        for name in (name for name, table in TABLES.items() if not table.of_a_case):
            for batch in _batches(tables_of(self._home), name):
                self.rows.put(name, batch.cast(SCHEMAS[name]))

    def _put_in_place(self) -> None:
        """The link to the new folder in the place of the old one, in one step."""
        folder, streams = self.rows.folder, sorted(self.heads)
        versions = [self.heads[each] for each in streams]
        pq.write_table(pa.table([streams, versions], schema=HEADS), folder / "heads.parquet")
        write(folder, self.lost)
        for name in TABLES:  # a table without rows is an empty file: an engine reads it like any other
            if not files_of(folder, name):
                make_folder(folder / name)
                pq.write_table(SCHEMAS[name].empty_table(), folder / name / "rows.parquet")
        link = tables_of(self._home)
        new = link.with_name(".tables.unfinished")
        new.unlink(missing_ok=True)
        new.symlink_to(folder.name, target_is_directory=True)
        new.replace(link)

    def _sweep(self) -> None:
        """Delete every folder of tables but the one that stands: replaced, or never finished."""
        stands = tables_of(self._home).resolve()
        for each in (self._home / "oversight").glob("tables-*"):
            if each != stands:
                shutil.rmtree(each)


def _batches(folder: Path, name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table in a folder, some at a time."""
    for path in files_of(folder, name):
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(BATCH)


def _array(column: Column, values: list[object]) -> pa.Array:
    if column.kind == "moment":  # counted here: reading a zone off each moment costs pyarrow ten times as much
        counted = [None if each is None else (each - EPOCH) // MICROSECOND for each in values]  # type: ignore[operator]
        return pa.array(counted, pa.int64()).cast(TYPES["moment"])
    return pa.array(values, TYPES[column.kind])
