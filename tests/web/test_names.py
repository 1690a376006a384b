"""A language is found in a list by whatever the court or a paper calls it."""

import pytest

from asylia.notices.languages import own_names
from asylia.web.names import LANGUAGES, OFTEN, language, spelled


@pytest.mark.parametrize(
    ("code", "called"),
    [("kjb", "Konjobal"), ("knj", "Konjobal, Western"), ("quc", "Quiche"), ("kek", "Kekchi"), ("cak", "Cakchiquel"),
     ("jac", "Jacalteco"), ("agu", "Chalchiteco")],
)  # fmt: skip
def test_a_list_shows_what_else_a_language_is_called(code, called):
    assert called in OFTEN[code]
    assert OFTEN[code].startswith(language(code))


def test_a_language_stands_once_in_the_list_and_those_met_at_the_border_first():
    assert list(LANGUAGES)[: len(OFTEN)] == list(OFTEN)
    assert own_names().keys() <= OFTEN.keys()
    assert "" not in LANGUAGES.values()


def test_only_names_that_differ_are_shown():
    assert spelled("mam").startswith("Mam (Qyool Mam")
    assert spelled("es") == "Spanish"
    assert (language("caa"), language("xx")) == ("Chʼortiʼ", "xx")
