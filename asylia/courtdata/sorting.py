"""Rows in the order of their case and key: sorted runs on disk, merged one range of cases at a time.

A run is cut at every BUCKET of cases, so a range of the merged table is one piece of each run: what is in memory is one
run while reading and one row group while merging, however large the table and whatever its order was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

RUN_BYTES, RUN_ROWS = 64 << 20, 1 << 20  # Arrow memory and rows of one run
BUCKET = 1 << 15  # cases in one piece
GROUP_ROWS = 250_000  # rows given back at a time, about
TIDY = (
    16  # runs or row groups after which freed memory goes back: the C library would keep the more, the longer a table
)
MOST_DISTINCT = 4096  # a longer dictionary is cut down to what the rows use


class Runs:
    """Takes typed rows in any order; `merged` gives them back sorted by `order`, in pieces of about a row group.

    Rows without a case come first. A table without order comes back as it went in.
    """

    def __init__(self, folder: Path, order: Sequence[str]) -> None:
        self.folder, self.order = folder, tuple(order)
        self._pending: list[pa.Table] = []
        self._bytes = self._rows = self._steps = 0
        self._runs: list[Run] = []

    def add(self, rows: pa.Table) -> None:
        """Take some rows; a run goes to disk when there are enough."""
        self._pending.append(rows)
        self._bytes += rows.nbytes
        self._rows += len(rows)
        if self._bytes > RUN_BYTES or self._rows > RUN_ROWS:
            self._spill()

    def merged(self) -> Iterator[pa.Table]:
        """Every row once; empty when there was none."""
        if self._runs and self._pending:
            self._spill()
        if self._pending:
            yield from self._grouped([in_order(whole(self._pending), self.order)])
            return
        buckets = sorted({bucket for run in self._runs for bucket in run.batches})
        yield from self._grouped(
            in_order(whole([run.batch(bucket) for run in self._runs if bucket in run.batches]), self.order)
            for bucket in buckets
        )

    def _grouped(self, pieces: Iterator[pa.Table] | list[pa.Table]) -> Iterator[pa.Table]:
        """Neighbouring pieces together, so that a row group is worth its overhead, and no piece too large."""
        waiting: list[pa.Table] = []
        for piece in pieces:
            for start in range(0, len(piece), GROUP_ROWS):
                waiting.append(piece.slice(start, GROUP_ROWS))
                if sum(map(len, waiting)) >= GROUP_ROWS:
                    yield compact(whole(waiting))
                    waiting = []
                    self._tidy()
        if waiting:
            yield compact(whole(waiting))

    def _spill(self) -> None:
        rows = in_order(whole(self._pending), self.order)
        self._pending, self._bytes, self._rows = [], 0, 0
        self._runs.append(Run(self.folder / f"run-{len(self._runs):05d}.arrow", rows, self.order))
        self._tidy()

    def _tidy(self) -> None:
        self._steps += 1
        if self._steps % TIDY == 0:
            pa.default_memory_pool().release_unused()


class Run:
    """Sorted rows in a file, one batch a bucket of cases (or all in one where there is no order)."""

    def __init__(self, path: Path, rows: pa.Table, order: Sequence[str]) -> None:
        pieces, buckets = [(0, len(rows))], [int(path.stem.removeprefix("run-"))]
        if order:
            found = numbers(rows, order[0]) // BUCKET
            pieces = spans(found)
            buckets = [int(found[start]) for start, _ in pieces]
        self.batches = {bucket: at for at, bucket in enumerate(buckets)}
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
            for start, stop in pieces:
                writer.write_table(rows.slice(start, stop - start))
        self._reader = pa.ipc.open_file(pa.OSFile(str(path)))

    def batch(self, bucket: int) -> pa.Table:
        """The rows of one bucket."""
        return pa.Table.from_batches([self._reader.get_batch(self.batches[bucket])])


def numbers(rows: pa.Table, column: str) -> np.ndarray:
    """An integer column; -1 where it is empty."""
    return np.asarray(rows[column].fill_null(-1).to_numpy())


def spans(ordered: np.ndarray) -> list[tuple[int, int]]:
    """Where each stretch of equal values starts and stops."""
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)]).tolist()
    return list(pairwise([*starts, len(ordered)]))


def in_order(rows: pa.Table, order: Sequence[str]) -> pa.Table:
    """The rows sorted, untouched when they already are."""
    if not order or len(rows) < 2:
        return rows
    columns = [numbers(rows, name) for name in order]
    before = columns[-1][:-1] <= columns[-1][1:]
    for column in reversed(columns[:-1]):
        before = (column[:-1] < column[1:]) | ((column[:-1] == column[1:]) & before)
    if before.all():
        return rows
    return rows.take(pa.array(np.lexsort(columns[::-1])))


def whole(pieces: Sequence[pa.Table]) -> pa.Table:
    """One table, one chunk a column, one dictionary a column."""
    if len(pieces) == 1 and all(column.num_chunks == 1 for column in pieces[0].columns):
        return pieces[0]
    return pa.concat_tables(pieces).unify_dictionaries().combine_chunks()


def compact(rows: pa.Table) -> pa.Table:
    """The rows without the dictionary entries that none of them uses, where there are many."""
    for at, column in enumerate(rows.columns):
        if pa.types.is_dictionary(column.type) and len(column.chunk(0).dictionary) > MOST_DISTINCT:
            rows = rows.set_column(at, rows.schema.field(at), pc.dictionary_encode(column.cast(pa.string())))
    return rows


class Seen:
    """A set of whole numbers, one bit each, in pages: which keys a table has had."""

    PAGE = 20

    def __init__(self) -> None:
        self._pages: dict[int, np.ndarray] = {}

    def add(self, values: np.ndarray) -> int:
        """Add values; gives how many of them were there already or stand among them twice."""
        ordered = np.sort(values)  # several times faster than np.unique
        unique = ordered[np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)]]
        again = len(values) - len(unique)
        for page, at in self._by_page(unique):
            bits = np.zeros(1 << self.PAGE, bool)
            bits[at] = True
            packed = np.packbits(bits)
            held = self._pages.get(page)
            if held is not None:
                again += int(np.unpackbits(held)[at].sum())
                packed |= held
            self._pages[page] = packed
        return again

    def lacks(self, values: np.ndarray) -> int:
        """How many of the values, counted as often as they stand there, are not in the set."""
        ordered = np.sort(values)
        lacking = 0
        for page, at in self._by_page(ordered):
            held = self._pages.get(page)
            lacking += len(at) if held is None else len(at) - int(np.unpackbits(held)[at].sum())
        return lacking

    def _by_page(self, ordered: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
        pages = ordered >> self.PAGE
        for start, stop in spans(pages):
            yield int(pages[start]), ordered[start:stop] & ((1 << self.PAGE) - 1)
