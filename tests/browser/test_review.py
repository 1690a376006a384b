"""Desks that review, oversee, speak in private, keep a post or represent, in a real browser: widths, keys, contrast."""

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
    "abara": (
        "/to-review", "/case/{to_review}/review", "/case/{overdue}/review/pass", "/case/{to_assign}/officer",
        "/case/{in_hearing}/officer/another", "/case/{panel}/reviews", "/case/{panel}/reviews/dissent",
        "/case/{agreed}/reviews/again", "/help/legal/list",
    ),
    "brandt": (
        "/drawn", "/panels", "/case/{panel}/panel", "/case/{agreed}/panel/propose", "/regimes", "/staff",
        "/staff/rowan", "/staff/appoint", "/staff/rowan/certify",
    ),
    "ito": ("/remedies", "/case/{judged}/remedy"),
    "okafor": (
        "/board", "/alarms", "/alarms?rule=fear.stay", "/record", "/case/{panel}/record?entry=5", "/case/{panel}/looks",
        "/refusals", "/likelihood", "/case/{alarming}/answer", "/findings",
    ),
    "diallo": ("/help/legal", "/help/legal?lang=es", "/statements", "/statements/fear", "/statements/encounter"),
    "nakamura": (
        "/private", "/searches", "/case/{in_doubt}/resolve", "/case/{in_doubt}/representative",
        "/case/{in_doubt}/kinship",
    ),
    "dossou": ("/stays", "/departures", "/case/{stayed}/stay", "/case/{stayed}/custody"),
    "castellan": (
        "/clients", "/clients/enter", "/clients/calendar", "/clients/filings", "/clients/former",
        "/case/{booked}/file/evidence", "/case/{booked}/file/remedy", "/case/{booked}/file/again",
        "/case/{booked}/ask", "/case/{booked}/call", "/case/{booked}/whole", "/case/{booked}/contact",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A running demonstration with cases at every stage; `cases` are their ids by name."""
    home, settings = tmp_path_factory.mktemp("desks") / "home", "asylia.web.settings"
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-m", "tests.web.desks.caseload", str(home)]
    filled = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    port = free_port()
    server = start(home, settings, port)
    yield SimpleNamespace(address=f"http://localhost:{port}", cases=json.loads(filled))
    server.terminate()
    server.wait(10)


def looked_at(page, site, address):
    """What is wrong with one page: barriers at full width and at 320 pixels, and widths that scroll sideways."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site.address + address)
    picture(page, "desk-" + re.sub(r"case-[0-9a-z]{26}-", "", re.sub(r"\W+", "-", address.strip("/"))))
    wrong = barriers(page)
    wrong += [f"scrolls sideways at {width}" for width in (1280, 640, 320) if not fits(page, width)]
    return wrong + barriers(page, clipped=True)


@pytest.mark.parametrize("staff", PAGES)
def test_no_barrier_and_no_sideways_scrolling(page, site, staff):
    """WCAG 2.2 AA on every page of these desks; contrast that axe cannot decide counts as a failure."""
    sign_in(page, site, staff)
    wrong = {each: found for each in PAGES[staff] if (found := looked_at(page, site, each.format(**site.cases)))}
    assert wrong == {}


def test_the_departure_list_on_paper_bears_no_name_that_is_barred(page, site):
    """share.never-feared-state: a name under stay on a sheet would tell that something is open."""
    sign_in(page, site, "dossou")
    page.goto(f"{site.address}/departures")
    assert page.locator("text=Quiñónez Paz, Luz").is_visible()
    page.emulate_media(media="print")
    picture(page, "desk-departures-on-paper")
    assert not page.locator("text=Quiñónez Paz, Luz").is_visible()


def test_counsel_is_told_why_nothing_was_entered_and_keeps_what_was_typed(page, site):
    """One answer for every number and name that open nothing; the answered page has no barrier either."""
    sign_in(page, site, "castellan")
    page.goto(f"{site.address}/clients")
    page.click("main a:has-text('Enter an appearance')")
    page.fill("[name=number]", "2027-ABCDEF")
    page.fill("[name=name]", "Nobody, Known")
    page.click("button:has-text('Enter an appearance')")
    assert "No appearance can be entered under this number and name." in page.inner_text("#refused")
    assert page.input_value("[name=name]") == "Nobody, Known"
    assert barriers(page) == []
    assert fits(page, 320)


def test_a_review_is_refused_and_then_signed_by_keyboard_alone(page, site):
    """Tab, Space, arrows and Enter from the list to the signature; focus lands on the box when something is missing."""
    sign_in(page, site, "abara")
    page.goto(f"{site.address}/case/{site.cases['to_review_negative']}/review")
    page.focus("button:has-text('Sign the review')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    assert page.evaluate("document.activeElement.id") == "refused"
    assert barriers(page) == []
    findings = page.locator("[name^='view.']").evaluate_all("all => [...new Set(all.map(each => each.name))]")
    for name in findings:
        page.focus(f"[name='{name}'] >> nth=0")
        page.keyboard.press("Space")
    page.focus("[name=decision] >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Read in full.")
    page.focus("button:has-text('Sign the review')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/to-review")
    assert "Pineda Funes" not in page.inner_text("main")


def test_a_return_that_is_refused_shows_rule_and_citation(page, site):
    """refusal.png: axe finds no barrier on the refused page either, and the words stand in the field."""
    sign_in(page, site, "abara")
    page.goto(f"{site.address}/case/{site.cases['to_review']}/review")
    for radio in page.locator("[name^='view.'][value=insufficient]").all():
        radio.check()
    page.check("[name=decision][value=return]")
    page.select_option("[name=code]", "wrong_standard")
    page.fill("[name=reasons]", "A comma is missing.")
    page.check("[name=could_change_outcome][value=no]")
    page.click("button:has-text('Sign the review')")
    picture(page, "desk-review-refused")
    assert "review.deference" in page.inner_text("#refused")
    assert page.input_value("[name=reasons]") == "A comma is missing."
    assert barriers(page) == []
    assert fits(page, 320)


def test_a_drawn_review_from_reading_to_signature_where_no_script_runs(scriptless, page, site):
    """review.blind, in four steps; each of them looked at."""
    sign_in(page, site, "brandt")
    sign_in(scriptless, site, "brandt")
    scriptless.goto(f"{site.address}/drawn")
    scriptless.click("main a:has-text('Drawn review')")
    place = scriptless.url.removeprefix(site.address).rpartition("/")[0]
    assert looked_at(page, site, f"{place}/read") == []
    scriptless.click("button:has-text('I have read it')")
    assert looked_at(page, site, f"{place}/findings") == []
    for radio in scriptless.locator("[name^='found.'][value=found]").all():
        radio.check()
    scriptless.fill("[name=reasons]", "Others were freed on payment. The applicant was not.")
    scriptless.click("button:has-text('Save and go to the outcome')")
    assert looked_at(page, site, f"{place}/outcome") == []
    scriptless.check("[name=outcome][value=positive]")
    scriptless.click("button:has-text('Save and read it over')")
    assert looked_at(page, site, f"{place}/sign") == []
    scriptless.check("[name=recognised][value=no]")
    scriptless.click("button:has-text('Sign the drawn review')")
    assert "No review is drawn for headquarters now." in scriptless.inner_text("main")


def test_what_is_typed_is_kept_while_it_is_typed(page, site):
    """conventions.md: autosave everywhere a person types at length, on the server."""
    sign_in(page, site, "brandt")
    page.goto(f"{site.address}/case/{site.cases['panel']}/panel")
    page.fill("[name=reasons]", "T 8 answers the point on money.")
    page.wait_for_selector("#kept:has-text('Draft kept')")
    page.reload()
    assert page.input_value("[name=reasons]") == "T 8 answers the point on money."


def test_the_whole_record_is_verified_where_no_script_runs(scriptless, site):
    """record.png"""
    sign_in(scriptless, site, "okafor")
    scriptless.goto(f"{site.address}/record")
    scriptless.click("button:has-text('Verify the whole record')")
    assert "every link and field digest agrees" in scriptless.inner_text(".usa-alert--success")


def test_focus_and_colour_survive_imposed_colours_and_paper(page, site):
    """What is current keeps its edge; a printed case record keeps its band and drops the frame."""
    sign_in(page, site, "okafor")
    page.emulate_media(forced_colors="active")
    page.goto(f"{site.address}/board")
    picture(page, "desk-board-forced-colours")
    assert page.is_visible(".unmeasured")
    page.emulate_media(forced_colors="none", media="print")
    page.goto(f"{site.address}/case/{site.cases['panel']}/record?entry=5")
    picture(page, "desk-record-on-paper")
    assert page.is_visible(".band .name")
    assert not page.is_visible(".head")
