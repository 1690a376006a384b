"""A file taken apart for the gate: its tables, its texts, and what lies in it that a reader does not see."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import msgspec

from asylia.publish.books import NotRead, Sheet, read
from asylia.publish.tidy import FORMULA

BOOKS = frozenset({".xlsx", ".ods"})
TEXTS = frozenset({"", ".css", ".csv", ".html", ".json", ".md", ".sql", ".svg", ".txt"})
FILE_AS_TEXT = re.compile(r"[A-Za-z0-9+/]{2000,}")  # a whole file in base64; no word or digest is as long
CARRIES = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "foreignobject"})

Rows = Sequence[Sequence[str]]


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader would not see or a machine would run: where, what, and how it is mended."""

    where: str
    what: str
    mend: str


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Tables and texts, each with the place where it stands, and what is unseen."""

    tables: tuple[tuple[str, Rows], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    unseen: tuple[Unseen, ...] = ()


def contents(suffix: str, data: bytes) -> Contents:
    """What a file of that kind holds. Raises NotRead, which says why it cannot be examined."""
    if suffix in BOOKS:
        return of_book(data)
    if suffix not in TEXTS:
        raise NotRead("no file of this kind can be examined: hand over rows as CSV and pages as HTML")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotRead("it is no text in UTF-8: save it as that") from None
    if "\0" in text:
        raise NotRead("it is no text, whatever it is called: hand over rows as CSV and pages as HTML")
    blob = FILE_AS_TEXT.search(text)
    more = (Unseen(where=_line(text, blob.start()), what="holds an embedded file", mend="Take it out"),) if blob else ()
    if suffix == ".csv":
        told = of_rows("", list(csv.reader(io.StringIO(text))))
    elif suffix == ".json":
        told = of_json(text)
    elif suffix in (".html", ".svg"):
        told = of_page(text)
    else:
        told = Contents(texts=tuple((f"line {n}", line) for n, line in enumerate(text.splitlines(), 1)))
    return msgspec.structs.replace(told, unseen=(*told.unseen, *more))


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"


def of_rows(where: str, rows: Rows) -> Contents:
    """A table; a cell that a spreadsheet would run is unseen, since it shows another thing than it is."""
    at = f"{where}, " if where else ""
    runs = [
        f"{at}line {line}"
        for line, row in enumerate(rows, 1)
        if any(cell.startswith(FORMULA) and not _is_number(cell) for cell in row)
    ]
    texts = tuple((f"{at}line {line}", "\t".join(row)) for line, row in enumerate(rows, 1))
    unseen = tuple(
        Unseen(where=line, what="begins as a formula does", mend="Write an apostrophe before it") for line in runs
    )
    return Contents(tables=((where, rows),), texts=texts, unseen=unseen)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def of_json(text: str) -> Contents:
    """Every list of things with the same fields as a table, and every text. Raises NotRead."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise NotRead("it is no JSON that can be read: write it again") from None
    tables, texts = [], []
    waiting: list[tuple[str, object]] = [("", told)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, dict):
            waiting += [(f"{where}.{key}", value) for key, value in each.items()]
            texts += [(where, str(key)) for key in each]
        elif isinstance(each, list):
            waiting += [(f"{where}[{place}]", value) for place, value in enumerate(each)]
            things = [value for value in each if isinstance(value, dict)]
            if things:
                head = [str(key) for key in things[0]]
                tables.append((where, [head, *([str(thing.get(key, "")) for key in things[0]] for thing in things)]))
        elif isinstance(each, str):
            texts.append((where, each))
    return Contents(tables=tuple(tables), texts=tuple(texts))


class _Page(HTMLParser):
    """Collects the rows of every table, every text, and what a browser would run, fetch or not show."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.unseen: list[Unseen] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a table, a row, a cell, and what may not be there."""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
            self._in_cell = True
        if tag in CARRIES:
            self._note(f"holds <{tag}>", "Take it out: a page that leaves runs nothing and fetches nothing")
        for name, value in attrs:
            said = (value or "").replace(" ", "").lower()
            if name == "hidden" or (name == "style" and ("display:none" in said or "visibility:hidden" in said)):
                self._note("hides a part", "Take it out, or show it")
            if name.startswith("on") or said.startswith(("data:", "javascript:")):
                self._note(f"holds a {name} that a browser runs or unpacks", "Take it out")
            self.texts.append((self._where(), value or ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave a cell."""
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        """Note text, and in a cell as its part."""
        self.texts.append((self._where(), data))
        if self._in_cell:
            self.tables[-1][-1][-1] += data

    def handle_comment(self, data: str) -> None:
        """Note a comment: nobody sees it, and everybody has it."""
        self._note("holds a comment", "Take it out")
        self.texts.append((self._where(), data))

    def _where(self) -> str:
        return f"line {self.getpos()[0]}"

    def _note(self, what: str, mend: str) -> None:
        self.unseen.append(Unseen(where=self._where(), what=what, mend=mend))


def of_page(text: str) -> Contents:
    """A page or picture as a browser takes it apart."""
    page = _Page()
    page.feed(text)
    page.close()
    tables = tuple((f"table {place}", rows) for place, rows in enumerate(page.tables, 1))
    return Contents(tables=tables, texts=tuple(page.texts), unseen=tuple(page.unseen))


def of_book(data: bytes) -> Contents:
    """A workbook: its sheets as tables, its hidden sheets, formulas and whatever else lies in it. Raises NotRead."""
    book = read(data)
    parts = [of_rows(f"sheet {sheet.name!r}", sheet.rows) for sheet in book.sheets]
    unseen = [each for sheet in book.sheets for each in hidden_in(sheet)]
    unseen += [Unseen(where=where, what=f"holds {what}", mend="Take it out") for what, where in book.inside]
    if book.unseen:
        what = f"holds {len(book.unseen)} texts that no cell shows"
        unseen.append(Unseen(where="", what=what, mend="Copy the values into a new workbook"))
    return Contents(
        tables=tuple(table for part in parts for table in part.tables),
        texts=(*(text for part in parts for text in part.texts), *(("no cell", text) for text in book.unseen)),
        unseen=(*unseen, *(each for part in parts for each in part.unseen)),
    )


def hidden_in(sheet: Sheet) -> list[Unseen]:
    """What a sheet keeps from whoever looks at it."""
    where, told = f"sheet {sheet.name!r}", []
    if sheet.hidden:
        what = f"is hidden, with {len(sheet.rows):,} rows"
        told.append(Unseen(where=where, what=what, mend="Delete the sheet; to hide it is not to keep it back"))
    if sheet.hidden_parts:
        what = f"hides {sheet.hidden_parts:,} rows or columns"
        told.append(Unseen(where=where, what=what, mend="Delete them; to hide them is not to keep them back"))
    if sheet.formulas:
        what = f"has {len(sheet.formulas):,} formulas, the first in {sheet.formulas[0]}"
        told.append(Unseen(where=where, what=what, mend="Put values in their place"))
    return told
