"""The ledger: append, read, remember, on the caller's connection and inside the caller's transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag

from asylia.ledger import entry as form
from asylia.ledger.canonical import canonical, from_text
from asylia.ledger.engine import Connection, DuplicateError, Engine, Row, engine_for, schema_text
from asylia.ledger.entry import Entry, Head, NewEvent, Recorded
from asylia.ledger.errors import Conflict, KeyTaken, Tampered, WrongSetup
from asylia.ledger.export import export_lines, write_export
from asylia.ledger.keystore import KeyStore, keystore_address
from asylia.ledger.verifier import Receipts, Report, verify

SCHEMA_VERSION = 2
Entropy = Callable[[int], bytes]

HEAD = "SELECT version, digest FROM ledger_events WHERE stream = ? ORDER BY version DESC LIMIT 1"
FROM = (
    "SELECT version, entry, digest, under, sealed FROM ledger_events WHERE stream = ? AND version >= ? ORDER BY version"
)
STREAMS = "SELECT stream FROM ledger_events WHERE version = 1 AND stream >= ? AND stream < ? ORDER BY stream"
HEADS = (
    "SELECT stream, MAX(version) FROM ledger_events WHERE stream >= ? AND stream < ? GROUP BY stream ORDER BY stream"
)
NEXT = "SELECT stream FROM ledger_events WHERE stream > ? AND stream < ? ORDER BY stream LIMIT 1"
REMEMBER = "INSERT INTO ledger_keys (key, command_digest, answer) VALUES (?, ?, ?)"
REMEMBERED = "SELECT command_digest, answer FROM ledger_keys WHERE key = ?"
READ = "INSERT INTO ledger_reads (recorded, staff, stream, page, purpose, outcome, ids) VALUES (?, ?, ?, ?, ?, ?, ?)"
READS = "SELECT recorded, staff, stream, page, purpose, outcome, ids FROM ledger_reads"


class Remembered(NamedTuple):
    """What a form's key was answered with."""

    command_digest: bytes
    answer: bytes


class Read(NamedTuple):
    """One look at a page: `stream` is None and `ids` are the cases shown where the page was a list."""

    recorded: str
    staff: str
    stream: str | None
    page: str
    purpose: str
    outcome: str  # shown | denied
    ids: list[str]


