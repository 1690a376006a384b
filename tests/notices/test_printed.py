"""Sheets on paper: tagged as PDF/UA-1 asks, saying what their page says, the same bytes wherever they are made."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image, ImageChops

from asylia import notices
from asylia.notices import blocks, paper
from asylia.notices.paper import pictured
from tests.notices.examples import PROMISE, PROOF, PROOF_OF_NOTICE, every_choice, facts
from tests.notices.pdf import Pdf, said
from tests.notices.tongues import given_away

ROOT = Path(__file__).parents[2]
SHEETS = [(notice, language) for notice in notices.ids() for language in notices.load(notice).texts]
each_sheet = pytest.mark.parametrize(("notice", "language"), SHEETS, ids=[" ".join(sheet) for sheet in SHEETS])


def sheet(notice, language="es", version="full", **others):
    return notices.render(notice, language, facts(notice, **others), version, True)


@cache
def pdf_of(notice, language, version="full", size="usual"):
    return Pdf(notices.printed(sheet(notice, language, version), size))


@each_sheet
def test_a_pdf_says_what_the_sheet_says_in_that_order_and_in_those_letters(notice, language):
    """All of it, each script; in both versions and both prints. What is tagged is what is read aloud."""
    for version in ("carry", "full"):
        wanted = sheet(notice, language, version)
        lines = [blocks.spelled(words) for words in blocks.lines(wanted.said)]
        for size in ("usual", "large"):
            assert [said(line) for line in pdf_of(notice, language, version, size).lines] == lines


@each_sheet
def test_a_pdf_is_tagged_as_its_standard_asks(notice, language):
    """PDF/UA-1 (ISO 14289-1, 7): marked, titled, its language named, each figure described, headings in order."""
    pdf = pdf_of(notice, language)
    assert pdf.root.MarkInfo.Marked
    assert pdf.root.ViewerPreferences.DisplayDocTitle
    assert pdf.language == language
    assert str(pdf.file.docinfo["/Title"]) == blocks.spelled(sheet(notice, language).said.title)
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.root.Metadata.read_bytes().decode()
    figures = [tag for tag in pdf.tags() if tag.S == "/Figure"]
    assert len(figures) == ("proof" in facts(notice))
    assert all(str(figure.Alt) for figure in figures)
    headings = [str(tag.S) for tag in pdf.tags() if str(tag.S) in ("/H1", "/H2")]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1


@each_sheet
def test_each_passage_is_marked_with_its_language(notice, language):
    """All of the English text is English, all of the other not, but for a value that there is in English only."""
    if language == "en":
        return
    wanted = sheet(notice, language)
    lines = {said(line): {part.language for part in line} for line in pdf_of(notice, language).lines}
    theirs, english = wanted.said.texts
    assert {code for line in english_lines(english) for code in lines[line]} == {"en"}
    assert {code for line in english_lines(theirs) for code in lines[line]} <= {language, "en"}
    assert language in lines[blocks.spelled(wanted.said.title)]
    assert lines[blocks.spelled(wanted.said.second)] == {"en"}


def english_lines(text):
    alone = blocks.Document("en", "ltr", "after", (), None, (), None, (), None, (text,), None, ())
    return [blocks.spelled(words) for words in blocks.lines(alone)]


@each_sheet
def test_every_page_bears_its_number_and_a_full_sheets_the_case(notice, language):
    for size in ("usual", "large"):
        feet = pdf_of(notice, language, size=size).feet()
        assert [foot.rpartition(" · ")[2] for foot in feet] == [f"{n} / {len(feet)}" for n in range(1, len(feet) + 1)]
        assert all("2027-004417" in foot for foot in feet)
        carried = pdf_of(notice, language, "carry", size).feet()
        assert carried == [f"{n} / {len(carried)}" for n in range(1, len(carried) + 1)]


@each_sheet
def test_a_carry_sheet_gives_nobody_away_in_any_form(notice, language):
    """Safeguard paper.safe: no canary word in PDF, large print or plain text, nor in what a PDF says of itself."""
    carried = sheet(notice, language, "carry")
    for size in ("usual", "large"):
        pdf = pdf_of(notice, language, "carry", size)
        told = [*map(said, pdf.lines), *pdf.feet(), str(pdf.file.docinfo), pdf.root.Metadata.read_bytes().decode()]
        assert given_away(" ".join(told)) == []
    assert given_away(notices.plain(carried)) == []
    assert given_away(notices.plain(sheet(notice, "en"))) != []


@each_sheet
def test_large_print_is_eighteen_points_throughout(notice, language):
    assert min(pdf_of(notice, language, size="large").sizes()) >= 18
    assert min(pdf_of(notice, language).sizes()) >= 9


@pytest.mark.parametrize("notice", ["receipt", "recorded"])
def test_a_receipt_fits_one_sheet_in_every_language(notice):
    """With the largest square codes there are, whatever it says."""
    largest = PROOF if notice == "receipt" else PROOF_OF_NOTICE
    squares = {"complete": largest, "promised": PROMISE}
    for language in notices.load(notice).texts:
        for given in every_choice(notice):
            if given["proof_state"] in squares:
                told = {**given, "proof": squares[given["proof_state"]]}
                assert len(pictured(notices.render(notice, language, told, "full", True), "usual", 5)) == 1


def test_nothing_tells_who_printed_a_sheet_or_when():
    """No day, author, producer's machine, file or action; the same identifier on each."""
    pdf = Pdf(notices.printed(sheet("hearing_notice")))
    assert sorted(pdf.file.docinfo) == ["/Creator", "/Title"]
    assert str(pdf.file.docinfo["/Creator"]).startswith("Typst ")
    assert not {"/Names", "/AA", "/OpenAction", "/AcroForm", "/AF"} & set(pdf.root)
    assert "Date" not in pdf.root.Metadata.read_bytes().decode()
    assert all("/Annots" not in page for page in pdf.file.pages)


