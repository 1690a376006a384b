"""Editions: the rows that were shown at a moment, kept for ever as they were; pages read them and compute nothing.

A folder an edition, named by its moment, the moment it was made, and its digest. In it: a file a measure (its
definition and rows), officers.json apart (rows for that officer and a quality lead), breaches.json apart (class-A
cases, for the worklist), ladders.json, edition.json, and checksums over all. Nothing in it is ever written again.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from asylia.oversight.errors import OversightError
from asylia.oversight.ladder import Ladder
from asylia.oversight.row import Breach, Row
from asylia.oversight.telling import Definition
from asylia.publish.tidy import SUMS, Altered, sums, verify

T = TypeVar("T")
STAMP = "%Y%m%dT%H%M%SZ"
SHORT = 12  # digits of the digest that a folder's name bears


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure: rows of those cases were counted before it, and can be counted no more."""

    recorded: dt.datetime
    cases: int
    rows: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition rests on."""

    as_of: dt.datetime
    made: dt.datetime
    definitions: str  # digest over every definition's id, version and digest
    erasures: tuple[Erased, ...] = ()
    damaged: int = 0  # streams of the record that do not hold together: nothing of them is counted


class OfMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure's file: its words as they were then, and its rows."""

    definition: Definition
    rows: tuple[Row, ...]


class Name(NamedTuple):
    """An edition by the name of its folder."""

    as_of: dt.datetime
    made: dt.datetime
    digest: str  # its first digits

    @classmethod
    def of(cls, folder: Path) -> Name:
        as_of, made, digest = folder.name.split("-")
        return cls(moment(as_of), moment(made), digest)


class Edition:
    """One edition, read when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name

    @property
    def about(self) -> About:
        return read(self.folder / "edition.json", About)

    @property
    def digest(self) -> str:
        """SHA-256 of its checksums: what the record holds of it."""
        return sha256((self.folder / SUMS).read_bytes()).hexdigest()

    @property
    def definitions(self) -> dict[str, Definition]:
        """Every measure in words, by id."""
        return {name: self.of_measure(name).definition for name in self.measures}

    @property
    def measures(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("M*.json"))

    @property
    def rows(self) -> list[Row]:
        """Every row but those of officers, measure by measure."""
        return [row for name in self.measures for row in self.of_measure(name).rows]

    @property
    def officers(self) -> tuple[Row, ...]:
        """The rows of officers: for that officer and a quality lead."""
        return read(self.folder / "officers.json", tuple[Row, ...])

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Class-A cases: for those who may see the worklist."""
        return read(self.folder / "breaches.json", tuple[Breach, ...])

    @property
    def ladders(self) -> tuple[Ladder, ...]:
        """The programme's ladder first, then its cuts (week, place and so on); none where none was made."""
        return read(self.folder / "ladders.json", tuple[Ladder, ...])

    @property
    def ladder(self) -> Ladder | None:
        """The programme's ladder."""
        return next((each for each in self.ladders if each.cut == "programme"), None)

    def of_measure(self, measure: str) -> OfMeasure:
        """A measure's words and rows. Raises OversightError when it is not in the edition."""
        return read(self.folder / f"{measure}.json", OfMeasure)


