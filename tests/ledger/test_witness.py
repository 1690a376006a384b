"""Witnesses: they sign what continues the log they saw, remember before they answer, and keep what contradicts it."""

from __future__ import annotations

import datetime as dt
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asylia.ledger import Ledger, WrongSetup, merkle
from asylia.ledger.engine import Connection
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import LogKeys
from asylia.ledger.note import LOG, Checkpoint, Note, Signer, opened
from asylia.ledger.publisher import public_folder
from asylia.ledger.sequencer import tree_of
from asylia.ledger.witnesses import WAIT, Asking, add_witness, read_witnesses, unwitnessed_since
from asylia.witness import BODY, Witness, make, server, trust
from tests.ledger.conftest import append, event

START = dt.datetime(2022, 1, 12, 15, 40, 7, tzinfo=dt.UTC)
KEY = Signer("demonstration/1", LOG, bytes(range(32)))
LEAVES = [merkle.leaf_hash(b"%d" % number) for number in range(40)]
TREE = merkle.of_leaves(LEAVES)
FORK = merkle.of_leaves([*LEAVES[:3], merkle.leaf_hash(b"another"), *LEAVES[4:]])


def request(old: int, size: int, tree: merkle.Subtree = TREE, key: Signer = KEY, proof: object = None) -> bytes:
    """What a log sends."""
    made = merkle.consistency(tree, old, size) if 0 < old < size else []
    path = made if proof is None else proof
    text = str(Checkpoint(key.name, size, merkle.root(tree, size)))
    lines = "".join(f"{merkle_line(each)}\n" for each in path)  # type: ignore[attr-defined]
    return f"old {old}\n{lines}\n{text}\n{key.line(text)}".encode()


def merkle_line(digest: bytes) -> str:
    return Checkpoint("", 0, digest).__str__().split("\n")[2]


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    make(tmp_path / "w", "ig.example/1")
    trust(tmp_path / "w", str(KEY.verifier))
    return Witness(tmp_path / "w", lambda: 1_642_002_007.9)


def test_what_continues_is_signed_with_the_time(witness: Witness) -> None:
    for old, size in ((0, 0), (0, 3), (3, 3), (3, 7), (7, 8), (8, 40)):
        answer = witness.add_checkpoint(request(old, size))
        assert answer.status == 200, (old, size, answer.text)
        text = str(Checkpoint(KEY.name, size, merkle.root(TREE, size)))
        signed = Note(text, (answer.text,)).signed_by([witness.signer.verifier])
        assert signed == {witness.signer.verifier: 1_642_002_007}
    assert witness.contradictions() == []


def test_a_second_history_is_refused_and_kept(witness: Witness) -> None:
    assert witness.add_checkpoint(request(0, 7)).status == 200
    for old, size, status in ((7, 7, 409), (7, 9, 422)):
        answer = witness.add_checkpoint(request(old, size, FORK))
        assert answer.status == status
        assert not answer.text.startswith("\u2014")
    assert witness.add_checkpoint(request(7, 9)).status == 200
    contradictions = witness.contradictions()
    assert len(contradictions) == 2
    for pair in contradictions:
        checkpoints = [opened(note, {KEY.name: [KEY.verifier]})[0] for note in pair]  # both bear the log's signature
        assert checkpoints[0].size <= checkpoints[1].size


def test_who_has_lost_its_place_is_told_the_size(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 7))
    for old, size in ((0, 9), (3, 9), (8, 9), (0, 3)):
        assert witness.add_checkpoint(request(old, size))[:3] == (409, "7\n", "text/x.tlog.size")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"\xff", 400), (b"old 1\n\n", 400), (request(0, 3)[:-1], 400), (request(4, 3), 400),
        (request(0, 3).replace(b"old 0", b"old 00"), 400), (request(0, 3).replace(b"old 0", b"new 0"), 400),
        (request(0, 3).replace(b"old 0\n", b"old 0\nAAAA\n"), 400), (request(0, 3, proof=LEAVES[:1]), 422),
        (request(0, 3, proof=[LEAVES[0]] * 64), 400), (request(0, 3, key=Signer("other", LOG, bytes(32))), 404),
        (request(0, 3, key=Signer("demonstration/1", LOG, bytes(32))), 403),
        (request(0, 3).replace(b"\n3\n", b"\n4\n"), 403),
        (request(0, 0).replace(merkle_line(merkle.root(TREE, 0)).encode(), merkle_line(LEAVES[0]).encode()), 403),
    ],
)  # fmt: skip
def test_what_is_not_right_is_answered_as_the_specification_says(witness: Witness, body: bytes, status: int) -> None:
    assert witness.add_checkpoint(body).status == status
    assert witness.add_checkpoint(request(0, 7)).status == 200  # and nothing was remembered


