"""A record altered by someone with every right on its database: the verifier names the first bad entry."""

# ruff: noqa: S608, S311  (constant SQL, seeded damage)

from __future__ import annotations

import ast
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asylia.ledger import Ledger, canonical, to_text, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.entry import entry_digest
from tests.ledger.conftest import append, event

ROW = "stream = 'case/b' AND version = 2"
OTHER = "FROM ledger_events WHERE stream = 'case/a' AND version = 2"
NEXT = "FROM ledger_events WHERE stream = 'case/b' AND version = 3"
Change = Callable[[Connection], None]


on_sqlite = pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)  # what no engine has a part in


@pytest.fixture
def kept(ledger: Ledger, connection: Connection) -> Ledger:
    """Three streams of four entries, with the triggers taken away."""
    for stream in ("case/a", "case/b", "staff/c"):
        append(ledger, connection, stream, *[event(number=number) for number in range(4)])
    if ledger.engine.kind == "sqlite":
        for kind in ("insert", "update", "delete"):
            connection.execute(f"DROP TRIGGER ledger_events_{kind}")
    else:
        connection.execute("DROP TRIGGER ledger_events_append_only ON ledger_events")
        connection.execute("GRANT ALL ON ledger_events TO CURRENT_USER")
    assert ledger.verify(connection).good
    return ledger


def forge(ledger: Ledger, connection: Connection, rehash: bool, **members: Any) -> None:
    """Rewrites members of case/b version 2, with a matching digest when asked."""
    ((entry, digest),) = ledger.engine.run(connection, f"SELECT entry, digest FROM ledger_events WHERE {ROW}")
    forged = canonical({**json.loads(entry), **members})
    digest = entry_digest(forged) if rehash else digest
    ledger.engine.execute(connection, f"UPDATE ledger_events SET entry = ?, digest = ? WHERE {ROW}", (forged, digest))


ALTERED = {
    "a row removed": (f"DELETE FROM ledger_events WHERE {ROW}", "case/b version 3: stands where version 2 should"),
    "the first row removed": (
        "DELETE FROM ledger_events WHERE stream = 'case/b' AND version = 1",
        "case/b version 2: stands where version 1 should",
    ),
    "a row given another version": (
        f"UPDATE ledger_events SET version = 9 WHERE {ROW}",
        "case/b version 3: stands where version 2 should",
    ),
    "a row given another stream": (
        f"UPDATE ledger_events SET stream = 'case/z' WHERE {ROW}",
        "case/b version 3: stands where version 2 should",
    ),
    "a tail moved to another stream": (
        "UPDATE ledger_events SET stream = 'case/a', version = 5 WHERE stream = 'case/b' AND version = 4",
        "case/a version 5: holds the entry of case/b version 4",
    ),
    "a digest changed": (
        f"UPDATE ledger_events SET digest = (SELECT digest {OTHER}) WHERE {ROW}",
        "case/b version 2: does not have the digest stored beside it",
    ),
    "the entry of another row": (
        f"UPDATE ledger_events SET entry = (SELECT entry {OTHER}) WHERE {ROW}",
        "case/b version 2: holds the entry of case/a version 2",
    ),
    "the content of another row": (
        f"UPDATE ledger_events SET sealed = (SELECT sealed {NEXT}) WHERE {ROW}",
        "case/b version 2: the sealed content does not open under its key",
    ),
    "another key's name": (
        f"UPDATE ledger_events SET under = 'person/2' WHERE {ROW}",
        "case/b version 2: the sealed content does not open under its key",
    ),
}


@pytest.mark.parametrize("how", ALTERED)
def test_altered_rows_are_named(kept: Ledger, connection: Connection, how: str) -> None:
    sql, named = ALTERED[how]
    kept.engine.execute(connection, sql)
    report = kept.verify(connection)
    assert not report.good
    assert named in str(report)


FORGED = {
    "the time of the event": {"at": "2022-01-13T15:40:00.000Z"},
    "the role": {"role": "supervisor"},
    "the rules": {"regime": "us_mpp/2019"},
    "the content": {"content": "A" * 43},
    "the link": {"prev": "A" * 43},
}


@pytest.mark.parametrize("rehash", [False, True], ids=["digest left", "digest made anew"])
@pytest.mark.parametrize("what", FORGED)
@on_sqlite
def test_forged_entries_are_named(kept: Ledger, connection: Connection, what: str, rehash: bool) -> None:
    forge(kept, connection, rehash, **FORGED[what])
    report = kept.verify(connection)
    assert not report.good
    assert ("case/b version 2" in str(report)) or ("case/b version 3: does not follow" in str(report))


