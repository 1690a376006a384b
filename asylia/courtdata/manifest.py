"""What a store says of itself: where its rows came from, what was mended or set aside, and digests of all files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

LAYOUT = 1  # raised when files of an older store can no longer be read
NAME = "manifest.json"


class StoreError(Exception):
    """A release or a store cannot be used; the text is one plain sentence that names file, place and remedy."""


class File(msgspec.Struct, frozen=True):
    """One file: its path below the store (or its name in the release), size in bytes and SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class StoredColumn(msgspec.Struct, frozen=True):
    """One column as stored: its name and type, what the release called it, how many values lost padding."""

    name: str
    type: str
    called: str
    padded: int = 0


class StoredTable(msgspec.Struct, frozen=True):
    """One table's account: `rows` = `good` + all `repaired` + all `quarantined`.

    `lines` are lines of text below the header; a row torn over several lines is one row. `counted` is what Count.txt
    says, `missing` the schema's columns that this release lacks, `unknown` those it has and the schema does not.
    """

    rows: int
    good: int
    repaired: dict[str, int]
    quarantined: dict[str, int]
    lines: int
    counted: int | None
    source: File
    columns: tuple[StoredColumn, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    duplicate_keys: int | None  # keys that more than one row bears; None where the table has no key
    without_case: int | None  # rows whose IDNCASE has no row in A_TblCase; None where that cannot be said
    files: tuple[File, ...]
    known: bool = True  # whether the schema has this table

    @property
    def agrees(self) -> bool:
        """Whether Count.txt, where there is one, says as many rows as were read."""
        return self.counted is None or self.counted == self.rows


class Source(msgspec.Struct, frozen=True):
    """The release: its file or folder name, its day and how that is known, and a zip's own digest."""

    name: str
    kind: Literal["zip", "folder"]
    released: str  # YYYY-MM-DD
    released_says: str
    sha256: str | None


class Manifest(msgspec.Struct, frozen=True):
    """One release in one store; `folder` holds its files, and no file counts that stands in no table's `files`."""

    layout: int
    folder: str
    program: str
    ingested: str  # RFC 3339, UTC
    source: Source
    tables: dict[str, StoredTable]
    absent: tuple[str, ...]  # tables of the schema that the release does not have
    ignored: tuple[str, ...]  # files of the release that are no table

    @classmethod
    def read(cls, store: Path) -> Manifest:
        """The manifest of a store; StoreError when there is none or it cannot be read."""
        try:
            said = msgspec.json.decode((store / NAME).read_bytes(), type=cls)
        except FileNotFoundError:
            raise StoreError(
                f"{store} holds no release: `asylia courtdata ingest RELEASE --store {store}` first."
            ) from None
        except msgspec.DecodeError as error:
            raise StoreError(f"{store / NAME} cannot be read ({error}): ingest the release again.") from None
        if said.layout != LAYOUT:
            raise StoreError(f"{store} was written in layout {said.layout}, this program reads {LAYOUT}: ingest again.")
        return said
