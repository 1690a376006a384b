"""Starting: Django set up for one home, by a program that serves no pages."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.db import Error as DjangoError


class OutOfReach(Exception):
    """The deployment's database cannot be reached or used; its text is one plain sentence."""


def start(home: Path) -> None:
    """Set Django up for the deployment in `home`; once in a process, before anything else of it is imported.

    Raises OutOfReach where the environment names no database that can be.
    """
    os.umask(0o077)  # what a deployment keeps, its owner alone reads
    os.environ["ASYLIA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asylia.web.settings")
    try:
        django.setup()
    except ValueError as error:
        raise OutOfReach(str(error)) from error


@contextmanager
def reaching() -> Iterator[None]:
    """Raises OutOfReach for what a driver or Django says in its own words and on several lines."""
    try:
        yield
    except (DjangoError, sqlite3.Error, psycopg.Error) as error:
        raise OutOfReach(f"The database cannot be used: {str(error).splitlines()[0]}") from error


def record_exists(home: Path) -> bool:
    """Whether the deployment of `home` has a record; makes nothing, and starts only what is there to be asked."""
    if not os.environ.get("DATABASE_URL") and not (home / "asylia.sqlite3").exists():
        return False
    start(home)
    from django.db import connection  # noqa: PLC0415 - only once Django is set up

    found = "ledger_schema" in connection.introspection.table_names()
    connection.close()
    return found


def record_url() -> str:
    """The address of the record of the deployment that was started."""
    from django.db import connection  # noqa: PLC0415

    from asylia.shell.house import url_of  # noqa: PLC0415

    return url_of(connection)


def require_fit(home: Path) -> None:
    """Raises OutOfReach or WrongSetup unless all tables are those that this program knows: neither older nor newer."""
    from django.db import connection  # noqa: PLC0415 - only once Django is set up
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    from asylia.ledger import Ledger  # noqa: PLC0415

    Ledger.open(record_url(), home).close()
    loader = MigrationLoader(connection)
    known, made = set(loader.disk_migrations or ()), set(loader.applied_migrations or ())
    connection.close()
    if made - known:
        raise OutOfReach("A newer program made tables here that this one does not know: run that one.")
    if known - made:
        raise OutOfReach("An older program made the tables here: stop it everywhere, then run `asylia ledger upgrade`.")
