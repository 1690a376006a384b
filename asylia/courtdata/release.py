"""A release as it was downloaded, a zip or a folder: which tables it has, what Count.txt says, which day it bears."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from asylia.courtdata.deflate64 import DEFLATE64, inflated
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.schema import known

COUNTS = "count.txt"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the release: path inside, size when unpacked, when it was written, and a mark of its content."""

    path: str
    bytes: int
    written: dt.datetime
    mark: str

    @property
    def table(self) -> str:
        """The table that it holds, by the schema's name where it is known."""
        stem = PurePosixPath(self.path).stem
        found = known(stem)
        return found.name if found else stem


class Release:
    """A release that can be read and is never written to. StoreError when it is no release, or is damaged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kind: Literal["zip", "folder"] = "folder" if path.is_dir() else "zip"
        if not path.exists():
            raise StoreError(f"There is no {path}: give the release's zip, or the folder it was unpacked into.")
        members = list(self._zip_members() if self.kind == "zip" else self._folder_members())
        self.members: dict[str, Member] = {}
        for member in members:
            if member.path.lower().endswith(".csv"):
                if twin := self.members.get(member.table):
                    raise StoreError(f"{path}: {twin.path} and {member.path} are both {member.table}: take one out.")
                self.members[member.table] = member
        if not self.members:
            raise StoreError(
                f"{path} has no .csv file in it: give the release's zip, or the folder it was unpacked into."
            )
        self._counts = next((m for m in members if PurePosixPath(m.path).name.lower() == COUNTS), None)
        used = {member.path for member in (*self.members.values(), self._counts) if member}
        self.ignored = tuple(sorted(member.path for member in members if member.path not in used))

    @property
    def released(self) -> dt.date:
        """The day of its newest file, as zip or folder tell it."""
        return max(member.written for member in self.members.values()).date()

    @property
    def mark(self) -> str:
        """A digest of names, sizes and marks of all files: another release, or a changed one, has another."""
        said = "\n".join(f"{m.path}\t{m.bytes}\t{m.mark}" for m in sorted(self.members.values(), key=lambda m: m.path))
        return hashlib.sha256(said.encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Rows by table as Count.txt has them; empty when there is none. StoreError for a line that is not a count."""
        if self._counts is None:
            return {}
        with self.open(self._counts) as file:
            lines = file.read().decode("latin-1").splitlines()
        found: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            name, _, rows = line.partition("\t")
            stem = name.strip().removesuffix(".csv")
            if not rows.strip().isdecimal():
                if number == 1:
                    continue  # a header
                raise StoreError(
                    f"{self._counts.path}, line {number}: TABLE, a tab and a number of rows were expected."
                )
            table = known(stem)
            found[table.name if table else stem] = int(rows)
        return found

    @contextmanager
    def open(self, member: Member) -> Iterator[IO[bytes]]:
        """A file of the release, unpacked as it is read. StoreError where the zip is cut short or damaged."""
        if self.kind == "folder":
            with (self.path / member.path).open("rb") as file:
                yield file
            return
        try:
            with zipfile.ZipFile(self.path) as archive:
                info = archive.getinfo(member.path)
                with inflated(self.path, info) if info.compress_type == DEFLATE64 else archive.open(info) as file:
                    yield file
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise damaged(self.path, f"{member.path}: {error}") from None

    def sha256(self) -> str | None:
        """SHA-256 of the zip; None for a folder, whose files have their own."""
        if self.kind == "folder":
            return None
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _zip_members(self) -> Iterator[Member]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                infos = [i for i in archive.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX/")]
        except (zipfile.BadZipFile, OSError) as error:
            raise damaged(self.path, str(error)) from None
        for info in infos:
            written = dt.datetime(*info.date_time, tzinfo=dt.UTC)
            yield Member(info.filename, info.file_size, written, f"{info.CRC:08x}")

    def _folder_members(self) -> Iterator[Member]:
        for path in sorted(self.path.rglob("*")):
            if path.is_file():
                facts = path.stat()
                written = dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC)
                yield Member(path.relative_to(self.path).as_posix(), facts.st_size, written, str(facts.st_mtime_ns))


def damaged(path: Path, why: str) -> StoreError:
    """What to say of a zip that cannot be read."""
    return StoreError(f"{path} is cut short or damaged ({why}): download it again and compare its size.")
