"""A border officer's first acts on a real case: by keyboard, refused and recorded, with and without a script."""

import pytest

from tests.browser.conftest import barriers, fits, picture
from tests.browser.test_frame import sign_in

pytestmark = pytest.mark.browser


def test_a_language_is_recorded_and_stands_in_the_record(page, gallery):
    """From the due line to the record line, on the server that people use."""
    sign_in(page, gallery, "sloane")
    page.goto(f"{gallery.address}/case/{gallery.case}")
    picture(page, "case-begun")
    assert barriers(page) == []
    page.click(".due a.usa-button")
    picture(page, "record-language")
    assert barriers(page) == []
    assert fits(page, 320)
    page.click("button:has-text('Save and continue')")
    assert page.inner_text("#refused h2") == "The language was not recorded"
    assert barriers(page) == []
    page.check("#languages-es")
    page.select_option("#best", "es")
    page.check("#how-said_back")
    page.click("button:has-text('Save and continue')")
    assert page.url.endswith(f"/encounter/{gallery.case}/family")
    page.goto(f"{gallery.address}/case/{gallery.case}")
    assert "Language: Spanish, said back." in page.inner_text(".lines")


def test_a_refusal_is_explained_where_no_script_runs(scriptless, gallery):
    """fear.asked: an encounter does not end before the question; nothing typed is lost."""
    sign_in(scriptless, gallery, "sloane")
    scriptless.goto(f"{gallery.address}/case/{gallery.case}/act/EndEncounter")
    scriptless.check("text=Sent back")
    scriptless.click("button:has-text('End encounter')")
    picture(scriptless, "end-encounter-refused")
    assert scriptless.inner_text("#refused h2") == "Not recorded: end encounter"
    assert "fear.asked" in scriptless.inner_text("#refused")
    assert scriptless.is_checked("input[value=sent_back]")


def test_a_case_of_nobody_here_is_nowhere(page, gallery):
    """404-shaped: a clerk, before the case is referred, and a case that does not exist look alike."""
    sign_in(page, gallery, "ferro")
    denied = page.goto(f"{gallery.address}/case/{gallery.case}")
    text = page.inner_text("main")
    nowhere = page.goto(f"{gallery.address}/case/no-such-case")
    assert (denied.status, nowhere.status) == (404, 404)
    assert page.inner_text("main") == text
    assert barriers(page) == []
