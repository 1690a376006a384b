"""The texts are plain: measured by formula, sentence by sentence, and by words that have no place in them."""

import re

import pytest

from asylia.notices import ids, languages, load
from asylia.notices.languages import tongue
from asylia.notices.source import carry_sheet
from tests.notices.reading import fernandez_huerta, flesch_kincaid, plain, sentences, spanish_syllables, szigriszt_pazos
from tests.notices.tongues import FACT, NEVER, UNSPACED

ALL = {**{name: load(name) for name in ids()}, "carry": carry_sheet()}
each_text = pytest.mark.parametrize(
    ("notice", "language"), [(name, language) for name, notice in ALL.items() for language in notice.texts]
)
LONGEST = 22
"""Words in the longest sentence; most have fewer than 15."""


def whole(notice, language):
    return "\n\n".join(plain(text, FACT[language]) for text in ALL[notice].texts[language].values())


@pytest.mark.parametrize("notice", ALL)
def test_the_english_is_read_at_grade_six(notice):
    assert flesch_kincaid(whole(notice, "en")) <= 6


@pytest.mark.parametrize("notice", ALL)
def test_no_english_statement_is_above_grade_eight(notice):
    hard = {
        name: round(grade, 1)
        for name, text in ALL[notice].texts["en"].items()
        if name != "title" and (grade := flesch_kincaid(plain(text, "it"))) > 8
    }
    assert hard == {}


@pytest.mark.parametrize("notice", ALL)
def test_the_spanish_is_fairly_easy(notice):
    text = whole(notice, "es")
    assert fernandez_huerta(text) >= 70
    assert szigriszt_pazos(text) > 65


@each_text
def test_sentences_are_short(notice, language):
    # Two Chinese signs are about a word.
    spoken = sentences(whole(notice, language))
    lengths = sorted(len(one) // 2 if language in UNSPACED else len(one.split()) for one in spoken)
    assert lengths[-1] <= LONGEST, max(spoken, key=len)
    assert lengths[len(lengths) * 3 // 4] < 15


@each_text
def test_words_of_offices_and_wrong_renderings_are_absent(notice, language):
    assert re.findall(rf"\b(?:{NEVER[language]})\b", whole(notice, language), re.IGNORECASE) == []


@pytest.mark.parametrize("language", languages())
def test_they_are_absent_from_the_sentences_of_pages_too(language):
    for section in ("frame", "says", "portal"):
        said = " ".join(tongue(language).sentences(section).values())
        assert re.findall(rf"\b(?:{NEVER[language]})\b", said, re.IGNORECASE) == [], section


@each_text
def test_no_date_stands_in_figures(notice, language):
    assert not re.search(r"\d+[/.-]\d+[/.-]\d+", whole(notice, language))


@each_text
def test_only_the_figures_of_english_are_used(notice, language):
    """One sheet never mixes two sets of figures: case numbers and telephones are in these (language.md 1.4)."""
    assert all(sign.isascii() for sign in whole(notice, language) if sign.isdecimal())


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("que", 1), ("guerra", 2), ("averigüe", 4), ("miedo", 2), ("país", 2), ("oír", 2), ("leía", 3), ("ruido", 2),
     ("muy", 1), ("ley", 1), ("mayo", 2), ("y", 1), ("construía", 3), ("prohibido", 4), ("audiencia", 3), ("ahí", 2),
     ("reconsideración", 6), ("cuídense", 3), ("caos", 2), ("viaje", 2), ("día", 2), ("ciudad", 2)],
)  # fmt: skip
def test_spanish_syllables_are_counted_as_they_are_said(word, syllables):
    assert spanish_syllables(word) == syllables


def test_the_formulas_tell_hard_from_easy():
    assert flesch_kincaid("The cat sat on the mat.") < 1
    assert flesch_kincaid("The applicant's credibility determination necessitates corroborating documentation.") > 15
    assert fernandez_huerta("El gato come pan. El perro come pan.") > 90
    assert szigriszt_pazos("La determinación administrativa correspondiente imposibilita la reconsideración.") < 20