def test_an_empty_tree_has_one_root(witness: Witness) -> None:
    text = str(Checkpoint(KEY.name, 0, LEAVES[0]))
    assert witness.add_checkpoint(f"old 0\n\n{text}\n{KEY.line(text)}".encode()).status == 409


def test_it_remembers_after_a_restart_and_before_it_answers(
    witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = request(0, 7)
    monkeypatch.setattr(Signer, "line", lambda *_: (_ for _ in ()).throw(RuntimeError("the power failed")))
    with pytest.raises(RuntimeError):
        witness.add_checkpoint(body)
    monkeypatch.undo()
    assert Witness(tmp_path / "w").add_checkpoint(request(0, 7, FORK)).text == "7\n"


def test_many_at_once_are_taken_one_after_another(witness: Witness) -> None:
    """The race that C2SP spells out: an older size may not come in over a newer one."""
    witness.add_checkpoint(request(0, 1))
    answers: list[tuple[int, int]] = []

    def ask(size: int) -> None:
        answers.append((size, witness.add_checkpoint(request(1, size)).status))

    threads = [threading.Thread(target=ask, args=(size,)) for size in range(2, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [size for size, status in answers if status == 200]
    assert sorted(status for _, status in answers) == [200] + [409] * 9
    assert witness.add_checkpoint(request(0, 40)).text == f"{won}\n"


@given(st.one_of(st.binary(max_size=400), st.text("old 0123\n\u2014 ab=+/", max_size=80).map(str.encode)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_answered(witness: Witness, body: bytes) -> None:
    assert witness.add_checkpoint(body).status in {400, 403, 404, 409, 422}


@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_altered_on_the_way_is_refused_or_the_same(witness: Witness, at: int, put: bytes) -> None:
    good = request(0, 3)
    body = good[:at] + put + good[at + 1 :]
    status = witness.add_checkpoint(body).status
    assert status in {400, 403, 404, 409, 422} or good == body or at >= len(good)


def test_setting_up_says_plainly_what_is_wrong(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(WrongSetup, match="already"):
        make(tmp_path / "w", "ig.example/1")
    with pytest.raises(WrongSetup, match="printable ASCII"):
        make(tmp_path / "other", "two words")
    with pytest.raises(WrongSetup, match="log/public/keys"):
        trust(tmp_path / "w", "nonsense")
    with pytest.raises(WrongSetup, match="not a log's"):
        trust(tmp_path / "w", str(witness.signer.verifier))
    with pytest.raises(WrongSetup, match="witness make"):
        Witness(tmp_path / "nowhere")
    (tmp_path / "w" / "key").chmod(0o644)
    with pytest.raises(WrongSetup, match="chmod 600"):
        Witness(tmp_path / "w")
    own = str(witness.signer.verifier)
    for url in ("ftp://x", "http://x:99999", "http://[x", "http://"):
        with pytest.raises(WrongSetup):
            add_witness(tmp_path, own, url)
    for key, url in ((str(KEY.verifier), "http://x"), ("x", "http://x")):
        with pytest.raises(WrongSetup):
            add_witness(tmp_path, key, url)


def test_over_http_only_what_is_there_is_answered(witness: Witness) -> None:
    with server(witness) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()

        def ask(method: str, path: str, body: bytes, **headers: str) -> tuple[int, str]:
            with closing(HTTPConnection("127.0.0.1", serving.server_address[1], timeout=5)) as to:
                to.request(method, path, body, headers)
                answer = to.getresponse()
                return answer.status, answer.read().decode()

        assert ask("POST", "/add-checkpoint", request(0, 3))[0] == 200
        assert ask("POST", "/elsewhere", b"")[0] == 404
        assert ask("GET", "/add-checkpoint", b"")[0] == 501
        assert ask("POST", "/add-checkpoint", b"", **{"Content-Length": str(BODY + 1)})[0] == 400
        assert ask("POST", "/add-checkpoint", b"x", **{"Content-Length": "-1"})[0] == 400
        serving.shutdown()


# --- two witnesses, as other processes and, for root, other accounts -------------------------------------------------


ACCOUNTS = ("nobody", "daemon")


def a_folder(request: pytest.FixtureRequest) -> Path:
    """A folder for a witness, where another account may be given it."""
    folder = Path(tempfile.mkdtemp(prefix="asylia-witness-"))
    request.addfinalizer(lambda: shutil.rmtree(folder))
    return folder


@contextmanager
def running(folder: Path, account: str, port: int = 0) -> Iterator[str]:
    """A witness at work in a process of its own, and for root under another account: its address."""
    as_root = os.getuid() == 0
    uid, gid = (pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid) if as_root else (os.getuid(), os.getgid())
    for path in [folder, *folder.iterdir()]:
        os.chown(path, uid, gid)
    command = [sys.executable, "-c", SERVE, str(Path(__file__).parents[2]), str(folder), str(port), str(uid), str(gid)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        assert (folder / "seen.sqlite3").stat().st_uid == uid
        yield address
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


SERVE = """
import encodings.idna, os, sys
sys.path.insert(0, sys.argv[1])
from asylia.witness import Witness, server
from pathlib import Path
if os.getuid() == 0:  # once the program is read: this checkout may be closed to the other account
    os.setgroups([]), os.setgid(int(sys.argv[5])), os.setuid(int(sys.argv[4]))
with server(Witness(Path(sys.argv[2])), int(sys.argv[3])) as serving:
    print(f"http://127.0.0.1:{serving.server_address[1]}", flush=True)
    serving.serve_forever()
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[tuple[Ledger, Connection, Path, LogKeys]]:
    home = tmp_path / "home"
    ledger = Ledger.create(f"sqlite:///{tmp_path}/record.sqlite3", home)
    with closing(ledger.connect()) as connection:
        yield ledger, connection, home, log_of(home, "demonstration")
    ledger.close()


def test_two_witnesses_sign_and_what_is_public_waits_for_them(
    log: tuple[Ledger, Connection, Path, LogKeys], request: pytest.FixtureRequest
) -> None:
    ledger, connection, home, keys = log
    folders = [a_folder(request) for _ in ACCOUNTS]
    made = [make(folder, f"ig.example/{number}") for number, folder in enumerate(folders)]
    for folder in folders:
        trust(folder, str(keys.signer.verifier))
    hour = [START]

    def clock() -> dt.datetime:
        return hour[0]

    def turn() -> Checkpoint:
        append(ledger, connection, "case/1", event())
        return once(ledger, connection, home, keys, clock).checkpoint

    def since() -> str | None:
        return unwitnessed_since(ledger.engine, connection, read_witnesses(home))

    public = public_folder(home) / "checkpoint"
    with running(folders[0], ACCOUNTS[0]) as one:
        add_witness(home, str(made[0]), one)
        with running(folders[1], ACCOUNTS[1]) as two:
            add_witness(home, str(made[1]), two)
            assert turn().size == 1
            checkpoint, note = opened(public.read_bytes(), {keys.origin: keys.known})
            assert (checkpoint.size, set(note.signed_by(made))) == (1, set(made))
            assert since() is None
        for minutes in range(1, 4):  # the second is away: the log goes on, what is public waits
            hour[0] = START + dt.timedelta(hours=1, minutes=minutes)
            assert turn().size == 1 + minutes
        assert opened(public.read_bytes(), {keys.origin: keys.known})[0].size == 1
        assert since() == "2022-01-12T16:41:07.000Z"
        with running(folders[1], ACCOUNTS[1], port=int(two.rpartition(":")[2])):
            assert once(ledger, connection, home, keys, clock).checkpoint.size == 4
            checkpoint, note = opened(public.read_bytes(), {keys.origin: keys.known})
            assert (checkpoint.size, set(note.signed_by(made))) == (4, set(made))
            assert since() is None


def test_a_witness_that_hangs_or_lies_holds_up_nothing_but_what_is_public(
    log: tuple[Ledger, Connection, Path, LogKeys], tmp_path: Path
) -> None:
    ledger, connection, home, keys = log
    key = make(tmp_path / "w", "ig.example/1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        add_witness(home, str(key), f"http://127.0.0.1:{silent.getsockname()[1]}")
        append(ledger, connection, "case/1", event())
        began = time.monotonic()
        assert once(ledger, connection, home, keys).checkpoint.size == 1
        assert time.monotonic() - began < WAIT + 2
    assert not (public_folder(home) / "checkpoint").exists()
    asking = Asking(tree_of(home))
    for lie in ("", "9\n", "\u2014 ig.example/1 AAAAAAAA\n", "\u2014 ig.example/1 " + "A" * 100 + "\n", "x" * 9999):
        for status in (200, 409, 500):
            asking._not_before.clear()
            with answering(status, lie) as address:
                add_witness(home, str(key), address)
                asking.cosign(ledger.engine, connection, read_witnesses(home))
    assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_cosignatures") == [(0,)]


@contextmanager
def answering(status: int, text: str) -> Iterator[str]:
    """A server that says one thing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            for _ in range(2):
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(65536)
                    said = text.encode()
                    caller.sendall(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(said), said))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_the_verbs_of_a_witness(tmp_path: Path) -> None:
    """As someone outside the agency types them."""
    root = Path(__file__).parents[2]

    def asylia(*said: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "asylia.cli", "witness", *said, "--folder", str(tmp_path / "w")]
        return subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=60, check=False)

    made = asylia("make", "ig.example/1")
    assert re.fullmatch(r"ig\.example/1\+[0-9a-f]{8}\+\S+\n", made.stdout), made.stderr
    assert asylia("trust", str(KEY.verifier)).stdout == "Watching demonstration/1.\n"
    assert (asylia("contradictions").returncode, asylia("make", "x").returncode) == (0, 2)
