"""The border desk as a border officer uses it: from the open door to the receipt, by keys, narrow, without a script."""

import re

import pytest

from asylia.web.border.steps import AFTERWARDS, SIX
from tests.browser.conftest import barriers, fits, picture
from tests.browser.keys import choose, press, reach, write
from tests.browser.test_frame import sign_in

pytestmark = pytest.mark.browser
TOOL = ("unaccompanied_child", "child", "pregnant", "illness", "disability", "advanced_age", "distress",
        "unsafe_tonight")  # fmt: skip


def looked_at(page, name):
    """Take a picture, and look for barriers at full width and for sideways scrolling at every width."""
    picture(page, name)
    assert barriers(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    page.set_viewport_size({"width": 1280, "height": 800})


def begin(page, site, name):
    """Open an encounter with the mouse; gives the case's id."""
    page.goto(f"{site.address}/encounters/open")
    page.fill("#name", name)
    page.select_option("[id='nationalities-0-country']", "HN")
    page.fill("[id='nationalities-0-source']", "own words")
    page.click("label[for='nationalities-0-certainty-certain']")
    page.click("label[for=kind-port]")
    page.click("label[for=held-no]")
    page.click("button:has-text('Open the encounter')")
    return re.search(r"/encounter/(\w+)/language$", page.url)[1]


def test_from_the_door_to_the_receipt_by_keyboard_alone(page, gallery):
    """The main path: open, language, tool, the fear question, receipt; every page free of barriers."""
    sign_in(page, gallery, "sloane")
    looked_at(page, "border-encounters")
    press(page, "Open an encounter")
    looked_at(page, "border-opening")
    write(page, "#name", "Pineda Funes, Óscar")
    write(page, "#born", "1991-04")
    write(page, "[id='nationalities-0-country']", "Honduras")
    write(page, "[id='nationalities-0-source']", "own words")
    choose(page, "nationalities.0.certainty", "certain")
    choose(page, "kind", "port")
    choose(page, "held", "no")
    press(page, "Open the encounter")
    looked_at(page, "border-language")
    write(page, "#best", "Spanish")
    reach(page, "#languages-es")
    page.keyboard.press("Space")
    choose(page, "how", "said_back")
    press(page, "Save and continue")
    looked_at(page, "border-family")
    page.goto(page.url.replace("/family", "/health"))
    for question in TOOL:
        choose(page, f"answers.{question}", "no")
    choose(page, "private_wish", "no")
    looked_at(page, "border-health")
    press(page, "Save and continue")
    choose(page, "answer", "yes")
    write(page, "#words", "No puedo volver allá.")
    for question in ("alone", "understood", "attested"):
        choose(page, question, "yes")
    looked_at(page, "border-fear")
    press(page, "Record the answer")
    assert "Fear claim 1 is open." in page.inner_text("main")
    looked_at(page, "border-receipt")


def test_every_page_of_an_encounter_is_free_of_barriers(page, gallery):
    """WCAG 2.2 AA on each, before anything is recorded."""
    sign_in(page, gallery, "sloane")
    case = begin(page, gallery, "Arriaga Mejía, Nelson")
    beside = ("said", "not-asked", "separated", "born", "exempted", "returned")
    for name in [*(each.removeprefix("encounter-") for each in (*SIX, *AFTERWARDS)), *beside]:
        page.goto(f"{gallery.address}/encounter/{case}/{name}")
        looked_at(page, f"border-{name}")


def test_a_refusal_keeps_the_words_where_no_script_runs(scriptless, gallery):
    """Whoever has no script can ask, be refused, mend it, and print."""
    page = scriptless
    sign_in(page, gallery, "sloane")
    case = begin(page, gallery, "Coc Ba, Marcelino")
    page.click("label[for=languages-es]")
    page.select_option("#best", "es")
    page.click("label[for=how-said_back]")
    page.click("button:has-text('Save and continue')")
    page.goto(f"{gallery.address}/encounter/{case}/fear")
    page.click("label[for=answer-no]")
    page.fill("#words", "No, gracias a Dios.")
    for no in ("alone-no", "understood-yes", "attested-yes"):
        page.click(f"label[for={no}]")
    page.click("button:has-text('Record the answer')")
    assert page.inner_text("#refused h2") == "The answer was not recorded"
    assert page.input_value("#words") == "No, gracias a Dios."
    picture(page, "border-fear-refused")
    page.click("label[for=alone-yes]")
    page.click("button:has-text('Record the answer')")
    assert "asks once more" in page.inner_text("main")
    assert "Print this page from the browser" in page.inner_text(".tools")


def test_the_receipt_prints_on_one_sheet_twice(page, gallery, tmp_path):
    """pages.md, Print: the receipt fits one sheet; one copy for the person, one for the file."""
    sign_in(page, gallery, "sloane")
    case = begin(page, gallery, "Lobo Nájera, Wendy")
    page.goto(f"{gallery.address}/encounter/{case}/said")
    page.fill("#words", "Tengo miedo.")
    page.select_option("#language", "es")
    page.click("label[for=new_facts-no]")
    page.click("button:has-text('Record what was said')")
    page.wait_for_load_state()  # printed before the style sheet is there, the two copies run together
    for paper in ("Letter", "A4"):
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))
        assert len(pages) == 2
