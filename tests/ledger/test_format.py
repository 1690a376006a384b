"""The format is what docs/reference/record-format.md says: twenty vectors by a second writer, and two oracles."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asylia.ledger import Ledger, NewEvent, SlipOfForm, canonical, check_plain, entry, from_text, to_text, verifier
from asylia.ledger.engine import Connection
from tests.ledger.conftest import append, event

VECTORS = Path(__file__).with_name("vectors")
WRITTEN, REFUSED = ("arrays", "unicode"), ("french", "structures", "values", "weird")
RECORD: list[dict[str, Any]] = json.loads((VECTORS / "record.json").read_text())

texts = st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]))
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda parts: st.lists(parts) | st.dictionaries(keys, parts),
)


def test_there_are_twenty_vectors_and_their_writer_still_writes_them() -> None:
    spec = importlib.util.spec_from_file_location("make_record", VECTORS / "make_record.py")
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert writer.vectors() == (VECTORS / "record.json").read_text()
    assert len(RECORD) == 20


@pytest.mark.parametrize("vector", RECORD, ids=lambda vector: vector["title"])
def test_the_ledger_writes_the_vector(vector: dict[str, Any]) -> None:
    said = vector["event"]
    salts = b"".join(from_text(salt) for salt, _, _ in vector["salted"])
    event = NewEvent(
        said["name"], said["at"], said["role"], vector["fields"], "k", said["regime"], said["regime_digest"]
    )
    entry.check_stream(said["stream"])
    entry.check_event(event)
    plaintext, content = entry.commit(event.fields, entry.salts(salts))
    made = entry.link(event, said["stream"], said["version"], said["recorded"], from_text(vector["prev"]), content)
    cipher = AESGCM(from_text(vector["key"]))
    sealed = entry.seal(cipher, from_text(vector["nonce"]), plaintext, made)

    assert to_text(content) == vector["content"]
    assert canonical(made) == vector["entry"].encode()
    assert to_text(entry.entry_digest(canonical(made))) == vector["digest"]
    assert to_text(sealed) == vector["sealed"]
    assert entry.fields_of(entry.unseal(cipher, sealed, made)) == vector["fields"]


@pytest.mark.parametrize("vector", RECORD, ids=lambda vector: vector["title"])
def test_the_verifier_agrees_with_the_vector(vector: dict[str, Any]) -> None:
    said = verifier.read_entry(vector["entry"].encode())
    assert {name: said[name] for name in vector["event"]} == vector["event"]
    assert verifier.content_digest(vector["salted"]) == vector["content"]
    verifier.check_opened(vector["salted"], said)
    if said["version"] == 1:
        line = {"stream": said["stream"], "version": 1, "digest": vector["digest"], "fields": vector["salted"]}
        line["entry"] = to_text(vector["entry"].encode())
        lines = [{"format": verifier.FORMAT, "opened": True}, line, {"end": {"entries": 1, "streams": 1}}]
        assert verifier.verify(map(json.dumps, lines)).good


@given(plain)
def test_three_writers_of_canonical_json_agree(value: Any) -> None:
    check_plain(value, "value")
    assert canonical(value) == rfc8785.dumps(value) == verifier.canonical(value)


def test_they_agree_on_every_character() -> None:
    every = "".join(chr(point) for point in range(1, 0x110000) if not 0xD800 <= point <= 0xDFFF)
    assert canonical(every) == rfc8785.dumps(every) == verifier.canonical(every)


def made(content: dict[str, Any]) -> NewEvent:
    """The usual event with other fields."""
    return msgspec.structs.replace(event(), fields={"by": None, "signed": None, **content})


@given(st.lists(st.dictionaries(keys, plain, max_size=4), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_whatever_is_plain_comes_back_as_it_was(
    sqlite_ledger: Ledger, sqlite_connection: Connection, contents: list[dict[str, Any]]
) -> None:
    events = [made(content) for content in contents]
    before = sqlite_ledger.head(sqlite_connection, "case/1")
    append(sqlite_ledger, sqlite_connection, "case/1", *events)
    read = sqlite_ledger.read(sqlite_connection, "case/1", before)
    assert [found.fields for found in read] == [one.fields for one in events]


def _public(name: str) -> tuple[Any, bytes]:
    jcs = VECTORS / "jcs"
    expected = (jcs / "output" / f"{name}.json").read_bytes()
    assert expected == bytes.fromhex((jcs / "outhex" / f"{name}.txt").read_text())
    return json.loads((jcs / "input" / f"{name}.json").read_text()), expected


def test_every_public_vector_of_canonical_json_is_asked() -> None:
    assert {path.stem for path in (VECTORS / "jcs" / "input").iterdir()} == {*WRITTEN, *REFUSED}


@pytest.mark.parametrize("name", WRITTEN)
def test_public_vectors_of_canonical_json(name: str) -> None:
    """RFC 8785's own test data."""
    value, expected = _public(name)
    assert canonical(value) == expected == verifier.canonical(value)


@pytest.mark.parametrize("name", REFUSED)
def test_public_vectors_with_fractions_or_other_keys_are_refused(name: str) -> None:
    """What two languages could read differently is not canonicalised here but refused."""
    value, expected = _public(name)
    assert rfc8785.dumps(value) == expected
    with pytest.raises(SlipOfForm):
        check_plain(value, "value")
    with pytest.raises(verifier.Bad):
        verifier.canonical(value)
