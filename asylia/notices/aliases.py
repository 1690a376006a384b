"""Finds a language by what people, courts and papers call it; one spelling may name several, and the town decides."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import msgspec
from babel import Locale

from asylia.notices.languages import languages, own_names, tongue

# The glottal stop is typed as any of these; for a search all four are nothing (U+0027, U+2019, U+02BC, U+A78C).
_GLOTTAL = dict.fromkeys(map(ord, "'’ʼꞌ"))


class _Called(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of aliases.toml."""

    court: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def folded(name: str) -> str:
    """A name as it is looked up: without capitals, accents, glottal marks and doubled spaces."""
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_GLOTTAL)
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def named(name: str) -> tuple[str, ...]:
    """The languages (BCP 47) that a name may mean, sorted; none where nobody is known to call one so.

    A court's code is no name: it is asked of `of_court`.
    """
    return _by_name().get(folded(name), ())


def of_court(code: str) -> str | None:
    """The language that the courts' table means by a code, as KON for Q'anjob'al; None where it is none or unknown."""
    return _by_court_code().get(code.strip().upper())


def also(code: str) -> tuple[str, ...]:
    """What else a language is called, as in the courts' table."""
    called = _called().get(code)
    return called.also if called else ()


@cache
def _called() -> dict[str, _Called]:
    text = (files("asylia.notices") / "languages" / "aliases.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, _Called])


@cache
def _by_court_code() -> dict[str, str]:
    return {spelled: code for code, called in _called().items() for spelled in called.court}


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Codes by folded name: aliases, the speakers' own spelling, and what the languages here call each other."""
    found: dict[str, set[str]] = {}
    for code, name in _names():
        found.setdefault(folded(name), set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _names() -> list[tuple[str, str]]:
    aliases = [(code, name) for code, called in _called().items() for name in called.also]
    own = [*own_names().items(), *((code, name) for code, name in Locale("en").languages.items() if len(code) < 4)]
    theirs = [
        (code, name)
        for told_in in languages()
        for code in languages()
        if (name := tongue(told_in).language(code)) is not None
    ]
    themselves = [(code, Locale.parse(code).get_display_name(code) or code) for code in languages()]
    return [*aliases, *own, *theirs, *themselves]
