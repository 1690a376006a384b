"""A house filled once with invented cases and copied for each test; clients signed in at any of its desks."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest
from django.test import Client

from asylia.accounts.models import Account
from asylia.accounts.session import sign_in
from asylia.shell.reading import read_case
from asylia.web import cases
from tests.shell.deployment import Deployment, copied, in_use
from tests.web.desks import caseload


@pytest.fixture(scope="session")
def filled(django_db_blocker, tmp_path_factory):
    """The deployment that is copied, with the ids of its cases by name."""
    home = tmp_path_factory.mktemp("filled") / "home"
    home.mkdir()
    deployment = Deployment(home, None)
    with django_db_blocker.unblock(), in_use(deployment) as house:
        ids = caseload.fill(caseload.arrive(house))
    return SimpleNamespace(deployment=deployment, ids=ids)


@pytest.fixture
def house(filled, tmp_path, django_db_blocker, settings):
    """The house of one test, which its pages use too."""
    copy = copied(filled.deployment, tmp_path)
    settings.HOME = copy.home
    with django_db_blocker.unblock(), in_use(copy) as opened:
        cases.house.cache_clear()
        yield opened
        cases.house.cache_clear()


@pytest.fixture
def ids(house, filled):
    """The ids of the cases, by their names in caseload.CASES."""
    return SimpleNamespace(**filled.ids)


@pytest.fixture
def at_desk(house):
    """A function: a client signed in as any member of staff, the demonstration's one-click desks or not."""

    def take(staff):
        client, request = Client(), HttpRequest()
        request.session = client.session
        sign_in(request, Account.objects.get(staff=staff))
        request.session.save()
        client.cookies[django_settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client

    return take


@pytest.fixture
def names(house):
    """A function: the stored names of the events of a case, in order."""

    def of(case):
        return [entry.name for entry in house.ledger.read(house.raw(), f"case/{case}")]

    return of


@pytest.fixture
def file(house):
    """A function: the case file as the record shows it."""
    return lambda case: read_case(house, case)


@pytest.fixture
def desk(house):
    """A function: gives commands in a case, as caseload does."""
    return lambda case: caseload.Desk(house, case, caseload.NOW)


def hidden(page):
    """What a page's form carries unseen, to be posted with what is typed."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))


def names_in(page, start):
    """The names of the fields of a page that begin so."""
    return list(dict.fromkeys(re.findall(rf'name="({re.escape(start)}[^"]*)"', page.content.decode())))


def text(page):
    """What a page says."""
    return page.content.decode()
