"""In a demonstration, one person more who was sent to wait outside: the beginning of the story of the shelter.

`python -m tests.browser.shelter HOME` prints the case's number and id as JSON.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import django

django.setup()

from asylia.caseload.models import CaseRow  # noqa: E402
from asylia.shell.house import House  # noqa: E402
from tests.shell import people  # noqa: E402

PERSON = "Alma Imaginada"


def waiting(house: House) -> str:
    """Met at the crossing, placed, told of a hearing and sent to wait outside; gives the case's id."""
    desk = people.Desk(house, at=house.clock() - dt.timedelta(days=2))
    desk.open(PERSON)
    desk.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    desk.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(people.TOOL, "no"), private_wish=False)
    desk.give("EndEncounter", "sloane", how="released")
    desk.give("ReportReturn", "castellan", says="Sent back over the bridge at dawn.", place="Northgate")
    return desk.case


def main(home: Path) -> dict[str, str]:
    """Make the case; gives what the story needs of it."""
    case = waiting(House.open(home))
    return {"case": case, "number": CaseRow.objects.get(case=case).number}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
