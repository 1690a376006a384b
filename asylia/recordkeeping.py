"""The verbs of the record's keeping: its log, its witnesses; each one short function."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any, TypeAlias

from asylia.core.provable import PROVABLE
from asylia.ledger import Ledger, WrongSetup
from asylia.ledger.durable import put
from asylia.ledger.follow import follow, log_of, once
from asylia.ledger.held import checked
from asylia.ledger.logkey import read_log, rotate
from asylia.ledger.publisher import write_bundles
from asylia.ledger.receipt import disclose, receipt
from asylia.ledger.sequencer import last_checkpoint, now
from asylia.ledger.witnesses import add_witness
from asylia.shell.starting import record_exists, record_url
from asylia.witness import Witness, server, trust
from asylia.witness import make as make_witness

Verb: TypeAlias = Callable[[argparse.Namespace], int]
Add: TypeAlias = Callable[[Any, Verb, str, str], argparse.ArgumentParser]
GOOD, NOT_SO = 0, 1


def add_ledger_verbs(ledger: Any, add: Add) -> None:
    """Adds the log's verbs to those of `asylia ledger`."""
    one = add(ledger, ledger_sequence, "sequence", "bring the log up to the record, and sign it")
    one.add_argument("--follow", action="store_true", help="again every two seconds, until stopped")
    one.add_argument("--beside", metavar="PID", type=int, help="end with that process, which started this one")
    add(ledger, ledger_rotate, "rotate-key", "sign with a new key from now on; the old one vouches for it")
    one = add(ledger, ledger_bundles, "bundles", "write the log's entries for a named verifier")
    one.add_argument("folder", metavar="FOLDER", type=Path)
    one = add(ledger, ledger_witness, "witness", "ask this witness to co-sign from now on")
    one.add_argument("key", metavar="KEY", help="what `asylia witness make` printed")
    one.add_argument("url", metavar="URL", help="where it answers")
    one = add(ledger, ledger_upgrade, "upgrade", "bring an older deployment's tables to this program's version")
    one.add_argument("--application-role", metavar="ROLE", help="PostgreSQL: the role that reads and appends")


def ledger_sequence(asked: argparse.Namespace) -> int:
    """Bring the log up to the record: once, or again and again."""
    record = open_record()
    with closing(record):
        if asked.follow:
            follow(record, home(), kind(), Beside(asked.beside), lambda what: print(what, file=sys.stderr, flush=True))
            return GOOD
        keys = log_of(home(), kind())
        with closing(record.connect()) as connection:
            turn = once(record, connection, home(), keys)
    print(f"{turn.numbered} entries numbered; {keys.origin} signed {turn.checkpoint.size} leaves.")
    return GOOD