class Kept:
    """All editions under a home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "oversight" / "editions"

    def editions(self) -> list[Edition]:
        """Every edition, in the order of their moments."""
        return list(_editions(self.folder, self.folder.stat().st_mtime_ns)) if self.folder.is_dir() else []

    def latest(self) -> Edition | None:
        """The edition of the latest moment; None before the first."""
        return next(reversed(self.editions()), None)

    def as_of(self, moment: dt.datetime) -> Edition | None:
        """What was shown then: the last edition of that moment or before, as it was first made."""
        before = [each for each in self.editions() if Name.of(each.folder).as_of <= moment]
        if not before:
            return None
        last = Name.of(before[-1].folder).as_of
        return next(each for each in before if Name.of(each.folder).as_of == last)

    def series(self, measure: str, unit: str = "programme", of: str = "all", part: str | None = None) -> list[Row]:
        """What was shown of one unit, edition by edition, the earliest first; of the first part where none is named."""
        told = []
        for edition in self.editions():
            rows = edition.of_measure(measure).rows if measure in edition.measures else ()
            told += [r for r in rows if (r.unit, r.of) == (unit, of) and part in (None, r.part)]
        return told

    def history(self, before: dt.datetime, measures: Collection[str]) -> list[Row]:
        """The rows of these measures in the editions before a moment, for rules of two periods."""
        told: list[Row] = []
        for each in self.editions():
            if Name.of(each.folder).as_of < before:
                told += (row for name in each.measures if name in measures for row in each.of_measure(name).rows)
                told += (row for row in each.officers if row.measure in measures)
        return told

    def erased_since(self, edition: Edition) -> list[Erased]:
        """What has been erased since: those cases are in its rows, and a new count does not find them."""
        latest = self.latest()
        known = latest.about.erasures if latest else ()
        return [each for each in known if each.recorded > edition.about.as_of]

    def keep(
        self, about: About, definitions: Sequence[Definition], rows: Sequence[Row], breaches: Sequence[Breach],
        ladders: Sequence[Ladder] = (),
    ) -> Edition:  # fmt: skip
        """Write an edition, whole or not at all. The same rows of the same moment are the same edition.

        `ladders`: the programme's, and its cuts.
        """
        files = {
            f"{each.id}.json": encoded(OfMeasure(definition=each, rows=tuple(public(rows, each.id))))
            for each in definitions
        }
        files["officers.json"] = encoded(tuple(row for row in rows if row.unit == "officer"))
        files["breaches.json"] = encoded(tuple(breaches))
        files["ladders.json"] = encoded(tuple(ladders))
        if same := next((each for each in self.editions() if holds(each, about, files)), None):
            return same
        files["edition.json"] = encoded(about)
        written = sums(files).encode()
        digest = sha256(written).hexdigest()[:SHORT]
        folder = self.folder / f"{about.as_of:{STAMP}}-{about.made:{STAMP}}-{digest}"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(prefix=".edition-", dir=self.folder))
        try:
            for name, data in {**files, SUMS: written}.items():
                (made / name).write_bytes(data)
                (made / name).chmod(0o440)
            made.rename(folder)
            _editions.cache_clear()
        except OSError as failed:
            shutil.rmtree(made, ignore_errors=True)
            raise OversightError(f"{folder} could not be written: {failed.strerror}.") from None
        return Edition(folder)


@lru_cache(maxsize=8)
def _editions(folder: Path, changed: int) -> tuple[Edition, ...]:
    """The editions in a folder; it is listed again only once it was changed (nanoseconds, by its own clock)."""
    del changed
    return tuple(Edition(path) for path in sorted(folder.glob("*-*-*"), key=lambda path: Name.of(path)[:2]))


def public(rows: Sequence[Row], measure: str) -> list[Row]:
    """A measure's rows but those of officers."""
    return [row for row in rows if row.measure == measure and row.unit != "officer"]


def holds(edition: Edition, about: About, files: dict[str, bytes]) -> bool:
    """Whether an edition is of the same moment and says the same."""
    if edition.about.as_of != about.as_of or len(files) != len(list(edition.folder.iterdir())) - 2:
        return False
    return all((path := edition.folder / name).exists() and path.read_bytes() == data for name, data in files.items())


def whole(edition: Edition) -> None:
    """Refuse an edition that is not as it was written. Raises OversightError, naming the file."""
    try:
        verify(edition.folder)
    except Altered as altered:
        raise OversightError(f"edition {edition.name}: {altered}.") from None
    if not edition.digest.startswith(Name.of(edition.folder).digest):
        raise OversightError(f"edition {edition.name}: its checksums were written anew.")


def encoded(what: object) -> bytes:
    """As JSON, one way only."""
    return msgspec.json.format(msgspec.json.encode(what), indent=1) + b"\n"


def read(path: Path, kind: type[T]) -> T:
    """A file of an edition. Raises OversightError when it cannot be read."""
    wanted: Any = kind
    told: T = _read(path, wanted)
    return told


@lru_cache(maxsize=256)
def _read(path: Path, kind: Any) -> Any:
    """It never changes, so it is read once."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as failed:
        raise OversightError(f"{path.parent.name}: {path.name} cannot be read ({failed}).") from None


def moment(stamp: str) -> dt.datetime:
    """A moment from a folder's name."""
    return dt.datetime.strptime(stamp, STAMP).replace(tzinfo=dt.UTC)
