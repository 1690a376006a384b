"""Sheets that inform: drawn from the record, in a language recorded as understood, on the page and as files."""

import pytest
from msgspec.structs import replace

from tests.web.hearings.conftest import answered

SIGNED = {"signer": "B. Ferro", "title": "Hearing clerk"}


@pytest.fixture
def page(asked, at_desk):
    """A function: one of the sheets as the asylum office's clerk sees it."""
    client = at_desk("ferro")
    return lambda sheet, rest="": client.get(f"/case/{asked.case}/sheets/{sheet}{rest}")


@pytest.mark.parametrize(
    ("sheet", "said"),
    [("advisal", "Para qué es la entrevista"), ("process", "Cómo va su caso, paso a paso")],
)
def test_a_sheet_says_what_the_regime_of_the_case_says(page, sheet, said):
    text = page(sheet).content.decode()
    assert said in text
    assert "Borrador." in text
    assert "Someone reads this sheet aloud" in text


def test_the_one_to_carry_says_nothing_of_what_it_stands_for(page):
    text = page("process", "?version=carry").content.decode()
    assert "Lleve este papel con usted" in text
    assert "paso a paso" not in text


@pytest.mark.parametrize("wrong", ["letter", "determination", "advisal?lang=ru"])
def test_what_is_not_told_so_is_not_there(page, wrong):
    assert page(wrong).status_code == 404


FILES = (
    ("pdf", "application/pdf", b"%PDF-1.7"),
    ("large", "application/pdf", b"%PDF-1.7"),
    ("text", "text/plain", b""),
)


@pytest.mark.parametrize(("form", "kind", "starts"), FILES)
def test_a_sheet_is_offered_as_files_too(page, form, kind, starts):
    assert f"as={form}" in page("advisal", "?lang=es").content.decode()
    file = page("advisal", f"?lang=es&as={form}")
    assert file["Content-Type"].startswith(kind)
    assert file.content.startswith(starts)


def test_the_remedy_as_a_sheet_once_a_notice_tells_the_negative(clerk, decided, monkeypatch):
    """remedy.reachable: linked where it is asked aloud; nothing before a notice tells it, nor where there is none."""
    case, ask = f"/case/{decided.case}", "right_to_review"
    at = f"{case}/sheets/{ask}"
    with_judge(monkeypatch, decided.house)
    assert clerk.get(at).status_code == 404
    decided.give("PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1, **SIGNED)
    assert ask in clerk.get(f"{case}/notices/1/serve").content.decode()
    text = clerk.get(at).content.decode()
    assert "Puede pedir que un juez" in text
    assert "México" in text
    monkeypatch.undo()
    assert clerk.get(at).status_code == 404


def test_whom_to_tell_of_a_move_with_the_court_of_the_last_notice(clerk, noticed):
    """contact.reachable: it says what is wanting; the address typed for that notice's sheet, and never the person's."""
    at = f"/case/{noticed.case}/sheets/change_of_address"
    assert at in clerk.get(f"/case/{noticed.case}/contact").content.decode()
    wanting = clerk.get(at).content.decode()
    assert "Street address of the court" in wanting
    facts = f"/case/{noticed.case}/notices/1/facts"
    assert facts in wanting
    assert answered(clerk, facts, **{"sheet.court_address": "12 Elm Street, floor 2"}).status_code == 303
    change = {"kind": "phone", "value": "+1 202 555 0143", "safe": True}
    noticed.give("ChangeContact", "ferro", channel=change, door="telephone", told_by="self", replaces=True)
    text = clerk.get(at).content.decode()
    assert "12 Elm Street, floor 2" in text
    assert "Larkfield court" in text
    assert "Escribimos su nueva dirección" in text
    assert "555 0143" not in text


def with_judge(monkeypatch, house):
    """The regime of the case, but for a judge who may be asked, as in the credible-fear interview."""
    known, judge = type(house).regime, house.regimes["us_credible_fear/2022-05-31"].remedy
    monkeypatch.setattr(type(house), "regime", lambda self, version: replace(known(self, version), remedy=judge))
