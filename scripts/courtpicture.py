"""Makes the picture of docs/courtdata.md anew: a page of a publication of an invented release, as a browser shows it.

python -m scripts.courtpicture
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from asylia.courtdata.site import site
from scripts.browser import find
from scripts.pictures import small
from tests.conftest import FLAGS
from tests.courtdata.published import stores

PICTURE = Path(__file__).parent.parent / "docs" / "courtdata" / "moved-off.png"
CASES = 20_000


def main() -> None:
    """Invent a release, publish it in a folder thrown away, and write what stands in the window."""
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="asylia-court-") as folder:
        one, _ = stores(Path(folder), CASES)
        site(one, Path(folder) / "site")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1180, "height": 820})
            page.goto(f"file://{folder}/site/transferred.html")
            PICTURE.write_bytes(small(page.screenshot()))
            browser.close()
    print(f"{PICTURE.name}  {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
