"""Sixty-four people send a form about the same case at once: one is recorded, the others are shown what changed."""

import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from threading import Barrier

import pytest

from asylia.accounts.staff import found
from tests.faults.conftest import Site
from tests.faults.journal import Answer, Given
from tests.faults.wire import Sender, serving
from tests.shell.people import Desk

CLIENTS = 64
SIGNED_IN = 4  # people; each has as many pages open as there are clients for them
PER_CASE = 20  # rounds
STARTS, STARTED = "2022-02-01T10:00", "2022-02-01T16:00:00Z"  # as typed, in the case's zone; and as recorded
Send = Callable[[int, str, Desk, dict[str, str]], tuple[int, str]]


@pytest.fixture
def clients(site) -> Iterator[Send]:
    """A function: one of 64 clients sends a form; on PostgreSQL two servers take them."""
    found(demonstration=True, place="Larkfield region")
    with ExitStack() as stack:
        ports = [stack.enter_context(serving(site.home, site.url)) for _ in range(2 if site.url else 1)]
        people = {by: [Sender(ports[n % len(ports)], by) for n in range(SIGNED_IN)] for by in ("rowan", "bell")}
        own = {by: [deepcopy(each) for each in senders] * (CLIENTS // SIGNED_IN) for by, senders in people.items()}

        def send(client: int, by: str, desk: Desk, form: dict[str, str]) -> tuple[int, str]:
            return own[by][client].post(desk.case, "BookInterview", form)

        yield send


@pytest.mark.parametrize("rounds", [1, pytest.param(160, marks=pytest.mark.long)])
def test_of_sixty_four_at_once_one_is_recorded_and_nothing_is_overwritten(site, clients, rounds):
    """Each books the next interview on what it has seen; whoever did not see the last one booked, books nothing."""
    conflicts, desk = 0, Desk(site.house)
    with ThreadPoolExecutor(CLIENTS) as threads:
        for number in range(rounds):
            if number % PER_CASE == 0:
                desk = Desk(site.house).open().make_open_to_hearing()
                desk.give("AssignOfficer", "abara", claim=1)
            conflicts += one_round(site, clients, threads, desk, number)
    assert conflicts == rounds * (CLIENTS - 1)
    site.require_whole()
    print(f"{rounds} rounds of {CLIENTS} clients: {conflicts} conflicts, each shown what changed")  # noqa: T201


def one_round(site: Site, send: Send, threads: ThreadPoolExecutor, desk: Desk, number: int) -> int:
    """All have seen the same; how many were told that it changed. Exactly one is recorded, on what it had seen."""
    seen, line, officer = desk.file.version, Barrier(CLIENTS, timeout=60), desk.file.claims[0].officer

    def one(client: int) -> bool:
        key, place = uuid.uuid4().hex, f"Room {number} of {client}"
        form = {"claim": "1", "starts": STARTS, "place": place, "mode": "in_person", "key": key, "seen": str(seen)}
        given = Given("BookInterview", officer, "", desk.case, {"claim": 1, "starts": STARTED, "place": place})
        line.wait()
        site.journal.sent(key, given, seen=seen)
        code, page = send(client, officer, desk, form)
        assert code in {303, 409}, page
        if code == 409:
            site.journal.answered(key, Answer("Conflict"))
            assert f"You opened it at entry {seen}. It is now at entry {seen + 1}" in page
            assert re.search(r'name="seen" value="(\d+)"', page)[1] == str(seen + 1), "go on from the current state"
            return False
        site.journal.answered(key, Answer("Accepted"))
        return True

    won = list(threads.map(one, range(CLIENTS)))
    assert won.count(True) == 1
    booked = desk.record()[seen:]
    assert [each.fields["place"] for each in booked] == [f"Room {number} of {won.index(True)}"]
    return won.count(False)


def test_the_control_that_says_nothing_of_what_it_saw_overwrites(site, clients):
    """Without `seen` each is recorded over the one before: what the test above must never see."""
    desk = Desk(site.house).open().make_open_to_hearing()
    desk.give("AssignOfficer", "abara", claim=1)
    officer, before = desk.file.claims[0].officer, desk.file.version
    for client in range(3):
        form = {"claim": "1", "starts": STARTS, "place": f"Room {client}", "mode": "in_person", "key": uuid.uuid4().hex}
        assert clients(client, officer, desk, form)[0] == 303
    assert desk.file.version == before + 3
