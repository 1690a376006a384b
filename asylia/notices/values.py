"""Turns a fact into what a sheet shows: checked against its kind, in the words of a language."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asylia.notices.blocks import RIGHT_TO_LEFT, Block, Lines, Manner, Points, Run
from asylia.notices.languages import Language, tongue
from asylia.notices.source import Field
from asylia.notices.square import LONGEST

Typed = str | Mapping[str, str]
"""Text, the same for every language or one for each: {"en": "about 3 hours", "es": "unas 3 horas"}."""

# Cc but tab and line end, lone surrogates and noncharacters: no paper can show them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Anything but blanks and what Unicode has as Default_Ignorable_Code_Point.
_SEEN = re.compile(
    "[^\\s\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Embeddings, overrides and isolates: a value could turn the line it stands in around with one of them.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def absent(value: object) -> bool:
    """Is nothing said: no value, an empty list, only blanks and what nobody sees."""
    if isinstance(value, str):
        return _SEEN.search(value) is None
    return value is None or (isinstance(value, Mapping | Sequence) and not value)


def fault(value: Any, field: Field) -> str | None:
    """Why a value cannot stand for a field, in words that do not repeat it, or None."""
    kind = field.type
    if kind == "day":
        return None if type(value) is dt.date else "a day is wanted, as datetime.date"
    if kind == "time":
        return None if type(value) is dt.time else "an hour is wanted, as datetime.time"
    if kind in {"text", "place"}:
        return _fault_in_words(value)
    if kind == "lines":
        return _fault_in_list(value, _fault_in_words, "a list of texts is wanted")
    if kind == "points":
        return _fault_in_list(value, _fault_in_point, "a list of pairs (what is asked, what was found) is wanted")
    if kind == "citations":
        return _fault_in_list(value, _fault_in_citation, "a list of pairs (citation, verified) is wanted")
    if not isinstance(value, str):
        return "text is wanted"
    if kind == "choice" and value not in field.choices:
        return f"one of these is wanted: {', '.join(field.choices)}"
    if kind == "country" and tongue("en").country(value) is None:
        return "the code of a country is wanted, as MX (ISO 3166, two capitals)"
    if kind == "proof" and len(value) > LONGEST:
        return f"a square code holds at most {LONGEST} characters"
    return _fault_in_characters(value)


def words(value: Any, field: Field, told_in: Language) -> tuple[Run, ...]:
    """The words of a fact that has no fault. A name a language lacks is told in English and marked so."""
    match field.type:
        case "day":
            return (Run(told_in.in_words(value), "day", exact=value.isoformat()),)
        case "time":
            return (Run(told_in.on_the_clock(value), "time", exact=f"{value:%H:%M}"),)
        case "code" | "phone" as manner:
            return (_typed(value, told_in, manner),)
        case "country":
            return (_typed(told_in.country(value) or value, told_in),)
        case "language":
            return (_typed(told_in.language(value) or value, told_in),)
        case _:
            return (_typed(value, told_in),)


def block(value: Any, field: Field, told_in: Language) -> Block | None:
    """The block of a fact that fills one of its own; None for any other kind of fact."""
    match field.type:
        case "lines":
            return Lines(tuple((_typed(line, told_in),) for line in value))
        case "points":
            return Points(tuple(((_typed(asked, told_in),), (_typed(found, told_in),)) for asked, found in value))
        case _:
            return None


def _typed(value: Typed, told_in: Language, manner: Manner = "value") -> Run:
    """A value as it was typed, in the language told in or, marked so, in English."""
    language = None
    if not isinstance(value, str):
        language = None if told_in.code in value else "en"
        value = value[language or told_in.code]
    text = _plain(value)
    apart = told_in.direction == "rtl" or RIGHT_TO_LEFT.search(text) is not None
    return Run(text, manner, language=language, apart=apart)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_TURNING).strip()


def _fault_in_characters(value: str) -> str | None:
    found = _UNPRINTABLE.search(value.replace("\r\n", "\n"))
    return found and f"it holds a character that cannot be printed, U+{ord(found.group()):04X}"


def _fault_in_words(value: Any) -> str | None:
    if isinstance(value, str):
        return _fault_in_characters(value)
    if not isinstance(value, Mapping) or "en" not in value:
        return "text is wanted, or one text for each language with English among them"
    texts = value.values()
    if any(not isinstance(text, str) or absent(text) for text in texts):
        return "one of its languages says nothing"
    return next(filter(None, map(_fault_in_characters, texts)), None)


def _fault_in_list(value: Any, one: Callable[[Any], str | None], wanted: str) -> str | None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return wanted
    if any(absent(entry) for entry in value):
        return "one of its entries says nothing"
    return next(filter(None, map(one, value)), None)


def _fault_in_point(point: Any) -> str | None:
    if not isinstance(point, tuple | list) or len(point) != 2 or any(map(absent, point)):
        return "each entry is a pair: what is asked, what was found"
    return _fault_in_words(point[0]) or _fault_in_words(point[1])


def _fault_in_citation(pair: Any) -> str | None:
    if not isinstance(pair, tuple | list) or len(pair) != 2 or type(pair[1]) is not bool:
        return "each entry is a pair: the citation, and whether it is verified"
    return _fault_in_characters(pair[0]) if isinstance(pair[0], str) else "a citation is one text for every language"
