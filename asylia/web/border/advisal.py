"""Advisal: what happens is explained in a language the person understands, and the person says it back."""

from asylia.core.steps.advisal import GiveAdvisal
from asylia.web.act import Step, of_step
from asylia.web.asks import staff_of
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import language


def asks(case: Case) -> Asks:
    """Ask what was explained, and the words in which it was said back."""
    return {
        "language": Ask(
            "Explained in", choices={code: language(code) for code in case.file.languages},
            given=case.file.best_language,
        ),
        "topics": Ask(
            "Explained",
            choices={
                "purpose": "What this is for",
                "country": "Which country the questions are about, and why that one",
                "steps": "What happens, step by step",
                "rights": "Rights: counsel, an interpreter, to speak alone, to say fear at any time",
                "outcomes": "How it can end, and what then",
            },
        ),
        "said_back": Ask("What the person said back, in their own words", words=True, optional=True),
        "understood": Ask(
            "Was it understood?",
            choices={
                "understood": "Yes, as said back",
                "not_understood": "No: it is explained again",
                "cannot_follow": "The person cannot follow: a representative comes first",
            },
        ),
        "interpreter": Ask("Interpreter", choices=staff_of("interpreter"), optional=True),
        "oral": Ask("Explained aloud, not on paper only?"),
    }  # fmt: skip


page = of_step(
    Step(
        GiveAdvisal,
        title="Explain what happens",
        button="Record what was explained",
        refused="The explanation was not recorded",
        lead="Before any interview. It counts when the person has said it back. Not understood is no fault:"
        " the steps after it wait.",
        asks=asks,
        template="border/encounter.html",
        done="encounter-advisal",
        drafted=True,
        more=lambda case: beside(case, "encounter-advisal"),
    )
)
