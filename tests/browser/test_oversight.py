"""Board, measure, comparison in a real browser: widths, contrast, keyboard alone, no script, imposed colours, paper."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from asylia.simulator.comparison import FILE, written
from tests.browser import keys
from tests.browser.conftest import ROOT, barriers, fits, picture, start, tab_stops
from tests.browser.test_frame import sign_in
from tests.ports import free_port
from tests.web.overseer import edited
from tests.web.overseer.compared import comparison

pytestmark = pytest.mark.browser
DRAWN = ("M01", "M03", "M07", "M08", "M09", "M10", "M11", "M16", "M19", "M21", "M22")
PAGES = (
    "/board", "/board?as_of=2026-03-09", "/board?as_of=2020-01-01", "/board/weeks", "/measures", "/measures/M24",
    "/measures/M01/ask", "/comparison", *(f"/measures/{id}" for id in DRAWN),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A running demonstration with cases at every stage, two editions of measures made by hand, and a comparison."""
    home, settings = tmp_path_factory.mktemp("oversight") / "home", "asylia.web.settings"
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-m", "tests.web.desks.caseload", str(home)]
    made = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    cases = json.loads(made)
    edited.keep(home)
    edited.keep(
        home, as_of=edited.AS_OF + dt.timedelta(days=30), broken=edited.breaches((cases["alarming"], cases["panel"])),
        ladders=[edited.ladder(asked=3600), edited.ladder("week", "2026-03-01", 300, 290)], erasures=[edited.erased()],
    )  # fmt: skip
    (home / FILE).write_bytes(written(comparison()))
    port = free_port()
    server = start(home, settings, port)
    yield SimpleNamespace(address=f"http://localhost:{port}", cases=cases)
    server.terminate()
    server.wait(10)


def found(page, **how):
    """What axe finds; it cannot tell the contrast of words in a picture, which the test of the palette looks at.

    Nor of a table's cell that is one digit: its colour is that of its neighbours.
    """
    blind = ("contains an image node", "overlapped by another element", "too short to determine")
    return [each for each in barriers(page, **how) if not any(why in each for why in blind)]


def name_of(address):
    """What the picture of a page is called."""
    return "oversight-" + re.sub(r"\W+", "-", address.strip("/"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_barrier_and_fits(page, site, address):
    """WCAG 2.2 AA at 1280, 640 and 320 pixels."""
    sign_in(page, site, "okafor")
    page.goto(site.address + address)
    picture(page, name_of(address))
    assert page.locator("main h1").count() == 1
    assert found(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    picture(page, f"{name_of(address)}-320")
    assert found(page, clipped=True) == []


def test_words_in_pictures_stand_out(page, site):
    """At least 4.5 to 1 on white, for every colour that words of a chart have (WCAG 1.4.3)."""
    sign_in(page, site, "okafor")
    fills = set()
    for id in DRAWN:
        page.goto(f"{site.address}/measures/{id}")
        fills |= set(page.evaluate("[...document.querySelectorAll('.chart text')].map(e => getComputedStyle(e).fill)"))
    assert len(fills) > 2
    for fill in fills:
        parts = [int(part) / 255 for part in fill.removeprefix("rgb(").removesuffix(")").split(",")]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5, fill


def test_imposed_colours_leave_every_mark(page, site):
    """Dots, bars, limits and curves take the colour of text."""
    sign_in(page, site, "okafor")
    page.emulate_media(forced_colors="active")
    for id, mark in (("M07", ".limit"), ("M03", ".other"), ("M01", ".second"), ("M19", ".steps")):
        page.goto(f"{site.address}/measures/{id}")
        text = page.evaluate("getComputedStyle(document.querySelector('.chart text')).fill")
        style = page.evaluate(f"(e => [e.fill, e.stroke])(getComputedStyle(document.querySelector('.chart {mark}')))")
        assert text in style, (id, mark, style)
    page.goto(f"{site.address}/board")
    picture(page, "oversight-board-forced-colours")


def test_on_paper_the_rows_stand_and_the_buttons_do_not(page, site):
    sign_in(page, site, "okafor")
    page.goto(f"{site.address}/measures/M01")
    page.emulate_media(media="print")
    picture(page, "oversight-measure-on-paper")
    assert page.is_visible("h1")
    assert page.is_visible("table >> nth=0")
    assert page.is_visible(".picture svg >> nth=0")
    assert not page.is_visible("text=Ask for evidence")


def test_from_the_board_to_a_case_where_no_script_runs(scriptless, page, site):
    """Board, measure, its cases, one of them: by links alone; asked and answered by two desks."""
    sign_in(scriptless, site, "okafor")
    scriptless.goto(f"{site.address}/board")
    scriptless.click("text=Is every claim referred?")
    assert scriptless.locator("h2:has-text('Cases that broke a rule: 2')").count() == 1
    scriptless.click("table:has(caption:text('Cases that broke a rule')) tbody th a >> nth=0")
    assert "/case/" in scriptless.url
    assert not re.search(r"\d %", scriptless.inner_text("main"))


def test_evidence_is_asked_for_by_keyboard_alone_and_answered(page, site):
    """Ask, the slip read first, then asked; the agency sees the question and answers it."""
    sign_in(page, site, "okafor")
    page.goto(f"{site.address}/measures/M01")
    keys.reach(page, "a.usa-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask")
    keys.reach(page, "main button.usa-button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    assert page.evaluate("document.activeElement.id") == "refused"
    assert found(page) == []
    picture(page, "oversight-ask-refused")
    page.fill("[name=words]", "Why was no negative drawn at Fallbrook?")
    page.fill("[name=due]", (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)).isoformat())
    keys.reach(page, "main button.usa-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/measures/M01")
    assert "Why was no negative drawn at Fallbrook?" in page.inner_text("main")
    sign_in(page, site, "brandt")
    page.goto(f"{site.address}/measures/M01")
    assert found(page) == []
    page.click("main a:has-text('Answer') >> nth=0")
    assert found(page) == []
    assert fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.fill("[name=owner]", "Headquarters, quality")
    page.fill("[name=words]", "Two reviewers were away; every negative since January will be drawn from.")
    page.click("button:has-text('Record the answer')")
    page.wait_for_url("**/measures/M01")
    assert "Two reviewers were away" in page.inner_text("main")
    picture(page, "oversight-answered")


def test_tab_reaches_the_state_of_things_before_the_pictures(page, site):
    """Links of the table, the worklist, then each picture's box."""
    sign_in(page, site, "okafor")
    page.goto(f"{site.address}/board")
    stops = tab_stops(page, 50)
    assert stops.index("Are negatives reviewed like positives?") < stops.index("Open the worklist of alarms")
    assert stops.index("Open the worklist of alarms") < stops.index("Rows (CSV)")