ASK = """
import hashlib
from asylia import notices
from tests.notices.test_printed import SHEETS, sheet
for each in SHEETS[::{some}][::{step}]:
    for version in ("carry", "full"):
        print(*each, version, hashlib.sha256(notices.printed(sheet(*each, version))).hexdigest())
"""


@pytest.mark.parametrize("some", [4, pytest.param(1, marks=pytest.mark.long)])
def test_the_same_facts_give_the_same_bytes_wherever_a_sheet_is_made(tmp_path, some):
    """In two processes of another time zone, locale, folder, home and hash seed, that make them in another order."""
    there = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "HOME": str(tmp_path)}
    here = {"TZ": "America/Chicago", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
    made = [
        subprocess.run(
            [sys.executable, "-c", ASK.format(some=some, step=step)],
            cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
        ).stdout.splitlines()
        for step, environment, folder in ((1, there, tmp_path), (-1, here, ROOT))
    ]  # fmt: skip
    assert sorted(made[0]) == sorted(made[1])
    assert len(made[0]) == 2 * len(SHEETS[::some])


@pytest.mark.parametrize(
    "name",
    [
        "#import *", "*bold* _em_ `raw` $x^2$", "= head", "- item", "\\ // /* <label> @ref", "{phone}", "#(1+1)",
        "https://example.org/a--b...", "'quoted' \"twice\"", "Jose\u0301 Nu\u0303ez", "Ng\u0323u\u031b\u0303",
        "Ba \u02bcIxchel", "محمد (العلي) 12", "李 明", "शर्मा", "გიორგი", "ትግርኛ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_name_is_printed_as_it_was_typed(name, language):
    """No value is read as code or as markup of the typesetter; several scripts stand in one line."""
    pdf = Pdf(notices.printed(sheet("hearing_notice", language, name=name)))
    assert normalize("NFC", name) in [normalize("NFC", said(line)) for line in pdf.lines]


def test_a_word_longer_than_a_line_stays_on_the_paper():
    """Broken anywhere: nothing reaches the margins, and nothing is lost."""
    long = dict.fromkeys(("court", "report_place", "name", "code"), "Puente" * 60)
    wanted = sheet("hearing_notice", **long)
    for size in ("usual", "large"):
        for page in pictured(wanted, size, 36):
            with Image.open(io.BytesIO(page)) as picture:
                margins = [(0, 0, 18, picture.height), (picture.width - 18, 0, picture.width, picture.height)]
                for margin in margins:
                    inked = ImageChops.invert(picture.convert("L").crop(margin)).getbbox()
                    assert inked is None, margin
        text = " ".join(map(said, Pdf(notices.printed(wanted, size)).lines))
        assert text.count("Puente" * 60) == 6


def test_a_long_text_takes_more_pages_and_loses_nothing():
    long = ["One of many lines of testimony. " * 40 for _ in range(60)]
    pdf = Pdf(notices.printed(sheet("readback", facts=long)))
    assert len(pdf.file.pages) > 20
    assert [said(line) for line in pdf.lines].count(long[0].strip()) == 2 * len(long)


@pytest.mark.parametrize("letter", ["\U0001f642", "\u1780", "\ua997"])
def test_a_letter_without_a_typeface_is_refused_by_its_number(letter):
    """A box in place of a letter would be another name; the page, whose browser has more typefaces, still prints."""
    with pytest.raises(notices.Unfit, match=f"no typeface here has the character U\\+{ord(letter):04X}") as refused:
        notices.printed(sheet("hearing_notice", name=f"Ana {letter}"))
    assert "Ana" not in str(refused.value)


def test_without_the_fonts_the_way_to_fetch_them_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "FONTS", tmp_path)
    with pytest.raises(
        FileNotFoundError, match=r"there are no fonts in .*; fetch them with `python -m scripts.assets`"
    ):
        paper.compiler.__wrapped__()


def test_many_threads_print_at_once():
    wanted = [sheet("receipt", language, name) for language in ("es", "ar", "zh") for name in ("carry", "full")]
    alone = [notices.printed(each) for each in wanted]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(notices.printed, wanted * 4)) == alone * 4
