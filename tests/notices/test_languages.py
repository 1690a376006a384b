"""Days, hours, countries and languages are said in words, never in figures that two countries read apart."""

import datetime as dt

import pytest
from babel.dates import format_date

from asylia.notices.languages import languages, tongue

HOURS = [
    ((0, 0), "12:00 midnight", "12:00 de la medianoche"),
    ((0, 30), "12:30 a.m. (after midnight)", "12:30 a.m. (de la madrugada)"),
    ((4, 30), "4:30 a.m. (early in the morning)", "4:30 a.m. (de la madrugada)"),
    ((8, 5), "8:05 a.m. (in the morning)", "8:05 a.m. (de la mañana)"),
    ((12, 0), "12:00 noon", "12:00 del mediodía"),
    ((12, 1), "12:01 p.m. (in the afternoon)", "12:01 p.m. (de la tarde)"),
    ((18, 59), "6:59 p.m. (in the evening)", "6:59 p.m. (de la tarde)"),
    ((23, 59), "11:59 p.m. (at night)", "11:59 p.m. (de la noche)"),
]


def test_a_day_is_weekday_day_month_year():
    day = dt.date(2026, 3, 9)
    assert tongue("en").in_words(day) == "Monday 9 March 2026"
    assert tongue("es").in_words(day) == "lunes 9 de marzo de 2026"


@pytest.mark.parametrize("month", range(1, 13))
def test_days_are_those_of_cldr(month):
    for day in range(1, 29):
        date = dt.date(2028, month, day)
        assert tongue("es").in_words(date) == format_date(date, "full", "es").replace(",", "")
        assert tongue("en").in_words(date) == format_date(date, "full", "en_GB").replace(",", "")


def test_a_leap_day_and_far_years_are_days():
    assert tongue("en").in_words(dt.date(2028, 2, 29)) == "Tuesday 29 February 2028"
    assert tongue("es").in_words(dt.date(1, 1, 1)) == "lunes 1 de enero de 1"


@pytest.mark.parametrize(("clock", "english", "spanish"), HOURS)
def test_an_hour_says_its_half_and_part_of_the_day(clock, english, spanish):
    assert tongue("en").on_the_clock(dt.time(*clock)) == english
    assert tongue("es").on_the_clock(dt.time(*clock)) == spanish


@pytest.mark.parametrize("language", languages())
def test_the_parts_cover_the_day_in_order(language):
    starts = [part.starts for part in tongue(language).parts]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert starts[-1] < 24


def test_languages_are_named_as_their_speakers_spell_them():
    assert tongue("es").language("quc") == "Kʼicheʼ"
    assert tongue("en").language("kjb") == "Qʼanjobʼal"
    assert tongue("es").language("ht") == "criollo haitiano"
    assert tongue("en").language("es-GT") == "Spanish"
    assert tongue("en").language("the language of my town") is None


def test_a_country_is_known_by_two_capitals_only():
    assert tongue("es").country("MX") == "México"
    assert [tongue("en").country(code) for code in ("mx", "419", "QQ", "MEX", "")] == [None] * 5


def test_an_unknown_language_names_those_there_are():
    with pytest.raises(LookupError, match="no language 'xx'; there are: en, es"):
        tongue("xx")
