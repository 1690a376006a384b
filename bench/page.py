"""Opening the page of a case of 300 events, in CPU time, beside a page that reads no case.

    python -m bench.page [ROUNDS]

The whole request is measured: access, the read that is recorded, the ledger, the fold, the template.
"""

# ruff: noqa: T201  (a command prints)

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

EVENTS = 300
AIM = 25.0


def main() -> None:
    """Found a house in a temporary folder, fill one case, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"ASYLIA_HOME": home, "DJANGO_SETTINGS_MODULE": "asylia.web.settings"}
        os.environ.pop("DATABASE_URL", None)
        from tests.browser import people  # noqa: PLC0415 - Django is set up by then

        case = _long_case(people.arrive(Path(home)), people)
        whole, plain = _pages(case)
        limit = _cpu(plain, rounds)
        spent = _cpu(whole, rounds)
    print(f"a page of no case    {limit:6.2f} ms of CPU (the limit)")
    print(f"a case of {EVENTS} events {spent:6.2f} ms of CPU, {spent / limit:.1f} times the limit (aim {AIM:.0f} ms)")


def _long_case(house, people) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001 - known once Django is set up
    from asylia.core.codec import to_command  # noqa: PLC0415
    from asylia.shell.reading import read_case  # noqa: PLC0415
    from asylia.shell.submitting import submit  # noqa: PLC0415

    case = people.begin(house)
    while read_case(house, case).version < EVENTS:
        for _ in range(50):
            report = to_command(
                "ReportCustody", people.by("sloane", "border_officer"), {"what": "food", "place": "cell"}
            )
            submit(house, report, case)
    return str(case)


def _pages(case: str) -> tuple[Callable[[], object], Callable[[], object]]:
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    client = Client()
    client.post("/sign-in", {"staff": "sloane"})
    return lambda: _opened(client, f"/case/{case}"), lambda: _opened(client, "/promises")


def _opened(client, url: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}: nothing was measured")


def _cpu(action: Callable[[], object], rounds: int) -> float:
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
