"""What the record in a home says of one case, verified and read beside the server that runs on it; prints JSON.

python -m tests.browser.record HOME CASE
"""

import json
import sys
from pathlib import Path

from asylia.shell.starting import start


def said(home: Path, case: str) -> dict[str, object]:
    """The whole record's verification, and where the case stands."""
    start(home)
    from asylia.shell.house import House  # noqa: PLC0415 - Django is set up first
    from asylia.shell.reading import read_case  # noqa: PLC0415

    house = House.open(home)
    report, file = house.ledger.verify(house.raw()), read_case(house, case)
    (claim,) = file.claims
    signed = claim.determination
    return {
        "good": report.good,
        "entries": file.version,
        "outcome": signed.standing,
        "reviews": [(each.level, each.kind) for each in signed.reviews],
        "served": [(each.kind, each.service.how) for each in file.notices if each.service],
        "answers": [each.answer for each in claim.readback.facts],
        "hearing": [f"{each.day} {each.time}" for each in file.hearings if each.awaited],
        "channels": [each.kind for each in file.contact.channels],
        "names": [each.name for each in house.ledger.read(house.raw(), f"case/{case}")],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(said(Path(sys.argv[1]), sys.argv[2])))
