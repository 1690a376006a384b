"""Workbooks as what they hold: every sheet with its rows, and whatever a reader of the printed sheet does not see."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import msgspec

MOST = 64 << 20  # bytes that a part may unpack to; a statistic is smaller
MOST_CELLS = 5_000_000
HIDING = ("hidden", "veryHidden")

OF_A_BOOK = {
    "xl/vbaproject": "a program (macros)",
    "xl/embeddings/": "an embedded file",
    "xl/activex/": "a control",
    "xl/externallinks/": "a link to another workbook",
    "xl/pivotcache/": "the rows behind a pivot table",
    "xl/media/": "a picture",
    "xl/comments": "comments",
    "xl/threadedcomments": "comments",
    "xl/persons/": "the names of those who commented",
    "xl/connections": "a connection to a database",
    "xl/querytables/": "a query",
    "xl/revisions/": "earlier versions of cells",
    "customxml/": "an embedded file",
    "docprops/custom": "properties that nobody sees",
    "basic/": "a program (macros)",
    "scripts/": "a program (macros)",
    "object ": "an embedded file",
    "pictures/": "a picture",
    "versions/": "earlier versions",
}


class NotRead(Exception):
    """A file is no workbook that can be read; the text says why."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: its rows as text, whether it, rows or columns of it are hidden, and the cells that are formulas."""

    name: str
    hidden: bool
    hidden_parts: int
    formulas: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook: its sheets, what else lies in it (what it is, and where), and text that no cell shows."""

    sheets: tuple[Sheet, ...]
    inside: tuple[tuple[str, str], ...]
    unseen: tuple[str, ...]


def read(data: bytes) -> Book:
    """The workbook (Office Open XML or OpenDocument) in `data`. Raises NotRead."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {info.filename: info for info in packed.infolist()}
            if any(info.flag_bits & 1 for info in parts.values()):
                raise NotRead("it is locked with a password")
            inside = tuple(
                (says, name) for name in parts for at, says in OF_A_BOOK.items() if name.lower().startswith(at)
            )
            if "xl/workbook.xml" in parts:
                sheets, unseen = _office(packed, parts)
            elif "content.xml" in parts:
                sheets, unseen = tuple(_opendocument(_xml(packed, "content.xml"))), ()
            else:
                raise NotRead("it is packed, and no workbook: unpack it, and hand over each file")
            return Book(sheets=sheets, inside=inside, unseen=unseen)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError) as broken:
        raise NotRead("it is broken: save it again") from broken


def _xml(packed: zipfile.ZipFile, name: str) -> Element:
    """A part as XML. Entities are refused unread: they are how a small file becomes a large one (CWE-776)."""
    if packed.getinfo(name).file_size > MOST:
        raise NotRead(f"its part {name} unpacks to more than {MOST >> 20} MB")
    with packed.open(name) as part:
        text = part.read(MOST + 1)
    if len(text) > MOST:
        raise NotRead(f"its part {name} unpacks to more than {MOST >> 20} MB")
    if b"<!" in text.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\0" in text:
        raise NotRead(f"its part {name} declares what no workbook needs")
    try:
        return ET.fromstring(text)  # noqa: S314 - without declarations there is nothing to expand
    except ET.ParseError as broken:
        raise NotRead(f"its part {name} is broken: save it again") from broken


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty when there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _office(packed: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets of Office Open XML (ECMA-376 part 1, 18), and the shared texts that no cell refers to."""
    shared = [_text(each) for each in _xml(packed, "xl/sharedStrings.xml")] if "xl/sharedStrings.xml" in parts else []
    targets = {}
    if "xl/_rels/workbook.xml.rels" in parts:
        for each in _xml(packed, "xl/_rels/workbook.xml.rels"):
            targets[_attribute(each, "Id")] = _attribute(each, "Target").removeprefix("/xl/")
    sheets, used = [], set[int]()
    for each in _xml(packed, "xl/workbook.xml").iter():
        part = f"xl/{targets.get(each.get(_relation(each), ''), '')}"
        if _local(each) == "sheet" and part in parts:
            hidden = each.get("state", "") in HIDING
            sheets.append(_office_sheet(each.get("name", ""), _xml(packed, part), shared, used, hidden=hidden))
    listed = {f"xl/{target}" for target in targets.values()}
    stray = sorted(
        name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml") and name not in listed
    )
    sheets += [_office_sheet(name, _xml(packed, name), shared, used, hidden=True) for name in stray]
    return tuple(sheets), tuple(text for place, text in enumerate(shared) if place not in used)


def _relation(sheet: Element) -> str:
    return next((key for key in sheet.attrib if key.endswith("}id")), "")


def _office_sheet(name: str, sheet: Element, shared: list[str], used: set[int], *, hidden: bool) -> Sheet:
    rows: list[tuple[str, ...]] = []
    formulas: list[str] = []
    hidden_parts, cells = 0, 0
    for element in sheet.iter():
        kind = _local(element)
        hidden_parts += kind in ("row", "col") and element.get("hidden", "") in ("1", "true")
        if kind != "row":
            continue
        row = []
        for cell in element:
            formulas += [cell.get("r", "?")] if any(_local(each) == "f" for each in cell) else []
            row.append(_office_cell(cell, shared, used))
        cells += len(row)
        if cells > MOST_CELLS:
            raise NotRead(f"its sheet {name} has more than {MOST_CELLS:,} cells")
        rows.append(tuple(row))
    return Sheet(name=name, hidden=hidden, hidden_parts=hidden_parts, formulas=tuple(formulas), rows=tuple(rows))


def _office_cell(cell: Element, shared: list[str], used: set[int]) -> str:
    told = "".join(_text(each) for each in cell if _local(each) in ("v", "is"))
    if cell.get("t") == "s" and re.fullmatch(r"\d{1,9}", told) and int(told) < len(shared):
        used.add(int(told))
        return shared[int(told)]
    return told


def _opendocument(content: Element) -> Iterator[Sheet]:
    """The sheets of OpenDocument (ODF 1.3 part 3, 9): hidden by a style that is not displayed."""
    undisplayed = {
        _attribute(style, "name")
        for style in content.iter()
        if _local(style) == "style" and any(_attribute(each, "display") == "false" for each in style)
    }
    for table in content.iter():
        if _local(table) != "table":
            continue
        rows: list[tuple[str, ...]] = []
        formulas: list[str] = []
        hidden_parts, cells = 0, 0
        for element in table.iter():
            hidden_parts += _attribute(element, "visibility") in ("collapse", "filter")
            if _local(element) != "table-row":
                continue
            row = [_text(cell) for cell in element if _local(cell) in ("table-cell", "covered-table-cell")]
            formulas += [f"row {len(rows) + 1}" for cell in element if _attribute(cell, "formula")]
            cells += len(row)
            if cells > MOST_CELLS:
                raise NotRead(f"a sheet has more than {MOST_CELLS:,} cells")
            if any(row):
                rows.append(tuple(row))
        yield Sheet(
            name=_attribute(table, "name"), hidden=_attribute(table, "style-name") in undisplayed,
            hidden_parts=hidden_parts, formulas=tuple(formulas), rows=tuple(rows),
        )  # fmt: skip
