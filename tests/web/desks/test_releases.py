"""Releases as pages: prepared by one, reviewed by another, signed, taken; what is withheld is in nothing taken."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile

import pikepdf
import pytest

from asylia.caseload.models import CaseRow
from asylia.shell.reading import release_of
from tests.web.desks.conftest import hidden, text

ORDER = {"kind": "court_order", "to": "court", "recipient": "District court (invented)", "cite": "Order 22 (invented)"}
GROUND = {"exemption": "(b)(6)", "reason": "A person's name"}


@pytest.fixture
def number(ids):
    """The number of a case with testimony, findings, a band and a determination."""
    return CaseRow.objects.get(case=ids.panel).number


def begun(client, number, **more):
    """Begin a release of one case; gives its address."""
    answer = client.post("/releases/new", hidden(client.get("/releases/new")) | ORDER | {"cases": number} | more)
    assert answer.status_code == 303, text(answer)
    return answer.headers["Location"]


def word_said(page):
    """A longer word that the person said."""
    said = [text_ for field, _, text_ in page.context["lines"] if field.name == "words"]
    return next(each for text_ in said for each in text_.split() if len(each) > 6 and each.isalpha())


def do(client, address, what, **typed):
    """Do one thing to a release."""
    return client.post(address, hidden(client.get(address)) | {"do": what} | typed)


def prepared(client, number):
    """A release whose records were searched and whose proposals were all withheld."""
    address = begun(client, number)
    assert do(client, address, "search").status_code == 303
    page = client.get(address)
    ticked = [str(place) for place, *_ in page.context["proposed"]]
    assert ticked
    assert do(client, address, "accept", proposal=ticked, **GROUND).status_code == 303
    return address


def signed(hq, overseer, number):
    """A release that was prepared, reviewed by the overseer, and signed."""
    address = prepared(hq, number)
    assert do(overseer, address, "passages").status_code == 303
    assert do(overseer, address, "review").status_code == 303
    answer = do(hq, address, "sign")
    assert answer.status_code == 303, text(answer)
    return address


def taken(client, address):
    """The files of the packet."""
    answer = client.get(f"{address}/packet")
    assert answer.status_code == 200, text(answer)
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: packed.read(name) for name in packed.namelist()}


def everything_in(pdf):
    """Every text that a PDF holds: drawn, in its properties, in its streams."""
    drawn = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return " ".join(drawn.split()) + out.getvalue().decode("latin-1")


def test_a_court_packet_from_the_order_to_the_hand(at_desk, number, house, tmp_path):
    """Issue 7, items 6 to 8."""
    began = dt.datetime.now(dt.UTC)
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    assert "No record was ever handed over" in text(hq.get("/releases"))
    address = signed(hq, overseer, number)
    files = taken(hq, address)
    assert {"file.pdf", "withheld.csv", "declaration.pdf", "README.txt", "verifier.py", "record-1.jsonl"} <= set(files)
    assert (dt.datetime.now(dt.UTC) - began) < dt.timedelta(hours=1)
    found = release_of(house, house.raw(), address.rsplit("/", 1)[-1])
    assert found.signed.withheld == len(found.passages) > 0
    row = CaseRow.objects.get(number=number)
    name = house.unseal(row.person, bytes(row.name))
    whole = everything_in(files["file.pdf"])
    for part in name.split():
        assert part not in whole, "a name that was withheld is in no text, property or stream"
    assert "withheld (b)(6): " in whole
    assert "withheld sealed: " in whole
    rows = list(csv.DictReader(io.StringIO(files["withheld.csv"].decode())))
    assert {each["ground"] for each in rows} >= {"(b)(6)", "sealed"}
    assert all(int(each["words"]) > 0 for each in rows)
    for name_, data in files.items():
        (tmp_path / name_).write_bytes(data)
    for command in ([sys.executable, "verifier.py", "record-1.jsonl"], ["sha256sum", "-c", "SHA256SUMS"]):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert do(hq, address, "send", how="By hand, sealed", day="2027-03-01").status_code == 303
    assert "Handed over" in text(hq.get("/releases"))


def test_the_extract_opens_no_withheld_or_sealed_field(at_desk, number, house, ids):
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    files = taken(hq, signed(hq, overseer, number))
    extract = files["record-1.jsonl"].decode()
    entries = list(house.ledger.read(house.raw(), f"case/{ids.panel}"))
    bands = [each.fields for each in entries if each.name == "band.locked/1"]
    assert bands
    lines = [json.loads(line) for line in extract.splitlines()]
    fields = [field for line in lines for field in line.get("fields", [])]
    opened = [field for field in fields if isinstance(field, list) and len(field) == 3]
    assert opened
    assert not [each for each in opened if each[1] in ("band", "low", "high")]
    row = CaseRow.objects.get(number=number)
    for part in house.unseal(row.person, bytes(row.name)).split():
        assert part not in extract


def test_the_band_and_what_was_said_alone_never_leave_whatever_anybody_decides(at_desk, number):
    hq = at_desk("brandt")
    address = begun(hq, number)
    do(hq, address, "search")
    lines = hq.get(address).context["lines"]
    sealed = [text_ for field, _, text_ in lines if field.event == "band.locked/1" and field.name == "band"]
    assert sealed
    assert all(each.startswith("[withheld sealed") for each in sealed)


STATES = ("Embassy of Honduras", "Consulado de Honduras", "Interpol", "Ministry of Justice", "Government of Honduras")


@pytest.mark.parametrize("recipient", STATES)
def test_no_state_can_be_entered(at_desk, number, recipient):
    """share.never-feared-state"""
    hq = at_desk("brandt")
    typed = hidden(hq.get("/releases/new")) | ORDER | {"cases": number}
    answer = hq.post("/releases/new", typed | {"recipient": recipient})
    assert answer.status_code == 422
    assert "ministry, consulate, embassy or police of another country" in text(answer).casefold()
    for to in ("foreign_government", "consulate", "embassy"):
        assert hq.post("/releases/new", typed | {"to": to}).status_code == 404


def test_who_prepared_it_does_not_review_it_and_nothing_is_signed_unreviewed(at_desk, number):
    """roles.apart"""
    hq = at_desk("brandt")
    address = prepared(hq, number)
    answer = do(hq, address, "review")
    assert answer.status_code == 422
    assert "who prepared a release does not review it" in text(answer).casefold()
    assert do(hq, address, "sign").status_code == 422
    assert hq.get(f"{address}/packet").status_code == 404


def test_what_changes_after_a_review_is_reviewed_again(at_desk, number):
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    address = prepared(hq, number)
    do(overseer, address, "passages")
    do(overseer, address, "review")
    word = word_said(hq.get(address))
    assert do(hq, address, "words", words=word, **GROUND).status_code == 303
    answer = do(hq, address, "sign")
    assert answer.status_code == 422
    assert "no second person has read it whole" in text(answer).casefold()


def test_words_are_withheld_wherever_they_stand_and_comparable_places_are_shown(at_desk, number, house):
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    address = begun(hq, number)
    do(hq, address, "search")
    word = word_said(hq.get(address))
    assert do(hq, address, "words", words=word.upper(), **GROUND).status_code == 303
    for _, _, text_ in hq.get(address).context["lines"]:
        assert word.casefold() not in text_.casefold().split()
    number_ = hq.get(address).context["passages"][0]["number"]
    typed = {f"give-{number_}": "yes", f"reason-{number_}": "Public already (invented)"}
    given = do(overseer, address, "passages", **typed)
    assert given.status_code == 303
    page = overseer.get(address)
    if len(page.context["passages"]) > 1:
        assert page.context["missed"], "the place that was given is shown beside those that are withheld"


def test_to_give_a_passage_takes_a_reason(at_desk, number):
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    address = prepared(hq, number)
    answer = do(overseer, address, "passages", **{"give-1": "yes"})
    assert answer.status_code == 422
    assert "why it is given is not said" in text(answer).casefold()


@pytest.mark.parametrize("who", ["abara"])
def test_other_desks_do_not_know_of_releases(at_desk, who):
    assert at_desk(who).get("/releases").status_code == 404


def test_a_declined_release_ends(at_desk, number):
    hq = at_desk("brandt")
    address = prepared(hq, number)
    assert do(hq, address, "decline", reason="Withdrawn (invented)").status_code == 303
    answer = do(hq, address, "words", words="anything", **GROUND)
    assert answer.status_code in (303, 422)
    assert do(hq, address, "decline", reason="Again").status_code == 422
