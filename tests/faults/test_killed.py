"""A process killed before any step of shell and sequencer, or at any moment: all of a command is written, or none.

The journal of what was sent and acknowledged, and the check of every invariant, are those of processes not killed.
"""

import signal
from collections.abc import Callable
from itertools import count
from random import Random

import pytest

from asylia.ledger.publisher import public_folder
from asylia.shell.submitting import Accepted, submit
from tests.faults.conftest import Site
from tests.faults.journal import Given
from tests.faults.writer import Work
from tests.shell.people import BEGAN, MPP, Desk, entries

CHANCE = Random(2019)  # noqa: S311 (when a process is killed is no secret)
EACH = [
    pytest.param(5, id="every_fifth_step"),
    pytest.param(1, id="every_step", marks=pytest.mark.long),
]
FEAR = {"words": "Tengo miedo.", "language": "es"}
HOME = {"country": "HN", "source": "own words", "certainty": "certain"}


def said_at(desk: Desk, do: str, by: str, **fields: object) -> Given:
    """A command about the desk's case."""
    return Given(do, by, desk.at.isoformat(), desk.case, fields)


def sweep(site: Site, send, prepare: Callable[[], Given], every: int, *, events: int, first: int = 1) -> int:
    """Kill before each step, or one of every few; check, send the same form again, check; how many were killed."""
    for killed, step in enumerate(count(first + CHANCE.randrange(every), every)):
        given = prepare()
        before = len(entries(site.house, f"case/{given.case}"))
        work = Work(given, f"{given.case}-{step}", before)
        end = send(site, work, die_before=step)
        assert end.code in {0, -signal.SIGKILL}
        assert end.done == (end.code == 0)
        site.require_whole()
        again(site, work)
        assert len(entries(site.house, f"case/{given.case}")) == before + events, "exactly once"
        if end.code == 0:
            site.require_whole()
            print(f"{killed} kills")  # noqa: T201 (the figure of the long run)
            return killed
    raise AssertionError


def again(site: Site, work: Work) -> None:
    """The same form sent once more, which is answered."""
    assert work.given
    site.journal.sent(work.key, work.given, seen=work.seen)
    answer = submit(site.house, work.given.command(), work.given.case, key=work.key)
    site.journal.answered(work.key, answer)
    assert isinstance(answer, Accepted)


@pytest.mark.parametrize("every", EACH)
def test_a_fear_is_claimed_and_referred_or_neither(site, send, every):
    def prepare() -> Given:
        return said_at(Desk(site.house).open(), "ReportFear", "rowan", words=f"No vuelvo. {site.journal.canary}")

    assert sweep(site, send, prepare, every, events=2) * every > 12


@pytest.mark.parametrize("every", EACH)
def test_a_family_is_joined_in_both_streams_or_in_neither(site, send, every):
    family = site.house.new_id()

    def prepare() -> Given:
        return said_at(Desk(site.house).open(), "JoinFamily", "sloane", family=family, relation="mother")

    assert sweep(site, send, prepare, every, events=1) * every > 12


@pytest.mark.parametrize("every", EACH)
def test_a_case_is_opened_whole_or_not_at_all(site, send, every):
    def prepare() -> Given:
        name = f"Ana {site.journal.canary}"
        person = {"person": site.house.new_id(), "name": name, "born": "1995", "nationalities": [HOME]}
        return said_at(Desk(site.house), "OpenCase", "sloane", **person, place="Northgate crossing", regime=MPP)

    assert sweep(site, send, prepare, every, events=1) * every > 12


@pytest.mark.parametrize("every", EACH)
def test_an_officer_is_drawn_with_the_seed_committed_or_not_at_all(site, send, every):
    months = count()

    def prepare() -> Given:
        years, month = divmod(next(months), 12)
        at = BEGAN.replace(year=2022 + years, month=1 + month)  # a month that nothing was drawn in yet
        return said_at(Desk(site.house, at=at).open().claim(), "AssignOfficer", "abara", claim=1)

    everyone = len(site.house.ledger.streams(site.house.raw(), "staff/"))  # a step each to read, before any write
    assert sweep(site, send, prepare, every, events=1, first=everyone) * every > 12


@pytest.mark.parametrize("every", EACH)
def test_a_refusal_is_kept_whole_or_not_at_all(site, send, every):
    """It is not answered under its key, for a refused form may be mended: nothing is half kept, that is all."""
    desk = Desk(site.house).open().claim()
    given = said_at(desk, "CloseClaim", "sloane", claim=1, reason="no_fear_seen")
    for step in count(1, every):
        before = len(desk.record())
        end = send(site, Work(given, f"refused-{step}", 3), die_before=step)
        written = [each.name for each in desk.record()[before:]]
        assert written in ([], ["act.refused/1"])
        assert not end.done or written
        site.require_whole()
        if end.code == 0:
            break
    print(f"{(step - 1) // every} kills")  # noqa: T201
    assert step > 10


@pytest.mark.parametrize("every", EACH)
def test_a_sequencer_killed_before_any_step_signs_one_history(site, send, every):
    killed = 0
    for step in count(1, every):
        Desk(site.house).open().claim()
        public = public_folder(site.home) / "checkpoint"
        public.unlink(missing_ok=True)  # each turn an hour later
        end = send(site, Work(None), die_before=step)
        site.witness()
        site.require_whole()
        site.sequence()
        site.witness()
        if end.code == 0:
            break
        killed += 1
    site.require_whole()
    print(f"{killed} kills")  # noqa: T201
    assert killed * every > 25


@pytest.mark.parametrize("kills", [10, pytest.param(550, marks=pytest.mark.long)])
def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(site, send, kills):
    """A command sent again and again until the kill: of all that were sent, the last alone may be unknown."""
    acknowledged = 0
    for kill in range(kills):
        desk = Desk(site.house).open()
        end = send(site, Work(said_at(desk, "ReportFear", "rowan", **FEAR), desk.case, 1), again=moment())
        assert end.code == -signal.SIGKILL
        acknowledged += end.done
        if kill % 40 == 0:
            site.sequence()
            site.witness()
        if kills - kill < 11 or kill % 10 == 0:  # of hundreds of cases every check reads all
            site.require_whole()
    assert acknowledged > kills


@pytest.mark.parametrize("kills", [5, pytest.param(280, marks=pytest.mark.long)])
def test_a_sequencer_killed_at_any_moment_signs_one_history(site, send, kills):
    for _ in range(kills):
        Desk(site.house).open().claim()
        end = send(site, Work(None), again=moment())
        assert end.code == -signal.SIGKILL
        site.witness()
        site.sequence()
        site.require_whole()


def moment() -> tuple[int, float]:
    """After how many pieces of work, and how much later."""
    return CHANCE.randrange(5), CHANCE.uniform(0, 0.01)
