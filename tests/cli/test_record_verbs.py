"""The verbs that keep the log and prove from it, as they are typed, on one demonstration."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import segno

from asylia.ledger.packed import packed
from tests.cli.conftest import environment


@pytest.fixture(scope="module")
def home(asylia, tmp_path_factory) -> Path:
    """A demonstration whose log has signed everything."""
    home = tmp_path_factory.mktemp("log") / "home"
    assert asylia(home, "demo", "--no-measures").returncode == 0
    ran = asylia(home, "ledger", "sequence")
    assert re.fullmatch(r"\d+ entries numbered; demonstration/\w{16} signed \d+ leaves.\n", ran.stdout), ran.stderr
    return home


@pytest.fixture(scope="module")
def keys(home, tmp_path_factory) -> Path:
    """The log's keys as someone outside noted them."""
    keys = tmp_path_factory.mktemp("outside") / "keys"
    keys.write_text((home / "log/public/keys").read_text())
    return keys


@pytest.fixture(scope="module")
def stream(asylia, home, tmp_path_factory) -> str:
    """A case of some length."""
    heads = tmp_path_factory.mktemp("heads")
    assert asylia(home, "ledger", "export", heads / "export").returncode == 0
    assert asylia(home, "ledger", "verify", heads / "export", "--heads", heads / "heads").returncode == 0
    lines = [line.split() for line in (heads / "heads").read_text().splitlines()]
    return max((int(version), name) for name, version, _ in lines if name.startswith("case/"))[1]


def test_a_second_turn_finds_nothing_to_do_and_the_doctor_nothing_wrong(asylia, home):
    """Idempotent."""
    assert asylia(home, "ledger", "sequence").stdout.startswith("0 entries numbered; ")
    assert "good  every entry is in the log or waits for it: 0 are not" in asylia(home, "doctor").stdout


def test_a_receipt_proves_itself_without_the_record(asylia, home, keys, stream, tmp_path):
    """Verified from an empty home; one altered character is enough to fail it."""
    assert asylia(home, "receipt", "make", stream, 2, tmp_path / "receipt").returncode == 0
    ran = asylia(tmp_path / "nowhere", "receipt", "verify", tmp_path / "receipt", "--keys", keys)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"{stream} version 2: " in ran.stdout
    assert "Good: entry " in ran.stdout
    text = (tmp_path / "receipt").read_text()
    (tmp_path / "receipt").write_text(text.replace("\nindex ", "\nindex 1"))
    assert asylia(tmp_path / "nowhere", "receipt", "verify", tmp_path / "receipt", "--keys", keys).returncode == 1
    ran = asylia(home, "receipt", "make", stream, 999, tmp_path / "none")
    assert (ran.returncode, ran.stderr) == (2, f"{stream} has no version 999\n")


def test_a_receipt_is_read_from_a_photo_and_held_against_a_copy_of_the_log(asylia, home, keys, stream, tmp_path):
    """The text of a square code, a picture of it; whether the copy holds it; what is no receipt is said."""
    assert asylia(home, "receipt", "make", stream, 2, tmp_path / "receipt").returncode == 0
    text = packed((tmp_path / "receipt").read_text())
    (tmp_path / "square").write_text(text)
    segno.make_qr([text[:7], text[7:]], error="m").save(tmp_path / "photo.png", scale=4)
    for held in ("square", "photo.png"):
        ran = asylia(
            tmp_path / "nowhere", "receipt", "verify", tmp_path / held, "--keys", keys, "--log", home / "log/public"
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "Good: entry " in ran.stdout
        assert "The copy of the log holds it, as entry " in ran.stdout
    ran = asylia(tmp_path / "nowhere", "receipt", "verify", tmp_path / "none", "--keys", keys)
    assert (ran.returncode, ran.stderr, ran.stdout.startswith("BAD: ")) == (1, "", True)


def test_an_extract_is_proved_by_the_receipt_beside_it(asylia, home, keys, stream, tmp_path):
    """Chosen fields opened, the rest hidden."""
    assert asylia(home, "disclose", stream, tmp_path / "extract", "--open", "1:by").returncode == 0
    proof = tmp_path / "extract.tlog-proof"
    ran = asylia(tmp_path, "ledger", "verify", tmp_path / "extract", "--receipt", proof, "--keys", keys)
    assert ran.returncode == 0
    assert "Receipts found unchanged: 1." in ran.stdout
    ran = asylia(home, "disclose", stream, tmp_path / "extract", "--open", "words")
    assert (ran.returncode, ran.stderr) == (2, "a field to open is named by version and name, such as 3:words\n")


def test_an_export_is_held_against_the_public_log(asylia, home, keys, tmp_path):
    """The monitor's copy names what was taken out, whatever was made to agree."""
    assert asylia(home, "ledger", "export", tmp_path / "export").returncode == 0
    log = ("--log", home / "log/public", "--keys", keys)
    ran = asylia(tmp_path, "ledger", "verify", tmp_path / "export", *log)
    assert (ran.returncode, "Agrees with the log demonstration/" in ran.stdout) == (0, True)
    first, *lines, _ = (tmp_path / "export").read_text().splitlines()
    (tmp_path / "export").write_text(f'{first}\n{lines[0]}\n{{"end":{{"entries":1,"streams":1}}}}\n')
    assert asylia(tmp_path, "ledger", "verify", tmp_path / "export", *log).returncode == 1


def test_the_entries_go_to_a_named_verifier_and_the_key_is_replaced(asylia, home, tmp_path):
    """Bundles, upgrade, rotation."""
    assert asylia(home, "ledger", "bundles", tmp_path / "named").returncode == 0
    assert (tmp_path / "named/tile/entries/000").exists()
    assert asylia(home, "ledger", "upgrade").stdout == "The record has schema version 2; it had 2.\n"
    ran = asylia(home, "ledger", "rotate-key")
    assert ran.stdout.splitlines()[0] == (home / "log/public/keys").read_text().splitlines()[1]
    assert asylia(home, "ledger", "sequence").returncode == 0


def test_the_sequencer_beside_the_pages_ends_with_them(home):
    """A process that was started by one that is gone does not go on."""
    starter = (
        "import subprocess, sys, os; "
        "print(subprocess.Popen([sys.executable, '-m', 'asylia.cli', 'ledger', 'sequence', '--follow', "
        "'--beside', str(os.getpid())], stdout=subprocess.DEVNULL).pid)"
    )
    command = [sys.executable, "-c", starter]
    ran = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=60, check=True)
    state = Path(f"/proc/{ran.stdout.strip()}/stat")
    for _ in range(200):
        try:
            if state.read_text().split()[2] == "Z":  # it ended, and nobody asked
                return
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(0.1)
    pytest.fail("it goes on")
