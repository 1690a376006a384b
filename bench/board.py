"""The overseer's board and a measure's page from kept rows, in CPU time, beside a page that reads nothing.

    python -m bench.board [ROUNDS]

Whole requests: access, the edition with its digests, every measure's rows of 15 sites and 8 languages, a year of daily
editions before, the pictures, and the rules broken now among 70,000 cases. `cold` is the first page of a process.
"""

# ruff: noqa: T201  (a command prints)

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES, SITES, LANGUAGES, EARLIER = 70_000, 15, 8, 365
AIM = 100.0


def main() -> None:
    """Found a house in a temporary folder, keep a year of editions in it, fill its caseload, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"ASYLIA_HOME": home, "DJANGO_SETTINGS_MODULE": "asylia.web.settings"}
        os.environ.pop("DATABASE_URL", None)
        from tests.browser import people  # noqa: PLC0415 - Django is set up by then

        people.arrive(Path(home))
        keep(Path(home))
        fill()
        opened = pages()
        began = time.process_time()
        opened("/board")
        cold = (time.process_time() - began) * 1000
        limit, board, measure = (
            cpu(lambda url=url: opened(url), rounds) for url in ("/promises", "/board", "/measures/M07")
        )
    print(f"a page that reads nothing {limit:7.2f} ms of CPU (the limit)")
    print(f"the board, cold           {cold:7.2f} ms of CPU")
    print(f"the board                 {board:7.2f} ms of CPU, {board / limit:.1f} times the limit (aim {AIM:.0f} ms)")
    print(f"a measure's page          {measure:7.2f} ms of CPU, {measure / limit:.1f} times the limit")


def keep(home: Path) -> None:
    """Keep an edition a day of 24 measures, a year long."""
    from asylia.oversight.row import Row  # noqa: PLC0415
    from tests.web.overseer import edited  # noqa: PLC0415

    kinds = [each.picture for each in edited.DEFINITIONS]
    definitions = tuple(
        edited.definition(f"M{n:02}", f"Question {n}?", kinds[n % len(kinds)], units=("programme", "site", "language"))
        for n in range(1, 25)
    )
    edited.DEFINITIONS = definitions
    for before in range(EARLIER, -1, -1):
        rows: list[Row] = []
        for n, each in enumerate(definitions):
            places = ["all", *(f"Site {site}" for site in range(SITES))]
            rows += [
                edited.row(each.id, of, "alarm" if (n % 6, at) == (0, 3) else "ok") for at, of in enumerate(places)
            ]
            rows += [edited.row(each.id, f"l{tongue}", unit="language") for tongue in range(LANGUAGES)]
        edited.keep(home, as_of=edited.AS_OF - dt.timedelta(days=before), found=rows)


def fill() -> None:
    """Put 70,000 cases into the caseload, each with something due, one in seven late, and 2,000 alarms."""
    from asylia.caseload.models import AlarmRow, CaseRow, DueRow  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    alike: dict[str, Any] = {"stage": "interview", "regime": "r", "version": 1, "opened": now, "name": b""}
    alike |= dict.fromkeys(("encounter_open", "provisional", "placed", "held", "outside", "open_claim"), False)
    alike |= {"protected": False, "owners": [], "counsel": [], "parts": []}
    cases = [CaseRow(case=f"c{n:06}", person=f"p{n:06}", number=f"2027-{n:06}", **alike) for n in range(CASES)]
    CaseRow.objects.bulk_create(cases, batch_size=2000)
    days = [dt.timedelta(days=-1 if n % 7 == 0 else 3) for n in range(CASES)]
    DueRow.objects.bulk_create(
        [
            DueRow(case_id=f"c{n:06}", key="review", what="Review", claim=1, desk="supervisor", staff="",
                   by=now + days[n], alarm="review.deference") for n in range(CASES)
        ], batch_size=2000,
    )  # fmt: skip
    AlarmRow.objects.bulk_create(
        [AlarmRow(case_id=f"c{n:06}", rule="fear.stay", version=1, since=now) for n in range(2000)], batch_size=2000
    )


def pages() -> Callable[[str], None]:
    """A function: open a page as the overseer; raises SystemExit where it does not answer."""
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    client: Any = Client()
    client.post("/sign-in", {"staff": "okafor"})

    def opened(url: str) -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answered {answer.status_code}: nothing was measured")

    return opened


def cpu(action: Callable[[], None], rounds: int) -> float:
    """The median CPU milliseconds of one action."""
    action()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        spent.append((time.process_time() - start) * 1000)
    return sorted(spent)[len(spent) // 2]


if __name__ == "__main__":
    main()
