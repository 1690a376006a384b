"""Whatever is altered is found and the first bad entry named; where nothing is altered, nothing is said to be."""

# ruff: noqa: S311, S608  (seeded damage)

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TypeAlias

import psycopg
import pytest

from asylia.ledger import LogBroken, examine, verifier
from asylia.ledger.follow import once
from asylia.ledger.logkey import read_log, rotate
from asylia.ledger.postgres import APPEND_ONLY
from asylia.ledger.receipt import receipt
from asylia.ledger.sequencer import LAST
from tests.ledger.conftest import append, event
from tests.ledger.tampering import IN_CONTENT_ONLY, IN_NUMBERS_ONLY, KINDS, SIGNED
from tests.ledger.tampering_scene import PERSONS, OnPostgres, Place, Scene, opened, set_up
from tests.ledger.tampering_tools import sign

Base: TypeAlias = tuple[Path, Place]
DEFAULT = {"sqlite": 102, "postgres": 17}  # six of each kind, and one
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
TOLD = {"PostgreSQL fsync", "the log keeps up"}  # by the doctor, of a test's server and of entries dated long ago
COUNTS = ["default", pytest.param("long", marks=pytest.mark.long)]


@pytest.fixture(scope="module", params=ENGINES)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("scene") / "base"
    folder.mkdir()
    place = set_up(folder, request.param)
    yield folder, place
    place.end()


@pytest.fixture
def scene(base: Base, tmp_path: Path) -> Iterator[Scene]:
    made = opened(base, tmp_path / "scene")
    yield made
    made.end()


@pytest.fixture
def count(request: pytest.FixtureRequest, base: Base) -> int:
    """How many turns: a few of each kind, or a thousand."""
    kind = "postgres" if isinstance(base[1], OnPostgres) else "sqlite"
    return 1000 if request.param == "long" else DEFAULT[kind]


def spoil(scene: Scene, kind: str, chance: Random) -> str:
    """Alters the scene, triggers off; gives the pattern that must be named."""
    scene.place.unlock(scene.master)
    return KINDS[kind](scene, chance)


def named(report: verifier.Report, expected: str) -> bool:
    return re.match(expected, report.fault or "nothing was found") is not None


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found_by_whoever_holds_something(scene: Scene, kind: str) -> None:
    """A monitor's copy names the entry; one checkpoint, or one person's sheet, shows that something is wrong."""
    assert scene.verdict(copy=True, receipts=scene.receipts).good
    assert scene.ask_witness().status == 200
    expected = spoil(scene, kind, Random(kind))
    report = scene.verdict(copy=True)
    assert named(report, expected), report.fault
    assert not scene.verdict(checkpoint=True).good
    assert kind in IN_NUMBERS_ONLY or not scene.verdict(receipts=scene.receipts).good
    if kind in IN_CONTENT_ONLY:
        assert named(scene.verdict(), expected)  # with nothing held outside
    if kind in SIGNED:
        assert scene.verdict().good
        refused = scene.ask_witness()
        assert refused.status in {400, 409, 422}
        assert not refused.text.startswith("\u2014")


def test_one_persons_sheet_contradicts_a_record_that_agrees_with_itself(scene: Scene) -> None:
    """No monitor, no witness."""
    spoil(scene, "rewritten_with_the_stolen_key", Random(1))
    sheet = {("case/b", 5): scene.receipts["case/b", 5]}
    assert scene.verdict().good
    assert named(scene.verdict(receipts=sheet), "case/b version 5: is not the entry that a")


@pytest.mark.parametrize("kind", ["deleted_tail", "forked_chain", "renumbered", "unnumbered", "old_backup"])
def test_one_persons_sheet_speaks_for_all_cases_before_it(scene: Scene, kind: str) -> None:
    """Its checkpoint binds every entry that the log had numbered, of whomever."""
    house = (scene.ledger, scene.connection, scene.home, read_log(scene.home))
    sheet, keys = scene.folder / "sheet", str(scene.folder / "copy" / "keys")
    sheet.write_text(receipt(*house, ("staff/d", 5), []))
    asked = ["--receipt", str(sheet), "--keys", keys]
    assert verifier.main([str(scene.export()), *asked]) == 0
    spoil(scene, kind, Random(kind))
    assert verifier.main([str(scene.export()), *asked]) == 1


