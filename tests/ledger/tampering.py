"""Ways in which someone with every right on the database, and some with the log's key too, alters the record.

Each kind takes a scene and a seeded source of chance, alters the scene's own copy as the database's superuser with
every trigger off, and gives what must be named: a pattern that the finding has to match. Digests are made anew where
that is the trick.
"""

# ruff: noqa: S608  (seeded damage, constant SQL)

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from random import Random

from asylia.ledger import Ledger, canonical, entry
from tests.ledger.conftest import append, event
from tests.ledger.tampering_scene import HOUSE, PERSONS, Scene
from tests.ledger.tampering_tools import (
    ROW,
    SHAPE,
    a_lie,
    a_place,
    altered,
    at,
    exchange,
    flip,
    forget,
    forget_the_log,
    new_content,
    opened_text,
    rows,
    seal_again,
    sign,
    write,
)

SOMEWHERE = r"(case|staff)/\w version \d+: "  # an entry by name


# --- the kinds: contents and entries --------------------------------------------------------------------------------


def edited_field(scene: Scene, chance: Random) -> str:
    """One word of the testimony changed, sealed again under the right key with the right salt."""
    stream, version = a_place(chance)
    fields = json.loads(opened_text(scene, stream, version))
    chance.choice(fields)[2] = "no fear"
    seal_again(scene, stream, version, canonical(fields), chance.randbytes(12))
    return at(stream, version)


def damaged_content(scene: Scene, chance: Random) -> str:
    """One bit of what is sealed."""
    place = a_place(chance)
    flip(scene, "sealed", place, chance)
    return at(*place)


def damaged_entry(scene: Scene, chance: Random) -> str:
    """One bit of an entry's bytes or of its digest."""
    place = a_place(chance)
    flip(scene, chance.choice(["entry", "digest"]), place, chance)
    return at(*place)


def edited_entry(scene: Scene, chance: Random) -> str:
    """An entry edited, and its digest made anew; sometimes all that follow it too."""
    stream, version = a_place(chance)
    made = rows(scene, stream)
    made[version - 1][0] = said = altered(made[version - 1][0], chance)
    if chance.random() < 0.5:
        write(scene, stream, made)
    else:
        text = canonical(said)
        digest = entry.entry_digest(text)
        scene.change(f"UPDATE ledger_events SET entry = ?, digest = ? {ROW}", text, digest, stream, version)
    return at(stream, version)


def swapped_content(scene: Scene, chance: Random) -> str:
    """The sealed words of one person in the place of another's: as they are, with the key's name, or sealed anew."""
    one, other = ("case/a", chance.randint(1, 5)), ("case/b", chance.randint(1, 5))
    how = chance.randrange(3)
    if how == 2:
        words, others = opened_text(scene, *one), opened_text(scene, *other)
        seal_again(scene, *one, others, chance.randbytes(12))
        seal_again(scene, *other, words, chance.randbytes(12))
        return at(*one)
    under, sealed = zip(rows(scene, one[0])[one[1] - 1][1:], rows(scene, other[0])[other[1] - 1][1:], strict=True)
    for place, here, there in ((one, 0, 1), (other, 1, 0)):
        named = under[there if how else here]
        scene.change(f"UPDATE ledger_events SET under = ?, sealed = ? {ROW}", named, sealed[there], *place)
    return at(*one)


def swapped_keys(scene: Scene, chance: Random) -> str:
    """Two people's keys exchanged in the key store."""
    one, other = "person/1", chance.choice(["person/2", "staff/d"])
    with closing(sqlite3.connect(scene.home / "keys" / "keystore.sqlite3", isolation_level=None)) as keys:
        for new, moved in (("aside", one), (one, other), (other, "aside")):
            keys.execute("UPDATE keystore_keys SET id = ? WHERE id = ?", (new, moved))
    scene.leave()
    scene.come_back()
    return at("case/a", 1)


# --- the kinds: the order of entries --------------------------------------------------------------------------------


def deleted_middle(scene: Scene, chance: Random) -> str:
    """An entry taken out; sometimes the gap closed, links and digests and all."""
    stream, version = a_place(chance, last=False)
    if chance.random() < 0.5:
        forget(scene, stream, version)
        return at(stream, version + 1)
    made = rows(scene, stream)
    del made[version - 1]
    write(scene, stream, made)
    scene.change(f"DELETE FROM ledger_leaves {ROW}", stream, 5)
    return at(stream, version)


def deleted_tail(scene: Scene, chance: Random) -> str:
    """The newest entries of a stream, with their numbers."""
    stream, first = a_place(chance)
    for version in range(first, 6):
        forget(scene, stream, version)
    return rf"entry {scene.leaf_of(stream, first)} "


