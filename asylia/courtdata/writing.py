"""What a store is made of on disk: sorted Parquet files by range of cases, and the two logs of each table."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from asylia.courtdata.manifest import File
from asylia.courtdata.mending import Kept
from asylia.courtdata.sorting import numbers, spans

PARTITION = 1_000_000  # cases in one file: IDNCASE // PARTITION is case_million
LEVEL = 1  # of zstd: level 3 is 2 % smaller and no faster to read
REPAIRED, QUARANTINED = "repaired", "quarantined"
LOG = pa.schema(
    [
        ("fate", pa.string()),
        ("line", pa.int64()),
        ("lines", pa.int32()),
        ("what", pa.string()),
        ("column", pa.string()),
        ("verbatim", pa.binary()),
    ]
)


@contextmanager
def parquet(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file that only its owner can read: a release is about real people.

    Whole numbers, keys above all, are packed as differences and bear their least and greatest value for engines to skip
    by; statistics of other columns would cost a third of the writing and skip nothing, for the rows lie by case.
    """
    private_folder(path.parent)
    integers = [field.name for field in schema if pa.types.is_integer(field.type)]
    with (
        private(path) as file,
        pq.ParquetWriter(
            file,
            schema,
            compression="zstd",
            compression_level=LEVEL,
            store_schema=False,
            write_statistics=integers,
            use_dictionary=[name for name in schema.names if name not in integers],
            column_encoding=dict.fromkeys(integers, "DELTA_BINARY_PACKED"),
        ) as writer,
    ):
        yield writer


def private(path: Path) -> IO[bytes]:
    """A new file for its owner alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def private_folder(path: Path) -> None:
    """A folder for its owner alone, and those above it that are not there yet."""
    if not path.exists():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def write_rows(folder: Path, pieces: Iterable[pa.Table], schema: pa.Schema, case: str | None) -> list[Path]:
    """Write sorted pieces, one file a million cases; a table without a case, or without rows, is one file."""
    written: list[Path] = []
    open_partition: int | None = None
    rest = iter(split(pieces, case))
    piece = next(rest, None)
    if piece is None:
        path = folder / "rows.parquet" if case is None else folder / "case_million=0" / "rows.parquet"
        with parquet(path, schema):
            return [path]
    while piece is not None:
        open_partition, _ = piece
        path = folder / "rows.parquet" if case is None else folder / f"case_million={open_partition}" / "rows.parquet"
        written.append(path)
        with parquet(path, schema) as writer:
            while piece is not None and piece[0] == open_partition:
                writer.write_table(piece[1], row_group_size=len(piece[1]))
                piece = next(rest, None)
    return written


def split(pieces: Iterable[pa.Table], case: str | None) -> Iterator[tuple[int, pa.Table]]:
    """Each piece with its partition, cut where the partition changes."""
    for piece in pieces:
        if case is None:
            yield 0, piece
            continue
        partitions = numbers(piece, case) // PARTITION
        for start, stop in spans(partitions):
            yield int(partitions[start]), piece.slice(start, stop - start)


class Log:
    """Lines of one table that were mended or set aside, written as they come; the file is there even when empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: dict[str, dict[str, int]] = {REPAIRED: {}, QUARANTINED: {}}
        self._context = parquet(path, LOG)
        self._writer = self._context.__enter__()

    def add(self, fate: str, entries: list[Kept], *, after: int) -> None:
        """Log some lines of a block; `after` is how many lines of the file, header included, stand before the block."""
        counts = self.counts[fate]
        for entry in entries:
            counts[entry.what] = counts.get(entry.what, 0) + 1
        if entries:
            columns = {name: [getattr(entry, name) for entry in entries] for name in LOG.names[1:]}
            columns["line"] = [after + 1 + entry.line for entry in entries]
            self._writer.write_table(pa.table({"fate": [fate] * len(entries), **columns}, schema=LOG))

    def close(self) -> None:
        """Finish the file."""
        self._context.__exit__(None, None, None)


def described(path: Path, below: Path) -> File:
    """A file's path below a folder, its size and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.relative_to(below).as_posix(), path.stat().st_size, digest)


def durable(paths: Iterable[Path]) -> None:
    """Wait until those files are on the disk itself."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())
