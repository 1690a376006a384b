"""Claims drawn to the officer of the browser tests, two of them; prints their cases' ids as JSON."""

import json
import sys
from pathlib import Path

from tests.browser import people

from asylia.core import codec  # isort: skip  (people sets Django up first)
from asylia.shell.submitting import Accepted, submit  # isort: skip

TOOL = (
    "unaccompanied_child", "child", "pregnant", "illness", "disability", "advanced_age", "distress", "unsafe_tonight",
)  # fmt: skip


def refer(house, name):
    """Open a case with a claim of fear, drawn to an officer; gives its id."""
    case = house.new_id()
    honduran = {"country": "HN", "source": "own words", "certainty": "certain"}
    given = [
        ("sloane", "border_officer", "OpenCase", {"person": house.new_id(), "name": name, "born": "1995-08",
         "nationalities": [honduran], "place": "Northgate crossing", "regime": people.REGIME}),
        ("sloane", "border_officer", "RecordLanguage", {"languages": ["es"], "best": "es", "how": "said_back"}),
        ("sloane", "border_officer", "ScreenVulnerability", {"answers": dict.fromkeys(TOOL, "no"),
         "private_wish": False}),
        ("sloane", "border_officer", "AskFear", {"language": "es", "answer": "yes", "words": "No puedo volver."}),
        ("abara", "supervisor", "AssignOfficer", {"claim": 1}),
    ]  # fmt: skip
    for staff, role, command, fields in given:
        answer = submit(house, codec.to_command(command, people.by(staff, role), fields), case)
        assert isinstance(answer, Accepted), (command, answer)
    return case


if __name__ == "__main__":
    house = people.arrive(Path(sys.argv[1]))
    sys.stdout.write(json.dumps([refer(house, "Reyes Oyuela, Daniela"), refer(house, "Okello, James")]))
