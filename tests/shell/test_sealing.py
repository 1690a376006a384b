"""Personal text stands nowhere unsealed: a marked word said everywhere is found in no byte that is kept."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from asylia.core import codec
from asylia.core.errors import SlipOfForm
from asylia.shell import drafting
from asylia.shell.drafting import Writing
from tests.postgres import NoServerError
from tests.postgres import _binaries as binaries
from tests.shell.anything import CANARY, Anything
from tests.shell.people import Desk

NAME = "Xochitlcanary"


@pytest.fixture(scope="module")
def said(house):
    """Marked words in every field of every command there is, in a name, and in drafts; some entries were refused."""
    anything = Anything(7)
    desks = [
        Desk(house).open(f"Ana {NAME} Núñez", family=house.new_id()),
        Desk(house).open(f"{NAME}, Luis").claim(CANARY),
    ]
    for kind in codec.COMMANDS.values():
        for desk in desks:
            try:
                desk.send(anything.command(desk, kind))
            except SlipOfForm:
                continue
    for desk in desks:
        drafting.keep(house, Writing("sloane", desk.case, "AskFear", desk.file.person), {"words": CANARY})
    drafting.keep(house, Writing("sloane", house.new_id(), "OpenCase"), {"name": NAME})
    return desks


def test_the_words_were_said_and_can_be_read_by_whoever_holds_the_key(house, said):
    shown = str([each.fields for desk in said for each in desk.record()])
    assert shown.count(CANARY) > 60
    assert NAME in shown


def test_no_marked_word_is_in_any_byte_that_is_kept(house, deployment, said):
    searched, found = 0, []
    for where, kept in everything_kept(deployment):
        searched += len(kept)
        found += [(where, spelling) for spelling in spellings(CANARY, NAME) if spelling in kept.lower()]
    assert found == []
    assert searched > 300_000


def test_the_search_would_find_a_word_that_stands_open(house, deployment, said):
    """Places stand open in the rows, and a case's regime in its entries: the same search finds them."""
    for open_word in ("Northgate crossing", "us_mpp/2021-12-02"):
        assert any(
            spelling in kept.lower() for _, kept in everything_kept(deployment) for spelling in spellings(open_word)
        )


def spellings(*words: str) -> list[bytes]:
    """How a word may stand in bytes: plain, in hexadecimal, in base64 at each of three places; in small letters."""
    found = []
    for word in words:
        plain = word.encode()
        coded = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
        found += [each.lower() for each in (plain, plain.hex().encode(), word.lower().encode().hex().encode(), *coded)]
    return found


def everything_kept(deployment) -> Iterator[tuple[str, bytes]]:
    """Every file of the home folder; on PostgreSQL also a dump, and every file of its server that can be read."""
    yield from files(deployment.home)
    if not deployment.url:
        return
    yield "dump", dump(deployment.url)
    with psycopg.connect(deployment.url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
        ((number,),) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchall()
    if Path(folder).exists():
        yield from files(Path(folder) / "base" / str(number))
        yield from files(Path(folder) / "pg_wal")


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()


def dump(url: str) -> bytes:
    """What pg_dump writes; where there is no pg_dump, every row of every table as text."""
    try:
        program = shutil.which("pg_dump") or binaries() / "pg_dump"
        return subprocess.run([program, url], capture_output=True, check=True).stdout
    except (NoServerError, OSError):
        pass
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [connection.execute(f"SELECT t::text FROM {table} t").fetchall() for (table,) in tables]  # noqa: S608
        return str(rows).encode()
