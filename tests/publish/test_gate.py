"""The gate: what is counted passes, and what is a person, hidden, or run by a machine is held back by name."""

import io
import json
import subprocess
import sys
import zipfile

import pikepdf
import pytest
from openpyxl import Workbook

from asylia import cli
from asylia.publish.gate import HeldBack, examine, examine_packet, let_out, names_someone
from asylia.publish.tidy import as_csv, package, verify
from tests.publish.workbooks import ods, packed, sheet_xml, xlsx

COUNTS = [("month", "nationality", "count"), *((f"2019-{m:02}", "HN", 10 * m) for m in range(1, 13))]
# Invented people: the shape of the accident of 2022, where a second sheet held who had asked for protection.
PEOPLE = [
    ("Name", "Nationality", "A-Number", "Where held"),
    *((f"Ximena Prueba{chr(97 + n % 26)}", "HN", f"A{100_000_000 + n}", "Northgate") for n in range(6_000)),
]


def said(name: str, data: bytes, **more) -> str:
    """What the gate says of a file, as one text."""
    return "\n".join(map(str, examine(name, data, **more)))


def csv_of(rows) -> bytes:
    """Rows as the house writes them."""
    return as_csv(rows[0], rows[1:]).encode()


def test_counts_pass_in_every_form():
    assert said("counts.csv", csv_of(COUNTS)) == ""
    assert said("counts.xlsx", xlsx({"Counts": COUNTS})) == ""
    assert said("counts.ods", ods({"Counts": COUNTS})) == ""
    assert (
        said("counts.json", json.dumps([dict(zip(COUNTS[0], row, strict=True)) for row in COUNTS[1:]]).encode()) == ""
    )
    assert (
        said("page.html", b"<table><tr><th>Month</th><th>Cases</th></tr><tr><td>2019-01</td><td>10</td></tr></table>")
        == ""
    )


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_accident_of_2022_a_statistic_with_a_sheet_of_protected_people(state):
    told = said("statistics.xlsx", xlsx({"Counts": COUNTS, "Sheet2": PEOPLE}, hidden={"Sheet2": state}))
    assert "sheet 'Sheet2': is hidden, with 6,001 rows" in told
    assert "column that is asked of one person" in told
    assert "an agency's number of a person (and in 5,999 more places)" in told
    for kept in ("Ximena", "A100"):
        assert kept not in told, "what is held back is not told by the message"


def test_the_same_people_on_a_sheet_that_shows_in_a_book_a_library_wrote():
    book = Workbook()
    book.active.title = "Counts"
    for row in COUNTS:
        book.active.append(row)
    for row in PEOPLE[:40]:
        (book["People"] if "People" in book.sheetnames else book.create_sheet("People")).append(row)
    out = io.BytesIO()
    book.save(out)
    told = said("statistics.xlsx", out.getvalue())
    assert "sheet 'People': has a column that is asked of one person" in told
    assert "sheet 'Counts'" not in told


def test_a_sheet_no_workbook_lists_and_texts_no_cell_shows():
    stray = xlsx({"Counts": COUNTS}, more={"xl/worksheets/old.xml": sheet_xml(PEOPLE[:30])})
    assert "is hidden, with 30 rows" in said("s.xlsx", stray)
    shared = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>2027-4KQ7TB</t></si></sst>"
    left = said("s.xlsx", xlsx({"Counts": COUNTS}, more={"xl/sharedStrings.xml": shared}))
    assert "holds 1 texts that no cell shows" in left
    assert "the number of a case" in left


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/vbaProject.bin", "a program"), ("xl/embeddings/oleObject1.bin", "an embedded file"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "the rows behind a pivot table"), ("xl/comments1.xml", "comments"),
        ("xl/externalLinks/externalLink1.xml", "a link to another workbook"), ("xl/media/image1.png", "a picture"),
        ("customXml/item1.xml", "an embedded file"),
    ],
)  # fmt: skip
def test_what_else_lies_in_a_workbook(part, what):
    assert f"holds {what}" in said("s.xlsx", xlsx({"Counts": COUNTS}, more={part: b"x"}))


def test_formulas_hidden_rows_and_hidden_sheets_of_either_format():
    assert "has 1 formulas" in said("s.xlsx", xlsx({"Counts": [*COUNTS, ("sum", "", "=SUM(C2:C13)")]}))
    columns = '<cols><col min="4" max="4" hidden="1"/></cols>'
    hidden = xlsx({"Counts": []}, more={"xl/worksheets/sheet1.xml": sheet_xml(COUNTS, columns)})
    assert "hides 1 rows or columns" in said("s.xlsx", hidden)
    assert "is hidden, with 31 rows" in said("s.ods", ods({"Counts": COUNTS, "P": PEOPLE[:31]}, frozenset({"P"})))


def test_lists_of_people_without_a_heading_that_gives_them_away():
    people = [("Who", "From"), *((f"Person {chr(65 + n)}", "HN") for n in range(26))]
    assert "26 rows in which nothing is counted" in said("list.csv", csv_of(people))
    assert "26 rows in which nothing is counted" in said(
        "list.json", json.dumps([dict(zip(people[0], row, strict=True)) for row in people[1:]]).encode()
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see case 2027-4KQ7TB", "the number of a case"), ("of A123-456-789", "an agency's number of a person"),
        ("write to ana@example.org", "an address of e-mail"), ("call +52 656 123 4567", "a telephone number"),
    ],
)  # fmt: skip
def test_what_is_written_of_one_person_is_found_in_a_text_and_in_an_attribute(text, what):
    assert f"line 1: has {what}" in said("notes.md", text.encode())
    assert f"has {what}" in said("page.html", f'<p title="{text}">x</p>'.encode())


def test_names_of_the_record_are_found_when_two_words_are_of_one_person():
    people = {"ximena": frozenset({"1"}), "prueba": frozenset({"1", "2"}), "juan": frozenset({"3"})}

    def knows(word: str) -> frozenset[str]:
        return people.get(word.casefold(), frozenset())

    assert names_someone("For Ximena Prueba, of age", knows)
    assert names_someone("PRUEBA, XIMENA", knows)
    assert not names_someone("Juan Prueba", knows), "words of two people are nobody's name"
    assert "name of a person whose case is on the record" in said("a.md", b"Ximena Prueba", knows=knows)


@pytest.mark.parametrize(
    "page",
    [
        b"<script>1</script>", b"<iframe src=x></iframe>", b"<p hidden>x</p>", b'<p style="display: none">x</p>',
        b"<!-- draft -->", b'<a href="data:text/csv,x">x</a>', b'<p onclick="x">x</p>', b"<svg><foreignObject/></svg>",
    ],
)  # fmt: skip
def test_a_page_that_leaves_hides_nothing_and_runs_nothing(page):
    assert said("page.html", page)


def test_a_file_in_a_text():
    assert "holds an embedded file" in said("x.json", json.dumps({"a": "QUJD" * 600}).encode())


