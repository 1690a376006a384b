"""I am afraid, on a borrowed phone: one field, any words, a receipt at once; in every language, without a script."""

import pytest

from asylia.notices import say
from tests.browser.conftest import barriers, opened, picture, tab_stops
from tests.browser.keys import press, write
from tests.browser.test_border import looked_at
from tests.browser.test_frame import sign_in

pytestmark = pytest.mark.browser
WORDS = "Un hombre de la casa estaba afuera del albergue esta mañana."


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_page_is_free_of_barriers_in_every_language(page, gallery, language):
    """WCAG 2.2 AA; to hide the page is the first thing that Tab reaches."""
    page.goto(f"{gallery.address}/afraid?lang={language}")
    looked_at(page, f"afraid-{language}")
    assert tab_stops(page, most=3)[0] == say("hide", language)


def test_words_are_sent_by_keyboard_and_the_receipt_is_there(page, gallery):
    """fear.open-door: no sign-in, no choice; then the asylum office reads them."""
    page.goto(f"{gallery.address}/afraid")
    write(page, "#words", WORDS)
    press(page, "Send")
    assert "We have your words" in page.inner_text("h1")
    code = page.inner_text(".code")
    assert len(code) == 14
    looked_at(page, "afraid-receipt")
    sign_in(page, gallery, "rowan")
    page.goto(f"{gallery.address}/unmatched")
    looked_at(page, "unmatched")
    page.click("th a >> nth=-1")
    assert WORDS in page.inner_text("main")
    looked_at(page, "match")
    page.fill("#to", "2020-NOBODY")
    page.click("button:has-text('Match to this case')")
    assert "The statement was not matched" in page.inner_text("#refused")
    assert barriers(page) == []


def test_a_phone_without_a_script_sends_and_is_told_what_is_missing(chromium, gallery):
    """360 pixels, no script: an empty field is said, the words then stand in the receipt."""
    page = opened(chromium, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{gallery.address}/afraid?lang=es")
    page.click("button:has-text('Enviar')")
    assert "Escriba algo primero" in page.inner_text("#refused")
    page.fill("#words", WORDS)
    page.click("button:has-text('Enviar')")
    assert page.inner_text("h1") == "Tenemos sus palabras"
    picture(page, "afraid-receipt-es-360")
    page.context.close()
