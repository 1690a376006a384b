"""The advisal and the process as sheets: drawn from the record, in a language recorded as understood."""

import pytest


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
