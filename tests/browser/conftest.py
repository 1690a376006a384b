"""A real Chromium on a real server with a database of its own; axe on every page that is looked at."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class Site:
    """A running server: its address, and the id of the case that has just begun there."""

    address: str
    case: str


def start(home: Path, settings: str, port: int) -> subprocess.Popen:
    """Start a server on `home` and wait until it answers."""
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-c", f"from asylia.web.server import serve; serve({port})"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return server
    server.terminate()
    raise AssertionError("the server did not answer within 15 seconds")


def prepare(home: Path, settings: str) -> str:
    """Found a house in `home`, with its people and a case that has just begun; gives the case's id."""
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-m", "tests.browser.people", str(home)]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """A running demonstration with one case, and the frame's components on pages of their own."""
    home = tmp_path_factory.mktemp("gallery")
    case = prepare(home, "tests.browser.settings")
    port = free_port()
    server = start(home, "tests.browser.settings", port)
    yield Site(f"http://localhost:{port}", case)
    server.terminate()
    server.wait(10)


def opened(chromium: Browser, **options) -> Page:
    """A page in a context of its own that notes every complaint of the browser."""
    page = chromium.new_context(**options).new_page()
    page.set_default_timeout(10_000)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.fixture
def page(chromium):
    """A page at 1280 pixels. A complaint of the browser (a refused script, a file not there) fails the test."""
    page = opened(chromium, viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()
    # The browser itself reports each answer of 4xx, which tests of refusals ask for.
    assert [said for said in page.complaints if "status of 4" not in said] == []


@pytest.fixture
def scriptless(chromium):
    """A page where no script runs at all."""
    page = opened(chromium, viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    yield page
    page.context.close()


AXE = (ROOT / "asylia/web/static/vendor/axe.min.js").read_text("utf-8")


def barriers(page: Page, *, clipped: bool = False) -> list[str]:
    """What axe finds on the page: each violation, and each contrast that it could not decide.

    `clipped`: on a narrow page a wide table runs out of sight in its own scrolling box, and axe cannot
    decide the contrast of what it does not see; the same table was decided at full width.
    """
    page.evaluate(AXE)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations", "incomplete"]})
    found = page.evaluate(f"axe.run(document, {options})")
    undecided = [each for each in found["incomplete"] if each["id"] == "color-contrast" and not clipped]
    return [
        f"{each['id']}: {node['target']} {node['any'][0]['message'] if node['any'] else each['help']}"
        for each in found["violations"] + undecided
        for node in each["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page in tests/browser/pictures/, which is not committed."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def fits(page: Page, width: int) -> bool:
    """Whether the page needs no sideways scrolling at that width."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def tab_stops(page: Page, most: int = 60) -> list[str]:
    """The names of what Tab reaches, in order, until it comes round."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; return e === document.body ? '' :"
            " (e.innerText || e.getAttribute('aria-label') || e.name || e.tagName).trim().split('\\n')[0] })()"
        )
        if name == "" and seen:
            break
        seen.append(name)
    return seen
