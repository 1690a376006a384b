"""Starting: Django set up for one home, by a program that serves no pages."""

import os
from pathlib import Path

import django


def start(home: Path) -> None:
    """Set Django up for the deployment in `home`; once in a process, before anything else of it is imported."""
    os.umask(0o077)  # what a deployment keeps, its owner alone reads
    os.environ["ASYLIA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asylia.web.settings")
    django.setup()


def record_url() -> str:
    """The address of the record of the deployment that was started."""
    from django.db import connection  # noqa: PLC0415 - only once Django is set up

    from asylia.shell.house import url_of  # noqa: PLC0415

    return url_of(connection)
