"""What a plan assumes, in words: each practice with its value and where the number comes from."""

from collections.abc import Iterator

from asylia.simulator.comparison import Assumption
from asylia.simulator.plan import Plan

SAYS = {
    "asked": "The fear question is put to each person",
    "asked_alone": "It is put apart from the others",
    "asked_again": "A no is asked again outside the border agency",
    "asked_on_return": "It is put again at each later return",
    "prescreened": "Words of fear that the border desk does not record",
    "monitored": "Of these, stated by a monitor instead",
    "language_checked": "The person's language is found out, not guessed",
    "screened": "A vulnerability that is there is seen",
    "exclusions_kept": "Who is seen to be excluded is not placed",
    "discretion": "People left out of the programme at discretion",
    "interpreted": "An interpreter is there where one is needed",
    "in_person": "Interviews held in person",
    "conditions_met": "Interviews in a private, quiet room with a rested person",
    "restrained": "Interviews in restraints",
    "represented": "People with counsel",
    "counsel_admitted": "Counsel admitted to the interview",
    "readback": "The summary is read back before the decision",
    "reasoned": "Decisions with reasons and country information",
    "standard": "The likelihood above which officers find for the person (0: as the text says)",
    "pressure": "Undecided claims about which somebody calls the officer",
    "yields": "Such calls that the officer yields to",
    "returned_positive": "Positives that a supervisor returns for correction",
    "returned_negative": "Negatives that a supervisor returns for correction",
    "overturned_positive": "Positives that headquarters replaces by a negative",
    "late_review": "Drawn reviews that come late",
    "targeted": "Decisions that headquarters chooses to have decided anew",
    "complete_notices": "Notices without a flaw at the first writing",
    "deliverable": "Addresses at which something can arrive",
    "notice_arrives": "Notices that arrive",
    "warned_aloud": "The consequences of absence are said aloud",
    "contact_planned": "A way to reach the person is recorded",
    "transport_comes": "The transport to the court comes",
    "port_lets_in": "The port lets the person in for the hearing",
    "kidnapped": "Kidnapped in a month of waiting (three times as often in true danger)",
    "misses": "Hearings missed for other reasons",
    "told_of_missing": "Those who must know are told that a person is missing",
    "ordered_absent": "Absences on which removal is ordered where the record lets it",
    "around": "Refused acts that happen all the same, and are reported",
    "families_split": "Families with a member sent elsewhere",
    "withdraws": "Claims withdrawn, for each two nights held",
    "remedy_asked": "Negatives after which somebody is asked to look again",
    "remedy_grants": "Of these, found for a person in true danger (a quarter of it for others)",
}


def assumptions(plan: Plan) -> Iterator[Assumption]:
    """Each practice of a plan, and how the truth and the officers are assumed to be."""
    danger, officers = plan.danger, plan.officers
    told = {
        "danger.share": ("People with a grave likelihood of harm", f"{danger.share:.0%}"),
        "danger.says_if_asked": ("Say so if asked: in true danger, and not", _both(danger.says_if_asked)),
        "danger.says_unasked": ("Say so unasked: in true danger, and not", _both(danger.says_unasked)),
        "officers.lean": (
            "How officers lean, in log-odds: mean and spread",
            f"{officers.lean[0]:g}; {officers.lean[1]:g}",
        ),
        "officers.noise": ("How far one decision strays, in log-odds", f"{officers.noise:g}"),
    }
    for key, (says, value) in told.items():
        yield Assumption(key=key, says=says, value=value, source=source(plan, key))
    for name, says in SAYS.items():
        value = f"{getattr(plan.practices, name):.1%}".replace(".0%", "%")
        yield Assumption(key=f"practices.{name}", says=says, value=value, source=source(plan, f"practices.{name}"))


def _both(shares: tuple[float, float]) -> str:
    return f"{shares[0]:.0%}; {shares[1]:.0%}"


def source(plan: Plan, key: str) -> str:
    """How sure a number is: by its own key, else by its table's; a number of no source is invented."""
    for name in (key, key.partition(".")[0]):
        for each in plan.sources:
            if name in each.keys:
                return each.sure
    return "invented"