class Ledger:
    """One record: a database, and the key store its content is sealed under."""

    def __init__(self, engine: Engine, keys: KeyStore, entropy: Entropy = os.urandom) -> None:
        self.engine = engine
        self.keys = keys
        self._entropy = entropy

    @classmethod
    def create(
        cls,
        url: str,
        home: Path | str,
        *,
        keystore_url: str | None = None,
        application_role: str | None = None,
        entropy: Entropy = os.urandom,
    ) -> Ledger:
        """A new record at `url` and a new key store; raises WrongSetup where there is one.

        `home` is the folder of keys (ASYLIA_HOME). Without `keystore_url` (or KEYSTORE_URL) the key store is
        a SQLite file in it. `application_role`: the PostgreSQL role that may read and append, no more; call
        this as another role.
        """
        engine = engine_for(url)
        engine.make()
        with closing(engine.connect()) as connection:
            if "ledger_schema" in engine.tables(connection):
                raise WrongSetup("there is a record at this address already; open it instead")
            keys = KeyStore.create(keystore_address(keystore_url, Path(home)), Path(home))
            engine.install(connection, schema_text(engine.kind, "ledger"), application_role)
        return cls(engine, keys, entropy)

    @classmethod
    def open(
        cls, url: str, home: Path | str, *, keystore_url: str | None = None, entropy: Entropy = os.urandom
    ) -> Ledger:
        """The record at `url`; raises WrongSetup when it is not there or of another schema version."""
        engine = engine_for(url)
        with closing(engine.connect()) as connection:
            if "ledger_schema" not in engine.tables(connection):
                raise WrongSetup("there is no record at this address; create it first")
            ((version,),) = engine.run(connection, "SELECT version FROM ledger_schema")
        if version != SCHEMA_VERSION:
            how = "; run `asylia ledger upgrade`" if version < SCHEMA_VERSION else ""
            raise WrongSetup(f"the record has schema version {version}, this program knows {SCHEMA_VERSION}{how}")
        return cls(engine, KeyStore.open(keystore_address(keystore_url, Path(home)), Path(home)), entropy)

    @classmethod
    def upgrade(cls, url: str, *, application_role: str | None = None) -> tuple[int, int]:
        """Brings the record's tables to this program's schema version, all or nothing; gives (from, to).

        No entry is touched. On PostgreSQL call it as the role that made the record, naming the application's role.
        Raises WrongSetup when there is no record, or one that a newer program made.
        """
        engine = engine_for(url)
        with closing(engine.connect()) as connection:
            if "ledger_schema" not in engine.tables(connection):
                raise WrongSetup("there is no record at this address; create it first")
            ((version,),) = engine.run(connection, "SELECT version FROM ledger_schema")
            if version > SCHEMA_VERSION:
                raise WrongSetup(f"the record has schema version {version}, this program knows {SCHEMA_VERSION}")
            if version < SCHEMA_VERSION:
                engine.install(connection, schema_text(engine.kind, "ledger", version), application_role)
        return version, SCHEMA_VERSION

    def connect(self) -> Connection:
        """A DB-API connection of the caller's own, set up and read back, in autocommit mode."""
        return self.engine.connect()

    def close(self) -> None:
        """Ends this thread's connection to the key store and forgets every key."""
        self.keys.close()

    def prepare(self, connection: Connection) -> None:
        """Sets up a connection made elsewhere (Django's) as the record needs it; raises WrongSetup."""
        self.engine.prepare(connection)

    def transaction(self, connection: Connection) -> AbstractContextManager[None]:
        """A write transaction for callers that have none: commits at the end, or undoes everything."""
        return self.engine.transaction(connection)

    def lock(self, connection: Connection, names: Iterable[str]) -> None:
        """Locks names (families, persons) in one order until the transaction ends; read only after it."""
        self.engine.lock(connection, names)

    def head(self, connection: Connection, stream: str) -> int:
        """The version of the stream's newest entry, 0 when it has none."""
        rows = self.engine.run(connection, HEAD, (stream,))
        return rows[0][0] if rows else 0

    def streams(self, connection: Connection, prefix: str) -> list[str]:
        """Names of the streams that begin with `prefix` (ASCII), in byte order."""
        return [stream for (stream,) in self.engine.run(connection, STREAMS, (prefix, prefix + "\x7f"))]

    def heads(self, connection: Connection, prefix: str) -> list[tuple[str, int]]:
        """The streams that begin with `prefix` (ASCII) and the version of each one's newest entry, in byte order."""
        return [(stream, version) for stream, version in self.engine.run(connection, HEADS, (prefix, prefix + "\x7f"))]

    def long_streams(self, connection: Connection, prefix: str) -> Iterator[str]:
        """The same, one look-up a stream: for few streams of many entries, which `streams` would go through."""
        found: list[Row] = [(prefix,)]
        while found := self.engine.run(connection, NEXT, (found[0][0], prefix + "\x7f")):
            yield found[0][0]

    def read(self, connection: Connection, stream: str, after: int = 0) -> list[Recorded]:
        """The stream's events after version `after`, links checked and content opened; raises Tampered."""
        rows = self.engine.run(connection, FROM, (stream, after))
        prev = form.stream_digest(stream)
        if after and rows:
            first, _, prev, *_ = rows.pop(0)
            if first != after:
                raise Tampered(stream, after, "this entry is missing")
        events: list[Recorded] = []
        for version, row in enumerate(rows, after + 1):
            event = self._opened(stream, version, prev, row)
            prev = event.digest
            events.append(event)
        return events

    def append(
        self, connection: Connection, stream: str, after: int | Head, events: Sequence[NewEvent], recorded: str
    ) -> list[Recorded]:
        """Appends to a stream whose newest version is `after`; `recorded` is the shell's clock.

        Who has read that entry in this transaction gives its Head, and saves looking it up. Raises SlipOfForm before
        anything is written, Conflict when the stream has moved on, KeyDestroyed, NoTransaction, OutOfSpace. After any
        of them: roll the transaction back.
        """
        self.engine.require_transaction(connection)
        form.check_stream(stream)
        form.check_time(recorded, "recorded")
        for event in events:
            form.check_event(event)
        head = after if isinstance(after, Head) else self._head_to_extend(connection, stream, after)
        if not events:
            return []
        rows, done = self._chain(stream, head, events, recorded)
        try:
            self.engine.insert_entries(connection, rows)
        except DuplicateError:
            raise Conflict(stream, head.version, None) from None
        return done

    def remember(self, connection: Connection, key: str, command_digest: bytes, answer: bytes) -> None:
        """Keeps a form's answer (event ids only) under its key, in the same transaction; raises KeyTaken."""
        self.engine.require_transaction(connection)
        try:
            self.engine.insert(connection, REMEMBER, [(key, command_digest, answer)])
        except DuplicateError:
            raise KeyTaken("this form was answered already; give that answer again") from None

    def remembered(self, connection: Connection, key: str) -> Remembered | None:
        """What the form with this key was answered, if it was."""
        rows = self.engine.run(connection, REMEMBERED, (key,))
        return Remembered(*rows[0]) if rows else None

    def record_read(
        self,
        connection: Connection,
        *,
        recorded: str,
        staff: str,
        page: str,
        purpose: str,
        shown: bool,
        stream: str | None = None,
        ids: Iterable[str] = (),
    ) -> None:
        """Records one look, by ids and codes only; a page whose read cannot be recorded is not shown."""
        form.check_time(recorded, "recorded")
        outcome = "shown" if shown else "denied"
        row = (recorded, staff, stream, page, purpose, outcome, canonical(list(ids)).decode())
        self.engine.insert(connection, READ, [row])

    def reads(self, connection: Connection, stream: str | None = None) -> list[Read]:
        """Looks at one stream, or all of them, oldest first."""
        where, values = (" WHERE stream = ?", (stream,)) if stream else ("", ())
        rows = self.engine.run(connection, f"{READS}{where} ORDER BY id", values)
        return [Read._make((*row[:6], msgspec.json.decode(row[6]))) for row in rows]

    def export(self, connection: Connection, path: Path | str, *, opened: bool = False) -> None:
        """Writes the whole record to `path` (docs/reference/record-format.md), all of one moment.

        `opened` adds every field with its salt, for a reader entitled to check content: personal text.
        """
        write_export(export_lines(self.engine, self.keys, connection, opened=opened), Path(path))

    def lines(self, connection: Connection, stream: str) -> list[bytes]:
        """The export of one stream, opened: what the verifier takes, and each field with its salt."""
        return list(export_lines(self.engine, self.keys, connection, opened=True, stream=stream))

    def verify(self, connection: Connection, *, opened: bool = True, receipts: Receipts | None = None) -> Report:
        """The verifier's report on the record as it stands; `opened` also checks content against its commitment."""
        lines = export_lines(self.engine, self.keys, connection, opened=opened)
        return verify((line.decode() for line in lines), receipts)

    def _head_to_extend(self, connection: Connection, stream: str, after: int) -> Head:
        rows = self.engine.run(connection, HEAD, (stream,))
        head = Head(*rows[0]) if rows else Head(0, form.stream_digest(stream))
        if head.version != after:
            raise Conflict(stream, after, head.version)
        return head

    def _chain(
        self, stream: str, head: Head, events: Sequence[NewEvent], recorded: str
    ) -> tuple[list[Row], list[Recorded]]:
        """Rows to insert and what they record: one draw of salts and one of nonces for all."""
        salts = form.salts(self._entropy(form.SALT * sum(len(event.fields) for event in events)))
        nonces = os.urandom(form.NONCE * len(events))  # never seeded: a nonce used twice opens what it sealed
        rows: list[Row] = []
        done: list[Recorded] = []
        after, prev = head
        used = 0
        for number, event in enumerate(events):
            version = after + 1 + number
            plaintext, content = form.commit(event.fields, salts[used : used + len(event.fields)])
            used += len(event.fields)
            said = form.link(event, stream, version, recorded, prev, content)
            entry = canonical(said)
            digest = form.entry_digest(entry)
            nonce = nonces[form.NONCE * number : form.NONCE * (number + 1)]
            sealed = form.seal(self.keys.key_to_seal(event.under).cipher, nonce, plaintext, said)
            rows.append((stream, version, entry, digest, event.under, sealed))
            done.append(form.as_recorded(said, dict(event.fields), digest, prev, content, entry))
            prev = digest
        return rows, done

    def _opened(self, stream: str, number: int, prev: bytes, row: Row) -> Recorded:
        version, entry, digest, under, sealed = row
        if version != number:
            raise Tampered(stream, number, "this entry is missing")
        if form.entry_digest(entry) != digest:
            raise Tampered(stream, version, "the entry does not have the digest stored beside it")
        try:
            said = form.read_entry(entry)
            follows, content = from_text(said.prev), from_text(said.content)
        except (msgspec.MsgspecError, ValueError):
            raise Tampered(stream, version, "the entry is not written as the format says") from None
        if (said.stream, said.version) != (stream, version):
            raise Tampered(stream, version, "the entry belongs to another place")
        if follows != prev:
            raise Tampered(stream, version, "the entry does not follow the one before it")
        return form.as_recorded(said, self._fields(said, under, sealed), digest, prev, content, entry)

    def _fields(self, said: Entry, under: str, sealed: bytes) -> dict[str, object] | None:
        key = self.keys.key(under)
        if key is None:
            return None
        try:
            return form.fields_of(form.unseal(key.cipher, sealed, said))
        except InvalidTag:
            what = "its content does not open: it was altered or moved"
            raise Tampered(said.stream, said.version, what) from None
