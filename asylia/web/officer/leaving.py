"""Stepping back from a case, and recording that someone spoke to the officer about it."""

from asylia.core.steps.pressure import ReportContact
from asylia.core.steps.referral import Recuse
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _contacted(case: Case) -> Asks:
    del case
    return {
        "asked": Ask("What was asked or said", hint="As said, whichever way it points.", long=True),
        "by_whom": Ask("By whom", hint="Name or post, as far as you know.", optional=True),
        "inside_chain": Ask("From inside the chain?"),
        "advice_asked_for": Ask("Did you ask for this advice?"),
    }


recuse = of_step(
    Step(
        Recuse,
        title="Step back from this case",
        button="Step back",
        refused="You did not step back",
        lead="On conscience or conflict. No reason is asked and none is kept; it is never in an appraisal. "
        "Another officer is drawn and hears the person anew.",
        back="my-work",
    )
)
contacted = of_step(
    Step(
        ReportContact,
        title="Someone contacted me about this case",
        button="Record the contact",
        refused="The contact was not recorded",
        lead="It is recorded with your name and shown to oversight: who, when, what was asked. To report without "
        "your name, use the separate address on your staff card instead; the two are never joined.",
        asks=_contacted,
    )
)
