"""The texts are plain: measured by formula, sentence by sentence, and by words that have no place in them."""

import re

import pytest

from asylia.notices import ids, languages, load
from asylia.notices.languages import tongue
from asylia.notices.source import carry_sheet
from tests.notices.reading import fernandez_huerta, flesch_kincaid, plain, sentences, spanish_syllables, szigriszt_pazos

ALL = {**{name: load(name) for name in ids()}, "carry": carry_sheet()}
FACT = {"en": "it", "es": "eso"}
LONGEST = 22
"""Words in the longest sentence; most have fewer than 15."""

NEVER = {
    "en": r"please|kindly|successfully|invalid|status|user|submit\w*|shall|hereby|pursuant|herein|thereof|alien|"
    r"failure to|in absentia|inter alia|i\.e|e\.g|etc|complaint|remain silent",
    "es": r"carrera|deber[áa]n?|favor|sírvase|exitosamente|inválid\w*|usuario|estatus|mediante|conforme a|"
    r"dialecto|indio|a fin de|en virtud|queja|guardar silencio",
}


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


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("notice", ALL)
def test_sentences_are_short(notice, language):
    spoken = sentences(whole(notice, language))
    lengths = sorted(len(sentence.split()) for sentence in spoken)
    assert lengths[-1] <= LONGEST, max(spoken, key=lambda sentence: len(sentence.split()))
    assert lengths[len(lengths) * 3 // 4] < 15


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("notice", ALL)
def test_words_of_offices_and_wrong_renderings_are_absent(notice, language):
    said = " ".join((whole(notice, language), *tongue(language).says.values()))
    assert re.findall(rf"\b(?:{NEVER[language]})\b", said, re.IGNORECASE) == []


@pytest.mark.parametrize("notice", ALL)
def test_no_date_stands_in_figures(notice):
    for language in languages():
        assert not re.search(r"\d+[/.-]\d+[/.-]\d+", whole(notice, language))


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
