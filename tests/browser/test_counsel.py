"""Counsel's way in a real browser: a file refused, two filed and answered, a request, a feed; no barrier on the way."""

import re

import pytest

from tests.browser.conftest import barriers, fits, picture
from tests.browser.test_frame import sign_in
from tests.browser.test_review import site
from tests.shell import uploads

pytestmark = pytest.mark.browser
__all__ = ["site"]


def looked_at(page, name):
    """Take a picture, and find what is wrong with the page that is open."""
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, f"counsel-{name}")
    wrong = barriers(page) + [f"scrolls sideways at {width}" for width in (1280, 640, 320) if not fits(page, width)]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert wrong == [], name


def file_photo(page, site, title, data, name="photo.jpg"):
    """Fill in the form of a filing and send it."""
    page.goto(f"{site.address}/case/{site.cases['booked']}/file/evidence")
    page.fill("[name=title]", title)
    page.check("[name=kind][value=medical]")
    page.set_input_files("[name='digest.file']", {"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.click("main button:has-text('File it')")


def at_the_officers(page, site, address):
    """A page of the officer to whom the case was drawn, whichever of the two that is."""
    office = page.context.browser.new_context().new_page()
    for staff in ("rowan", "bell"):
        sign_in(office, site, staff)
        if office.goto(site.address + address).ok:
            return office
        office.context.clear_cookies()
    raise AssertionError("no officer opens it")


def test_a_photo_is_filed_and_answered(page, site):
    """filing.answered: what stands on counsel's list, the officer's page and the client's record."""
    case = site.cases["booked"]
    sign_in(page, site, "castellan")
    file_photo(page, site, "Kept title", uploads.UNFIT["a Word file"][0](), "report.docx")
    assert "Save the document as a PDF" in page.inner_text("main")
    assert page.input_value("[name=title]") == "Kept title"
    looked_at(page, "refused-file")
    file_photo(page, site, "Medical report, 2 pages", uploads.picture(size=(1600, 900)))
    assert "Filed and asked" in page.inner_text("main")
    file_photo(page, site, "Identity card, photo", uploads.picture(size=(900, 600)))
    page.goto(f"{site.address}/case/{case}/ask")
    page.check("[name=kind][value=attend]")
    page.check("[name=by_line][value=yes]")
    page.click("main button:has-text('Ask for it')")
    looked_at(page, "record")

    office = at_the_officers(page, site, f"/case/{case}/evidence")
    looked_at(office, "officers-evidence")
    office.click("text=Accept F 1")
    office.click("main button:has-text('Accept it')")
    office.click("text=Say why it is not taken")
    office.check("[name=code][value=incomplete]")
    office.fill("[name=reasons]", "The second page is missing.")
    looked_at(office, "officers-reason")
    office.click("main button:has-text('Do not take it')")
    looked_at(office, "officers-answered")
    office.context.close()

    page.goto(f"{site.address}/clients")
    assert "not accepted" in page.inner_text("main").lower()
    looked_at(page, "clients")
    page.goto(f"{site.address}/clients/filings")
    looked_at(page, "filings")
    page.goto(f"{site.address}/clients/calendar")
    page.click("button:has-text('Make the address')")
    assert re.search(r"/feed/[A-Za-z0-9_-]{43}\.ics", page.inner_text("code"))
    looked_at(page, "calendar")
    page.goto(f"{site.address}/case/{case}/call")
    looked_at(page, "call")
