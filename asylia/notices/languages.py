"""What a sheet needs to know of a language: its direction, its days and hours in words, its own frame.

A language file holds that, and the sentences of pages and messages, a table each. Figures are those of English in
every language: case numbers and telephones are, and one sheet never mixes two sets.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Container
from functools import cache
from importlib.resources import files
from typing import ClassVar, Literal

import msgspec
from babel import Locale

from asylia.notices.states import State, Step, digest, state_of, steps

_HERE = files("asylia.notices") / "languages"
_NO_LANGUAGE = frozenset({"names", "aliases"})


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a language file: whatever it does not know is refused."""


class PartOfDay(_Part, frozen=True, rename={"starts": "from"}):
    """Words for the hours from `starts` (0 to 23) until the next part."""

    starts: int
    says: str


class Frame(_Part, frozen=True):
    """What stands around the text of every sheet."""

    demonstration: str
    fallback: str
    decision: str
    not_decision: str
    case: str
    code: str
    name: str
    phone: str
    signed: str
    made: str
    rules: str
    law: str
    unchecked: str
    proof: str
    mark: str
    version: str
    states: dict[State, str]


class Language(_Part, frozen=True):
    """A language file. `code` and `locale` are BCP 47 and CLDR; `carry_never` are beginnings of words.

    `not_for` are codes that begin alike and are read in another script. `names` are those of countries and languages
    that CLDR has not, or not in this language. `states` are the steps of each table of sentences (states.py).
    """

    SECTIONS: ClassVar = ("frame", "says", "portal", "message")

    code: str
    direction: Literal["ltr", "rtl"]
    locale: str
    day: str
    clock: str
    noon: str
    midnight: str
    parts: tuple[PartOfDay, ...]
    carry_never: tuple[str, ...]
    frame: Frame
    says: dict[str, str] = {}
    portal: dict[str, str] = {}
    message: dict[str, str] = {}
    halves: tuple[str, str] = ("", "")
    not_for: tuple[str, ...] = ()
    spaced: bool = True
    names: dict[str, str] = {}
    states: dict[str, str] = {}

    def sentences(self, section: str) -> dict[str, str]:
        """The sentences of a table of this file, by key."""
        if section != "frame":
            return dict(getattr(self, section))
        frame = msgspec.to_builtins(self.frame)
        return {**frame.pop("states"), **frame}

    def taken(self, section: str) -> tuple[Step, ...]:
        """The steps that a table has gone through. Raises NotAStep; a table without any is a draft."""
        return steps(self.states.get(section, "draft: program, 2026-11-25").splitlines(), self.code)

    def digest(self, section: str) -> str:
        """What stands for a table and its English, in the steps that vouch for it."""
        return digest(self.sentences(section), tongue("en").sentences(section))

    def state(self, section: str) -> State:
        """The state that a table is in."""
        return state_of(self.taken(section), self.digest(section))

    def in_words(self, day: dt.date) -> str:
        """Weekday, day, month in words and year; never figures alone."""
        cldr = _locale(self.locale)
        return self.day.format(
            weekday=cldr.days["format"]["wide"][day.weekday()],
            day=day.day,
            month=cldr.months["format"]["wide"][day.month],
            number=day.month,
            year=day.year,
        )

    def on_the_clock(self, time: dt.time) -> str:
        """The hour of a twelve-hour clock, its half or the hour of 24, and its part of the day in words."""
        if time.minute == 0 and time.hour in {0, 12}:
            return self.noon if time.hour else self.midnight
        part = [part.says for part in self.parts if part.starts <= time.hour][-1]
        return self.clock.format(
            hour=time.hour % 12 or 12, minute=f"{time.minute:02}", half=self.halves[time.hour >= 12], part=part,
            figure=f"{time:%H:%M}",
        )  # fmt: skip

    def country(self, code: str) -> str | None:
        """The country's name, or None for a code that ISO 3166 (as CLDR has it) does not know."""
        known = {**_locale(self.locale).territories, **self.names}
        return known.get(code) if re.fullmatch("[A-Z]{2}", code) else None

    def language(self, code: str) -> str | None:
        """The name of a language by its BCP 47 code: as its own speakers spell it, else as CLDR does."""
        known = {**_locale(self.locale).languages, **own_names(), **self.names}
        return known.get(code.replace("-", "_")) or known.get(code.partition("-")[0])


@cache
def tongue(code: str) -> Language:
    """The language of this code. Raises LookupError when it has no file here."""
    if code not in languages():
        raise LookupError(f"there is no language {code!r}; there are: {', '.join(languages())}")
    return msgspec.convert(tomllib.loads((_HERE / f"{code}.toml").read_text("utf-8")), Language)


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file here, sorted."""
    names = (entry.name.removesuffix(".toml") for entry in _HERE.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name for name in names if name not in _NO_LANGUAGE))


def written(asked: str, available: Container[str]) -> str | None:
    """The code, of those available, that someone who asks for this language can read: es for es-GT, or None.

    A language written in two scripts is not read in the other one: zh-Hant has not the zh of the mainland.
    """
    base = {"cmn": "zh"}.get(asked.partition("-")[0], asked.partition("-")[0])
    if asked in available:
        return asked
    if base not in available or asked in tongue(base).not_for:
        return None
    return base


def say(key: str, code: str) -> str:
    """A sentence for a page in the person's own language, as `say("afraid", "es")`; English where there is none.

    `say("portal.next", "es")` is of the table [portal]. Raises KeyError for a key that no language has.
    """
    section, name = _placed(key)
    return tongue(said_in(key, code)).sentences(section)[name]


def said_in(key: str, code: str) -> str:
    """The language in which `say` says this, so that a page can mark what is not in its own."""
    section, name = _placed(key)
    found = written(code, languages())
    return found if found and name in tongue(found).sentences(section) else "en"


def _placed(key: str) -> tuple[str, str]:
    section, point, name = key.partition(".")
    return (section, name) if point else ("says", key)


def never_carried(value: str) -> str | None:
    """The first word in a value that no carry sheet may hold, in any language, or None."""
    said = _folded(value)
    words = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in said).split()
    beginnings, anywhere = _stems()
    return next((word for word in words if word.startswith(beginnings) or any(one in word for one in anywhere)), None)


@cache
def _stems() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What no value may hold: as the beginning of a word, or, where words are not set apart, anywhere in it."""
    both = [(tongue(code).spaced, _folded(stem)) for code in languages() for stem in tongue(code).carry_never]
    beginnings, anywhere = (tuple(stem for spaced, stem in both if spaced is wanted) for wanted in (True, False))
    return beginnings, anywhere


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name, sep="-")


@cache
def own_names() -> dict[str, str]:
    """Names of languages, by code, as their own speakers spell them."""
    return msgspec.convert(tomllib.loads((_HERE / "names.toml").read_text("utf-8")), dict[str, str])
