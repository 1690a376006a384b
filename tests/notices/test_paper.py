"""Sheets as they are seen and printed: in a real Chromium, on Letter, A4 and a telephone, with axe."""

import io
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageFilter, ImageOps

from asylia import notices
from asylia.ledger.picture import square_in
from tests.notices.examples import PROMISE, PROOF, PROOF_OF_NOTICE, every_choice, facts

pytestmark = pytest.mark.browser
HERE = Path(notices.__file__).parent
VENDOR = HERE.parent / "web" / "static" / "vendor"
AXE = VENDOR / "axe.min.js"


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    yield page
    page.close()


def answer(route):
    """The design system's stylesheet and fonts as the pages have them, the sheet's own after it."""
    path = urlsplit(route.request.url).path.lstrip("/")
    route.fulfill(path=HERE / path if path == "sheet.css" else VENDOR / path)


def show(page, notice, language, given, version="full"):
    """Put a sheet on a page as the product does, under a policy that allows no inline style."""
    html = notices.render(notice, language, given, version, True).html
    links = "".join(f"<link rel='stylesheet' href='/{css}'>" for css in ("uswds/css/uswds.min.css", "sheet.css"))
    policy = "default-src 'none'; style-src 'self'; font-src 'self'"
    head = f"<meta name='viewport' content='width=device-width'><title>A sheet</title>{links}"
    page.unroute_all()
    page.route("http://sheet.test/**", answer)
    page.route("http://sheet.test/", lambda route: route.fulfill(
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": policy},
        body=f"<!doctype html><html lang='en'><head>{head}</head><body><main>{html}</main></body></html>",
    ))  # fmt: skip
    page.goto("http://sheet.test/")
    page.evaluate("document.fonts.ready")


def sheets(page, paper):
    return page.pdf(format=paper).count(b"/Type /Page\n")


@pytest.mark.parametrize("notice", ["receipt", "recorded"])
def test_a_receipt_fits_one_sheet_whatever_it_says(page, notice):
    """With the largest square codes (tests/ledger/test_receipt_packed.py measures them), in the longest languages.

    Typefaces of other scripts are the machine's own here; a PDF brings its own, and fits in all (test_printed.py).
    """
    longest = {"afraid", "hearing", "replaced_no"}  # of what either may say
    for given in every_choice(notice):
        largest = PROOF if notice == "receipt" else PROOF_OF_NOTICE
        proof = {"complete": largest, "promised": PROMISE, "absent": ""}[given["proof_state"]]
        if not proof or longest.isdisjoint((given.get("answer"), given.get("what"))):
            continue
        for language in ("es", "fr", "pt"):
            show(page, notice, language, {**given, "proof": proof})
            assert [sheets(page, paper) for paper in ("Letter", "A4")] == [1, 1], (given, language)


@pytest.mark.parametrize(
    ("notice", "state", "proof"),
    [("receipt", "complete", PROOF), ("receipt", "promised", PROMISE), ("recorded", "complete", PROOF_OF_NOTICE)],
)
def test_the_square_code_is_read_from_a_picture_of_the_printed_sheet(chromium, notice, state, proof):
    """As a telephone of six million points takes it: the whole sheet, askew, blurred, in poor light, as a JPEG."""
    page = chromium.new_page(viewport={"width": 680, "height": 1010}, device_scale_factor=2.5)  # A4, within its margins
    page.emulate_media(media="print")
    show(page, notice, "es", facts(notice, proof=proof, proof_state=state))
    with Image.open(io.BytesIO(page.screenshot())) as sheet:
        paper = ImageOps.expand(sheet.convert("L"), border=140, fill=255)
        taken = paper.rotate(4, expand=True, fillcolor=90, resample=Image.Resampling.BICUBIC)
        taken = taken.filter(ImageFilter.GaussianBlur(1)).point(lambda light: 40 + light * 130 // 255)
    page.close()
    made = io.BytesIO()
    taken.save(made, "JPEG", quality=60)
    assert square_in(made.getvalue()) == proof


@pytest.mark.parametrize("notice", notices.ids())
def test_a_carry_version_fits_one_sheet(page, notice):
    show(page, notice, "es", facts(notice), "carry")
    assert [sheets(page, paper) for paper in ("Letter", "A4")] == [1, 1]


@pytest.mark.parametrize("version", ["carry", "full"])
@pytest.mark.parametrize("notice", notices.ids())
def test_nothing_is_cut_on_a_telephone(page, notice, version):
    long = {"report_place": "Puente" * 40, "court": "Corte" * 40, "code": "7K3Q" * 40}
    given = facts(notice)
    for changed in (given, {**given, **{name: value for name, value in long.items() if name in given}}):
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            show(page, notice, "es", changed, version)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


SHEETS = [(notice, language) for notice in notices.ids() for language in notices.load(notice).texts]


@pytest.mark.parametrize(("notice", "language"), SHEETS)
def test_axe_finds_nothing_and_leaves_nothing_undecided(page, notice, language):
    """Beside each other on a desk's screen; and on the narrowest telephone no language runs over the edge."""
    page.set_viewport_size({"width": 320, "height": 800})
    show(page, notice, language, facts(notice))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1000, "height": 800})
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations', 'incomplete']})")
    assert json.dumps([rule["id"] for rule in found["violations"] + found["incomplete"]]) == "[]"


def test_a_mark_that_turns_text_around_moves_nothing(page):
    """Two sheets that differ only in such marks look the same to the last pixel."""
    seen = []
    for court in ("Elm", "\u202eElm\u2069\u202b"):
        show(page, "hearing_notice", "es", facts("hearing_notice", court=court))
        seen.append(page.screenshot(full_page=True))
    assert seen[0] == seen[1]


def test_without_its_stylesheet_a_sheet_still_reads_in_order(page):
    show(page, "reporting", "es", facts("reporting"))
    text = page.locator("article").inner_text()
    order = ["Demostración", "Borrador", "Venga el lunes", "Come on Monday", "7K3Q-9F2M-X4TD", "Día:", "Day:", "Firma"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