@pytest.mark.parametrize(
    "members",
    [
        {"at": "2022-02-30T15:40:00.000Z"},
        {"at": "2022-01-12 15:40:00"},
        {"version": True},
        {"version": 2.0},
        {"regime_digest": None},
        {"stream": "Case b"},
        {"name": "asylia.core.events.FearClaimed"},
        {"role": None},
        {"extra": 2**53},
        {"extra": {"\u00e9": 1}},
        {"extra": "\0"},
    ],
)
@on_sqlite
def test_entries_outside_the_format_are_named(kept: Ledger, connection: Connection, members: dict[str, Any]) -> None:
    forge(kept, connection, True, **members)
    assert "case/b version 2: " in str(kept.verify(connection))


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b"\xff\xfe", b"nonsense", b'{"at":1,"at":2}', b"[" * 100_000, b'{"stream": "case/b"}', b"NaN"],
)
@on_sqlite
def test_bytes_that_are_no_entry_are_named(kept: Ledger, connection: Connection, raw: bytes) -> None:
    kept.engine.execute(connection, f"UPDATE ledger_events SET entry = ? WHERE {ROW}", (raw,))
    assert "case/b version 2: the entry" in str(kept.verify(connection))


def test_a_bit_flipped_anywhere_is_found(kept: Ledger, connection: Connection) -> None:
    """A single flipped bit ended a public certificate log in 2022; each of 300 is named here."""
    chance = random.Random(20220112)
    for _ in range(100):
        for column in ("entry", "digest", "sealed"):
            ((whole,),) = kept.engine.run(connection, f"SELECT {column} FROM ledger_events WHERE {ROW}")
            place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
            flipped = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
            change = f"UPDATE ledger_events SET {column} = ? WHERE {ROW}"
            kept.engine.execute(connection, change, (flipped,))
            assert "case/b version 2: " in str(kept.verify(connection))
            kept.engine.execute(connection, change, (whole,))
    assert kept.verify(connection).good


def test_what_agrees_with_itself_is_shown_by_receipts_only(kept: Ledger, connection: Connection) -> None:
    """A tail cut off, and a stream rewritten with every digest made anew."""
    receipts = {
        (stream, found.version): to_text(found.digest)
        for stream in kept.streams(connection, "")
        for found in kept.read(connection, stream)
    }
    assert kept.verify(connection, receipts=receipts).receipts == 12
    kept.engine.execute(connection, "DELETE FROM ledger_events WHERE stream = 'case/b' AND version = 4")
    assert kept.verify(connection).good
    assert "case/b version 4: a receipt for it was given" in str(kept.verify(connection, receipts=receipts))
    kept.engine.execute(connection, "DELETE FROM ledger_events WHERE stream = 'case/b'")
    append(kept, connection, "case/b", *[event(number=number, words="No fear.") for number in range(4)])
    assert kept.verify(connection).good
    named = "case/b version 1: is not the entry that a receipt was given for"
    assert named in str(kept.verify(connection, receipts=receipts))


def test_destroyed_content_still_verifies(ledger: Ledger, connection: Connection) -> None:
    append(ledger, connection, "case/1", event("person/1"), event("overseer/1"))
    ledger.keys.destroy("person/1", "2023-01-01T00:00:00.000Z")
    report = ledger.verify(connection)
    assert (report.good, report.opened, report.destroyed) == (True, 1, 1)
    assert ledger.read(connection, "case/1")[0].fields is None
    assert ledger.read(connection, "case/1")[1].fields is not None


