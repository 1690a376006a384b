"""The sentences of the person's own pages, in their language, marked where one is there in English only."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from asylia.notices import say
from asylia.notices.languages import Language, languages, said_in, tongue, written
from asylia.web.receipt import phone

ENGLISH = "en"
IN_ITS_OWN = {
    "en": "English", "es": "Español", "pt": "Português", "fr": "Français", "ht": "Kreyòl ayisyen", "ar": "العربية",
    "ru": "Русский", "zh": "中文", "bn": "বাংলা", "pa": "ਪੰਜਾਬੀ", "am": "አማርኛ", "ti": "ትግርኛ",
}  # fmt: skip


class Words:
    """What a page says in one language. In a template `says.key`; in Python `says("key", day=...)` fills in facts.

    A sentence that the language lacks stands in English and says so to whoever reads it aloud (WCAG 3.1.2).
    """

    do_not_call_in_templates = True  # Django would call it with nothing

    def __init__(self, code: str, section: str = "portal", **facts: str) -> None:
        self.code = code
        self.section = section
        self.facts = facts

    def __getitem__(self, key: str) -> SafeString:
        return self(key)

    def __call__(self, key: str, **facts: object) -> SafeString:
        """Return a sentence with its facts, each set apart from the direction of the line around it."""
        placed = f"{self.section}.{key}" if self.section else key
        given = {name: format_html("<bdi>{}</bdi>", value) for name, value in {**self.facts, **facts}.items()}
        text, said = format_html(say(placed, self.code), **given), said_in(placed, self.code)
        if said == self.code:
            return text
        return format_html('<span lang="{}" dir="{}">{}</span>', said, tongue(said).direction, text)

    def plain(self, key: str) -> str:
        """Return a sentence without any mark: for a title or an attribute, where none can stand."""
        return say(f"{self.section}.{key}" if self.section else key, self.code)


def spoken(asked: str) -> str:
    """Return the language that pages can be shown in for the one asked, else nothing."""
    return (written(asked, available()) or "") if asked and asked.replace("-", "").isalnum() else ""


def available() -> tuple[str, ...]:
    """Return the languages in which a page says anything at all of its own: English, and those with a [portal]."""
    return tuple(code for code in languages() if tongue(code).sentences("portal"))


def language_of(request: HttpRequest, otherwise: str = "") -> str:
    """Return the language that was chosen, else the one of the person's case, else the telephone's own."""
    chosen = spoken(request.GET.get("lang", ""))
    if chosen and request.session.get("tongue") != chosen:
        request.session["tongue"] = chosen
    kept = chosen or spoken(str(request.session.get("tongue", ""))) or spoken(otherwise)
    return kept or spoken_by_phone(request) or ENGLISH


def spoken_by_phone(request: HttpRequest) -> str:
    """Return the first of the telephone's own languages that pages are there in (RFC 9110, Accept-Language)."""
    asked = [each.partition(";")[0].strip() for each in request.headers.get("Accept-Language", "").split(",")[:10]]
    return next(filter(None, map(spoken, asked)), "")


def frame(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return what stands around every page: its words, its direction, the other languages."""
    known: Language = tongue(code)
    number = phone()
    others: Mapping[str, str] = {each: IN_ITS_OWN.get(each, each) for each in available() if each != code}
    return {
        "says": Words(code, phone=number),
        "said": Words(code, "", phone=number),
        "language": code,
        "direction": known.direction,
        "tongues": others,
        "signed_in": hasattr(request, "visit"),
    }
