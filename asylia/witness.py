"""A witness: remembers the newest checkpoint of each log it watches, and co-signs only what continues it.

A small program with its own store and key, for someone outside the agency; it speaks c2sp.org/tlog-witness over HTTP
and knows nothing of any case. It writes down what it has seen before it answers, in the transaction that checks it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from asylia.ledger import merkle
from asylia.ledger.durable import put
from asylia.ledger.errors import WrongSetup
from asylia.ledger.merkle import BadProof
from asylia.ledger.note import LOG, LONGEST, WITNESS, BadNote, Checkpoint, Note, Signer, Verifier, hash_of, number_of

PROOF = 63  # lines of a consistency proof, the specification's bound
BODY = LONGEST + PROOF * 45 + 32  # bytes of a request
PATIENCE = 10  # seconds to wait for a slow client
EVIDENCE = 1000  # contradictions kept, so that nobody fills the disk

TABLES = (
    "CREATE TABLE IF NOT EXISTS heads "
    "(origin TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT",
    # What a log signed that does not continue what it signed before: the proof of a second history.
    "CREATE TABLE IF NOT EXISTS contradictions "
    "(id INTEGER PRIMARY KEY, seen INTEGER NOT NULL, held TEXT NOT NULL, sent TEXT NOT NULL) STRICT",
)
HELD = "SELECT size, root, note FROM heads WHERE origin = ?"
KEEP = (
    "INSERT INTO heads (origin, size, root, note) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note"
)
KEEP_CONTRADICTION = (
    "INSERT INTO contradictions (seen, held, sent) SELECT ?, ?, ? WHERE (SELECT count(*) FROM contradictions) < ?"
)


class Answer(NamedTuple):
    """What goes back: signature lines (200), the size the witness holds (409), or a plain reason."""

    status: HTTPStatus
    text: str
    type: str = "text/plain; charset=utf-8"


class Request(NamedTuple):
    """A checkpoint, and the proof that it continues the tree of `old` leaves."""

    old: int
    proof: Sequence[bytes]
    note: Note
    checkpoint: Checkpoint

    @classmethod
    def parse(cls, body: bytes) -> Request:
        """`old N`, hashes, an empty line, a checkpoint; raises BadNote."""
        try:
            head, gap, rest = body.decode().partition("\n\n")
        except UnicodeDecodeError:
            raise BadNote("a request is UTF-8") from None
        old, *proof = head.split("\n")
        if not gap or not old.startswith("old ") or len(proof) > PROOF:
            raise BadNote("a request reads: old size, proof, an empty line, a checkpoint")
        note = Note.parse(rest)
        return cls(number_of(old[4:]), [hash_of(line) for line in proof], note, Checkpoint.parse(note.text))


class Witness:
    """One witness: its key, the logs it watches, and what it has seen of them."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self.signer = _read_key(home / "key")
        self.home = home
        self.clock = clock
        self._turn = threading.Lock()  # of one process; between processes SQLite's own
        with closing(self._store()) as store:
            for sql in TABLES:
                store.execute(sql)
        (home / "seen.sqlite3").chmod(0o600)

    def trusted(self) -> dict[str, list[Verifier]]:
        """The keys of the logs it watches, by origin, read anew: they may change while it runs."""
        path, found = self.home / "logs", dict[str, list[Verifier]]()
        for line in path.read_text(errors="replace").splitlines() if path.exists() else []:
            if line.strip():
                key = Verifier.parse(line)
                found.setdefault(key.name, []).append(key)
        return found

    def add_checkpoint(self, body: bytes) -> Answer:
        """Checks, remembers, and only then co-signs."""
        try:
            asked = Request.parse(body)
            keys = self.trusted().get(asked.checkpoint.origin)
            if keys is None:
                return Answer(HTTPStatus.NOT_FOUND, "this witness does not watch that log\n")
        except BadNote as bad:
            return Answer(HTTPStatus.BAD_REQUEST, f"{bad}\n")
        try:
            signed = asked.note.signed_by(keys)
        except BadNote:
            signed = {}
        if not signed:
            return Answer(HTTPStatus.FORBIDDEN, "no key that is trusted for that log signed this\n")
        if asked.old > asked.checkpoint.size:
            return Answer(HTTPStatus.BAD_REQUEST, "the old size is larger than the checkpoint's\n")
        with self._turn, closing(self._store()) as store:
            return self._judged(store, asked)

    def _judged(self, store: sqlite3.Connection, asked: Request) -> Answer:
        """Check and write are one transaction: no other request can come between and be rolled back by this one."""
        checkpoint = asked.checkpoint
        store.execute("BEGIN IMMEDIATE")
        size, root, held = store.execute(HELD, (checkpoint.origin,)).fetchone() or (0, merkle.root(_no_leaf, 0), "")
        if size != asked.old:
            store.execute("ROLLBACK")
            return Answer(HTTPStatus.CONFLICT, f"{size}\n", "text/x.tlog.size")
        refused = _refused(asked, root)
        if refused:
            store.execute(KEEP_CONTRADICTION, (int(self.clock()), held, str(asked.note), EVIDENCE))
        else:
            store.execute(KEEP, (*checkpoint, str(asked.note)))
        store.execute("COMMIT")
        text = asked.note.text
        return refused or Answer(HTTPStatus.OK, self.signer.line(text, int(self.clock())))

    def contradictions(self) -> list[tuple[str, str]]:
        """Pairs of checkpoints, both signed by one log, that cannot both be true."""
        with closing(self._store()) as store:
            return store.execute("SELECT held, sent FROM contradictions ORDER BY id").fetchall()

    def _store(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.home / "seen.sqlite3", timeout=PATIENCE, isolation_level=None)
        # FULL would sync the journal, but not that it was removed: it would come back after a loss of power, and with
        # it the tree that was co-signed before this one.
        store.execute("PRAGMA synchronous = EXTRA")
        if store.execute("PRAGMA synchronous").fetchone() != (3,):
            raise WrongSetup("the witness's store does not write durably; keep it on a local disk")
        return store


