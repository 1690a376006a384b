"""A language is found by what anyone calls it; a court's code is never taken for another's."""

import tomllib
from importlib.resources import files

import pytest

from asylia.notices.aliases import also, named, of_court

ALIASES = tomllib.loads((files("asylia.notices") / "languages" / "aliases.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("called", "code"),
    [("Quiche", "quc"), ("QUICHÉ", "quc"), ("K'iche'", "quc"), ("Kʼicheʼ", "quc"),
     ("Kekchí", "kek"), ("Q’eqchi’", "kek"),
     ("Todos Santos Mam", "mam"), ("Kanjobal", "kjb"), ("Qꞌanjobꞌal", "kjb"), ("KONJOBAL, WESTERN (AKATEKO)", "knj"),
     ("Cakchiquel", "cak"), ("Creole", "ht"), ("kreyòl ayisyen", "ht"), ("criollo haitiano", "ht"), ("Foo Chow", "cdo"),
     ("Mandarin", "zh"), ("中文", "zh"), ("Tigrigna - Eritrean", "ti"), ("ትግርኛ", "ti"), ("አማርኛ", "am"), ("বাংলা", "bn"),
     ("ਪੰਜਾਬੀ", "pa"), ("русский", "ru"), ("  haitian   CREOLE ", "ht")],
)  # fmt: skip
def test_a_language_is_found_by_what_it_is_called(called, code):
    assert named(called) == (code,)


def test_a_spelling_of_two_languages_names_both_so_that_the_town_is_asked():
    """The courts write Konjobal for Q'anjob'al, and Western Konjobal for Akateko, a language of its own."""
    assert named("Konjobal") == ("kjb", "knj")


def test_what_nobody_calls_a_language_is_none():
    assert named("the language of my town") == named("") == ()


@pytest.mark.parametrize(
    ("code", "means", "elsewhere"),
    [("CAC", "cak", "Chuj"), ("TIG", "ti", "Tigre"), ("CRE", "ht", "Cree"), ("MAN", "zh", "Mandingo"),
     ("MIS", "miq", "no language"), ("KON", "kjb", "Kongo")],
)  # fmt: skip
def test_a_courts_code_is_no_iso_code(code, means, elsewhere):
    assert of_court(code) == of_court(code.lower()) == means


def test_a_status_is_no_language():
    """IUK stands in the courts' table for a person who was not there."""
    assert of_court("IUK") is None


def test_no_code_of_the_courts_stands_for_two_languages():
    codes = [code for called in ALIASES.values() for code in called["court"]]
    assert len(codes) == len(set(codes))


def test_the_languages_of_the_published_count_are_all_found():
    """TRAC counted these among people waiting in 2021, in the courts' spellings (report 644)."""
    spelled = ("Spanish", "Portuguese", "Mam", "Quiché", "Kekchi", "Konjobal", "Western Konjobal", "Achi Cubulco",
               "Chalchiteco", "Chuj", "Jacalteco, Western", "Cakchiquel", "Quechua")  # fmt: skip
    assert [name for name in spelled if not named(name)] == []


def test_a_list_can_show_what_else_a_language_is_called():
    assert "Kanjobal" in also("kjb")
    assert also("xx") == ()
