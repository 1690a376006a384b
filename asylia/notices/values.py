"""Turns a fact into what a sheet shows: checked against its kind, escaped, in the words of a language."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from asylia.notices.languages import Language, tongue
from asylia.notices.source import Field
from asylia.notices.square import LONGEST

Words = str | Mapping[str, str]
"""Words, the same for every language or one for each: {"en": "about 3 hours", "es": "unas 3 horas"}."""

# Cc but tab and line end, lone surrogates and noncharacters: no paper can show them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates: a value could turn the line it stands in around with one of them.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def absent(value: object) -> bool:
    """Is nothing said: no value, an empty list, only blanks."""
    if isinstance(value, str):
        return not value.translate(_TURNING).strip()
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


def show(value: Any, field: Field, told_in: Language) -> str:
    """The HTML of a fact that has no fault. A name a language lacks is shown in English and marked so."""
    match field.type:
        case "day":
            return f'<time datetime="{value.isoformat()}">{escape(told_in.in_words(value))}</time>'
        case "time":
            return f'<time class="sheet-time" datetime="{value:%H:%M}">{escape(told_in.on_the_clock(value))}</time>'
        case "code" | "phone":
            return f'<bdi dir="ltr" class="sheet-{field.type}">{escape(_plain(value))}</bdi>'
        case "country":
            return _words(told_in.country(value) or value, told_in)
        case "language":
            return _words(told_in.language(value) or value, told_in)
        case "lines":
            return f"<ol>{''.join(f'<li>{_words(line, told_in)}</li>' for line in value)}</ol>"
        case "points":
            pairs = (f"<dt>{_words(asked, told_in)}</dt><dd>{_words(found, told_in)}</dd>" for asked, found in value)
            return f'<dl class="sheet-points">{"".join(pairs)}</dl>'
        case _:
            return _words(value, told_in)


def _words(value: Words, told_in: Language) -> str:
    if isinstance(value, str):
        return f"<bdi>{escape(_plain(value))}</bdi>"
    if told_in.code in value:
        return f"<bdi>{escape(_plain(value[told_in.code]))}</bdi>"
    return f'<bdi lang="en">{escape(_plain(value["en"]))}</bdi>'


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
