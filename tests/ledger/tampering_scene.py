"""A scene to spoil: one small record with its log on either engine, and what people outside hold of it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from os import getpid
from pathlib import Path
from typing import Any, Protocol

import psycopg

from asylia.ledger import Ledger, from_text, merkle, to_text, verifier
from asylia.ledger.engine import Connection, engine_for
from asylia.ledger.follow import once
from asylia.ledger.logkey import make_log
from asylia.ledger.note import Note
from asylia.ledger.postgres import APPEND_ONLY
from asylia.ledger.publisher import public_folder
from asylia.ledger.sequencer import LAST, tree_of
from asylia.witness import Answer, Witness, make, trust
from tests.ledger.conftest import append, event
from tests.postgres import _binaries as binaries
from tests.postgres import address, server_or_skip

PERSONS = {"case/a": "person/1", "case/b": "person/2", "case/c": "person/1", "staff/d": "staff/d"}
HOUSE = "asylia_tampering"  # the application's role on PostgreSQL: it may read and append, no more
_numbers = count(1)


class Place(Protocol):
    """Where a record's database lies, as the one sees it who owns the machine."""

    url: str  # as the application reaches it
    master: str  # as the database's superuser does

    def copied(self, folder: Path) -> Place:
        """The same database again, for a scene in `folder`."""

    def back_up(self, folder: Path) -> None:
        """Keeps a backup in `folder`, as an administrator makes one."""

    def put_back(self, folder: Path) -> None:
        """The backup in the database's place."""

    def clear(self) -> None:
        """An empty place."""

    def end(self) -> None:
        """Nothing stays."""

    def unlock(self, connection: Connection) -> None:
        """Every trigger off."""


