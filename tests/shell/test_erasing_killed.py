"""An erasure killed (kill -9) before any statement of record and key store: still asked for, or ended by the next."""

import os
import signal
import traceback
from itertools import count

import pytest
from django.db import connection, connections

from asylia.caseload.models import CaseRow
from asylia.core.event import Author
from asylia.core.streams.keeping import ApproveErasure, AskErasure
from asylia.ledger.sqlite import Sqlite
from asylia.shell.erasing import finish, keep, lives
from asylia.shell.house import House
from asylia.shell.reading import keeping_of
from asylia.shell.rebuilding import rebuild
from asylia.web.home import database
from tests.shell.people import BEGAN, DESKS, Desk
from tests.shell.rows import rows

EACH = [pytest.param(4, id="every_fourth"), pytest.param(1, id="every_statement", marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def engine():
    """SQLite: a forked child can begin anew with a file. PostgreSQL undoes what a client that is gone left open."""
    return "sqlite"


def who(by):
    return Author(by=by, role=DESKS[by][0], at=BEGAN)


def asked(house):
    """A closed case and the id of the erasure that was asked for."""
    desk = Desk(house).open().make_open_to_hearing()
    desk.give("CloseClaim", "abara", claim=1, reason="programme_ended")
    desk.give("CloseCase", "abara", reason="programme_ended")
    id = house.new_id()
    given = AskErasure(who=who("moyo"), erasure=id, person=desk.file.person, basis="statute", cite="invented",
                       from_day=BEGAN.date())  # fmt: skip
    assert keep(house, given) is None
    return desk.case, desk.file.person, id


def killed_before(step, home, id):
    """Approve and destroy in a child that is killed before its `step`-th statement; whether it came to its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        steps = count(1)

        def trace(_):
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        connect = Sqlite.connect

        def traced(self):
            made = connect(self)
            made.set_trace_callback(trace)
            return made

        try:
            Sqlite.connect = traced
            # The deployment's own file, whatever database the tests before this one left Django's settings at.
            connections.settings["default"] = connections.configure_settings({"default": database(home, None)})[
                "default"
            ]
            del connections["default"]
            house = House.open(home)
            house.raw().set_trace_callback(trace)
            keep(house, ApproveErasure(who=who("okafor"), erasure=id))
            finish(house)
        except BaseException:  # noqa: BLE001 (this is a child: nothing of it may go on in pytest)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}
    return code == 0


@pytest.mark.parametrize("every", EACH)
def test_killed_before_any_statement(house, every):
    seen = set()
    for step in count(1, every):
        case, person, id = asked(house)
        house.ledger.keys.close()
        ended = killed_before(step, house.home, id)
        house.ledger.keys.close()
        house.folds.forget()
        erasure = keeping_of(house, house.raw()).erasures[id]
        stood = (erasure.approved is not None, lives(house, f"person/{person}"), erasure.erased is not None)
        seen.add(stood)
        assert stood in {(False, True, False), (True, True, False), (True, False, False), (True, False, True)}
        assert CaseRow.objects.get(case=case).erased == stood[0]
        before = rows(house)
        rebuild(house)
        assert rows(house) == before
        if not stood[0]:
            assert keep(house, ApproveErasure(who=who("okafor"), erasure=id)) is None
        assert finish(house) == (not stood[2])
        assert not lives(house, f"person/{person}")
        assert keeping_of(house, house.raw()).erasures[id].erased is not None
        assert Desk(house, case).file.erased
        if ended:
            break
    assert step > 40
    assert len(seen) == 4, "killed in each of its four stages"
    assert house.ledger.verify(house.raw()).good
