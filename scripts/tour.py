"""Take the pictures of docs/tour.md anew: the driver of the browser test walks one case through a fresh demonstration.

python -m scripts.tour
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from asylia.web.server import free_port
from scripts.browser import find
from scripts.pictures import small
from tests.browser.conftest import start
from tests.browser.hands import Mouse
from tests.browser.one_case import OneCase, whole
from tests.conftest import FLAGS

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "tour"
SETTINGS = "asylia.web.settings"
SIZE = {"width": 1180, "height": 820}

# The page as the driver calls it -> its picture, and what stands at the top of it; "" is the page's own top.
SHOWN = {
    "encounters": ("02-encounters", ""),
    "fear": ("03-fear-question", "main"),
    "receipt": ("04-receipt", ""),
    "case": ("05-drawn", ""),
    "checklist-refused": ("06-interview-refused", ""),
    "interview": ("07-interview", "main"),
    "read-back": ("08-read-back", "main"),
    "worksheet": ("09-worksheet", "main"),
    "sign-refused": ("10-outcome-refused", ""),
    "review": ("11-review", "main"),
    "changed": ("12-changed-meanwhile", ""),
    "appear-sheet": ("13-notice", "main"),
    "case-record": ("14-record", ""),
}
PHONE = {"width": 360, "height": 740}
# The person's own pages, in English so that the reader of the tour can read them -> their pictures.
OWN = {"/own": "15-own-page", "/own/summary": "16-own-summary", "/own/looks": "17-own-looks"}

BOARD = {"/board": "18-board", "/measures/M19": "19-measure", "/comparison": "20-comparison"}


def main() -> None:
    """Make a demonstration in a folder thrown away, walk the case there, and write the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="asylia-tour-") as folder:
        home = Path(folder) / "home"
        env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
        subprocess.run([sys.executable, "-m", "asylia.cli", "demo"], cwd=ROOT, env=env, check=True)
        compare = ["compare", "--people", "200", "--runs", "10"]
        subprocess.run([sys.executable, "-m", "asylia.cli", *compare], cwd=ROOT, env=env, check=True)
        port = free_port(8870)
        server = start(home, SETTINGS, port)
        sequence = [sys.executable, "-m", "asylia.cli", "ledger", "sequence", "--follow"]
        log = subprocess.Popen(sequence, cwd=ROOT, env=env)
        try:
            walk(f"http://localhost:{port}")
        finally:
            for each in (log, server):
                each.terminate()
                each.wait(10)


def walk(address: str) -> None:
    """Walk the case and take a picture of each page that the tour shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page, other = (browser.new_context(viewport=SIZE).new_page() for _ in range(2))  # type: ignore[arg-type]
        page.goto(f"{address}/sign-in")
        take(page, "01-sign-in", "")

        def look(name: str) -> None:
            if name in SHOWN:
                take(page, *SHOWN[name])

        one = OneCase(Mouse(page), Mouse(other), address, "Inés Supuesta", "Rosa Supuesta", look)
        whole(one)
        on_the_board(page, address)
        on_the_telephone(browser.new_context(viewport=PHONE).new_page(), page, one)  # type: ignore[arg-type]
        browser.close()


def on_the_board(page: Page, address: str) -> None:
    """The overseer opens the board, one measure of it, and the comparison of programmes."""
    Mouse(page).sign_in(address, "okafor")
    for place, name in BOARD.items():
        page.goto(f"{address}{place}")
        take(page, name, "main")


def on_the_telephone(phone: Page, desk: Page, one: OneCase) -> None:
    """The clerk tells the digits; the person opens their own page and looks."""
    hand = Mouse(desk)
    hand.sign_in(one.address, "ferro")
    desk.goto(f"{one.address}/case/{one.case}/own-pages")
    hand.choose("how", "told")
    hand.press("Make it")
    phone.goto(f"{one.address}/own/sign-in?lang=en")
    phone.fill("#digits", desk.inner_text(".slip .mono"))
    phone.click("button.go")
    for place, name in OWN.items():
        phone.goto(f"{one.address}{place}")
        take(phone, name, "")


def take(page: Page, name: str, top: str) -> None:
    """Write what stands in the window, with `top` at its upper edge."""
    page.evaluate("top => top ? document.querySelector(top).scrollIntoView() : scrollTo(0, 0)", top)
    path = PICTURES / f"{name}.png"
    path.write_bytes(small(page.screenshot()))
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
