"""`asylia send` as a process: one turn, what it prints, what it refuses, and what the doctor says of the outbox."""

import datetime as dt
import os
import subprocess
import sys

import pytest

from asylia.accounts.models import Deployment
from asylia.sending import verbs
from asylia.shell.models import Outgoing
from tests.sending.conftest import PHONE, SITE, SMS, told


@pytest.fixture(scope="module")
def engine():
    return "sqlite"


@pytest.fixture
def ran(world):
    """A function: the command in this home, with this provider set up where asked."""

    def run(*words: str, set_up: bool = True, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        home = world.house.home
        written = f'site = "{SITE}"\n[messages]\nprovider = "twilio"\naccount = "{world.twilio.account}"\n'
        written += f'sender = "+12025550100"\nurl = "{world.twilio.url}"\n'
        (home / "sending.toml").write_text(written) if set_up else (home / "sending.toml").unlink(missing_ok=True)
        ours = ("ASYLIA_", "DATABASE_", "DJANGO_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"ASYLIA_HOME": str(home), "ASYLIA_PHONE": PHONE, "ASYLIA_MESSAGES_TOKEN": world.twilio.token}
        done = subprocess.run(
            [sys.executable, "-m", "asylia.cli", *words], env={**kept, **own}, input=given, capture_output=True,
            timeout=60, check=False,
        )  # fmt: skip
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_one_turn_as_a_process(world, ran):
    """It sends, says how many and nothing of whom, and has nothing to do the second time."""
    desk = told(world.case(SMS))
    first = ran("send", "--once")
    assert (first.returncode, first.stdout) == (0, "1 sent, 0 to be tried later, 0 for a person, 0 failed.\n")
    assert ran("send", "--once").stdout == "0 sent, 0 to be tried later, 0 for a person, 0 failed.\n"
    assert len(world.twilio.messages) == 1
    assert [name for name, *_ in world.messages(desk)] == ["message.tried/1", "message.sent/1"]
    assert world.twilio.token not in first.stderr


def test_what_it_says_where_it_cannot(world, ran):
    """One plain sentence, and 2; a mail that is none of ours ends with 1."""
    nothing = ran("send", set_up=False)
    assert nothing.returncode == 2
    assert nothing.stderr.startswith("Nothing is set up to send with: there is no sending.toml in ")
    stranger = ran("send", "--returned", given=b"Subject: hello\n\nbuy this")
    assert (stranger.returncode, stranger.stdout) == (1, "This is no returned message of ours.\n")


def test_the_doctor_says_how_long_the_oldest_waits(world, monkeypatch):
    """Over a quarter of an hour is not as it must be; a demonstration sends nothing, and that is as it must be."""
    monkeypatch.setenv("ASYLIA_HOME", str(world.house.home))
    monkeypatch.setenv("ASYLIA_PHONE", PHONE)
    (world.house.home / "sending.toml").unlink(missing_ok=True)
    assert [each.ok for each in verbs.sending_checks()] == [True]
    told(world.case(SMS))
    Outgoing.objects.update(changed=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=20))
    (check,) = verbs.sending_checks()
    assert (check.ok, check.found) == (False, "nothing is set up: no sending.toml")
    (world.house.home / "sending.toml").write_text('[mail]\nserver = "localhost"\nsender = "news@agency.example"\n')
    (check,) = verbs.sending_checks()
    assert (check.ok, check.found) == (False, "the oldest due waits 20 minutes")
    (world.house.home / "sending.toml").write_text("[mail")
    (check,) = verbs.sending_checks()
    assert check.found.startswith("sending.toml cannot be read")
    (world.house.home / "sending.toml").unlink()
    Deployment.objects.update_or_create(only=1, defaults={"demonstration": True})
    try:
        assert [(each.ok, each.found) for each in verbs.sending_checks()] == [(True, "a demonstration sends nothing")]
    finally:
        Deployment.objects.all().delete()
