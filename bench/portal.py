"""The person's own pages with 70,000 people: the CPU of each page, and how many a second one machine holds.

    python -m bench.portal [PEOPLE [SECONDS]]

One case is heard and read back through the shell; the others are the same events under keys, ids and rows of their own,
appended in bulk: all of them for the 2,000 people who are signed in, the first seven for the rest. Pages are asked for
at random among those who are signed in, so that nearly every one is read from the record anew. A look at a page is
written to the read log before the page is shown, synchronously, as in use. CPU is that of the process (the servers', by
themselves); pages a second are those of a client on the same cores, which takes its share of them.
"""

# ruff: noqa: T201  (a command prints)

import http.client
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

PAGES = ("/own", "/own/contact", "/own/ask", "/own/summary", "/own/papers", "/own/looks", "/own/words")
SIGNED_IN = 2000  # telephones that are signed in, of different people
CLIENTS = 8
BATCH = 500
FIRST = 7  # events of the short records: met, language, tool, fear, referral, and two more
AIM_CPU, AIM_PAGES = 20.0, 100.0
ROOT = Path(__file__).parent.parent


def main(number: int = 70_000, seconds: float = 20.0) -> None:
    """Fill, measure in this process, then through servers: one on SQLite, one for each core on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="asylia-bench-") as folder:
        for engine, url in engines():
            home = Path(folder) / engine
            home.mkdir()
            env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "asylia.web.settings"}
            env.pop("DATABASE_URL", None)
            env |= {"DATABASE_URL": url} if url else {}
            filled = subprocess.run(  # noqa: S603 - this module
                [sys.executable, "-m", "bench.portal", "fill", str(number)], cwd=ROOT, env=env, check=True,
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            cookies: list[str] = json.loads(filled.stdout)
            print(f"{engine}: {number:,} people, load {os.getloadavg()[0]:.0f}")
            subprocess.run(
                [sys.executable, "-m", "bench.portal", "cpu"], cwd=ROOT, env=env, check=True, text=True,
                input=json.dumps(cookies),
            )  # fmt: skip
            served(env, cookies, seconds, 1 if engine == "SQLite" else 2)


def engines() -> Iterator[tuple[str, str]]:
    """The engines there are here: SQLite always; PostgreSQL where a server can be started."""
    yield "SQLite", ""
    from tests.postgres import NoServerError, postgres_database, server_url  # noqa: PLC0415

    try:
        server_url()
    except NoServerError as error:
        print(f"PostgreSQL: not measured, {error}")
        return
    with postgres_database() as url:
        yield "PostgreSQL", url


# --- filling ----------------------------------------------------------------------------------------------------------


def fill(number: int) -> list[str]:
    """Found the house and its people; gives the session cookies of those who are signed in."""
    import django  # noqa: PLC0415

    django.setup()
    from asylia.accounts.staff import found  # noqa: PLC0415
    from asylia.shell.house import founded  # noqa: PLC0415
    from tests.shell import people  # noqa: PLC0415

    house = founded(Path(os.environ["ASYLIA_HOME"]))
    people.arrive(house)
    found(demonstration=True, place="Larkfield region")
    first = people.Desk(house).open("Ana Inventada").make_open_to_hearing()
    way = {"kind": "message", "value": "+12025550143", "safe": True}
    first.give("PlanContact", "ferro", channels=[way])
    officer = first.weigh()
    first.give("AskFor", "ana", role="applicant", what="woman")
    first.give("GiveAccess", "ferro", how="told")
    first.give("CorrectReadback", officer, claim=1, fact=1, words="Eran cinco.")
    people_of = [house.new_id() for _ in range(number)]
    for start in range(0, number, BATCH):
        copied(house, first, people_of[start : start + BATCH], FIRST if start >= SIGNED_IN else None)
    return [signed_in(case, house.clock()) for case in people_of[:SIGNED_IN]]


def copied(house: Any, first: Any, cases: list[str], events_of_each: int | None) -> None:
    """Append the first case's events, or the first few, under each of these ids, with keys, rows and a secret."""
    from msgspec.structs import replace  # noqa: PLC0415

    from asylia.accounts.models import Secret  # noqa: PLC0415
    from asylia.caseload.projection import project  # noqa: PLC0415
    from asylia.core import codec  # noqa: PLC0415
    from asylia.core.decider import fold  # noqa: PLC0415
    from asylia.core.file import CaseFile  # noqa: PLC0415
    from asylia.core.steps.determination import BandLocked  # noqa: PLC0415
    from asylia.core.steps.opening import CaseOpened  # noqa: PLC0415
    from asylia.shell.reading import events_of, new_event  # noqa: PLC0415

    events, regime = list(events_of(first.record()))[:events_of_each], house.regime(first.file.regime)
    house.ledger.keys.ensure([f"{kind}/{case}" for case in cases for kind in ("person", "overseer")])
    recorded = codec.at_text(house.clock())
    with house.transaction() as raw:
        for case in cases:
            own = [replace(each, person=case) if isinstance(each, CaseOpened) else each for each in events]
            keys = [f"{'overseer' if isinstance(each, BandLocked) else 'person'}/{case}" for each in own]
            sealed = [new_event(each, key, regime.version, regime.digest) for each, key in zip(own, keys, strict=True)]
            house.ledger.append(raw, f"case/{case}", 0, sealed, recorded)
            project(CaseFile(id=case), fold(case, own), regime, house, lambda: "Northgate crossing")
        Secret.objects.bulk_create(Secret(case=each, digest=os.urandom(32), number=1) for each in cases)


