"""Every byte that a deployment keeps, and how a word may stand in it."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.postgres import NoServerError
from tests.postgres import _binaries as binaries


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


def base_backup(url: str, to: Path) -> bool:
    """A physical copy of the whole server, as a replica begins with; False where there is no program to make it."""
    parts = urlsplit(url)
    socket = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    try:
        program = binaries() / "pg_basebackup"
        asked = [program, "-h", socket, "-U", parts.username or "", "-D", to, "-X", "stream", "-c", "fast", "--no-sync"]
        subprocess.run(asked, capture_output=True, check=True)
    except (NoServerError, OSError):
        return False
    return True
