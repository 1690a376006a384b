"""Court data in a real browser: on the public pages and from a disk, at every width, in imposed colours, on paper."""

from pathlib import Path

import pytest

from tests.browser.conftest import Site, barriers, fits, opened, picture, prepare, start
from tests.courtdata.published import stores
from tests.ports import free_port

pytestmark = pytest.mark.browser
site = pytest.importorskip("asylia.courtdata.site").site
NAME = "2021-02-01"
PAGES = (
    "index", "transferred", "new-cases", "outcomes", "time-to-decision", "mpp-2019-06", "places", "releases",
    "methodology",
)  # fmt: skip


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A running site that shows one publication, and the folder of it."""
    home = tmp_path_factory.mktemp("court-data")
    case = prepare(home, "tests.browser.settings")
    one, two = stores(home / "made", 400)
    site(one, home / "court-data" / NAME, two)
    port = free_port()
    server = start(home, "tests.browser.settings", port)
    yield Site(f"http://localhost:{port}", case), home / "court-data" / NAME
    server.terminate()
    server.wait(10)


def found(page, **how):
    """What axe finds; it cannot tell the contrast of words in a picture, which the test of the palette looks at."""
    blind = ("contains an image node", "overlapped by another element")
    return [each for each in barriers(page, **how) if not any(why in each for why in blind)]


def test_words_in_pictures_stand_out(page, shown):
    """At least 4.5 to 1 on white, for every colour that words of a chart have (WCAG 1.4.3)."""
    page.goto(f"{shown[0].address}/court-data/{NAME}/outcomes.html")
    fills = page.evaluate("[...document.querySelectorAll('.chart text')].map(e => getComputedStyle(e).fill)")
    assert fills
    for fill in set(fills):
        parts = [int(part) / 255 for part in fill.removeprefix("rgb(").removesuffix(")").split(",")]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5, fill


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_has_no_barrier_and_fits(page, shown, name):
    """WCAG 2.2 AA at 1280, 640 and 320 pixels, without sign-in."""
    page.goto(f"{shown[0].address}/court-data/{NAME}/{name}.html")
    picture(page, f"court-data-{name}")
    assert page.locator("main h1").count() == 1
    assert found(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []
    picture(page, f"court-data-{name}-320")
    assert found(page, clipped=True) == []


def test_the_way_from_the_public_pages_to_the_rows(page, shown):
    """Nothing is signed in to; the rows come down as they lie in the folder."""
    page.goto(f"{shown[0].address}/check")
    page.goto(f"{shown[0].address}/sign-in")
    page.click("nav[aria-label='Public pages'] >> text=Court data")
    assert found(page) == []
    page.click("text=release of 2021-02-01")
    page.click("a[href='mpp-2019-06.html']")
    with page.expect_download() as got:
        page.click("text=Download these rows")
    assert got.value.suggested_filename == "mpp-2019-06.csv"
    assert Path(got.value.path()).read_bytes() == (shown[1] / "mpp-2019-06.csv").read_bytes()


def test_the_folder_opens_from_a_disk_and_runs_no_script(chromium, shown):
    """One file after another by links, its own style and nothing else; the browser complains of nothing."""
    page = opened(chromium, viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{shown[1]}/index.html")
    picture(page, "court-data-disk")
    page.click("a[href='outcomes.html']")
    assert page.locator("svg .bar, svg .why").count() > 0
    assert page.locator("table caption").count() >= 2
    page.click("text=All findings")
    assert page.inner_text("h1").startswith("What became of everyone")
    assert all(url.startswith("file://") for url in asked)
    assert page.complaints == []
    page.context.close()


def test_a_page_on_a_disk_has_no_barrier(page, shown):
    page.goto(f"file://{shown[1]}/transferred.html")
    assert found(page) == []
    assert [width for width in (1280, 640, 320) if not fits(page, width)] == []


def test_imposed_colours_leave_every_mark(page, shown):
    """Bars, dots and lines take the colour of text; what is not shown is said in words."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{shown[0].address}/court-data/{NAME}/outcomes.html")
    picture(page, "court-data-forced-colours")
    text = page.evaluate("getComputedStyle(document.querySelector('.chart text')).fill")
    assert page.evaluate("getComputedStyle(document.querySelector('.chart .axis')).stroke") == text


def test_on_paper_the_finding_and_the_rows_stand_and_the_buttons_do_not(page, shown):
    page.goto(f"{shown[0].address}/court-data/{NAME}/transferred.html")
    page.emulate_media(media="print")
    picture(page, "court-data-on-paper")
    assert page.is_visible("h1")
    assert page.is_visible("table >> nth=0")
    assert not page.is_visible(".take >> nth=0")
    assert not page.is_visible(".head")


def test_what_was_altered_is_refused_and_says_so(page, shown):
    """The last test here: it spoils the publication."""
    file = shown[1] / "relief.html"
    file.write_bytes(file.read_bytes() + b" ")
    page.goto(f"{shown[0].address}/court-data/")
    picture(page, "court-data-refused")
    assert found(page) == []
    page.goto(f"{shown[0].address}/court-data/{NAME}/relief.html")
    assert "is not what was published" in page.inner_text("main")
    assert found(page) == []
    page.complaints = [said for said in page.complaints if "503" not in said]
