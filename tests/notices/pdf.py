"""Reads a tagged PDF as a screen reader does: its tags in their order, each with its language and its letters.

It shares nothing with the product: a line here is what stands under one tag of a block.
"""

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf

BLOCKS = {"/P", "/H1", "/H2", "/LI", "/LBody", "/Lbl", "/Div", "/Figure", "/L"}
FOOT = -1
"""Where the letters of a page that stand outside of its tags are kept: those at its foot."""


class Part(NamedTuple):
    """A run of letters: under which tags it stands, outermost first, and in which language it is marked."""

    tags: tuple[str, ...]
    language: str
    text: str


class Pdf:
    """A PDF that was made from a sheet."""

    def __init__(self, data: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(data))
        self.root = self.file.Root
        self.language = str(self.root.Lang)
        self._letters = {page.objgen: _marked(page) for page in self.file.pages}

    def tags(self) -> list[Any]:
        """Every structure element, in reading order."""
        return list(_elements(self.root.StructTreeRoot.K))

    def parts(self) -> list[Part]:
        """All letters, in reading order."""
        return list(self._parts(self.root.StructTreeRoot.K, (), self.language, None))

    @cached_property
    def lines(self) -> list[list[Part]]:
        """The letters of each block, in reading order; bullets and numbers of lists are left out."""
        lines: list[list[Part]] = []
        last: tuple[str, ...] = ()
        for part in self.parts():
            ends = [place for place, tag in enumerate(part.tags, 1) if tag.split()[0] in BLOCKS]
            block = part.tags[: ends[-1]]
            if block[-1].startswith("/Lbl") or not part.text:
                continue
            if block != last:
                lines.append([])
            lines[-1].append(part)
            last = block
        return lines

    def feet(self) -> list[str]:
        """What stands at the foot of each page."""
        return [_shown(self._letters[page.objgen][FOOT][1]) for page in self.file.pages]

    def sizes(self) -> set[float]:
        """The sizes of all letters, in points."""
        shown = (pikepdf.parse_content_stream(page) for page in self.file.pages)
        return {float(operands[1]) for page in shown for operands, operator in page if str(operator) == "Tf"}

    def _parts(self, node: Any, tags: tuple[str, ...], language: str, page: Any) -> Iterator[Part]:
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from self._parts(each, tags, language, page)
        elif isinstance(node, int):
            own, text = self._letters[page.objgen][node]
            yield Part(tags, own or language, text)
        elif node.get("/Type") == "/MCR":
            yield from self._parts(int(node.MCID), tags, language, node.get("/Pg", page))
        elif "/S" in node:
            language = str(node.get("/Lang", language))
            if "/ActualText" in node:
                yield Part((*tags, f"{node.S} {node.objgen[0]}"), language, str(node.ActualText))
                return
            name = f"{node.S} {node.objgen[0]}"
            yield from self._parts(node.get("/K", pikepdf.Array()), (*tags, name), language, node.get("/Pg", page))


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K", pikepdf.Array()))


def _marked(page: pikepdf.Page) -> dict[int, tuple[str, str]]:
    """Of each marked piece of a page: its own language, and its letters (ActualText where there is one)."""
    fonts = {name: _letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, tuple[str, str]] = {FOOT: ("", "")}
    open_: list[tuple[int | None, str | None]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                marks = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}
                actual = str(marks["/ActualText"]) if "/ActualText" in marks else None
                place = int(marks["/MCID"]) if "/MCID" in marks else FOOT if operands[0] == "/Artifact" else None
                if place not in (None, FOOT):
                    found[place] = (str(marks.get("/Lang", "")), "")
                open_.append((place, actual))
                _add(found, open_, actual or "")
            case "BMC":
                open_.append((None, None))
            case "EMC":
                open_.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if all(actual is None for _, actual in open_):
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                for each in shown:
                    _add(found, open_, _read(bytes(each), font) if isinstance(each, pikepdf.String) else "")
    return found


def _add(found: dict[int, tuple[str, str]], open_: list[tuple[int | None, str | None]], text: str) -> None:
    place = next((place for place, _ in reversed(open_) if place is not None), None)
    if place is not None:
        found[place] = (found[place][0], found[place][1] + text)


def _read(shown: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(shown[n : n + 2]), "\ufffd") for n in range(0, len(shown), 2))


def _letters_of(font: Any) -> dict[int, str]:
    """A font's ToUnicode map: glyph, letters."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for glyph, said in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, said in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                letters[glyph] = chr(int(said, 16) + glyph - int(first, 16))
    return letters


def said(line: list[Part]) -> str:
    """What a line says, without marks of direction and places where a word may be broken."""
    return _shown("".join(part.text for part in line))


def _shown(text: str) -> str:
    return re.sub("[\u200b\u202a-\u202e\u2066-\u2069]", "", text)
