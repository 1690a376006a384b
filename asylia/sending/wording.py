"""Wording: the few neutral sentences that leave, in the receiver's language; nothing of anyone stands in them."""

from asylia.core.file import CaseFile
from asylia.core.letters import Words
from asylia.core.steps.message import Way
from asylia.notices import say
from asylia.notices.languages import said_in


def words_of(words: Words, way: Way, language: str, *, phone: str, link: str = "") -> str:
    """What a message says; a call says first that a machine is calling. `link` stands in the words `link` alone."""
    text = say(f"message.{words}", language).format(phone=phone, link=link)
    return f"{say('message.machine', language)} {text}" if way == "phone" else text


def tongue_of(file: CaseFile) -> str:
    """The language in which a person is told: the first that they are recorded as understanding and that has the words.

    Where none has, their best: whoever sends by hand sees it, and a message falls back to English.
    """
    understood = dict.fromkeys((file.best_language, *file.languages))
    return next((each for each in understood if each and _written_in(each)), file.best_language or "en")


def _written_in(language: str) -> bool:
    return said_in("message.news", language).partition("-")[0] == language.partition("-")[0]


def subject_of(language: str) -> str:
    """The subject of a mail: the same for all."""
    return say("message.subject", language)
