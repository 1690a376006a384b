"""Workbooks made by hand, part by part, so that each can carry what a well-kept library would not write."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"

Rows = Sequence[Sequence[object]]


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def sheet_xml(rows: Rows, columns: str = "") -> str:
    """One worksheet with its texts inline; a cell that begins with "=" is a formula."""

    def cell(content: object) -> str:
        said = str(content)
        if said.startswith("="):
            return f"<c><f>{escape(said[1:])}</f><v>0</v></c>"
        if isinstance(content, (int, float)):
            return f"<c><v>{content}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(said)}</t></is></c>'

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{body}</sheetData></worksheet>'


def xlsx(
    sheets: Mapping[str, Rows], hidden: Mapping[str, str] | None = None, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A workbook of Office Open XML; `hidden` gives a sheet's state, `more` further parts."""
    states = hidden or {}
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"'
        + (f' state="{states[name]}"' if name in states else "")
        + "/>"
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="x" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": sheet_xml(rows) for n, rows in enumerate(sheets.values(), 1)}
    return packed(parts | dict(more or {}))


def ods(sheets: Mapping[str, Rows], hidden: frozenset[str] = frozenset()) -> bytes:
    """A workbook of OpenDocument; a hidden sheet has a style that is not displayed."""
    style = (
        '<s:style s:name="off" s:family="table"><s:table-properties t:display="false"/></s:style>'
        '<s:style s:name="on" s:family="table"><s:table-properties t:display="true"/></s:style>'
    )
    tables = "".join(
        f'<t:table t:name="{escape(name)}" t:style-name="{"off" if name in hidden else "on"}">'
        + "".join(
            "<t:table-row>"
            + "".join(f"<t:table-cell><x:p>{escape(str(cell))}</x:p></t:table-cell>" for cell in row)
            + "</t:table-row>"
            for row in rows
        )
        + "</t:table>"
        for name, rows in sheets.items()
    )
    spaces = f'xmlns:o="{ODF}:office:1.0" xmlns:s="{ODF}:style:1.0" xmlns:t="{ODF}:table:1.0" xmlns:x="{ODF}:text:1.0"'
    content = f"<o:document-content {spaces}>{style}{tables}</o:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
