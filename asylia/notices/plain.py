"""Writes a sheet as plain text: to be read aloud, sent as a message, or turned into braille. No markup, no square code.

A value whose letters could turn a line around stands between isolates (Unicode UAX 9), as a page sets it apart.
"""

from collections.abc import Iterable, Iterator

from asylia.notices import blocks
from asylia.notices.blocks import Block, Foot, Row, Text, Words
from asylia.notices.sheet import Sheet

_APART = "\u2068{}\u2069"


def plain(sheet: Sheet) -> str:
    """All that the sheet says, a paragraph a line, blank lines between its parts."""
    said = sheet.said
    above = (*(band.words for band in said.bands), said.office, said.title, said.second)
    opening = [_line(words) for words in above if words]
    parts = [opening, _rows(said.who), *map(_text, said.texts), *([_foot(said.foot)] if said.foot else [])]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _text(text: Text) -> list[str]:
    title = [_line(text.title)] if text.title else []
    return title + [line for said in text.said for block in said.blocks for line in _block(block)]


def _block(block: Block) -> Iterator[str]:
    match block:
        case blocks.Items(items):
            yield from (f"- {_line(item)}" for item in items)
        case blocks.Lines(items):
            yield from (f"{number}. {_line(item)}" for number, item in enumerate(items, 1))
        case blocks.Points(pairs):
            for asked, found in pairs:
                yield _line(asked)
                yield _line(found)
        case blocks.Mark(words):
            yield f"________ {_line(words)}"
        case _:
            yield _line(block.words)


def _foot(foot: Foot) -> list[str]:
    return [*([_line(foot.decides)] if foot.decides else []), *_rows(foot.rows)]


def _rows(rows: Iterable[Row]) -> list[str]:
    return [f"{_line(row.label)}: {_line(row.value)}" for row in rows]


def _line(words: Words) -> str:
    return "".join(_APART.format(run.text) if run.apart else run.text for run in blocks.runs(words))
