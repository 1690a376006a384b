"""Ways in which someone with every right on the database, and some with the log's key too, alters the record.

Each kind takes a scene and a seeded source of chance, alters the scene's own copy, and gives what must be named: a
pattern that the finding has to match. Triggers are off, digests are made anew where that is the trick.
"""

# ruff: noqa: S608  (seeded damage, constant SQL)

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from asylia.ledger import Ledger, NewEvent, canonical, entry, merkle, to_text, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.entry import read_entry
from asylia.ledger.follow import once
from asylia.ledger.logkey import make_log, read_log
from asylia.ledger.note import Note
from asylia.ledger.publisher import public_folder
from asylia.ledger.sequencer import LAST, tree_of
from asylia.witness import Answer, Witness, make, trust
from tests.ledger.conftest import append, event

PERSONS = {"case/a": "person/1", "case/b": "person/2", "case/c": "person/1", "staff/d": "staff/d"}
SOMEWHERE = r"(case|staff)/\w version \d+: "  # an entry by name


@dataclass
class Scene:
    """One record with its log, and what people outside hold of it."""

    folder: Path
    ledger: Ledger
    connection: Connection
    witness: Witness
    receipts: dict[tuple[str, int], str] = field(default_factory=dict)  # of a person who holds one sheet

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def outside(self) -> tuple[verifier.Head, list[bytes]]:
        """What a monitor copied of the public folder when it was last public."""
        keys = verifier.read_keys((self.folder / "copy" / "keys").read_text())
        return verifier.read_log(self.folder / "copy", keys)

    def verdict(self, *, copy: bool = True, receipts: bool = False) -> verifier.Report:
        """The verifier's on an opened export, against the monitor's copy (its checkpoint alone, without `copy`)."""
        head, leaves = self.outside()
        lines = (line.decode() for line in self.ledger_lines())
        return verifier.verify(lines, self.receipts if receipts else None, [head], leaves if copy else ())

    def ledger_lines(self) -> list[bytes]:
        self.ledger.export(self.connection, self.folder / "export", opened=True)
        return (self.folder / "export").read_bytes().splitlines()

    def ask_witness(self) -> Answer:
        """Asks the witness to sign the newest checkpoint, with the best proof the log now has."""
        note = self.connection.execute(LAST).fetchone()[0]
        size, held = int(Note.parse(note).text.split("\n")[1]), self.held()
        proof = merkle.consistency(tree_of(self.home).tree(size), held, size) if 0 < held < size else []
        lines = "".join(f"{b64encode(each).decode()}\n" for each in proof)
        return self.witness.add_checkpoint(f"old {held}\n{lines}\n{note}".encode())

    def held(self) -> int:
        """How large a tree the witness has signed."""
        with closing(sqlite3.connect(self.witness.home / "seen.sqlite3")) as seen:
            return (seen.execute("SELECT size FROM heads").fetchone() or (0,))[0]

    def close(self) -> None:
        self.connection.close()
        self.ledger.close()


def set_up(folder: Path) -> None:
    """A record of four streams and 20 entries, numbered, signed, witnessed, copied by a monitor; an older copy too."""
    home = folder / "home"
    ledger = Ledger.create(f"sqlite:///{folder}/record.sqlite3", home)
    keys = make_log(home, "demonstration")
    make(folder / "witness", "ig.example/1")
    trust(folder / "witness", str(keys.signer.verifier))
    with closing(ledger.connect()) as connection:
        scene = Scene(folder, ledger, connection, Witness(folder / "witness"))
        for turn in range(5):
            for stream, person in PERSONS.items():
                append(ledger, connection, stream, event(under=person, words=f"{stream} {turn}", number=turn))
            once(ledger, connection, home, keys)
            assert scene.ask_witness().status == 200
            if turn == 2:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                shutil.copy(folder / "record.sqlite3", folder / "old.sqlite3")
        (public_folder(home) / "checkpoint").unlink()  # the next hour
        for path in (public_folder(home) / "tile").rglob("*"):
            if path.is_file():
                path.unlink()
        once(ledger, connection, home, keys)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    shutil.copytree(public_folder(home), folder / "copy")


def opened(base: Path, folder: Path) -> Scene:
    """A copy of the scene to spoil."""
    shutil.copytree(base, folder)
    ledger = Ledger.open(f"sqlite:///{folder}/record.sqlite3", folder / "home")
    scene = Scene(folder, ledger, ledger.connect(), Witness(folder / "witness"))
    digest = scene.connection.execute("SELECT digest FROM ledger_events WHERE stream = 'case/b' AND version = 5")
    scene.receipts = {("case/b", 5): to_text(digest.fetchone()[0])}
    return scene


