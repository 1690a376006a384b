"""Draws a sheet on paper: PDF/UA-1, tagged, each passage in its language, the same bytes wherever it is made.

Typst sets it, from the fonts in `fonts/` alone. The file bears no day of its own, no name and no mark of who printed it
or where: it holds what the sheet says, the program's name, and nothing else.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from asylia.notices.blocks import RIGHT_TO_LEFT, lines, spelled
from asylia.notices.errors import Unfit
from asylia.notices.logical import in_logical_order
from asylia.notices.sheet import Sheet
from asylia.notices.square import drawn, side

_HERE = Path(str(files("asylia.notices")))
FONTS = _HERE / "fonts"
"""Where scripts/assets.py puts the typefaces."""
_ONE_AT_A_TIME = Lock()
_IN_PIECES = re.compile(f"{RIGHT_TO_LEFT.pattern}|[\u0300-\u036f\u0900-\u0dff]")
"""Letters that a line's paint has in another order, or in more pieces, than they are spoken: Arabic, Indic, marks."""
_REPEATS_HYPHENS = frozenset({"es", "pt"})
_HYPHENATED = re.compile(rf"{_IN_PIECES.pattern}|[^\W\d_]-[^\W\d_]")
"""A hyphen at the end of a line stands once more at the beginning of the next: so Portuguese and Spanish are set."""
_WITHOUT_LETTER = re.compile('the text `"(.)')

Size = Literal["usual", "large"]
"""The size of print: 10.5 points, the English beside in 9; or 18 points throughout, one text after the other."""


def printed(sheet: Sheet, size: Size = "usual") -> bytes:
    """The sheet as a PDF. Raises Unfit, naming a character that no font here has."""
    (pdf,) = _set(sheet, size, format="pdf", pdf_standards=["ua-1"])
    said = [spelled(words) for words in lines(sheet.said)]
    language, direction = sheet.said.language, sheet.said.direction
    otherwise = _HYPHENATED if language in _REPEATS_HYPHENS else _IN_PIECES
    painted = [direction == "rtl" or otherwise.search(line) is not None for line in said]
    return in_logical_order(pdf, zip(said, painted, strict=True)) if any(painted) else pdf


def pictured(sheet: Sheet, size: Size = "usual", points: int = 72) -> tuple[bytes, ...]:
    """The sheet's pages as PNG, with so many points an inch."""
    return _set(sheet, size, format="png", ppi=points)


def _set(sheet: Sheet, size: Size, **asked: Any) -> tuple[bytes, ...]:
    said = sheet.said
    given = {"said": said, "title": spelled(said.title), "side": round(side(said.proof.holds), 1) if said.proof else 0}
    files = {**_code(), "sheet.json": msgspec.json.encode(given)}
    if said.proof:
        files["square.svg"] = drawn(said.proof.holds).encode()
    try:
        with _ONE_AT_A_TIME:
            made = compiler().compile(files, sys_inputs={"size": size}, **asked)
    except typst.TypstError as refused:
        raise _unfit(sheet, refused) from None
    return tuple(made) if isinstance(made, list) else (made or b"",)


def _unfit(sheet: Sheet, refused: typst.TypstError) -> Exception:
    """What is wrong with a sheet that Typst refuses to set; the text around a character is not repeated."""
    found = _WITHOUT_LETTER.search(refused.message)
    if found is None:
        return refused
    letter = f"U+{ord(found[1]):04X}"
    return Unfit(sheet.notice, "paper", f"no typeface here has the character {letter}; print it from the page instead")


@cache
def _code() -> dict[str, bytes]:
    """Typst's own files, the first of which it is asked to set. They and the data are handed over, never written."""
    return {"main.typ": (_HERE / "sheet.typ").read_bytes(), "words.typ": (_HERE / "words.typ").read_bytes()}


@cache
def compiler() -> typst.Compiler:
    """The one compiler; it keeps fonts and what it has set. Raises FileNotFoundError where the fonts are not there."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if "Noto Sans" not in fonts.families():
        raise FileNotFoundError(f"there are no fonts in {FONTS}; fetch them with `python -m scripts.assets`")
    return typst.Compiler(root=FONTS, font_paths=fonts, ignore_system_fonts=True)
