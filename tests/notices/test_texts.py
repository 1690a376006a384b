"""The languages say the same: the same facts, figures and refusals, each in its own signs and length."""

import re
from collections import Counter

import pytest

from asylia.notices import ids, languages, load, say, title
from asylia.notices.languages import tongue
from asylia.notices.source import PLACEHOLDER, carry_sheet
from tests.notices.tongues import NO, QUESTION, QUOTE, UNSPACED

ALL = {**{name: load(name) for name in ids()}, "carry": carry_sheet()}
PAIRS = [
    (f"{name} {statement} {language}", notice.texts["en"][statement], notice.texts[language][statement], language)
    for name, notice in ALL.items()
    for language in notice.texts
    if language != "en"
    for statement in notice.texts["en"]
]
each_pair = pytest.mark.parametrize(("english", "other", "language"), [p[1:] for p in PAIRS], ids=[p[0] for p in PAIRS])


def without_facts(text):
    return PLACEHOLDER.sub("", text)


@each_pair
def test_each_fact_is_named_as_often(english, other, language):
    assert Counter(PLACEHOLDER.findall(english)) == Counter(PLACEHOLDER.findall(other))


@each_pair
def test_figures_and_form_numbers_are_the_same(english, other, language):
    wanted = re.findall(r"\d+|[A-Z]+-\d+\w*(?:/[A-Z]+)?", without_facts(english))
    assert sorted(re.findall(r"\d+|[A-Z]+-\d+\w*(?:/[A-Z]+)?", without_facts(other))) == sorted(wanted)


@each_pair
def test_a_no_is_a_no_in_both(english, other, language):
    """Every statement that denies or forbids in one language does so in the other."""
    denies = re.search(NO["en"], english, re.IGNORECASE) is not None
    assert (re.search(NO[language], other, re.IGNORECASE) is not None) is denies


@each_pair
def test_what_is_marked_is_marked_in_both(english, other, language):
    for mark in (r"\*\*", "~~", r"^## ", r"^- "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, other, re.MULTILINE))
    for mark in (QUESTION, QUOTE):
        assert len(mark.findall(english)) == len(mark.findall(other))


@each_pair
def test_neither_is_twice_as_long_nor_a_copy(english, other, language):
    ours, theirs = without_facts(english), without_facts(other)
    least = 0.15 if language in UNSPACED else 0.5  # a Chinese sign says what several letters do
    assert least <= len(theirs) / len(ours) <= 2
    assert ours != theirs


@pytest.mark.parametrize("name", ALL)
def test_spanish_questions_open_and_close(name):
    for text in (*ALL[name].texts["es"].values(), *tongue("es").says.values()):
        assert text.count("¿") == text.count("?")


@pytest.mark.parametrize("name", ALL)
def test_each_language_has_its_title(name):
    assert ALL[name].title.keys() == ALL[name].texts.keys()
    assert len(set(ALL[name].title.values())) == len(ALL[name].title)


def test_every_notice_has_english_and_spanish_as_drafts():
    """Nothing here is approved: the states are raised by people, above each text, never by this code."""
    assert all(notice.states.keys() >= {"en", "es"} for notice in ALL.values())
    assert {state for notice in ALL.values() for state in notice.states.values()} == {"draft"}


@pytest.mark.parametrize("name", ALL)
def test_every_declared_fact_is_used(name):
    notice = ALL[name]
    told = {fact for statement in notice.texts["en"] for fact in notice.asks(statement)}
    chosen = {fact for statement in notice.statements for fact in statement.when}
    frame = {*notice.framed, *({"proof"} & notice.fields.keys()), "case", "regime", "regime_name", "law"}
    assert notice.fields.keys() == told | chosen | frame


COMPLETE = ("es", "fr", "ht", "pt")
STAFF = {"stay", "sending_back", "duty"}
"""Messages to members of staff, who read English."""


@pytest.mark.parametrize("language", languages())
def test_the_frame_is_complete(language):
    english, other = tongue("en"), tongue(language)
    assert other.says.keys() == english.says.keys()
    assert other.frame.states.keys() == {"draft", "translated", "checked", "approved"}
    assert other.frame.fallback.count("{language}") == 1
    assert not PLACEHOLDER.search(" ".join(other.says.values()))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("section", ["portal", "message"])
def test_sentences_of_pages_and_messages_name_the_same_facts_and_figures(language, section):
    english, other = tongue("en").sentences(section), tongue(language).sentences(section)
    assert other.keys() <= english.keys()
    for key, said in other.items():
        assert Counter(PLACEHOLDER.findall(said)) == Counter(PLACEHOLDER.findall(english[key])), key
        figures = re.findall(r"\d+", without_facts(english[key]))
        assert sorted(re.findall(r"\d+", without_facts(said))) == sorted(figures), key
        assert len(QUESTION.findall(said)) == len(QUESTION.findall(english[key])), key


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("section", ["portal", "message"])
def test_the_four_languages_of_most_people_say_all_of_it(language, section):
    assert tongue("en").sentences(section).keys() - tongue(language).sentences(section).keys() <= STAFF


def test_pages_can_say_a_sentence_in_the_persons_language():
    assert say("afraid", "es") == "Tengo miedo"
    assert say("afraid", "mam") == "I am afraid"
    with pytest.raises(KeyError):
        say("afraid of nothing", "es")


def test_a_kind_of_paper_has_a_name_for_lists():
    assert title("hearing_notice", "es") == "Aviso de audiencia"
    assert title("hearing_notice", "mam") == "Notice of hearing"


def test_forms_of_the_court_keep_their_number():
    """Courts and lawyers search for it, in any language."""
    assert all("I-862" in name for name in load("notice_to_appear").title.values())
    assert all("EOIR-33/IC" in load("change_of_address").texts[code]["how"] for code in ("en", "es"))
