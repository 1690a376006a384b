"""At the office: what the person asked for on their own pages, and the answer that they will read there."""

from dataclasses import replace

from django.http import Http404, HttpResponse

from asylia.core.steps.portal import AnswerAsked
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import CaseRequest
from asylia.web.fields import Ask

WHAT = {
    "interpreter": "an interpreter", "other_interpreter": "another interpreter", "woman": "a woman to listen",
    "man": "a man to listen", "counsel": "a lawyer", "alone": "to be heard alone", "other": "something else",
}  # fmt: skip

STEP = Step(
    AnswerAsked, title="Answer what the person asked for", button="Send the answer",
    refused="The answer was not recorded", template="portal/answer.html", done="case",
)  # fmt: skip


def page(request: CaseRequest, case: str) -> HttpResponse:
    """Show the first of what was asked and not answered, in the person's words, and take the answer."""
    known = cases.read(case).file.portal.asked
    if not known:
        raise Http404
    asking = next((each for each in known if not each.answer), known[-1])
    step = replace(
        STEP,
        asks=lambda _: {
            "asked": Ask(hidden=True, given=f"{asking.number}"),
            "says": Ask("Answer", hint="In words that the person can read. It stands on their own page.", long=True),
        },
        more=lambda _: {"asking": asking, "what": WHAT[asking.what]},
    )
    return of_step(step)(request, case)
