"""The machine that must hold a COMMIT too is away: a page gives up in time, and nothing is told that is not so."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from asylia.shell.failing import SendAgain
from asylia.shell.submitting import Accepted
from asylia.web.postgres.base import Connection
from tests.postgres import NoServerError, Server
from tests.shell.deployment import Deployment, in_use
from tests.shell.people import Desk, arrive

PATIENCE = 1.0
WORDS = {"words": "Tengo miedo.", "language": "es"}
pytestmark = pytest.mark.postgres


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        try:
            made = Server(Path(folder))
            made.make("fsync = off")
        except NoServerError as error:
            pytest.skip(str(error))
        made.start()
        yield made
        made.stop()


def wait_for(server: Server, standby: str) -> None:
    """From now on a COMMIT waits for that standby; for none, where it is empty."""
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = " + f"'{standby}'")
        admin.execute("SELECT pg_reload_conf()")
    time.sleep(0.2)


def test_a_page_gives_up_on_a_commit_that_a_second_machine_must_hold(
    server: Server, django_db_blocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    with django_db_blocker.unblock(), in_use(Deployment(tmp_path / "home", server.url)) as house:
        arrive(house)
        desk = Desk(house).open()
        before = len(desk.record())
        connection.close()
        monkeypatch.setattr(Connection, "patience", PATIENCE)
        wait_for(server, "nobody")

        began = time.monotonic()
        with pytest.raises(SendAgain, match="did not answer"):
            desk.give("ReportFear", "rowan", key="once", **WORDS)
        assert PATIENCE <= time.monotonic() - began < PATIENCE + 2
        assert len(desk.record()) == before, "what one machine alone holds is shown to nobody"
        with pytest.raises(SendAgain):  # its locks are held: the same form is not told that it is recorded
            desk.give("ReportFear", "rowan", key="once", **WORDS)

        wait_for(server, "")
        assert isinstance(desk.try_("ReportFear", "rowan", key="once", **WORDS), Accepted)
        assert [each.name for each in desk.record()].count("fear.claimed/1") == 1
        assert house.ledger.verify(house.raw()).good
        connection.close()
