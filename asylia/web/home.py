"""ASYLIA_HOME: the one folder with what a deployment must keep, the database and the keys in it."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# WAL lets pages read while one writes; FULL keeps what was acknowledged through a loss of power.
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA busy_timeout = 5000;
"""


def secret_key(home: Path) -> str:
    """Return the key that signs sessions and forms: made once, kept readable by its owner only."""
    path = home / "secret.key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def database(home: Path, url: str | None) -> dict[str, Any]:
    """Return Django's description of the database: PostgreSQL by address, else SQLite in `home`.

    Raises ValueError where the address is not one of PostgreSQL.
    """
    if not url:
        options = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "asylia.sqlite3", "OPTIONS": options}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must read postgresql://NAME:PASSWORD@HOST:PORT/DATABASE")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }
