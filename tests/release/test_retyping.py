"""Retyping: marks of a copy do not survive; what is set again is one for everyone; what cannot be taken out is said."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from asylia import cli
from asylia.release.normalising import plain
from asylia.release.pages import opened
from asylia.release.retyping import retyped
from asylia.release.sandbox import NotOpened
from asylia.release.typesetting import typeset
from tests.release.conftest import REPORT, pdf_of

HIDDEN = {
    "near white": "#text(fill: luma(252))[CANARY]",
    "under a box": "#box[#place(rect(width: 4cm, height: 1cm, fill: black))CANARY]",
    "without size": "#text(size: 0.1pt)[CANARY]",
    "off the page": "#place(dx: -40cm)[CANARY]",
    "white on white": "#text(fill: white)[CANARY]",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_words_that_do_not_show_are_left_out_and_told(how):
    data = pdf_of(f"{REPORT}\n{HIDDEN[how]}")
    made = retyped(data)
    text = "\n".join(made.text.paragraphs)
    assert "CANARY" not in text
    assert "Officers were told how to decide. Of 114 refusals, two were reviewed." in text
    assert how == "off the page" or any("do not show" in note for note in made.notes)


def dressed() -> bytes:
    """A PDF with properties, an attachment, a script, a form, a hidden layer and a note."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(REPORT))) as pdf:
        pdf.docinfo["/Author"] = "CANARY-AUTHOR"
        with pdf.open_metadata() as told:
            told["dc:creator"] = ["CANARY-XMP"]
        pdf.attachments["CANARY.txt"] = b"CANARY-ATTACHED"
        pdf.Root.OpenAction = pdf.make_indirect({"/S": pikepdf.Name.JavaScript, "/JS": "app.alert('CANARY-SCRIPT')"})
        pdf.pages[0].Annots = pdf.make_indirect(
            [
                pdf.make_indirect(
                    {
                        "/Type": pikepdf.Name.Annot,
                        "/Subtype": pikepdf.Name.Text,
                        "/Rect": [0, 0, 9, 9],
                        "/Contents": "CANARY-NOTE",
                    }
                )
            ]
        )
        pdf.save(out)
    return out.getvalue() + b"\n% CANARY-AFTER-THE-END"


def texts_of(pdf: bytes) -> str:
    """Everything that a PDF says, in its text, its properties and its bytes unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened_:
        unpacked = io.BytesIO()
        opened_.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
        info = str(dict(opened_.docinfo))
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return said + info + unpacked.getvalue().decode("latin-1")


def test_properties_attachments_scripts_layers_and_notes_do_not_survive():
    assert "CANARY-ATTACHED" in texts_of(dressed())
    made = retyped(dressed())
    again = typeset("\n\n".join(made.text.paragraphs))
    assert "CANARY" not in texts_of(again)
    with pikepdf.open(io.BytesIO(again)) as pdf:
        assert {str(key) for key in pdf.docinfo} == {"/Title", "/Creator"}
        assert not pdf.attachments
        assert {"/OpenAction", "/AcroForm", "/OCProperties", "/Names"} & {str(key) for key in pdf.Root} == set()
    assert re.findall(rb"D:\d{8}|\d{4}-\d\d-\d\dT", again) == []


def dots(page: Image.Image, code: int) -> None:
    """A printer's code in yellow dots all over a page: a grid of 15 by 8, as printers repeat it (invented code)."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    for top in range(0, page.height, 160):
        for left in range(0, page.width, 300):
            for place in range(120):
                if code >> place & 1:
                    x, y = left + place % 15 * 18, top + place // 15 * 18
                    draw.rectangle((x, y, x + 1, y + 1), fill=(255, 255, 0))
    page.paste(ImageChops.multiply(page, ink))


def yellow(page: Image.Image) -> int:
    """How many yellow dots a page has."""
    return sum(
        1 for red, green, blue in page.convert("RGB").get_flattened_data() if red > 200 and green > 200 and blue < 100
    )


