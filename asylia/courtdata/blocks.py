"""A table's text as blocks of whole lines, with its header understood and its digest taken on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from asylia.courtdata.manifest import StoreError
from asylia.courtdata.schema import Column, Table, Type

SIZE = 4 << 20  # bytes read at a time: more would not fit the processor's cache
MOST_HELD_BACK = 64  # short lines at the end of a block that wait for the next one, in case a row is torn there
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns in file order as the store will have them, beside what the release calls each."""

    columns: tuple[Column, ...]
    called: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class Text:
    """The text of one table; `blocks` can be walked once, then `sha256` and `size` (bytes) are known."""

    name: str  # for messages: the file in the release
    file: IO[bytes]
    table: Table | None
    heard: Callable[[int], None]  # told of the bytes read, as they are read
    size: int = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _rest: bytes = b""

    @property
    def sha256(self) -> str:
        """SHA-256 in hex of what has been read so far."""
        return self._digest.hexdigest()

    def header(self) -> Header:
        """Read the first line; StoreError when the file is empty or is not a table separated by tabs."""
        self._rest = self._more()
        while b"\n" not in self._rest and (more := self._more()):
            self._rest += more
        if not self._rest:
            raise StoreError(f"{self.name} is empty, without even a header: download the release again.")
        first, _, self._rest = self._rest.partition(b"\n")
        names = [name.strip() for name in first.removeprefix(BOM).rstrip(b"\r").decode("latin-1").split("\t")]
        fullest = self._rest[: 1 << 16].splitlines()[:100]
        widths = [line.count(b"\t") + 1 for line in fullest]
        if (
            widths
            and (usual := max(set(widths), key=widths.count)) > len(names)
            and widths.count(usual) > len(widths) / 2
        ):
            names += [""] * (usual - len(names))
        return understood(self.name, names, self.table)

    def blocks(self, fields: int) -> Iterator[bytes]:
        """The lines below the header, in blocks that end where a row of that many fields does."""
        while more := self._more():
            data, self._rest = self._cut(self._rest + more, fields)
            if data:
                yield data
        if self._rest:
            yield self._rest

    def _more(self) -> bytes:
        data = self.file.read(SIZE)
        self._digest.update(data)
        self.size += len(data)
        self.heard(len(data))
        return data

    def _cut(self, data: bytes, fields: int) -> tuple[bytes, bytes]:
        """Cut behind the last whole row: short lines before the cut wait, for they may be a torn row's first half."""
        end = last = data.rfind(b"\n") + 1
        for _ in range(MOST_HELD_BACK):
            start = data.rfind(b"\n", 0, max(end - 1, 0)) + 1
            if data.count(b"\t", start, end) >= fields - 1 or start == 0:
                return data[:end], data[end:]
            end = start
        return data[:last], data[last:]


def understood(file: str, names: list[str], table: Table | None) -> Header:
    """Match a header's names with the schema's, by name and alias in any case, never by position."""
    if len(names) == 1 and (table is not None or any(mark in names[0] for mark in ",;|")):
        raise StoreError(
            f"{file}, line 1: one column where a table separated by tabs was expected: "
            "export it with tabs, or check that it is a file of the release."
        )
    columns: list[Column] = []
    for at, name in enumerate(names):
        found = table.column(name) if table and name else None
        columns.append(found or Column(name or f"column{at}", Type.TEXT))
    taken = [column.name for column in columns]
    if twice := {name for name in taken if taken.count(name) > 1}:
        raise StoreError(f"{file}, line 1: the column {min(twice)} stands there twice: mend the header.")
    for needed in table.order if table else ():
        if needed not in taken:
            raise StoreError(f"{file}, line 1: there is no column {needed}, by which its rows are told apart.")
    schema = [column.name for column in table.columns] if table else []
    return Header(
        tuple(columns),
        tuple(name or column.name for name, column in zip(names, columns, strict=True)),
        tuple(name for name in schema if name not in taken),
        tuple(name for name in taken if name not in schema),
    )
