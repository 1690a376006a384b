"""How hard a text is to read: Flesch-Kincaid grade for English; Fernández-Huerta and INFLESZ for Spanish.

A score is a smoke alarm, not a judge: a text that passes has still to be read by people (docs/notices.md).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import syllapy

_SENTENCE = re.compile(r"[.!?؟]+(?=\s|$)|[。？।።፤]+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


class Count(NamedTuple):
    """Words in each sentence, and syllables in all of them."""

    sentences: tuple[int, ...]
    syllables: int

    @property
    def words_a_sentence(self) -> float:
        return sum(self.sentences) / len(self.sentences)

    @property
    def syllables_a_word(self) -> float:
        return self.syllables / sum(self.sentences)


def plain(markdown: str, fact: str) -> str:
    """A statement as it is read: marks of Markdown gone, each fact one short word, a heading a sentence."""
    told = re.sub(r"\{[a-z_]+\}", fact, markdown)
    return re.sub(r"^(#+|-) |\*\*|~~", "", told, flags=re.MULTILINE)


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]


def count(text: str, syllables: Callable[[str], int]) -> Count:
    spoken = [_WORD.findall(sentence) for sentence in sentences(text)]
    return Count(tuple(map(len, spoken)), sum(syllables(word) for words in spoken for word in words))


def flesch_kincaid(text: str) -> float:
    """The school grade that reads it: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    counted = count(text, lambda word: max(1, syllapy.count(word)))
    return 0.39 * counted.words_a_sentence + 11.8 * counted.syllables_a_word - 15.59


def fernandez_huerta(text: str) -> float:
    """206.84 - 60 syllables a word - 1.02 words a sentence; 70 and above is fairly easy."""
    counted = count(text, spanish_syllables)
    return 206.84 - 60 * counted.syllables_a_word - 1.02 * counted.words_a_sentence


def szigriszt_pazos(text: str) -> float:
    """206.835 - 62.3 syllables a word - words a sentence; above 65 is fairly easy on the INFLESZ scale."""
    counted = count(text, spanish_syllables)
    return 206.835 - 62.3 * counted.syllables_a_word - counted.words_a_sentence


def spanish_syllables(word: str) -> int:
    """Vowel nuclei: i and u join a neighbour unless they bear the accent; the u of que, gui is not heard."""
    heard = re.sub(r"(?<=[qg])u(?=[eéií])", "", word.lower())
    heard = re.sub(r"y(?![aeiouáéíóúü])", "i", heard)
    return max(1, len(re.findall(r"[iuü]*[aeoáéó][iuü]*|[iuü]*[íú]|[iuü]+", heard)))
