"""Targeted review: a decision that someone chose is decided anew, blind; marked for ever, and no estimate counts it."""

from asylia.core.steps.drawn_review import TargetReview
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _asks(case: Case) -> Asks:
    del case
    hint = "What led to it, such as a complaint by its number. It stands on the record; the reviewer never sees it."
    return {"reason": Ask("Why this decision", hint=hint, long=True)}


TARGET = Step(
    TargetReview, "Have this decision decided anew", "Have it decided anew", "It was not put before a reviewer",
    lead="Somebody who took no part decides it from the record alone, and is not told that you chose it. It is marked "
    "as chosen and kept out of every estimate; it delays no service, and changes something only in the person’s "
    "favour. Headquarters does not see the case again until that is done.",
    asks=_asks, tab="reviews", back="sample",
)  # fmt: skip
target = of_step(TARGET)
