"""Receipts and disclosures prove themselves, with one file of a stranger's and no record; what is altered is found."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylia.ledger import Ledger, canonical, merkle, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import LogKeys, keys_path, rotate
from asylia.ledger.note import LOG, WITNESS, Note, Signer
from asylia.ledger.receipt import NoReceipt, disclose, receipt
from tests.ledger.conftest import append, event

START = dt.datetime(2022, 1, 12, 15, 40, 7, tzinfo=dt.UTC)
SECRET = "my brother Mateo"
House = tuple[Ledger, Connection, Path, LogKeys]


@pytest.fixture
def house(ledger: Ledger, connection: Connection, tmp_path: Path) -> House:
    """A record of two cases and a log that has signed nothing yet."""
    append(ledger, connection, "case/2", event(under="person/2"))
    append(ledger, connection, "case/1", event(), event(words=SECRET, day="2022-01-12"), event(words="thank you"))
    return ledger, connection, tmp_path / "home", log_of(tmp_path / "home", "demonstration")


def signed(house: House) -> House:
    once(*house, lambda: START)
    return house


def handed(house: House, *shown: str, place: tuple[str, int] = ("case/1", 2)) -> str:
    return receipt(*house, place, shown)


def keys(house: House) -> verifier.Keys:
    return verifier.read_keys(keys_path(house[2]).read_text())


def stranger(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier's file alone: of all packages it asks for cryptography only."""
    alone = shutil.copy(verifier.__file__, folder / "verifier.py")
    command = [sys.executable, "-I", alone, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_at_once_a_receipt_holds_the_logs_promise(house: House, tmp_path: Path) -> None:
    text = handed(house, "day")
    assert text.startswith("asylia-promise@v1\n")
    place, digest, words, _ = verifier.read_receipt(text, keys(house))
    assert place == ("case/1", 2)
    assert digest == verifier.text_of(house[0].read(house[1], "case/1")[1].digest)
    assert '  day: "2022-01-12"' in words
    assert "promised to hold it" in words
    assert len(text) < 2000


def test_then_it_holds_the_proof_and_verifies_without_the_record(house: House, tmp_path: Path) -> None:
    (tmp_path / "r.tlog-proof").write_text(handed(signed(house), "day"))
    (tmp_path / "keys").write_text(keys_path(house[2]).read_text())
    done = stranger(tmp_path, "--receipt", "r.tlog-proof", "--keys", "keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].startswith("case/1 version 2: fear.claimed/1 at 2022-01-12T15:40:00.000Z")
    assert "Good: entry 1 of the log demonstration/" in done.stdout
    assert "no trusted witness" in done.stdout


def test_only_what_was_chosen_is_in_it(house: House) -> None:
    text = handed(signed(house), "day")
    extra = b64decode(re.findall("extra (.*)", text)[0]).decode()
    assert SECRET not in extra
    assert SECRET.encode().hex() not in text
    assert [each[1] for each in json.loads(extra)["fields"] if isinstance(each, list)] == ["day"]
    assert "staff/1" not in extra  # no register of officers


def test_every_altered_character_is_found(house: House) -> None:
    trusted = keys(house)
    for text in (handed(house, "day"), handed(signed(house), "day")):
        said = verifier.read_receipt(text, trusted)
        for at in range(len(text)):
            altered = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
            with suppress(verifier.Bad):
                assert verifier.read_receipt(altered, trusted) == said, altered
                raise AssertionError(altered)


def test_keys_that_nobody_gave_count_for_nothing(house: House) -> None:
    for text in (handed(house), handed(signed(house))):
        with pytest.raises(verifier.Bad, match="--keys"):
            verifier.read_receipt(text, {})


def test_receipts_outlive_the_key_and_the_content(house: House) -> None:
    before = handed(signed(house), "day")
    house[0].keys.destroy("person/1", "2032-01-12T00:00:00.000Z")
    newer = rotate(house[2])
    assert verifier.read_receipt(before, keys(house))[0] == ("case/1", 2)
    assert len(keys(house)) == 2
    with pytest.raises(NoReceipt, match="key destroyed"):
        receipt(*house[:3], newer, ("case/1", 2), ())


def test_what_is_not_there_gets_none(house: House) -> None:
    with pytest.raises(NoReceipt, match="no version 9"):
        handed(house, place=("case/1", 9))
    with pytest.raises(NoReceipt, match="no field nonsense"):
        handed(house, "nonsense")


def test_witnesses_stand_on_it(house: House) -> None:
    ledger, connection, home, _ = signed(house)
    witness = Signer("ig.example/1", WITNESS, bytes(32))
    (home / "log" / "witnesses").write_text(f"{witness.verifier} http://127.0.0.1:9\n")
    ((size, note),) = ledger.engine.run(connection, "SELECT size, note FROM ledger_checkpoints")
    line = witness.line(Note.parse(note).text, 1_642_002_007)
    row = (str(witness.verifier), size, 1_642_002_007, line)
    with ledger.transaction(connection):
        sql = "INSERT INTO ledger_cosignatures (witness, size, at, line) VALUES (?, ?, ?, ?)"
        ledger.engine.insert(connection, sql, [row])
    trusted = {**keys(house), **verifier.read_keys(str(witness.verifier))}
    text = handed(house)
    assert "seen by ig.example/1" in verifier.read_receipt(text, trusted)[2]
    assert "no trusted witness" in verifier.read_receipt(text, keys(house))[2]
    other = Signer("ig.example/1", WITNESS, bytes(32)).line("another text", 1_642_002_007)
    with pytest.raises(verifier.Bad, match="does not fit"):
        verifier.read_receipt(text.replace(line, other), trusted)


# --- disclosures ---------------------------------------------------------------------------------------------------


@pytest.fixture
def extract(house: House, tmp_path: Path) -> Path:
    """An extract of case/1 with one field opened, its proof, and the log's keys, as a requester is handed them."""
    lines = disclose(*signed(house)[:2], "case/1", {(2, "day"), (3, "words")})
    (tmp_path / "extract").write_bytes(b"".join(line + b"\n" for line in lines))
    (tmp_path / "proof").write_text(handed(house, place=("case/1", 3)))
    (tmp_path / "keys").write_text(keys_path(house[2]).read_text())
    return tmp_path


def test_an_extract_proves_itself_and_hides_the_rest(extract: Path) -> None:
    done = stranger(extract, "extract", "--receipt", "proof", "--keys", "keys")
    assert done.returncode == 0, done.stdout
    assert "Good: 3 entries in 1 streams" in done.stdout
    assert "Receipts found unchanged: 1." in done.stdout
    assert "Fields not shown, of the same commitments: 8." in done.stdout
    text = (extract / "extract").read_text()
    assert "thank you" in text
    assert SECRET not in text
    assert "person/1" not in text
    assert "staff/1" not in text


def altered(change: Callable[[dict[str, object]], None]) -> Callable[[list[str]], list[str]]:
    def lines(given_: list[str]) -> list[str]:
        said = json.loads(given_[2])
        change(said)
        return [*given_[:2], canonical(said).decode(), *given_[3:]]

    return lines


def swap_field(said: dict[str, object]) -> None:
    said["fields"][-1] = said["fields"][0]  # type: ignore[index]


def open_falsely(said: dict[str, object]) -> None:
    said["fields"][0] = ["AAAAAAAAAAAAAAAAAAAAAA", "by", "staff/9"]  # type: ignore[index]


def change_value(said: dict[str, object]) -> None:
    for each in said["fields"]:  # type: ignore[attr-defined]
        if isinstance(each, list):
            each[2] = "2022-01-13"


@pytest.mark.parametrize(
    "change",
    [
        altered(swap_field), altered(open_falsely), altered(change_value),
        altered(lambda said: said["fields"].pop(0)), altered(lambda said: said.update(digest="A" * 43)),
        lambda lines: [lines[0], *lines[2:]], lambda lines: [*lines[:2], *lines[3:]],
        lambda lines: [*lines[:3], '{"end":{"entries":2,"streams":1}}'],
    ],
)  # fmt: skip
def test_an_altered_extract_is_found(extract: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = change((extract / "extract").read_text().splitlines())
    (extract / "extract").write_text("".join(f"{line}\n" for line in lines))
    done = stranger(extract, "extract", "--receipt", "proof", "--keys", "keys")
    assert (done.returncode, "BAD: " in done.stdout, done.stderr) == (1, True, "")


def test_what_cannot_be_disclosed_is_said(house: House) -> None:
    with pytest.raises(NoReceipt, match="no version 9"):
        disclose(*house[:2], "case/1", {(9, "words")})
    with pytest.raises(NoReceipt, match="no field nonsense"):
        disclose(*house[:2], "case/1", {(1, "nonsense")})
    house[0].keys.destroy("person/1", "2032-01-12T00:00:00.000Z")
    assert b"key destroyed" in b"".join(disclose(*house[:2], "case/1", set()))
    with pytest.raises(NoReceipt, match="key destroyed"):
        disclose(*house[:2], "case/1", {(1, "words")})


# --- whatever is read ends in a verdict ------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["c2sp.org/tlog-proof@v1\n", "asylia-promise@v1\n", "extra ", "e30=", "index 0", "index 01", "\n", "\n\n",
     "A" * 43 + "=\n", "\u2014 a AAAAAAAA\n", "asylia.promise/1\n", "o\n", "1\n", "{",
     "\ud800", "\0", "demonstration/1+00000000+AQ=="]
)  # fmt: skip
KEY = Signer("o", LOG, bytes(32))


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=12).map("".join)))
def test_receipts_keys_and_checkpoints_are_refused_plainly(text: str) -> None:
    trusted = verifier.read_keys(str(KEY.verifier))
    for read in (verifier.read_keys, verifier.read_receipts):
        with suppress(verifier.Bad):
            read(text)
    for judge in (verifier.read_receipt, verifier.read_checkpoint):
        with pytest.raises(verifier.Bad):
            judge(text, trusted)


