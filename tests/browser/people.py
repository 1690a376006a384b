"""The invented people who sign in at the desks of the gallery."""

from asylia.accounts.staff import found, project
from asylia.core.facts import Staff

PEOPLE = (
    Staff(id="sloane", name="P. Sloane", role="border_officer", office="Northgate crossing"),
    Staff(id="rowan", name="K. Rowan", role="asylum_officer", office="Larkfield office"),
    Staff(id="abara", name="T. Abara", role="supervisor", office="Larkfield office"),
    Staff(id="okafor", name="J. Okafor", role="overseer"),
)


def arrive() -> None:
    """Found a demonstration with its people."""
    found(demonstration=True, place="Protection screening, Larkfield region")
    for staff in PEOPLE:
        project(staff)
