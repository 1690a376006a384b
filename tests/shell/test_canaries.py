"""Marked words said everywhere open for who holds the key; after an erasure nowhere, not even from an old backup."""

import hashlib
import hmac
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client

from asylia.accounts.models import Account
from asylia.accounts.session import sign_in
from asylia.accounts.staff import found
from asylia.core import codec
from asylia.core.errors import SlipOfForm
from asylia.ledger import Ledger, canonical, verifier
from asylia.ledger import entry as form
from asylia.ledger.engine import engine_for
from asylia.ledger.follow import log_of, once
from asylia.shell import documents, drafting
from asylia.shell.drafting import Writing
from asylia.shell.erasing import lives
from asylia.shell.rebuilding import rebuild
from asylia.web import cases
from tests.postgres import address, server_url
from tests.shell.anything import CANARY, Anything
from tests.shell.erased import erase
from tests.shell.kept import base_backup, dump, everything_kept, files, spellings
from tests.shell.people import Desk
from tests.shell.rows import rows

NAME, SOUGHT, OTHER = "Xochitlcanary", "Nahuicanary", "Tlalolincanary"
FILED = f"{CANARY}, en un archivo.".encode()


@pytest.fixture(scope="module")
def scene(deployment, house, tmp_path_factory):
    """Two people of whom everything marked was said, looked for and half written, and one whose record stays."""
    folder = tmp_path_factory.mktemp("temporary")
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    found(demonstration=True, place="Larkfield region")
    family, sent = house.new_id(), {"words": f"{CANARY} otra vez.", "language": "es"}
    gone = [Desk(house).open(f"Ana {NAME} Núñez", family=family), Desk(house).open(f"{NAME}, Luis").claim(CANARY)]
    stays = Desk(house).open(f"Rosa {OTHER}").claim(f"{OTHER} y más.")
    gone[1].give("ReportFear", "sloane", key=house.new_id(), **sent)
    anything = Anything(11)
    for kind in codec.COMMANDS.values():
        for desk in gone:
            try:
                desk.send(anything.command(desk, kind), key=house.new_id())
            except SlipOfForm:
                continue
    for desk in gone:
        drafting.keep(house, Writing("sloane", desk.case, "AskFear", desk.file.person), {"words": CANARY})
        documents.keep(house, desk.file, FILED)
    typed_on_pages(house, gone)
    with closing(house.ledger.connect()) as connection:
        once(house.ledger, connection, house.home, log_of(house.home, "demonstration"))
    yield SimpleNamespace(
        house=house, deployment=deployment, gone=gone, stays=stays, temporary=folder, elsewhere=folder / "elsewhere",
        persons=[each.file.person for each in gone], sent=sent,
        mac_key=house.ledger.keys.key(f"person/{gone[1].file.person}").mac_key, answers=commands_answered(house),
    )  # fmt: skip
    tempfile.tempdir = before


def typed_on_pages(house, gone):
    """The same people looked for by name, opened, and written about on pages: sessions, reads and drafts come of it."""
    kept, django_settings.HOME = django_settings.HOME, house.home
    cases.house.cache_clear()
    try:
        client, request = Client(), HttpRequest()
        request.session = client.session
        sign_in(request, Account.objects.get(staff="abara"))
        request.session.save()
        client.cookies[django_settings.SESSION_COOKIE_NAME] = request.session.session_key
        for sought in (NAME, SOUGHT, f"{NAME} {SOUGHT}"):
            assert client.post("/search", {"find": sought}).status_code == 200
        for desk in gone:
            assert client.get(f"/case/{desk.case}").status_code == 200
            kept_at = client.post(f"/case/{desk.case}/act/AskRemedy", {"words": CANARY, "claim": "x"})
            assert kept_at.status_code == 422
    finally:
        cases.house.cache_clear()
        django_settings.HOME = kept


def commands_answered(house):
    """What the record keeps of the forms that were answered."""
    return house.ledger.engine.run(house.raw(), "SELECT command_digest FROM ledger_keys")


def found_in(everything):
    """Where a marked word stands open, and how many bytes were searched."""
    searched, hits = 0, []
    for where, kept in everything:
        searched += len(kept)
        lowered = kept.lower()
        hits += [where for spelling in spellings(CANARY, NAME, SOUGHT) if spelling in lowered]
    return hits, searched


def backed_up(scene, name):
    """Copies as an agency makes them: of the database (never with its keys), of the whole server, a closed export."""
    to = scene.elsewhere / name
    to.mkdir(parents=True)
    scene.house.ledger.export(scene.house.raw(), to / "export.jsonl")
    if scene.deployment.url:
        (to / "dump.sql").write_bytes(dump(scene.deployment.url))
        assert base_backup(scene.deployment.url, to / "server") == (shutil.which("pg_basebackup") is not None)
    else:
        live, copy = (sqlite3.connect(folder / "asylia.sqlite3") for folder in (scene.deployment.home, to))
        with closing(live), closing(copy):
            live.backup(copy)
    return to


@contextmanager
def put_back(scene, backup):
    """A ledger on a database made of that backup, beside the one in use, with the keys in use."""
    if not scene.deployment.url:
        yield Ledger(engine_for(f"sqlite:///{backup}/asylia.sqlite3"), scene.house.ledger.keys)
        return
    psql = shutil.which("psql")
    if psql is None:
        pytest.skip("psql is needed to put a dump back (Debian: apt-get install postgresql-client)")
    name = f"put_back_{scene.house.new_id()}"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            url = address(server_url(), name)
            told = [psql, "-q", "-v", "ON_ERROR_STOP=1", url, "-f", backup / "dump.sql"]
            subprocess.run(told, capture_output=True, check=True)
            yield Ledger(engine_for(url), scene.house.ledger.keys)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def opened_of(ledger, connection, cases_asked):
    """The contents of these cases that open, as text."""
    read = [each for case in cases_asked for each in ledger.read(connection, f"case/{case}")]
    return [str(each.fields) for each in read if each.fields is not None]


