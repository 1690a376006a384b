"""What the style sheets say holds from right to left too: a side is start or end, never left or right."""

import re
from pathlib import Path

import pytest

import asylia

ROOM = Path(asylia.__file__).parent
SHEETS = sorted(each for each in ROOM.rglob("*.css") if "vendor" not in each.parts)
NAMED = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border|inset)-(?:left|right)\b|(?:left|right)\s*:(?!\s*auto)"
    r"|(?:text-align|float):\s*(?:left|right))"
)
FOUR = re.compile(r"\b(?:padding|margin|inset|border-width):\s*([^\s;]+)\s+([^\s;]+)\s+([^\s;]+)\s+([^\s;!]+)\s*[;}]")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: each.name)
def test_no_side_is_left_or_right(sheet):
    """Dots once lay on the first letters of their lines in Arabic: padding was four values. `auto` undoes a library."""
    text = sheet.read_text("utf-8")
    assert NAMED.findall(text) == []
    assert [found for found in FOUR.findall(text) if found[1] != found[3]] == []
