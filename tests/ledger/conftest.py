"""Records to test with: one on SQLite, one on each engine, and events of the usual kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from asylia.ledger import Ledger, NewEvent, Plain
from asylia.ledger.engine import Connection
from tests.postgres import postgres_url

__all__ = ["postgres_url"]

AT, RECORDED = "2022-01-12T15:40:00.000Z", "2022-01-12T15:40:07.125Z"
DIGEST = "S3oLg6yYbdPzTf3Kc3F8qY0kAZ2B9nq7lO0xw2Jc4mE"


def event(under: str = "person/1", name: str = "fear.claimed/1", **fields: Plain) -> NewEvent:
    """An invented event."""
    given = {"by": "staff/1", "signed": None, "words": "They said they would kill me.", **fields}
    return NewEvent(name, AT, "border-officer", given, under, "us_mpp/2021-12-02", DIGEST)


@pytest.fixture
def sqlite_ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger.create(f"sqlite:///{tmp_path}/record.sqlite3", tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def sqlite_connection(sqlite_ledger: Ledger) -> Iterator[Connection]:
    opened = sqlite_ledger.connect()
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        made = Ledger.create(f"sqlite:///{tmp_path}/record.sqlite3", tmp_path / "home")
    else:
        made = Ledger.create(request.getfixturevalue("postgres_url"), tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    opened = ledger.connect()
    yield opened
    opened.close()


def append(ledger: Ledger, connection: Connection, stream: str, *events: NewEvent) -> None:
    """Appends at the stream's head in a transaction of its own."""
    with ledger.transaction(connection):
        ledger.append(connection, stream, ledger.head(connection, stream), events, RECORDED)
