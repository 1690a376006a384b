"""Custody: what happens in it, recorded as it happens; a restraint names its reason and who allowed it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from asylia.core.steps.custody import ReportCustody
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks

WHAT = {
    "held": "Held", "released": "Released", "night": "A night in custody", "restraint": "Restrained",
    "food": "Food given", "water": "Water given", "sleep": "Slept", "medical": "Seen by someone medical",
    "call": "Made a call", "crossing": "Crossed", "transfer": "Moved to another place",
}  # fmt: skip


def asks(case: Case) -> Asks:
    """Ask what happened and where; a reason and a name only for a restraint."""
    return {
        "what": Ask("What happened", choices=WHAT),
        "place": Ask("Where", given=case.file.place, optional=True),
        "reason": Ask("Reason, for a restraint", optional=True, long=False),
        "authoriser": Ask("Allowed by, for a restraint", optional=True),
        "says": Ask("More, if needed", optional=True, long=True),
    }


def shown(case: Case) -> Mapping[str, Any]:
    """Show what has been counted so far."""
    custody = case.file.custody
    since = custody.held_since.astimezone(ZoneInfo(case.file.zone)) if custody.held_since else None
    return {**beside(case, "encounter-custody"), "since": since, "custody": custody}


page = of_step(
    Step(
        ReportCustody,
        title="Custody, as it happens",
        button="Record it",
        refused="It was not recorded",
        lead="Meals, water, sleep, care, calls, nights, moves. A claim is never a reason to hold.",
        asks=asks,
        template="border/custody.html",
        done="encounter-custody",
        more=shown,
    )
)
