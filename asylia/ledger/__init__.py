"""THE RECORD: append, read, verify; it knows no asylum law.

A person's case is the list of things that happened in it. The ledger keeps that list so that nobody can
quietly change it: each event becomes an entry that commits to its content through salted digests, and to the
entry before it through `prev`; the content is sealed under a key that can be destroyed. docs/ledger.md tells
the room, docs/reference/record-format.md the format.

Every method of Ledger takes the caller's DB-API connection (sqlite3 or psycopg, Django's included), and the
caller owns the transaction, so that entries and read models are written together or not at all:

    ledger = Ledger.create("sqlite:///var/asylia.sqlite3", home)     # once, before Django's migrations
    ledger = Ledger.open("sqlite:///var/asylia.sqlite3", home)       # entropy=... seeds salts, never keys
    connection = ledger.connect()                                    # or ledger.prepare(made_elsewhere)
    with ledger.transaction(connection):                             # or the caller's own BEGIN IMMEDIATE
        ledger.lock(connection, ["family/..."])
        events = ledger.read(connection, "case/...")                 # list[Recorded]; fields None once erased
        ledger.append(connection, "case/...", len(events), [NewEvent(...)], recorded)
        ledger.remember(connection, key, command_digest, answer)     # exactly once
    ledger.remembered(connection, key)                               # Remembered(command_digest, answer) or None
    ledger.head(connection, stream)                                  # int
    ledger.streams(connection, "case/")                              # list[str]
    ledger.record_read(connection, recorded=..., staff=..., page=..., purpose=..., shown=True, stream=...)
    ledger.keys.seal(key_id, text, associated)                       # personal text kept outside the record
    ledger.keys.destroy(key_id, at)                                  # erasure
    ledger.export(connection, path, opened=False)                    # for verifier.py, which needs nothing of ours
    ledger.verify(connection)                                        # Report: good, fault, entries, heads
    examine(url, home)                                               # list[Check]: what `asylia doctor` prints
    new_id(clock, entropy)                                           # a time-ordered stream id
"""

from asylia.ledger.canonical import Plain, canonical, check_plain, from_text, to_text
from asylia.ledger.doctor import examine
from asylia.ledger.engine import Check
from asylia.ledger.entry import Head, NewEvent, Recorded
from asylia.ledger.errors import (
    AtWork,
    Conflict,
    KeyDestroyed,
    KeyMissing,
    KeyTaken,
    LedgerError,
    LogBroken,
    NoTransaction,
    OutOfSpace,
    SlipOfForm,
    Tampered,
    WrongSetup,
)
from asylia.ledger.keystore import KeyStore
from asylia.ledger.ledger import Ledger, Read, Remembered
from asylia.ledger.streams import new_id

__all__ = [
    "AtWork",
    "Check",
    "Conflict",
    "Head",
    "KeyDestroyed",
    "KeyMissing",
    "KeyStore",
    "KeyTaken",
    "Ledger",
    "LedgerError",
    "LogBroken",
    "NewEvent",
    "NoTransaction",
    "OutOfSpace",
    "Plain",
    "Read",
    "Recorded",
    "Remembered",
    "SlipOfForm",
    "Tampered",
    "WrongSetup",
    "canonical",
    "check_plain",
    "examine",
    "from_text",
    "new_id",
    "to_text",
]
