"""The six steps of an encounter down the side of its pages, in any order, and what may follow them."""

from typing import Any, NamedTuple

from django.urls import reverse

from asylia.core.file import CaseFile
from asylia.core.standing import fear_asked
from asylia.web.cases import Case


class Beside(NamedTuple):
    """One link down the side: done, and the page that is open."""

    label: str
    url: str
    done: bool
    current: bool


SIX = {
    "encounter-person": "Person",
    "encounter-language": "Language",
    "encounter-family": "Family",
    "encounter-health": "Health and needs",
    "encounter-fear": "The fear question",
    "encounter-receipt": "Receipt",
}
AFTERWARDS = {
    "encounter-advisal": "Explain what happens",
    "encounter-placement": "Placement",
    "encounter-custody": "Custody, as it happens",
    "encounter-return": "Return",
    "encounter-end": "End of the encounter",
}


def done(file: CaseFile) -> frozenset[str]:
    """Return the steps that the record shows done."""
    shown = {
        "encounter-person": file.version > 0,
        "encounter-language": bool(file.languages),
        "encounter-family": bool(file.family),
        "encounter-health": file.screening is not None and not file.screening.due,
        "encounter-fear": fear_asked(file) or bool(file.claims) or any(each.answer == "no" for each in file.asked),
        "encounter-advisal": file.advisal is not None and file.advisal.understood == "understood",
        "encounter-placement": bool(file.placed),
        "encounter-end": bool(file.encounter_ended),
    }
    return frozenset(name for name, holds in shown.items() if holds)


def beside(case: Case, current: str) -> dict[str, Any]:
    """Return what every page of an encounter shows down its side; `current` is its url name."""
    reached = done(case.file)

    def links(names: dict[str, str]) -> list[Beside]:
        return [
            Beside(label, reverse(name, args=[case.id]), done=name in reached, current=name == current)
            for name, label in names.items()
        ]

    number = [*SIX].index(current) + 1 if current in SIX else 0
    return {"six": links(SIX), "afterwards": links(AFTERWARDS), "number": number, "person": called(case.file)}


def called(file: CaseFile) -> str:
    """Return what a page calls the person: the name as given, which no form of address is guessed from."""
    return file.name or "this person"
