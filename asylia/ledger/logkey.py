"""The log's name and its signing keys: one in use, in a file apart from the database; all public ones kept for ever."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from asylia.ledger.durable import kept, put
from asylia.ledger.errors import WrongSetup
from asylia.ledger.note import LOG, BadNote, Note, Signer, Verifier


def log_folder(home: Path) -> Path:
    """Where the log's files lie; `public` in it may be served to anyone."""
    return home / "log"


def key_path(home: Path) -> Path:
    """Where the log's signing key lies: one line, readable by its owner alone."""
    return home / "keys" / "log"


class LogKeys(NamedTuple):
    """The key that signs now, and every verifier key the log ever had, oldest first."""

    signer: Signer
    known: tuple[Verifier, ...]

    @property
    def origin(self) -> str:
        """The log's name: the first line of its checkpoints."""
        return self.signer.name


def make_log(home: Path, kind: str) -> LogKeys:
    """A log's first key and its name: `kind` and 16 random characters; raises WrongSetup where there is a log.

    `kind` is `demonstration` for a log that proves nothing about anyone.
    """
    if keys_path(home).exists():
        raise WrongSetup("this home has a log already; a second one would be a second history")
    # The secret first: where power fails before the public key is there, the same one is taken up again. It has
    # signed nothing yet, for without that key nothing signs.
    new = f"{Signer(f'{kind}/{os.urandom(8).hex()}', LOG, os.urandom(32))}\n"
    signer = _read_signer(kept(key_path(home), new.encode))
    put(keys_path(home), f"{signer.verifier}\n".encode(), 0o644)
    return LogKeys(signer, (signer.verifier,))


def read_log(home: Path) -> LogKeys:
    """The log of this home; raises WrongSetup when its key is missing, open to others, or not the log's."""
    if not keys_path(home).exists():
        raise WrongSetup("this home has no log yet; sequencing makes one")
    try:
        signer, mode = _read_signer(key_path(home).read_bytes()), key_path(home).stat().st_mode
        known = read_keys(keys_path(home))
    except FileNotFoundError:
        mend = "if it is lost, say so and begin a new log (docs/operating.md)"
        raise WrongSetup(f"the log's key (keys/log) is missing; {mend}") from None
    except BadNote as bad:
        raise WrongSetup(f"the log's public keys (log/public/keys) cannot be read: {bad}") from None
    if mode & 0o077:
        raise WrongSetup("the log's key can be read by others on this machine: chmod 600 keys/log")
    if signer.verifier not in known:
        raise WrongSetup("the log's key (keys/log) is not among its public keys (log/public/keys)")
    return LogKeys(signer, known)


def rotate(home: Path) -> LogKeys:
    """A new key in the place of the old one, whose secret is destroyed; the old one vouches for the new.

    The handover, signed by both, stays in `log/public/handover/`: who trusts the old key learns the new one from it.
    """
    old = read_log(home)
    new = Signer(old.origin, LOG, os.urandom(32))
    text = f"{old.origin}\nthe key of this log was {old.signer.verifier}\nthe key of this log is {new.verifier}\n"
    note = Note(text, (old.signer.line(text), new.line(text)))
    put(log_folder(home) / "public" / "handover" / new.verifier.id.hex(), str(note).encode(), 0o644)
    known = (*old.known, new.verifier)
    put(keys_path(home), "".join(f"{key}\n" for key in known).encode(), 0o644)
    put(key_path(home), f"{new}\n".encode())  # last: from here on it signs, and everyone can check that
    return LogKeys(new, known)


def keys_path(home: Path) -> Path:
    """The log's verifier keys, one a line, oldest first: public."""
    return log_folder(home) / "public" / "keys"


def read_keys(path: Path) -> tuple[Verifier, ...]:
    """Verifier keys, one a line; raises BadNote."""
    return tuple(Verifier.parse(line) for line in path.read_text(errors="replace").splitlines() if line.strip())


def _read_signer(text: bytes) -> Signer:
    try:
        return Signer.parse(text.decode().strip())
    except (BadNote, UnicodeDecodeError) as bad:
        raise WrongSetup(f"the log's key file cannot be read: {bad}") from None