def test_canaries_stand_sealed_before_and_open_nowhere_after(scene):
    """record.erasable: every byte kept, before and after; then every key that is left, tried on an old backup."""
    house, asked = scene.house, [each.case for each in scene.gone]
    before = backed_up(scene, "before")
    assert everything_searched(scene) == []
    with put_back(scene, before) as old, closing(old.engine.connect()) as connection:
        for ledger, raw in ((house.ledger, house.raw()), (old, connection)):
            shown = str(opened_of(ledger, raw, asked))
            assert shown.count(CANARY) > 60
            assert NAME in shown
        assert len(rows_open(house, old, connection, asked)) == 6, "two names, two drafts and two files"
        wrapped = [wrapped_key(house, f"person/{each}") for each in scene.persons]
        for person in scene.persons:
            erase(house, person)
        after = backed_up(scene, "after")

        assert everything_searched(scene) == []
        for ledger, raw in ((house.ledger, house.raw()), (old, connection)):
            assert opened_of(ledger, raw, asked) == []
            assert OTHER in str(opened_of(ledger, raw, [scene.stays.case]))
        assert rows_open(house, old, connection, asked) == []
        assert every_key_fails(house, old, connection, asked)
    assert not any(lives(house, f"{kind}/{each}") for kind in ("person", "overseer") for each in scene.persons)
    key_store = [kept for _, kept in files(scene.deployment.home / "keys")]
    assert not any(each in kept for each in wrapped for kept in key_store), "in its file or its write-ahead log"
    assert house.ledger.verify(house.raw()).good
    for export in (before / "export.jsonl", after / "export.jsonl"):
        ran = subprocess.run([sys.executable, verifier.__file__, export], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    left = rows(house)
    rebuild(house)
    assert rows(house) == left


def wrapped_key(house, key):
    """The bytes that the key store holds of a key."""
    sql = "SELECT wrapped FROM keystore_keys WHERE id = ?"
    ((wrapped,),) = house.ledger.keys.engine.run(house.ledger.keys.connection, sql, (key,))
    return wrapped


def everything_searched(scene):
    """Where a marked word stands open: in the home, the server's files, a dump, temporary files, backups, exports."""
    sessions = str([each.get_decoded() for each in Session.objects.all()]).encode()  # Django keeps them compressed
    assert b"abara" in sessions
    everything = [*everything_kept(scene.deployment), *files(scene.temporary), ("sessions", sessions)]
    hits, searched = found_in(everything)
    assert searched > 1_000_000
    return hits


def every_key_fails(house, old, connection, asked):
    """Whether no key that is left opens any sealed entry of these cases."""
    keys = [each for (each,) in house.ledger.keys.engine.run(
        house.ledger.keys.connection, "SELECT id FROM keystore_keys WHERE wrapped IS NOT NULL")]  # fmt: skip
    assert len(keys) > 5
    for case in asked:
        sealed = old.engine.run(
            connection, "SELECT entry, sealed FROM ledger_events WHERE stream = ?", (f"case/{case}",)
        )
        assert sealed
        for entry, content in sealed[:5]:
            for key in keys:
                with pytest.raises(InvalidTag):
                    form.unseal(house.ledger.keys.key(key).cipher, bytes(content), form.read_entry(bytes(entry)))
    return True


def rows_open(house, old, connection, asked):
    """What read models, drafts and files of an old backup open to, with the keys that are left."""
    people = old.engine.run(connection, 'SELECT "case", person, name FROM caseload_caserow')
    drafts = old.engine.run(connection, 'SELECT "case", under, sealed, staff, form FROM shell_draft')
    filed = old.engine.run(connection, 'SELECT "case", under, sealed FROM shell_document')
    assert {case for case, *_ in people} >= set(asked)
    assert {case for case, *_ in filed} >= set(asked)
    assert {case for case, *_ in drafts} >= set(asked)
    names = [house.unseal(person, bytes(name)) for case, person, name in people if case in asked]
    half_written = [
        house.ledger.keys.unseal(under, bytes(sealed), Writing(staff, case, what, "").place)
        for case, under, sealed, staff, what in drafts if case in asked
    ]  # fmt: skip
    digest = hashlib.sha256(FILED).hexdigest()
    opened = [
        house.ledger.keys.unseal(under, bytes(sealed), f"document/{case}/{digest}/filed".encode())
        for case, under, sealed in filed if case in asked
    ]  # fmt: skip
    return [each for each in (*names, *half_written, *opened) if each is not None]


def test_no_guess_can_be_tried_on_what_is_kept_of_a_form(scene):
    """A plain digest of a command would confirm a guess for ever: what is kept is keyed, and the key is gone."""
    desk, kept = scene.gone[1], {bytes(digest) for (digest,) in scene.answers}
    said = codec.command_fields(desk.command("ReportFear", "sloane", **scene.sent))
    guess = canonical({"case": desk.case, "by": "sloane", **said})
    assert hashlib.sha256(guess).digest() not in kept
    assert hmac.digest(scene.mac_key, guess, "sha256") in kept, "the guess is right, and with the key it would show"


def test_the_search_would_find_a_word_left_open_in_a_temporary_file(scene):
    """A search that cannot find proves nothing."""
    with tempfile.NamedTemporaryFile() as left:
        left.write(f"x{CANARY}y".encode())
        left.flush()
        hits, _ = found_in(files(scene.temporary))
        assert hits == [left.name]
    assert Path(scene.temporary).exists()
