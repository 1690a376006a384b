"""The hearing clerk's desk as a clerk uses it: a notice shown, signed, served; the docket; an order by two people."""

import datetime as dt

import pytest

from tests.browser.conftest import barriers, opened, picture
from tests.browser.keys import choose, press, reach, write
from tests.browser.test_border import begin, looked_at
from tests.browser.test_frame import sign_in

pytestmark = pytest.mark.browser
SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40)
HEARING = next(day for n in range(7) if (day := SOON + dt.timedelta(days=n)).weekday() < 5)


@pytest.fixture
def referred(chromium, gallery):
    """A function: a case with a language and a claim, made at the border desk; its id."""

    def make(name):
        page = opened(chromium)
        sign_in(page, gallery, "sloane")
        case = begin(page, gallery, name)
        page.select_option("#best", "es")
        page.click("label[for=languages-es]")
        page.click("label[for=how-said_back]")
        page.click("button:has-text('Save and continue')")
        page.goto(f"{gallery.address}/encounter/{case}/said")
        page.fill("#words", "Tengo miedo.")
        page.click("label[for=new_facts-no]")
        page.click("button:has-text('Record what was said')")
        page.context.close()
        return case

    return make


def typed_day(day):
    """A day as keys type it into a date field of this browser."""
    return f"{day:%m%d%Y}"


def test_a_notice_is_shown_signed_and_served_by_keyboard_alone(page, gallery, referred):
    """The main path: the sheet beside what makes it valid; sign; hand over; the docket shows it served."""
    case = referred("Duvalsaint, Roseline")
    sign_in(page, gallery, "ferro")
    looked_at(page, "docket-empty")
    page.goto(f"{gallery.address}/case/{case}/notices")
    looked_at(page, "notices-empty")
    press(page, "Hearing notice")
    looked_at(page, "notice-asks")
    choose(page, "address_kind", "postal")
    write(page, "#address", "12 Calle Uno, Larkfield")
    choose(page, "court", "larkfield")
    write(page, "#day", typed_day(HEARING))
    write(page, "#time", "0830AM")
    write(page, "#port", "Puente Sur, gate 2")
    write(page, "#report_day", typed_day(HEARING))
    write(page, "#report_time", "0600AM")
    write(page, "[id='sheet-court_address']", "12 Elm Street, room 3")
    write(page, "[id='sheet-hearing_kind']", "a judge sees you")
    choose(page, "sheet.mode", "person")
    choose(page, "sheet.transport", "not_confirmed")
    choose(page, "sheet.together", "yes")
    write(page, "[id='sheet-list_made']", "11012026")
    press(page, "Show the sheet")
    looked_at(page, "notice-preview")
    assert "Valid: 7 of 7" in page.inner_text("main")
    press(page, "Sign and hand to service")
    looked_at(page, "notices-signed")
    page.goto(f"{gallery.address}/docket?court=larkfield&day={HEARING}")
    assert "Not served" in page.inner_text("main")
    looked_at(page, "docket-at-risk")
    press(page, "Serve what is missing")
    page.goto(f"{gallery.address}/case/{case}/notices/1/serve")
    looked_at(page, "notice-serve")
    choose(page, "how", "in_person")
    choose(page, "understood", "yes")
    write(page, "#said_back", "El día y la hora.")
    choose(page, "received_by", "self")
    press(page, "Record the service")
    assert "Not served" not in page.inner_text("main")
    page.goto(f"{gallery.address}/case/{case}/notices/1")
    looked_at(page, "notice-sheet")


def test_every_page_of_a_hearing_is_free_of_barriers_and_refusals_keep_the_words(scriptless, gallery, referred):
    """Without a script: refused, mended; the plan to reach the person."""
    page, case = scriptless, referred("Mbeki, Thandi")
    sign_in(page, gallery, "ferro")
    page.goto(f"{gallery.address}/case/{case}/notices/prepare/hearing")
    page.fill("#address", "Facebook")
    page.click("label[for=address_kind-postal]")
    page.click("label[for=court-larkfield]")
    page.fill("#day", HEARING.isoformat())
    page.fill("#time", "08:30")
    page.click("button:has-text('Show the sheet')")
    assert "Not valid yet" in page.inner_text("main")
    assert page.input_value("#address") == "Facebook"
    picture(page, "notice-invalid")
    assert page.query_selector("button[name=sign]") is None
    for name in ("notices", "contact", "contact/change", "contact/tried", "contact/lost"):
        assert page.goto(f"{gallery.address}/case/{case}/{name}").status == 200


@pytest.mark.parametrize("name", ["contact", "contact/change", "contact/tried", "contact/lost"])
def test_the_ways_to_reach_a_person_are_free_of_barriers(page, gallery, referred, name):
    """WCAG 2.2 AA."""
    case = referred("Haddad, Rim")
    sign_in(page, gallery, "ferro")
    page.goto(f"{gallery.address}/case/{case}/{name}")
    looked_at(page, f"clerk-{name.replace('/', '-')}")


@pytest.mark.parametrize("staff", ["ferro", "okafor"])
def test_the_page_of_messages_is_free_of_barriers(page, gallery, staff):
    """WCAG 2.2 AA, for the clerk who brings them and the overseer who counts them."""
    sign_in(page, gallery, staff)
    page.goto(f"{gallery.address}/messages")
    looked_at(page, f"messages-{staff}")


def test_an_order_is_entered_by_one_and_confirmed_by_another(page, gallery):
    """order.obeyed, by keyboard; the refusal of one's own confirmation is said in full."""
    sign_in(page, gallery, "ferro")
    page.goto(f"{gallery.address}/orders")
    looked_at(page, "orders")
    write(page, "#court", "Court of Larkfield (invented)")
    write(page, "#number", "27-cv-0001")
    reach(page, "#effects-no_return")
    page.keyboard.press("Space")
    choose(page, "in_custody", "no")
    choose(page, "with_counsel", "no")
    press(page, "Enter the order")
    page.click("text=27-cv-0001")
    press(page, "Confirm as the second person")
    assert "order.obeyed" in page.inner_text("#refused")
    looked_at(page, "order-refused")
    address = page.url.removesuffix("/act")
    sign_in(page, gallery, "abara")
    page.goto(address)
    press(page, "Confirm as the second person")
    assert "Binds" in page.inner_text("main")
    looked_at(page, "order-binds")
    assert barriers(page) == []
