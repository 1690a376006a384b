"""Deployments to test with, on either engine: founded once with their people, then copied for each test.

deployment = copied(founded_on("sqlite", folder), elsewhere)
with in_use(deployment) as house: ...
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from psycopg import sql

from asylia.shell.house import Clock, House, founded, now
from asylia.web.home import database
from tests.postgres import address, server_url
from tests.shell import people


class Deployment(NamedTuple):
    """One home folder, and the address of its PostgreSQL database (None: SQLite in the home)."""

    home: Path
    url: str | None


@contextmanager
def in_use(deployment: Deployment, clock: Clock = now) -> Iterator[House]:
    """The deployment's house; Django's one database, in every thread, is the deployment's until the end."""
    before = connections.settings["default"]
    described = connections.configure_settings({"default": database(deployment.home, deployment.url)})
    _use(described["default"])
    try:
        house = founded(deployment.home, clock)
        yield house
        house.ledger.close()
    finally:
        _use(before)


def _use(described: dict) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = described


def founded_on(engine: str, folder: Path) -> Deployment:
    """A new deployment in the folder, with its people and an adopted regime."""
    url = _made(f"template_{folder.name}_{os.getpid()}", "template0") if engine == "postgres" else None
    (folder / "home").mkdir()
    deployment = Deployment(folder / "home", url)
    with in_use(deployment) as house:
        people.arrive(house)
    return deployment


def copied(original: Deployment, folder: Path) -> Deployment:
    """The same deployment once more, in a folder and a database of its own."""
    shutil.copytree(original.home, folder / "home")
    url = _made(f"copy_{folder.name}_{os.getpid()}", _name(original.url)) if original.url else None
    return Deployment(folder / "home", url)


def drop(deployment: Deployment) -> None:
    """Drop the deployment's PostgreSQL database, if it has one."""
    if deployment.url:
        _do("DROP DATABASE {} WITH (FORCE)", _name(deployment.url))


def _made(name: str, template: str) -> str:
    _do("CREATE DATABASE {} TEMPLATE {}", name, template)
    return address(server_url(), name)


def _do(text: str, *names: str) -> None:
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")
