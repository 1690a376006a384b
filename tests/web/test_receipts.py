# ruff: noqa: F811 (fixtures that are used by name)
"""Receipts on a real house: each provable entry has its sheet, whose square proves it and opens nothing else."""

import datetime as dt
import json
import re
from base64 import b64decode

import pytest

from asylia.core.provable import PROVABLE
from asylia.ledger import from_text, verifier
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import keys_path
from asylia.ledger.packed import packed, unpacked
from asylia.notices.square import square
from asylia.shell.rebuilding import rebuild
from asylia.web.receipt import given_in, proof_of
from tests.ledger.receipts import grown
from tests.shell import people
from tests.shell.rows import rows
from tests.web.hearings.conftest import NOTICE
from tests.web.real import asked, at_desk, begun, house, original  # noqa: F401

SECRETS = ("No puedo volver", "Reyes", "12 Calle Uno", "B. Ferro", "sloane", "ferro", "Honduras", "You told us")


@pytest.fixture
def log(house):
    """The log of this house, which has signed nothing yet."""
    return log_of(house.home, "demonstration")


@pytest.fixture
def decided(house):
    """A case from its encounter to a negative that no draw has chosen, with a notice to appear."""
    while True:
        desk = people.Desk(house).open().make_open_to_hearing()
        desk.decide("negative")
        desk.give("Concur", "abara", claim=1, determination=1)
        if not desk.file.claims[0].determinations[0].drawn_for:
            break
    desk.at = dt.datetime.now(dt.UTC)
    desk.give("PrepareNotice", "ferro", **NOTICE, port="Puente Sur, gate 2", report_day=NOTICE["day"],
              report_time="06:00:00")  # fmt: skip
    return desk


def sequenced(house, log):
    once(house.ledger, house.raw(), house.home, log)


def entries(house, desk):
    return given_in(house.ledger.read(house.raw(), f"case/{desk.case}"))


def read(house, square):
    trusted = verifier.read_keys(keys_path(house.home).read_text())
    return verifier.read_receipt(unpacked(square), trusted)


def told(page):
    """What a page says, its marks taken out."""
    return re.sub(r"<[^>]+>", "", page.content.decode())


def extra(square):
    text = b64decode(unpacked(square).split("\n")[1].removeprefix("extra ")).decode()
    return json.loads(text)


def test_no_other_fields_salt_is_in_any_receipt(house, log, decided):
    """Of every entry that a person may prove: exactly the declared fields are opened, before and after the proof."""
    given = entries(house, decided)
    assert {each.name for each in given} >= {"fear.claimed/1", "determination.signed/1", "notice.prepared/1"}
    for state in ("promised", "complete"):
        for entry in given:
            proof = proof_of(entry)
            assert (proof.state, read(house, proof.square)[0]) == (state, (entry.stream, entry.version))
            held = extra(proof.square)
            opened = {name: value for _, name, value in (each for each in held["fields"] if isinstance(each, list))}
            assert opened == {name: entry.fields[name] for name in PROVABLE[entry.name]}
            assert len(held["fields"]) == len(entry.fields)
            shown = json.dumps(held["fields"]) + from_text(held["entry"]).decode()
            assert [each for each in SECRETS if each in shown] == []
        sequenced(house, log)


def test_every_receipt_fits_a_square_however_large_the_log_grows(house, log, decided):
    """At ten million entries and two witnesses; a notice opens most fields and is the largest."""
    sizes = {}
    for entry in entries(house, decided):
        text = packed(grown(unpacked(proof_of(entry).square), log.signer))
        sizes[entry.name] = len(text)
        assert square(text, "Proof").startswith("<svg ")
    assert max(sizes, key=sizes.__getitem__) == "notice.prepared/1"
    assert max(sizes.values()) * 8 / 20 <= 2200  # bytes


