"""Sealing: two recipients open a report together, one alone never, and nobody who is named in it."""

import base64
import json
import subprocess
import sys
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asylia.concerns import opener, sealing
from asylia.concerns.channel import excluded
from asylia.concerns.opener import NotOpened, combine, identity, own_share
from asylia.concerns.receipt import LIST, drawn, receipt
from asylia.concerns.sealing import NotAParcel, received, seal, split, worked

WORDS = {"kind": "report", "words": "Invented: told to refuse.", "name": ""}
SHAMIR = Path("asylia/concerns/web/static/vendor/shamir-secret-sharing/esm/index.js")


def parcel_of(data: bytes) -> dict[str, object]:
    """A parcel as a recipient has it."""
    return {**json.loads(data), "id": "x"}


@given(st.binary(min_size=1, max_size=80), st.integers(2, 6))
@settings(max_examples=40, deadline=None)
def test_any_two_shares_make_the_secret_and_one_tells_nothing(secret, count):
    shares = split(secret, count)
    for pair in combinations(shares, 2):
        assert combine(pair) == secret
    assert combine(shares) == secret
    with pytest.raises(NotOpened):
        combine(shares[:1])
    with pytest.raises(NotOpened):
        combine([shares[0], shares[0]])


def test_one_share_fits_every_secret():
    """With one share of one byte each of the 256 secrets is as likely: for each there is one second share."""
    share = split(b"k", 2)[0]
    other = 7 if share[-1] != 7 else 8
    assert {combine([share, bytes([y, other])]) for y in range(256)} == {bytes([each]) for each in range(256)}


@pytest.mark.skipif(not SHAMIR.exists(), reason="`make run` fetches the browser's modules")
def test_the_browsers_shares_are_opened_here_and_ours_there(npm_node):
    script = (
        f"import {{split, combine}} from '{SHAMIR.resolve()}';"
        "const [a, b] = process.argv.slice(-2).map(each => new Uint8Array(Buffer.from(each, 'base64')));"
        "const made = await split(new TextEncoder().encode('a secret key'), 3, 2);"
        "const text = data => Buffer.from(data).toString('base64');"
        "console.log(JSON.stringify([Buffer.from(await combine([a, b])).toString(), made.map(text)]))"
    )
    ours = [base64.b64encode(each).decode() for each in split(b"ours", 3)[1:]]
    ran = subprocess.run(
        [npm_node, "--input-type=module", "-e", script, "--", *ours], capture_output=True, text=True, check=True
    )
    there, theirs = json.loads(ran.stdout)
    assert there == "ours"
    assert combine([base64.b64decode(each) for each in theirs[:2]]) == b"a secret key"


def test_two_recipients_open_it_together_and_none_alone(scene):
    keys = [each.key for each in scene.channel.recipient]
    made = parcel_of(seal(WORDS, receipt(drawn()), keys).data)
    shares = [own_share(made, identity(scene.key(each.id))) for each in scene.channel.recipient]
    for pair in combinations(shares, 2):
        assert opener.opened(made, pair)["words"] == WORDS["words"]
    for share in shares:
        with pytest.raises(NotOpened):
            opener.opened(made, [share])


@pytest.mark.parametrize("named", ["rosa quintero", "Quintero", "Dale Marsh", "MARSH, Dale", "Rosá Quintéro"])
def test_whoever_is_named_and_whoever_is_above_them_gets_no_share_and_cannot_tell(scene, named):
    without = excluded(scene.channel.recipient, [named])
    assert without == {0}
    made = parcel_of(seal(WORDS, receipt(drawn()), [each.key for each in scene.channel.recipient], without).data)
    shares = [own_share(made, identity(scene.key(each.id))) for each in scene.channel.recipient]
    assert opener.opened(made, shares[1:])["words"] == WORDS["words"]
    assert len(shares[0]) == len(shares[1])
    for other in shares[1:]:
        with pytest.raises(NotOpened, match="Ask a third recipient"):
            opener.opened(made, [shares[0], other])


@pytest.mark.parametrize("named", ["", "  ", "Quin", "T.", "Somebody Else", "R."])
def test_a_name_of_somebody_else_excludes_nobody(scene, named):
    assert excluded(scene.channel.recipient, [named]) == frozenset()


