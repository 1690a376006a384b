"""The key store: one data key a person, office or overseer, so that destroying the key destroys the content.

Data keys are wrapped (AES-256-GCM) under a key-encryption key that lies in a file of its own; neither is ever
in the ledger's database, its dumps, replicas or archive. Keys and nonces come from the operating system even
where a demonstration seeds everything else.
"""

from __future__ import annotations

import hmac
import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from asylia.ledger.durable import kept
from asylia.ledger.engine import Connection, DuplicateError, Engine, engine_for, schema_text
from asylia.ledger.entry import NONCE
from asylia.ledger.errors import KeyDestroyed, KeyMissing, WrongSetup

REMEMBERED = 4096  # keys kept in memory
MAX_AGE = 60.0  # seconds that a key destroyed by another process can still open content in this one
SCHEMA_VERSION = 1


class DataKey(NamedTuple):
    """One key, unwrapped: a cipher for content, and a key derived from it for searchable digests."""

    cipher: AESGCM
    mac_key: bytes


class KeyStore:
    """Data keys by id; each thread has its own connection."""

    def __init__(self, engine: Engine, kek: bytes, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.engine = engine
        self._kek = AESGCM(kek)
        self._monotonic = monotonic
        self._cache: dict[str, tuple[DataKey, float]] = {}
        self._threads = threading.local()

    @classmethod
    def create(cls, url: str, home: Path) -> KeyStore:
        """A new key store and its key-encryption key; raises WrongSetup where there is one that holds keys.

        One that holds none is the beginning of a founding that was cut short, and is taken up again.
        """
        engine = engine_for(url)
        engine.make()
        connection = engine.connect()
        try:
            kept(kek_path(home), partial(os.urandom, 32))
            kek = read_kek(kek_path(home))
            if "keystore_schema" not in engine.tables(connection):
                engine.install(connection, schema_text(engine.kind, "keystore"), None)
            elif engine.run(connection, "SELECT 1 FROM keystore_keys LIMIT 1"):
                raise WrongSetup("there is a key store at this address already; open it instead")
        finally:
            connection.close()
        return cls(engine, kek)

    @classmethod
    def open(cls, url: str, home: Path) -> KeyStore:
        """The key store of a ledger; raises WrongSetup when it, or its key-encryption key, is not there."""
        engine = engine_for(url)
        kek = read_kek(kek_path(home))
        store = cls(engine, kek)
        if "keystore_schema" not in engine.tables(store.connection):
            raise WrongSetup("there is no key store at this address; the record cannot be opened without it")
        ((version,),) = engine.run(store.connection, "SELECT version FROM keystore_schema")
        if version != SCHEMA_VERSION:
            raise WrongSetup(f"the key store has schema version {version}, this program knows {SCHEMA_VERSION}")
        return store

    def check(self) -> None:
        """Raises WrongSetup unless a stored key unwraps under the key-encryption key."""
        for key_id, wrapped in self.engine.run(
            self.connection, "SELECT id, wrapped FROM keystore_keys WHERE wrapped IS NOT NULL LIMIT 1"
        ):
            self._unwrap(key_id, wrapped)

    @property
    def connection(self) -> Connection:
        """This thread's connection; a new one where the server has ended the last."""
        if not hasattr(self._threads, "connection") or self.engine.lost(self._threads.connection):
            self._threads.connection = self.engine.connect()
        return self._threads.connection

    def close(self) -> None:
        """Closes this thread's connection and forgets every key."""
        self._cache.clear()
        if hasattr(self._threads, "connection"):
            self._threads.connection.close()
            del self._threads.connection

    def key(self, key_id: str) -> DataKey | None:
        """The key, or None once destroyed; raises KeyMissing when there never was one."""
        cached = self._cache.get(key_id)
        if cached and cached[1] > self._monotonic():
            return cached[0]
        rows = self.engine.run(self.connection, "SELECT wrapped FROM keystore_keys WHERE id = ?", (key_id,))
        if not rows:
            raise KeyMissing(key_id)
        self._cache.pop(key_id, None)
        return None if rows[0][0] is None else self._keep(key_id, self._unwrap(key_id, rows[0][0]))

    def key_to_seal(self, key_id: str) -> DataKey:
        """The key, made and stored durably if there is none; raises KeyDestroyed once destroyed."""
        try:
            key = self.key(key_id)
        except KeyMissing:
            self.ensure([key_id])
            key = self.key(key_id)
        if key is None:
            raise KeyDestroyed(key_id)
        return key

    def ensure(self, key_ids: Iterable[str]) -> None:
        """Makes the keys that do not exist, in one transaction: for many persons at once."""
        known = "SELECT 1 FROM keystore_keys WHERE id = ?"
        try:
            with self.engine.transaction(self.connection):
                missing = [
                    key_id for key_id in sorted(set(key_ids)) if not self.engine.run(self.connection, known, (key_id,))
                ]
                rows = [(key_id, self._wrap(key_id, os.urandom(32))) for key_id in missing]
                self.engine.insert(self.connection, "INSERT INTO keystore_keys (id, wrapped) VALUES (?, ?)", rows)
        except DuplicateError:  # another process made one of them at this moment
            self.ensure(key_ids)

    def destroy(self, key_id: str, at: str) -> None:
        """Destroys a key for good: what it sealed can be opened by nobody. `at` is RFC 3339 UTC.

        Backups of the key store made before hold it until they are overwritten; other processes may keep it
        in memory for MAX_AGE seconds. Raises KeyMissing when there never was such a key.
        """
        with self.engine.transaction(self.connection):
            if not self.engine.run(self.connection, "SELECT 1 FROM keystore_keys WHERE id = ?", (key_id,)):
                raise KeyMissing(key_id)
            self.engine.execute(
                self.connection,
                "UPDATE keystore_keys SET wrapped = NULL, destroyed = ? WHERE id = ? AND destroyed IS NULL",
                (at, key_id),
            )
        self._cache.pop(key_id, None)
        self.engine.scrub(self.connection, "keystore_keys")

    def destroyed(self, key_id: str) -> str | None:
        """When the key was destroyed, or None while it lives; raises KeyMissing when there never was one."""
        rows = self.engine.run(self.connection, "SELECT destroyed FROM keystore_keys WHERE id = ?", (key_id,))
        if not rows:
            raise KeyMissing(key_id)
        moment: str | None = rows[0][0]
        return moment

    def copy(self, to: Path) -> None:
        """Writes all keys, wrapped as they are, to a new key store on SQLite; raises WrongSetup where `to` exists.

        Whatever is erased later can be opened with it and the key-encryption key, until it is overwritten.
        """
        if to.exists():
            raise WrongSetup(f"there is a {to.name} already; a copy is written to a new file")
        engine = engine_for(f"sqlite:///{to}")
        engine.make()
        rows = self.engine.run(self.connection, "SELECT id, wrapped, destroyed FROM keystore_keys ORDER BY id")
        with closing(engine.connect()) as connection:
            engine.install(connection, schema_text("sqlite", "keystore"), None)
            with engine.transaction(connection):
                engine.insert(connection, "INSERT INTO keystore_keys (id, wrapped, destroyed) VALUES (?, ?, ?)", rows)

    def seal(self, key_id: str, text: bytes, associated: bytes) -> bytes:
        """Seals personal text kept outside the record (a draft, say); `associated` says where it lies."""
        nonce = os.urandom(NONCE)
        return nonce + self.key_to_seal(key_id).cipher.encrypt(nonce, text, associated)

    def unseal(self, key_id: str, sealed: bytes, associated: bytes) -> bytes | None:
        """What `seal` sealed, None once the key is destroyed; raises InvalidTag if altered or moved."""
        key = self.key(key_id)
        return None if key is None else key.cipher.decrypt(sealed[:NONCE], sealed[NONCE:], associated)

    def mac(self, key_id: str, message: bytes) -> bytes:
        """HMAC-SHA-256 under a key derived from this one: a digest to search by, useless without it."""
        return hmac.digest(self.key_to_seal(key_id).mac_key, message, "sha256")

    def _keep(self, key_id: str, key: bytes) -> DataKey:
        if len(self._cache) >= REMEMBERED:
            self._cache.clear()
        data_key = DataKey(AESGCM(key), hmac.digest(key, b"asylia searchable digests/1", "sha256"))
        self._cache[key_id] = (data_key, self._monotonic() + MAX_AGE)
        return data_key

    def _wrap(self, key_id: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._kek.encrypt(nonce, key, key_id.encode())

    def _unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        try:
            return self._kek.decrypt(wrapped[:NONCE], wrapped[NONCE:], key_id.encode())
        except InvalidTag:
            raise WrongSetup(
                "the key-encryption key does not fit this key store; restore the one it was made with"
            ) from None


def keystore_address(given: str | None, home: Path) -> str:
    """Where the key store is: as given, else KEYSTORE_URL, else a SQLite file in the home folder."""
    return given or os.environ.get("KEYSTORE_URL") or f"sqlite:///{home / 'keys' / 'keystore.sqlite3'}"


def kek_path(home: Path) -> Path:
    """Where the key-encryption key lies: 32 bytes, readable by its owner alone."""
    return home / "keys" / "kek"


def read_kek(path: Path) -> bytes:
    """The key-encryption key; raises WrongSetup when it is missing or others on this machine could read it."""
    try:
        kek = path.read_bytes()
    except FileNotFoundError:
        raise WrongSetup("the home folder holds no key-encryption key (keys/kek); without it nothing opens") from None
    if path.stat().st_mode & 0o077:
        raise WrongSetup("the key-encryption key can be read by others on this machine: chmod 600 keys/kek")
    if len(kek) != 32:
        raise WrongSetup("the key-encryption key (keys/kek) is not 32 bytes; restore it from where it is kept safe")
    return kek
