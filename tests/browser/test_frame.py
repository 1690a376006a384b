"""The frame and its components, looked at as people use them: widths, keys, contrast, no script, on paper."""

import pytest

from tests.browser.conftest import barriers, fits, picture, tab_stops
from tests.browser.gallery import SHOWN

pytestmark = pytest.mark.browser
PAGES = ["/sign-in", "/keys", "/promises", "/nowhere", *(f"/gallery/{name}" for name in SHOWN)]


def sign_in(page, site, staff):
    """Take a desk of the demonstration."""
    page.goto(f"{site.address}/sign-in")
    page.click(f"button[value={staff}]")


@pytest.mark.parametrize("address", PAGES)
def test_no_barrier_and_no_sideways_scrolling(page, gallery, address):
    """WCAG 2.2 AA, with contrast that axe cannot decide counted as a failure; reflow at 320 pixels (1.4.10)."""
    sign_in(page, gallery, "rowan")
    page.goto(gallery.address + address)
    picture(page, address.strip("/").replace("/", "-"))
    assert barriers(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    assert barriers(page, clipped=True) == []


def test_a_session_is_closed_and_the_page_returned_to(page, gallery):
    """Who signs out leaves nothing behind, and sign-in without a script works by keyboard alone."""
    sign_in(page, gallery, "rowan")
    assert page.inner_text(".who b") == "K. Rowan"
    page.click("text=Sign out")
    assert page.url.endswith("/sign-in")
    assert page.context.cookies() == [] or all(cookie["name"] != "asylia" for cookie in page.context.cookies())
    page.focus("button[value=abara]")
    page.keyboard.press("Enter")
    assert page.inner_text(".who b") == "T. Abara"


def test_tab_goes_from_the_skip_link_through_the_frame(page, gallery):
    """The order of the keys is that of the page, and the first stop jumps over the frame."""
    sign_in(page, gallery, "rowan")
    page.goto(f"{gallery.address}/gallery/case")
    stops = tab_stops(page)
    assert stops[:3] == ["Skip to the page", "Asylia", "My work"]
    assert stops[-2:] == ["What this system cannot promise", "Keys"]
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_lands_on_what_the_last_act_caused(page, gallery):
    """A refusal is read first, also by who cannot see that the page changed (pages.md, Refusal box)."""
    for name, box in (("refusal", "refused"), ("conflict", "changed")):
        page.goto(f"{gallery.address}/gallery/{name}")
        assert page.evaluate("document.activeElement.id") == box


def test_every_page_works_where_no_script_runs(scriptless, gallery):
    """Nothing is hidden until a script shows it."""
    sign_in(scriptless, gallery, "rowan")
    scriptless.goto(f"{gallery.address}/gallery/case")
    assert scriptless.locator("nav[aria-label=Case] a").count() == 9
    assert scriptless.locator(".track li[aria-current=step]").inner_text().startswith("Determination")


def test_paper_keeps_the_band_and_the_strip_and_drops_the_frame(page, gallery):
    """A printed case says whose it is and that it is invented; buttons and tabs are of no use on paper."""
    page.goto(f"{gallery.address}/gallery/case")
    page.emulate_media(media="print")
    picture(page, "case-on-paper")
    assert page.is_visible(".strip")
    assert page.is_visible(".band .name")
    assert page.is_visible(".track")
    assert not any(page.is_visible(part) for part in (".head", ".foot", ".band .desks", ".due .usa-button"))


def test_imposed_colours_leave_the_track_readable(page, gallery):
    """Colour never alone: done stages carry a tick where the browser paints over our colours."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{gallery.address}/gallery/case")
    picture(page, "case-forced-colours")
    assert page.locator(".track .done svg").first.is_visible()
