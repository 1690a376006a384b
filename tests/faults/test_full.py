"""A full disk: a plain error, nothing acknowledged is lost, nothing is half written, and it works again after space."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from asylia.ledger import OutOfSpace
from asylia.shell import drafting
from asylia.shell.rebuilding import rebuild
from tests.postgres import address, server_or_skip, server_url
from tests.shell.deployment import Deployment, drop, in_use
from tests.shell.people import Desk
from tests.shell.rows import rows

LONG = "Me llevaron de la terminal. " * 800  # some twenty thousand characters
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")


def fill(house, desk: Desk) -> int:
    """Send reports until the disk is full; how many were acknowledged."""
    for acknowledged in range(5000):
        try:
            desk.give("ReportContact", "rowan", asked=LONG, key=f"{desk.case}-{acknowledged}")
        except OutOfSpace as full:
            assert "the disk of the record is full" in str(full)  # noqa: PT017 (its words are what is tested)
            return acknowledged
    raise AssertionError("the disk never was full")


def require_whole(house, desk: Desk, acknowledged: int) -> None:
    """Everything acknowledged is there, once, and nothing else."""
    assert len(desk.record()) == 1 + acknowledged
    assert house.ledger.verify(house.raw()).good


def require_going_on(house, desk: Desk, acknowledged: int) -> None:
    """With space again the same form goes through, and the rows are those of a rebuild."""
    desk.give("ReportContact", "rowan", asked=LONG, key=f"{desk.case}-{acknowledged}")
    require_whole(house, desk, acknowledged + 1)
    live = rows(house)
    rebuild(house)
    assert rows(house) == live


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spare", [1, 7, 40])
def test_a_full_file_is_a_plain_error_and_loses_nothing(house, spare):
    desk, raw = Desk(house).open(), house.raw()
    ((pages,),) = raw.execute("PRAGMA page_count").fetchall()
    raw.execute(f"PRAGMA max_page_count = {pages + spare}").fetchall()
    try:
        acknowledged = fill(house, desk)
        require_whole(house, desk, acknowledged)
    finally:
        raw.execute("PRAGMA max_page_count = 4294967294").fetchall()
    require_going_on(house, desk, acknowledged)


@AS_ROOT
@pytest.mark.parametrize("spare", [600, 900, 1300])
def test_a_full_disk_is_a_plain_error_and_loses_nothing(original, django_db_blocker, tmp_path, spare):
    """Record, key store and their logs on one small disk: `spare` kB of it are free when the house opens."""
    deployment = original("sqlite")
    used = sum(each.stat().st_size for each in deployment.home.rglob("*") if each.is_file()) // 1024
    with small_disk(tmp_path / "disk", used + spare) as disk, django_db_blocker.unblock():
        home = disk / "home"
        shutil.copytree(deployment.home, home)
        with in_use(Deployment(home, None)) as house:
            desk = Desk(house).open()
            acknowledged = fill(house, desk)
            require_whole(house, desk, acknowledged)
            with pytest.raises(OutOfSpace):
                Desk(house).open()
            with pytest.raises(OutOfSpace):
                drafting.keep(house, drafting.Writing("rowan", desk.case, "AddTestimony"), {"words": LONG * 50})
            subprocess.run(["mount", "-o", "remount,size=100M", disk], check=True)
            require_going_on(house, desk, acknowledged)


@AS_ROOT
@pytest.mark.postgres
@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="that server's disk is not ours to fill")
def test_a_full_disk_under_postgres_is_a_plain_error_and_loses_nothing(original, django_db_blocker, tmp_path):
    server_or_skip()
    deployment = original("postgres")
    with psycopg.connect(server_url(), autocommit=True) as server:
        ((data,),) = server.execute("SHOW data_directory").fetchall()
        owner = Path(data).stat()
        with small_disk(Path(data).parent / "small", 14_000) as disk:
            os.chown(disk, owner.st_uid, owner.st_gid)
            server.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(disk))))
            shutil.copytree(deployment.home, tmp_path / "home")
            name, template = "on_a_small_disk", deployment.url.partition("?")[0].rpartition("/")[2]
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {} TABLESPACE small")
            server.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
            copy = Deployment(tmp_path / "home", address(server_url(), name))
            try:
                with django_db_blocker.unblock(), in_use(copy) as house:
                    desk = Desk(house).open()
                    acknowledged = fill(house, desk)
                    require_whole(house, desk, acknowledged)
                    subprocess.run(["mount", "-o", "remount,size=100M", disk], check=True)
                    require_going_on(house, desk, acknowledged)
            finally:
                drop(copy)
                server.execute("DROP TABLESPACE small")


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
