"""The square code (QR, ISO/IEC 18004) of a paper, as SVG to stand within a page: no file beside it, no inline style."""

from functools import lru_cache
from html import escape
from io import BytesIO
from typing import Any

import segno

MODULE = 0.36  # millimetres: a telephone reads it from a picture of the whole sheet
LONGEST = 7000  # characters of text: no square holds more
SPARING = 4600  # characters from which on a seventh of the square's words correct errors, no longer a quarter


def square(text: str, named: str) -> str:
    """The square code of a text, as large as print needs it; `named` says what it is, for who does not see it."""
    code = _encoded(text)
    svg = code.svg_inline(border=0, omitsize=True, svgclass="square", lineclass=None)
    opening = f'<svg role="img" aria-label="{escape(named)}" width="{side(text):.1f}mm" height="{side(text):.1f}mm" '
    return svg.replace("<svg ", opening, 1)


def drawn(text: str) -> str:
    """The square code of a text as an SVG file of its own."""
    file = BytesIO()
    _encoded(text).save(file, kind="svg", border=0, omitsize=True, xmldecl=False)
    return file.getvalue().decode()


def side(text: str) -> float:
    """How wide and high the square code of a text is printed, in millimetres."""
    return _encoded(text).symbol_size(border=0)[0] * MODULE


@lru_cache(64)
def _encoded(text: str) -> segno.QRCode:
    """The text's letters and its digits are two segments, so that a digit takes three bits and a third."""
    head, colon, digits = text.partition(":")
    parts: Any = [head + colon, digits] if digits.isdecimal() else text  # segno's annotations know no list of segments
    return segno.make_qr(parts, error="m" if len(text) <= SPARING else "l")
