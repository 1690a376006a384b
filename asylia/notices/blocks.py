"""What a sheet says before it is drawn: runs of words, blocks of them, the parts of a sheet.

A notice and the facts of a case become one `Document` (composing.py); page, paper and plain text are drawn from it and
decide nothing about what is said. Every text is plain characters: whoever draws it escapes it in their own way.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from asylia.notices.source import Form

Direction = Literal["ltr", "rtl"]
Manner = Literal["own", "fact", "value", "code", "phone", "day", "time"]
"""What a run is: words of the notice; the place of a fact; a value as typed, or of a kind that is set its own way."""


RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters that turn a line around (Unicode bidirectional classes R and AL), and the marks that do."""


class _Part(msgspec.Struct, frozen=True, tag_field="part", tag=str.lower):
    """A part of a sheet; its name in lower case tells it from others where it is handed on as JSON."""


class Run(_Part, frozen=True):
    """Words in one manner.

    `language` where it is not the one around; `exact` is a day or an hour as ISO 8601; `apart`: the letters could turn
    the line around, and are kept apart from it (Unicode UAX 9).
    """

    text: str
    manner: Manner = "own"
    bold: bool = False
    struck: bool = False
    language: str | None = None
    exact: str = ""
    apart: bool = False


class Passage(_Part, frozen=True):
    """Runs in a language that may not be the one around; `unchecked` marks what is said of an unverified citation."""

    runs: tuple["Run | Passage", ...]
    language: str | None = None
    direction: Direction | None = None
    unchecked: bool = False


Words = tuple[Run | Passage, ...]


class Paragraph(_Part, frozen=True):
    words: Words


class Heading(_Part, frozen=True):
    words: Words


class Items(_Part, frozen=True):
    """A list of the notice's own: facts at a glance, boxes to mark, points."""

    items: tuple[Words, ...]


class Lines(_Part, frozen=True):
    """A fact that is a numbered list."""

    items: tuple[Words, ...]


class Points(_Part, frozen=True):
    """A fact that is a list of pairs: what is asked, what was found."""

    pairs: tuple[tuple[Words, Words], ...]


class Mark(_Part, frozen=True):
    """A line to sign on or to put a finger to, and what it is."""

    words: Words


Block = Paragraph | Heading | Items | Lines | Points | Mark


class Said(_Part, frozen=True):
    """One statement, in the form in which it is read here."""

    form: Form
    blocks: tuple[Block, ...]


class Text(_Part, frozen=True):
    """All that a notice says in one language; `title` is repeated where the text begins a sheet of its own."""

    language: str
    direction: Direction
    title: Words | None
    said: tuple[Said, ...]


class Row(_Part, frozen=True):
    label: Words
    value: Words


class Band(_Part, frozen=True):
    """What must be known of a sheet before anything it says."""

    demonstration: bool
    words: Words


class Proof(_Part, frozen=True):
    """What the square code holds, what it is for who does not see it, and what stands under it."""

    holds: str
    named: str
    caption: Words


class Foot(_Part, frozen=True):
    """Does the sheet decide; who signs, when, under which rules and provisions, which text this is."""

    decides: Words | None
    rows: tuple[Row, ...]


class Document(_Part, frozen=True):
    """A whole sheet. `case` stands on each of its pages; `second` is the title in the other language."""

    language: str
    direction: Direction
    english: Literal["beside", "after"]
    bands: tuple[Band, ...]
    office: Words | None
    title: Words
    second: Words | None
    who: tuple[Row, ...]
    proof: Proof | None
    texts: tuple[Text, ...]
    foot: Foot | None
    case: Words


def lines(sheet: Document) -> Iterator[Words]:
    """Every line of a sheet in the order in which it is read, each paragraph, title or item of a list one."""
    yield from (band.words for band in sheet.bands)
    yield from (words for words in (sheet.office, sheet.title, sheet.second) if words)
    for row in sheet.who:
        yield row.label
        yield row.value
    if sheet.proof:
        yield sheet.proof.caption
    for text in sheet.texts:
        if text.title:
            yield text.title
        for said in text.said:
            for block in said.blocks:
                yield from _lines(block)
    if sheet.foot:
        if sheet.foot.decides:
            yield sheet.foot.decides
        rows = ((Run(" · "), *row.label, Run(" "), *row.value) for row in sheet.foot.rows)
        yield tuple(each for row in rows for each in row)[1:]


def _lines(block: Block) -> Iterator[Words]:
    match block:
        case Items(items) | Lines(items):
            yield from items
        case Points(pairs):
            yield from (words for pair in pairs for words in pair)
        case Paragraph(words) | Heading(words) | Mark(words):
            yield words


def spelled(words: Words) -> str:
    """The words as characters alone."""
    return "".join(run.text for run in runs(words))


def runs(words: Words) -> Iterator[Run]:
    """Every run of words, those of passages in their place."""
    for each in words:
        if isinstance(each, Run):
            yield each
        else:
            yield from runs(each.runs)
