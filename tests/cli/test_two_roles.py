"""On PostgreSQL the role that the pages run as may read and append the record, and no more."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.postgres import address, postgres_database

ROLE = "asylia_pages"


@pytest.fixture
def two_roles():
    """An empty database: its owner's address, and that of a plain role that may make tables of its own in it."""
    with postgres_database(ROLE) as owner:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(sql.Identifier(ROLE)))
        yield owner, address(owner, urlsplit(owner).path.lstrip("/"), ROLE)


def test_the_pages_run_as_a_role_that_may_only_read_and_append(two_roles, tmp_path: Path) -> None:
    """record.unaltered: founded with OWNER_DATABASE_URL, the doctor finds nothing wrong with the role's rights."""
    owner, pages = two_roles
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}  # pytest's own
    env = {**plain, "ASYLIA_HOME": str(tmp_path), "DATABASE_URL": pages, "OWNER_DATABASE_URL": owner}
    command = [sys.executable, "-c", "import sys; from asylia.cli import main; sys.exit(main(sys.argv[1:]))"]
    made = subprocess.run([*command, "demo", "--no-measures"], env=env, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, "")
    examined = subprocess.run([*command, "doctor"], env=env, capture_output=True, text=True, check=False).stdout
    assert [line for line in examined.splitlines() if "may only" in line and line.startswith("BAD")] == []
    assert f"good  {ROLE} may only read and append ledger_events" in examined
    with psycopg.connect(pages) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM ledger_events")
