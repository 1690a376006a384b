"""The conditions of an interview: the checklist before the first question and after each break."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from asylia.core.steps.interview import BeginInterview, ResumeInterview
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.officer.booking import MODES
from asylia.web.officer.claims import claim_of, present_of

# What the person answers, in the order of the page: field -> question.
CHECKLIST = {
    "private": "Private: nobody else can hear",
    "quiet": "Quiet enough to talk",
    "rested": "Rested, the person says",
    "fed": "Fed, the person says",
    "well": "Well enough to speak: not ill, not sedated",
    "child_care": "Children cared for, or there are none",
}
SAYS = {**CHECKLIST, "restrained": "Restrained in any way"}
CAN = {
    "interview.conditions": "Move the interview to a firm new time. Where the person, advised, chooses to go on all "
    "the same, say so below: being overheard or ill cannot be waived.",
    "interview.restraint": "Have the restraints taken off, or name reason, authoriser and duration.",
    "interview.rest": "Move the interview, or record that the person waives the rest with counsel offered.",
    "counsel.admitted": "Wait for counsel, move the interview, or go on at the person’s advised choice.",
    "interpreter.fit": "Appoint an interpreter whom the person accepts, and note who is present.",
    "advisal.understood": "Explain what happens again, another way.",
}  # fmt: skip


def _asks(case: Case) -> Asks:
    claim = claim_of(case)
    since = dt.datetime.now(dt.UTC) - claim.who.at if claim else dt.timedelta()
    rest = case.regime.interview.rest_hours
    part = "conditions."
    return {
        "conditions": Ask("The person’s answers"),
        **{f"{part}{name}": Ask(label) for name, label in SAYS.items()},
        f"{part}answered_by": Ask(
            "Who answered?", hint="Ask the person, through the interpreter. The custodian’s answer does not count.",
            choices={"person": "The person", "custodian": "The custodian"},
        ),
        f"{part}rest_hours": Ask(
            "Hours to rest and to consult so far",
            hint=f"At least {rest}. The claim was made {int(since.total_seconds() // 3600)} hours ago.",
        ),
        f"{part}rest_waived": Ask("Does the person waive what is missing of it?"),
        f"{part}counsel_offered": Ask("Was counsel offered?"),
        f"{part}goes_on": Ask(
            "If a check failed: does the person, advised that it can be moved, choose to go on?",
            choices={"yes": "Yes, their own choice", "no": "No, or no check failed"},
        ),
        f"{part}restraint_reason": Ask("Reason for a restraint", optional=True, long=False),
        f"{part}restraint_by": Ask("Authorised by", optional=True),
        f"{part}restraint_minutes": Ask("For how many minutes"),
        "present": Ask("In the room or on the line", choices=present_of(case, claim) if claim else {}, optional=True),
        "mode": Ask("How", choices=MODES, given=claim.interview.mode if claim else None),
    }  # fmt: skip


def _more(case: Case) -> Mapping[str, Any]:
    rested = {f"conditions.{name}" for name in ("rest_hours", "rest_waived", "counsel_offered")}
    excused = {f"conditions.restraint_{name}" for name in ("reason", "by", "minutes")}
    return {"claim": claim_of(case), "rested": rested, "excused": excused}


BEGIN = Step(
    BeginInterview,
    title="Before the first question",
    button="Begin the interview",
    refused="The interview did not begin",
    lead="The person answers, through the interpreter and apart from any custodian. One failed check moves the "
    "interview, or the person, advised, chooses to go on.",
    asks=_asks,
    template="officer/conditions.html",
    done="interview",
    place="#words",
    tab="interview",
    more=_more,
    can=CAN,
)
RESUME = Step(
    ResumeInterview,
    title="Before going on",
    button="Go on with the interview",
    refused="The interview did not go on",
    lead="After each break the conditions are checked again, by the person.",
    asks=_asks,
    template="officer/conditions.html",
    done="interview",
    place="#words",
    tab="interview",
    more=_more,
    can=CAN,
)
begin = of_step(BEGIN)
resume = of_step(RESUME)
