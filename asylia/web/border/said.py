"""Fear said unasked: words of fear in any words, at any time, that nobody asked for, recorded as a claim."""

from asylia.core.steps.fear import ReportFear
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import LANGUAGES


def asks(case: Case) -> Asks:
    """Ask for the words, in whatever language they were said."""
    return {
        "words": Ask("What was said, in those words", hint="As spoken. Do not summarise.", words=True),
        "interpretation": Ask("As interpreted into English", words=True, language="en", optional=True),
        "language": Ask("Language it was said in", choices=LANGUAGES, given=case.file.best_language, optional=True),
        "channel": Ask(hidden=True, given="encounter"),
        "said_by": Ask(
            "Who said it", given="self",
            choices={"self": "The person", "family": "Someone of the family", "another": "Someone else"},
        ),
        "new_facts": Ask("Is this something other than what was said before?"),
    }  # fmt: skip


page = of_step(
    Step(
        ReportFear,
        title="Fear was said",
        button="Record what was said",
        refused="What was said was not recorded",
        lead="Any words, of any country, by anyone. This is never refused: a claim opens and is referred at once.",
        asks=asks,
        template="border/encounter.html",
        done="encounter-receipt",
        drafted=True,
        more=lambda case: beside(case, "encounter-fear"),
    )
)