def ledger_rotate(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every verb takes what was asked
    """Sign with a new key from now on."""
    keys = rotate(home())
    print(f"{keys.signer.verifier}\nsigns from now on. Tell witnesses and verifiers; log/public/handover proves it.")
    return GOOD


def ledger_bundles(asked: argparse.Namespace) -> int:
    """Write the signed log's entries, which say what cases exist, for a verifier who is named."""
    record = open_record()
    with closing(record), closing(record.connect()) as connection:
        last = last_checkpoint(record.engine, connection, read_log(home()))
        if last is None:
            raise WrongSetup("nothing is signed yet: `asylia ledger sequence` first")
        write_bundles(record.engine, connection, last.size, asked.folder)
    print(f"{last.size} entries written to {asked.folder}. They say which cases exist: give them to no one else.")
    return GOOD


def ledger_upgrade(asked: argparse.Namespace) -> int:
    """Bring all tables to this program's version; no entry is touched."""
    address()
    from asylia.shell.house import upgraded  # noqa: PLC0415 - Django is set up first

    before, after = upgraded(asked.application_role)
    print(f"The record has schema version {after}; it had {before}.")
    return GOOD


def add_witness_verbs(witness: Any, add: Add) -> None:
    """Adds the verbs of `asylia witness`: a program for someone outside the agency, and its own folder."""
    one = add(witness, witness_make, "make", "make a witness in an empty folder and print its key")
    one.add_argument("name", metavar="NAME", help="for example ig.example/1")
    two = add(witness, witness_trust, "trust", "watch the log of this key")
    two.add_argument("key", metavar="KEY", help="a line of the log's log/public/keys")
    three = add(witness, witness_serve, "serve", "answer logs on this machine until stopped")
    three.add_argument("--port", type=int, default=0, help="default: any that is free")
    four = add(witness, witness_contradictions, "contradictions", "print what logs signed against themselves")
    for each in (one, two, three, four):
        each.add_argument("--folder", type=Path, default=Path("witness"), help="its key and store (default: witness)")


def witness_make(asked: argparse.Namespace) -> int:
    """Make a witness."""
    print(make_witness(asked.folder, asked.name))
    return GOOD


def witness_trust(asked: argparse.Namespace) -> int:
    """Watch a log from now on."""
    print(f"Watching {trust(asked.folder, asked.key)}.")
    return GOOD


def witness_serve(asked: argparse.Namespace) -> int:
    """Answer logs until stopped."""
    os.umask(0o077)
    with server(Witness(asked.folder), asked.port) as serving:
        print(f"http://127.0.0.1:{serving.server_address[1]}", flush=True)
        serving.serve_forever()
    return GOOD


def witness_contradictions(asked: argparse.Namespace) -> int:
    """Print pairs of checkpoints that one log signed and that cannot both be true; 1 where there are any."""
    found = Witness(asked.folder).contradictions()
    for held, sent in found:
        print(f"{held}\n{sent}")
    return NOT_SO if found else GOOD


def ledger_witness(asked: argparse.Namespace) -> int:
    """Ask this witness from now on; nothing becomes public without it."""
    named = add_witness(home(), asked.key, asked.url)
    print(f"{named.key.name} is asked at {named.url}.")
    return GOOD


def add_receipt_verbs(verbs: Any, receipt: Any, add: Add) -> None:
    """Adds `asylia receipt` and `asylia disclose`: what leaves, and proves itself."""
    one = add(receipt, receipt_make, "make", "write the receipt of one entry")
    one.add_argument("stream", metavar="STREAM")
    one.add_argument("version", metavar="VERSION", type=int)
    one.add_argument("file", metavar="FILE", type=Path)
    one = add(receipt, receipt_verify, "verify", "check receipts, without the record")
    one.add_argument("file", metavar="FILE", type=Path, nargs="+", help="its file, a square code's text, or a picture")
    one.add_argument("--keys", metavar="FILE", type=Path, required=True, help="keys of log and witnesses you trust")
    one.add_argument("--log", metavar="FOLDER", type=Path, help="a copy of the log's public folder: is it there?")
    one = add(verbs, disclose_stream, "disclose", "write one stream, chosen fields opened, the rest hidden and bound")
    one.add_argument("stream", metavar="STREAM")
    one.add_argument("file", metavar="FILE", type=Path)
    one.add_argument("--open", metavar="VERSION:FIELD", nargs="+", default=[], help="for example 3:words")


def receipt_make(asked: argparse.Namespace) -> int:
    """Write one receipt; it opens what the person may prove (core/provable.py), and `disclose` whatever is chosen."""
    record = open_record()
    with closing(record), closing(record.connect()) as connection:
        place = (asked.stream, asked.version)
        named = [each.name for each in record.read(connection, asked.stream) if each.version == asked.version]
        shown = PROVABLE.get(named[0], ()) if named else ()
        put(asked.file, receipt(record, connection, home(), log_of(home(), kind()), place, shown).encode())
    print(f"Written to {asked.file}; `asylia receipt verify` checks it.")
    return GOOD


def receipt_verify(asked: argparse.Namespace) -> int:
    """Check receipts: no record is asked, and none is needed."""
    found = [checked(each, asked.keys, asked.log, now()) for each in asked.file]
    print("\n".join(each.words for each in found))
    return GOOD if all(each.good for each in found) else NOT_SO


def disclose_stream(asked: argparse.Namespace) -> int:
    """Write an extract, and the receipt of its last entry that proves it."""
    parts = [each.partition(":") for each in asked.open]
    if not all(version.isdecimal() and name for version, _, name in parts):
        raise WrongSetup("a field to open is named by version and name, such as 3:words")
    shown = {(int(version), name) for version, _, name in parts}
    proof = asked.file.with_name(f"{asked.file.name}.tlog-proof")
    record = open_record()
    with closing(record), closing(record.connect()) as connection:
        lines = disclose(record, connection, asked.stream, shown)
        place = (asked.stream, record.head(connection, asked.stream))
        put(proof, receipt(record, connection, home(), log_of(home(), kind()), place, ()).encode())
    put(asked.file, b"".join(line + b"\n" for line in lines))
    print(f"Written to {asked.file}, proved by {proof}. It holds what was opened: keep it as such.")
    return GOOD


# --- what several verbs need


class Beside(Event):
    """Set once the process that this one was started by has ended; never, where none is named."""

    def __init__(self, process: int | None) -> None:
        super().__init__()
        self._process = process

    def is_set(self) -> bool:
        return super().is_set() or (self._process is not None and os.getppid() != self._process)


@contextmanager
def sequencing() -> Iterator[None]:
    """A sequencer as a process of its own beside the pages, for as long as they are served."""
    command = [sys.executable, "-m", "asylia.cli", "ledger", "sequence", "--follow", "--beside", str(os.getpid())]
    beside = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield
    finally:
        beside.terminate()
        beside.wait()


def home() -> Path:
    """The folder with what a deployment must keep."""
    return Path(os.environ.get("ASYLIA_HOME", "var")).absolute()


def address() -> str:
    """Set up for the deployment that is there; gives the record's address. Raises WrongSetup without one."""
    if not record_exists(home()):
        raise WrongSetup(
            f"There is no record in {home()}: `asylia demo` makes a demonstration, `asylia found` an empty one."
        )
    return record_url()


def open_record() -> Ledger:
    """The record of the deployment that is there, apart from its pages."""
    return Ledger.open(address(), home())


def kind() -> str:
    """How the log's name begins: nobody may take a demonstration's for a record of people."""
    from asylia.accounts.staff import deployment  # noqa: PLC0415 - once Django is set up

    return "demonstration" if deployment().demonstration else "asylia"
