"""Gives a PDF's lines their letters in the order in which they are spoken, where their paint has another.

Typst paints each line from left to right, glyph by glyph, and tags it so: of a line of Arabic, whoever reads the tags
aloud would hear the words from the end, and a letter of Bengali in as many pieces as it is drawn. ActualText (ISO
32000-1, 14.9.4) on a line's tag says what the line says.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

LINES = ("/P", "/H1", "/H2", "/LBody")
WITHIN_A_LINE = ("/Span", "/Strong")


def in_logical_order(pdf: bytes, lines: Iterable[tuple[str, bool]]) -> bytes:
    """The PDF with ActualText on some of its lines. The same PDF gives the same bytes.

    `lines` are all of its lines in reading order: what each says, and whether its tag is to say so.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for tag, (said, wanted) in zip(tagged_lines(file.Root.StructTreeRoot.K), lines, strict=True):
            if wanted:
                tag.ActualText = said
        made = io.BytesIO()
        file.save(made, deterministic_id=True, fix_metadata_version=False)
    return made.getvalue()


def tagged_lines(tags: Any) -> Iterator[Any]:
    """The tags that hold a line's letters themselves, in reading order."""
    for tag in tags if isinstance(tags, pikepdf.Array) else [tags]:
        if not isinstance(tag, pikepdf.Dictionary) or "/S" not in tag or tag.S == "/Lbl":
            continue
        held = tag.get("/K", pikepdf.Array())
        if tag.S in LINES and any(map(_is_of_a_line, held if isinstance(held, pikepdf.Array) else [held])):
            yield tag
        else:
            yield from tagged_lines(held)


def _is_of_a_line(held: Any) -> bool:
    return not isinstance(held, pikepdf.Dictionary) or held.get("/Type") == "/MCR" or held.get("/S") in WITHIN_A_LINE
