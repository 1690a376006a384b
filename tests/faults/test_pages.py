"""What a person at a desk sees when the record cannot be written: a plain page; later the same form goes through."""

import uuid
from contextlib import suppress

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from asylia.accounts.staff import found
from asylia.ledger import OutOfSpace
from asylia.shell.failing import LOST, SendAgain
from asylia.web import cases
from tests.shell.people import Desk

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def client(house, monkeypatch):
    """The border officer's browser, on this house."""
    monkeypatch.setattr(cases, "house", lambda: house)
    found(demonstration=True, place="Larkfield region")
    browser = Client()
    assert browser.post("/sign-in", {"staff": "sloane"}).status_code == 302
    return browser


@pytest.fixture
def case(house):
    """A case at the officer's post."""
    return Desk(house).open()


def form(words="Tengo miedo."):
    """A statement of fear, as its page sends it."""
    return {"words": words, "new_facts": "no", "happened": "2022-01-12T09:00", "key": uuid.uuid4().hex, "seen": "1"}


def address_of(case):
    """Where a statement of fear is sent."""
    return reverse("act", args=[case.case, "ReportFear"])


def fill(house, case):
    """Leave no room for one more entry."""
    raw = house.raw()
    raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}").fetchall()
    with suppress(OutOfSpace):
        for _ in range(500):
            case.give("ReportContact", "rowan", asked="x" * 4000)


def test_a_full_disk_is_said_on_a_page_and_the_form_goes_through_when_there_is_room(house, client, case):
    address, sent = address_of(case), form("x" * 20_000)
    fill(house, case)
    try:
        page = client.post(address, sent)
        assert page.status_code == 503
        assert "the disk of the record is full" in page.content.decode()
    finally:
        house.raw().execute("PRAGMA max_page_count = 4294967294").fetchall()
    before = case.file.version
    assert client.post(address, sent).status_code == 303
    assert case.file.version == before + 2
    assert client.post(address, sent).status_code == 303
    assert case.file.version == before + 2, "sent twice, recorded once"


def test_a_page_whose_read_cannot_be_recorded_is_not_shown(client, case, monkeypatch):
    """read.accounted: every look at a case is recorded."""

    def full(*_: object, **__: object) -> None:
        raise OutOfSpace("the disk of the record is full")

    monkeypatch.setattr(cases, "note_read", full)
    page = client.get(reverse("case", args=[case.case]))
    assert page.status_code == 503
    assert "the disk of the record is full" in page.content.decode()
    assert "Ana Inventada" not in page.content.decode()


@pytest.mark.parametrize(("error", "code"), [(OperationalError("gone"), 503), (ValueError("a mistake of ours"), 500)])
def test_a_database_that_is_away_before_the_form_is_read_is_said_on_a_page(client, case, monkeypatch, error, code):
    """Who it is stands in the database, too."""
    error.__cause__ = psycopg.OperationalError("gone") if code == 503 else None

    def gone(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cases, "find", gone)
    client.raise_request_exception = False
    page = client.post(address_of(case), form())
    assert page.status_code == code
    assert ("The record cannot be reached now" in page.content.decode()) == (code == 503)
    assert "what you typed is still there" in page.content.decode()


def test_a_record_that_went_away_is_said_on_a_page(client, case, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise SendAgain(LOST)

    monkeypatch.setattr(cases, "give", gone)
    page = client.post(address_of(case), form())
    assert page.status_code == 503
    assert "send the same form again" in page.content.decode()
