"""Invented staff, and a browserless client that is signed in as one of them."""

import pytest
from django.core.cache import cache
from django.test import Client

from asylia.accounts.staff import found, project
from asylia.core.facts import Staff

PEOPLE = {
    "sloane": ("P. Sloane", "border_officer", "Northgate crossing"),
    "rowan": ("K. Rowan", "asylum_officer", "Larkfield office"),
    "abara": ("T. Abara", "supervisor", "Larkfield office"),
    "ferro": ("B. Ferro", "hearing_clerk", "Larkfield office"),
    "okafor": ("J. Okafor", "overseer", ""),
}


@pytest.fixture
def demonstration(db):
    """A database founded as a demonstration, with its people."""
    found(demonstration=True, place="Larkfield region")
    for id, (name, role, office) in PEOPLE.items():
        project(Staff(id=id, name=name, role=role, office=office))


@pytest.fixture
def signed_in(demonstration):
    """A function: a client signed in as a member of staff."""

    def take_desk(staff):
        client = Client()
        assert client.post("/sign-in", {"staff": staff}).status_code == 302
        return client

    return take_desk


@pytest.fixture
def live(db):
    """A live deployment with two officers, and nobody's tries to sign in counted yet."""
    cache.clear()
    found(demonstration=False, place="Larkfield region")
    for id, role in (("rowan", "asylum_officer"), ("abara", "supervisor")):
        project(Staff(id=id, name=f"{id.capitalize()} (invented)", role=role, zone="America/Chicago"))