# --- the tamperer's tools ------------------------------------------------------------------------------------------


def unlock(scene: Scene) -> None:
    """The triggers off."""
    names = scene.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        scene.connection.execute(f"DROP TRIGGER {name}")


def a_place(scene: Scene, chance: Random, *, last: bool = True) -> tuple[str, int]:
    stream = chance.choice(sorted(PERSONS))
    return stream, chance.randint(1, 5 if last else 4)


def rows(scene: Scene, stream: str) -> list[list[Any]]:
    """Entry as read, key's name, sealed content: of each version."""
    sql = "SELECT entry, under, sealed FROM ledger_events WHERE stream = ? ORDER BY version"
    return [[json.loads(row[0]), *row[1:]] for row in scene.connection.execute(sql, (stream,)).fetchall()]


def write(scene: Scene, stream: str, made: list[list[Any]]) -> None:
    """Replaces a stream's rows by these, every version, link and digest made anew."""
    scene.connection.execute("DELETE FROM ledger_events WHERE stream = ?", (stream,))
    prev = entry.stream_digest(stream)
    for version, (said, under, sealed) in enumerate(made, 1):
        text = canonical({**said, "stream": stream, "version": version, "prev": to_text(prev)})
        prev = entry.entry_digest(text)
        row = (stream, version, text, prev, under, sealed)
        scene.connection.execute("INSERT INTO ledger_events VALUES (?, ?, ?, ?, ?, ?)", row)


def new_content(scene: Scene, stream: str, version: int, under: str, words: str) -> tuple[str, bytes]:
    """A commitment and a seal that fit a place: what someone with the key store too can make."""
    plaintext, content = entry.commit({"by": "staff/9", "signed": None, "words": words}, bytes(range(48)))
    place = read_entry(canonical({**SHAPE, "stream": stream, "version": version, "content": to_text(content)}))
    return to_text(content), entry.seal(scene.ledger.keys.key_to_seal(under).cipher, bytes(12), plaintext, place)


SHAPE = {
    "at": "2022-01-12T15:40:00.000Z", "name": "fear.claimed/1", "prev": "A" * 43, "regime": None, "role": "officer",
    "recorded": "2022-01-12T15:40:00.000Z", "regime_digest": None,
}  # fmt: skip


def altered(said: dict[str, Any], chance: Random) -> dict[str, Any]:
    """An entry with one member changed, well formed."""
    change = chance.choice([
        {"at": "2021-12-31T23:59:59.000Z"}, {"recorded": "2021-12-31T23:59:59.000Z"}, {"role": "supervisor"},
        {"name": "fear.withdrawn/1"}, {"content": to_text(chance.randbytes(32))}, {"regime": "us_mpp/2019-01-25"},
    ])  # fmt: skip
    return {**said, **change}


def at(stream: str, version: int) -> str:
    return re.escape(f"{stream} version {version}: ")


# --- the kinds -----------------------------------------------------------------------------------------------------


def edited_field(scene: Scene, chance: Random) -> str:
    """One word of the testimony changed, sealed again under the right key with the right salt."""
    stream, version = a_place(scene, chance)
    said, under, sealed = rows(scene, stream)[version - 1]
    cipher, place = scene.ledger.keys.key_to_seal(under).cipher, read_entry(canonical(said))
    fields = json.loads(entry.unseal(cipher, sealed, place))
    chance.choice(fields)[2] = "no fear"
    sealed = entry.seal(cipher, chance.randbytes(12), canonical(fields), place)
    sql = "UPDATE ledger_events SET sealed = ? WHERE stream = ? AND version = ?"
    scene.connection.execute(sql, (sealed, stream, version))
    return at(stream, version)


def damaged_content(scene: Scene, chance: Random) -> str:
    """One bit of what is sealed."""
    stream, version = a_place(scene, chance)
    sealed = bytearray(rows(scene, stream)[version - 1][2])
    sealed[chance.randrange(len(sealed))] ^= 1 << chance.randrange(8)
    sql = "UPDATE ledger_events SET sealed = ? WHERE stream = ? AND version = ?"
    scene.connection.execute(sql, (bytes(sealed), stream, version))
    return at(stream, version)


