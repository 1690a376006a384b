"""Fixtures for the person's own pages: a house copied for each test, and a telephone that is signed in to a case."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from asylia.accounts.staff import found
from asylia.shell import own_pages as kept
from asylia.shell.reading import read_case
from asylia.web import cases
from tests.shell import people
from tests.shell.deployment import copied, founded_on, in_use


@pytest.fixture(scope="session")
def original(django_db_blocker, tmp_path_factory):
    """A demonstration on SQLite with its people."""
    with django_db_blocker.unblock():
        deployment = founded_on("sqlite", tmp_path_factory.mktemp("portal"))
        with in_use(deployment):
            found(demonstration=True, place="Larkfield region")
    return deployment


@pytest.fixture
def house(original, tmp_path, django_db_blocker, settings, monkeypatch):
    """The house of one test, which its pages use too; a slow digest is quick here, and tested where it is the point."""
    copy = copied(original, tmp_path)
    settings.HOME = copy.home
    monkeypatch.setattr("asylia.accounts.own_pages.ScryptPasswordHasher.work_factor", 2)
    cache.clear()
    with django_db_blocker.unblock(), in_use(copy) as house:
        cases.house.cache_clear()
        yield house
        cases.house.cache_clear()


@pytest.fixture
def desk(house):
    """A case with a language, a claim of fear, and a way to be reached; a desk that gives commands in it."""
    desk = people.Desk(house).open()
    desk.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    desk.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(people.TOOL, "no"), private_wish=False)
    desk.give("PlanContact", "sloane", channels=[
        {"kind": "shelter", "value": "Casa Inventada", "safe": False},
        {"kind": "message", "value": "+12025550143", "safe": True},
    ])  # fmt: skip
    return desk.claim("Me buscan en la terminal.")


@pytest.fixture
def secret(house, desk):
    """The secret of the person of that case, made at a desk."""
    return made(house, desk)


def made(house, desk):
    """Give access in a case; returns the twenty digits."""
    answer = desk.give("GiveAccess", "ferro", how="told")
    return kept.secret_for(house, answer, read_case(house, desk.case))


@pytest.fixture
def phone(secret):
    """A telephone on which the person is signed in, in Spanish."""
    return signed_in(secret)


def signed_in(secret, **options):
    """A telephone on which someone opened their page with these digits."""
    client = Client(**options)
    answer = client.post("/own/sign-in", {"digits": secret})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/own"), answer.content.decode()
    return client


def hidden(page):
    """What a page's first form carries unseen, to be posted with what is typed."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))


def text(page):
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))
