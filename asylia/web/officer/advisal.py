"""Advisal: purpose, country, steps, rights and outcomes explained in the person's language, and said back."""

from asylia.core.steps.advisal import GiveAdvisal
from asylia.web.act import Step, of_step
from asylia.web.asks import staff_of
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import language
from asylia.web.officer.claims import asked_about

EXPLAINED = {
    "purpose": "What this is for, and what it is not",
    "country": "Which country the questions are about, and why",
    "steps": "What happens, in which order, and when",
    "rights": "Counsel or another person, an interpreter, breaks, asking again",
    "outcomes": "What each outcome leads to",
}


def _asks(case: Case) -> Asks:
    spoken = {code: language(code) for code in case.file.languages}
    about = asked_about(case)
    return {
        "language": Ask(
            "Language of the explanation", hint="Only languages recorded as understood.", choices=spoken,
            given=case.file.best_language,
        ),
        "topics": Ask("Explained", choices={**EXPLAINED, "country": f"Why the questions are about {about}"}),
        "said_back": Ask(
            "In the person’s own words: what is this about?", hint="Ask the person to say it back. As spoken.",
            words=True, language=case.file.best_language,
        ),
        "understood": Ask(
            "Did the person understand?",
            hint="Who cannot follow gets a representative first; it is never held against the person.",
            choices={
                "understood": "Understood",
                "not_understood": "Not understood: explain again, another way",
                "cannot_follow": "Cannot follow: a small child, illness, disability",
            },
        ),
        "interpreter": Ask("Interpreter", choices=staff_of("interpreter"), optional=True),
        "oral": Ask("Explained aloud?", given=True),
    }  # fmt: skip


page = of_step(
    Step(
        GiveAdvisal,
        title="Explain what happens",
        button="Record the explanation",
        refused="The explanation was not recorded",
        lead="Before any question. The person says back what was explained, in their own words.",
        asks=_asks,
        done="interview",
        tab="interview",
        template="officer/act.html",
        drafted=True,
    )
)
