"""Return: the rules are asked at the moment someone tries; every one that bars it is named."""

from collections.abc import Mapping
from typing import Any

from asylia.core.steps.custody import ReturnPerson
from asylia.web.act import Step, of_step
from asylia.web.border.bars import against_return
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def asks(case: Case) -> Asks:
    """Ask for the port; nothing else is the officer's to say."""
    return {"port": Ask("Port", given=case.file.place)}


def shown(case: Case) -> Mapping[str, Any]:
    """Show every rule that bars return now, before anyone tries."""
    return {**beside(case, "encounter-return"), "against": against_return(case)}


page = of_step(
    Step(
        ReturnPerson,
        title="Return",
        button="Return the person through this port",
        refused="The person may not be returned",
        asks=asks,
        template="border/return.html",
        done="encounter-return",
        more=shown,
    )
)
