"""Makes plain text of text: what can be written in two ways is written in one, so that no copy can be told by it.

A leaked document can carry the name of who leaked it in things nobody sees: a letter of another alphabet, a space
without width, a straight quote among curly ones. Each kind that was found is told to the person who compares, with
its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

# Letters of other alphabets that look as Latin ones do (Unicode Technical Standard 39, confusables; those of words).
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеорсухіјѕһԁԛԝɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανϲⅼ",
    "ABESIJKMHOPCTXYaeopcyxijshdqwgABEZHIKMNOPTYXoavcl",
)
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\U0001d173-\U0001d17a]"
)
MARKS = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'")
DASHES = dict.fromkeys("‐‑‒–—―−⁃", "-")
BULLET = re.compile(r"^\s*[•◦▪●○■□‣∙·*–—-]\s+")
NUMBER = re.compile(r"^\s*\(?(\d{1,3}|[a-z])[.)]\s+")
WORD = re.compile(r"[^\W\d_]+")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing that was made plain: what, how often, and the first line where it stood."""

    what: str
    count: int
    line: int


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """Plain paragraphs, and what was changed to make them so."""

    paragraphs: tuple[str, ...]
    changes: tuple[Change, ...]


def plain(paragraphs: Sequence[str]) -> Plain:
    """The same paragraphs as plain text; lists are made anew with `- ` and `1. `."""
    found: Counter[str] = Counter()
    first: dict[str, int] = {}
    told, line = [], 0
    for paragraph in paragraphs:
        parts: list[str] = []
        for each in paragraph.split("\n"):
            line += 1
            text, changes = plain_line(each)
            for what, count in changes:
                found[what] += count
                first.setdefault(what, line)
            if BULLET.match(each) or NUMBER.match(each) or not parts:
                parts.append(text)
            elif text:  # a line that runs on is no sign of its own: where it broke can differ from copy to copy
                parts[-1] = run_on(parts[-1], text)
        whole = "\n".join(part for part in parts if part)
        if whole:
            told.append(whole)
    kinds = (Change(what=what, count=found[what], line=first[what]) for what in sorted(found))
    return Plain(paragraphs=tuple(told), changes=tuple(kinds))


def run_on(line: str, text: str) -> str:
    """A line and the one that goes on from it; a word that was divided at its end is whole again."""
    divided = re.search(r"[a-z]-$", line) is not None and text[0].islower()
    return f"{line[:-1]}{text}" if divided else f"{line} {text}".strip()


def plain_line(text: str) -> tuple[str, list[tuple[str, int]]]:
    """One line made plain, and how often what was changed."""
    changes: list[tuple[str, int]] = []

    def count(what: str, number: int) -> None:
        if number:
            changes.append((what, number))

    count("characters that nobody sees", len(UNSEEN.findall(text)))
    text = UNSEEN.sub("", text)
    folded = "".join(_folded(text))
    count(
        "letters of another alphabet that look like Latin ones", sum(a != b for a, b in zip(text, folded, strict=True))
    )
    text = folded
    marked = "".join(MARKS.get(each, DASHES.get(each, each)) for each in text)
    count("quotes and dashes of other shapes", sum(a != b for a, b in zip(text, marked, strict=True)))
    composed = unicodedata.normalize("NFKC", marked)
    count(
        "letters written in another way",
        int(composed != marked and composed.replace(" ", "") != marked.replace("\u00a0", "")),
    )
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", composed)
    spaced = " ".join(text.split())
    count("spaces of other widths, or more than one", int(spaced != text.strip()))
    if BULLET.match(spaced + " "):
        count("list marks made anew", 1)
        spaced = BULLET.sub("- ", spaced + " ").strip() if BULLET.match(spaced) else spaced
    elif (numbered := NUMBER.match(spaced)) is not None:
        again = NUMBER.sub(f"{numbered[1]}. ", spaced)
        count("list numbers made anew", int(again != spaced))
        spaced = again
    return spaced, changes


def _folded(text: str) -> Iterator[str]:
    """The text with look-alikes made Latin in every word that has a Latin letter.

    And in all of a line that has mostly those.
    """
    latin = sum(_is_latin(each) for each in text)
    other = sum(each.isalpha() and not _is_latin(each) for each in text)
    at = 0
    for word in WORD.finditer(text):
        yield text[at : word.start()]
        mixed = any(map(_is_latin, word[0])) or latin > 3 * other
        yield word[0].translate(LOOK_ALIKE) if mixed else word[0]
        at = word.end()
    yield text[at:]


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")
