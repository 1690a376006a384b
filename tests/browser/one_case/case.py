"""What the people of one case share: who sits before the pages, whose case it is, what looks at each page."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from asylia.regimes.shelf import named
from tests.browser.hands import Hand

REGIME = named("us_mpp/2021-12-02")


def now() -> dt.datetime:
    """The moment it is at the places of the demonstration."""
    return dt.datetime.now(ZoneInfo("America/Chicago"))


@dataclass
class OneCase:
    """One case under way. `case`, `number` and `officer` are known once someone has read them on a page."""

    hand: Hand
    colleague: Hand  # at another computer, for what happens meanwhile
    address: str
    person: str
    sister: str
    look: Callable[[str], None]  # at each page that is reached, by a name for it
    case: str = field(default="", init=False)
    number: str = field(default="", init=False)
    officer: str = field(default="", init=False)

    def search(self) -> None:
        """Find the case by the person's name."""
        self.hand.write("find", self.person)
        self.hand.press("Find")
        self.hand.press(self.person)

    def refused(self, title: str, rule: str) -> None:
        """The box says what was not done, and by which rule."""
        box = self.hand.page.locator("#refused")
        assert box.locator("h2").inner_text() == title
        assert rule in box.inner_text()