class OnSqlite:
    """A file in the scene's folder, copied with it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "record.sqlite3"
        self.url = self.master = f"sqlite:///{self.path}"

    def copied(self, folder: Path) -> OnSqlite:
        return OnSqlite(folder)

    def back_up(self, folder: Path) -> None:
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(folder / "old.sqlite3")) as target:
            source.backup(target)

    def put_back(self, folder: Path) -> None:
        self.clear()
        shutil.copy(folder / "old.sqlite3", self.path)

    def clear(self) -> None:
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()

    def end(self) -> None:
        """It goes with its folder."""

    def unlock(self, connection: Connection) -> None:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")


class OnPostgres:
    """A database of its own, made from the first scene's as a template."""

    def __init__(self, template: str = "template0") -> None:
        self.name = f"asylia_tampered_{getpid()}_{next(_numbers)}"
        self.master = address(server_or_skip(), self.name)
        self.url = address(server_or_skip(), self.name, HOUSE)
        self._make(template)

    def copied(self, folder: Path) -> OnPostgres:  # noqa: ARG002 (a server keeps its own files)
        return OnPostgres(self.name)

    def back_up(self, folder: Path) -> None:
        self._run("pg_dump", "--format=custom", f"--file={folder / 'old.dump'}", f"--dbname={self.master}")

    def put_back(self, folder: Path) -> None:
        self.clear()
        self._run("pg_restore", "--exit-on-error", f"--dbname={self.master}", folder / "old.dump")

    def clear(self) -> None:
        self.end()
        self._make("template0")

    def end(self) -> None:
        self._order(f"DROP DATABASE {self.name} WITH (FORCE)")

    def unlock(self, connection: Connection) -> None:
        connection.execute("SET session_replication_role = replica")
        for table in APPEND_ONLY:  # the record's triggers fire for a replica too: they have to be named
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")

    def _make(self, template: str) -> None:
        self._order(
            f"DO $$ BEGIN CREATE ROLE {HOUSE} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            f"CREATE DATABASE {self.name} TEMPLATE {template}",
        )

    def _order(self, *statements: str) -> None:
        with psycopg.connect(server_or_skip(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run([binaries() / program, *arguments], check=True, timeout=60)


@dataclass
class Scene:
    """One record with its log, and what people outside hold of it."""

    folder: Path
    place: Place
    ledger: Ledger
    connection: Connection  # the application's
    master: Connection  # the superuser's
    witness: Witness
    receipts: dict[tuple[str, int], str] = field(default_factory=dict)  # of people who hold a sheet, for every entry

    @classmethod
    def at(cls, folder: Path, place: Place) -> Scene:
        """The record there, open to both."""
        ledger = Ledger.open(place.url, folder / "home")
        made = cls(
            folder, place, ledger, ledger.connect(), engine_for(place.master).connect(), Witness(folder / "witness")
        )
        made.receipts = {(stream, version): to_text(digest) for stream, version, digest in made.seen(DIGESTS)}
        return made

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def seen(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, as the superuser reads them."""
        return self.ledger.engine.run(self.master, sql, values)

    def change(self, sql: str, *values: object) -> None:
        """One statement by the superuser."""
        self.ledger.engine.execute(self.master, sql, values)

    def leave(self) -> None:
        """Both connections closed, so that the database can be replaced under them."""
        self.connection.close()
        self.master.close()
        self.ledger.close()

    def come_back(self) -> None:
        """Connections to what stands there now, triggers off."""
        self.ledger = Ledger.open(self.place.url, self.home)
        self.connection, self.master = self.ledger.connect(), engine_for(self.place.master).connect()
        self.place.unlock(self.master)

    def put_back(self) -> None:
        """The old backup in the place of the record."""
        self.leave()
        self.place.put_back(self.folder)
        self.come_back()

    def outside(self) -> tuple[verifier.Head, list[bytes]]:
        """What a monitor copied of the public folder when it was last public."""
        keys = verifier.read_keys((self.folder / "copy" / "keys").read_text())
        return verifier.read_log(self.folder / "copy", keys)

    def export(self, *, opened: bool = True) -> Path:
        """What the record's keeper hands to the inspector."""
        self.ledger.export(self.connection, self.folder / "export", opened=opened)
        return self.folder / "export"

    def verdict(
        self, *, copy: bool = False, checkpoint: bool = False, receipts: Mapping[tuple[str, int], str] | None = None
    ) -> verifier.Report:
        """The verifier's on an opened export, against what of the outside's the inspector is given."""
        head, leaves = self.outside()
        with self.export().open(newline="\n") as lines:
            return verifier.verify(lines, receipts, [head] if copy or checkpoint else [], leaves if copy else ())

    def ask_witness(self) -> Answer:
        """Asks the witness to sign the newest checkpoint, with the best proof the log now has."""
        note = self.seen(LAST)[0][0]
        size, held = int(Note.parse(note).text.split("\n")[1]), self.held()
        proof = merkle.consistency(tree_of(self.home).tree(size), held, size) if 0 < held < size else []
        lines = "".join(f"{b64encode(each).decode()}\n" for each in proof)
        return self.witness.add_checkpoint(f"old {held}\n{lines}\n{note}".encode())

    def held(self) -> int:
        """How large a tree the witness has signed."""
        with closing(sqlite3.connect(self.witness.home / "seen.sqlite3")) as seen:
            return (seen.execute("SELECT size FROM heads").fetchone() or (0,))[0]

    def leaf_of(self, stream: str, version: int) -> int:
        """The number in the log of an entry that the monitor's copy has."""
        return self.outside()[1].index(from_text(self.receipts[stream, version]))

    def end(self) -> None:
        self.leave()
        self.place.end()
        shutil.rmtree(self.folder)


DIGESTS = "SELECT stream, version, digest FROM ledger_events"


def set_up(folder: Path, kind: str) -> Place:
    """A record of four streams and 20 entries, numbered, signed, witnessed, copied by a monitor; a backup of 12 too."""
    place: Place = OnSqlite(folder) if kind == "sqlite" else OnPostgres()
    home = folder / "home"
    Ledger.create(place.master, home, application_role=HOUSE).close()
    keys = make_log(home, "demonstration")
    make(folder / "witness", "ig.example/1")
    trust(folder / "witness", str(keys.signer.verifier))
    scene = Scene.at(folder, place)
    for turn in range(5):
        for stream, person in PERSONS.items():
            append(scene.ledger, scene.connection, stream, event(under=person, words=f"{stream} {turn}", number=turn))
        once(scene.ledger, scene.connection, home, keys)
        assert scene.ask_witness().status == 200
        if turn == 2:
            place.back_up(folder)
    (public_folder(home) / "checkpoint").unlink()  # the next hour
    shutil.rmtree(public_folder(home) / "tile")
    once(scene.ledger, scene.connection, home, keys)
    scene.leave()
    shutil.copytree(public_folder(home), folder / "copy")
    return place


def opened(base: tuple[Path, Place], folder: Path) -> Scene:
    """A copy of the scene to spoil."""
    shutil.copytree(base[0], folder)
    return Scene.at(folder, base[1].copied(folder))
