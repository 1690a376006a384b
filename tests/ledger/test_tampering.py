"""Whatever is altered is found and the first bad entry named; where nothing is altered, nothing is said to be."""

# ruff: noqa: S311  (seeded damage)

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from asylia.ledger import LogBroken, examine, verifier
from asylia.ledger.follow import once
from asylia.ledger.logkey import read_log, rotate
from asylia.ledger.sequencer import LAST
from tests.ledger.conftest import append, event
from tests.ledger.tampering import KINDS, PERSONS, SIGNED, Scene, opened, set_up, unlock

COUNTS = [100, pytest.param(1000, marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene") / "base"
    folder.mkdir()
    set_up(folder)
    return folder


@pytest.fixture
def scene(base: Path, tmp_path: Path) -> Iterator[Scene]:
    made = opened(base, tmp_path / "scene")
    yield made
    made.close()


def spoil(scene: Scene, kind: str, chance: Random) -> str:
    """Alters the scene; gives the pattern that must be named."""
    unlock(scene)
    return KINDS[kind](scene, chance)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found_with_a_monitors_copy_with_a_checkpoint_alone_and_by_name(scene: Scene, kind: str) -> None:
    assert scene.verdict().good
    assert scene.ask_witness().status == 200
    expected = spoil(scene, kind, Random(kind))
    report = scene.verdict()
    assert re.match(expected, report.fault or "nothing was found"), report.fault
    assert not scene.verdict(copy=False).good  # whoever holds nothing but one checkpoint sees that something is wrong
    if kind in SIGNED:
        refused = scene.ask_witness()
        assert refused.status in {400, 409, 422}
        assert not refused.text.startswith("\u2014")


def test_a_held_receipt_alone_finds_what_agrees_with_itself(scene: Scene) -> None:
    """No monitor, no witness: one person's sheet."""
    spoil(scene, "rewritten_with_the_stolen_key", Random(1))
    lines = [line.decode() for line in scene.ledger_lines()]
    assert verifier.verify(lines).good
    assert (verifier.verify(lines, scene.receipts).fault or "").startswith("case/b version 5: is not the entry that a")


def test_a_second_history_shown_to_one_reader_lacks_the_witness_and_becomes_the_proof(scene: Scene) -> None:
    trusted = verifier.read_keys(f"{(scene.folder / 'copy' / 'keys').read_text()}{scene.witness.signer.verifier}")
    spoil(scene, "second_history_for_one_reader", Random(2))
    shown = scene.connection.execute(LAST).fetchone()[0]
    head = verifier.read_checkpoint(shown, trusted)
    report = verifier.verify((line.decode() for line in scene.ledger_lines()), heads=[head])
    assert report.good  # the reader's own papers agree, all signed by the log's key
    assert "seen by no trusted witness" in str(report)
    scene.ask_witness()
    ((held, sent),) = scene.witness.contradictions()
    assert sent == shown
    one, other = verifier.read_checkpoint(held, trusted), verifier.read_checkpoint(sent, trusted)
    assert (one.size, one.root) != (other.size, other.root)  # both bear the log's signature


def test_the_log_signs_nothing_more_once_its_own_memory_is_contradicted(base: Path, tmp_path: Path) -> None:
    """An old copy put back: the checkpoint and the tiles outside the database remember, however much comes after."""
    for more in (0, 1, 8, 30):
        scene = opened(base, tmp_path / str(more))
        spoil(scene, "old_backup", Random(3))
        append(scene.ledger, scene.connection, "case/e", *[event(number=each) for each in range(more)])
        with pytest.raises(LogBroken):
            once(scene.ledger, scene.connection, scene.home, read_log(scene.home))
        scene.close()


@pytest.mark.parametrize("count", COUNTS)
def test_random_mutations_are_all_found_and_named(base: Path, tmp_path: Path, count: int) -> None:
    """As many of each kind as of any other, each at another place and in another way."""
    missed = []
    for number in range(count):
        kind, chance = list(KINDS)[number % len(KINDS)], Random(number)
        scene = opened(base, tmp_path / str(number))
        expected = spoil(scene, kind, chance)
        fault = scene.verdict().fault or "nothing was found"
        if not re.match(expected, fault) or scene.verdict(copy=False).good:
            missed.append((number, kind, expected, fault))
        scene.close()
        shutil.rmtree(scene.folder)
    assert missed == []


@pytest.mark.parametrize("count", COUNTS)
def test_clean_runs_raise_no_alarm(base: Path, tmp_path: Path, count: int) -> None:
    """Honest work of every sort: cases go on, others open, keys are destroyed or replaced, the log lags."""
    for number in range(count):
        chance, scene = Random(number), opened(base, tmp_path / str(number))
        destroyed: set[str] = set()
        for _ in range(chance.randint(1, 6)):
            act = chance.randrange(5)
            person = chance.choice(sorted({*PERSONS.values(), f"person/{chance.randint(3, 9)}"} - destroyed))
            if act == 0:
                once(scene.ledger, scene.connection, scene.home, read_log(scene.home))
                assert scene.ask_witness().status == 200
            elif act == 1 and number % 5 == 0:
                rotate(scene.home)  # the witness and the monitor go on with the old key's signatures
                break
            elif act == 2 and person in PERSONS.values():
                scene.ledger.keys.destroy(person, "2032-01-12T00:00:00.000Z")
                destroyed.add(person)
            else:
                stream = chance.choice([*PERSONS, f"case/{chance.randrange(100)}"])
                events = [event(under=person, words=str(chance.random())) for _ in range(chance.randint(1, 3))]
                append(scene.ledger, scene.connection, stream, *events)
        for copy in (True, False):
            report = scene.verdict(copy=copy, receipts=True)
            assert report.good, (number, report.fault)
            assert len(report.signed) == 1
        checks = examine(f"sqlite:///{scene.folder}/record.sqlite3", scene.home)
        assert [check for check in checks if not check.ok] == []
        scene.close()
        shutil.rmtree(scene.folder)
