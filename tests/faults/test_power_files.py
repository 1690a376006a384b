"""Files and small stores that a deployment must not lose: there, and whole, though power fails as the call returns."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from asylia.ledger import KeyStore, Ledger, merkle
from asylia.ledger.durable import kept, put
from asylia.ledger.export import write_export
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import read_log, rotate
from asylia.ledger.note import LOG, Checkpoint, Note, Signer
from asylia.ledger.publisher import published
from asylia.ledger.sequencer import last_checkpoint, tree_of
from asylia.witness import Witness, make, trust
from tests.faults.power import Disk, require_disk
from tests.ledger.conftest import RECORDED, append, event

SEEDS = (4, 0, 1)  # of what was not synced the disk keeps nothing, half, most
SIGNER = Signer("demonstration/power", LOG, b"p" * 32)
SECRET = b"s" * 5000

CutAfter = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def disk() -> Iterator[Disk]:
    require_disk()
    with Disk() as made:
        yield made


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def home(disk: Disk, request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own on the disk; nothing is made yet."""
    return disk.mount / request.node.name / "home"


@pytest.fixture
def cut_after(disk: Disk, seed: int) -> CutAfter:
    """Does the work in a process of its own, cuts the power the moment it is done, and starts the machine again."""

    def work_and_cut(work: Callable[[], object]) -> None:
        disk.acknowledged(work)
        disk.cut(seed)
        disk.restore()

    return work_and_cut


# --- the control: the same disk loses what was not synced


def test_without_a_sync_a_file_is_lost(disk: Disk, home: Path) -> None:
    disk.acknowledged(lambda: (home.mkdir(parents=True), (home / "new").write_bytes(SECRET)))
    disk.cut(SEEDS[0])
    disk.restore()
    assert not home.exists()


def test_a_rename_whose_folder_is_not_synced_is_lost(disk: Disk, home: Path) -> None:
    """What a careful program often forgets: the bytes were synced, the name was not."""
    put(home / "kept", b"before")

    def replace() -> None:
        with (home / "unfinished").open("wb") as file:
            file.write(SECRET)
            file.flush()
            os.fsync(file.fileno())
        (home / "unfinished").replace(home / "kept")

    disk.acknowledged(replace)
    disk.cut(SEEDS[0])
    disk.restore()
    assert (home / "kept").read_bytes() == b"before"


# --- what the product writes


def test_a_file_made_once_stays(home: Path, cut_after: CutAfter) -> None:
    """The key-encryption key, the search key, the draws' seeds, the key of sessions, the log's first key."""
    cut_after(lambda: kept(home / "keys" / "one", lambda: SECRET))
    assert kept(home / "keys" / "one", lambda: b"another") == SECRET


def test_a_file_put_in_the_place_of_another_stays(home: Path, cut_after: CutAfter) -> None:
    """Checkpoints, tiles, public keys, the witnesses that are named."""
    put(home / "file", b"before")
    cut_after(lambda: put(home / "file", SECRET))
    assert (home / "file").read_bytes() == SECRET


def test_an_export_stays(home: Path, cut_after: CutAfter) -> None:
    cut_after(lambda: write_export(iter([b"line"] * 1000), home / "export"))
    assert (home / "export").read_bytes() == b"line\n" * 1000


def test_a_new_record_and_its_first_entry_stay(home: Path, cut_after: CutAfter) -> None:
    url = f"sqlite:///{home}/record.sqlite3"

    def begin() -> None:
        ledger = Ledger.create(url, home)
        append(ledger, ledger.connect(), "case/1", event())

    cut_after(begin)
    ledger = Ledger.open(url, home)
    with closing(ledger.connect()) as connection:
        assert ledger.read(connection, "case/1")[0].fields == event().fields
    ledger.close()


def test_a_key_that_was_destroyed_stays_destroyed(home: Path, cut_after: CutAfter) -> None:
    url = f"sqlite:///{home}/keys.sqlite3"
    with closing(KeyStore.create(url, home)) as keys:
        keys.ensure(["person/1"])
        ((wrapped,),) = keys.engine.run(keys.connection, "SELECT wrapped FROM keystore_keys")
    cut_after(lambda: KeyStore.open(url, home).destroy("person/1", RECORDED))
    assert not any(wrapped in each.read_bytes() for each in home.rglob("*") if each.is_file())
    with closing(KeyStore.open(url, home)) as keys:
        assert keys.destroyed("person/1") == RECORDED


def test_what_the_log_signed_and_published_stays(home: Path, cut_after: CutAfter) -> None:
    ledger = Ledger.create(f"sqlite:///{home}/record.sqlite3", home)
    with closing(ledger.connect()) as connection:
        append(ledger, connection, "case/1", *[event(number=each) for each in range(300)])
    ledger.close()

    def sequence() -> None:
        with closing(ledger.connect()) as connection:
            once(ledger, connection, home, log_of(home, "demonstration"))

    cut_after(sequence)
    keys = read_log(home)
    with closing(ledger.connect()) as connection:
        signed = last_checkpoint(ledger.engine, connection, keys)
        assert signed is not None
        assert signed.size == 300
        assert published(home, keys) == signed
        assert tree_of(home).root(300) == signed.root
        append(ledger, connection, "case/2", event())
        assert once(ledger, connection, home, keys).checkpoint.size == 301
    ledger.close()


def test_a_new_key_of_the_log_stays(home: Path, cut_after: CutAfter) -> None:
    old = log_of(home, "demonstration")
    cut_after(lambda: rotate(home))
    new = read_log(home)
    assert new.known[0] == old.signer.verifier != new.signer.verifier == new.known[1]


def test_a_witness_remembers_what_it_co_signed(home: Path, cut_after: CutAfter) -> None:
    """Else it would sign a second history after any loss of power."""
    make(home, "ig.example/1")
    trust(home, str(SIGNER.verifier))
    Witness(home).add_checkpoint(sent(1))

    def co_sign() -> None:
        assert Witness(home).add_checkpoint(sent(1, old=1)).status == 200
        assert Witness(home).add_checkpoint(sent(2, old=1)).status == 200

    cut_after(co_sign)
    assert Witness(home).add_checkpoint(sent(3)).text == "2\n"


def sent(size: int, old: int = 0) -> bytes:
    """What a log asks of a witness."""
    leaves = [bytes([each]) * 32 for each in range(size)]
    tree = merkle.of_leaves(leaves)
    proof = merkle.consistency(tree, old, size) if 0 < old < size else []
    text = str(Checkpoint(SIGNER.name, size, merkle.root(tree, size)))
    lines = "".join(f"{b64encode(each).decode()}\n" for each in proof)
    return f"old {old}\n{lines}\n{Note(text, (SIGNER.line(text),))}".encode()
