"""End of the encounter: never unasked; hospital and release leave the fear question owed."""

from asylia.core.steps.opening import EndEncounter
from asylia.web.act import Step, of_step
from asylia.web.border.steps import beside
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def asks(case: Case) -> Asks:
    """Ask how it ended."""
    del case
    return {
        "how": Ask(
            "How it ended",
            choices={
                "released": "Released",
                "hospital": "Brought to hospital",
                "admitted": "Admitted",
                "transferred": "Moved to another office",
                "sent_back": "Sent back: every rule of return is asked",
            },
        )
    }


page = of_step(
    Step(
        EndEncounter,
        title="End of the encounter",
        button="End the encounter",
        refused="The encounter was not ended",
        lead="The encounter then leaves this desk. What is owed to the person stays due, at the office that owes it.",
        asks=asks,
        template="border/encounter.html",
        back="encounters",
        more=lambda case: beside(case, "encounter-end"),
    )
)