def test_a_second_history_shown_to_one_reader_lacks_the_witness_and_becomes_the_proof(scene: Scene) -> None:
    trusted = verifier.read_keys(f"{(scene.folder / 'copy' / 'keys').read_text()}{scene.witness.signer.verifier}")
    spoil(scene, "second_history_for_one_reader", Random(2))
    ((shown,),) = scene.seen(LAST)
    with scene.export().open(newline="\n") as lines:
        report = verifier.verify(lines, heads=[verifier.read_checkpoint(shown, trusted)])
    assert report.good  # the reader's own papers agree, all signed by the log's key
    assert "seen by no trusted witness" in str(report)
    scene.ask_witness()
    ((held, sent),) = scene.witness.contradictions()
    assert sent == shown
    one, other = verifier.read_checkpoint(held, trusted), verifier.read_checkpoint(sent, trusted)
    assert (one.size, one.root) != (other.size, other.root)  # both bear the log's signature


def test_the_log_signs_nothing_more_once_its_own_memory_is_contradicted(base: Base, tmp_path: Path) -> None:
    """An old copy put back: the checkpoint and the tiles outside the database remember, however much comes after."""
    for more in (0, 1, 8, 30):
        scene = opened(base, tmp_path / str(more))
        scene.put_back()
        append(scene.ledger, scene.connection, "case/e", *[event(number=each) for each in range(more)])
        with pytest.raises(LogBroken):
            once(scene.ledger, scene.connection, scene.home, read_log(scene.home))
        scene.end()


@pytest.mark.postgres
def test_on_postgresql_only_a_superuser_who_names_the_triggers_gets_in(tmp_path: Path) -> None:
    """The application may not even delete; a superuser's replication role alone leaves the triggers firing."""
    place = set_up(tmp_path, "postgres")
    scene = Scene.at(tmp_path, place)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        scene.connection.execute("DELETE FROM ledger_events")
    assert scene.seen("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(True,)]
    scene.change("SET session_replication_role = replica")
    for table in APPEND_ONLY:
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            scene.change(f"DELETE FROM {table}")
    place.unlock(scene.master)
    scene.change("DELETE FROM ledger_events")
    scene.end()


@pytest.mark.parametrize("count", COUNTS, indirect=True)
def test_random_mutations_are_all_found_and_named(base: Base, tmp_path: Path, count: int) -> None:
    """As many of each kind as of any other, each at another place and in another way."""
    missed = []
    for number in range(count):
        kind, chance = list(KINDS)[number % len(KINDS)], Random(number)
        scene = opened(base, tmp_path / str(number))
        expected = spoil(scene, kind, chance)
        report = scene.verdict(copy=True)
        if not named(report, expected) or scene.verdict(checkpoint=True).good:
            missed.append((number, kind, expected, report.fault))
        scene.end()
    assert missed == []


@pytest.mark.parametrize("count", COUNTS, indirect=True)
def test_clean_runs_raise_no_alarm(base: Base, tmp_path: Path, count: int) -> None:
    """Honest work of every sort: cases go on, others open, keys are destroyed or replaced, the log lags."""
    for number in range(count):
        scene = opened(base, tmp_path / str(number))
        work(scene, Random(number), rotating=number % 5 == 0)
        for copy in (True, False):
            report = scene.verdict(copy=copy, checkpoint=True, receipts=scene.receipts)
            assert report.good, (number, report.fault)
            assert len(report.signed) == 1
        found = examine(scene.place.url, scene.home)
        assert [check for check in found if not check.ok and check.name not in TOLD] == []
        scene.end()


def work(scene: Scene, chance: Random, *, rotating: bool) -> None:
    """One to six honest acts."""
    destroyed: set[str] = set()
    for _ in range(chance.randint(1, 6)):
        act = chance.randrange(5)
        person = chance.choice(sorted({*PERSONS.values(), f"person/{chance.randint(3, 9)}"} - destroyed))
        if act == 0:
            sign(scene)
            assert scene.ask_witness().status == 200
        elif act == 1 and rotating:
            rotate(scene.home)  # the witness and the monitor go on with the old key's signatures
            return
        elif act == 2 and person in PERSONS.values():
            scene.ledger.keys.destroy(person, "2032-01-12T00:00:00.000Z")
            destroyed.add(person)
        else:
            stream = chance.choice([*PERSONS, f"case/{chance.randrange(100)}"])
            events = [event(under=person, words=str(chance.random())) for _ in range(chance.randint(1, 3))]
            append(scene.ledger, scene.connection, stream, *events)
