"""Sets plain text again in the one template.

No property, no day, no name; the same bytes for everyone, on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import msgspec
import typst

from asylia.notices.paper import compiler
from asylia.release.sandbox import NotOpened

NUMBERED = re.compile(r"^(\d{1,3}|[a-z])\. ")
WITHOUT_LETTER = re.compile('the text `"(.)')


def parts(text: str) -> Iterator[dict[str, object]]:
    """The parts of plain text: headings (`# `), paragraphs, and lists (`- `, `1. `)."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line for line in block.split("\n") if line.strip()]
        items = [line for line in lines if line.startswith("- ") or NUMBERED.match(line)]
        if lines and len(items) == len(lines):
            for line in lines:
                number = NUMBERED.match(line)
                mark = f"{number[1]}." if number else "-"
                yield {"kind": "item", "mark": mark, "text": line[len(mark) + 1 :]}
        elif lines and lines[0].startswith("# "):
            yield {"kind": "heading", "text": lines[0][2:]}
            if lines[1:]:
                yield {"kind": "paragraph", "text": " ".join(lines[1:])}
        elif lines:
            yield {"kind": "paragraph", "text": " ".join(lines)}


def typeset(text: str, foot: Sequence[str] = ()) -> bytes:
    """The text as a PDF (PDF/UA-1).

    `foot` are lines beneath every page. Raises NotOpened, naming a letter no font has.
    """
    told = {"parts": list(parts(text)), "foot": list(foot)}
    if not told["parts"]:
        raise NotOpened("There is no text to set.")
    template = files("asylia.release").joinpath("retyped.typ").read_bytes()
    try:
        given: Any = {"main.typ": template, "told.json": msgspec.json.encode(told)}  # its stub knows paths only
        made = compiler().compile(given, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as refused:
        found = WITHOUT_LETTER.search(refused.message)
        if found is None:
            raise
        raise NotOpened(f"No typeface here has the character U+{ord(found[1]):04X}: write it otherwise.") from None
    return made if isinstance(made, bytes) else b"".join(made or ())
