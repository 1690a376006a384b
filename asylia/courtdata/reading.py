"""One block of text as typed columns: PyArrow reads what fits, and hands over what does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from asylia.courtdata.blocks import Header
from asylia.courtdata.mending import Kept, Line, Mended, Mender
from asylia.courtdata.schema import Column, Type
from asylia.courtdata.values import ARROW, DISTINCT, FAST, settle

NUL, LF, CR = 0, 10, 13
LEAST_SEEN = 2  # a code that one row alone has may itself be shifted


@dataclass(slots=True)
class Batch:
    """A block's rows, typed, and its account: `table` has the rows that are `good` and those that were mended.

    Lines are numbered from 0 in the block.
    """

    table: pa.Table
    lines: int
    good: int
    repaired: list[Kept] = field(default_factory=list)
    quarantined: list[Kept] = field(default_factory=list)
    padded: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads blocks of one table; safe to use from several threads at once."""

    header: Header
    key: str | None

    def read(self, block: bytes) -> Batch:
        """Type a block: every line ends as a good row, a mended row or a quarantined line."""
        columns = self.header.columns
        lines = Lines(block)
        apart = lines.holding(NUL)
        data = lines.without(apart)
        raw, skipped = parsed(data, columns)
        ascii_only = data.isascii()
        settled = {c.name: settle(one_chunk(raw[c.name]), c.type, ascii_only=ascii_only) for c in columns}
        typed = pa.table({name: column.values for name, column in settled.items()}, schema=schema(columns))
        padded = {name: column.padded for name, column in settled.items() if column.padded}
        suspect = self._suspects(typed, [column.suspect for column in settled.values()])
        if suspect is None and not skipped and not len(apart):
            return Batch(typed, len(typed), len(typed), padded=padded)
        if len(lines) != len(typed) + len(skipped) + len(apart):
            raise RuntimeError("PyArrow counts other lines than we do: no line can be told from another")
        read = np.delete(np.arange(len(lines)), apart)  # the line of each row that PyArrow met
        odd = np.union1d(apart, read[skipped])
        if suspect is not None:
            odd = np.union1d(odd, np.delete(read, skipped)[suspect])
            typed = typed.filter(pa.array(~suspect))
        known = codes(typed, columns)
        key = next((at for at, column in enumerate(columns) if column.name == self.key), None)
        mended = Mender(columns, key, known).mend([Line(at, lines[at]) for at in odd.tolist()])
        good = len(typed) + mended.good
        if mended.rows:
            typed = pa.concat_tables([typed, again(mended, columns)])
        return Batch(typed, len(lines), good, mended.repaired, mended.quarantined, padded)

    def _suspects(self, typed: pa.Table, marks: list[np.ndarray | None]) -> np.ndarray | None:
        """Rows with a text that does not fit, without a key, or (where the table has none) without anything."""
        if self.key is not None:
            empty = typed[self.key].is_null()
        else:
            empty = typed[0].is_null()
            if pc.any(empty).as_py():
                for column in typed.columns[1:]:
                    empty = pc.and_(empty, column.is_null())
        if pc.any(empty).as_py():
            marks = [*marks, np.asarray(empty.to_numpy())]
        found = [mark for mark in marks if mark is not None]
        return np.logical_or.reduce(found) if found else None


class Lines:
    """Where a block's lines lie, found only when some line needs to be looked at."""

    def __init__(self, block: bytes) -> None:
        self.block = block

    @cached_property
    def ends(self) -> np.ndarray:
        """The place behind each line: a line ends with LF, CRLF or a lone CR."""
        text = np.frombuffer(self.block, np.uint8)
        last = text == LF
        last[:-1] |= (text[:-1] == CR) & ~last[1:]
        last[-1:] = True
        return np.flatnonzero(last) + 1

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> bytes:
        """One line with its end."""
        return self.block[self.ends[at - 1] if at else 0 : self.ends[at]]

    def holding(self, byte: int) -> np.ndarray:
        """The lines in which that byte stands."""
        if byte not in self.block:
            return np.zeros(0, int)
        places = np.flatnonzero(np.frombuffer(self.block, np.uint8) == byte)
        return np.unique(np.searchsorted(self.ends, places, side="right"))

    def without(self, apart: np.ndarray) -> bytes:
        """The block without those lines."""
        if not len(apart):
            return self.block
        starts = np.r_[0, self.ends[apart]]
        stops = np.r_[np.r_[0, self.ends][apart], len(self.block)]
        return b"".join(self.block[start:stop] for start, stop in zip(starts, stops, strict=True))


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a table's rows while they are read."""
    return pa.schema([(column.name, ARROW[column.type]) for column in columns])


def parsed(data: bytes, columns: tuple[Column, ...]) -> tuple[pa.Table, list[int]]:
    """Read the lines that have as many fields as there are columns; which others were skipped, counted from 0.

    First the fast way, in which numbers and moments become such at once. Where one does not fit (or is hexadecimal,
    which Arrow would take for a number), the careful way: every column as its distinct texts.
    """
    kinds = {column.name: FAST.get(column.type, DISTINCT) for column in columns}
    if not hexadecimal(data):
        try:
            return _parsed(data, kinds)
        except pa.ArrowInvalid:
            pass
    return _parsed(data, {c.name: pa.binary() if c.type is Type.TEXT else DISTINCT for c in columns})


def hexadecimal(data: bytes) -> bool:
    """Whether 0x or 0X stands anywhere; three times as fast as to search for each."""
    text = np.frombuffer(data, np.uint8)
    for mark in (b"x", b"X"):
        if mark in data:
            at = np.flatnonzero(text == ord(mark))
            if (text[at[at > 0] - 1] == ord("0")).any():
                return True
    return False


def _parsed(data: bytes, kinds: dict[str, pa.DataType]) -> tuple[pa.Table, list[int]]:
    skipped: list[int] = []

    def skip(row: pa.csv.InvalidRow) -> str:
        skipped.append(row.number - 1)
        return "skip"

    if not data:
        return pa.table({name: pa.array([], kind) for name, kind in kinds.items()}), skipped
    table = pa.csv.read_csv(
        pa.BufferReader(data),
        read_options=pa.csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=list(kinds)),
        parse_options=pa.csv.ParseOptions(
            delimiter="\t",
            quote_char=False,
            newlines_in_values=False,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=True, check_utf8=False
        ),
    )
    return table, skipped


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def codes(typed: pa.Table, columns: tuple[Column, ...]) -> dict[str, frozenset[str]]:
    """The codes that several rows of the block have, of each column in which that is the rule."""
    found: dict[str, frozenset[str]] = {}
    for column in columns:
        if column.type is Type.CODE:
            counted = pc.value_counts(typed[column.name].drop_null())
            values, counts = counted.field("values").cast(pa.string()), counted.field("counts")
            shared = pc.greater_equal(counts, LEAST_SEEN)
            if (pc.sum(counts.filter(shared)).as_py() or 0) * 2 >= (pc.sum(counts).as_py() or 0):
                found[column.name] = frozenset(values.filter(shared).to_pylist())
    return found


def again(mended: Mended, columns: tuple[Column, ...]) -> pa.Table:
    """Mended rows as typed columns."""
    made = {}
    for at, column in enumerate(columns):
        texts = [text.encode() if text else None for text in (row[at] for row in mended.rows)]
        raw = pa.array(texts, pa.binary())
        made[column.name] = settle(
            raw if column.type is Type.TEXT else raw.dictionary_encode(), column.type, ascii_only=True
        ).values
    return pa.table(made, schema=schema(columns))
