"""One case from the first encounter to a served decision, as the people of the demonstration do it in turn.

Every page that is reached is handed to `look`, by a name: a test looks for barriers there, the tour takes pictures.
"""

from tests.browser.one_case import border, clerk, officer, others
from tests.browser.one_case.case import OneCase

__all__ = ["OneCase", "whole"]


def whole(on: OneCase) -> None:
    """From the door to the verified record: six people, a refusal of the checklist and of the outcome, a conflict."""
    border.meet(on)
    border.ask(on)
    others.draw(on)
    officer.prepare(on)
    officer.hear(on)
    officer.read_back(on)
    officer.find(on)
    officer.sign(on)
    others.review(on)
    clerk.plan_contact(on)
    clerk.serve_decision(on)
    clerk.serve_hearing(on)
    others.oversee(on)
