"""Every sheet in every language looks as it did when someone looked at it and approved it (scripts/sheets.py)."""

import pytest

from scripts import sheets
from tests.notices.examples import facts

EVERY = list(sheets.every())


@pytest.fixture(scope="module")
def approved():
    return sheets.approved()


@pytest.mark.parametrize("drawn", EVERY, ids=map(str, EVERY))
def test_a_sheet_looks_as_it_was_approved(drawn, approved):
    if sheets.digest(drawn) != approved.get(str(drawn)):
        file = sheets.keep(drawn).relative_to(sheets.ROOT)
        pytest.fail(
            f"{drawn} does not look as approved: see {file}, `python -m scripts.sheets difference`; "
            "where it is meant, look at it and run `python -m scripts.sheets approve`",
            pytrace=False,
        )


def test_nothing_is_approved_that_is_not_there(approved):
    assert approved.keys() == set(map(str, EVERY))


def test_a_changed_sheet_is_seen(monkeypatch):
    """The digest can fail: one letter of one fact is another picture."""
    drawn = next(each for each in EVERY if each.notice == "hearing_notice" and each.version == "full")
    before = sheets.digest(drawn)
    monkeypatch.setattr(sheets, "facts", lambda notice: facts(notice, name="Daniela Reyes Oyuelo"))
    sheets.picture.cache_clear()
    assert sheets.digest(drawn) != before
    sheets.picture.cache_clear()