def test_the_first_sheet_holds_the_promise_and_the_next_one_the_proof(at_desk, asked, log, house):
    """Both verify from the square alone."""
    client = at_desk("sloane")
    first = client.get(f"/encounter/{asked.case}/receipt").content.decode()
    assert 'class="square"' in first
    assert "The square holds our signed promise" in first
    assert "El cuadro tiene nuestra promesa firmada" in first
    sequenced(house, log)
    following = client.get(f"/encounter/{asked.case}/receipt").content.decode()
    assert "The square holds all of the proof" in following
    assert "our signed promise" not in following


def test_without_a_log_every_page_works_and_the_sheet_says_that_it_has_no_square(at_desk, asked):
    """The officer's screens wait for no log; the receipt is handed over all the same."""
    page = at_desk("sloane").get(f"/encounter/{asked.case}/receipt")
    text = page.content.decode()
    assert page.status_code == 200
    assert "This paper has no square, as our log is away" in text
    assert 'class="square"' not in text
    assert at_desk("abara").get(f"/case/{asked.case}/receipts").status_code == 200


@pytest.mark.parametrize("harm", ["missing", "open to others", "not a key"])
def test_a_log_key_that_cannot_be_used_costs_the_square_and_nothing_else(at_desk, asked, log, house, harm):
    """A fault of the log is no fault of the sheet."""
    key = house.home / "keys" / "log"
    if harm == "missing":
        key.unlink()
    elif harm == "open to others":
        key.chmod(0o644)
    else:
        key.write_text("no key")
    assert "as our log is away" in at_desk("sloane").get(f"/encounter/{asked.case}/receipt").content.decode()


def test_the_carry_version_has_the_code_and_no_square(at_desk, asked, log):
    """paper.safe: the square would say that a fear was claimed."""
    text = at_desk("sloane").get(f"/encounter/{asked.case}/receipt?version=carry").content.decode()
    assert 'class="square"' not in text


def test_a_notice_and_its_hearing_day_have_a_sheet_in_both_languages(at_desk, decided, log, house):
    """Receipts of notices and hearing dates, en and es, with the state of the translation."""
    client = at_desk("ferro")
    listed = client.get(f"/case/{decided.case}/receipts").content.decode()
    assert "Notice to appear signed" in listed
    assert "Determination signed" not in listed  # a clerk's desk reads no outcome on a receipt
    entry = next(each.version for each in entries(house, decided) if each.name == "notice.prepared/1")
    text = told(client.get(f"/case/{decided.case}/receipt/{entry}?version=full"))
    for said in ("Fija la audiencia 1", "It sets hearing 1", "Le dice que venga", "Puente Sur, gate 2", "Borrador.",
                 "El cuadro tiene nuestra promesa"):  # fmt: skip
        assert said in text
    assert [each for each in SECRETS if each in text.partition("Borrador.")[2].partition("Firma / Signed")[0]] == []


def test_an_outcome_is_on_no_receipt_before_its_notice(at_desk, decided, log, house):
    """determination.signed: for whoever reads reasons, once the decision's own notice is signed."""
    entry = next(each.version for each in entries(house, decided) if each.name == "determination.signed/1")
    at = f"/case/{decided.case}/receipt/{entry}?version=full"
    assert at_desk("abara").get(at).status_code == 404
    decided.give("PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1,
                 signer="B. Ferro", title="Hearing clerk")  # fmt: skip
    text = at_desk("abara").get(at).content.decode()
    assert "The answer is no" in text
    assert "La respuesta es no" in text
    assert "You told us" not in text
    assert at_desk("ferro").get(at).status_code == 404


def test_what_has_no_receipt_is_not_found(at_desk, asked, log):
    """Neither an entry of another kind nor one that is not there."""
    client = at_desk("abara")
    for entry in (1, 999):
        assert client.get(f"/case/{asked.case}/receipt/{entry}").status_code == 404


def test_the_codes_are_rebuilt_row_for_row(house, decided):
    """A read model: forgotten and made again, it is what it was."""
    before = rows(house)
    stream = f"case/{decided.case}"
    codes = [each for each in before["ReceiptRow"] if each["stream"] == stream]
    assert len(codes) == sum(each.name in PROVABLE for each in house.ledger.read(house.raw(), stream))
    rebuild(house)
    assert rows(house) == before
