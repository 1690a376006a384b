"""Beside the six steps: what went wrong or happened on the way, and the way out of the programme."""

from collections.abc import Callable
from typing import Any

from asylia.core.steps.custody import ReportReturn
from asylia.core.steps.family import ReportBirth, ReportSeparation
from asylia.core.steps.fear import ReportNotAsked
from asylia.core.steps.placement import ExemptFromProgramme
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask
from asylia.web.names import COUNTRIES

TEMPLATE = "border/encounter.html"


def at(page: str) -> Callable[[Case], dict[str, Any]]:
    """Return what stands beside a page that belongs to one of the steps."""
    return lambda case: beside(case, page)


not_asked = of_step(
    Step(
        ReportNotAsked,
        title="The question was not put as it must be",
        button="Record it",
        refused="It was not recorded",
        lead="No interpreter, not alone, not at all. Recording it is no fault of yours; the question stays owed.",
        asks=lambda case: {
            "says": Ask("What happened", long=True),
            "place": Ask("Where", given=case.file.place, optional=True),
        },
        template=TEMPLATE,
        done="encounter-fear",
        more=at("encounter-fear"),
    )
)
separated = of_step(
    Step(
        ReportSeparation,
        title="Someone of the family is not here",
        button="Record the separation",
        refused="The separation was not recorded",
        lead="Held at another station, or separated by an officer. Someone by name then finds them, by a day.",
        asks=lambda _: {"says": Ask("Who, since when, and where they may be", long=True)},
        template=TEMPLATE,
        done="encounter-family",
        more=at("encounter-family"),
    )
)
born = of_step(
    Step(
        ReportBirth,
        title="A child was born",
        button="Record the birth",
        refused="The birth was not recorded",
        lead="The family is looked at again the same day: the child may hold the nationality of the place of birth.",
        asks=lambda _: {
            "child": Ask("The child’s name, or the number of the child’s case"),
            "country": Ask("Born in", choices=COUNTRIES),
        },
        template=TEMPLATE,
        done="encounter-family",
        more=at("encounter-family"),
    )
)
exempted = of_step(
    Step(
        ExemptFromProgramme,
        title="Take out of the programme",
        button="Take out of the programme",
        refused="The person was not taken out of the programme",
        lead="In the person’s favour: whoever is taken out is not placed again, and not returned under it.",
        asks=lambda _: {
            "reason": Ask(
                "Why",
                choices={
                    "excluded": "Excluded by the rules", "vulnerable": "A condition that the rules name",
                    "family_of_excluded": "The family of someone excluded", "protected": "A claim was found for them",
                    "order": "A court order", "discretion": "A choice of this office", "ended": "The programme ended",
                },
            ),
            "says": Ask("More, if needed", hint="What to do, never why: no medical detail.", optional=True, long=True),
        },
        template=TEMPLATE,
        done="encounter-placement",
        more=at("encounter-placement"),
    )
)  # fmt: skip
returned = of_step(
    Step(
        ReportReturn,
        title="The person has been returned",
        button="Record the return",
        refused="The return was not recorded",
        lead="Whatever the rules say: what happened is recorded, with every rule that stood against it.",
        asks=lambda case: {
            "says": Ask("What happened", long=True),
            "place": Ask("Where", given=case.file.place, optional=True),
        },
        template=TEMPLATE,
        done="encounter-return",
        more=at("encounter-return"),
    )
)
