"""What a sheet needs to know of a language: its direction, its days and hours in words, its own frame."""

import datetime as dt
import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from babel import Locale

from asylia.notices.source import State

_HERE = files("asylia.notices") / "languages"


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
    """A language file. `code` and `locale` are BCP 47 and CLDR; `carry_never` are beginnings of words."""

    code: str
    direction: Literal["ltr", "rtl"]
    locale: str
    day: str
    clock: str
    halves: tuple[str, str]
    noon: str
    midnight: str
    parts: tuple[PartOfDay, ...]
    carry_never: tuple[str, ...]
    frame: Frame
    says: dict[str, str]

    def in_words(self, day: dt.date) -> str:
        """Weekday, day, month in words and year; never figures alone."""
        cldr = _locale(self.locale)
        return self.day.format(
            weekday=cldr.days["format"]["wide"][day.weekday()],
            day=day.day,
            month=cldr.months["format"]["wide"][day.month],
            year=day.year,
        )

    def on_the_clock(self, time: dt.time) -> str:
        """The hour of a twelve-hour clock, its half and, in words, its part of the day."""
        if time.minute == 0 and time.hour in {0, 12}:
            return self.noon if time.hour else self.midnight
        part = [part.says for part in self.parts if part.starts <= time.hour][-1]
        return self.clock.format(
            hour=time.hour % 12 or 12, minute=f"{time.minute:02}", half=self.halves[time.hour >= 12], part=part
        )

    def country(self, code: str) -> str | None:
        """The country's name, or None for a code that ISO 3166 (as CLDR has it) does not know."""
        return _locale(self.locale).territories.get(code) if re.fullmatch("[A-Z]{2}", code) else None

    def language(self, code: str) -> str | None:
        """The name of a language by its BCP 47 code: as its own speakers spell it, else as CLDR does."""
        known = {**_locale(self.locale).languages, **_own_names()}
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
    return tuple(sorted(name for name in names if name != "names"))


def say(key: str, code: str) -> str:
    """A sentence for a page in the person's own language, as `say("afraid", "es")`; English where there is none.

    Raises KeyError for a key that no language has.
    """
    return tongue(code if code in languages() else "en").says[key]


def never_carried(value: str) -> str | None:
    """The first word in a value that no carry sheet may hold, in any language, or None."""
    words = re.findall(r"\w+", _folded(value))
    stems = tuple(_folded(stem) for code in languages() for stem in tongue(code).carry_never)
    return next((word for word in words if word.startswith(stems)), None)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name, sep="-")


@cache
def _own_names() -> dict[str, str]:
    return msgspec.convert(tomllib.loads((_HERE / "names.toml").read_text("utf-8")), dict[str, str])
