"""Holds and erasures in a real browser: every state without barriers, at every width; two people, two desks."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.browser.conftest import ROOT, barriers, fits, picture, start
from tests.browser.test_frame import sign_in
from tests.ports import free_port

pytestmark = pytest.mark.browser
ENDED = """
import json, os, sys
from pathlib import Path
import django; django.setup()
from asylia.caseload.models import CaseRow
from asylia.shell.house import House
from tests.shell.erased import approved, erase
from tests.web.desks.caseload import NOW, Desk
house = House.open(Path(os.environ["ASYLIA_HOME"]))
ids = json.loads(sys.argv[1])
for name in ("to_assign", "not_booked"):
    desk = Desk(house, ids[name], NOW)
    desk.give("abara", "CloseClaim", claim=1, reason="programme_ended")
    desk.give("abara", "CloseCase", reason="programme_ended")
person = lambda name: CaseRow.objects.get(case=ids[name]).person
erase(house, person("panel"))
approved(house, person("agreed"))
print(json.dumps({name: CaseRow.objects.get(case=ids[name]).number for name in ids}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A demonstration with cases that ended, one erased, and one whose erasure was cut short."""
    home, settings = tmp_path_factory.mktemp("keeping") / "home", "asylia.web.settings"
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    filled = subprocess.check_output([sys.executable, "-m", "tests.web.desks.caseload", home], cwd=ROOT, env=env)
    numbers = subprocess.check_output([sys.executable, "-c", ENDED, filled], cwd=ROOT, env=env)
    port = free_port()
    server = start(home, settings, port)
    yield SimpleNamespace(address=f"http://localhost:{port}", cases=json.loads(filled), numbers=json.loads(numbers))
    server.terminate()
    server.wait(10)


def looked_at(page, name):
    """What is wrong with the page that is open: barriers, and widths at which it scrolls sideways."""
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, f"keeping-{name}")
    wrong = barriers(page) + [f"scrolls sideways at {width}" for width in (1280, 640, 320) if not fits(page, width)]
    wrong += barriers(page, clipped=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    return wrong


def test_a_record_is_erased_by_two_people_and_every_state_is_open_to_everyone(page, site):
    """WCAG 2.2 AA in every state: listed, refused, asked, one's own, the second person's, declined, erased."""
    wrong = {}

    def look(name):
        wrong[name] = looked_at(page, name)

    sign_in(page, site, "brandt")
    page.goto(f"{site.address}/keeping")
    look("list")
    page.click(f"a:has-text('{site.numbers['agreed']}')")
    look("cut-short")
    page.click("button:has-text('End the erasure')")
    assert "It was cut short" not in page.inner_text("main")
    page.goto(f"{site.address}/keeping")
    page.click("text=Place a hold")
    look("hold-form")
    page.check("[name=basis][value=inspection]")
    page.fill("[name=cite]", "IG 22-7 (invented)")
    page.fill("[name=person]", "2027-XXXXXX")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    look("hold-slip")
    assert page.evaluate("document.activeElement.id") == "refused"
    page.fill("[name=person]", site.numbers["not_booked"])
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You placed this hold")
    look("hold")
    for name in ("not_booked", "to_assign"):
        page.goto(f"{site.address}/keeping/erasure")
        page.fill("[name=person]", site.numbers[name])
        page.check("[name=basis][value=schedule]")
        page.fill("[name=cite]", "Schedule 4.2 (invented)")
        page.fill("[name=from_day]", "2022-01-01")
        page.click("button:has-text('Ask for the erasure')")
        if name == "not_booked":
            assert "record.erasable" in page.inner_text("#refused")
            assert page.input_value("[name=person]") == site.numbers[name]
            look("ask-refused")
    asked = page.url
    look("asked-by-you")

    sign_in(page, site, "okafor")
    page.goto(asked)
    look("to-approve")
    page.focus("[name=last_copy]")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=closed for good")
    look("erased")
    page.goto(f"{site.address}/keeping")
    look("list-after")
    for name, address in (("case", ""), ("case-record", "/record?entry=3"), ("looks", "/looks")):
        page.goto(f"{site.address}/case/{site.cases['panel']}{address}")
        assert "Erased on" in page.inner_text("main")
        look(f"erased-{name}")
    assert {name: found for name, found in wrong.items() if found} == {}
