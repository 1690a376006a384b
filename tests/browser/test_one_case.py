"""One case, end to end, on one running server with the demonstration: by mouse, without a script, by keys alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, barriers, opened, start
from tests.browser.hands import Keyboard, Mouse
from tests.browser.one_case import OneCase, whole
from tests.ports import free_port

pytestmark = pytest.mark.browser
SETTINGS = "asylia.web.settings"
WIDE = {"width": 1280, "height": 800}
SIX_STEPS = [
    "fear.claimed/1", "referral.made/1", "officer.assigned/1", "interview.begun/1", "readback.given/1", "band.locked/1",
    "determination.signed/1", "review.concurred/1", "notice.served/1",
]  # fmt: skip


@pytest.fixture
def home(tmp_path):
    """A home with the demonstration, as `make run` makes it: its own, since an officer hears three people a day."""
    home = tmp_path / "home"
    asylia(home, "demo", "--no-measures")
    return home


@pytest.fixture
def address(home):
    """The running demonstration's address."""
    port = free_port()
    server = start(home, SETTINGS, port)
    yield f"http://localhost:{port}"
    server.terminate()
    server.wait(10)


def asylia(home: Path, *arguments: str) -> str:
    """Run the command beside the server; gives what it printed."""
    return python(home, "asylia.cli", *arguments)


def python(home: Path, module: str, *arguments: str) -> str:
    """Run a module of the project on that home."""
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def pages(chromium):
    """Pages at two computers: `pages()` gives both, `pages(java_script_enabled=False)` where no script runs."""
    made = []

    def two(**options):
        made.extend(opened(chromium, viewport=WIDE, **options) for _ in range(2))
        return made

    yield two
    for page in made:
        page.context.close()
    # The browser itself reports each answer of 4xx, which the refusals and the conflict on the way are.
    assert [said for page in made for said in page.complaints if "status of 4" not in said] == []


def test_one_case_by_mouse_with_every_page_looked_at(pages, home, address, tmp_path):
    """Issue 2, item 11: six people in turn; axe on each page, contrast that it cannot decide counted as a failure."""
    page, other = pages()
    wrong = {}

    def look(name):
        if found := barriers(page):
            wrong[name] = found

    one = OneCase(Mouse(page), Mouse(other), address, "Inés Supuesta", "Rosa Supuesta", look)
    whole(one)
    assert wrong == {}
    is_on_the_record(home, one)
    export = tmp_path / "record.jsonl"
    asylia(home, "ledger", "export", str(export))
    assert "BAD" not in asylia(home, "ledger", "verify", str(export))


def test_one_case_where_no_script_runs(pages, home, address):
    """pages.md, Without script: the same path, every step of it."""
    page, other = pages(java_script_enabled=False)
    one = OneCase(Mouse(page), Mouse(other), address, "Alma Imaginada", "Eva Imaginada", look=lambda _: None)
    whole(one)
    is_on_the_record(home, one)


@pytest.mark.long
def test_one_case_by_keyboard_alone(pages, home, address):
    """Tab, Space, arrows, Enter; after a refusal or a conflict the box has the focus."""
    page, other = pages()

    def look(name):
        box = {"checklist-refused": "refused", "sign-refused": "refused", "changed": "changed"}.get(name)
        assert box is None or page.evaluate("document.activeElement.id") == box

    one = OneCase(Keyboard(page), Keyboard(other), address, "Nora Fingida", "Olga Fingida", look)
    whole(one)
    is_on_the_record(home, one)


def is_on_the_record(home: Path, one: OneCase) -> None:
    """The whole record verifies, and the case file says what was done, in order."""
    said = json.loads(python(home, "tests.browser.record", str(home), one.case))
    assert said["good"]
    assert said["outcome"] == "positive"
    assert said["reviews"] == [["supervisor", "concurred"]]
    assert said["served"] == [["decision", "in_person"], ["appear", "in_person"]]
    assert said["answers"] == ["right", "corrected"]
    assert len(said["hearing"]) == 1
    assert said["channels"] == ["shelter", "phone"]
    assert said["names"].count("act.refused/1") == 2
    assert said["names"].count("contact.planned/2") == 2
    assert [name for name in dict.fromkeys(said["names"]) if name in SIX_STEPS] == SIX_STEPS
