"""One client of the application: it submits commands under load, each again until it is answered, and says when it was.

    python -m tests.operating.client JOURNAL NAME       with ASYLIA_HOME and DATABASE_URL

Prints one line for each command that was acknowledged: when (monotonic seconds, the same for every process of the
machine), the longest that one try of it waited, and how many tries it took. It ends, after the command in hand, once
its standard input is closed.
"""

# ruff: noqa: E402
import datetime as dt
import os
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import django

django.setup()  # before anything of ours, which names its tables

from asylia.shell.failing import SendAgain
from asylia.shell.house import House
from asylia.shell.submitting import Accepted, submit
from asylia.web.postgres.base import PATIENCE, Connection
from tests.faults.journal import Given, Journal
from tests.shell.people import MPP

PAUSE = 0.05  # seconds between commands: a load, not a contest
REPORTS = 12  # on each case, after the claim


def main() -> None:
    """Submit until told to end, with the patience of a page."""
    Connection.patience = PATIENCE
    house = House.open(Path(os.environ["ASYLIA_HOME"]))
    journal, name = Journal.at(sys.argv[1]), sys.argv[2]
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    versions: dict[str, int] = {}
    for number, (case, do, by, fields) in enumerate(commands(house, journal.canary)):
        given = Given(do, by, dt.datetime.now(dt.UTC).isoformat(), case, fields)
        waited, tries = send(house, journal, f"{name}-{number}", given, versions)
        sys.stdout.write(f"{time.monotonic()} {waited} {tries}\n")
        sys.stdout.flush()
        if over.wait(PAUSE):
            break


def commands(house: House, canary: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Case after case: a person is met, says that she is afraid, and much is reported about her."""
    home = {"country": "HN", "source": "own words", "certainty": "certain"}
    for _ in count():
        case, person = house.new_id(), house.new_id()
        met = {"person": person, "name": f"Ana {canary}", "born": "1995-08", "nationalities": [home]}
        yield case, "OpenCase", "sloane", {**met, "place": "Northgate crossing", "regime": MPP}
        yield case, "ReportFear", "sloane", {"words": f"No puedo volver. {canary}", "language": "es"}
        for _ in range(REPORTS):
            yield case, "ReportContact", "rowan", {"asked": f"Someone called. {canary}"}


def send(house: House, journal: Journal, key: str, given: Given, versions: dict[str, int]) -> tuple[float, int]:
    """Send one command until it is answered; the longest that a try waited, and how many there were."""
    longest, seen = 0.0, versions.get(given.case, 0)
    for tries in count(1):
        journal.sent(key, given, seen=seen)
        began = time.monotonic()
        try:
            answer = submit(house, given.command(), given.case, key=key)
        except SendAgain as error:
            longest = max(longest, time.monotonic() - began)
            journal.failed(key, str(error))
            time.sleep(PAUSE)
            continue
        longest = max(longest, time.monotonic() - began)
        journal.answered(key, answer)
        assert isinstance(answer, Accepted), answer
        versions[given.case] = answer.version
        return longest, tries
    raise AssertionError


if __name__ == "__main__":
    main()