LINES = st.sampled_from(
    ['{"format":"asylia-ledger-export/1"}', '{"end":{"entries":0,"streams":0}}', "[]", "", '{"stream":"case/a"}',
     '{"stream":"case/a","version":1,"entry":"e30"}', '{"stream":[],"version":{}}', "[" * 2000, '{"entry":1}',
     '{"end":NaN}']
)  # fmt: skip


@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=6))
def test_exports_are_refused_plainly(lines: list[str]) -> None:
    report = verifier.verify(iter(lines))
    assert report.entries == 0


def test_the_verifiers_roots_and_proofs_are_the_trees(house: House) -> None:
    """Two programs that share no line: the verifier and asylia/ledger/merkle.py."""
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(40)]
    tree = merkle.of_leaves(leaves)
    found = [verifier.root(b"".join(leaves), 0, size) for size in range(41)]
    assert found == [merkle.root(tree, size) for size in range(41)]
    for size in range(1, 41):
        head = verifier.Head(size, found[size], "")
        for leaf in range(size):
            path = merkle.inclusion(tree, leaf, size)
            verifier.check_inclusion(leaves[leaf], leaf, path, head)
            for wrong in ((leaf + 1, path), (leaf, path[:-1] if path else [leaves[0]]), (leaf, [*path, leaves[0]])):
                with pytest.raises(verifier.Bad):
                    verifier.check_inclusion(leaves[leaf], *wrong, head)
