"""One whole command through the shell, in CPU time, beside the append that no command can do without.

    python -m bench.shell [ROUNDS]

A command is measured whole: locks, reading, deciding, appending, projecting, the form's key, the commit. The limit
beside it is one transaction of the ledger alone that appends the same event. Each round measures both in turn;
figures are medians over rounds. CPU time of this process: what PostgreSQL's own process spends is not in it.
"""

# ruff: noqa: T201  (a command prints)

import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.shell.people import Desk

EVENTS, TIMES = 300, 50
AIM = 5.0  # ms of CPU
_keys = count()


def spent(act: Callable[[], object], times: int = TIMES) -> float:
    """Milliseconds of CPU that `act` costs each time."""
    start = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - start) / times * 1000


def commands(house: Any, desk: "Desk", long: "Desk", officer: str) -> dict[str, Callable[[], object]]:
    """The commands measured: the commonest, one that opens a case, one that changes its rows, one refused."""
    line = {"claim": 1, "speaker": "applicant", "language": "es"}
    words = "Dos tenían la camisa de la policía municipal, y uno dijo mi nombre."
    phone = [{"kind": "phone", "value": "+1 202 555 0143", "safe": True}]

    def opens() -> object:
        return type(desk)(house).open()

    return {
        "a line of testimony": lambda: desk.give("AddTestimony", officer, words=words, key=key(), **line),
        f"the same, case of {EVENTS}": lambda: long.give("AddTestimony", officer, words=words, key=key(), **line),
        "a case is opened": opens,
        "custody is reported": lambda: desk.give("ReportCustody", "reed", what="food", says=words, key=key()),
        "a plan of contact": lambda: desk.give("PlanContact", "sloane", channels=phone, key=key()),
        "a return is refused": lambda: desk.try_("ReturnPerson", "sloane", port="Northgate", key=key()),
    }


def key() -> str:
    """A form's key, used once."""
    return f"bench-{next(_keys)}"


def append_alone(house: Any) -> Callable[[], object]:
    """The limit: one event appended, sealed and chained, in a transaction of the ledger's own."""
    from asylia.core.codec import at_text  # noqa: PLC0415 - Django is set up by then
    from asylia.ledger import NewEvent  # noqa: PLC0415

    fields = {"by": "rowan", "signed": None, "claim": 1, "line": 7, "speaker": "applicant", "language": "es"}
    fields |= {"words": "Dos tenían la camisa de la policía municipal.", "interpretation": "", "topic": ""}
    at, raw, stream = at_text(house.clock()), house.ledger.connect(), f"case/{house.new_id()}"
    event = NewEvent("testimony.added/1", at, "asylum_officer", fields, "person/bench", "us_mpp/2021-12-02", "A" * 43)
    after = count()

    def append() -> None:
        with house.ledger.transaction(raw):
            house.ledger.append(raw, stream, next(after), [event], at)

    return append


def long_case(house: Any) -> tuple["Desk", str]:
    """A case in its interview, and its officer."""
    from tests.shell.people import Desk  # noqa: PLC0415

    desk = Desk(house).open().make_open_to_hearing()
    return desk, desk.hear()


def measure(house: Any, engine: str, rounds: int) -> None:
    """Print one engine's figures."""
    (desk, officer), (long, other) = long_case(house), long_case(house)
    while officer != other:  # one officer for both, so that one lambda may speak for both
        long, other = long_case(house)
    while long.file.version < EVENTS:
        long.give("AddTestimony", officer, claim=1, speaker="applicant", words="Cuatro hombres.", language="es")
    print(engine)
    fold_long(house, long, rounds)
    limit, acts = append_alone(house), commands(house, desk, long, officer)
    found: dict[str, list[float]] = {name: [] for name in ("limit", *acts)}
    for _ in range(rounds):
        found["limit"].append(spent(limit))
        for name, act in acts.items():
            found[name].append(spent(act))
    least = median(found.pop("limit"))
    print(f"  {'append alone (the limit)':<28}{least:6.2f} ms of CPU")
    for name, times in found.items():
        cost, said = median(times), "" if median(times) < AIM else "  MISSED"
        print(f"  {name:<28}{cost:6.2f} ms of CPU, {cost / least:4.1f} times it (aim {AIM:.0f} ms){said}")


def fold_long(house: Any, long: "Desk", rounds: int) -> None:
    """Print what opening and folding the long case costs, first and again, beside the fold alone."""
    from asylia.core.decider import fold  # noqa: PLC0415
    from asylia.shell.reading import events_of, read_case  # noqa: PLC0415

    def first() -> object:
        house.folds.forget()
        return read_case(house, long.case)

    entries = long.record()
    events = list(events_of(entries))
    alone = median(spent(lambda: fold(long.case, events), 5) for _ in range(rounds))
    opened = median(spent(first, 5) for _ in range(rounds))
    again = median(spent(lambda: read_case(house, long.case), 5) for _ in range(rounds))
    print(f"  a case of {len(entries)} events: opened and folded {opened:.2f} ms of CPU, again {again:.2f} ms;", end="")
    print(f" its fold alone {alone:.2f} ms ({opened / alone:.1f} times it)")


def main() -> None:
    """Found a house on each engine in a temporary folder, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as folder:
        os.environ |= {"ASYLIA_HOME": folder, "DJANGO_SETTINGS_MODULE": "asylia.web.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415

        django.setup()
        from tests.postgres import NoServerError, server_url  # noqa: PLC0415
        from tests.shell.deployment import drop, founded_on, in_use  # noqa: PLC0415

        for engine in ("sqlite", "postgres"):
            try:
                if engine == "postgres":
                    server_url()
            except NoServerError as error:
                print(f"PostgreSQL: not measured, {error}")
                continue
            home = Path(folder) / f"{engine}_bench"
            home.mkdir()
            deployment = founded_on(engine, home)
            with in_use(deployment) as house:
                measure(house, {"sqlite": "SQLite", "postgres": "PostgreSQL"}[engine], rounds)
            drop(deployment)


if __name__ == "__main__":
    main()
