"""A sender killed (kill -9) before any statement of the record: every message once, whatever it had in hand."""

import os
import signal
import traceback
from contextlib import suppress
from itertools import count

import pytest
from django.db import connection, connections

from asylia.ledger.sqlite import Sqlite
from asylia.shell.house import House
from asylia.web.home import database
from tests.sending.conftest import MAIL, SMS, told
from tests.sending.test_unsure import settle

EACH = [pytest.param(7, id="every_seventh"), pytest.param(1, id="every_statement", marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def engine():
    """SQLite: a forked child can begin anew with a file. PostgreSQL undoes what a client that is gone left open."""
    return "sqlite"


def killed_before(step, world):
    """A turn in a child that is killed before its `step`-th statement; whether it came to its end."""
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
            described = {"default": database(world.house.home, None)}
            connections.settings["default"] = connections.configure_settings(described)["default"]
            with suppress(AttributeError):  # no connection was open here: another test's thread closed it
                del connections["default"]
            world.house = House.open(world.house.home, world.clock)
            world.house.raw().set_trace_callback(trace)
            world.turn()
        except BaseException:  # noqa: BLE001 (this is a child: nothing of it may go on in pytest)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}
    return code == 0


@pytest.mark.parametrize("every", EACH)
@pytest.mark.parametrize("way", [SMS, MAIL], ids=["message", "mail"])
def test_killed_before_any_statement(world, way, every, record_property):
    """A message exactly once; a mail at least once, and under one Message-ID."""
    kills = copies = 0
    for step in count(1, every):
        desk = told(world.case(way))
        world.mail.taken.clear()
        before = len(world.twilio.messages)
        world.house.ledger.keys.close()
        ended = killed_before(step, world)
        world.house.ledger.keys.close()
        world.house.folds.forget()
        settle(world)
        names = [name for name, *_ in world.messages(desk)]
        assert names == ["message.tried/1", "message.sent/1"], step
        if way is SMS:
            assert len(world.twilio.messages) - before == 1, step
        else:
            assert len({mail["Message-ID"] for _, mail in world.mail.taken}) == 1, step
            copies += len(world.mail.taken) - 1
        if ended:
            break
        kills += 1
    assert kills > 30 // every
    record_property("kills and copies of a mail under its own id", (kills, copies))
