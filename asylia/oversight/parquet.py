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
BATCH = 20_000  # rows of one table held before they are written


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


def in_file(folder: Path, name: str) -> Path | None:
    """The file of a table in a folder, or None where it has no rows."""
    path = folder / name / "rows.parquet"
    return path if path.exists() else None


class Writing:
    """The tables as they are written anew, row by row; nothing is seen of them before the end.

    with Writing(home) as writing:
        writing.add(facts)
        writing.head("case/...", version)
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._alone: int | None = None
        self._folder = home / "oversight" / f"tables-{secrets.token_hex(8)}"
        self._waiting: dict[type[Fact], list[Fact]] = defaultdict(list)
        self._files: dict[str, pq.ParquetWriter] = {}
        self._heads: dict[str, int] = {}
        self.lost: dict[str, Lost] = {}
        self.rows = 0

    def __enter__(self) -> Writing:
        make_folder(self._home / "oversight")
        # One at a time: what an erasure takes away must not come back with a writing that began before it.
        self._alone = os.open(self._home / "oversight" / "writing.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._alone, fcntl.LOCK_EX)
        self._sweep()
        self.lost = lost_from(self._home)
        make_folder(self._folder)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._close(write=kind is None)
            if kind is None:
                self._put_in_place()
        finally:
            self._sweep()
            if self._alone is not None:
                os.close(self._alone)

    def add(self, facts: Iterable[Fact]) -> None:
        """Add rows, each to its table."""
        waiting = self._waiting
        for fact in facts:
            kind = type(fact)
            rows = waiting[kind]
            rows.append(fact)
            if len(rows) >= BATCH:
                self._write(kind)

    def head(self, stream: str, version: int) -> None:
        """Note up to which version a stream's rows are here."""
        self._heads[stream] = version

    def keep(self, without: Collection[str]) -> Iterator[tuple[str, pa.Table]]:
        """Take over the rows of every case but these from the tables that stand; gives what was left out, by table."""
        left_out = pa.array(sorted(without), pa.string())
        for name, table in TABLES.items():
            path = in_file(tables_of(self._home), name)
            if path is None or not table.of_a_case:
                continue
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(BATCH):
                    gone = pc.is_in(batch["case"], value_set=left_out)
                    self._put(name, batch.filter(pc.invert(gone)).cast(SCHEMAS[name]))
                    if pc.any(gone).as_py():
                        yield name, pa.Table.from_batches([batch.filter(gone)])
        for stream, version in heads(self._home).items():
            if stream.removeprefix("case/") not in without:
                self._heads.setdefault(stream, version)

    def keep_beside(self) -> None:
        """Take over the tables that are about no case as they stand."""
        for name, table in TABLES.items():
            path = in_file(tables_of(self._home), name)
            if path is not None and not table.of_a_case:
                make_folder(self._folder / name)
                shutil.copy(path, self._folder / name)

    def _put_in_place(self) -> None:
        """The link to the new folder in the place of the old one, in one step."""
        streams = sorted(self._heads)
        versions = [self._heads[each] for each in streams]
        pq.write_table(pa.table([streams, versions], schema=HEADS), self._folder / "heads.parquet")
        write(self._folder, self.lost)
        link = tables_of(self._home)
        new = link.with_name(".tables.unfinished")
        new.unlink(missing_ok=True)
        new.symlink_to(self._folder.name, target_is_directory=True)
        new.replace(link)

    def _sweep(self) -> None:
        """Delete every folder of tables but the one that stands: replaced, or never finished."""
        stands = tables_of(self._home).resolve()
        for each in (self._home / "oversight").glob("tables-*"):
            if each != stands:
                shutil.rmtree(each)

    def _write(self, kind: type[Fact]) -> None:
        rows = self._waiting.pop(kind, None)
        if rows:
            name = NAME[kind]
            arrays = [_array(column, list(map(value, rows))) for column, value in COLUMNS[name]]
            self._put(name, pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS[name]))

    def _put(self, name: str, batch: pa.RecordBatch) -> None:
        if not batch.num_rows:
            return
        if name not in self._files:
            make_folder(self._folder / name)
            path = self._folder / name / "rows.parquet"
            self._files[name] = pq.ParquetWriter(path, SCHEMAS[name], compression="zstd")
        self._files[name].write_batch(batch)
        self.rows += batch.num_rows

    def _close(self, *, write: bool) -> None:
        for kind in list(self._waiting) if write else ():
            self._write(kind)
        for file in self._files.values():
            file.close()
        self._files.clear()


def _array(column: Column, values: list[object]) -> pa.Array:
    if column.kind == "moment":  # counted here: reading a zone off each moment costs pyarrow ten times as much
        counted = [None if each is None else (each - EPOCH) // MICROSECOND for each in values]  # type: ignore[operator]
        return pa.array(counted, pa.int64()).cast(TYPES["moment"])
    return pa.array(values, TYPES[column.kind])
