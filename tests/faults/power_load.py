"""Load: real client processes that send commands until something ends them, and beside them the log and a witness.

    with Load() as load:                                  # one warm process
        load.begin(home, journal.socket, seed, clients=3)
        ...                                               # the fault
        load.kill()                                       # or load.finish(): each ends its command first

Every client opens invented cases and gives commands about them, each under its own key and told to the journal. An
error is told, too, and the same form is sent again under the same key until there is an answer, as a person would.
The log's process is the product's own, quicker, and an hour later at each look, so that each checkpoint becomes public;
a witness with a store beside the home co-signs over HTTP; one who watches from outside tells the journal what they saw.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any

from tests.faults.journal import Given, Journal
from tests.faults.opening import ask, heard, opened, say, started, warm

PAUSE = 0.05  # seconds until a form that failed is sent again, and between turns of the log
HOUR = dt.timedelta(hours=1)
PATIENCE = 60.0  # seconds for a client to get its answer and end
KIND = "demonstration"
AT = dt.datetime(2022, 1, 12, 15, 0, tzinfo=dt.UTC)
HN = {"country": "HN", "source": "own words", "certainty": "certain"}


class Load:
    """The warm process from which clients are forked; it ends with the block."""

    def __init__(self, **environment: str) -> None:
        self._process = started("tests.faults.power_load", **environment)

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.communicate(timeout=20)

    def begin(self, home: Path, journal: str, seed: int, *, clients: int, url: str | None = None) -> None:
        """Starts clients and the log on a deployment; returns when each client has been answered once."""
        asked = {"home": str(home), "journal": journal, "seed": seed, "clients": clients, "url": url}
        ask(self._process, {"do": "begin", **asked})
        assert heard(self._process) == "working"

    def kill(self) -> None:
        """Every client is gone, whatever it was doing."""
        ask(self._process, {"do": "end", "signal": signal.SIGKILL})
        heard(self._process)

    def finish(self) -> None:
        """Every client gets the answer it waits for, and ends; raises AssertionError where one ended otherwise."""
        ask(self._process, {"do": "end", "signal": signal.SIGTERM})
        assert all(each == 0 for each in heard(self._process))


# --- in the warm process ------------------------------------------------------------------------------------------


def main() -> None:
    """Serve `begin` and `end`, a line each."""
    warm()
    weaken(os.environ.get("WEAKENED", ""))
    children: list[int] = []
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.pop("do") == "begin":
            children = list(begun(**asked))
        else:
            say(ended(children, asked["signal"]))
            children = []


def weaken(synchronous: str) -> None:
    """For controls: SQLite as careless programs set it up. Nothing else of the product can."""
    if synchronous:
        from asylia.ledger import sqlite  # noqa: PLC0415 - only once Django is set up
        from asylia.web import home  # noqa: PLC0415

        sqlite.SETTINGS["synchronous"] = {"OFF": 0, "NORMAL": 1}[synchronous]
        home.SQLITE_PRAGMAS = home.SQLITE_PRAGMAS.replace("synchronous = FULL", f"synchronous = {synchronous}")


def begun(home: str, journal: str, seed: int, clients: int, url: str | None) -> Iterator[int]:
    """Forks the log's process and the clients; says `working` when all clients have been answered."""
    yield forked(lambda stopping: keep_log(Path(home), url, Journal.at(journal), stopping))
    reader, writer = os.pipe()
    for number in range(clients):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 (a story drawn from a seed)
        yield forked(
            lambda stopping, chance=chance: work(Path(home), url, Journal.at(journal), chance, writer, stopping)
        )
    os.close(writer)
    answered = [bool(select([reader], [], [], PATIENCE)[0]) and os.read(reader, 1) == b"." for _ in range(clients)]
    os.close(reader)
    say("working" if all(answered) else "a client was not answered")


def ended(children: list[int], how: int) -> list[int]:
    """Tells each to end, makes those who do not, and gives how they ended."""
    for each in children:
        os.kill(each, how)
    last, codes = time.monotonic() + PATIENCE, []
    for each in children:
        while (done := os.waitpid(each, os.WNOHANG)) == (0, 0):
            if time.monotonic() > last:
                os.kill(each, signal.SIGABRT)  # and it says where it was
            time.sleep(0.01)
        codes.append(os.waitstatus_to_exitcode(done[1]))
    return codes


