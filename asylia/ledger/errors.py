"""What can go wrong with the record, each said plainly and without a word of anyone's testimony."""

from __future__ import annotations


class LedgerError(Exception):
    """Anything the record refuses or cannot do; its text holds no personal content."""


class SlipOfForm(LedgerError):
    """A value that cannot be recorded as it stands; names the field, never the value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Conflict(LedgerError):
    """The stream has moved on since it was read; `found` is None where another writer won the race."""

    def __init__(self, stream: str, expected: int, found: int | None) -> None:
        now = "another entry was written first" if found is None else f"it stands at {found}"
        super().__init__(f"{stream} was read at version {expected}, but {now}; read it again")
        self.stream = stream
        self.expected = expected
        self.found = found


class KeyTaken(LedgerError):
    """A form's key was remembered twice; read the first answer and give that one."""


class KeyDestroyed(LedgerError):
    """The content's key was destroyed under law; nothing can be sealed under it again."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"the key {key_id} was destroyed; nothing more can be sealed under it")
        self.key_id = key_id


class KeyMissing(LedgerError):
    """The key store never held this key, or is not the key store of this ledger."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"the key store has no key {key_id}; is this the home folder the ledger was made with?")
        self.key_id = key_id


class Tampered(LedgerError):
    """Stored bytes disagree with their own digests: stop, and run the verifier."""

    def __init__(self, stream: str, version: int, what: str) -> None:
        super().__init__(f"{stream} version {version}: {what}; nothing is shown from it, run the verifier")
        self.stream = stream
        self.version = version
        self.what = what


class NoTransaction(LedgerError):
    """The record is written inside the caller's transaction only, so that nothing is half written."""


class AtWork(LedgerError):
    """Another sequencer is at work on this record; there is one at a time."""


class LogBroken(LedgerError):
    """What the log signed before and what the record gives now do not agree: nothing more is signed."""


class OutOfSpace(LedgerError):
    """The disk is full: this transaction is undone, everything acknowledged before it stays."""


class WrongSetup(LedgerError):
    """The database or the key store is not set up as the record needs it; says what to change."""