def test_formulas_in_rows():
    assert "begins as a formula does" in said("x.csv", b"a,b\n=HYPERLINK(1),2\n")
    assert said("x.csv", b"a,b\n-3.5,2\n") == ""


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.pdf", b"%PDF-1.7", "no file of this kind"),
        ("x.zip", packed({"a": "b"}), "no file of this kind"),
        ("x.csv", packed({"a": "b"}), "no text"),
        ("x.csv", b"\xff\xfe\x00a", "no text"),
        ("x.json", b"[" * 100_000, "no JSON"),
        ("x.xlsx", b"PK\x03\x04", "broken"),
        ("x.xlsx", b"name,born\n", "broken"),
        ("x.xlsx", packed({"a": "b"}), "no workbook"),
        ("x.xlsx", packed({"xl/workbook.xml": "<a>"}), "is broken"),
        ("x.xlsx", packed({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares what no"),
        ("x.xlsx", packed({"xl/workbook.xml": b"\x00" * (65 << 20)}), "unpacks to more than 64 MB"),
    ],
)
def test_what_cannot_be_examined_does_not_leave(name, data, why):
    [found] = examine(name, data)
    assert found.what == "cannot be examined"
    assert why in found.mend.lower() or why in found.mend


def test_a_truncated_or_altered_workbook_never_crashes():
    whole = xlsx({"Counts": COUNTS, "P": PEOPLE[:30]}, hidden={"P": "hidden"})
    for cut in range(0, len(whole), 37):
        assert examine("x.xlsx", whole[:cut])
        examine("x.xlsx", whole[:cut] + bytes([whole[cut] ^ 0x55]) + whole[cut + 1 :])


def folder_of(rows) -> dict[str, bytes]:
    """A folder with its codebook, as the house publishes."""
    fields = [{"name": name, "type": "string"} for name in ("month", "nationality", "count")]
    book = package("x", "X", "x", [{"name": "c", "path": "c.csv", "title": "C", "schema": {"fields": fields}}])
    return {"c.csv": csv_of(rows), "datapackage.json": book.encode()}


def test_a_folder_leaves_whole_or_not_at_all(tmp_path):
    let_out(tmp_path / "good", folder_of(COUNTS))
    assert set(verify(tmp_path / "good")) == {"c.csv", "datapackage.json"}
    with pytest.raises(FileExistsError, match="never changed"):
        let_out(tmp_path / "good", folder_of(COUNTS))
    with pytest.raises(HeldBack, match=r"c.csv: has a column that is asked of one person"):
        let_out(tmp_path / "bad", folder_of(PEOPLE[:9]))
    assert [each.name for each in tmp_path.iterdir()] == ["good"]


def test_counts_that_are_held_back_are_counts_and_a_method_is_no_list_of_people(tmp_path):
    held = [("month", "nationality", "count"), *((f"2019-{n}", f"X{n}", "under 10") for n in range(30))]
    terms = "".join(f"<tr><td>Term {n}</td><td>What it means</td></tr>" for n in range(30))
    let_out(tmp_path / "x", {**folder_of(held), "method.html": f"<table>{terms}</table>".encode()})


def test_a_column_that_no_codebook_explains_does_not_leave(tmp_path):
    files = folder_of([("month", "nationality", "count", "note"), ("2019-01", "HN", 10, "x")])
    with pytest.raises(HeldBack, match=r"columns that datapackage.json does not explain"):
        let_out(tmp_path / "x", files)
    del files["datapackage.json"]
    with pytest.raises(HeldBack, match=r"columns that datapackage.json does not explain"):
        let_out(tmp_path / "x", files)


def test_the_verb_names_file_place_and_mending(tmp_path, capsys):
    (tmp_path / "s.xlsx").write_bytes(xlsx({"Counts": COUNTS, "P": PEOPLE[:30]}, hidden={"P": "hidden"}))
    (tmp_path / "c.csv").write_bytes(csv_of(COUNTS))
    assert cli.main(["gate", str(tmp_path / "s.xlsx"), str(tmp_path / "c.csv")]) == 1
    out = capsys.readouterr().out
    assert "s.xlsx, sheet 'P': is hidden, with 30 rows. Delete the sheet" in out
    assert "c.csv: nothing was found" in out
    assert cli.main(["gate", str(tmp_path / "none.csv")]) == 2


def test_the_gate_stays_small_in_memory(tmp_path):
    """A file that unpacks to a thousand times its size is refused within 512 MB."""
    (tmp_path / "b.xlsx").write_bytes(packed({"xl/workbook.xml": b" " * (600 << 20)}))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20));"
        "from pathlib import Path; from asylia.publish.gate import of_path; print(of_path(Path(sys.argv[1]))[0])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "b.xlsx")], capture_output=True, text=True, check=True
    )
    assert "unpacks to more than 64 MB" in ran.stdout


def test_a_zip_that_says_a_part_is_small_is_not_believed():
    made = bytearray(packed({"xl/workbook.xml": b" " * (70 << 20)}))
    info = zipfile.ZipFile(io.BytesIO(bytes(made))).getinfo("xl/workbook.xml")
    size = info.file_size.to_bytes(4, "little")
    lied = bytes(made).replace(size, (100).to_bytes(4, "little"))
    assert examine("x.xlsx", lied)[0].what == "cannot be examined"


def pdf(change=None, **more) -> bytes:
    """A PDF with one change."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        if change:
            change(made)
        made.save(out, **more)
    return out.getvalue()


def attach(made):
    made.attachments["rows.csv"] = b"name,born"


def script(made):
    made.Root.OpenAction = made.make_indirect({"/S": pikepdf.Name.JavaScript, "/JS": "1"})


def note(made):
    made.pages[0].Annots = made.make_indirect([made.make_indirect({"/Subtype": pikepdf.Name.Text})])


def author(made):
    made.docinfo["/Author"] = "Invented"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf(attach), "an embedded file"),
        (pdf(script), "something that happens when it is opened"),
        (pdf(note), "a note or file on page 1"),
        (pdf(author), "a property /Author"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "a password"),
        (pdf() + b"%%EOF", "an earlier version of itself"),
        (pdf() + b"PK rows", "something after its end"),
        (b"%PDF-1.7 broken", "damage"),
    ],
)
def test_a_paper_for_a_court_carries_nothing_that_it_does_not_show(data, what):
    assert any(what in each.what for each in examine_packet({"file.pdf": data}))
    assert examine_packet({"file.pdf": pdf()}) == []


def test_records_for_one_recipient_may_be_of_people_and_hide_nothing():
    assert examine_packet({"withheld.csv": b"case,entry\r\n2027-4KQ7TB,1\r\n", "record.jsonl": b"{}\n"}) == []
    hidden = xlsx({"Counts": COUNTS, "P": PEOPLE[:30]}, hidden={"P": "hidden"})
    assert any("is hidden" in each.what for each in examine_packet({"x.xlsx": hidden}))
    assert examine_packet({"x.zip": packed({"a": "b"})})[0].what == "cannot be examined"
