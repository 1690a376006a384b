"""What a court did with a hearing, and the new day: adjourned, ended, or moved before it was held."""

from collections.abc import Mapping

from asylia.core.steps.hearing import AdjournHearing, ConcludeHearing, MoveHearing
from asylia.shell.reading import courts
from asylia.web.act import Step
from asylia.web.cases import Case, house
from asylia.web.fields import Ask
from asylia.web.hearings.attending import of_hearing
from asylia.web.hearings.docket import titled

CODES = {
    "no_interpreter": "No interpreter", "no_counsel": "No counsel yet",
    "notice_not_served": "The notice was not served", "no_time": "The court’s time ran out",
    "illness": "Illness", "evidence": "More evidence is to come",
    "asked_by_person": "The person asked for it", "absent": "The person was not there", "other": "Another reason",
}  # fmt: skip
ENDS = {
    "relief": "Protection or relief was given", "removal": "An order of removal",
    "terminated": "The proceedings were ended", "withdrawn": "Withdrawn",
}  # fmt: skip
REPORTS = "Left empty: worked out from the port’s plan, early enough for the way."


def new_day(case: Case, *, optional: bool) -> Mapping[str, Ask]:
    """Ask for another day; where the court knows the way from the port, the report is worked out."""
    last = case.file.hearings[-1] if case.file.hearings else None
    return {
        "court": Ask("Court", choices=titled(courts(house(), house().raw())), given=last.court if last else ""),
        "day": Ask("New day", hint="A day on which the court sits.", optional=optional),
        "time": Ask("Hour", hint="By the clock of the court.", optional=optional),
        "port": Ask("Report at", given=last.port if last else "", optional=True),
        "report_day": Ask("Report on", hint=REPORTS, optional=True),
        "report_time": Ask("Report at this hour", hint="By the clock of the port.", optional=True),
    }


ADJOURN = Step(
    AdjournHearing, title="The court goes on another day", button="Record it", refused="It was not recorded",
    lead="Why, and on which day. The new day needs a notice of its own, served as the first was.",
    asks=lambda case: {
        "code": Ask("Why", choices=CODES),
        "says": Ask("What the court said", optional=True, long=True),
        **new_day(case, optional=True),
    },
)  # fmt: skip
CONCLUDE = Step(
    ConcludeHearing, title="The court ended the proceedings", button="Record it", refused="It was not recorded",
    lead="No day can be set after that.",
    asks=lambda _: {"outcome": Ask("How", choices=ENDS), "says": Ask("What the court said", optional=True, long=True)},
)  # fmt: skip
MOVE = Step(
    MoveHearing, title="Move the hearing to another day", button="Move it", refused="The hearing was not moved",
    lead="The old day is off at once. The new notice says that it replaces the old paper.",
    asks=lambda case: {
        **new_day(case, optional=False),
        "reason": Ask("Why", long=True),
        "closure": Ask(hidden=True, given=""),
    },
)  # fmt: skip

adjourn, conclude, move = map(of_hearing, (ADJOURN, CONCLUDE, MOVE))