def _refused(asked: Request, root: bytes) -> Answer | None:
    """Why the checkpoint does not continue the tree whose root the witness holds, or None."""
    size = asked.checkpoint.size
    if asked.old == size and asked.checkpoint.root != root:
        return Answer(HTTPStatus.CONFLICT, f"{size}\n", "text/x.tlog.size")
    try:
        if asked.old in {0, size}:
            if asked.proof:
                raise BadProof("nothing is to be proved here, and the proof is not empty")
        else:
            merkle.check_consistency(asked.old, size, asked.proof, root, asked.checkpoint.root)
    except BadProof as bad:
        return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, f"{bad}\n")
    return None


def _no_leaf(level: int, index: int) -> bytes:
    raise AssertionError((level, index))  # an empty tree has no subtrees


# --- its files ----------------------------------------------------------------------------------------------------


def make(home: Path, name: str) -> Verifier:
    """A new witness in an empty folder; gives its public key. Raises WrongSetup."""
    if (home / "key").exists():
        raise WrongSetup("there is a witness in this folder already; a second key would be a second witness")
    signer = Signer(name, WITNESS, os.urandom(32))
    try:
        Signer.parse(str(signer))
    except BadNote:
        raise WrongSetup("a witness's name is printable ASCII without spaces and plus, such as ig.example/1") from None
    put(home / "key", f"{signer}\n".encode())
    return signer.verifier


def trust(home: Path, key: str) -> str:
    """From now on the witness watches the log of this verifier key; gives its origin. Raises WrongSetup."""
    try:
        verifier = Verifier.parse(key)
    except BadNote as bad:
        raise WrongSetup(f"{bad}; the log's public keys are in its log/public/keys") from None
    if verifier.kind != LOG:
        raise WrongSetup("that is a witness's key, not a log's")
    path = home / "logs"
    before = path.read_text() if path.exists() else ""
    if str(verifier) not in before.split():
        put(path, f"{before}{verifier}\n".encode())
    return verifier.name


def _read_key(path: Path) -> Signer:
    try:
        text, mode = path.read_text(errors="replace").strip(), path.stat().st_mode
        signer = Signer.parse(text)
    except FileNotFoundError:
        raise WrongSetup("there is no witness in this folder: `asylia witness make` makes one") from None
    except BadNote as bad:
        raise WrongSetup(f"the witness's key file cannot be read: {bad}") from None
    if mode & 0o077 or signer.kind != WITNESS:
        raise WrongSetup("the witness's key can be read by others, or is no witness's: chmod 600 key")
    return signer


# --- over HTTP ----------------------------------------------------------------------------------------------------


def server(witness: Witness, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that answers POST /add-checkpoint; on other than this machine it belongs behind one that ends TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def do_POST(self) -> None:
            """One request."""
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                answer = Answer(HTTPStatus.NOT_FOUND, "there is only /add-checkpoint here\n")
            elif not length.isdecimal() or int(length) > BODY:
                answer = Answer(HTTPStatus.BAD_REQUEST, "the request has no length, or is too long\n")
            else:
                answer = witness.add_checkpoint(self.rfile.read(int(length)))
            if answer.status != HTTPStatus.OK:
                self.close_connection = True  # what is left of a refused request is not read as the next one
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.text.encode())))
            self.end_headers()
            self.wfile.write(answer.text.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: who asked when is not a witness's to keep."""

    made = ThreadingHTTPServer((host, port), Handler)
    made.daemon_threads = True
    return made
