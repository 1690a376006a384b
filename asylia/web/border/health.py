"""Health and needs: the same structured tool for everyone; only what is seen, medical, or about safety tonight."""

from asylia.core.steps.vulnerability import TOOL, ScreenVulnerability
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks

QUESTIONS = {
    "unaccompanied_child": "A child without mother, father or guardian here",
    "child": "A child, or may be one (under 18)",
    "pregnant": "Pregnant, or has just given birth",
    "illness": "Ill, hurt, or in need of medicine",
    "disability": "Has a disability",
    "advanced_age": "Of advanced age",
    "distress": "In great distress",
    "unsafe_tonight": "Not safe tonight where the person would be",
}


def asks(case: Case) -> Asks:
    """Ask the tool's questions in its own order, and the one that is only yes or no."""
    del case
    return {
        "answers": Ask("What you see, or are told", choices={each: QUESTIONS[each] for each in TOOL}),
        "private_wish": Ask(
            "“Is there something you would rather tell someone else, in private?”",
            hint="Ask it aloud, apart from the family. Yes or no only: do not ask what it is.",
        ),
    }


page = of_step(
    Step(
        ScreenVulnerability,
        title="Health and needs",
        button="Save and continue",
        refused="The answers were not recorded",
        lead="The same questions for everyone. In doubt say so: a doubt protects until someone qualified has looked.",
        asks=asks,
        template="border/health.html",
        done="encounter-fear",
        more=lambda case: beside(case, "encounter-health"),
    )
)
