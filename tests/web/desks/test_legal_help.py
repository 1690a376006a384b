"""The list of legal help: kept by a desk that called each number, open to anyone, old after a month."""

import datetime as dt

import pytest

from asylia.core.event import Author
from asylia.core.streams.legal_help import Helper, ListHelp
from asylia.shell.beside import help_listed
from asylia.shell.reading import helpers
from asylia.web import cases
from tests.web.desks.conftest import hidden, text

ROW = {"helpers.0.name": "Hadley Clinic", "helpers.0.number": "555 0100", "helpers.0.languages": "Spanish, Mam"}


def put(client, **typed):
    """Send the form of the list."""
    page = client.get("/help/legal/list")
    return client.post("/help/legal/list", hidden(page) | ROW | typed)


def test_a_list_is_put_by_a_desk_and_read_by_anyone(at_desk, client, house):
    """contact.family-counsel: a current list, in the reader's language, without sign-in."""
    assert "There is no list here yet" in text(client.get("/help/legal"))
    assert put(at_desk("ferro")).status_code == 303
    page = text(client.get("/help/legal?lang=es"))
    assert "Hadley Clinic" in page
    assert "alguien contestó" in page
    assert [each.number for each in helpers(house, house.raw()).helpers] == ["555 0100"]
    assert "Hadley Clinic" in text(at_desk("abara").get("/help/legal/list")), "what stands is in the form"


def test_a_list_of_a_month_ago_says_that_it_is_old(at_desk, client, monkeypatch):
    """contact.family-counsel: a list that nobody called through is none."""
    put(at_desk("ferro"))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=32)
    monkeypatch.setattr(cases.house(), "clock", lambda: later)
    assert "Ask for a newer list" in text(client.get("/help/legal"))


@pytest.mark.parametrize("typed", [{"helpers.0.number": ""}, {"helpers.0.name": ""}, {"helpers.0.number": " "}])
def test_nobody_is_on_it_without_a_name_and_a_number(at_desk, house, typed):
    """contact.family-counsel: a name that nobody can call helps nobody."""
    answer = put(at_desk("ferro"), **typed)
    assert answer.status_code == 422
    assert "Spanish, Mam" in text(answer)
    assert helpers(house, house.raw()).helpers == ()


def test_only_who_keeps_it_puts_it(at_desk, house):
    """authority.role: kept where numbers are called, and nowhere else."""
    assert at_desk("castellan").get("/help/legal/list").status_code == 404
    counsel = Author(by="castellan", role="counsel", at=dt.datetime.now(dt.UTC))
    command = ListHelp(who=counsel, helpers=(Helper(name="A clinic", number="555 0100"),))
    assert help_listed(house, command).rules[0].rule == "authority.role"
