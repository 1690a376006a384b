"""Old and new: tables of another version are refused before a page is served; the upgrade mends old ones."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

REFUSED = 2


def asylia(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a home, with nothing else said."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ASYLIA_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "asylia.cli", *arguments], env={**kept, "ASYLIA_HOME": str(home)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    assert asylia(folder, "found", "--headquarters", "quill", "--name", "N. Quill").returncode == 0
    return folder


def change(home: Path, statement: str) -> None:
    """One statement on the deployment's database."""
    with closing(sqlite3.connect(home / "asylia.sqlite3", isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("change_", "undo", "said"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('caseload', '9999_later', '2030-01-01')",
            "DELETE FROM django_migrations WHERE name = '9999_later'",
            "A newer program made tables here",
        ),
        ("UPDATE ledger_schema SET version = 99", "UPDATE ledger_schema SET version = 2", "schema version 99"),
        ("UPDATE ledger_schema SET version = 1", "UPDATE ledger_schema SET version = 2", "`asylia ledger upgrade`"),
    ],
)
def test_pages_are_not_served_on_tables_of_another_version(home: Path, change_: str, undo: str, said: str) -> None:
    change(home, change_)
    ran = asylia(home, "serve", "--port", "1")
    change(home, undo)
    assert (ran.returncode, ran.stdout) == (REFUSED, "")
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_an_older_deployment_is_upgraded(home: Path) -> None:
    """What the read models' tables lack since an older program made them is added; then the pages may be served."""
    back = [sys.executable, "-m", "django", "migrate", "--settings=asylia.web.settings", "-v0", "caseload", "0001"]
    subprocess.run(back, env={**os.environ, "ASYLIA_HOME": str(home)}, check=True)
    ran = asylia(home, "serve", "--port", "1")
    assert (ran.returncode, "run `asylia ledger upgrade`" in ran.stderr) == (REFUSED, True)
    assert asylia(home, "ledger", "upgrade").stdout == "The record has schema version 2; it had 2.\n"
    assert asylia(home, "rebuild").returncode == 0
