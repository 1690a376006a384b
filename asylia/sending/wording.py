"""Wording: the few neutral sentences that leave, in the receiver's language; nothing of anyone stands in them."""

from asylia.core.letters import Words
from asylia.core.steps.message import Way
from asylia.notices import say

FOR_STAFF: frozenset[Words] = frozenset({"stay", "sending_back", "duty"})


def words_of(words: Words, way: Way, language: str, *, phone: str, link: str = "") -> str:
    """What a message says; a call says first that a machine is calling. `link` stands in the words `link` alone."""
    text = say(f"message.{words}", language).format(phone=phone, link=link)
    return f"{say('message.machine', language)} {text}" if way == "phone" else text


def subject_of(language: str) -> str:
    """The subject of a mail: the same for all."""
    return say("message.subject", language)
