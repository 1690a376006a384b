"""Placement: into the programme of waiting outside for a stated reason, or out of it in the person's favour."""

from collections.abc import Mapping
from typing import Any

from asylia.core.steps.placement import PlaceInProgramme
from asylia.web.act import Step, of_step
from asylia.web.border.bars import against_placement
from asylia.web.border.citing import cited
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import country
from asylia.web.templatetags.words import said


def asks(case: Case) -> Asks:
    """Ask for a reason from the regime's own list."""
    placement = case.regime.placement
    reasons = placement.reasons if placement else ()
    return {"reason": Ask("Why this person", choices={each: said(each).capitalize() for each in reasons})}


def shown(case: Case) -> Mapping[str, Any]:
    """Show what the record says against placement before anyone tries; the core decides all the same."""
    file, placement = case.file, case.regime.placement
    where = country(placement.country) if placement else ""
    return {
        **beside(case, "encounter-placement"),
        "placement": placement,
        "cite": cited(placement) if placement else None,
        "where": where,
        "against": against_placement(case) if placement and not file.placed else [],
        "placed": file.placed,
        "exempted": file.exempted,
    }


page = of_step(
    Step(
        PlaceInProgramme,
        title="Placement",
        button="Place in the programme",
        refused="The person was not placed",
        asks=asks,
        template="border/placement.html",
        done="encounter-placement",
        more=shown,
    )
)
