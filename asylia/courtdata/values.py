"""How text becomes typed values: each distinct text of a block is judged once, and what does not fit is pointed at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from asylia.courtdata.schema import Type

DISTINCT = pa.dictionary(pa.int32(), pa.binary())  # how the careful reading holds every column
WORDS = pa.dictionary(pa.int32(), pa.string())
ARROW: dict[Type, pa.DataType] = {
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.MOMENT: pa.timestamp("ms"),
    Type.MONTH: pa.date32(),
    Type.CLOCK: WORDS,
    Type.FLAG: pa.bool_(),
    Type.CODE: WORDS,
    Type.TEXT: pa.string(),
}
FAST: dict[Type, pa.DataType] = {Type.INTEGER: pa.int64(), Type.MOMENT: pa.timestamp("ms"), Type.TEXT: pa.binary()}

INTEGER = re.compile(r"-?\d{1,18}")
NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d{1,3})?)?")
MONTH = re.compile(r"(0?[1-9]|1[0-2])/([12]\d{3})")
CLOCK = re.compile(r"([01]\d|2[0-4])[0-5]\d")
DATED = re.compile(r"\d{4}-\d\d-\d\d\b")
FLAGS = {"0": False, "1": True, "false": False, "true": True}

# cp1252 as the web reads it: the five bytes it leaves open stay what Latin-1 makes of them, so that none is lost.
CP1252 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}


def decoded(raw: bytes) -> str:
    """Windows-1252 bytes as text; no byte is refused."""
    return raw.decode("latin-1").translate(CP1252)


def _moment(text: str) -> dt.datetime | None:
    if not MOMENT.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _month(text: str) -> dt.date | None:
    found = MONTH.fullmatch(text)
    return dt.date(int(found[2]), int(found[1]), 1) if found else None


PARSE: dict[Type, Callable[[str], Any]] = {
    Type.INTEGER: lambda text: int(text) if INTEGER.fullmatch(text.strip()) else None,
    Type.NUMBER: lambda text: float(text) if NUMBER.fullmatch(text) else None,
    Type.MOMENT: _moment,
    Type.MONTH: _month,
    Type.FLAG: lambda text: FLAGS.get(text.lower()),
}


def fits(text: str, kind: Type) -> bool:
    """Whether a text can stand in a column of that type."""
    return kind not in PARSE or not text or PARSE[kind](text) is not None


def odd(text: str, kind: Type) -> bool:
    """Whether a text that is kept as text looks as if it belonged to another column: a date among codes, no clock."""
    if kind is Type.CODE:
        return len(text) >= 10 and DATED.match(text) is not None
    return kind is Type.CLOCK and bool(text) and not CLOCK.fullmatch(text)


@dataclass(frozen=True, slots=True)
class Settled:
    """One column, typed: `suspect` marks rows whose text does not fit or looks odd (None: no row), `padded` counts."""

    values: pa.Array
    suspect: np.ndarray | None
    padded: int


def settle(raw: pa.Array, kind: Type, *, ascii_only: bool) -> Settled:
    """Type one column of a block: trailing padding goes, empty becomes null, every other value stays what it was."""
    if not pa.types.is_dictionary(raw.type):
        return _settle_plain(raw, kind, ascii_only=ascii_only)
    texts = _texts(raw.dictionary, ascii_only=ascii_only)
    trimmed = pc.utf8_rtrim(texts, " ")
    padding = pc.not_equal(trimmed, texts)
    padded = _count(padding, raw.indices)
    if kind in PARSE:
        typed, wrong = _parsed(trimmed, kind)
        values = typed.take(raw.indices)
    else:
        wrong = np.array([odd(text, kind) for text in trimmed.to_pylist()], bool)
        values = _recoded(raw, trimmed) if padded else pa.DictionaryArray.from_arrays(raw.indices, trimmed, safe=False)
    return Settled(values, _rows(wrong, raw.indices) if wrong.any() else None, padded)


def _settle_plain(raw: pa.Array, kind: Type, *, ascii_only: bool) -> Settled:
    if kind is not Type.TEXT:
        return Settled(raw, None, 0)
    texts = _texts(raw, ascii_only=ascii_only)
    padding = pc.ends_with(texts, " ")
    padded = pc.sum(padding).as_py() or 0
    if padded:
        texts = pc.utf8_rtrim(texts, " ")
        texts = pc.if_else(pc.equal(texts, ""), None, texts)
    return Settled(texts, None, padded)


def _texts(raw: pa.Array, *, ascii_only: bool) -> pa.Array:
    """Bytes as text; the quick way where the block has ASCII only."""
    if ascii_only:
        return raw.cast(pa.string())
    return pa.array([None if value is None else decoded(value) for value in raw.to_pylist()], pa.string())


def _parsed(texts: pa.Array, kind: Type) -> tuple[pa.Array, np.ndarray]:
    """The distinct texts typed, and which of them do not fit."""
    if kind is Type.MOMENT:
        try:
            return pc.if_else(pc.equal(texts, ""), None, texts).cast(ARROW[kind]), np.zeros(len(texts), bool)
        except pa.ArrowInvalid:
            pass  # at least one does not fit: each is read by itself
    parse = PARSE[kind]
    values = [parse(text) for text in texts.to_pylist()]
    wrong = [value is None and bool(text) for value, text in zip(values, texts.to_pylist(), strict=True)]
    return pa.array(values, ARROW[kind]), np.array(wrong, bool)


def _recoded(raw: pa.DictionaryArray, trimmed: pa.Array) -> pa.DictionaryArray:
    """The same column over its trimmed texts, each once; empty ones become null."""
    again = pc.if_else(pc.equal(trimmed, ""), None, trimmed).dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(raw.indices), again.dictionary, safe=False)


def _count(chosen: pa.Array, indices: pa.Array) -> int:
    """How many rows hold one of the chosen texts."""
    if not pc.any(chosen).as_py():
        return 0
    found: int = pc.sum(chosen.take(indices)).as_py()
    return found


def _rows(wrong: np.ndarray, indices: pa.Array) -> np.ndarray:
    """Which rows hold one of the texts that are wrong."""
    at = indices.fill_null(len(wrong)).to_numpy(zero_copy_only=False)
    return np.asarray(np.r_[wrong, False][at])
