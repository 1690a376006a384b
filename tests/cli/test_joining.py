"""Looks are held beside a report of the staff channel only where two outsiders have signed for it; on the record."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture(scope="module")
def home(asylia, tmp_path_factory):
    """A home with an empty live deployment."""
    home = tmp_path_factory.mktemp("joined") / "home"
    assert asylia(home, "found", "--headquarters", "quill", "--name", "A. Quill").returncode == 0
    return home


@pytest.fixture(scope="module")
def outsiders(home):
    """Two outside signers whose public keys are registered, and a stranger whose key is not."""
    (home / "outside").mkdir()
    made = {name: Ed25519PrivateKey.generate() for name in ("ombudsman", "inspector", "stranger")}
    for name in ("ombudsman", "inspector"):
        raw = made[name].public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        (home / "outside" / f"{name}.pub").write_text(raw.hex(), "ascii")
    return made


def warrant(folder, **more):
    """A warrant, as its text."""
    told = {"case": "2027-4KQ7TB", "since": str(TODAY), "until": str(TODAY), "why": "Inquiry 7 (invented)"} | more
    path = folder / "warrant.toml"
    path.write_text("".join(f'{name} = "{value}"\n' for name, value in told.items()), "utf-8")
    return path


def signed(path, *keys):
    """Signatures of its text, in files."""
    made = []
    for number, key in enumerate(keys):
        made.append(path.with_name(f"{number}.sig"))
        made[-1].write_bytes(key.sign(path.read_bytes()))
    return made


@pytest.mark.parametrize(
    "names", [("ombudsman",), ("ombudsman", "ombudsman"), ("ombudsman", "stranger"), ("stranger", "stranger")]
)
def test_one_signer_or_a_stranger_is_not_enough(asylia, home, outsiders, tmp_path, names):
    path = warrant(tmp_path)
    ran = asylia(home, "reads", "join", path, "--signed", *signed(path, *(outsiders[each] for each in names)))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "nothing is joined" in ran.stderr


def test_a_text_that_was_changed_is_not_the_one_that_was_signed(asylia, home, outsiders, tmp_path):
    path = warrant(tmp_path)
    files = signed(path, outsiders["ombudsman"], outsiders["inspector"])
    warrant(tmp_path, until=str(TODAY + dt.timedelta(days=30)))
    ran = asylia(home, "reads", "join", path, "--signed", *files)
    assert (ran.returncode, "0 of 2 outside signers" in ran.stderr) == (2, True)


def test_two_outsiders_open_it_for_a_case_that_is_there_and_no_other(asylia, home, outsiders, tmp_path):
    path = warrant(tmp_path)
    files = signed(path, outsiders["ombudsman"], outsiders["inspector"])
    ran = asylia(home, "reads", "join", path, "--signed", *files)
    assert (ran.returncode, "a case that is not on the record" in ran.stderr) == (2, True)


@pytest.mark.parametrize("more", [{"until": "2000-01-01"}, {"why": " "}, {"since": "soon"}, {"more": "x"}])
def test_a_warrant_that_cannot_be_read_says_what_is_wrong(asylia, home, outsiders, tmp_path, more):
    path = warrant(tmp_path, **more)
    ran = asylia(home, "reads", "join", path, "--signed", *signed(path, outsiders["ombudsman"], outsiders["inspector"]))
    assert (ran.returncode, ran.stderr.count("\n"), "warrant" in ran.stderr) == (2, 1, True)
