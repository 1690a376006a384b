"""Two people acting at once about one family: a return is never decided on less than the record shows."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import psycopg
import pytest
from django.db import connection

from asylia.core.errors import Refused
from asylia.shell.failing import MOVED, GaveWay, SendAgain
from asylia.shell.house import TRIES
from asylia.shell.submitting import Accepted
from tests.shell.people import Desk, entries

RACES, MANY = 60, 1000
JOIN = ("JoinFamily", "rowan")
PER_FAMILY = 12  # races of one family; then another, so that no case grows long


class Ticks:
    """A clock that never says the same twice: what is recorded is told in the order it was decided."""

    def __init__(self) -> None:
        self.at = itertools.count()

    def __call__(self) -> dt.datetime:
        return dt.datetime(2022, 2, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=next(self.at))


class Pair:
    """Two threads, each with connections of its own, that begin at the same moment."""

    def __init__(self, house) -> None:
        self.house = house
        self.threads = ThreadPoolExecutor(2)
        self.line = Barrier(2, timeout=20)

    def race(self, *acts: Callable[[], object]) -> list[object]:
        """What both acts gave."""

        def run(act: Callable[[], object]) -> object:
            self.line.wait()
            return act()

        return list(self.threads.map(run, acts))

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_: object) -> None:
        def close() -> None:
            self.line.wait()  # so that each thread closes its own
            connection.close()
            self.house.ledger.keys.connection.close()

        list(self.threads.map(lambda _: close(), range(2)))
        self.threads.shutdown()


def family_of(house) -> tuple[Desk, Desk]:
    """A mother who may lawfully be returned, and her son."""
    family = house.new_id()
    mother = Desk(house).open(family=family).make_returnable()
    return mother, Desk(house).open(family=family, relation="child")


def undo(son: Desk) -> None:
    """The son's claim is withdrawn, freely, and confirmed a day later: the family may be returned again."""
    number = len(son.file.claims)
    officer = "rowan"
    son.give("WithdrawClaim", officer, claim=number, words="Ya no.")
    son.at += dt.timedelta(days=1)
    son.give("ConfirmWithdrawal", officer, claim=number, words="Ya no.")


def race_return_against_claim(house, races: int) -> Counter:
    """How many races ended how; "wrong" is a return decided after a claim was on the record."""
    ended: Counter = Counter()
    with Pair(house) as pair:
        for number in range(races):
            if number % PER_FAMILY == 0:
                mother, son = family_of(house)
            returned, claimed = pair.race(
                partial(mother.try_, "ReturnPerson", "sloane", port="Northgate"),
                partial(son.try_, "ReportFear", "sloane", words="Tengo miedo.", language="es"),
            )
            assert isinstance(claimed, Accepted), "a fear is never refused"
            (claim,) = [each for each in son.record() if each.name == "fear.claimed/1"][-1:]
            if isinstance(returned, Refused):
                ended["claim first"] += 1
            else:
                happened = mother.record()[-1]
                assert happened.name == "person.returned/1"
                ended["return first" if happened.recorded < claim.recorded else "wrong"] += 1
            undo(son)
    return ended


def test_a_return_is_never_decided_past_a_claim_of_the_family(house, monkeypatch):
    """fear.stay and family.whole: both are never decided on a record without the other."""
    monkeypatch.setattr(house, "clock", Ticks())
    ended = race_return_against_claim(house, RACES)
    assert ended["wrong"] == 0, ended
    assert ended.total() == RACES


@pytest.mark.long
def test_a_return_is_never_decided_past_a_claim_in_a_thousand_races(house, monkeypatch, engine, capsys):
    monkeypatch.setattr(house, "clock", Ticks())
    ended = race_return_against_claim(house, MANY)
    with capsys.disabled():
        print(f"\n{engine}: {MANY} races, {dict(ended)}")  # noqa: T201 (the figure of `make long`)
    assert ended["wrong"] == 0, ended


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_without_the_lock_the_races_are_lost(house, monkeypatch):
    """The test above can fail: it is the family's lock that keeps a return behind a claim."""
    monkeypatch.setattr(house, "clock", Ticks())
    monkeypatch.setattr(house.ledger, "lock", lambda *_: None)
    with Pair(house) as pair:
        for _ in range(100):
            mother, son = family_of(house)
            returned, _ = pair.race(
                partial(mother.try_, "ReturnPerson", "sloane", port="Northgate"),
                partial(son.try_, "ReportFear", "sloane", words="Tengo miedo."),
            )
            claim = next(each for each in son.record() if each.name == "fear.claimed/1")
            if isinstance(returned, Accepted) and claim.recorded < mother.record()[-1].recorded:
                return
    pytest.fail("no race was lost in a hundred: the races race nothing")


