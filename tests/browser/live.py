"""A live deployment for the browser tests: founds it, and does what a terminal there does.

python -m tests.browser.live HOME found | invite STAFF | close STAFF
"""

import sys
from pathlib import Path

from tests.browser.people import by  # isort: skip - it sets Django up, which what follows needs

from asylia.accounts.enrolment import invite
from asylia.accounts.staff import found
from asylia.core.streams.staff import AppointStaff, DisableStaff
from asylia.shell import beside
from asylia.shell.house import House, founded

PEOPLE = (
    ("lindqvist", "M. Lindqvist", "headquarters", "Headquarters"),
    ("rowan", "K. Rowan", "asylum_officer", "Larkfield office"),
    ("abara", "T. Abara", "supervisor", "Larkfield office"),
    ("ferro", "B. Ferro", "hearing_clerk", "Larkfield office"),
)


def main(home: Path, verb: str, staff: str = "") -> str:
    """Do one thing; gives the code where one was asked for."""
    if verb == "found":
        house = founded(home)
        found(demonstration=False, place="Protection screening, Larkfield region (invented)")
        for id, name, desk, office in PEOPLE:
            appointed = AppointStaff(who=by("lindqvist"), staff=id, desk=desk, name=name, office=office)
            assert beside.appoint(house, appointed) is None
    if verb == "close":
        closed = DisableStaff(who=by("lindqvist"), staff=staff, reason="Left the office.")
        assert beside.appoint(House.open(home), closed) is None
    return invite(staff) if verb == "invite" else ""


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), *sys.argv[2:]))
