"""The border desk: two encounters, the fear question answered yes, the receipt, the end of the encounter."""

import re

from asylia.core.steps.vulnerability import TOOL
from tests.browser.one_case.case import REGIME, OneCase

TOPICS = ("purpose", "country", "steps", "rights", "outcomes")
WORDS = "No puedo volver allá. Esos hombres saben dónde estamos."
MEANING = "I cannot go back there. Those men know where we are."
EXPLAINED = "Me van a preguntar por México, y puedo hablar con un abogado."


def meet(on: OneCase) -> None:
    """Two encounters: the sister's opened, and the person's with language, family, health, explanation."""
    hand = on.hand
    hand.sign_in(on.address, "sloane")
    on.look("encounters")
    open_for(on, on.sister)
    hand.press("Open an encounter")
    on.look("opening")
    open_for(on, on.person, pressed=True)
    on.case = re.search(r"/encounter/(\w+)/", hand.page.url)[1]
    on.number = hand.page.inner_text(".band .name bdi")
    hand.choose("best", "es")
    hand.tick("languages", "es")
    hand.choose("how", "said_back")
    on.look("language")
    hand.press("Save and continue")
    hand.choose("family", companion(on))
    hand.choose("relation", "sibling")
    on.look("family")
    hand.press("Save the family")
    hand.press("Health and needs")
    for question in TOOL:
        hand.choose(f"answers.{question}", "no")
    hand.choose("private_wish", "no")
    on.look("health")
    hand.press("Save and continue")
    hand.press("Explain what happens")
    for topic in TOPICS:
        hand.tick("topics", topic)
    hand.write("said_back", EXPLAINED)
    hand.choose("understood", "understood")
    hand.choose("interpreter", "ibarra")
    hand.choose("oral", "yes")
    on.look("explained")
    hand.press("Record what was explained")


def companion(on: OneCase) -> str:
    """Whom the list of those met here offers under the sister's name: in a list, or as radios where it is short."""
    said = on.hand.page.locator(f"option:has-text('{on.sister}'), label:has-text('{on.sister}')").first
    return said.get_attribute("value") or said.get_attribute("for").removeprefix("family-")


def open_for(on: OneCase, name: str, *, pressed: bool = False) -> None:
    """Open an encounter for someone."""
    hand = on.hand
    if not pressed:
        hand.press("Open an encounter")
    hand.write("name", name)
    hand.write("born", "1995-08")
    hand.choose("nationalities.0.country", "HN")
    hand.write("nationalities-0-source", "own words")
    hand.choose("nationalities.0.certainty", "certain")
    hand.choose("regime", REGIME.version)
    hand.choose("kind", "port")
    hand.choose("held", "no")
    hand.press("Open the encounter")


def ask(on: OneCase) -> None:
    """The fear question, answered yes; the receipt; the end of the encounter."""
    hand = on.hand
    hand.press("The fear question")
    hand.choose("answer", "yes")
    hand.write("words", WORDS)
    hand.write("interpretation", MEANING)
    hand.choose("interpreter", "ibarra")
    for question in ("alone", "understood", "attested"):
        hand.choose(question, "yes")
    on.look("fear")
    hand.press("Record the answer")
    assert "Fear claim 1 is open." in hand.page.inner_text("main")
    on.look("receipt")
    hand.press("Back to the encounter")
    hand.press("Return")
    on.look("return")
    hand.press("End of the encounter")
    hand.choose("how", "released")
    on.look("end")
    hand.press("End the encounter")
    assert on.person not in hand.page.inner_text("main")
