# ruff: noqa: F811 (fixtures that are used by name)
"""The clerk's desk is tested on a real house, with a decision made and hearings ahead."""

import datetime as dt

import pytest

from tests.shell import people
from tests.web.real import asked, at_desk, begun, hidden, house, original  # noqa: F401

SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40)
HEARING = next(day for n in range(7) if (day := SOON + dt.timedelta(days=n)).weekday() < 5)
NOTICE = {
    "kind": "appear", "language": "es", "address_kind": "postal", "address": "12 Calle Uno, Larkfield",
    "signer": "B. Ferro", "title": "Hearing clerk", "court": "larkfield", "day": HEARING.isoformat(),
    "time": "08:30:00",
}  # fmt: skip


@pytest.fixture
def noticed(asked):
    """A case with a notice to appear signed now, not served."""
    asked.at = dt.datetime.now(dt.UTC)
    asked.give("PrepareNotice", "ferro", **NOTICE)
    return asked


@pytest.fixture
def decided(house):
    """A negative that the supervisor concurred in and no draw has chosen, so that it waits for service."""
    while True:
        desk = people.Desk(house).open().make_open_to_hearing()
        desk.decide("negative")
        desk.give("Concur", "abara", claim=1, determination=1)
        if not desk.file.claims[0].determinations[0].drawn_for:
            return desk


@pytest.fixture
def clerk(at_desk):
    """The hearing clerk's client."""
    return at_desk("ferro")


def served(desk):
    """The notice handed over and said back."""
    desk.at = dt.datetime.now(dt.UTC)
    desk.give("ServeNotice", "ferro", notice=1, how="in_person", language="es", understood=True, said_back="El lunes.")
    return desk


def answered(client, address, /, **typed):
    """Open a page, type, send: the answer."""
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**hidden(page), **typed})


__all__ = ["HEARING", "NOTICE", "answered", "people", "served"]
