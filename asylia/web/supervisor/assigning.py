"""Drawing an officer for a claim, and drawing anew for a reason: no page names whom to choose."""

from asylia.core.steps.referral import AssignOfficer, ReassignOfficer
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _reasons(case: Case) -> Asks:
    begun = bool(case.file.claims and case.file.claims[-1].interview.begun)
    after = "The first question has been asked: only the first four reasons take a case from its officer now."
    return {
        "reason": Ask(
            "Why it leaves its officer",
            hint=after if begun else "The reason is counted (rule decider.drawn).",
            choices={
                "illness": "Illness",
                "recusal": "The officer stepped back",
                "conflict": "Conflict of roles or interests",
                "request": "The person asked for it",
                "management": "Management",
                "workload": "Workload",
            },
        ),
        "says": Ask(
            "In words", hint="No medical detail. Nothing about how the case should end.", optional=True, long=True
        ),
    }


ASSIGN = Step(
    AssignOfficer,
    title="Draw an officer",
    button="Draw",
    refused="No officer was drawn",
    lead="The system draws among the officers who are certified for this standard today, hold no other part in this "
    "family’s cases and belong to the office. Nobody chooses.",
    back="to-review",
)
REASSIGN = Step(
    ReassignOfficer,
    title="Draw another officer",
    button="Draw another",
    refused="The claim stays with its officer",
    lead="The claim leaves its officer and is drawn among the others. The officer, and how the decision was leaning, "
    "are never a reason.",
    asks=_reasons,
    back="to-review",
)

assign = of_step(ASSIGN)
reassign = of_step(REASSIGN)
