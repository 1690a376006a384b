"""ASYLIA_HOME: the one folder with what a deployment must keep, the database and the keys in it."""

import secrets
from pathlib import Path
from typing import Any

import psycopg

from asylia.ledger.durable import kept
from asylia.ledger.postgres import reaching

# WAL lets pages read while one writes; FULL keeps what was acknowledged through a loss of power.
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA busy_timeout = 5000;
"""

# How libpq names what Django names its own way; the rest of an address (sslmode, say) goes on as it is.
NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
HOW_TO_WRITE = "DATABASE_URL must read postgresql://NAME:PASSWORD@HOST:PORT/DATABASE"


def secret_key(home: Path) -> str:
    """Return the key that signs sessions and forms: made once, kept readable by its owner only."""
    return kept(home / "secret.key", lambda: secrets.token_urlsafe(48).encode()).decode("ascii")


def database(home: Path, url: str | None) -> dict[str, Any]:
    """Return Django's description of the database: PostgreSQL by address, else SQLite in `home`.

    Raises ValueError where the address is not one of PostgreSQL.
    """
    if not url:
        options = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "asylia.sqlite3", "OPTIONS": options}
    if not url.startswith(("postgres://", "postgresql://")):
        raise ValueError(HOW_TO_WRITE)
    try:
        parts = reaching(url)
    except psycopg.ProgrammingError:
        raise ValueError(HOW_TO_WRITE) from None  # libpq would print the address, password and all
    named = {setting: str(parts.pop(name, "")) for name, setting in NAMED.items()}
    return {"ENGINE": "asylia.web.postgres", **named, "OPTIONS": parts, "CONN_MAX_AGE": 60}
