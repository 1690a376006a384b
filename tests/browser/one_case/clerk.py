"""The hearing clerk: how to reach the person, the decision and a notice to appear, shown, signed and served."""

import datetime as dt

from tests.browser.hands import Hand
from tests.browser.one_case.case import OneCase, now

AHEAD = dt.timedelta(days=21)  # to the hearing; the regime asks for a week at least after service
SERVED = "Que me creyeron y que no me mandan a esperar a México."
ARRIVE = "Que vaya a la corte ese día a las nueve."
SHELTER = "Casa Ejemplo, 14 Calle del Molino"


def plan_contact(on: OneCase) -> None:
    """While the clerk writes a way to the person, the supervisor records another: a conflict, nothing lost."""
    hand = on.hand
    hand.sign_in(on.address, "ferro")
    on.look("docket")
    hand.press("Due")
    on.look("to-serve")
    hand.press(on.person)
    on.look("notices")
    hand.press("Contact plan, and what was tried")
    channel(hand, 0, "shelter", SHELTER)
    meanwhile(on)
    hand.press("Record the plan")
    assert hand.page.locator("#changed h2").inner_text() == "This case changed while you were working"
    assert hand.page.input_value("#channels-0-value") == SHELTER
    on.look("changed")
    channel(hand, 1, "phone", "+1 202 555 0114")
    hand.press("Record the plan")
    on.look("contact")


def channel(hand: Hand, row: int, kind: str, value: str) -> None:
    """One way to reach the person."""
    hand.choose(f"channels.{row}.kind", kind)
    hand.write(f"channels-{row}-value", value)
    hand.choose(f"channels.{row}.safe", "yes")
    hand.choose(f"channels.{row}.lost", "no")


def meanwhile(on: OneCase) -> None:
    """The supervisor, at another computer."""
    on.colleague.sign_in(on.address, "abara")
    on.colleague.page.goto(f"{on.address}/case/{on.case}/contact")
    channel(on.colleague, 0, "phone", "+1 202 555 0114")
    on.colleague.press("Record the plan")


def serve_decision(on: OneCase) -> None:
    """The decision shown as a sheet, signed, served aloud, said back."""
    hand = on.hand
    hand.press("Notices")
    hand.press("Decision")
    hand.write("sheet-next", "You do not wait in Mexico. You wait here for your hearing.")
    sheet(on, "decision")
    serve(on, 1, SERVED)


def serve_hearing(on: OneCase) -> None:
    """A notice to appear on a day and at an hour at which the court sits, signed and served."""
    hand, today = on.hand, now().date()
    day = today + AHEAD
    hand.press("Notice to appear")
    hand.choose("court", "larkfield-court")
    hand.day("day", day)
    hand.hour("time", dt.time(9))
    hand.write("port", "Northgate crossing, east gate")
    hand.day("report_day", day)
    hand.hour("report_time", dt.time(7))
    for id, text in (
        ("sheet-court_address", "12 Example Street, floor 2, room 4"),
        ("sheet-acts", "You came to Northgate crossing without papers to enter."),
        ("sheet-charges", "INA 212(a)(7)(A)(i)(I)"),
    ):
        hand.write(id, text)
    hand.day("sheet-list_made", today)
    sheet(on, "appear")
    serve(on, 2, ARRIVE)


def sheet(on: OneCase, name: str) -> None:
    """The sheet beside what makes it valid, then signed."""
    on.hand.press("Show the sheet")
    on.look(f"{name}-sheet")
    on.hand.press("Sign and hand to service")


def serve(on: OneCase, number: int, said_back: str) -> None:
    """Read aloud, said back, proven."""
    hand = on.hand
    hand.press(f"Serve notice {number}")
    hand.choose("how", "in_person")
    hand.choose("understood", "yes")
    hand.write("said_back", said_back)
    hand.choose("received_by", "self")
    on.look(f"serve-{number}")
    hand.press("Record the service")
    on.look(f"served-{number}")
