"""Findings, the worklist and what a blind reviewer can say, in a real browser: widths, contrast, keyboard, states."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.browser.conftest import ROOT, barriers, fits, picture, start
from tests.browser.test_frame import sign_in
from tests.ports import free_port

pytestmark = pytest.mark.browser

PAGES = {
    "okafor": (
        "/findings", "/findings/2019", "/findings/2019?on=2020-01-01", "/findings/2019?on=May", "/findings/2019/4",
        "/findings/2019/14", "/findings/2019/1/evidence", "/findings/2019/1/close", "/findings/new",
        "/findings/2019/add/finding", "/findings/2019/add/recommendation", "/alarms",
        "/board", "/sample", "/sample/plan", "/case/{agreed}/target", "/case/{alarming}/answer-late",
    ),
    "lindqvist": (
        "/findings", "/findings/2019/14", "/findings/2019/14/plan", "/findings/2019/14/done",
        "/findings/2019/14/contest", "/alarms", "/sample",
    ),
    "abara": ("/alarms",),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A running demonstration with cases at every stage, and the reconstruction of 2019 on its record."""
    home, settings = tmp_path_factory.mktemp("findings") / "home", "asylia.web.settings"
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}

    def ran(module):
        command = [sys.executable, "-m", module, str(home)]
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout

    cases = json.loads(ran("tests.web.desks.caseload"))
    ran("tests.web.desks.reviewed")
    port = free_port()
    server = start(home, settings, port)
    yield SimpleNamespace(address=f"http://localhost:{port}", cases=cases)
    server.terminate()
    server.wait(10)


def wrong_on(page, name):
    """What is wrong with the page that is open: barriers at full width and at 320 pixels, sideways scrolling."""
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, f"findings-{name}")
    wrong = barriers(page)
    wrong += [f"scrolls sideways at {width}" for width in (1280, 640, 320) if not fits(page, width)]
    wrong += barriers(page, clipped=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    return wrong


@pytest.mark.parametrize("staff", PAGES)
def test_no_barrier_and_no_sideways_scrolling(page, site, staff):
    """WCAG 2.2 AA; contrast that axe cannot decide counts as a failure."""
    sign_in(page, site, staff)
    wrong = {}
    for address in PAGES[staff]:
        page.goto(site.address + address.format(**site.cases))
        if found := wrong_on(page, f"{staff}-{re.sub(r'[^a-z0-9]+', '-', address.strip('/').lower())}"):
            wrong[address] = found
    assert not wrong


def test_slips_refusals_and_conflicts_are_as_good_as_the_page(page, site):
    """422 with the slips, 422 with the rule, 409 with what is new: the box has the focus, and nothing typed is lost."""
    sign_in(page, site, "lindqvist")
    page.goto(f"{site.address}/findings/2019/14/contest")
    page.click("main button")
    assert page.locator(".usa-error-message").count() == 1
    assert wrong_on(page, "slip") == []
    page.goto(f"{site.address}/findings/2019/14/plan")
    page.fill("[name=owner]", "Head of posts")
    page.fill("[name=words]", "Lights and telephones.")
    page.fill("[name=by_day]", "2030-01-01")
    page.click("main button")
    assert "a plan cannot put that off" in page.inner_text("main")
    assert page.input_value("[name=words]") == "Lights and telephones."
    assert wrong_on(page, "refused") == []
    other = page.context.new_page()
    other.goto(f"{site.address}/findings/2019/14/contest")
    page.goto(f"{site.address}/findings/2019/14/contest")
    page.fill("[name=words]", "No record makes a street safe.")
    page.click("main button")
    other.fill("[name=words]", "It is another agency’s.")
    other.click("main button")
    assert "while you were working" in other.inner_text("#changed")
    assert other.input_value("[name=words]") == "It is another agency’s."
    assert other.evaluate("document.activeElement.id") == "changed"
    assert wrong_on(other, "conflict") == []


def test_from_the_list_to_an_answer_by_keyboard_alone(page, site):
    """Tab, Enter, text: without script too."""
    sign_in(page, site, "okafor")
    page.goto(f"{site.address}/findings/2019/1/evidence")
    page.focus("[name=shows][value=no]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("No approved text is there yet.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings/2019/1")
    assert "Reported done, not shown by the evidence" in page.inner_text("main")


def test_a_blind_reviewer_says_on_any_step_that_they_recognise_the_case(page, site):
    """review.blind: without script; the case goes to another reviewer."""
    sign_in(page, site, "brandt")
    page.goto(f"{site.address}/drawn")
    page.click("main table a")
    assert "You recognise this case?" in page.inner_text("main")
    page.click("details.recognise summary")
    assert wrong_on(page, "recognise") == []
    page.click("text=I recognise this case")
    page.wait_for_url("**/drawn")
    assert "No review is drawn" in page.inner_text("main")
