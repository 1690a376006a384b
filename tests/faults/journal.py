"""The journal: an outside process that writes down each command sent and acknowledged, before anyone goes on.

    with journal_at(folder / "journal") as journal:      # starts the process; the file lies outside the faulty disk
        given = Given("ReportFear", "sloane", at, case, {"words": f"Tengo miedo. {journal.canary}", "language": "es"})
        journal.sent("key-1", given, seen=1)             # returns once that is on the disk
        answer = submit(house, given.command(), case, key="key-1")
        journal.answered("key-1", answer)                # Accepted, Refused or Conflict
        journal.failed("key-1", "OutOfSpace")            # instead: an error surfaced, what became of it is not known
        journal.witnessed(note, keys)                    # a checkpoint that someone outside saw, and the log's keys

The process is spoken to through a socket (`journal.socket`); another process, one in another network namespace
included, writes to the same journal with `Journal.at(socket)`. Each call waits until its line is written and synced;
a client that is killed in the middle of one leaves no half line. Whoever tests a fault tells the journal what a person
outside would know, in that order: *sent* before the command leaves, *answered* once its answer has arrived.

`seen` is the version of the case that the form was made from (0: the case is opened by it). From the lowest `seen` on,
every command about that case must be in the journal: `tests.faults.invariants` counts the entries.

`canary` is a word of this journal alone. Put it into whatever personal text is sent: it may be found in no byte that
the system leaves on a disk.

`read(path)` gives it all back as `Kept`. The process itself: `python -m tests.faults.journal FILE SOCKET`; it ends when
its standard input does.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_UNIX, socket
from typing import Any, NamedTuple

from tests.faults.opening import HERE


class Given(NamedTuple):
    """A command as a form gives it; `fields` are plain data, `at` is RFC 3339 (empty: a page's server says when)."""

    do: str
    by: str
    at: str
    case: str
    fields: dict[str, Any]

    def command(self) -> Any:
        """The command, as the codec reads it; raises SlipOfForm."""
        from asylia.core import codec  # noqa: PLC0415 - the journal's own process knows nothing of the project
        from asylia.core.event import Author  # noqa: PLC0415

        who = Author(by=self.by, role="anyone", at=dt.datetime.fromisoformat(self.at))
        return codec.to_command(self.do, who, self.fields)


class Sent(NamedTuple):
    """A command that was sent, and the version of its case that the form was made from."""

    given: Given
    seen: int


class Answer(NamedTuple):
    """What came back: `kind` is Accepted, Refused or Conflict; version and events of an accepted one.

    A page says that it was accepted and no more: then the version is 0.
    """

    kind: str
    case: str = ""
    version: int = 0
    events: tuple[str, ...] = ()


class Kept(NamedTuple):
    """The whole journal: by the forms' keys what was sent, answered and failed, in order; and what was witnessed."""

    canary: str
    sent: dict[str, list[Sent]]
    answered: dict[str, list[Answer]]
    failed: dict[str, list[str]]
    witnessed: list[tuple[str, str]]

    @property
    def acknowledged(self) -> dict[str, Answer]:
        """The commands that someone was told had happened."""
        found = {key: [each for each in answers if each.kind == "Accepted"] for key, answers in self.answered.items()}
        return {key: answers[0] for key, answers in found.items() if answers}


class Journal:
    """One client of the journal's process; every thread, and every forked child, speaks on a connection of its own."""

    def __init__(self, address: str) -> None:
        self.socket = address
        self._local = threading.local()
        self._open: list[socket] = []
        self.canary: str = self._say({"said": "hello"})

    @classmethod
    def at(cls, address: str) -> Journal:
        """The journal whose process listens at `address`."""
        return cls(address)

    def sent(self, key: str, given: Given, *, seen: int) -> None:
        """The command is about to leave."""
        self._say({"said": "sent", "key": key, "given": given._asdict(), "seen": seen})

    def answered(self, key: str, answer: Any) -> None:
        """The shell's answer (Accepted, Refused, Conflict) has arrived, or one read from a page (`Answer`)."""
        kind = answer.kind if isinstance(answer, Answer) else type(answer).__name__
        accepted = kind == "Accepted"
        more = {"case": answer.case, "version": answer.version, "events": list(answer.events)} if accepted else {}
        self._say({"said": "answered", "key": key, "kind": kind, **more})

    def failed(self, key: str, error: str) -> None:
        """An error surfaced instead of an answer."""
        self._say({"said": "failed", "key": key, "error": error})

    def witnessed(self, note: str, keys: str) -> None:
        """Someone outside saw this signed checkpoint and knows the log by these keys, one a line."""
        self._say({"said": "witnessed", "note": note, "keys": keys})

    def close(self) -> None:
        """Ends this process's connections."""
        for each in self._open:
            each.close()
        self._open.clear()
        self._local = threading.local()

    def _say(self, line: dict[str, Any]) -> str:
        if getattr(self._local, "pid", None) != os.getpid():  # a forked child's connection is its own
            self._local.connection = socket(AF_UNIX)
            self._local.connection.connect(self.socket)
            self._open.append(self._local.connection)
            self._local.pid = os.getpid()
        self._local.connection.sendall(json.dumps(line).encode() + b"\n")
        kept: str = self._local.connection.recv(64).decode()  # the canary, as a sign that the line is on the disk
        if not kept:
            raise AssertionError("the journal went away: nothing can be said about what follows")
        return kept


@contextmanager
def journal_at(path: Path) -> Iterator[Journal]:
    """A journal in a new file at `path`, kept by a process of its own until the end."""
    folder = tempfile.mkdtemp(prefix="journal-")  # a socket's path must be short
    address = f"{folder}/socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.journal", path, address], cwd=HERE, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        journal = Journal.at(address)
        yield journal
        journal.close()
    finally:
        process.communicate(timeout=20)
        shutil.rmtree(folder)


def read(path: Path) -> Kept:
    """The journal in the file."""
    kept = Kept("", {}, {}, {}, [])
    for line in map(json.loads, path.read_text(encoding="ascii").splitlines()):
        match line.pop("said"):
            case "began":
                kept = kept._replace(canary=line["canary"])
            case "sent":
                sent = Sent(Given(**line["given"]), line["seen"])
                kept.sent.setdefault(line["key"], []).append(sent)
            case "answered":
                key = line.pop("key")
                answer = Answer(**{**line, "events": tuple(line.get("events", ()))})
                kept.answered.setdefault(key, []).append(answer)
            case "failed":
                kept.failed.setdefault(line["key"], []).append(line["error"])
            case "witnessed":
                kept.witnessed.append((line["note"], line["keys"]))
    return kept


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: Path, address: str) -> None:
        super().__init__(address, _Client)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._one = threading.Lock()
        self.canary = f"canario{secrets.token_hex(8)}"
        self.keep(json.dumps({"said": "began", "canary": self.canary}).encode() + b"\n")

    def keep(self, line: bytes) -> None:
        """Writes one line, whole and synced."""
        with self._one:
            os.write(self._file, line)
            os.fsync(self._file)


class _Client(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        for line in self.rfile:
            if not line.endswith(b"\n"):
                return  # its sender was killed
            if b'"said": "hello"' not in line[:20]:
                self.server.keep(line)
            self.wfile.write(self.server.canary.encode())


def main() -> None:
    """Keep the journal until standard input ends."""
    path, address = sys.argv[1:]
    server = _Server(Path(path), address)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
