"""Three ways of using a page, with the same verbs: the mouse, the mouse where no script runs, the keyboard alone."""

import datetime as dt
from typing import Protocol

from playwright.sync_api import Locator, Page

from tests.browser import keys


class Hand(Protocol):
    """Whoever sits before a page. Fields are named by their id or, where one of several is chosen, by their name."""

    page: Page

    def sign_in(self, address: str, staff: str) -> None:
        """Take a desk of the demonstration, leaving the one before."""

    def write(self, id: str, text: str) -> None:
        """Write into a field, over what stands there."""

    def choose(self, name: str, value: str) -> None:
        """Choose one of several, by radios or in a list."""

    def tick(self, name: str, value: str) -> None:
        """Tick a box."""

    def day(self, id: str, when: dt.date) -> None:
        """Enter a day."""

    def hour(self, id: str, when: dt.time) -> None:
        """Enter an hour."""

    def moment(self, id: str, when: dt.datetime) -> None:
        """Enter a day and an hour."""

    def unfold(self, id: str) -> None:
        """Open a part that may be folded."""

    def press(self, words: str) -> None:
        """Press the button or follow the link with these words, and wait for the page that it leads to."""


class Mouse:
    """By the mouse; what it does works where no script runs, too."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, address: str, staff: str) -> None:
        self.page.goto(f"{address}/sign-in")
        with self.page.expect_navigation():
            self.page.click(f"button[value={staff}]")

    def write(self, id: str, text: str) -> None:
        self.page.fill(f"[id='{id}']", text)

    def choose(self, name: str, value: str) -> None:
        listed = self.page.locator(f"select[name='{name}']")
        if listed.count():
            listed.select_option(value)
        else:
            self.page.check(f"input[name='{name}'][value='{value}']")

    def tick(self, name: str, value: str) -> None:
        self.page.check(f"input[name='{name}'][value='{value}']")

    def day(self, id: str, when: dt.date) -> None:
        self.write(id, when.isoformat())

    def hour(self, id: str, when: dt.time) -> None:
        self.write(id, f"{when:%H:%M}")

    def moment(self, id: str, when: dt.datetime) -> None:
        self.write(id, f"{when:%Y-%m-%dT%H:%M}")

    def unfold(self, id: str) -> None:
        part = self.page.locator(f"[id='{id}']")
        if part.get_attribute("open") is None:
            part.locator("> summary").click()

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            named(self.page, words).click()


class Keyboard:
    """By keys alone: Tab, Space, the arrows, Enter, and what is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, address: str, staff: str) -> None:
        self.page.goto(f"{address}/sign-in")
        keys.reach(self.page, f"button[value={staff}]")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, id: str, text: str) -> None:
        keys.reach(self.page, f"[id='{id}']")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        listed = self.page.locator(f"select[name='{name}']")
        if listed.count() == 0:
            keys.choose(self.page, name, value)
            return
        keys.reach(self.page, f"select[name='{name}']")
        self.page.keyboard.type(listed.locator(f"option[value='{value}']").inner_text())

    def tick(self, name: str, value: str) -> None:
        box = f"input[name='{name}'][value='{value}']"
        keys.reach(self.page, box)
        if not self.page.is_checked(box):
            self.page.keyboard.press("Space")

    def day(self, id: str, when: dt.date) -> None:
        keys.write(self.page, f"[id='{id}']", f"{when:%m%d%Y}")

    def hour(self, id: str, when: dt.time) -> None:
        keys.write(self.page, f"[id='{id}']", f"{when:%I%M%p}")

    def moment(self, id: str, when: dt.datetime) -> None:
        keys.write(self.page, f"[id='{id}']", f"{when:%m%d%Y}")
        self.page.keyboard.press("Tab")  # from the year to the hour
        self.page.keyboard.type(f"{when:%I%M%p}")

    def unfold(self, id: str) -> None:
        if self.page.get_attribute(f"[id='{id}']", "open") is None:
            keys.reach(self.page, f"[id='{id}'] > summary")
            self.page.keyboard.press("Enter")

    def press(self, words: str) -> None:
        wanted = named(self.page, words).element_handle()
        for _ in range(keys.MOST):
            if self.page.evaluate("wanted => document.activeElement === wanted", wanted):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab does not reach “{words}”")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def named(page: Page, words: str) -> Locator:
    """The button or link that says exactly this: in the page itself, else in its frame; once the page is there."""
    page.wait_for_load_state()
    for part in (page.locator("main"), page.locator("body")):
        for role in ("button", "link"):
            found = part.get_by_role(role, name=words, exact=True)
            if found.count():
                return found.first
    raise AssertionError(f"nothing on {page.url} says “{words}”")
