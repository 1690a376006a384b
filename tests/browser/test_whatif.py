"""What if, in a real browser: pictures with words that can be decided, no barrier at any width, and no script."""

import pytest

from tests.browser.conftest import barriers, fits, opened, picture
from tests.browser.test_courtdata import found
from tests.browser.test_frame import sign_in

pytestmark = pytest.mark.browser
CHANGED = "/what-if?office.officers=11&limits.decision=8"
STATES = {
    "whatif": CHANGED,
    "whatif-too-much": "/what-if?office.officers=6",
    "whatif-slip": "/what-if?office.rooms=none",
}


def decided(page, **how):
    """What axe finds, but for a digit on an axis, which is "too short" for it; the palette is tested elsewhere."""
    return [each for each in found(page, **how) if not ("['text[" in each and "too short" in each)]


@pytest.mark.parametrize("state", STATES)
def test_no_barrier_and_no_sideways_scrolling(page, gallery, state):
    """WCAG 2.2 AA; the contrast of words in a picture is tested by palette (test_courtdata.py)."""
    sign_in(page, gallery, "okafor")
    page.goto(gallery.address + STATES[state])
    picture(page, state)
    assert page.locator("main h1").count() == 1
    assert decided(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    picture(page, f"{state}-320")
    assert decided(page, clipped=True) == []


def test_without_script_a_number_is_changed_and_the_picture_follows(scriptless, gallery):
    """One form, one button."""
    sign_in(scriptless, gallery, "okafor")
    scriptless.goto(f"{gallery.address}/what-if")
    scriptless.get_by_label("Officers").fill("11")
    scriptless.get_by_role("button", name="Work it out").click()
    assert scriptless.locator("h2", has_text="with the change").count() == 1
    assert scriptless.locator("svg[role=img]").count() == 2
    scriptless.get_by_role("link", name="Hold further changes against this").click()
    assert scriptless.get_by_label("Officers").input_value() == "11"


def test_imposed_colours_keep_every_line(chromium, gallery):
    """Forced colours: both lines and their numbers stay, told apart by dashes and words."""
    page = opened(chromium, forced_colors="active", viewport={"width": 1280, "height": 800})
    sign_in(page, gallery, "okafor")
    page.goto(gallery.address + CHANGED)
    picture(page, "whatif-forced")
    dashes = page.evaluate(
        "[...document.querySelectorAll('polyline.steps')].map(e => getComputedStyle(e).strokeDasharray)"
    )
    assert len(set(dashes)) == 2
    assert barriers(page, clipped=True) == []
    page.context.close()
