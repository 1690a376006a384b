"""What a tamperer works with, who has every right on the database and, where it is needed, the keys too."""

# ruff: noqa: S608  (seeded damage, constant SQL)

from __future__ import annotations

import json
import re
import shutil
from random import Random
from typing import Any

from asylia.ledger import NewEvent, canonical, entry, to_text
from asylia.ledger.entry import read_entry
from asylia.ledger.follow import once
from asylia.ledger.logkey import read_log
from asylia.ledger.publisher import public_folder
from tests.ledger.conftest import event
from tests.ledger.tampering_scene import PERSONS, Scene

ROW = "WHERE stream = ? AND version = ?"
ASIDE = 1000  # a version and a number that nothing has


def a_place(chance: Random, *, last: bool = True) -> tuple[str, int]:
    return chance.choice(sorted(PERSONS)), chance.randint(1, 5 if last else 4)


def rows(scene: Scene, stream: str) -> list[list[Any]]:
    """Entry as read, key's name, sealed content: of each version."""
    found = scene.seen("SELECT entry, under, sealed FROM ledger_events WHERE stream = ? ORDER BY version", stream)
    return [[json.loads(row[0]), *row[1:]] for row in found]


def write(scene: Scene, stream: str, made: list[list[Any]]) -> None:
    """Replaces a stream's rows by these, every version, link and digest made anew."""
    scene.change("DELETE FROM ledger_events WHERE stream = ?", stream)
    prev = entry.stream_digest(stream)
    for version, (said, under, sealed) in enumerate(made, 1):
        text = canonical({**said, "stream": stream, "version": version, "prev": to_text(prev)})
        prev = entry.entry_digest(text)
        scene.change("INSERT INTO ledger_events VALUES (?, ?, ?, ?, ?, ?)", stream, version, text, prev, under, sealed)


def new_content(scene: Scene, stream: str, version: int, words: str) -> tuple[str, bytes]:
    """A commitment and a seal that fit a place: what someone with the key store too can make."""
    plaintext, content = entry.commit({"by": "staff/9", "signed": None, "words": words}, entry.salts(bytes(range(48))))
    place = read_entry(canonical({**SHAPE, "stream": stream, "version": version, "content": to_text(content)}))
    cipher = scene.ledger.keys.key_to_seal(PERSONS[stream]).cipher
    return to_text(content), entry.seal(cipher, bytes(12), plaintext, place)


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


def opened_text(scene: Scene, stream: str, version: int) -> bytes:
    """The salted fields of an entry, unsealed."""
    said, under, sealed = rows(scene, stream)[version - 1]
    return entry.unseal(scene.ledger.keys.key_to_seal(under).cipher, sealed, read_entry(canonical(said)))


def seal_again(scene: Scene, stream: str, version: int, plaintext: bytes, nonce: bytes) -> None:
    """Another content under the right key, bound to the right place."""
    said, under, _ = rows(scene, stream)[version - 1]
    sealed = entry.seal(scene.ledger.keys.key_to_seal(under).cipher, nonce, plaintext, read_entry(canonical(said)))
    scene.change(f"UPDATE ledger_events SET sealed = ? {ROW}", sealed, stream, version)


def flip(scene: Scene, column: str, place: tuple[str, int], chance: Random) -> None:
    """One bit of a column turned over."""
    ((value,),) = scene.seen(f"SELECT {column} FROM ledger_events {ROW}", *place)
    spoiled = bytearray(value)
    spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    scene.change(f"UPDATE ledger_events SET {column} = ? {ROW}", bytes(spoiled), *place)


def exchange(scene: Scene, table: str, column: str, pair: tuple[int, int], where: str = "") -> None:
    """Two numbers of a table's rows exchanged."""
    one, other = pair
    for new, moved in ((ASIDE, one), (one, other), (other, ASIDE)):
        scene.change(f"UPDATE {table} SET {column} = ? WHERE {column} = ?{where}", new, moved)


def forget(scene: Scene, stream: str, version: int) -> None:
    """Takes an entry and its number away."""
    scene.change(f"DELETE FROM ledger_events {ROW}", stream, version)
    scene.change(f"DELETE FROM ledger_leaves {ROW}", stream, version)


def forget_the_log(scene: Scene) -> None:
    """What lies beside the database and remembers: taken away too."""
    shutil.rmtree(scene.home / "log" / "tree")
    (public_folder(scene.home) / "checkpoint").unlink()


def sign(scene: Scene) -> None:
    """Numbers and signs what stands there, with the log's own key."""
    once(scene.ledger, scene.connection, scene.home, read_log(scene.home))


def a_lie(stream: str, chance: Random) -> NewEvent:
    return event(under=PERSONS[stream], words=f"never afraid {chance.random()}")


def at(stream: str, version: int) -> str:
    return re.escape(f"{stream} version {version}: ")
