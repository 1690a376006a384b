"""The fear question: the regime's sentence read aloud in the person's language, and the answer in their words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.steps.fear import AskFear
from asylia.web.act import Step, of_step
from asylia.web.asks import staff_of
from asylia.web.border.citing import Cite, cited
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import language


class Sentence(NamedTuple):
    """What is read aloud: the sentence in a language, its English, and whether an interpreter must put it in words."""

    words: str
    language: str
    english: str
    through_interpreter: bool
    cite: Cite


def sentence_of(regime: Regime, wanted: str) -> Sentence:
    """Return the regime's sentence in that language (es-GT has the Spanish), else the English to be interpreted."""
    asked_as = regime.trigger.asked_as
    code = next((code for code in (wanted, wanted.partition("-")[0]) if code in asked_as), "")
    english = asked_as.get("en", "")
    return Sentence(
        words=asked_as.get(code, english),
        language=code or "en",
        english="" if code == "en" else english,
        through_interpreter=not code,
        cite=cited(regime.trigger.citation("asked_as")),
    )


def asks(case: Case) -> Asks:
    """Ask for the answer as it was given; any words of fear are a claim."""
    understood = {code: language(code) for code in case.file.languages}
    return {
        "language": Ask("Asked in", choices=understood, given=case.file.best_language),
        "answer": Ask(
            "The answer",
            choices={
                "yes": "Said something that is fear, or may be, in any words",
                "no": "Said no",
                "silent": "Said nothing",
                "not_now": "Does not wish to answer now",
            },
        ),
        "words": Ask(
            "The answer, in the person’s own words",
            hint="As spoken, in their language. Do not summarise. No special words are needed.",
            words=True, language=case.file.best_language, optional=True,
        ),
        "interpretation": Ask("As interpreted into English", words=True, language="en", optional=True),
        "interpreter": Ask("Interpreter", choices=staff_of("interpreter"), optional=True),
        "alone": Ask("Asked alone, apart from the family and from other officers?"),
        "understood": Ask(
            "Was the question understood?",
            choices={"yes": "Yes. The person said back what was asked", "no": "No, or I am not sure"},
        ),
        "attested": Ask(
            "Does the interpreter attest question and answer?",
            hint="Without an interpreter: the officer certified in the language.",
        ),
    }  # fmt: skip


def shown(case: Case) -> Mapping[str, Any]:
    """Show the sentence, what was answered before, and where the referral goes."""
    return {
        **beside(case, "encounter-fear"),
        "sentence": sentence_of(case.regime, case.file.best_language),
        "before": answers(case.file),
    }


def answers(file: CaseFile) -> list[str]:
    """Return what was answered so far, in words that open no testimony."""
    says = {"yes": "fear was said", "no": "the answer was no", "silent": "no answer", "not_now": "not now"}
    return [
        f"{each.day.day} {each.day:%B}, in {language(each.language)}: {says.get(each.answer, each.answer)}"
        for each in file.asked
    ]


page = of_step(
    Step(
        AskFear,
        title="Ask, and write down the answer",
        button="Record the answer",
        refused="The answer was not recorded",
        asks=asks,
        template="border/fear.html",
        done="encounter-receipt",
        drafted=True,
        more=shown,
    )
)