# --- the command: one file, run by a stranger ------------------------------------------------------------------


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier's file alone, in an isolated Python, where nothing of the project can be found."""
    alone = shutil.copy(verifier.__file__, folder / "verifier.py")
    command = [sys.executable, "-I", "-S", alone, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def exported(ledger: Ledger, connection: Connection, tmp_path: Path) -> Path:
    for stream in ("case/a", "case/b"):
        append(ledger, connection, stream, event(), event())
    ledger.export(connection, tmp_path / "export.jsonl")
    ledger.export(connection, tmp_path / "opened.jsonl", opened=True)
    return tmp_path


def test_the_command_says_good(exported: Path) -> None:
    done = run(exported, "export.jsonl", "--heads", "heads.txt")
    assert done.returncode == 0
    assert done.stdout.startswith("Good: 4 entries in 2 streams")
    assert run(exported, "opened.jsonl", "--receipts", "heads.txt").stdout.endswith("Receipts found unchanged: 2.\n")


def test_a_closed_export_holds_no_word_of_content(exported: Path) -> None:
    assert "kill me" in (exported / "opened.jsonl").read_text()
    assert "kill me" not in (exported / "export.jsonl").read_text()
    assert (exported / "opened.jsonl").stat().st_mode & 0o077 == 0


DAMAGED: dict[str, Callable[[list[str]], list[str]]] = {
    "cut": lambda lines: lines[:-1],
    "cut inside a line": lambda lines: [*lines[:2], lines[2][:40]],
    "a line doubled": lambda lines: [*lines[:2], *lines[1:]],
    "a line removed": lambda lines: [*lines[:2], *lines[3:]],
    "two lines swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "streams swapped": lambda lines: [lines[0], *lines[3:5], *lines[1:3], lines[5]],
    "joined": lambda lines: lines * 2,
    "no header": lambda lines: lines[1:],
    "empty": lambda _: [],
    "another file": lambda _: ["Dear colleague,"],
    "a list": lambda lines: [lines[0], "[]"],
    "a key twice": lambda lines: [lines[0], '{"stream":"case/a",' + lines[1][1:], *lines[2:]],
    "a field altered": lambda lines: [line.replace("kill me", "help me") for line in lines],
    "a salt altered": lambda lines: [lines[0], lines[1].replace('"fields":[["', '"fields":[["A'), *lines[2:]],
    "a field left out": lambda lines: [without(line, "words") for line in lines],
    "said to be of one stream": lambda lines: [lines[0].replace("{", '{"stream":"case/a",'), *lines[1:]],
    "the content of one entry left out": lambda lines: [*lines[:2], hidden(lines[2]), *lines[3:]],
    "a version that is true": lambda lines: [line.replace('"version":1}', '"version":true}') for line in lines],
    "a version with a fraction": lambda lines: [line.replace('"version":1}', '"version":1.0}') for line in lines],
    "counts that are true": lambda lines: [lines[0], *lines[1:2], '{"end":{"entries":true,"streams":true}}'],
    "no UTF-8": lambda lines: [line.replace("kill me", "\udcff") for line in lines],
}


def hidden(line: str) -> str:
    """The line without its opened content."""
    return json.dumps({name: value for name, value in json.loads(line).items() if name != "fields"})


def without(line: str, name: str) -> str:
    """The line without one opened field."""
    read = json.loads(line)
    if "fields" in read:
        read["fields"] = [triple for triple in read["fields"] if triple[1] != name]
    return json.dumps(read)


@pytest.mark.parametrize("how", DAMAGED)
@on_sqlite
def test_the_command_says_what_is_bad(exported: Path, how: str) -> None:
    lines = (exported / "opened.jsonl").read_text().splitlines()
    damaged = "".join(line + "\n" for line in DAMAGED[how](lines))
    assert damaged != (exported / "opened.jsonl").read_text()
    (exported / "bad.jsonl").write_bytes(damaged.encode(errors="surrogateescape"))
    done = run(exported, "bad.jsonl")
    assert done.returncode == 1
    assert done.stdout.startswith("BAD: ")
    assert done.stderr == ""


@on_sqlite
def test_the_command_reads_receipts_strictly(exported: Path) -> None:
    (exported / "receipts.txt").write_text("case/a one digest\n")
    done = run(exported, "export.jsonl", "--receipts", "receipts.txt")
    assert (done.returncode, done.stdout) == (1, "BAD: line 1 of the receipts does not read: stream version digest\n")
    assert run(exported, "nowhere.jsonl").stdout.startswith("BAD: [Errno 2]")
    (exported / "receipts.txt").write_text("".join(f"case/a 1 {letter * 42}A\n" for letter in "AB"))
    said = "BAD: case/a version 1: two receipts for it differ, so one of two histories is false\n"
    assert run(exported, "export.jsonl", "--receipts", "receipts.txt").stdout == said


@on_sqlite
def test_the_report_says_what_nothing_outside_vouches_for(exported: Path) -> None:
    assert "Held against nothing kept outside" in run(exported, "export.jsonl", "--heads", "heads.txt").stdout
    assert "nothing kept outside" not in run(exported, "export.jsonl", "--receipts", "heads.txt").stdout


def test_the_verifier_is_one_short_file_of_the_standard_library() -> None:
    text = Path(verifier.__file__).read_text()
    assert len(text.splitlines()) <= 500
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else
            [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported - set(sys.stdlib_module_names) <= {"cryptography", "__future__"}


def test_the_format_page_shows_the_first_vector() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs/reference/record-format.md").read_text()
    vector = json.loads((root / "tests/ledger/vectors/record.json").read_text())[0]
    for salted, digest in zip(vector["salted"], vector["field_digests"], strict=True):
        assert canonical(salted).decode() in page
        assert digest in page
    for shown in (vector["content"], vector["entry"], vector["digest"]):
        assert shown in page
