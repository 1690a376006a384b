"""What a figure says, as the sentence that stands over it."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from asylia.courtdata.cases import UNKNOWN
from asylia.courtdata.counting import OTHERS
from asylia.courtdata.publication import Figure
from asylia.publish.page import percent, shown

FINDINGS = MappingProxyType({
    "new-cases": "New cases were most in {part}: {n}",
    "completed": "{share} of the cases had been completed",
    "outcomes": "{share} of completed cases ended with: {part}",
    "relief": "{share} of completed cases ended with relief",
    "removal-orders": "{share} of completed cases ended with a removal order",
    "terminated": "{share} of completed cases were terminated or dismissed",
    "in-absentia": "{share} of completed cases were decided in absence",
    "represented": "{share} of the cases had a representative",
    "missed-hearings": "{share} of those who had a hearing missed one",
    "ages": "{share} of the cases are of people of {part}",
    "children": "{share} of the cases are of people under 18",
    "under-five": "{share} of the cases are of children under five",
    "infants": "{share} of the cases are of infants under one",
    "age-unknown": "In {share} of the cases the age is not known",
    "transferred": "{share} of the cases were moved off the programme’s docket",
    "transferred-pending": "{share} of the pending cases were moved off the programme’s docket",
    "transferred-between": "{share} of the pending cases had been moved by the later release",
    "time-to-first-hearing": "{share} had a first hearing {part} of the notice",
    "time-to-decision": "{share} had a decision {part} of the notice",
    "distance-to-court": "{share} of the cases were heard more than 100 km from the port",
})  # fmt: skip
UNSAID = (UNKNOWN, OTHERS)  # parts that are no finding


def proportion(share: float) -> str:
    """A share in words where it is small, else in per cent."""
    return f"About one in {round(1 / share)}" if 0 < share < 0.2 else percent(share, 0)


def headline(figures: Sequence[Figure]) -> Figure | None:
    """The figure that an analysis is told by: the greatest share; of a wait, the first day by which half had it."""
    alone = [each for each in figures if each.division == "" and each.part not in UNSAID]
    said = [each for each in alone if each.share is not None]
    if said and said[0].analysis.startswith("time-"):
        return next((each for each in said if (each.share or 0) >= 0.5), said[-1])
    return max(said, key=lambda each: each.share or 0.0, default=None)


def finding(analysis: str, title: str, figures: Sequence[Figure]) -> str:
    """The sentence over an analysis; where nothing can be said, its title and why."""
    found = headline(figures)
    if found is None or found.share is None:
        return f"{title}: too few to say"
    said = FINDINGS[analysis].format(share=proportion(found.share), part=found.part, n=shown(found.numerator))
    return said.replace("In About", "In about")
