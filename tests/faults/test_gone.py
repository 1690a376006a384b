"""PostgreSQL gone in the middle: a plain error, and the same form sent again gets the answer, once."""

import psycopg
import pytest
from django.db import connection

from asylia.ledger import OutOfSpace
from asylia.shell.failing import SendAgain
from asylia.shell.rebuilding import rebuild
from asylia.shell.submitting import Accepted
from tests.shell.people import Desk
from tests.shell.rows import rows

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("engine", ["postgres"], indirect=True)]
MOST = 80
WORDS = {"words": "Tengo miedo.", "language": "es"}


class Cut:
    """Ends the server's side of the house's connection before its Nth statement."""

    def __init__(self, house, url: str, before: int, monkeypatch) -> None:
        self.pid = house.raw().info.backend_pid
        self.url, self.left, self.cut = url, before, False
        for kind, name in (
            (psycopg.Cursor, "execute"),
            (psycopg.Cursor, "executemany"),
            (psycopg.Connection, "commit"),
        ):
            monkeypatch.setattr(kind, name, self._counted(getattr(kind, name)))

    def _counted(self, call):
        def one(mine, *arguments, **named):
            of = mine if isinstance(mine, psycopg.Connection) else mine.connection
            if of.info.backend_pid == self.pid:
                self.left -= 1
                if self.left == 0:
                    self._end()
            return call(mine, *arguments, **named)

        return one

    def _end(self) -> None:
        self.cut = True
        with psycopg.connect(self.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (self.pid,))


def test_a_connection_ended_before_any_statement_records_nothing_and_the_form_can_be_sent_again(
    house, deployment, monkeypatch
):
    desk = Desk(house).open()
    for statement in range(1, MOST):
        before, key = len(desk.record()), f"{desk.case}-{statement}"
        with monkeypatch.context() as patched:
            cut = Cut(house, deployment.url, statement, patched)
            if not finished(desk, key):
                assert cut.cut
        assert len(desk.record()) == before + (0 if cut.cut else 1), "the record can be read again at once"
        assert isinstance(desk.try_("ReportFear", "rowan", key=key, **WORDS), Accepted)
        assert len(desk.record()) - before in {1, 2}, "exactly once; the first claim makes its referral too"
        if not cut.cut:
            break
    assert statement > 10
    live = rows(house)
    rebuild(house)
    assert rows(house) == live
    assert house.ledger.verify(house.raw()).good


def finished(desk: Desk, key: str) -> bool:
    """Send the form; whether it was acknowledged, or said to be sent again."""
    try:
        desk.give("ReportFear", "rowan", key=key, **WORDS)
    except SendAgain as gone:
        assert "send the same form again" in str(gone)  # noqa: PT017 (its words are what is tested)
        return False
    return True


def test_a_commit_whose_answer_was_lost_is_found_by_its_key(house, monkeypatch):
    desk = Desk(house).open()
    commit = psycopg.Connection.commit

    def lost(self):
        commit(self)
        self.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Connection, "commit", lost)
        with pytest.raises(SendAgain):
            desk.try_("ReportFear", "rowan", key="lost", **WORDS)
    assert len(desk.record()) == 3, "it was recorded"
    assert desk.give("ReportFear", "rowan", key="lost", **WORDS).version == 3
    assert len(desk.record()) == 3, "and not again"


def test_a_server_that_is_not_there_is_said_plainly(house, monkeypatch):
    desk = Desk(house).open()
    connection.close()
    there = connection.settings_dict["PORT"]
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    with pytest.raises(SendAgain):
        desk.try_("ReportFear", "rowan", **WORDS)
    monkeypatch.setitem(connection.settings_dict, "PORT", there)
    desk.give("ReportFear", "rowan", **WORDS)


def test_a_full_disk_said_by_any_statement_is_the_same_plain_error(house, monkeypatch):
    desk = Desk(house).open()

    def full(self):
        self.rollback()
        raise psycopg.errors.DiskFull("could not extend file")

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Connection, "commit", full)
        with pytest.raises(OutOfSpace, match="the disk of the record is full"):
            desk.try_("ReportFear", "rowan", **WORDS)
    assert len(desk.record()) == 1
