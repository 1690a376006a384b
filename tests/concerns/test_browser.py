"""The page in a real browser: sealed there by script, whole without, by keyboard alone, right to left, axe clean."""

import json
import re
import sqlite3

import pytest
from PIL import Image

from asylia.concerns.opener import identity, opened, own_share
from asylia.concerns.web import visit
from tests.browser.conftest import barriers, fits, picture
from tests.browser.conftest import opened as page_in
from tests.concerns.conftest import Served
from tests.concerns.test_serving import words_of

pytestmark = pytest.mark.browser
HOSTILE = {"name": "a.pdf", "mimeType": "image/png", "buffer": b"%PDF-1.7"}
FOCUSED = "(e => e.id || e.value || e.className)(document.activeElement)"


@pytest.fixture
def page(chromium):
    """A page at 1280 pixels; a complaint of the browser fails the test."""
    made = page_in(chromium, viewport={"width": 1280, "height": 900})
    yield made
    made.context.close()
    assert [said for said in made.complaints if "status of 4" not in said] == []


@pytest.fixture
def scriptless(chromium):
    """A page without script."""
    made = page_in(chromium, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield made
    made.context.close()


def newest(served: Served, report_count: int = 1) -> list[dict[str, object]]:
    """What two recipients open of everything that is kept."""
    db = sqlite3.connect(served.scene.home / "concerns.sqlite")
    held = [json.loads(row[0]) for row in db.execute("SELECT parcel FROM report")]
    db.close()
    assert len(held) >= report_count
    keys = [identity(served.scene.key(each)) for each in ("union", "ombudsman")]
    return [opened(each, [own_share(each, key) for key in keys]) for each in held]


def test_with_script_what_is_sent_is_sealed_already_and_the_words_never_leave(page, served, tmp_path):
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.url} {asked.headers} {asked.post_data_buffer or b''!r}"))
    Image.new("RGB", (8, 8), "red").save(tmp_path / "photo.png")
    page.goto(served.address)
    assert page.locator("#script-on").is_visible()
    page.get_by_label("What happened?").fill("Invented: SEALED-IN-THE-BROWSER")
    page.get_by_label("Who is it about?").fill("Dale Marsh")
    page.get_by_label("Pictures or plain text").set_input_files(tmp_path / "photo.png")
    page.get_by_role("button", name="Seal and send").first.click()
    page.locator("#sent").wait_for()
    words = " ".join(page.locator(".words li").all_inner_texts())
    assert len(words.split()) == 12
    assert "{" not in page.inner_text("#sent")
    assert "SEALED-IN-THE-BROWSER" not in "".join(sent)
    assert words.split()[0] + " " + words.split()[1] not in "".join(sent)
    assert page.url == f"{served.address}/"
    assert page.context.cookies() == []
    [told] = [each for each in newest(served) if "SEALED-IN-THE-BROWSER" in str(each["words"])]
    assert [each["kind"] for each in told["files"]] == ["image/png"]
    picture(page, "concerns-sent")
    page.goto(served.address)
    page.get_by_label("Twelve words").fill(words)
    page.get_by_role("button", name="Open").click()
    page.locator("#found").wait_for()
    assert "Nothing is here for these words" in page.inner_text("#found")
    assert re.search(r"leaf [0-9a-f]{64} report [0-9a-f]{64} secret [0-9a-f]{64}", page.inner_text("#found"))
    assert words not in "".join(sent)


def test_what_the_browser_refuses_it_says_and_keeps(page, served):
    page.goto(served.address)
    page.get_by_role("button", name="Seal and send").first.click()
    assert "Nothing was written" in page.locator("#told").inner_text()
    page.get_by_label("What happened?").fill("Kept words.")
    page.get_by_label("Who is it about?").fill("Quintero\nFenn")
    page.get_by_role("button", name="Seal and send").first.click()
    assert "not two recipients left" in page.locator("#told").inner_text()
    page.get_by_label("Who is it about?").fill("")
    page.get_by_label("Pictures or plain text").set_input_files(HOSTILE)
    page.get_by_role("button", name="Seal and send").first.click()
    page.locator("#told", has_text="place 1").wait_for()
    assert page.get_by_label("What happened?").input_value() == "Kept words."
    assert barriers(page) == []


def test_without_script_the_whole_visit_at_one_address(scriptless, served):
    page = scriptless
    page.goto(served.address)
    assert "Script is off" in page.inner_text("main")
    page.get_by_label("What happened?").fill("Invented: without script.")
    page.get_by_role("button", name="Seal and send").first.click()
    words = words_of(page.content())
    assert len(words.split()) == 12
    assert page.url == f"{served.address}/"
    page.goto(served.address)
    page.get_by_label("Twelve words").fill(words)
    page.get_by_label("Add to your report").fill("They moved my desk. (invented)")
    page.locator("#again summary").click()
    page.locator("#again-name").fill("Invented Person")
    page.locator("#again button[value=more]").click()
    page.goto(served.address)
    page.get_by_label("Twelve words").fill(words)
    page.get_by_role("button", name="Open").click()
    assert "They moved my desk. (invented)" in page.inner_text("#found")
    assert f"within {visit.ANSWER_DAYS} days" in page.inner_text("#found")
    assert page.url == f"{served.address}/"
    picture(page, "concerns-found")


def test_by_keyboard_alone(page, served):
    page.goto(served.address)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1] == "words":
            page.keyboard.type("Invented: by keyboard.")
        if stops[-1] == "report":
            page.keyboard.press("Enter")
            break
    page.locator("#sent").wait_for()
    assert stops[0] == "skip"
    assert stops.index("category") < stops.index("words") < stops.index("site") < stops.index("files")
    assert page.evaluate("document.activeElement.id") == "sent"


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_language_is_axe_clean_and_fits(page, served, language):
    page.goto(served.address)
    page.locator("#language").select_option(language)
    page.locator(".tongue button").click()
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert barriers(page) == []
    picture(page, f"concerns-{language}")
    assert fits(page, 320)
    assert page.url == f"{served.address}/"
