"""A whole story in the browser: a fear said on a telephone in a shelter, to the decision read on the person's own page.

The telephone is 360 pixels wide and runs no script; the desks are those of the agency. The person is waiting outside.
"""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT, barriers, opened, picture, start
from tests.browser.hands import Mouse
from tests.browser.one_case import OneCase, clerk, officer, others
from tests.browser.shelter import PERSON
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.long]
SETTINGS = "asylia.web.settings"
WORDS = "Estoy en el albergue. Los hombres de la terminal preguntan por mí."


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A running demonstration with one person more, who is outside."""
    home = tmp_path_factory.mktemp("shelter") / "home"
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    demo = [sys.executable, "-m", "asylia.cli", "demo", "--no-measures"]
    subprocess.run(demo, cwd=ROOT, env=env, check=True, capture_output=True)
    command = [sys.executable, "-m", "tests.browser.shelter", str(home)]
    made = json.loads(subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout)
    port = free_port()
    server = start(home, SETTINGS, port)
    yield f"http://localhost:{port}", made
    server.terminate()
    server.wait(10)


@pytest.fixture
def both(chromium):
    """The person's telephone, where no script runs, and a desk."""
    phone = opened(chromium, viewport={"width": 360, "height": 740}, locale="es", java_script_enabled=False)
    desk = opened(chromium, viewport={"width": 1280, "height": 800})
    yield phone, desk
    for page in (phone, desk):
        page.context.close()
    assert [said for page in (phone, desk) for said in page.complaints if "status of 4" not in said] == []


def test_from_a_shelter_to_a_decision_in_the_persons_hand(both, site):
    """Issue 6, demand 11: fear, matching, sign-in, the way in, interview, correction, decision, each in its place."""
    (phone, desk), (address, case) = both, site
    say_it(phone, address)
    match_it(desk, address, case)
    digits = by_telephone(desk, address, case)
    come_in(phone, desk, address, case, digits)
    on = OneCase(Mouse(desk), Mouse(desk), address, PERSON, "", look=lambda _: None)
    on.case, on.number = case["case"], case["number"]
    others.draw(on)
    advise(on)
    officer.prepare(on)
    officer.hear(on)
    officer.read_back(on)
    correct_it(phone, address)
    assert "eran seis" in read_back_page(on)
    officer.find(on)
    officer.sign(on)
    assert "Se está revisando la decisión" in home(phone, address)
    others.review(on)
    on.hand.sign_in(address, "ferro")
    on.hand.page.goto(f"{address}/case/{on.case}/notices")
    clerk.serve_decision(on)
    read_it(phone, address)


def say_it(phone, address):
    """On the public page, in the shelter, without a code: a receipt at once."""
    phone.goto(f"{address}/afraid?lang=es")
    phone.fill("#words", WORDS)
    phone.fill("#reach", "El teléfono del albergue, pregunten por Alma")
    phone.click("button.go")
    picture(phone, "shelter-1-receipt")
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", phone.inner_text(".code").strip())


def match_it(desk, address, case):
    """The asylum office finds out whose statement it is."""
    hand = Mouse(desk)
    hand.sign_in(address, "abara")
    desk.goto(f"{address}/unmatched")
    for link in desk.locator("tbody a").evaluate_all("all => all.map(each => each.href)"):
        desk.goto(link)
        if WORDS in desk.inner_text("main"):
            break
    assert WORDS in desk.inner_text("main")
    hand.write("to", case["number"])
    hand.press("Match to this case")


def by_telephone(desk, address, case):
    """A clerk calls the shelter's telephone and says the digits."""
    hand = Mouse(desk)
    hand.sign_in(address, "ferro")
    desk.goto(f"{address}/case/{case['case']}/own-pages")
    hand.choose("how", "phone")
    hand.press("Make it")
    picture(desk, "shelter-2-digits")
    assert barriers(desk) == []
    return re.search(r"\d{4}(?: \d{4}){4}", desk.inner_text("main"))[0]


def come_in(phone, desk, address, case, digits):
    """Not yet inside: an appointment and a pass; the port lets the person in."""
    phone.goto(f"{address}/own/sign-in")
    phone.fill("#digits", digits)
    phone.click("button.go")
    picture(phone, "shelter-3-outside")
    said = phone.inner_text(".next")
    assert "Usted todavía no está adentro" in said
    assert case["number"] in said
    hand = Mouse(desk)
    hand.sign_in(address, "ferro")
    desk.goto(f"{address}/case/{case['case']}/act/ReportPortAnswer")
    hand.write("port", "Northgate crossing")
    hand.choose("answer", "admitted")
    desk.click("main button.usa-button >> nth=-1")
    assert "Usted todavía no está adentro" not in home(phone, address)


def advise(on):
    """The officer explains, and has it said back, before anything is booked."""
    hand = on.hand
    hand.sign_in(on.address, on.officer)
    hand.page.goto(f"{on.address}/case/{on.case}/interview/explained")
    for topic in ("purpose", "country", "steps", "rights", "outcomes"):
        hand.tick("topics", topic)
    hand.write("said_back", "Me van a preguntar por México.")
    hand.choose("understood", "understood")
    hand.choose("interpreter", "ibarra")
    hand.choose("oral", "yes")
    hand.page.click("main button.usa-button >> nth=-1")


def correct_it(phone, address):
    """On the telephone: a correction of the summary, beside it."""
    home(phone, address)
    phone.click(".menu a:has-text('Lo que le leyeron')")
    phone.click("text=Corregir esto >> nth=0")
    phone.fill("#words", "No fueron cuatro: eran seis.")
    phone.click("button.go")
    picture(phone, "shelter-4-corrected")
    assert "eran seis" in phone.inner_text("main")


def read_back_page(on):
    """What the officer's read-back page says now."""
    on.hand.page.goto(f"{on.address}/case/{on.case}/read-back")
    said = on.hand.page.inner_text("main")
    on.hand.press("Evidence")
    return said


def read_it(phone, address):
    """The served decision, in Spanish, on the person's own page; the officer's own words of reasons in it."""
    home(phone, address)
    phone.click(".menu a:has-text('Sus papeles')")
    phone.wait_for_url("**/own/papers")
    phone.click(".menu a >> nth=0")
    phone.wait_for_url("**/see")
    picture(phone, "shelter-5-decision")
    said = phone.inner_text(".paper")
    assert "La respuesta es sí." in said
    phone.goto(f"{address}/own/looks")
    assert "oficial de asilo" in phone.inner_text("main")
    phone.click("footer button")
    assert "No queda nada" in phone.inner_text("body")


def home(phone, address):
    """The first screen, as it is now."""
    phone.goto(f"{address}/own")
    return phone.inner_text("main")
