"""Read-back: the summary of material facts read aloud in the person's language, corrections taken beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from asylia.core.steps.readback import ReadBack
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.names import language
from asylia.web.officer.claims import claim_of, course, may_write, named, zone_of
from asylia.web.passages import testimony

ANSWERS = {"right": "Right", "corrected": "Corrected", "not_answered": "Not answered"}
CAN = {
    "readback.before-decision": "Give each fact its lines and its answer. A refusal is recorded with its reason and "
    "blocks nothing.",
}  # fmt: skip


def _asks(case: Case) -> Asks:
    spoken = {code: language(code) for code in case.file.languages}
    claim = claim_of(case)
    own = claim.interpreter.language if claim and claim.interpreter else case.file.best_language
    return {
        "language": Ask("Read aloud in", choices=spoken, given=own),
        "facts": Ask("Material facts"),
        "facts.text": Ask("Fact, as summarised", long=True),
        "facts.lines": Ask("Lines it rests on", hint="T 9, T 22"),
        "facts.answer": Ask("The person’s answer", choices=ANSWERS),
        "facts.correction": Ask("Correction, in their words", words=True, language=own, optional=True),
        "added": Ask(
            "Asked: “Is there anything you want to add, or that we did not speak of?”", words=True, language=own,
            optional=True,
        ),
        "counsel_says": Ask("Counsel’s statement", optional=True),
        "confirmed": Ask(
            "Does the person confirm the summary, with the corrections?",
            choices={"yes": "Yes", "no": "No, or refuses the read-back"},
        ),
        "reason": Ask("If not: why", hint="In their words where they give them. It blocks nothing.", optional=True,
                      long=False),
    }  # fmt: skip


STEP = Step(
    ReadBack,
    title="Read back what the person told you",
    button="Record the read-back",
    refused="The read-back was not recorded",
    lead="Read each fact aloud. Ask if it is right. A correction is added; nothing is replaced.",
    asks=_asks,
    template="officer/readback.html",
    done="interview",
    tab="interview",
    drafted=True,
    can=CAN,
)


def page(request: CaseRequest, case: str) -> HttpResponse:
    """Read back, beside the testimony; to read only where it is another's to do, or a decision stands."""

    def more(opened: Case) -> Mapping[str, Any]:
        claim = claim_of(opened)
        if claim is None:
            return {"writes": False}
        by = claim.interpreter
        return {
            "claim": claim,
            "given": claim.readback,
            "given_at": f"{claim.readback.at.astimezone(zone_of(opened)):%-d %b, %H:%M}" if claim.readback else "",
            "writes": may_write(opened, claim, request.account) and course(claim).ended is not None,
            "passages": list(testimony(claim, zone_of(opened))),
            "interpreter": named(by.id) if by else "",
            "rule": opened.regime.readback,
        }

    return of_step(replace(STEP, more=more))(request, case)