def test_who_joins_a_family_meanwhile_is_seen(house, monkeypatch):
    """A sister who has a claim joins while the mother is returned, and the mother herself is only now of the family."""
    monkeypatch.setattr(house, "clock", Ticks())
    with Pair(house) as pair:
        for _ in range(max(RACES // 10, 5)):
            family = house.new_id()
            mother = Desk(house).open().make_returnable()
            sister = Desk(house).open(family=family, relation="sibling").claim()
            returned, joined = pair.race(
                partial(mother.try_, "ReturnPerson", "sloane", port="Northgate"),
                partial(mother.try_, "JoinFamily", "rowan", family=family, relation="sibling"),
            )
            assert isinstance(joined, Accepted)
            names = [each.name for each in mother.record()]
            if isinstance(returned, Accepted):
                assert names.index("person.returned/1") < names.index("family.joined/1")
            else:
                assert names.index("family.joined/1") < names.index("act.refused/1")
            assert sister.file.family == mother.file.family


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_family_joined_between_looking_and_locking_is_locked_too(house, monkeypatch):
    """Else a claim of its other members could be made while the return is decided."""
    family = house.new_id()
    mother = Desk(house).open().make_returnable()
    lock, locked = house.ledger.lock, []

    def joins_first(raw, names):
        locked.append(set(names))
        if len(locked) == 1:
            with ThreadPoolExecutor(1) as other:
                other.submit(
                    given_and_closed, house, partial(mother.give, *JOIN, family=family, relation="mother")
                ).result()
        lock(raw, names)

    monkeypatch.setattr(house.ledger, "lock", joins_first)
    mother.give("ReturnPerson", "sloane", port="Northgate")
    first, joining, again = locked
    assert f"family/{family}" not in first
    assert f"family/{family}" in joining & again
    assert [each.name for each in mother.record()[-2:]] == ["family.joined/1", "person.returned/1"]


# --- giving way


def test_a_case_that_moves_again_and_again_is_tried_a_few_times_and_then_said(house, monkeypatch):
    desk, tried = Desk(house).open(), []

    def moved(*_: object) -> None:
        tried.append(1)
        raise GaveWay(MOVED)

    monkeypatch.setattr("asylia.shell.submitting._locked", moved)
    with pytest.raises(SendAgain, match="send it again"):
        desk.try_("ReportFear", "sloane", words="Tengo miedo.")
    assert len(tried) == TRIES


def test_two_at_once_at_one_desk_without_a_case_are_both_kept(house):
    """Their refusals go to one stream, which no lock of a case covers: the later one gives way and is tried again."""
    month = f"desk/larkfield-office/{house.clock():%Y-%m}"
    before = len(entries(house, month))
    with Pair(house) as pair:
        for _ in range(10):
            desks = Desk(house), Desk(house)
            answers = pair.race(*(partial(desk.try_, "AssignOfficer", "abara", claim=1) for desk in desks))
            assert all(isinstance(each, Refused) for each in answers)
    assert len(entries(house, month)) == before + 20


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_deadlock_is_tried_again(house, deployment):
    desk = Desk(house).open()
    number = lock_number(desk)
    with psycopg.connect(deployment.url) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '10s'")  # so that the shell's transaction is the one to give way
        other.execute('SELECT 1 FROM caseload_caserow WHERE "case" = %s FOR UPDATE', (desk.case,))
        given = thread.submit(given_and_closed, house, partial(desk.try_, "ReportFear", "sloane", words="Tengo miedo."))
        wait_until_someone_waits(deployment.url)
        other.execute("SELECT pg_advisory_xact_lock(%s)", (number,))
        other.rollback()
        assert isinstance(given.result(timeout=20), Accepted)
    assert [each.name for each in desk.record()] == ["case.opened/1", "fear.claimed/1", "referral.made/1"]


def given_and_closed(house, act: Callable[[], object]) -> object:
    """What an act gave, done by a thread that then closes what it opened."""
    try:
        return act()
    finally:
        connection.close()
        house.ledger.keys.connection.close()


def lock_number(desk: Desk) -> int:
    """The number of the advisory lock of the desk's person."""
    from asylia.ledger.postgres import lock_number as number_of  # noqa: PLC0415 - PostgreSQL alone has numbers

    return number_of(f"person/{desk.file.person}")


def wait_until_someone_waits(url: str) -> None:
    """Until one of the database's sessions waits for a row."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with psycopg.connect(url, autocommit=True) as watcher:
        for _ in range(500):
            if watcher.execute(waits).fetchone()[0]:
                return
            watcher.execute("SELECT pg_sleep(0.01)")
    pytest.fail("nobody came to wait")


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_lock_that_is_not_given_is_said_and_nothing_is_recorded(house, deployment):
    desk = Desk(house).open()
    raw = house.raw()
    raw.execute("SET lock_timeout = '200ms'")
    try:
        with psycopg.connect(deployment.url) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (lock_number(desk),))
            with pytest.raises(SendAgain, match="nothing was recorded"):
                desk.try_("ReportFear", "sloane", words="Tengo miedo.")
    finally:
        raw.execute("SET lock_timeout = '5s'")
    assert len(desk.record()) == 1
    desk.claim()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_writer_that_holds_sqlite_too_long_is_said_and_nothing_is_recorded(house):
    desk = Desk(house).open()
    other = house.ledger.connect()
    house.raw().execute("PRAGMA busy_timeout = 100")
    try:
        with house.ledger.transaction(other), pytest.raises(SendAgain, match="nothing was recorded"):
            desk.try_("ReportFear", "sloane", words="Tengo miedo.")
    finally:
        house.raw().execute("PRAGMA busy_timeout = 5000")
        other.close()
    assert len(desk.record()) == 1
    desk.claim()
