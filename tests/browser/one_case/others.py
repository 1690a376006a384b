"""Supervisor and overseer: an officer drawn, the decision reviewed; the case read and the record verified."""

from tests.browser.one_case.case import OneCase

OFFICERS = {"K. Rowan": "rowan", "O. Bell": "bell", "D. Vance": "vance"}


def draw(on: OneCase) -> None:
    """An officer is drawn; the case then says who."""
    hand = on.hand
    hand.sign_in(on.address, "abara")
    on.look("to-review")
    hand.press(on.person)
    on.look("draw")
    hand.press("Draw")
    on.search()
    on.look("case")
    due = hand.page.inner_text(".band .due")
    on.officer = next(id for name, id in OFFICERS.items() if name in due)


def review(on: OneCase) -> None:
    """Each finding marked sufficient, and concurred in."""
    hand = on.hand
    hand.sign_in(on.address, "abara")
    hand.press(on.person)
    views = hand.page.locator("[name^='view.']").evaluate_all("all => [...new Set(all.map(each => each.name))]")
    for name in views:
        hand.choose(name, "sufficient")
    hand.choose("decision", "concur")
    on.look("review")
    hand.press("Sign the review")
    assert on.person not in hand.page.inner_text("main")


def oversee(on: OneCase) -> None:
    """The case is read, its record opened at an entry, and the whole record verified."""
    hand = on.hand
    hand.sign_in(on.address, "okafor")
    on.look("board")
    on.search()
    on.look("overseen")
    hand.press("Record")
    assert "entries, links and field digests agree" in hand.page.inner_text("aside")
    hand.press("determination.signed/1")
    on.look("case-record")
    hand.press("The record")
    hand.press("Verify the whole record")
    assert "every link and field digest agrees" in hand.page.inner_text(".usa-alert--success")
    on.look("record")
