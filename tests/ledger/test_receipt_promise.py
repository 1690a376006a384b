"""The log's promise stands alone, is never taken for a checkpoint, and one that was not kept proves it."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from asylia.ledger import Ledger, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import LogKeys, keys_path
from asylia.ledger.note import DASH, BadNote, Checkpoint, Note, opened
from asylia.ledger.promise import WITHIN, against, due
from asylia.ledger.publisher import public_folder
from asylia.ledger.receipt import receipt
from tests.ledger.conftest import append, event
from tests.ledger.receipts import WITNESSES

RECORDED = dt.datetime(2022, 1, 12, 15, 40, 7, 125_000, tzinfo=dt.UTC)  # as tests.ledger.conftest records
PLACE = ("case/1", 2)


class House:
    """A record of two cases, its log, and what a person holds of it."""

    def __init__(self, ledger: Ledger, connection: Connection, home: Path) -> None:
        self.ledger, self.connection, self.home = ledger, connection, home
        self.keys: LogKeys = log_of(home, "demonstration")
        self.trusted = home / "trusted"
        self.trusted.write_text(keys_path(home).read_text() + "".join(f"{each.verifier}\n" for each in WITNESSES))

    def receipt(self) -> str:
        return receipt(self.ledger, self.connection, self.home, self.keys, PLACE, ("day",))

    def sequenced(self, now: dt.datetime) -> Path:
        once(self.ledger, self.connection, self.home, self.keys, lambda: now)
        return public_folder(self.home)

    def witnessed(self, now: dt.datetime) -> None:
        """A witness signs the public checkpoint, as of `now`."""
        path = public_folder(self.home) / "checkpoint"
        note = Note.parse(path.read_bytes())
        path.write_text(str(Note(note.text, (*note.lines, WITNESSES[0].line(note.text, int(now.timestamp()))))))


@pytest.fixture
def house(sqlite_ledger: Ledger, sqlite_connection: Connection, tmp_path: Path) -> House:
    append(sqlite_ledger, sqlite_connection, "case/1", event(), event(words="my brother Mateo", day="2022-01-12"))
    return House(sqlite_ledger, sqlite_connection, tmp_path / "home")


def test_it_is_due_a_day_after_the_entry_however_late_it_is_printed(house: House) -> None:
    assert due(house.receipt()) == RECORDED + WITHIN
    assert house.receipt() == house.receipt()


def test_a_promise_is_never_read_as_a_checkpoint_nor_a_checkpoint_as_a_promise(house: House) -> None:
    """Not by shape, and not by signature: even where the texts could pass for each other."""
    promised = house.receipt().partition("\n\n")[2]
    trusted = {house.keys.origin: house.keys.known}
    with pytest.raises(BadNote):
        opened(promised, trusted)
    with pytest.raises(verifier.Bad):
        verifier.read_checkpoint(promised, verifier.read_keys(house.trusted.read_text()))
    with pytest.raises(BadNote, match="does not fit"):  # the log's own key, over a text that it never signed as a note
        Note.parse(promised).signed_by(house.keys.known)
    text = promised.rpartition("\n\n")[0] + "\n"
    as_note = f"{text}\n{house.keys.signer.line(text)}"  # were the log to sign the same text as it signs checkpoints
    with pytest.raises(verifier.Bad, match="does not fit"):
        verifier.read_receipt(house.receipt().replace(promised, as_note), verifier.read_keys(house.trusted.read_text()))


def test_what_signs_a_promise_is_no_text_that_a_note_may_hold(house: House) -> None:
    """C2SP's signed-note forbids control characters: no signed note's text begins as a promise's message does."""
    assert verifier.PROMISED == "\0"
    with pytest.raises(BadNote):
        Note.parse("\0asylia.promise/1\n\n" + house.keys.signer.line("x"))
    checkpoint = str(Checkpoint("asylia.promise/1", 3, bytes(32)))
    line = house.keys.signer.line(checkpoint)
    assert verifier.PROMISE.fullmatch(checkpoint) is None
    signature = b64decode(line.removeprefix(DASH).split(" ")[1])[4:]
    assert b64encode(signature).decode() not in house.receipt()


def test_one_that_was_kept_is_found_in_the_copy(house: House) -> None:
    held = house.receipt()
    log = house.sequenced(RECORDED)
    found = against(held, house.trusted, log, RECORDED)
    assert found == (True, "The promise is kept: it is entry 1 of the copy of the log.")
    assert against(house.receipt(), house.trusted, log, RECORDED) == (
        True,
        "The copy of the log holds it, as entry 1 of 2.",
    )


def test_one_that_was_not_kept_is_the_evidence(house: House) -> None:
    """The log leaves the entry out: a checkpoint that a witness dates after the day proves it to anyone."""
    held = house.receipt()
    house.connection.execute("DELETE FROM ledger_pending WHERE version = 2")
    house.connection.commit()
    log, late = house.sequenced(RECORDED), RECORDED + WITHIN + dt.timedelta(hours=1)
    early = against(held, house.trusted, log, RECORDED)
    assert early.good
    assert "not in the copy yet" in early.words
    undated = against(held, house.trusted, log, late)
    assert not undated.good
    assert undated.words.startswith("NOT IN THE COPY, and it was due by 2022-01-13T15:40:07.125Z")
    assert "Fetch one now" in undated.words
    house.witnessed(RECORDED + WITHIN - dt.timedelta(hours=1))
    assert "no trusted witness dates" not in against(held, house.trusted, log, RECORDED).words
    house.witnessed(late)
    broken = against(held, house.trusted, log, late)
    assert not broken.good
    assert broken.words.startswith("THE PROMISE IS NOT KEPT: it was due by 2022-01-13T15:40:07.125Z; a witness saw")


def test_a_rewritten_log_is_named_by_an_older_proof(house: House) -> None:
    house.sequenced(RECORDED)
    held = house.receipt()
    log = public_folder(house.home)
    other = [bytes(32), bytes([1]) * 32]
    (log / "tile/0/000.p/2").write_bytes(b"".join(other))
    text = str(Checkpoint(house.keys.origin, 2, verifier.root(b"".join(other), 0, 2)))
    (log / "checkpoint").write_text(f"{text}\n{house.keys.signer.line(text)}")
    found = against(held, house.trusted, log, RECORDED)
    assert (found.good, found.words[:22]) == (False, "THE LOG WAS REWRITTEN:")


def test_a_copy_that_is_older_says_so(house: House) -> None:
    log = house.sequenced(RECORDED)
    append(house.ledger, house.connection, "case/3", event(under="person/3"))
    once(house.ledger, house.connection, house.home, house.keys, lambda: RECORDED)
    held = receipt(house.ledger, house.connection, house.home, house.keys, ("case/3", 1), ())
    assert "it is older" in against(held, house.trusted, log, RECORDED).words
