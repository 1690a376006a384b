"""The officer’s whole path in a real Chromium: from a drawn claim to the signature, by keys, and without a script."""

import json
import os
import subprocess
import sys

import pytest

from asylia.regimes.shelf import named
from tests.browser.conftest import ROOT, Site, barriers, fits, picture, start
from tests.browser.keys import choose, press, reach, write
from tests.browser.test_frame import sign_in
from tests.ports import free_port

pytestmark = pytest.mark.browser
SETTINGS = "tests.browser.settings"
CHECKS = ("private", "quiet", "rested", "fed", "well", "child_care")
TOPICS = ("purpose", "country", "steps", "rights", "outcomes")
ELEMENTS = [(protection.id, element) for protection, element in named("us_mpp/2021-12-02").elements()]
SAID = (
    ("officer", "Who took you?", ""),
    ("applicant", "Cuatro hombres. Dos tenían la camisa de la policía.", "Four men. Two wore police shirts."),
    ("officer", "Did anyone say why you were kept?", ""),
    ("applicant", "Que nadie iba a preguntar por mí.", "That nobody would ask for me."),
)


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A running demonstration with two claims drawn to the officer: one for each way of working."""
    home = tmp_path_factory.mktemp("office")
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", "tests.browser.officer", str(home)]
    made = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    port = free_port()
    server = start(home, SETTINGS, port)
    yield Site(f"http://localhost:{port}", json.loads(made))
    server.terminate()
    server.wait(10)


def looked_at(page, name):
    """Take a picture, and look for barriers at full width and for sideways scrolling at every width."""
    picture(page, f"officer-{name}")
    assert barriers(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    assert barriers(page, clipped=True) == []
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_a_drawn_claim_to_the_signature_by_keyboard_alone(page, office):
    """pages.md: explained, booked, heard, read back, found element by element, locked, signed."""
    sign_in(page, office, "rowan")
    looked_at(page, "work")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr') !== null")
    press(page, "Reyes Oyuela, Daniela")
    prepare_by_keys(page)
    hear_by_keys(page)
    read_back_by_keys(page)
    decide_by_keys(page)
    assert "It can be read, not changed" in page.inner_text("main")
    assert page.locator("main textarea").count() == 0
    looked_at(page, "signed")


def prepare_by_keys(page):
    """Booked, explained, an interpreter the person accepts, the checklist."""
    looked_at(page, "booking")
    write(page, "#starts", "12012030")
    page.keyboard.press("Tab")
    page.keyboard.type("0930AM")
    write(page, "#place", "Room 2")
    press(page, "Book it")
    looked_at(page, "before")
    press(page, "Explain what happens")
    looked_at(page, "explaining")
    for topic in TOPICS:
        reach(page, f"#topics-{topic}")
        page.keyboard.press("Space")
    write(page, "#said_back", "Me preguntan por México, no por mi país.")
    choose(page, "understood", "understood")
    press(page, "Record the explanation")
    press(page, "Appoint an interpreter")
    looked_at(page, "interpreter")
    choose(page, "interpreter", "in207")
    choose(page, "accepted", "yes")
    write(page, "#age", "41")
    press(page, "Appoint")
    choose(page, "conditions.answered_by", "person")
    for check in CHECKS:
        choose(page, f"conditions.{check}", "no" if check == "quiet" else "yes")
    choose(page, "conditions.restrained", "no")
    write(page, "[id='conditions-rest_hours']", "30")
    choose(page, "conditions.rest_waived", "no")
    choose(page, "conditions.counsel_offered", "yes")
    choose(page, "conditions.goes_on", "no")
    for present in ("rowan", "in207"):
        reach(page, f"#present-{present}")
        page.keyboard.press("Space")
    looked_at(page, "checklist")
    press(page, "Begin the interview")
    assert page.inner_text("#refused h2") == "The interview did not begin"
    assert page.evaluate("document.activeElement.id") == "refused"
    looked_at(page, "checklist-refused")
    choose(page, "conditions.quiet", "yes")
    press(page, "Begin the interview")


def hear_by_keys(page):
    """Lines added by Ctrl Enter, the speaker chosen by Alt and a number, the draft kept while typing."""
    for number, (speaker, words, meaning) in enumerate(SAID):
        assert page.evaluate("document.activeElement.id") == "words"
        page.keyboard.press(f"Alt+{1 if speaker == 'officer' else 2}")
        page.keyboard.type(words)
        if meaning:
            page.keyboard.press("Tab")
            page.keyboard.type(meaning)
        if number == 1:
            page.locator("#kept").filter(has_text="Draft kept").wait_for()
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    assert page.locator(".passage[id]").count() == len(SAID)
    assert page.inner_text("#T-2 .words") == SAID[1][1]
    assert page.get_attribute("#T-2 .words", "lang") == "es"
    looked_at(page, "interview")
    press(page, "Put an inconsistency")
    write(page, "#lines", "T 2, T 4")
    write(page, "#between", "Four men, or nobody?")
    write(page, "#explanation", "Nadie de mi familia.")
    looked_at(page, "inconsistency")
    press(page, "Record it")
    press(page, "End the interview")
    looked_at(page, "end")
    press(page, "End the interview")
    looked_at(page, "recorded")


def read_back_by_keys(page):
    """A fact with its lines and its answer."""
    press(page, "Read the summary back")
    write(page, "[id='facts-0-text']", "Four men took her; two wore police shirts.")
    write(page, "[id='facts-0-lines']", "T 2")
    choose(page, "facts.0.answer", "corrected")
    write(page, "[id='facts-0-correction']", "Tres hombres.")
    choose(page, "confirmed", "yes")
    looked_at(page, "readback")
    press(page, "Record the read-back")
    press(page, "Evidence")
    looked_at(page, "evidence")
    press(page, "Consult country information")
    write(page, "#source", "Country report, invented")
    write(page, "#passage", "Officers took part in abductions.")
    write(page, "#point", "4")
    looked_at(page, "country")
    press(page, "Add the passage")


def decide_by_keys(page):
    """Each element opened, found, with reasons and a line cited; then likelihood, outcome, signature."""
    press(page, "Worksheet")
    looked_at(page, "worksheet")
    for number, (protection, element) in enumerate(ELEMENTS):
        part = f"element-{protection}-{element.id}"
        if number:
            reach(page, f"[id='{part}'] > summary")
            page.keyboard.press("Enter")
        choose(page, f"element.{protection}.{element.id}.finding", "found")
        if element.group:
            write(page, f"[id='{part}-group']", "Women travelling without a male relative")
        write(page, f"[id='{part}-reasons']", "The lines say so.")
        if number:
            write(page, f"[id='{part}-cites']", "T 2, RB 1, C 1")
        else:
            cite_by_keys(page, part)
    looked_at(page, "worksheet-written")
    press(page, "Record the findings")
    choose(page, "band", "75_to_90")
    looked_at(page, "likelihood")
    press(page, "Lock it and open the outcome")
    for protection in dict.fromkeys(protection for protection, _ in ELEMENTS):
        choose(page, f"sign.met.{protection}", "yes")
    choose(page, "sign.outcome", "negative")
    write(page, "#sign-reasons", "You told us that four men took you. We believe you.")
    write(page, "#sign-statement", "This decision is my own.")
    looked_at(page, "outcome")
    press(page, "Sign the determination")
    assert page.inner_text("#refused h2") == "The determination was not signed"
    assert page.input_value("#sign-reasons").startswith("You told us")
    looked_at(page, "sign-refused")
    choose(page, "sign.outcome", "positive")
    press(page, "Sign the determination")


def cite_by_keys(page, part):
    """A line beside the form goes into the part that was worked on last; `e` goes on among the parts."""
    for which in ("T 2", "RB 1"):
        reach(page, f"button[aria-label='Cite {which}']")
        page.keyboard.press("Enter")
    assert page.input_value(f"[id='{part}-cites']") == "T 2, RB 1"
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_same_path_where_no_script_runs(scriptless, office):
    """Every page works without JavaScript: drafts by their button, rows by theirs."""
    page, case = scriptless, office.case[1]
    sign_in(page, office, "rowan")
    page.goto(f"{office.address}/case/{case}/interview/booking")
    page.fill("#starts", "2030-12-01T09:30")
    page.fill("#place", "Room 2")
    page.click("text=Book it")
    page.click(".actions >> text=Explain what happens")
    for topic in TOPICS:
        page.check(f"#topics-{topic}")
    page.fill("#said_back", "Me preguntan por México.")
    page.check("#understood-understood")
    page.click("text=Record the explanation")
    page.click(".actions >> text=Appoint an interpreter")
    page.check("#interpreter-in207")
    page.check("#accepted-yes")
    page.fill("#age", "41")
    page.click("button:has-text('Appoint')")
    page.check("[id='conditions-answered_by-person']")
    for name, answer in [*((check, "yes") for check in CHECKS), ("restrained", "no"), ("rest_waived", "no"),
                         ("counsel_offered", "yes"), ("goes_on", "no")]:  # fmt: skip
        page.check(f"[id='conditions-{name}-{answer}']")
    page.fill("[id='conditions-rest_hours']", "30")
    page.click("text=Begin the interview")
    page.fill("#words", "Half a li")
    page.click("text=Keep this draft")
    assert page.input_value("#words") == "Half a li"
    assert page.inner_text("#kept").startswith("Draft kept")
    for speaker, words, meaning in SAID:
        page.check(f"#speaker-{speaker}")
        page.fill("#words", words)
        page.fill("#interpretation", meaning)
        page.click("text=Add to the record")
    page.click("aside >> text=End the interview")
    page.click("button:has-text('End the interview')")
    page.click("main >> text=Read the summary back")
    page.fill("[id='facts-0-text']", "Four men took her.")
    page.fill("[id='facts-0-lines']", "2")
    page.check("[id='facts-0-answer-right']")
    page.click("text=One more fact")
    assert page.input_value("[id='facts-0-text']") == "Four men took her."
    page.check("#confirmed-yes")
    page.click("text=Record the read-back")
    page.goto(f"{office.address}/case/{case}/worksheet")
    for protection, element in ELEMENTS:
        part = f"element-{protection}-{element.id}"
        if not page.is_visible(f"[id='{part}-reasons']"):
            page.click(f"[id='{part}'] > summary")
        page.check(f"[id='{part}-finding-found']")
        page.fill(f"[id='{part}-reasons']", "The lines say so.")
        page.fill(f"[id='{part}-cites']", "t 2")
        if element.group:
            page.fill(f"[id='{part}-group']", "Women travelling alone")
    page.click("text=Keep this draft")
    assert page.input_value("[id='element-torture-official-reasons']") == "The lines say so."
    page.click("text=Record the findings")
    page.check("#band-over_90")
    page.click("text=Lock it and open the outcome")
    assert page.locator("#band-over_90").count() == 0
    for protection in dict.fromkeys(protection for protection, _ in ELEMENTS):
        page.check(f"[id='sign-met-{protection}-yes']")
    page.check("#sign-outcome-positive")
    page.fill("#sign-reasons", "You told us that four men took you.")
    page.fill("#sign-statement", "This decision is my own.")
    page.click("button:has-text('Sign the determination')")
    assert page.locator("#refused").count() == 0, page.inner_text("#refused")
    assert "It can be read, not changed" in page.inner_text("main")
