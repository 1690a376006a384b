"""One browser for every test that needs one: Playwright runs once in a process."""

import os

import pytest
from playwright.sync_api import sync_playwright

from scripts.browser import find

# Playwright's own loop runs in this thread from the first page on; the tests that follow use Django as ever.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium, started when a test first asks for it."""
    path = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