def damaged_entry(scene: Scene, chance: Random) -> str:
    """One bit of an entry's bytes or of its digest."""
    stream, version = a_place(scene, chance)
    column = chance.choice(["entry", "digest"])
    where = "WHERE stream = ? AND version = ?"
    ((value,),) = scene.connection.execute(f"SELECT {column} FROM ledger_events {where}", (stream, version)).fetchall()
    spoiled = bytearray(value)
    spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    scene.connection.execute(f"UPDATE ledger_events SET {column} = ? {where}", (bytes(spoiled), stream, version))
    return at(stream, version)


def edited_entry(scene: Scene, chance: Random) -> str:
    """An entry edited, and its digest made anew; sometimes all that follow it too."""
    stream, version = a_place(scene, chance)
    made = rows(scene, stream)
    made[version - 1][0] = said = altered(made[version - 1][0], chance)
    if chance.random() < 0.5:
        write(scene, stream, made)
    else:
        text = canonical(said)
        sql = "UPDATE ledger_events SET entry = ?, digest = ? WHERE stream = ? AND version = ?"
        scene.connection.execute(sql, (text, entry.entry_digest(text), stream, version))
    return at(stream, version)


def forget(scene: Scene, stream: str, version: int) -> int:
    """Takes an entry and its number away; gives the number."""
    place = (stream, version)
    ((leaf,),) = scene.connection.execute("SELECT leaf FROM ledger_leaves WHERE stream = ? AND version = ?", place)
    scene.connection.execute("DELETE FROM ledger_events WHERE stream = ? AND version = ?", place)
    scene.connection.execute("DELETE FROM ledger_leaves WHERE stream = ? AND version = ?", place)
    return int(leaf)


def deleted_middle(scene: Scene, chance: Random) -> str:
    """An entry taken out; sometimes the gap closed, links and digests and all."""
    stream, version = a_place(scene, chance, last=False)
    if chance.random() < 0.5:
        forget(scene, stream, version)
        return at(stream, version + 1)
    made = rows(scene, stream)
    del made[version - 1]
    write(scene, stream, made)
    scene.connection.execute("DELETE FROM ledger_leaves WHERE stream = ? AND version = 5", (stream,))
    return at(stream, version)


def deleted_tail(scene: Scene, chance: Random) -> str:
    """The newest entries of a stream, with their numbers."""
    stream = chance.choice(sorted(PERSONS))
    leaves = [forget(scene, stream, version) for version in range(chance.randint(1, 5), 6)]
    return rf"entry {leaves[0]} "


def swapped_entries(scene: Scene, chance: Random) -> str:
    """Two neighbours exchanged; as they are, or with every link made anew, or their numbers in the log."""
    stream, version = a_place(scene, chance, last=False)
    made = rows(scene, stream)
    made[version - 1], made[version] = made[version], made[version - 1]
    how = chance.randrange(3)
    if how == 0:
        write(scene, stream, made)
    elif how == 1:
        for new, moved in ((0, version), (version, version + 1), (version + 1, 0)):
            sql = "UPDATE ledger_events SET version = ? WHERE stream = ? AND version = ?"
            scene.connection.execute("PRAGMA ignore_check_constraints = 1")
            scene.connection.execute(sql, (new, stream, moved))
    else:
        sql = "UPDATE ledger_leaves SET version = ? WHERE stream = ? AND version = ?"
        for new, moved in ((0, version), (version, version + 1), (version + 1, 0)):
            scene.connection.execute(sql, (new, stream, moved))
    return at(stream, version)


def forked_chain(scene: Scene, chance: Random) -> str:
    """Another course of the case from some point on, honest in itself."""
    stream, version = a_place(scene, chance)
    made = rows(scene, stream)
    for number in range(version, 6):
        under = PERSONS[stream]
        content, sealed = new_content(scene, stream, number, under, f"I am not afraid {chance.random()}")
        made[number - 1] = [{**SHAPE, "content": content}, under, sealed]
    write(scene, stream, made)
    return at(stream, version)


def back_dated(scene: Scene, chance: Random) -> str:
    """An entry put in between, as if it had always been there; the newest gets the log's next number."""
    stream, version = a_place(scene, chance)
    made = rows(scene, stream)
    content, sealed = new_content(scene, stream, version, PERSONS[stream], "a warning was given")
    made.insert(version - 1, [{**SHAPE, "content": content}, PERSONS[stream], sealed])
    write(scene, stream, made)
    scene.connection.execute("INSERT INTO ledger_leaves VALUES (20, ?, 6, 1)", (stream,))
    return at(stream, version)


