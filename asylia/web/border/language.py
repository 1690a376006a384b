"""Language: which ones the person understands, asked of the person and never inferred."""

from asylia.core.steps.advisal import RecordLanguage
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import LANGUAGES


def asks(case: Case) -> Asks:
    """Ask the languages, and how it is known that they are understood."""
    return {
        "best": Ask(
            "The language this person understands best", hint="Ask this first. A sign language is a language.",
            choices=LANGUAGES, given=case.file.best_language,
        ),
        "how": Ask(
            "How do you know?",
            choices={
                "said_back": "The person said back, in this language, what was said",
                "certified_officer": "An officer certified in the language spoke it with the person",
                "interpreter_confirmed": "An interpreter on the line confirmed it",
                "assumed": "I assume it from papers, country or looks: this is not enough",
            },
        ),
        "town": Ask("Town or region it is spoken in", hint="A language may differ from town to town.", optional=True),
    }  # fmt: skip


page = of_step(
    Step(
        RecordLanguage,
        title="Which languages does this person understand?",
        button="Save and continue",
        refused="The language was not recorded",
        lead="Everything after this is said in a language recorded here.",
        asks=asks,
        template="border/language.html",
        done="encounter-family",
        more=lambda case: beside(case, "encounter-language"),
    )
)