def forked(work: Callable[[threading.Event], None]) -> int:
    """A child that works until it is told to stop."""
    child = os.fork()
    if child:
        return child
    faulthandler.enable()
    stopping, told = threading.Event(), {signal.SIGTERM}
    # Waited for by a thread: a handler would interrupt the event's own wait, and wait for its lock for ever.
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    threading.Thread(target=lambda: (signal.sigwait(told), stopping.set()), daemon=True).start()
    try:
        work(stopping)
        os._exit(0)
    finally:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def keep_log(home: Path, url: str | None, journal: Journal, stopping: threading.Event) -> None:
    """The log as it follows beside the pages, quicker, an hour later at each look; a witness; and one who watches."""
    from asylia import witness  # noqa: PLC0415 - only once Django is set up
    from asylia.ledger import follow  # noqa: PLC0415
    from asylia.ledger.witnesses import add_witness  # noqa: PLC0415

    house = opened(home, url)
    began, hours, folder = house.clock(), count(1), witness_of(home)
    key = witness.make(folder, "ig.example/1")
    witness.trust(folder, str(follow.log_of(home, KIND).signer.verifier))
    server = witness.server(witness.Witness(folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    add_witness(home, str(key), f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=watch, args=(home, journal), daemon=True).start()
    follow.PAUSE = follow.AGAIN = PAUSE
    follow.follow(house.ledger, home, KIND, stopping, lambda _: None, lambda: began + next(hours) * HOUR)


def watch(home: Path, journal: Journal) -> None:
    """Someone outside, who looks at what is public again and again."""
    from asylia.ledger.logkey import keys_path  # noqa: PLC0415 - only once Django is set up
    from asylia.ledger.publisher import public_folder  # noqa: PLC0415

    seen = ""
    while True:
        with suppress(OSError):  # nothing yet, or the disk is gone
            found = (public_folder(home) / "checkpoint").read_text()
            if found != seen:
                journal.witnessed(found, keys_path(home).read_text())
                seen = found
        time.sleep(PAUSE / 5)


def witness_of(home: Path) -> Path:
    """Where the witness of this load keeps what it has seen."""
    return home.parent / "witness"


def work(  # noqa: PLR0917 (what a client is given)
    home: Path, url: str | None, journal: Journal, chance: random.Random, begun: int, stopping: threading.Event
) -> None:
    """One client: case after case."""
    from asylia.shell.submitting import submit  # noqa: PLC0415 - only once Django is set up

    house = opened(home, url)
    number = 0
    while not stopping.is_set():
        case = house.new_id()
        for do, by, fields in story(house.new_id, journal.canary, chance):
            given, key = Given(do, by, AT.isoformat(), case, fields), f"{os.getpid()}-{number}"
            journal.sent(key, given, seen=0)
            while True:
                try:
                    answer = submit(house, given.command(), case, key=key)
                    break
                except Exception as error:  # noqa: BLE001 - told to the journal, which is asked afterwards
                    journal.failed(key, type(error).__name__)
                    time.sleep(PAUSE)
            journal.answered(key, answer)
            if number == 0:
                os.write(begun, b".")
            number += 1
            if stopping.is_set():
                break


Command = tuple[str, str, dict[str, Any]]


def story(new_id: Callable[[], str], canary: str, chance: random.Random) -> Iterator[Command]:
    """A person is met, and some of what may happen next does; a refusal is recorded, too."""
    person = {"person": new_id(), "name": f"Ana {canary}", "born": "1995", "nationalities": [HN]}
    yield "OpenCase", "sloane", {**person, "place": "Northgate crossing", "regime": "us_mpp/2021-12-02"}
    words = {"words": f"Tengo miedo. {canary} " * chance.choice([1, 1, 40]), "language": "es"}
    yield "ReportFear", "sloane", words
    yield from chance.sample(
        [
            ("ReportFear", "rowan", words),
            ("JoinFamily", "sloane", {"family": new_id(), "relation": "mother"}),
            ("AssignOfficer", "abara", {"claim": 1}),
            ("CloseClaim", "sloane", {"claim": 1, "reason": "no_fear_seen"}),
            ("ReportContact", "rowan", {"asked": f"Sign today. {canary}"}),
        ],
        k=chance.randrange(4),
    )


if __name__ == "__main__":
    main()