def signed_in(case: str, now: Any) -> str:
    """A session in which that case's own pages are open; gives its cookie."""
    from importlib import import_module  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.http import HttpRequest  # noqa: PLC0415

    from asylia.accounts import own_pages  # noqa: PLC0415

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    own_pages.begin(request, case, "digits", now)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


# --- measuring --------------------------------------------------------------------------------------------------------


def cpu(cookies: list[str], rounds: int = 120) -> None:
    """Print the CPU of each page, of people chosen at random, in this process without a network."""
    import django  # noqa: PLC0415

    django.setup()
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    chance, clients = random.Random(11), [Client(headers={"Cookie": each}) for each in cookies[:400]]  # noqa: S311
    worst = 0.0
    for page in PAGES:
        took = []
        for turn in range(rounds + 5):
            began = time.process_time()
            answer = chance.choice(clients).get(page)
            if answer.status_code != 200:
                raise SystemExit(f"{page} answered {answer.status_code}: nothing was measured")
            if turn >= 5:
                took.append((time.process_time() - began) * 1000)
        worst = max(worst, median(took))
        print(f"  {page:14} {median(took):6.2f} ms of CPU, 95 of 100 under {quantiles(took, n=20)[18]:.2f}")
    print(f"  the dearest    {worst:6.2f} ms (aim under {AIM_CPU:.0f})")


def served(env: dict[str, str], cookies: list[str], seconds: float, processes: int) -> None:
    """Print how many pages a second servers on this machine give, and how long they take."""
    with serving(env, processes) as (ports, pids):
        told: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
        before = spent(pids)
        began = time.monotonic()
        asking = multiprocessing.Process(target=ask, args=(ports, cookies, seconds, told))
        asking.start()
        took = told.get()
        asking.join()
        passed, used = time.monotonic() - began, spent(pids) - before
    rate = len(took) / seconds
    slow, middle = quantiles(took, n=20)[18] * 1000, median(took) * 1000
    print(
        f"  {processes} server{'s' if processes > 1 else ''}: {rate:.0f} pages/s over {passed:.0f} s (aim"
        f" {AIM_PAGES:.0f}), {used / len(took) * 1000:.1f} ms of the servers' CPU each, median {middle:.0f} ms,"
        f" 95 of 100 under {slow:.0f} ms; load {os.getloadavg()[0]:.0f}"
    )


@contextmanager
def serving(env: dict[str, str], processes: int) -> Iterator[tuple[list[int], list[int]]]:
    """Servers on ports of their own; gives ports and process ids."""
    from asylia.web.server import free_port  # noqa: PLC0415

    servers, ports = [], []
    for _ in range(processes):
        port = free_port(9300 + 10 * len(ports))
        command = [sys.executable, "-c", f"from asylia.web.server import serve; serve({port})"]
        servers.append(subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True))  # noqa: S603
        ports.append(port)
        until_it_answers(port)
    try:
        yield ports, [each.pid for each in servers]
    finally:
        for each in servers:
            os.killpg(each.pid, signal.SIGTERM)
            each.wait(10)


def until_it_answers(port: int) -> None:
    """Wait until a server is there."""
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer within 20 seconds")


def spent(pids: list[int]) -> float:
    """Seconds of CPU so far of these process groups and their children (granian's worker)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) in pids:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def ask(ports: list[int], cookies: list[str], seconds: float, told: "multiprocessing.Queue[list[float]]") -> None:
    """Ask for pages of people at random, CLIENTS at a time, until the time is over; puts each answer's seconds."""
    took: list[float] = []
    over = time.monotonic() + seconds

    def one(number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        line = http.client.HTTPConnection("127.0.0.1", ports[number % len(ports)], timeout=30)
        while time.monotonic() < over:
            began = time.monotonic()
            line.request("GET", chance.choice(PAGES), headers={"Cookie": chance.choice(cookies)})
            answer = line.getresponse()
            answer.read()
            if answer.status == 200:
                took.append(time.monotonic() - began)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    told.put(took)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", number]:
            sys.stdout.write(json.dumps(fill(int(number))))
        case ["cpu"]:
            cpu(json.loads(sys.stdin.read()))
        case given:
            main(*map(int, given))
