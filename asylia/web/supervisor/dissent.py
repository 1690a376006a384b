"""Dissent: an officer, reviewer or headquarters puts disagreement on the record, beside what it answers."""

from asylia.core.steps.review import Dissent
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _asks(case: Case) -> Asks:
    del case
    return {"words": Ask("Your dissent", hint="It stands on the record for ever, beside what it answers.", long=True)}


DISSENT = Step(Dissent, "Put a dissent on the record", "Sign the dissent", "The dissent was not signed",
               "Who does not agree with an outcome is never made its signatory.", asks=_asks,
               done="reviews", tab="reviews")  # fmt: skip
page = of_step(DISSENT)
