"""A full disk: a plain error, nothing acknowledged is lost, nothing is half written, and it works again after space."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from asylia.ledger import OutOfSpace
from asylia.shell import drafting
from asylia.shell.submitting import Accepted, submit
from tests.faults.conftest import Site
from tests.faults.journal import Given, journal_at
from tests.postgres import address, server_or_skip, server_url
from tests.shell.deployment import Deployment, drop, in_use
from tests.shell.people import Desk

LONG = "Me llevaron de la terminal. " * 800  # some twenty thousand characters
TWENTY = range(0, 320, 16)  # kB that are free when the writing begins
LEVELS = pytest.mark.parametrize("levels", [TWENTY[::5], pytest.param(TWENTY, marks=pytest.mark.long)], ids=len)
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")
numbers = count()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spare", [1, 7, 40])
def test_a_full_file_is_a_plain_error_and_loses_nothing(site, spare):
    desk, raw = Desk(site.house).open(), site.house.raw()
    ((pages,),) = raw.execute("PRAGMA page_count").fetchall()
    raw.execute(f"PRAGMA max_page_count = {pages + spare}").fetchall()
    try:
        refused = filled(site, desk)
    finally:
        raw.execute("PRAGMA max_page_count = 4294967294").fetchall()
    require_going_on(site, refused)


@AS_ROOT
@LEVELS
def test_a_disk_that_fills_at_many_levels_is_a_plain_error_and_loses_nothing(
    original, django_db_blocker, check, tmp_path, levels
):
    """Record, key store and their logs on one small disk."""
    deployment = original("sqlite")
    with small_disk(tmp_path / "disk", 8_000) as disk, django_db_blocker.unblock():
        home = disk / "home"
        shutil.copytree(deployment.home, home)
        with in_use(Deployment(home, None)) as house, journal_at(tmp_path / "journal") as journal:
            site = Site(home, None, house, journal, tmp_path / "journal", check)
            desk = Desk(house).open()
            draft = drafting.Writing("rowan", desk.case, "AddTestimony", desk.file.person)
            for level in levels:
                with only(disk, level):
                    refused = filled(site, desk)
                    with pytest.raises(OutOfSpace):
                        Desk(house).open()
                    with pytest.raises(OutOfSpace):
                        drafting.keep(house, draft, {"words": LONG * 9})
                require_going_on(site, refused)


@AS_ROOT
@LEVELS
@pytest.mark.postgres
@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="that server's disk is not ours to fill")
def test_a_disk_under_postgres_that_fills_at_many_levels_is_a_plain_error_and_loses_nothing(
    original, django_db_blocker, check, tmp_path, levels
):
    server_or_skip()
    with (
        small_database(original("postgres"), tmp_path) as (disk, copy),
        django_db_blocker.unblock(),
        in_use(copy) as house,
        journal_at(tmp_path / "journal") as journal,
    ):
        site = Site(copy.home, copy.url, house, journal, tmp_path / "journal", check)
        desk = Desk(house).open()
        for level in levels:
            with only(disk, level):
                refused = filled(site, desk)
            require_going_on(site, refused)


def filled(site: Site, desk: Desk) -> Given:
    """Reports until the disk is full; the one that was refused. What is recorded can be read meanwhile."""
    version = desk.file.version
    while True:
        given = Given("ReportContact", "rowan", desk.at.isoformat(), desk.case, {"asked": LONG + site.journal.canary})
        key = f"{desk.case}-{next(numbers)}"
        site.journal.sent(key, given, seen=version)
        try:
            answer = submit(site.house, given.command(), desk.case, key=key)
        except OutOfSpace as full:
            site.journal.failed(key, str(full))
            assert "the disk of the record is full" in str(full)  # noqa: PT017 (its words are what is tested)
            break
        site.journal.answered(key, answer)
        version += 1
    assert desk.file.version == version, "everything acknowledged, and nothing else, can be read"
    assert site.house.ledger.verify(site.house.raw()).good
    return given


def require_going_on(site: Site, refused: Given) -> None:
    """With space again every invariant holds, and the same form goes through."""
    site.require_whole()
    desk = Desk(site.house, refused.case)
    key = f"{desk.case}-{next(numbers)}"
    site.journal.sent(key, refused, seen=desk.file.version)
    answer = submit(site.house, refused.command(), refused.case, key=key)
    site.journal.answered(key, answer)
    assert isinstance(answer, Accepted)
    site.require_whole()


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size, in memory; skips the test where even root may mount nothing."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def only(disk: Path, kilobytes: int) -> Iterator[None]:
    """No more than that is free on the disk; whatever is written meanwhile, afterwards there is room again."""
    found = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(found.f_bavail * found.f_frsize - kilobytes * 1024, 1))
    try:
        yield
    finally:
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=100M", disk], check=True)


@contextmanager
def small_database(deployment: Deployment, folder: Path) -> Iterator[tuple[Path, Deployment]]:
    """A copy of the deployment whose database lies on a small disk of its own."""
    assert deployment.url
    with psycopg.connect(server_url(), autocommit=True) as server:
        ((data,),) = server.execute("SHOW data_directory").fetchall()
        owner = Path(data).stat()
        with small_disk(Path(data).parent / "small", 100_000) as disk:
            os.chown(disk, owner.st_uid, owner.st_gid)
            server.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(disk))))
            shutil.copytree(deployment.home, folder / "home")
            name, template = "on_a_small_disk", deployment.url.partition("?")[0].rpartition("/")[2]
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {} TABLESPACE small")
            server.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
            copy = Deployment(folder / "home", address(server_url(), name))
            try:
                yield disk, copy
            finally:
                drop(copy)
                server.execute("DROP TABLESPACE small")