def test_lengths_are_padded_and_the_parcel_shows_neither_words_nor_who_is_excluded(scene):
    keys = [each.key for each in scene.channel.recipient]
    lengths = {
        len(seal({**WORDS, "words": "x" * n, "name": name}, receipt(drawn()), keys, without).data)
        for n, name, without in ((1, "", frozenset()), (9_000, "", frozenset({1})), (2_000, "A Name", frozenset()))
    }
    assert lengths == {64 << 10}
    shown = json.loads(seal(WORDS, receipt(drawn()), keys, frozenset({2})).data)
    assert shown.keys() == {"v", "body", "copy", "shares", "mailbox", "claim"}


def test_the_receipt_is_128_bits_and_every_word_counts():
    words = drawn().split()
    assert len(words) == 12
    assert LIST.check(" ".join(words))
    assert receipt(" ".join(words)) == receipt("  ".join(words).upper() + "\n")
    for place in range(12):
        other = [*words[:place], LIST.wordlist[(LIST.wordlist.index(words[place]) + 1) % 2048], *words[place + 1 :]]
        assert receipt(" ".join(other)).mailbox != receipt(" ".join(words)).mailbox
    assert len({drawn() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b"[" * 50_000, b'{"v": 1}',
        b'{"v": 1, "body": "", "copy": "", "shares": [], "mailbox": "", "claim": ""}',
    ],
)  # fmt: skip
def test_what_is_no_sealed_report_is_not_kept(sent):
    with pytest.raises(NotAParcel):
        received(sent, 3)


def test_a_report_as_large_as_allowed_and_one_larger(scene):
    keys = [each.key for each in scene.channel.recipient]
    room = sealing.MOST - 4 - 400
    made = seal({**WORDS, "words": "x" * room}, receipt(drawn()), keys)
    assert len(made.data) == 32 << 20
    with pytest.raises(NotAParcel, match="larger than 16 MB"):
        seal({**WORDS, "words": "x" * sealing.MOST}, receipt(drawn()), keys)


def test_work_is_of_these_bytes():
    nonce = next(str(n) for n in range(100_000) if worked(b"parcel", str(n), 8))
    assert not all(worked(f"other {n}".encode(), nonce, 8) for n in range(20))
    assert not worked(b"parcel", "9" * 50, 0)


def test_the_opener_is_one_file_that_needs_nothing_of_the_project(tmp_path, scene):
    """A recipient carries it to a machine without network: it imports pyrage and the standard library only."""
    alone = tmp_path / "opener.py"
    alone.write_text(Path(opener.__file__).read_text("utf-8"), "utf-8")
    made = seal({**WORDS, "site": "Northgate"}, receipt(drawn()), [each.key for each in scene.channel.recipient])
    held = json.dumps([base64.b64encode(made.data).decode()]).encode()
    for each in scene.channel.recipient:
        sealed = pyrage.encrypt(sealing.padded(held), [pyrage.x25519.Recipient.from_str(each.key)])
        (tmp_path / f"{each.id}.age").write_bytes(sealed)

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-I", str(alone), *words], capture_output=True, check=False)

    of = sha256(made.data).hexdigest()[:12]
    listed = run("list", str(tmp_path / "union.age"), "--key", str(scene.key("union")))
    assert listed.stdout.decode().split() == [of]
    to = next(each.key for each in scene.channel.recipient if each.id == "ombudsman")
    share = run("share", str(tmp_path / "union.age"), "--key", str(scene.key("union")), "--report", of, "--to", to)
    (tmp_path / "share.age").write_bytes(share.stdout)
    into = tmp_path / "opened"
    opened = run(
        "open", str(tmp_path / "ombudsman.age"), "--key", str(scene.key("ombudsman")), "--report", of,
        "--with", str(tmp_path / "share.age"), "--into", str(into),
    )  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    assert "Invented: told to refuse." in (into / "report.txt").read_text("utf-8")
    wrong = run("list", str(tmp_path / "union.age"), "--key", str(scene.key("inspector")))
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"for another recipient" in wrong.stderr
