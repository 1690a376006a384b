"""Beside a sheet's page stand its files: PDF in two prints, plain text; withheld where the page is."""

# ruff: noqa: F811 (fixtures that are used by name)
import io
import re
from pathlib import Path

import pikepdf

from asylia import web
from tests.web.hearings.conftest import answered, clerk, decided  # noqa: F401
from tests.web.hearings.test_notices import TYPED
from tests.web.real import asked, at_desk, begun, house, original  # noqa: F401


def linked(page):
    return [form for form in ("pdf", "large", "text") if f"as={form}" in page.content.decode()]


def test_a_receipt_is_had_as_a_file_from_its_page(at_desk, asked):
    client, at = at_desk("sloane"), f"/encounter/{asked.case}/receipt"
    assert linked(client.get(at)) == ["pdf", "large", "text"]
    usual, large = (client.get(f"{at}?version=full&as={form}") for form in ("pdf", "large"))
    for pdf in (usual, large):
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert pdf.headers["Content-Disposition"] == 'inline; filename="sheet.pdf"'
        assert pdf.headers["Cache-Control"] == "no-store"
        assert pikepdf.open(io.BytesIO(pdf.content)).Root.MarkInfo.Marked
    assert usual.content != large.content
    text = client.get(f"{at}?version=carry&as=text")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "<" not in text.content.decode()


def signed(clerk, asked):
    answered(clerk, f"/case/{asked.case}/notices/prepare/hearing", **TYPED, sign="yes")
    return f"/case/{asked.case}/notices/1?version=carry"


def test_a_notice_keeps_its_version_in_its_files(clerk, asked):
    """The carry version's page offers the carry version's files."""
    at = signed(clerk, asked)
    assert 'href="?version=carry&amp;as=pdf"' in clerk.get(at).content.decode()
    assert clerk.get(f"{at}&as=pdf").content.startswith(b"%PDF-1.7")
    assert "Larkfield court" not in clerk.get(f"{at}&as=text").content.decode()
    assert clerk.get(f"{at}&as=elf").headers["Content-Type"].startswith("text/html")


def test_what_a_desk_may_not_print_it_has_not_as_a_file(clerk, decided):
    """data.purpose: a clerk's desk reads no reasons."""
    decided.give(
        "PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1,
        address_kind="postal", address="12 Calle Uno, Larkfield", signer="B. Ferro", title="Hearing clerk",
    )  # fmt: skip
    at = f"/case/{decided.case}/notices/1?version=full"
    assert "The asylum office prints this one" in clerk.get(at).content.decode()
    assert linked(clerk.get(at)) == []
    assert clerk.get(f"{at}&as=pdf").headers["Content-Type"].startswith("text/html")


def test_a_letter_without_a_typeface_is_named_and_the_page_prints_it(clerk, asked, monkeypatch):
    """422 and one plain sentence; nothing of the sheet is lost."""
    at = signed(clerk, asked)
    monkeypatch.setattr("asylia.web.hearings.sheets.phone", lambda: "000-0100 \U0001f642")
    answer = clerk.get(f"{at}&as=pdf")
    assert answer.status_code == 422
    assert "no typeface here has the character U+1F642" in answer.content.decode()
    assert 'href="?version=carry"' in answer.content.decode()
    assert "\U0001f642" in clerk.get(at).content.decode()


def test_the_typefaces_that_a_desks_sheets_are_printed_with_are_there(at_desk, asked):
    """A machine without Bengali or Ethiopic letters prints them from the page all the same."""
    static = Path(web.__file__).parent / "static"
    named = re.findall(r'url\("([^"]+)"\)', (static / "sheets.css").read_text("utf-8"))
    assert len(named) == 8
    assert all((static / name).read_bytes()[:4] == b"\0\1\0\0" for name in named)
    assert "/static/sheets.css" in at_desk("sloane").get(f"/encounter/{asked.case}/receipt").content.decode()
