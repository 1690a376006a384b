"""A day in court at the clerk's desk, by keyboard alone: who came, when it goes on, and a court that closes."""

import datetime as dt

import pytest

from tests.browser.conftest import fits
from tests.browser.keys import choose, press, reach, write
from tests.browser.test_border import looked_at
from tests.browser.test_frame import sign_in
from tests.browser.test_hearings import HEARING, referred, typed_day

pytestmark = pytest.mark.browser
NAME = "Supuesta Lara, Inés"
TOLD = {
    "address": "12 Calle Uno, Larkfield", "day": HEARING.isoformat(), "time": "08:30", "port": "Puente Sur, gate 2",
    "report_day": HEARING.isoformat(), "report_time": "06:00", "sheet-court_address": "12 Elm Street, room 3",
    "sheet-hearing_kind": "a judge sees you", "sheet-list_made": "2026-11-01",
}  # fmt: skip
__all__ = ["referred"]


def noticed(page, gallery, case):
    """A hearing set by a signed notice."""
    page.goto(f"{gallery.address}/case/{case}/notices/prepare/hearing")
    for name, value in TOLD.items():
        page.fill(f"[id='{name}']", value)
    page.click("label[for=address_kind-postal]")
    page.click("label[for=court-larkfield]")
    for name, value in (("mode", "person"), ("transport", "not_confirmed"), ("together", "yes")):
        page.click(f"label[for='sheet-{name}-{value}']")
    page.click("button:has-text('Show the sheet')")
    page.click("button[name=sign]")


def test_a_day_in_court_and_a_closure_by_keyboard_alone(page, gallery, referred):
    """pages.md, Docket: the main path; each page free of barriers, at a telephone's width too."""
    case = referred(NAME)
    sign_in(page, gallery, "ferro")
    noticed(page, gallery, case)
    page.goto(f"{gallery.address}/docket?court=larkfield&day={HEARING}")
    looked_at(page, "docket-day")
    press(page, "Print the list")
    looked_at(page, "docket-list")
    page.goto(f"{gallery.address}/case/{case}/notices")
    press(page, "Record who came")
    choose(page, "present", "yes")
    press(page, "Record it")
    press(page, "It goes on another day")
    looked_at(page, "hearing-adjourn")
    reach(page, "#code")
    page.keyboard.type("No interpreter")
    later = HEARING + dt.timedelta(days=7)
    write(page, "#day", typed_day(later))
    write(page, "#time", "0900AM")
    press(page, "Record it")
    assert "adjourned: no interpreter" in page.inner_text("main")
    looked_at(page, "notices-adjourned")
    page.goto(f"{gallery.address}/courts/larkfield")
    looked_at(page, "court")
    press(page, "Close the court for some days")
    looked_at(page, "court-close")
    for name in ("first", "last"):
        write(page, f"#{name}", typed_day(later))
    write(page, "#reason", "A storm.")
    press(page, "Show what moves")
    looked_at(page, "court-close-preview")
    press(page, "Close the court and move it")
    assert "0 of 1" in page.inner_text("main")
    looked_at(page, "closure")
    assert fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 800})
    press(page, f"Sign the notice\n: {NAME}")
    assert "1 of 1" in page.inner_text("main")