def swapped_entries(scene: Scene, chance: Random) -> str:
    """Two neighbours exchanged; as they are, or with every link made anew, or their numbers in the log."""
    stream, version = a_place(chance, last=False)
    how = chance.randrange(3)
    if how == 0:
        made = rows(scene, stream)
        made[version - 1], made[version] = made[version], made[version - 1]
        write(scene, stream, made)
    else:
        table = ["ledger_events", "ledger_leaves"][how - 1]
        exchange(scene, table, "version", (version, version + 1), f" AND stream = '{stream}'")
    return at(stream, version)


def forked_chain(scene: Scene, chance: Random) -> str:
    """Another course of the case from some point on, honest in itself."""
    stream, version = a_place(chance)
    made = rows(scene, stream)
    for number in range(version, 6):
        content, sealed = new_content(scene, stream, number, f"I am not afraid {chance.random()}")
        made[number - 1] = [{**SHAPE, "content": content}, PERSONS[stream], sealed]
    write(scene, stream, made)
    return at(stream, version)


def back_dated(scene: Scene, chance: Random) -> str:
    """An entry put in between, as if it had always been there; the newest gets the log's next number."""
    stream, version = a_place(chance)
    made = rows(scene, stream)
    content, sealed = new_content(scene, stream, version, "a warning was given")
    made.insert(version - 1, [{**SHAPE, "content": content}, PERSONS[stream], sealed])
    write(scene, stream, made)
    scene.change("INSERT INTO ledger_leaves VALUES (20, ?, 6, 1)", stream)
    return at(stream, version)


def renumbered(scene: Scene, chance: Random) -> str:
    """Two entries exchanged in the log's order."""
    one, other = chance.sample(range(20), 2)
    exchange(scene, "ledger_leaves", "leaf", (one, other))
    return SOMEWHERE


def unnumbered(scene: Scene, chance: Random) -> str:
    """The newest entries' numbers taken away, as if the log had never signed for them."""
    first = chance.randrange(20)
    scene.change("DELETE FROM ledger_leaves WHERE leaf >= ?", first)
    return rf"entry {first} "


# --- the kinds: whole histories -------------------------------------------------------------------------------------


def old_backup(scene: Scene, chance: Random) -> str:
    """Last week's backup put back in the database's place, or its rows in their tables' place."""
    if chance.random() < 0.5:
        scene.put_back()
    else:
        for stream, version in scene.receipts:
            if version > 3:
                forget(scene, stream, version)
        scene.change("DELETE FROM ledger_checkpoints WHERE size > 12")
    return r"entry 12 "


def old_backup_and_more(scene: Scene, chance: Random) -> str:
    """Last week's backup put back, and honest work since, numbered and signed; the files beside it are gone too."""
    scene.put_back()
    append(scene.ledger, scene.connection, "case/a", event(words=f"another {chance.random()}"))
    forget_the_log(scene)
    sign(scene)
    return at("case/a", 4)


def second_history_for_one_reader(scene: Scene, chance: Random) -> str:
    """A copy that forks late, its own entries since, as long as the true one; signed by the log's key."""
    scene.put_back()
    streams = chance.sample(sorted(PERSONS), chance.randint(1, 4))
    for stream in streams:
        append(scene.ledger, scene.connection, stream, *[a_lie(stream, chance) for _ in range(8)])
    forget_the_log(scene)
    sign(scene)
    return at(min(streams), 4)


def rewritten_with_the_stolen_key(scene: Scene, chance: Random) -> str:
    """A whole other history from the first entry on, with its numbers, tiles, checkpoints, signed by the log's key."""
    kept = {name: (scene.home / name).read_bytes() for name in ("keys/log", "log/public/keys")}
    scene.leave()
    shutil.rmtree(scene.home)
    scene.place.clear()
    Ledger.create(scene.place.master, scene.home, application_role=HOUSE).close()
    for name, data in kept.items():
        (scene.home / name).parent.mkdir(parents=True, exist_ok=True)
        (scene.home / name).write_bytes(data)
    (scene.home / "keys/log").chmod(0o600)
    scene.come_back()
    for _ in range(chance.randint(5, 6)):
        for stream in PERSONS:
            append(scene.ledger, scene.connection, stream, a_lie(stream, chance))
        sign(scene)
    return at("case/a", 1)


KINDS: dict[str, Callable[[Scene, Random], str]] = {
    made.__name__: made
    for made in (
        edited_field, damaged_content, damaged_entry, edited_entry, swapped_content, swapped_keys,
        deleted_middle, deleted_tail, swapped_entries, forked_chain, back_dated, renumbered, unnumbered,
        old_backup, old_backup_and_more, second_history_for_one_reader, rewritten_with_the_stolen_key,
    )
}  # fmt: skip
SIGNED = {"old_backup_and_more", "rewritten_with_the_stolen_key", "second_history_for_one_reader"}  # by the log's key
IN_NUMBERS_ONLY = {"renumbered", "unnumbered"}  # no entry differs from any receipt
IN_CONTENT_ONLY = {"edited_field", "damaged_content", "swapped_content", "swapped_keys"}  # the export itself shows it