def scan(code: int = 0) -> bytes:
    """A scanned page with a printer's dots."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-"], input=pdf_of(REPORT), capture_output=True, check=True
    )
    page = Image.open(io.BytesIO(drawn.stdout)).convert("RGB")
    dots(page, code)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def test_a_printers_dots_do_not_survive_and_two_prints_give_the_same_bytes():
    one, other = scan(code=0b1011 << 60 | 0x5A5A5), scan(code=0b1101 << 70 | 0x3C3C3)
    assert yellow(Image.open(io.BytesIO(one))) > 100
    assert one != other
    pages = [opened(each).pages for each in (one, other)]
    (first,), (second,) = pages
    differing = (int.from_bytes(first.dots, "big") ^ int.from_bytes(second.dots, "big")).bit_count()
    assert differing < 0.0002 * first.width * first.height, "a dot can shade the edge of a letter, and is nowhere else"
    made = [typeset("\n\n".join(retyped(each).text.paragraphs)) for each in (one, other)]
    assert made[0] == made[1]
    shown = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-"], input=made[0], capture_output=True, check=True
    ).stdout
    assert yellow(Image.open(io.BytesIO(shown))) == 0


def test_a_scan_is_read():
    text = "\n".join(retyped(scan()).text.paragraphs)
    assert "Officers were told how to decide." in text
    assert "Ask everybody." in text


MARKED = (
    ("Officers\u200b were told", "Officers were told", "nobody sees"),
    ("Оffiсers were told", "Officers were told", "another alphabet"),
    ("“Ask” – always…", '"Ask" - always...', "quotes and dashes"),
    ("Ask\u2003everybody  now", "Ask everybody now", "spaces"),
    ("• Ask everybody", "- Ask everybody", "list marks"),
    ("(2) Review both", "2. Review both", "list numbers"),
    ("\u202eexe.gpj\u202c name", "exe.gpj name", "nobody sees"),
    ("so\u00adcial \U000e0041word", "social word", "nobody sees"),
    ("ﬁnding", "finding", "another way"),
)


@pytest.mark.parametrize(("said", "becomes", "kind"), MARKED)
def test_what_can_be_written_in_two_ways_is_written_in_one_and_told(said, becomes, kind):
    made = plain([said])
    assert made.paragraphs == (becomes,)
    assert any(kind in change.what and change.line == 1 for change in made.changes)


def test_words_of_another_language_stay_as_they_are():
    assert plain(["Протокол интервью составлен верно."]).paragraphs == ("Протокол интервью составлен верно.",)
    assert plain(["señora, él dijo: ¿qué? naïve café"]).paragraphs == ("señora, él dijo: ¿qué? naïve café",)
    assert plain(["مرحبا بكم"]).paragraphs == ("مرحبا بكم",)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_plain_text_is_plain_again(text):
    once = plain([text]).paragraphs
    assert plain(once).paragraphs == once


def test_where_two_copies_differ_is_shown_and_a_word_of_one_copy_is_said_to_stay(tmp_path, capsys):
    (tmp_path / "one.pdf").write_bytes(pdf_of(REPORT))
    (tmp_path / "two.pdf").write_bytes(pdf_of(REPORT.replace("told how", "instructed how").replace("114", "116")))
    into = tmp_path / "out"
    code = cli.main(
        ["release", "retype", str(tmp_path / "one.pdf"), "--second", str(tmp_path / "two.pdf"), "--into", str(into)]
    )
    assert code == 0
    page = (into / "compare.html").read_text("utf-8")
    assert "This copy beside the other: 2" in page
    for word in ("told", "instructed", "114", "116"):
        assert f"<b>{word}</b>" in page
    assert "What this cannot take out" in page
    assert "Wording that this copy alone has stays" in capsys.readouterr().out
    assert (into / "page-1.png").exists()


def test_nothing_is_set_before_a_person_compared_it(tmp_path, capsys):
    (tmp_path / "text.txt").write_text("# A heading\n\nWords.\n\n- one\n- two\n\n1. first\n", "utf-8")
    to = tmp_path / "out.pdf"
    assert cli.main(["release", "typeset", str(tmp_path / "text.txt"), "--to", str(to)]) == 2
    assert "nobody has" in capsys.readouterr().err
    assert cli.main(["release", "typeset", str(tmp_path / "text.txt"), "--compared", "--to", str(to)]) == 0
    said = subprocess.run(["pdftotext", "-layout", str(to), "-"], capture_output=True, text=True, check=True).stdout
    assert "A heading" in said
    assert cli.main(["release", "typeset", str(tmp_path / "text.txt"), "--compared", "--to", str(to)]) == 2, (
        "never over another"
    )
    assert "there already" in capsys.readouterr().err


def test_the_same_bytes_for_everyone(tmp_path):
    """In two processes, at two times, under two names, in two zones: the bytes of one text are one."""
    code = (
        "import sys; from asylia.release.typesetting import typeset; sys.stdout.buffer.write(typeset(sys.stdin.read()))"
    )
    made = {
        subprocess.run(
            [Path(cli.sys.executable), "-c", code], input=REPORT.encode(), capture_output=True, check=True,
            env={"PATH": "/usr/bin:/bin", "USER": name, "TZ": zone, "PYTHONHASHSEED": seed},
        ).stdout
        for name, zone, seed in (("ana", "Asia/Tokyo", "1"), ("ben", "America/Denver", "2"))
    }  # fmt: skip
    assert len(made) == 1
    assert next(iter(made)).startswith(b"%PDF-1.7")


def test_text_is_data_and_never_runs():
    hostile = '#read("/etc/passwd") $x$ #let a = 1 \\ @cite <b> *bold* _it_ `code` //'
    said = subprocess.run(
        ["pdftotext", "-", "-"], input=typeset(hostile), capture_output=True, check=True
    ).stdout.decode()
    assert " ".join(said.split()).startswith(hostile)


def test_a_letter_that_no_font_has_is_named():
    with pytest.raises(NotOpened, match=r"U\+13000"):
        typeset("a \U00013000")


def test_documents_of_offices_leave_what_was_deleted_hidden_or_commented(tmp_path):
    word = (
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Officers were told.</w:t></w:r>'
        "<w:del><w:r><w:delText>CANARY-DELETED</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>CANARY-HIDDEN</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", word)
        made.writestr("docProps/core.xml", "CANARY-AUTHOR")
        made.writestr("word/comments.xml", "CANARY-COMMENT")
    assert retyped(out.getvalue()).text.paragraphs == ("Officers were told.",)


def test_the_worked_example_says_on_every_page_that_it_is_a_reconstruction(tmp_path):
    to = tmp_path / "2019.pdf"
    assert cli.main(["release", "example", "2019", "--to", str(to)]) == 0
    said = subprocess.run(["pdftotext", "-layout", str(to), "-"], capture_output=True, text=True, check=True).stdout
    pages = [page for page in said.split("\f") if page.strip()]
    assert len(pages) > 2
    assert all("A reconstruction in words of this project's own" in page for page in pages)
    flat = " ".join(said.split())
    for number in range(1, 17):
        assert f"Recommendation {number}. " in flat
    assert "Safeguard advisal.understood: " in flat
    assert "Measure M10 counts it" in flat
    assert cli.main(["release", "example", "1999", "--to", str(tmp_path / "x.pdf")]) == 2
