"""Documents: kept exactly, found by digest, sealed, shown without what the camera wrote; nothing active comes in."""

import datetime as dt
import hashlib
import io
import resource
import subprocess
import sys

import pytest
from PIL import Image

from asylia.ledger import KeyDestroyed
from asylia.shell import documents
from asylia.shell.documents import keep, opened
from asylia.shell.examining import UNFIT as SENTENCES
from asylia.shell.examining import Unfit, examined
from asylia.shell.models import Document
from tests.shell import uploads
from tests.shell.erased import erase
from tests.shell.people import Desk
from tests.shell.uploads import TEXT, UNFIT, WHERE, pdf, picture


@pytest.mark.parametrize(("data", "kind"), [
    (TEXT, "text/plain"), (pdf(), "application/pdf"), (picture(), "image/jpeg"), (picture("PNG"), "image/png"),
    (picture("WEBP"), "image/webp"), (b"\xef\xbb\xbfhola", "text/plain"),
])  # fmt: skip
def test_a_file_is_what_it_holds_and_comes_back_as_it_was_filed(house, data, kind):
    desk = Desk(house).open()
    kept = keep(house, desk.file, data)
    assert kept == (hashlib.sha256(data).hexdigest(), kind, len(data))
    again = opened(house, desk.file, kept.digest)
    assert (again.kind, again.data) == (kind, data)
    assert bool(again.shown) == (kind != "application/pdf")
    assert documents.holds(house, desk.file, kept.digest) == ("picture" if again.shown else "file")
    assert documents.holds(house, desk.file, "ab" * 32) == ""


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_unfit_is_not_kept_and_one_plain_sentence_says_why(name):
    made, why = UNFIT[name]
    with pytest.raises(Unfit) as raised:
        examined(made())
    assert (raised.value.why, str(raised.value)) == (why, SENTENCES[why])


def test_every_sentence_is_met_by_some_file():
    assert {why for _, why in UNFIT.values()} | {"full"} == set(SENTENCES)


def test_what_is_unfit_leaves_no_row(house):
    desk = Desk(house).open()
    with pytest.raises(Unfit):
        keep(house, desk.file, UNFIT["a PDF with a script"][0]())
    assert not Document.objects.filter(case=desk.case).exists()


def test_a_shown_picture_is_upright_and_says_nothing_of_where_it_was_taken():
    shown = examined(picture(turned=6, size=(3000, 1500))).shown
    assert WHERE in picture()
    assert WHERE not in shown
    with Image.open(io.BytesIO(shown)) as image:
        assert image.format == "JPEG"
        assert image.size == (1000, 2000)
        assert not image.getexif()


def test_the_row_names_nothing_and_opens_nowhere_else(house):
    desk, other = Desk(house).open(), Desk(house).open()
    kept = keep(house, desk.file, TEXT)
    row = Document.objects.get(case=desk.case)
    for column in (bytes(row.sealed), bytes(row.shown), bytes(row.handle)):
        assert TEXT not in column
        assert bytes.fromhex(kept.digest) not in column, "a digest in the open would confirm a guess"
    assert row.under == f"person/{desk.file.person}"
    assert opened(house, other.file, kept.digest) is None


def test_the_same_file_is_kept_once(house):
    desk = Desk(house).open()
    assert keep(house, desk.file, TEXT) == keep(house, desk.file, TEXT)
    assert Document.objects.filter(case=desk.case).count() == 1


def test_a_case_holds_so_much_and_no_more(house, monkeypatch):
    desk = Desk(house).open()
    monkeypatch.setattr(documents, "MOST_OF_A_CASE", 2 * len(TEXT))
    keep(house, desk.file, TEXT)
    keep(house, desk.file, TEXT[:-1])
    with pytest.raises(Unfit) as raised:
        keep(house, desk.file, TEXT[:-2])
    assert raised.value.why == "full"


def test_a_file_whose_form_was_never_sent_is_forgotten_and_one_in_the_record_stays(house, monkeypatch):
    desk = Desk(house).open().claim()
    filed, left = keep(house, desk.file, TEXT), keep(house, desk.file, TEXT + b"1")
    signed = keep(house, desk.file, TEXT + b"3")
    desk.give("EnterAppearance", "castellan", counsel="castellan", consent=True, how="signed", form=signed.digest)
    desk.give("FileEvidence", "castellan", claim=1, title="A message", digest=filed.digest)
    at = house.clock()
    monkeypatch.setattr(house, "clock", lambda: at + dt.timedelta(days=8))
    keep(house, desk.file, TEXT + b"2")
    assert opened(house, desk.file, filed.digest).data == TEXT
    assert opened(house, desk.file, signed.digest) is not None
    assert opened(house, desk.file, left.digest) is None


def test_a_file_goes_with_the_persons_key(house):
    desk = Desk(house).open()
    file, kept = desk.file, keep(house, desk.file, TEXT)
    row = Document.objects.get(case=desk.case)
    erase(house, file.person)
    assert not Document.objects.filter(case=desk.case).exists()
    row.save(force_insert=True)  # a copy of the table, put back
    assert house.ledger.keys.unseal(row.under, bytes(row.sealed), b"") is None
    with pytest.raises(KeyDestroyed):
        keep(house, file, TEXT)
    assert opened(house, desk.file, kept.digest) is None


def test_a_reader_that_takes_too_long_or_too_much_is_ended(monkeypatch):
    """The process apart has limits of its own: here, one that no picture can be read within."""
    program = "import asylia.shell.examining as e, sys; e.{limit}; sys.exit(e.main())"
    for limit in ("MEMORY = 60 * 1024 * 1024", "SECONDS = 0"):
        command = [sys.executable, "-c", program.format(limit=limit), "image/png"]
        done = subprocess.run(command, input=uploads.picture("PNG", (4000, 4000)), capture_output=True, check=False)
        assert done.returncode != 0, limit


def test_a_photo_of_some_telephones_is_read_and_a_damaged_one_refused():
    assert uploads.WHERE in uploads.HEIC
    found = examined(uploads.HEIC)
    assert found.kind == "image/heic"
    with Image.open(io.BytesIO(found.shown)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))
    with pytest.raises(Unfit) as raised:
        examined(uploads.HEIC[:300])
    assert raised.value.why == "broken"


def test_memory_stays_bounded_while_a_large_file_is_kept(house):
    """Twenty megabytes are held ten times over at most: sealed, and spelled out on the way into the table."""
    desk, data = Desk(house).open(), pdf()
    data = data.replace(b"%\xbf", b"%" + b"\xbf" * (19 * 1024 * 1024), 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keep(house, desk.file, data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024, "kB"
