"""Check a receipt: anyone, from a photo, a text, a file or a code; no case is opened, nothing is kept."""

import datetime as dt
import io
import os
import re

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from asylia.ledger.follow import log_of, once
from asylia.ledger.packed import unpacked
from asylia.ledger.promise import WITHIN
from asylia.ledger.publisher import public_folder
from asylia.ledger.receipt import code_of
from asylia.ledger.witnesses import add_witness
from asylia.shell.rebuilding import rebuild
from asylia.web.public import check
from asylia.web.public.rate import Rate
from asylia.web.public.tongues import tongues
from asylia.web.receipt import proof_of, receipts_in
from tests.ledger.receipts import WITNESSES
from tests.web.real import hidden


@pytest.fixture
def log(house):
    """The log of this house, which has signed nothing yet."""
    return log_of(house.home, "demonstration")


@pytest.fixture
def entry(house, asked, log):
    """The entry of a fear claim."""
    return receipts_in(house.ledger.read(house.raw(), f"case/{asked.case}"))[-1]


def sequenced(house, log, now=None):
    once(house.ledger, house.raw(), house.home, log, lambda: now or dt.datetime.now(dt.UTC))


def checked(client=None, language="en", **given):
    """Open the page, give what is held, check: the answer's words, its marks taken out."""
    client = client or Client()
    page = client.get("/check")
    answer = client.post(f"/check?lang={language}", {**hidden(page), **given})
    return answer, re.sub(r"<[^>]+>", "", answer.content.decode())


def photo(text):
    """A picture of a square code."""
    drawn = io.BytesIO()
    segno.make_qr([text[:7], text[7:]], error="m").save(drawn, kind="png", scale=4, border=4)
    return SimpleUploadedFile("sheet.png", drawn.getvalue(), "image/png")


def test_no_sign_in_no_script_and_a_code_alone_in_the_way(house):
    page = Client().get("/check")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("Hide this page") < text.index('name="code"')
    assert "No checkpoint is public yet" in text or "The log is away" in text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_photo_of_the_first_sheet_shows_the_promise(house, entry):
    answer, said = checked(file=photo(proof_of(entry).square))
    assert answer.status_code == 200
    assert "This receipt holds a signed promise" in said
    assert "A fear claim" in said
    assert "The log promised to hold it by" in said
    assert "It is not in the log yet" in said
    assert "9 fields, sealed" in said
    assert "Claim" in said
    assert "No puedo volver" not in said
    assert entry.stream.removeprefix("case/") not in said


def test_then_the_same_sheet_is_genuine_and_its_proof_is_there_to_keep(house, entry, log):
    first = proof_of(entry).square
    sequenced(house, log)
    said = checked(square=first)[1]
    assert "This receipt is genuine" in said
    assert "The promise is kept: it is in the log, at place" in said
    assert "c2sp.org/tlog-proof@v1" in said


@pytest.mark.parametrize("how", ["photo", "text", "file"])
def test_the_next_sheet_is_genuine_however_it_is_given(house, entry, log, how):
    """With today's public log: the sheet's checkpoint is its beginning."""
    sequenced(house, log)
    square = proof_of(entry).square
    given = {"photo": {"file": photo(square)}, "text": {"square": f" {square[:30]}\n{square[30:]} "},
             "file": {"file": SimpleUploadedFile("r.txt", unpacked(square).encode())}}[how]  # fmt: skip
    said = checked(**given)[1]
    assert "This receipt is genuine" in said
    assert "is the beginning of today’s public one" in said
    assert "Seen by no outside witness yet" in said
    assert f"Signed by the log {log.origin}" in said


def test_what_is_on_the_sheet_verifies_without_the_record(house, entry, log, monkeypatch):
    """No table is read for it: promise and proof stand alone, with the log's files or its keys."""
    promise = proof_of(entry).square
    sequenced(house, log)
    proof = proof_of(entry).square

    def away():
        raise check.DatabaseError

    monkeypatch.setattr(check, "house", away)
    monkeypatch.setattr(check, "ReceiptRow", None)
    assert "This receipt is genuine" in checked(square=proof)[1]
    said = checked(square=promise)[1]
    assert "This receipt holds a signed promise" in said
    assert "Where it does not, this sheet proves that" in said


def test_in_spanish_too(house, entry, log):
    answer, said = checked(language="es", square=proof_of(entry).square)
    assert 'lang="es"' in answer.content.decode()
    assert "Este comprobante tiene una promesa firmada" in said
    assert "Una solicitud por miedo" in said


def test_each_language_says_the_same_things():
    english, spanish = tongues()["en"], tongues()["es"]
    assert english.keys() == spanish.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", spanish[key])), key


