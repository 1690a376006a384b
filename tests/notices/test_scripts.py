"""Each text is in its own letters, and uses the term that official or professional texts have for a thing."""

import re
import unicodedata

import pytest

from asylia.notices import ids, languages, load
from asylia.notices.languages import tongue
from asylia.notices.source import PLACEHOLDER, carry_sheet

SCRIPT = {
    "ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK", "bn": "BENGALI", "pa": "GURMUKHI", "am": "ETHIOPIC",
    "ti": "ETHIOPIC",
}  # fmt: skip
LATIN = {"PDF", "Word", "Excel", "zip", "MB", "F", "EOIR", "IC", "I", "Form"}
"""What stays in Latin letters: kinds of file, measures, and the names of the court's forms."""

# By the project's glossary: what several witnesses have for the thing, as the beginning of a word in the text.
TERMS = {
    "interpreter": (
        "pt interpreta", "fr interprète", "ht entèprèt", "ar مترجم", "ru переводчик", "zh 口译员", "bn দোভাষী",
        "pa ਦੁਭਾਸ਼ੀ", "am አስተርጓሚ", "ti ተርጓሚ", "es intérprete",
    ),
    "lawyer": (
        "pt advogado", "fr avocat", "ht avoka", "ar محامٍ", "ru адвокат", "zh 律师", "bn আইনজীবী", "pa ਵਕੀਲ",
        "am ጠበቃ", "ti ጠበቓ", "es abogado",
    ),
    "hearing": (
        "pt audiência", "fr audience", "ht odyans", "ar جلس", "ru слушани", "zh 听证会", "bn শুনানি",
        "pa ਸੁਣਵਾਈ", "am ችሎት", "ti ቤት ፍርዲ", "es audiencia",
    ),
    "judge": (
        "pt juiz", "fr juge", "ht jij", "ar القاضي", "ru судь", "zh 法官", "bn বিচারক", "pa ਜੱਜ", "am ዳኛ",
        "ti ዳኛ", "es juez",
    ),
    "free legal help": (
        "pt ajuda jurídica gratuita", "fr aide juridique gratuite", "ht èd legal gratis",
        "ar المساعدة القانونية المجانية", "ru бесплатной юридической помощи", "zh 免费法律援助",
        "bn বিনামূল্যে আইনি সহায়তা", "pa ਮੁਫ਼ਤ ਕਾਨੂੰਨੀ ਸਹਾਇਤਾ", "am የነፃ የህግ እርዳታ", "ti ናይ ብናጻ ሕጋዊ ሓገዝ",
        "es ayuda legal gratis",
    ),
}  # fmt: skip


def texts(language):
    """Everything that is said in a language: notices, what is carried, pages, messages, the frame."""
    for notice in (*map(load, ids()), carry_sheet()):
        yield from ((f"{notice.id} {name}", said) for name, said in notice.texts.get(language, {}).items())
    told_in = tongue(language)
    yield from ((name, said) for section in told_in.SECTIONS for name, said in told_in.sentences(section).items())


@pytest.mark.parametrize("language", SCRIPT)
def test_no_letter_of_another_script_has_strayed_in(language):
    for where, said in texts(language):
        own = re.sub(r"[A-Za-z]+(?:-\d+)?", lambda word: "" if word[0].split("-")[0] in LATIN else word[0],
                     PLACEHOLDER.sub("", said))  # fmt: skip
        stray = {sign for sign in own if sign.isalpha() and SCRIPT[language] not in unicodedata.name(sign)}
        assert stray == set(), where


@pytest.mark.parametrize("language", languages())
def test_texts_are_composed_and_hold_no_hidden_sign(language):
    """NFC, and no zero-width sign but the joiners that Bengali and Punjabi are spelled with."""
    for where, said in texts(language):
        assert said == unicodedata.normalize("NFC", said), where
        hidden = {sign for sign in said if unicodedata.category(sign) in {"Cf", "Co", "Cn"} or sign == "\ufffd"}
        assert hidden <= {"\u200c", "\u200d"}, where


@pytest.mark.parametrize("language", ["ar", "bn", "pa", "am", "ti", "zh"])
def test_sentences_end_with_the_sign_of_their_script(language):
    for where, said in texts(language):
        plain = PLACEHOLDER.sub("", said)
        if language == "ar":
            assert "?" not in plain, where
            assert "," not in plain, where
        else:
            assert not re.search(r"\w\.(?:\s|$)", plain), where


@pytest.mark.parametrize(("term", "spelled"), [(term, one) for term, all_ in TERMS.items() for one in all_])
def test_the_term_of_the_glossary_is_used(term, spelled):
    language, _, word = spelled.partition(" ")
    said = " ".join(load("hearing_notice").texts[language].values()).lower()
    assert word in said, term
