"""The asylum officer who was drawn: booking, checklist, testimony, read-back, findings, signature."""

import datetime as dt

from tests.browser.one_case.case import REGIME, OneCase, now

CHECKS = ("private", "quiet", "rested", "fed", "well", "child_care")
# Speaker, words, what they mean, which element they were asked about. Invented.
SAID = (
    ("officer", "What happened on the road?", "", "withholding.harm"),
    ("applicant", "Nos bajaron del bus. Me tuvieron once días y me pegaban.",
     "They took us off the bus. They kept me eleven days and beat me.", ""),
    ("officer", "How many were kept with you?", "", "withholding.ground"),
    ("applicant", "A los otros los soltaron. A nosotras no: nadie iba a preguntar por dos hermanas solas.",
     "The others they let go. Us they did not: nobody would ask for two sisters alone.", ""),
    ("officer", "Did you see any police?", "", "withholding.actor"),
    ("applicant", "Dos policías vinieron a cobrar y se fueron.", "Two policemen came to be paid, and left.", ""),
)  # fmt: skip
TOLD = "You told us that men kept you because you were two sisters alone, and that police took money. We believe you."


def prepare(on: OneCase) -> None:
    """Booked, an interpreter appointed; a checklist that fails is refused, and mended."""
    hand = on.hand
    hand.sign_in(on.address, on.officer)
    on.look("my-work")
    hand.press(on.person)
    hand.moment("starts", now() + dt.timedelta(days=1))
    hand.write("place", "Room 2")
    on.look("booking")
    hand.press("Book it")
    on.look("before")
    hand.press("Appoint an interpreter")
    hand.choose("interpreter", "ibarra")
    hand.choose("accepted", "yes")
    hand.write("age", "41")
    on.look("interpreter")
    hand.press("Appoint")
    hand.choose("conditions.answered_by", "person")
    for check in CHECKS:
        hand.choose(f"conditions.{check}", "yes")
    hand.choose("conditions.restrained", "no")
    hand.write("conditions-rest_hours", "2")
    hand.choose("conditions.rest_waived", "no")
    hand.choose("conditions.counsel_offered", "yes")
    hand.choose("conditions.goes_on", "no")
    for present in (on.officer, "ibarra"):
        hand.tick("present", present)
    on.look("checklist")
    hand.press("Begin the interview")
    on.refused("The interview did not begin", "interview.rest")
    assert hand.page.input_value("#conditions-rest_hours") == "2"
    on.look("checklist-refused")
    hand.choose("conditions.rest_waived", "yes")
    hand.press("Begin the interview")
    assert hand.page.locator("#refused").count() == 0, hand.page.inner_text("#refused")


def hear(on: OneCase) -> None:
    """Questions and answers, an inconsistency put to the person, the end."""
    hand = on.hand
    for speaker, words, meaning, topic in SAID:
        hand.choose("speaker", speaker)
        hand.write("words", words)
        hand.write("interpretation", meaning)
        if topic:
            hand.choose("topic", topic)
        hand.press("Add to the record")
    assert hand.page.inner_text("#T-2 .words") == SAID[1][1]
    on.look("interview")
    hand.press("Put an inconsistency")
    hand.write("lines", "T 2, T 4")
    hand.write("between", "You say that all were kept, and that others were let go?")
    hand.write("explanation", "Nos tuvieron a todos; después soltaron a los otros.")
    on.look("inconsistency")
    hand.press("Record it")
    hand.press("End the interview")
    hand.write("closing", "Tengo miedo por mi hermana.")
    on.look("ending")
    hand.press("End the interview")
    on.look("recorded")


def read_back(on: OneCase) -> None:
    """Two facts read back, one of them corrected; then a passage of evidence and one of country information."""
    hand = on.hand
    hand.press("Read the summary back")
    fact(on, 0, "Men took her off a bus, kept her eleven days and beat her.", "T 2")
    hand.press("One more fact")
    fact(on, 1, "The others were let go after eleven days.", "T 4", corrected="Los soltaron al segundo día.")
    hand.choose("confirmed", "yes")
    on.look("read-back")
    hand.press("Record the read-back")
    hand.press("Evidence")
    hand.press("Add a document or thing")
    hand.write("title", "Bus ticket, torn")
    hand.choose("kind", "document")
    hand.write("says", "The day and the line of the bus.")
    on.look("evidence-add")
    hand.press("Add it")
    hand.press("Consult country information")
    hand.write("source", "Country report, invented")
    hand.write("passage", "Officers take money from those who hold travellers.")
    hand.choose("point", "withholding.actor")
    on.look("country")
    hand.press("Add the passage")
    on.look("evidence")


def fact(on: OneCase, row: int, text: str, lines: str, *, corrected: str = "") -> None:
    """One fact of the summary with its answer: right, or corrected in the person's words."""
    on.hand.write(f"facts-{row}-text", text)
    on.hand.write(f"facts-{row}-lines", lines)
    on.hand.choose(f"facts.{row}.answer", "corrected" if corrected else "right")
    if corrected:
        on.hand.write(f"facts-{row}-correction", corrected)


def find(on: OneCase) -> None:
    """Every element found with reasons and citations, the likelihood locked."""
    hand = on.hand
    hand.press("Worksheet")
    for protection, element in REGIME.elements():
        part = f"element-{protection.id}-{element.id}"
        hand.unfold(part)
        hand.choose(f"element.{protection.id}.{element.id}.finding", "found")
        if element.group:
            hand.write(f"{part}-group", "Women travelling without a male relative")
        hand.write(f"{part}-reasons", "She said so, and was not shaken by what was put to her.")
        hand.write(f"{part}-cites", "T 2, T 4, RB 1, C 1")
    hand.unfold("credibility")
    hand.choose("credibility.credible", "yes")
    hand.write("credibility-reasons", "Her explanation answers what was put to her.")
    on.look("worksheet")
    hand.press("Record the findings")
    hand.choose("band", "50_to_75")
    on.look("likelihood")
    hand.press("Lock it and open the outcome")
    assert hand.page.locator("[name=band]").count() == 0


def sign(on: OneCase) -> None:
    """A negative is refused, for every element was found; then the outcome that follows, signed."""
    hand = on.hand
    for protection in REGIME.protections:
        hand.choose(f"sign.met.{protection.id}", "yes")
    hand.choose("sign.outcome", "negative")
    hand.write("sign-reasons", TOLD)
    hand.write("sign-statement", "I heard her myself, and this decision is my own.")
    on.look("outcome")
    hand.press("Sign the determination")
    on.refused("The determination was not signed", "analysis.standard")
    assert hand.page.input_value("#sign-reasons") == TOLD
    on.look("sign-refused")
    hand.choose("sign.outcome", "positive")
    hand.press("Sign the determination")
    assert "It can be read, not changed" in hand.page.inner_text("main")
    on.look("signed")
