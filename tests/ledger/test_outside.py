"""How far the log is held outside: what pages and doctor say while a witness, or the sequencer, is away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from asylia.ledger import Ledger, WrongSetup, examine
from asylia.ledger.engine import Connection
from asylia.ledger.follow import log_of, once
from asylia.ledger.outside import LAG, lag, outside, public
from asylia.ledger.publisher import public_folder
from asylia.ledger.witnesses import add_witness
from tests.ledger.conftest import append, event
from tests.ledger.receipts import WITNESSES

RECORDED = dt.datetime(2022, 1, 12, 15, 40, 7, 125_000, tzinfo=dt.UTC)  # as tests.ledger.conftest records
SIGNED = dt.datetime(2022, 1, 12, 15, 40, 9, tzinfo=dt.UTC)


@pytest.fixture
def home(ledger: Ledger, connection: Connection, tmp_path: Path) -> Path:
    """A log that has signed one entry, with no witness named."""
    append(ledger, connection, "case/1", event())
    sequenced(ledger, connection, tmp_path / "home", SIGNED)
    return tmp_path / "home"


def sequenced(ledger: Ledger, connection: Connection, home: Path, now: dt.datetime) -> None:
    once(ledger, connection, home, log_of(home, "demonstration"), lambda: now)


def test_a_witness_that_is_away_is_said_with_since_when(ledger: Ledger, connection: Connection, home: Path) -> None:
    assert outside(ledger.engine, connection, home).unwitnessed is None
    add_witness(home, str(WITNESSES[0].verifier), "http://127.0.0.1:9")
    found = outside(ledger.engine, connection, home)
    assert found.unwitnessed == found.signed == "2022-01-12T15:40:09.000Z"
    assert [(each.name, each.size) for each in found.witnesses] == [("ig.example/1", -1)]
    assert found.checkpoint is not None
    assert found.checkpoint.size == 1
    append(ledger, connection, "case/1", event())
    assert outside(ledger.engine, connection, home).waiting == 1
    sequenced(ledger, connection, home, SIGNED + dt.timedelta(minutes=5))
    assert outside(ledger.engine, connection, home).unwitnessed == "2022-01-12T15:40:09.000Z"


def test_the_public_checkpoint_is_late_once_its_hour_has_passed(
    ledger: Ledger, connection: Connection, home: Path
) -> None:
    """From files alone: nothing new is public while a witness is away."""
    found = public(home, SIGNED + dt.timedelta(minutes=20))
    assert found is not None
    assert (found.checkpoint.size, found.at.hour, found.late) == (1, 15, False)
    late = public(home, SIGNED + dt.timedelta(hours=2))
    assert late is not None
    assert late.late
    (public_folder(home) / "checkpoint").unlink()
    assert public(home, SIGNED) is None


def test_without_a_log_it_is_said_that_there_is_none(ledger: Ledger, connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(WrongSetup):
        outside(ledger.engine, connection, tmp_path / "elsewhere")


def test_doctor_says_how_long_the_oldest_entry_waits(
    sqlite_ledger: Ledger, sqlite_connection: Connection, tmp_path: Path
) -> None:
    """A sequencer that is away is no fault of any entry: it is found here."""
    ledger, connection, home, url = (
        sqlite_ledger,
        sqlite_connection,
        tmp_path / "home",
        f"sqlite:///{tmp_path}/record.sqlite3",
    )
    sequenced(ledger, connection, home, SIGNED)
    assert lag(ledger.engine, connection, SIGNED) == dt.timedelta()
    append(ledger, connection, "case/2", event(under="person/2"), event(under="person/2"))
    assert lag(ledger.engine, connection, RECORDED + LAG) == LAG
    (found,) = [each for each in examine(url, home) if each.name == "the log keeps up"]
    assert not found.ok
    assert found.found.startswith("the oldest entry waits ")
    assert "sequence --follow" in found.mend
    sequenced(ledger, connection, home, SIGNED)
    (found,) = [each for each in examine(url, home) if each.name == "the log keeps up"]
    assert (found.ok, found.found) == (True, "the oldest entry waits 0 s")