def test_an_altered_sheet_does_not_verify_and_says_that_it_can_be_a_slip(house, entry):
    square = proof_of(entry).square
    altered = square[:900] + str((int(square[900]) + 1) % 10) + square[901:]
    for given in ({"square": altered}, {"square": square[:-5]}, {"square": "ASYLIA:12"}, {"square": "7K3Q"}):
        said = checked(**given)[1]
        assert "This does not verify" in said
        assert "That can be a slip" in said


def test_a_promise_that_was_not_kept_is_called_the_evidence(house, entry, log, monkeypatch):
    """A day later the record still has no proof for it."""
    square = proof_of(entry).square
    monkeypatch.setattr(check, "now", lambda: dt.datetime.now(dt.UTC) + WITHIN)
    said = checked(square=square)[1]
    assert "The promise on this receipt is not kept" in said
    assert "It is the evidence, and it needs no word from us" in said


def test_another_entry_in_its_place_is_called_the_evidence(house, entry, log, monkeypatch):
    """The record proves what it holds now; that is not what the sheet holds."""
    square = proof_of(entry).square
    sequenced(house, log)
    other = check.proof_at((entry.stream, 1))
    monkeypatch.setattr(check, "proof_at", lambda _: other)
    assert "The record holds another entry in its place" in checked(square=square)[1]


def test_a_public_log_that_was_rewritten_is_called_so(house, entry, log):
    """The sheet's checkpoint is no beginning of it."""
    sequenced(house, log)
    square = proof_of(entry).square
    for tile in (public_folder(house.home) / "tile" / "0" / "000.p").iterdir():
        tile.write_bytes(bytes(len(tile.read_bytes())))
    said = checked(square=square)[1]
    assert "The log was rewritten after this receipt was given" in said
    assert "Keep the sheet: it proves that the log was rewritten" in said


# --- by the code


def test_a_code_finds_the_proof_and_nothing_else(house, entry, log):
    """portal.two-codes: no entry, no case, no kind; read as people write it."""
    sequenced(house, log)
    code = code_of(entry.digest)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        answer, said = checked(code=typed)
        assert "There is a proof for this code" in said
        assert "c2sp.org/tlog-proof@v1\nindex " in said
        for secret in ("fear", "Fear claim", entry.stream.removeprefix("case/"), "extra "):
            assert secret not in said
        assert code not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]


def test_an_unknown_code_looks_like_one_whose_proof_is_not_out_yet(house, entry):
    """Whether other receipts exist is not said."""
    known, unknown = (checked(code=code)[0].content for code in (code_of(entry.digest), "7K3Q-9F2M-X4TD"))
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert strip.sub(b"", known) == strip.sub(b"", unknown)
    assert b"There is no proof for this code now" in known


def test_after_an_erasure_the_code_still_finds_its_proof(house, asked, entry, log):
    """record.erasable: the proof outlives the words."""
    sequenced(house, log)
    house.ledger.keys.destroy(f"person/{asked.file.person}", "2032-01-12T00:00:00.000Z")
    rebuild(house)
    assert "There is a proof for this code" in checked(code=code_of(entry.digest))[1]


def test_checks_are_bounded_and_say_how_long(house, monkeypatch):
    monkeypatch.setattr(check, "RATE", Rate(most=2, seconds=600))
    assert [checked(code="7K3Q-9F2M-X4TD")[0].status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_given_and_too_much_given_are_said(house, log):
    assert checked()[0].status_code == 422
    large = SimpleUploadedFile("sheet.jpg", b"\xff\xd8\xff" + bytes(13 * 1024 * 1024), "image/jpeg")
    answer, said = checked(file=large)
    assert answer.status_code == 413
    assert "12 MB fit" in said


# --- how far the log is


def test_the_page_says_how_far_the_public_log_is(house, entry, log):
    assert "No checkpoint is public yet" in checked(code="x")[1]
    sequenced(house, log)
    said = checked(code="x")[1]
    assert "Its newest checkpoint holds" in said
    assert "Nobody outside is asked to witness it" in said


def test_a_witness_that_is_away_is_said_with_since_when(house, entry, log):
    """Nothing new becomes public, and the page says so from files alone."""
    sequenced(house, log)
    path = public_folder(house.home) / "checkpoint"
    hours_ago = path.stat().st_mtime - 3 * 3600
    os.utime(path, (hours_ago, hours_ago))
    add_witness(house.home, str(WITNESSES[0].verifier), "http://127.0.0.1:9")
    since = check.minute(dt.datetime.fromtimestamp(hours_ago, dt.UTC), tongues()["en"])
    said = checked(code="x")[1]
    assert f"No checkpoint has become public since {since}" in said
    assert "unwitnessed" in said


def test_keys_and_verifier_are_there_to_take_away(house, log):
    assert Client().get("/check/keys").content.decode() == f"{log.signer.verifier}\n"
    page = Client().get("/check/verifier.py")
    assert b"def read_receipt(" in page.content
    assert "attachment" in page.headers["Content-Disposition"]
