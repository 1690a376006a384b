"""The square code (QR, ISO/IEC 18004) of a paper, as SVG to stand within a page: no file beside it, no inline style."""

from html import escape
from typing import Any

import segno

MODULE = 0.36  # millimetres: a telephone reads it from a picture of the whole sheet
LONGEST = 7000  # characters of text: no square holds more
SPARING = 4600  # characters from which on a seventh of the square's words correct errors, no longer a quarter


def square(text: str, named: str) -> str:
    """The square code of a text, as large as print needs it; `named` says what it is, for who does not see it.

    The text's letters and its digits are two segments, so that a digit takes three bits and a third.
    """
    head, colon, digits = text.partition(":")
    parts: Any = [head + colon, digits] if digits.isdecimal() else text  # segno's annotations know no list of segments
    code = segno.make_qr(parts, error="m" if len(text) <= SPARING else "l")
    svg = code.svg_inline(border=0, omitsize=True, svgclass="square", lineclass=None)
    side = f"{code.symbol_size(border=0)[0] * MODULE:.1f}mm"
    opening = f'<svg role="img" aria-label="{escape(named)}" width="{side}" height="{side}" '
    return svg.replace("<svg ", opening, 1)
