"""What cannot be recorded is refused before anything is written, naming the field and never its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
import pytest

from asylia.ledger import Ledger, NewEvent, SlipOfForm
from asylia.ledger.canonical import DEEPEST
from tests.ledger.conftest import RECORDED, event


class Word(StrEnum):
    SPOKEN = "spoken"


def nested(depth: int) -> Any:
    """A list in a list, `depth` deep."""
    value: Any = None
    for _ in range(depth):
        value = [value]
    return value


VALUES: list[tuple[Any, str]] = [
    ("secret\0words", "words: holds the character NUL"),
    ("secret\ud800words", "words: holds half of a character"),
    (["a", {"b": "secret\0"}], "words[1].b: holds the character NUL"),
    (["a", {"b": "\udfff"}], "words[1].b: holds half of a character"),
    (0.5, "words: a fraction is kept as text"),
    (1.0, "words: a fraction is kept as text"),
    (float("nan"), "words: a fraction is kept as text"),
    (2**53, "words: whole numbers stay under 2^53"),
    (-(2**53), "words: whole numbers stay under 2^53"),
    ({"\u00e9": 1}, "words: has a key that is not plain ASCII text"),
    ({"": 1}, "words: has a key that is not plain ASCII text"),
    ({"a\n": 1}, "words: has a key that is not plain ASCII text"),
    ({1: 1}, "words: has a key that is not plain ASCII text"),
    (b"bytes", "words: is a bytes, not plain text"),
    ({1, 2}, "words: is a set, not plain text"),
    (Word.SPOKEN, "words: is a Word, not plain text"),
    (nested(DEEPEST + 1), "is nested more than 32 deep"),
]


@pytest.mark.parametrize(("value", "says"), VALUES)
def test_values_that_cannot_be_kept(sqlite_ledger: Ledger, value: Any, says: str) -> None:
    assert_slip(sqlite_ledger, event(words=value), says)


@pytest.mark.parametrize("value", [nested(DEEPEST), 2**53 - 1, "", (1, 2), {"a": []}, "\u202ertl", "e\u0301", "\x01"])
def test_values_that_can(sqlite_ledger: Ledger, value: Any) -> None:
    connection = sqlite_ledger.connect()
    with sqlite_ledger.transaction(connection):
        sqlite_ledger.append(connection, "case/1", 0, [event(words=value)], RECORDED)
    (found,) = sqlite_ledger.read(connection, "case/1")
    assert found.fields is not None
    assert found.fields["words"] == (list(value) if isinstance(value, tuple) else value)
    connection.close()


def changed(**parts: Any) -> NewEvent:
    """The usual event with some parts changed."""
    return msgspec.structs.replace(event(), **parts)


EVENTS: list[tuple[NewEvent, str]] = [
    (changed(name="FearClaimed"), "name: is not an event name"),
    (changed(name="fear.claimed"), "name: is not an event name"),
    (changed(name="fear.claimed/0"), "name: is not an event name"),
    (changed(name="fear.claimed/1\n"), "name: is not an event name"),
    (changed(name="a." + "b" * 100 + "/1"), "name: is not an event name"),
    (changed(at="2022-01-12T15:40:00Z"), "at: is not a moment"),
    (changed(at="2022-01-12T15:40:00.000+00:00"), "at: is not a moment"),
    (changed(at="2022-02-30T15:40:00.000Z"), "at: is not a moment"),
    (changed(at="2022-01-12T24:40:00.000Z"), "at: is not a moment"),
    (changed(at=None), "at: is not a moment"),
    (changed(role=""), "role: is not plain ASCII text"),
    (changed(regime=None), "regime_digest: a regime and its digest are given together"),
    (changed(regime_digest=None), "regime_digest: a regime and its digest are given together"),
    (changed(regime_digest="abc"), "regime_digest: is not a SHA-256 digest"),
    (changed(regime="us_mpp/\u00e9"), "regime: is not plain ASCII text"),
    (changed(fields={"by": None}), "signed: is missing"),
    (changed(fields={"signed": None}), "by: is missing"),
    (changed(fields={"by": None, "signed": None, "\u00e9": 1}), "fields: has a key that is not plain ASCII"),
]


@pytest.mark.parametrize(("given", "says"), EVENTS)
def test_events_that_cannot_be_kept(sqlite_ledger: Ledger, given: NewEvent, says: str) -> None:
    assert_slip(sqlite_ledger, given, says)


@pytest.mark.parametrize(
    "stream", ["", "case", "case/", "Case/1", "case/\u00e9", "case/1 2", "case/" + "x" * 200, "case//1"]
)
def test_streams_that_cannot_be(sqlite_ledger: Ledger, stream: str) -> None:
    connection = sqlite_ledger.connect()
    with pytest.raises(SlipOfForm, match="stream: is not a stream name"), sqlite_ledger.transaction(connection):
        sqlite_ledger.append(connection, stream, 0, [event()], RECORDED)
    connection.close()


def test_a_clock_that_is_no_clock(sqlite_ledger: Ledger) -> None:
    connection = sqlite_ledger.connect()
    with pytest.raises(SlipOfForm, match="recorded: is not a moment"), sqlite_ledger.transaction(connection):
        sqlite_ledger.append(connection, "case/1", 0, [event()], "yesterday")
    connection.close()


def assert_slip(ledger: Ledger, given: NewEvent, says: str) -> None:
    """Refused, whole batch and all, without repeating what was typed."""
    connection = ledger.connect()
    with pytest.raises(SlipOfForm) as caught, ledger.transaction(connection):
        ledger.append(connection, "case/1", 0, [event(), given], RECORDED)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)
    assert ledger.read(connection, "case/1") == []
    connection.close()
