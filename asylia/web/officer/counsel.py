"""Counsel, or another chosen person: entered with consent, ended, and refused only where the regime allows it."""

from asylia.core.steps.representation import EndAppearance, EnterAppearance, RefuseCounsel
from asylia.web.act import Step, of_step
from asylia.web.asks import staff_of
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _enters(case: Case) -> Asks:
    del case
    return {
        "counsel": Ask("Counsel", choices=staff_of("counsel")),
        "consent": Ask("Does the person consent?", hint="Asked alone."),
        "organisation": Ask("Organisation", optional=True),
        "how": Ask(
            "How did the person say so?",
            given="aloud",
            choices={
                "aloud": "Aloud and alone, to you",
                "signed": "On a form they signed",
                "own_pages": "On their own pages",
            },
        ),
        "form": Ask("The form that the person signed", hint="PDF or photo.", optional=True, file=True),
    }


def _ends(case: Case) -> Asks:
    del case
    return {"says": Ask("Why it ended", hint="What was served on counsel stays theirs.", optional=True, long=False)}


def _refused(case: Case) -> Asks:
    codes = {each: each.replace("_", " ").capitalize() for each in case.regime.counsel.refusal_codes}
    none = {} if codes else {"none": "This regime gives no ground"}
    return {
        "code": Ask("Ground", hint="Oversight is alerted at once.", choices=codes or none),
        "says": Ask("In words", optional=True, long=True),
    }


enters = of_step(
    Step(EnterAppearance, "Enter counsel’s appearance", "Enter counsel", "Counsel was not entered",
         "Counsel or another chosen person may attend, in person or by line.", asks=_enters, done="interview",
         tab="interview")
)  # fmt: skip
ends = of_step(
    Step(EndAppearance, "End counsel’s appearance", "End the appearance", "The appearance did not end", asks=_ends,
         done="interview", tab="interview")
)  # fmt: skip
refused = of_step(
    Step(RefuseCounsel, "Refuse counsel’s attendance", "Refuse counsel", "Counsel was not refused", asks=_refused,
         done="interview", tab="interview")
)  # fmt: skip
