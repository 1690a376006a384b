"""Fixtures for pages on a real house: founded once, copied for each test, and clients signed in at its desks."""

import re

import pytest
from django.test import Client

from asylia.accounts.staff import found
from asylia.web import cases
from tests.shell import people
from tests.shell.deployment import copied, founded_on, in_use


@pytest.fixture(scope="session")
def original(django_db_blocker, tmp_path_factory):
    """A demonstration on SQLite with its people."""
    with django_db_blocker.unblock():
        deployment = founded_on("sqlite", tmp_path_factory.mktemp("web"))
        with in_use(deployment):
            found(demonstration=True, place="Larkfield region")
    return deployment


@pytest.fixture
def house(original, tmp_path, django_db_blocker, settings):
    """The house of one test, which its pages use too."""
    copy = copied(original, tmp_path)
    settings.HOME = copy.home
    with django_db_blocker.unblock(), in_use(copy) as house:
        cases.house.cache_clear()
        yield house
        cases.house.cache_clear()


@pytest.fixture
def at_desk(house):
    """A function: a client signed in as a member of staff."""

    def take(staff):
        client = Client()
        assert client.post("/sign-in", {"staff": staff}).status_code == 302
        return client

    return take


@pytest.fixture
def begun(house):
    """A case just opened at Northgate crossing, with a desk that gives commands in it."""
    desk = people.Desk(house)
    honduran = {"country": "HN", "source": "own words", "certainty": "certain"}
    desk.give(
        "OpenCase", "sloane", person=house.new_id(), name="Reyes Oyuela, Daniela", born="1995-08",
        nationalities=[honduran], place="Northgate crossing", regime=people.MPP,
    )  # fmt: skip
    return desk


@pytest.fixture
def asked(begun):
    """The same case with a language, the tool used, and a fear said: a claim is open."""
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    begun.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(people.TOOL, "no"), private_wish=False)
    begun.give("AskFear", "sloane", language="es", answer="yes", words="No puedo volver allá.")
    return begun


def hidden(page):
    """What a page's form carries unseen, to be posted with what is typed."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))
