"""The square code holds the receipt whole, in bytes that a sheet has room for, and any change of it is found."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from asylia.ledger import Ledger, NewEvent, verifier
from asylia.ledger.engine import Connection
from asylia.ledger.follow import log_of, once
from asylia.ledger.held import receipt_in
from asylia.ledger.logkey import LogKeys, keys_path
from asylia.ledger.packed import GROUP, PREFIX, DoesNotPack, packed, unpacked
from asylia.ledger.picture import NoSquare, square_apart, square_in
from asylia.ledger.receipt import receipt
from tests.ledger.conftest import append
from tests.ledger.receipts import WITNESSES, grown

FIELDS = {
    "by": "staff/01fs8k3t5m000000000000000a", "signed": None, "claim": 1, "words": "No puedo volver.", "language": "es",
    "interpretation": "I cannot go back.", "channel": "officer", "said_by": "self", "regime": "us_mpp/2021-12-02",
    "day": "2022-01-12", "zone": "America/Chicago",
}  # fmt: skip
CLAIM = NewEvent(
    "fear.claimed/1", "2022-01-12T15:40:00.000Z", "border_officer", FIELDS, "person/1", "us_mpp/2021-12-02",
    "S3oLg6yYbdPzTf3Kc3F8qY0kAZ2B9nq7lO0xw2Jc4mE",
)  # fmt: skip
PLACE = ("case/01fs8k3t5m0000000000000001", 2)
SHOWN = ("claim", "day")
House = tuple[Ledger, Connection, Path, LogKeys]


@pytest.fixture
def house(sqlite_ledger: Ledger, sqlite_connection: Connection, tmp_path: Path) -> House:
    append(sqlite_ledger, sqlite_connection, PLACE[0], CLAIM, CLAIM)
    return sqlite_ledger, sqlite_connection, tmp_path / "home", log_of(tmp_path / "home", "demonstration")


@pytest.fixture
def promised(house: House) -> str:
    return receipt(*house, PLACE, SHOWN)


def size(text: str) -> int:
    """Bytes that a square code's text stands for, to the group."""
    return -(-(len(text) - len(PREFIX)) // 20) * GROUP


def test_unpacked_it_is_the_same_receipt(house: House, promised: str) -> None:
    assert unpacked(packed(promised)) == promised
    once(*house)
    proved = receipt(*house, PLACE, SHOWN)
    assert unpacked(packed(proved)) == proved
    assert unpacked(f"  {packed(proved)[:50]}\n {packed(proved)[50:]}\n") == proved  # a mail breaks lines


def test_a_proof_from_ten_million_leaves_and_two_witnesses_takes_1_8_kilobytes_at_most(
    house: House, promised: str
) -> None:
    trusted = verifier.read_keys("\n".join(map(str, [*house[3].known, *(each.verifier for each in WITNESSES)])))
    proved = grown(promised, house[3].signer)
    words = verifier.read_receipt(unpacked(packed(proved)), trusted)[2]
    assert "Good: entry 5000000 of the log" in words
    assert "seen by bar-association.example/1 and ig.example/1" in words
    assert (size(packed(promised)), size(packed(proved))) == (664, 1672)  # docs/ledger.md says so


def test_what_is_opened_and_nothing_else_is_in_it(house: House, promised: str) -> None:
    digits = packed(promised).removeprefix(PREFIX)
    data = b"".join(int(digits[at : at + 20]).to_bytes(8, "big") for at in range(0, len(digits) - 20, 20))
    assert b"2022-01-12" in data
    for secret in ("No puedo", "go back", "staff/", "self"):
        assert secret.encode() not in data


def test_every_altered_digit_is_found(house: House, promised: str) -> None:
    trusted = verifier.read_keys(keys_path(house[2]).read_text())
    text = packed(promised)
    for at in range(len(PREFIX), len(text), 3):
        altered = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        with suppress(verifier.Bad):
            verifier.read_receipt(unpacked(altered), trusted)
            raise AssertionError(at)
    for cut in range(0, len(text), 7):
        with pytest.raises(verifier.Bad):
            verifier.read_receipt(unpacked(text[:cut]), trusted)


@settings(deadline=None)  # the machine may be busy
@given(st.one_of(st.text(max_size=40), st.from_regex(r"ASYLIA:[0-9]{0,200}", fullmatch=True), st.binary(max_size=60)))
def test_whatever_is_read_ends_in_a_verdict(given_: str | bytes) -> None:
    data = given_.encode(errors="surrogatepass") if isinstance(given_, str) else given_
    with suppress(verifier.Bad):
        verifier.read_receipt(receipt_in(data), {})
        raise AssertionError


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_bytes_that_are_no_receipt_are_refused_plainly(data: bytes) -> None:
    groups = (data[at : at + GROUP] for at in range(0, len(data), GROUP))
    digits = (0, 3, 5, 8, 10, 13, 15, 17, 20)
    text = PREFIX + "".join(f"{int.from_bytes(each, 'big'):0{digits[len(each)]}}" for each in groups)
    with pytest.raises(verifier.Bad):
        unpacked(text)


def test_an_entry_with_members_that_this_form_does_not_know_goes_out_as_a_file(promised: str) -> None:
    with pytest.raises(DoesNotPack):
        packed(promised.replace("extra ", "extra A"))
    with pytest.raises(DoesNotPack):
        packed("no receipt")


# --- from a picture


def picture(text: str, kind: str = "PNG", scale: int = 4) -> bytes:
    """A square code alone, as a printer draws it."""
    drawn, made = io.BytesIO(), io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=scale, border=4)
    Image.open(drawn).convert("RGB").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_read(promised: str, kind: str) -> None:
    assert receipt_in(picture(packed(promised), kind)) == promised


def test_apart_it_says_the_same(promised: str) -> None:
    assert square_apart(picture(packed(promised))) == packed(promised)
    with pytest.raises(NoSquare, match="no square code could be read"):
        square_apart(picture("something else"))


def test_a_picture_that_is_none_is_refused_plainly(promised: str) -> None:
    whole = picture(packed(promised))
    for data in (b"", b"\x89PNG", whole[: len(whole) // 2], b"\xff\xd8\xff" + bytes(100)):
        with pytest.raises(NoSquare, match="no picture"):
            square_in(data)
    with pytest.raises(NoSquare, match="larger than"):
        square_apart(bytes(12 * 1024 * 1024 + 1))
    large = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(large, "PNG")
    with pytest.raises(NoSquare, match="million points"):
        square_in(large.getvalue())