def swapped_content(scene: Scene, chance: Random) -> str:
    """The sealed words of one person in the place of another's."""
    one, other = ("case/a", chance.randint(1, 5)), ("case/b", chance.randint(1, 5))
    under, sealed = zip(rows(scene, "case/a")[one[1] - 1][1:], rows(scene, "case/b")[other[1] - 1][1:], strict=True)
    with_key = chance.random() < 0.5  # and the name of the key with it
    for (stream, version), here, there in ((one, 0, 1), (other, 1, 0)):
        sql = "UPDATE ledger_events SET under = ?, sealed = ? WHERE stream = ? AND version = ?"
        row = (under[there if with_key else here], sealed[there], stream, version)
        scene.connection.execute(sql, row)
    return at(*one)


def renumbered(scene: Scene, chance: Random) -> str:
    """Two entries exchanged in the log's order."""
    numbers = chance.sample(range(20), 2)
    for new, moved in ((-1, numbers[0]), (numbers[0], numbers[1]), (numbers[1], -1)):
        scene.connection.execute("UPDATE ledger_leaves SET leaf = ? WHERE leaf = ?", (new, moved))
    return SOMEWHERE


def old_backup(scene: Scene, chance: Random) -> str:
    """Last week's copy put back."""
    put_back(scene)
    return r"entry 12 "


def old_backup_and_more(scene: Scene, chance: Random) -> str:
    """Last week's copy put back, and honest work since, numbered and signed; the files beside it are gone too."""
    put_back(scene)
    append(scene.ledger, scene.connection, "case/a", event(words=f"another {chance.random()}"))
    shutil.rmtree(scene.home / "log" / "tree")
    (public_folder(scene.home) / "checkpoint").unlink()
    once(scene.ledger, scene.connection, scene.home, read_log(scene.home))
    return at("case/a", 4)


def put_back(scene: Scene) -> None:
    scene.connection.close()
    for name in ("record.sqlite3", "record.sqlite3-wal", "record.sqlite3-shm"):
        (scene.folder / name).unlink(missing_ok=True)
    shutil.copy(scene.folder / "old.sqlite3", scene.folder / "record.sqlite3")
    scene.connection = scene.ledger.connect()


def rewritten_with_the_stolen_key(scene: Scene, chance: Random) -> str:
    """A whole other history from the first entry on, with its numbers, tiles, checkpoints, signed by the log's key."""
    kept = {name: (scene.home / name).read_bytes() for name in ("keys/log", "log/public/keys")}
    scene.close()
    shutil.rmtree(scene.home)
    for path in scene.folder.glob("record.sqlite3*"):
        path.unlink()
    scene.ledger = Ledger.create(f"sqlite:///{scene.folder}/record.sqlite3", scene.home)
    for name, data in kept.items():
        (scene.home / name).parent.mkdir(parents=True, exist_ok=True)
        (scene.home / name).write_bytes(data)
    (scene.home / "keys/log").chmod(0o600)
    scene.connection = scene.ledger.connect()
    for turn in range(chance.randint(5, 6)):
        for stream, person in PERSONS.items():
            append(scene.ledger, scene.connection, stream, a_lie(person, chance, turn))
        once(scene.ledger, scene.connection, scene.home, read_log(scene.home))
    return at("case/a", 1)


def a_lie(person: str, chance: Random, number: int) -> NewEvent:
    return event(under=person, words=f"never afraid {chance.random()}", number=number)


def second_history_for_one_reader(scene: Scene, chance: Random) -> str:
    """The true record stays as it is; one reader is shown another, forked late and signed by the log's key."""
    rewritten_with_the_stolen_key(scene, chance)
    return at("case/a", 1)


KINDS: dict[str, Callable[[Scene, Random], str]] = {
    made.__name__: made
    for made in (
        edited_field, damaged_content, damaged_entry, edited_entry, deleted_middle, deleted_tail, swapped_entries,
        forked_chain, back_dated, swapped_content, renumbered, old_backup, old_backup_and_more,
        rewritten_with_the_stolen_key, second_history_for_one_reader,
    )
}  # fmt: skip
SIGNED = {"old_backup_and_more", "rewritten_with_the_stolen_key", "second_history_for_one_reader"}  # by the log's key
