"""The house in hand: one deployment's ledger, regimes, clock and secrets, and its transaction."""

import datetime as dt
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from asylia.core.regime import Regime
from asylia.ledger import Ledger, new_id
from asylia.ledger.durable import kept
from asylia.regimes import regimes
from asylia.shell.failing import MOVED, GaveWay, SendAgain, failing_plainly
from asylia.shell.folding import Folds

T = TypeVar("T")
TRIES = 5  # of a transaction that gave way to others

Clock: TypeAlias = Callable[[], dt.datetime]
Raw: TypeAlias = Any  # the DB-API connection under Django's: sqlite3 or psycopg


def now() -> dt.datetime:
    """The system's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


def url_of(database: BaseDatabaseWrapper) -> str:
    """The ledger's address for Django's database: the ledger lives in the same one."""
    if database.vendor == "sqlite":
        return f"sqlite:///{database.settings_dict['NAME']}"
    # Every part stands in the query, where a socket's folder and any sign in a password can be written.
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    parts = {name: str(value) for name, value in database.get_connection_params().items() if name in known}
    return f"postgresql:///?{urlencode(parts, quote_via=quote)}"


class House:
    """One deployment. `replay` also opens cases under historical regimes (stories and simulation only)."""

    def __init__(
        self, ledger: Ledger, home: Path, clock: Clock = now, entropy: Callable[[int], bytes] = os.urandom,
        *, replay: bool = False,
    ) -> None:  # fmt: skip
        self.ledger = ledger
        self.home = home
        self.clock = clock
        self.entropy = entropy
        self.replay = replay
        self.folds = Folds(ledger)
        self.regimes: dict[str, Regime] = regimes()
        self._search_key = kept(home / "search.key", _secret)

    @classmethod
    def open(cls, home: Path, clock: Clock = now, *, replay: bool = False) -> "House":
        """Open the deployment whose database Django is set up for; raises ledger.WrongSetup without one."""
        return cls(Ledger.open(url_of(connection), home), home, clock, replay=replay)

    @contextmanager
    def transaction(self) -> Iterator[Raw]:
        """One write transaction over record and read models; gives the DB-API connection under Django's.

        Raises OutOfSpace, SendAgain and GaveWay (shell/failing.py); whatever is raised, nothing was written.
        """
        with failing_plainly():
            self.raw()
            with transaction.atomic():
                yield connection.connection

    def settle(self, work: Callable[[Raw], T]) -> T:
        """What `work` gives, done in a transaction, and in another one where it gave way, a few times at most.

        Raises SendAgain after the last of them.
        """
        for _ in range(TRIES):
            try:
                with self.transaction() as raw:
                    return work(raw)
            except GaveWay:
                continue
        raise SendAgain(MOVED)

    def raw(self) -> Raw:
        """The DB-API connection under Django's, set up as the record needs it."""
        connection.ensure_connection()
        raw = connection.connection
        if getattr(connection, "_asylia_prepared", None) is not raw:
            self.ledger.prepare(raw)
            connection._asylia_prepared = raw  # type: ignore[attr-defined]
        return raw

    def regime(self, version: str) -> Regime:
        """The regime version a case is pinned to. Raises KeyError for one this software does not carry."""
        return self.regimes[version]

    def new_id(self) -> str:
        """A new time-ordered id for a case, person or family."""
        return new_id(self.clock, self.entropy)

    def seal(self, person: str, text: str) -> bytes:
        """Personal text sealed under the person's key, for read models and drafts."""
        return self.ledger.keys.seal(f"person/{person}", text.encode(), person.encode())

    def unseal(self, person: str, sealed: bytes) -> str | None:
        """The text again, or None once the person's key is destroyed."""
        text = self.ledger.keys.unseal(f"person/{person}", bytes(sealed), person.encode())
        return None if text is None else text.decode()

    def digest(self, token: str) -> bytes:
        """A keyed digest of a name part, for search."""
        return hmac.digest(self._search_key, token.encode(), hashlib.sha256)[:16]

    def draw_seed(self, period: str) -> bytes:
        """The period's secret seed, made once and kept in the home until it is revealed."""
        return kept(self.home / "draw" / f"{period}.seed", _secret)


def _secret() -> bytes:
    return secrets.token_bytes(32)


def founded(home: Path, clock: Clock = now, *, replay: bool = False) -> House:
    """Make the record, its key store and the tables in an empty database, or open what is there.

    On PostgreSQL, OWNER_DATABASE_URL is the address of the role that makes and owns the record's tables, so
    that the role of DATABASE_URL may only read and append there.
    """
    from django.core.management import call_command  # noqa: PLC0415 - only founding needs it

    url = url_of(connection)
    tables = connection.introspection.table_names()
    connection.close()
    if "ledger_schema" not in tables:
        owner = os.environ.get("OWNER_DATABASE_URL")
        role = connection.settings_dict["USER"] if owner else None
        Ledger.create(owner or url, home, application_role=role)
    call_command("migrate", verbosity=0, interactive=False)
    return House.open(home, clock, replay=replay)


def upgraded(application_role: str | None = None) -> tuple[int, int]:
    """Bring the record's tables, then the read models', to this program's version; gives the record's (from, to).

    No entry is touched. On PostgreSQL the owner's address stands in OWNER_DATABASE_URL, as in `founded`.
    """
    from django.core.management import call_command  # noqa: PLC0415 - only founding and upgrading need it

    owner = os.environ.get("OWNER_DATABASE_URL")
    role = application_role or (connection.settings_dict["USER"] if owner else None)
    versions = Ledger.upgrade(owner or url_of(connection), application_role=role)
    call_command("migrate", verbosity=0, interactive=False)
    return versions
