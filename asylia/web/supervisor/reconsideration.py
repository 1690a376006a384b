"""Looking again: an asylum officer who took no part decides whether a negative stands; only to the person's gain."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from asylia.core.steps.reconsideration import DecideReconsideration
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.passages import passages_of
from asylia.web.supervisor.reviews import asked_again, decided_of


def _asks(case: Case) -> Asks:
    del case
    choices = {"stands": "The determination stands", "changed_for_person": "Changed, in the person’s favour"}
    hint = "Looking again can only change a decision in the person’s favour (rule review.override)."
    return {
        "outcome": Ask("Decision", hint=hint, choices=choices),
        "reasons": Ask("Reasons, as the person will read them", long=True),
    }


def _beside(case: Case) -> Mapping[str, Any]:
    claim = case.file.claims[-1] if case.file.claims else None
    signed = claim.determination if claim else None
    return {
        "decided": decided_of(case, claim, signed) if claim and signed else None,
        "passages": list(passages_of(claim, ZoneInfo(case.file.zone)).values()) if claim else [],
        "asked": asked_again(case),
    }


LOOK_AGAIN = Step(
    DecideReconsideration,
    "Look again",
    "Sign the decision",
    "The decision was not signed",
    "You took no part in this family’s cases. Read the whole record, then decide.",
    asks=_asks,
    template="supervisor/reconsideration.html",
    back="my-work",
    drafted=True,
    can={"roles.apart": "Leave it to an officer who took no part in this family’s cases."},
    more=_beside,
)
page = of_step(LOOK_AGAIN)
