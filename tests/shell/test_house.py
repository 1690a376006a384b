"""The house: founded once, on the database that Django uses, wherever that is; its secrets its owner's alone."""

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from asylia.ledger import Head, WrongSetup
from asylia.ledger.engine import engine_for
from asylia.ledger.postgres import reaching
from asylia.shell.failing import MOVED, GaveWay, SendAgain
from asylia.shell.house import House, founded, url_of
from asylia.web.home import database
from tests.shell.people import Desk

ADDRESSES = {
    "TCP": "postgresql://asylia@db.example:5433/record",
    "a password with every sign": "postgresql://a%40b:p%40%3A%2F%3F%23%25%20%26%3D%27ñ@10.0.0.1/record",
    "IPv6": "postgresql://asylia@[::1]:5432/record",
    "a socket": "postgresql://asylia@/record?host=%2Fvar%2Frun%2Fpostgresql",
    "a socket in the host's place": "postgresql://asylia@%2Fvar%2Frun%2Fpostgresql:5433/record",
    "more than Django has names for": "postgresql://asylia@db.example/record?sslmode=require&connect_timeout=3",
    "nothing but a name": "postgresql:///record",
}


@pytest.mark.parametrize("url", ADDRESSES.values(), ids=ADDRESSES)
def test_the_ledger_goes_where_django_goes(tmp_path, url):
    """What libpq makes of the deployment's address and of the one that the ledger is given is the same."""
    described = connections.configure_settings({"default": database(tmp_path, url)})["default"]
    found = conninfo_to_dict(url_of(DatabaseWrapper(described)))
    wanted = reaching(url)
    assert conninfo_to_dict(url).items() <= wanted.items(), "what the address says goes first"
    assert {name: found[name] for name in wanted} == wanted
    assert set(found) - set(wanted) <= {"client_encoding"}, "what Django itself asks for"
    assert engine_for(url_of(DatabaseWrapper(described))).kind == "postgres"


@pytest.mark.parametrize("url", ["mysql://x/y", "record", "postgresql://a:secret@h:port/x?nonsense=1"])
def test_an_address_that_cannot_be_read_is_said_without_repeating_it(tmp_path, url):
    with pytest.raises(ValueError, match="DATABASE_URL must read") as said:
        database(tmp_path, url)
    assert "secret" not in str(said.value)


def test_record_and_read_models_are_in_one_database(house):
    tables = set(connection.introspection.table_names())
    assert {"ledger_events", "ledger_keys", "caseload_caserow", "shell_draft", "accounts_account"} <= tables
    assert not [each for each in tables if each.startswith("keystore")], "the keys are not"


def test_founding_again_opens_what_is_there(house):
    desk = Desk(house).open()
    again = founded(house.home)
    assert Desk(again, desk.case).file.version == 1
    again.ledger.close()


def test_a_connection_is_made_ready_again_after_it_was_lost(house, engine):
    connection.close()
    raw = house.raw()
    setting = "PRAGMA synchronous" if engine == "sqlite" else "SHOW synchronous_commit"
    assert raw.execute(setting).fetchone()[0] in {2, "on"}


def test_secrets_are_made_once_and_are_their_owners_alone(house):
    assert house.draw_seed("2030-01") == house.draw_seed("2030-01")
    assert len(house.draw_seed("2030-01")) == 32
    assert house.draw_seed("2030-01") != house.draw_seed("2030-02")
    for kept in (house.home / "search.key", house.home / "draw" / "2030-01.seed", house.home / "keys" / "kek"):
        assert kept.stat().st_mode & 0o077 == 0, kept


def test_a_house_is_not_opened_where_none_was_founded(house, tmp_path):
    with pytest.raises(WrongSetup):
        House.open(tmp_path)


def test_what_fails_inside_a_transaction_undoes_it(house):
    desk = Desk(house).open()

    def fails() -> None:
        with house.transaction():
            desk.claim()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert desk.file.version == 1, "nor does what was folded meanwhile stay in memory"
    assert len(desk.record()) == 1
    desk.claim()
    assert desk.file.version == 3


def test_what_was_folded_and_never_committed_is_not_taken_for_what_another_process_wrote(house):
    desk, other = Desk(house).open(), House.open(house.home)
    elsewhere = Desk(other, desk.case)

    def fails() -> None:
        with house.transaction():
            desk.claim("Esto no quedó escrito.")
            assert desk.file.claims[0].words == ("Esto no quedó escrito.",)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    elsewhere.claim("Esto sí.")
    assert isinstance(house.folds.head(f"case/{desk.case}", 3), Head), "what was kept is what was undone"
    assert desk.file.claims[0].words == ("Esto sí.",), "the same version, another entry"
    desk.claim("Y esto después.")
    assert house.ledger.verify(house.raw()).good, "it follows the entry that is on the record"
    other.ledger.keys.close()


def test_settling_ends_with_a_plain_error(house):
    def work(raw):
        raise GaveWay(MOVED)

    with pytest.raises(SendAgain):
        house.settle(work)
