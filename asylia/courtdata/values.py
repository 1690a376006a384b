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
PLAIN = {Type.INTEGER: rf"^({INTEGER.pattern})$", Type.MOMENT: rf"^({MOMENT.pattern})$"}  # RE2 reads these alike
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
    if raw.null_count == len(raw):
        return Settled(pa.nulls(len(raw), ARROW[kind]), None, 0)
    if not pa.types.is_dictionary(raw.type):
        return _settle_plain(raw, kind, ascii_only=ascii_only)
    texts = _texts(raw.dictionary, ascii_only=ascii_only)
    said: list[str] = texts.to_pylist()  # few: asking each in Python costs less than Arrow's calls
    padded = 0
    if any(text.endswith(" ") for text in said):
        said = [text.rstrip(" ") for text in said]
        full, texts = texts, pa.array(said, pa.string())
        padded = pc.sum(pc.not_equal(full, texts).take(raw.indices)).as_py()
    if kind in PARSE:
        typed, wrong = _parsed(texts, kind)
        values = typed.take(raw.indices)
    else:
        wrong = np.array([odd(text, kind) for text in said], bool)
        values = _recoded(raw, texts) if padded else pa.DictionaryArray.from_arrays(raw.indices, texts, safe=False)
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
    """Bytes as text; one by one only those that are not ASCII."""
    texts = raw.view(pa.string())
    if ascii_only:
        return texts
    foreign = pc.invert(pc.string_is_ascii(texts))
    told = [None if value is None else decoded(value) for value in raw.filter(foreign).to_pylist()]
    return pc.replace_with_mask(texts, foreign, pa.array(told, pa.string())) if told else texts


def _parsed(texts: pa.Array, kind: Type) -> tuple[pa.Array, np.ndarray]:
    """The distinct texts typed, and which of them do not fit: one by one those that are not plainly of that type."""
    values, left = _plain(texts, kind)
    told = [PARSE[kind](text) for text in texts.filter(left).to_pylist()]
    wrong = np.array(left)
    wrong[wrong] = [value is None for value in told]
    return pc.replace_with_mask(values, left, pa.array(told, ARROW[kind])), wrong


def _plain(texts: pa.Array, kind: Type) -> tuple[pa.Array, pa.Array]:
    """What Arrow types at once, and which texts are left."""
    said = pc.fill_null(pc.not_equal(texts, ""), fill_value=False)
    if kind in PLAIN:
        plain = pc.and_(said, pc.fill_null(pc.match_substring_regex(texts, PLAIN[kind]), fill_value=False))
        try:
            return pc.if_else(plain, texts, None).cast(ARROW[kind]), pc.and_not(said, plain)
        except pa.ArrowInvalid:
            pass  # 30 February: each is read by itself
    return pa.nulls(len(texts), ARROW[kind]), said


def _recoded(raw: pa.DictionaryArray, trimmed: pa.Array) -> pa.DictionaryArray:
    """The same column over its trimmed texts, each once; empty ones become null."""
    again = pc.if_else(pc.equal(trimmed, ""), None, trimmed).dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(raw.indices), again.dictionary, safe=False)


def _rows(wrong: np.ndarray, indices: pa.Array) -> np.ndarray:
    """Which rows hold one of the texts that are wrong."""
    at = indices.fill_null(len(wrong)).to_numpy(zero_copy_only=False)
    return np.asarray(np.r_[wrong, False][at])
