"""Days, hours, countries and languages are said in words, never in figures that two countries read apart."""

import datetime as dt

import pytest
from babel.dates import format_date

from asylia.notices import said_in, say
from asylia.notices.languages import languages, never_carried, tongue, written

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


DAYS = {
    "pt": "segunda-feira, 9 de março de 2026",
    "fr": "lundi 9 mars 2026",
    "ht": "lundi 9 mars 2026",  # CLDR has no Creole months: French ones until a speaker confirms others
    "ar": "الاثنين 9 مارس 2026",
    "ru": "понедельник, 9 марта 2026 года",
    "zh": "2026年3月9日，星期一",
    "bn": "সোমবার, 9 মার্চ 2026",
    "pa": "ਸੋਮਵਾਰ, 9 ਮਾਰਚ 2026",
    "am": "ሰኞ፣ ማርች 9 ቀን 2026 (በፈረንጆች አቆጣጠር)",  # "by the foreigners' count": Ethiopia's year is another
    "ti": "ሰኑይ፣ 9 መጋቢት 2026 (ብኣቆጻጽራ ፈረንጂ)",
}
CLOCKS = {
    "pt": ("4:30 da madrugada (04:30)", "8:05 da manhã (08:05)", "6:59 da noite (18:59)"),
    "fr": ("4 h 30 du matin (04:30)", "8 h 05 du matin (08:05)", "6 h 59 du soir (18:59)"),
    "ht": ("4:30 nan maten (04:30)", "8:05 nan maten (08:05)", "6:59 nan aswè (18:59)"),
    "ar": ("4:30 صباحًا (04:30)", "8:05 صباحًا (08:05)", "6:59 مساءً (18:59)"),
    "ru": ("4:30 утра (04:30)", "8:05 утра (08:05)", "6:59 вечера (18:59)"),
    "zh": ("凌晨4:30（04:30）", "早上8:05（08:05）", "晚上6:59（18:59）"),
    "bn": ("ভোর 4:30 (04:30)", "সকাল 8:05 (08:05)", "সন্ধ্যা 6:59 (18:59)"),
    "pa": ("ਸਵੇਰੇ 4:30 ਵਜੇ (04:30)", "ਸਵੇਰੇ 8:05 ਵਜੇ (08:05)", "ਸ਼ਾਮ 6:59 ਵਜੇ (18:59)"),
    "am": ("ሌሊት 4:30 (04:30፣ በፈረንጆች ሰዓት)", "ጠዋት 8:05 (08:05፣ በፈረንጆች ሰዓት)", "ምሽት 6:59 (18:59፣ በፈረንጆች ሰዓት)"),
    "ti": ("ለይቲ 4:30 (04:30፣ ብሰዓት ፈረንጂ)", "ንግሆ 8:05 (08:05፣ ብሰዓት ፈረንጂ)", "ምሸት 6:59 (18:59፣ ብሰዓት ፈረንጂ)"),
}


@pytest.mark.parametrize("language", DAYS)
def test_each_language_says_a_day_in_its_own_order(language):
    assert tongue(language).in_words(dt.date(2026, 3, 9)) == DAYS[language]


@pytest.mark.parametrize("language", CLOCKS)
def test_where_there_is_no_am_and_pm_the_hour_of_24_stands_beside(language):
    """Who counts hours from sunrise, as in Ethiopia, would come six hours off without it."""
    times = (dt.time(4, 30), dt.time(8, 5), dt.time(18, 59))
    assert tuple(map(tongue(language).on_the_clock, times)) == CLOCKS[language]


def test_every_language_that_has_a_file_is_tried():
    assert set(DAYS) == set(CLOCKS) == set(languages()) - {"en", "es"}


@pytest.mark.parametrize("language", languages())
def test_figures_are_those_of_english_in_every_language(language):
    said = tongue(language).in_words(dt.date(2026, 3, 9)) + tongue(language).on_the_clock(dt.time(18, 59))
    assert "2026" in said
    assert all(sign.isascii() for sign in said if sign.isdecimal())


def test_a_language_in_another_script_is_not_read():
    """Traditional Chinese and the Punjabi of Pakistan have no text here, whatever the first letters say."""
    wanted = {"es-GT": "es", "pt-BR": "pt", "zh-Hans": "zh", "zh-CN": "zh", "cmn": "zh", "pa-Guru": "pa",
              "ar-MA": "ar", "zh-Hant": None, "zh-TW": None, "yue": None, "pa-Arab": None, "pnb": None, "uk": None,
              "mam": None}  # fmt: skip
    assert {asked: written(asked, languages()) for asked in wanted} == wanted


def test_a_sentence_that_a_language_lacks_is_said_in_english_and_marked():
    assert (say("afraid", "fr-SN"), said_in("afraid", "fr-SN")) == ("J’ai peur", "fr")
    assert (say("afraid", "quc"), said_in("afraid", "quc")) == ("I am afraid", "en")
    with pytest.raises(KeyError):
        say("portal.no such sentence", "es")


@pytest.mark.parametrize(
    ("place", "word"),
    [("移民办公室2号门", "移民办公室2号门"), ("Приют у моста", "приют"), ("مأوى الشمال", "ماوى"),
     ("ਵਕੀਲ ਦਾ ਦਫ਼ਤਰ", "ਵਕੀਲ"),
     ("Abri ak fanmi", "fanmi"), ("Foyer des réfugiés", "refugies"), ("12 rue du Port", None), ("南门街3号", None)],
)  # fmt: skip
def test_a_place_that_gives_away_is_found_in_any_script(place, word):
    assert never_carried(place) == word


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
    with pytest.raises(LookupError, match="no language 'xx'; there are: am, ar, bn, en, es, fr, ht"):
        tongue("xx")
